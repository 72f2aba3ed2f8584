"""Generation of migrations: compares the tables with the database and writes the difference as a new file.

For ``make migration``. Runs against a throwaway database that the existing migrations have filled.
"""

import asyncio
import tempfile
from pathlib import Path

import asyncpg
from alembic import command
from sqlalchemy import Connection as SqlConnection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bottega.app import metadata
from bottega.kernel.database.migrate import alembic_config
from bottega.kernel.postgres.server import EmbeddedPostgres
from bottega.kernel.text.folding import SQL_FUNCTIONS


def write_migration(name: str) -> None:
    """Compare descriptions and migrations, and write the difference under ``versions``."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres()
        try:
            asyncio.run(_write(server.start(Path(folder), "throwaway"), name))
        finally:
            server.stop()


async def _write(dsn: str, name: str) -> None:
    async def connect() -> object:
        return await asyncpg.connect(dsn)

    owner = await asyncpg.connect(dsn)
    await owner.execute(SQL_FUNCTIONS)
    await owner.close()
    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)  # pyright: ignore[reportArgumentType] - the engine wants any connection
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)
    async with engine.begin() as connection:
        await connection.run_sync(_revise, name)
    await engine.dispose()


def _upgrade(connection: SqlConnection) -> None:
    command.upgrade(alembic_config(connection=connection, metadata=metadata()), "head")


def _revise(connection: SqlConnection, name: str) -> None:
    config = alembic_config(connection=connection, metadata=metadata())
    number = len(list((Path(__file__).parent / "versions").glob("[0-9]*.py"))) + 1
    command.revision(config, message=name, autogenerate=True, rev_id=f"{number:04d}")
