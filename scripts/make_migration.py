"""Write the migration that leads from the last one to the tables of today: `make migration name="add prices"`.

A database is made for it in a temporary folder and brought up to date, so nobody's data is read or touched.
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.operations.ops import CreateTableOp, DropTableOp, MigrationScript
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bottega.app import metadata
from bottega.kernel.database.migrate import alembic_config, migrate
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.postgres.server import EmbeddedPostgres
from bottega.settings import Settings


def main(message: str) -> None:
    """Compare and write."""
    if not message:
        sys.exit('Say what the migration does: make migration name="add prices"')
    with tempfile.TemporaryDirectory(prefix="bottega-migration-") as folder:
        data = Path(folder)
        secrets = Secrets.load(Settings(data=data))
        postgres = EmbeddedPostgres()
        try:
            dsn = postgres.start(data, secrets.database_password("postgres"))
            written = asyncio.run(compare(dsn, secrets, message))
        finally:
            postgres.stop()
    if written is None:
        sys.exit("The tables are as the last migration left them: there is nothing to migrate.")
    subprocess.run([sys.executable, "-m", "ruff", "check", "--quiet", "--fix", written], check=True)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", written], check=True)
    print(f"Written: {written}. Read it before you trust it.")


async def compare(dsn: str, secrets: Secrets, message: str) -> str | None:
    """Run the migrations there are and write what is missing then; the file."""
    # No tables to guard: those that are new do not exist yet.
    await migrate(dsn, secrets, MetaData(), print)
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(dsn), poolclass=NullPool
    )
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(write, message)
    finally:
        await engine.dispose()


def write(connection: Connection, message: str) -> str | None:
    """Let Alembic write the file, unless there is nothing to do."""
    config = alembic_config(connection=connection, metadata=metadata(), report=print)

    def keep_what_matters(_context: Any, _revision: Any, directives: list[MigrationScript]) -> None:
        upgrade, downgrade = directives[0].upgrade_ops, directives[0].downgrade_ops
        assert upgrade is not None
        assert downgrade is not None
        for way in (upgrade, downgrade):
            # A table that nobody describes belongs to a module that is not here: its rows are not ours to drop.
            way.ops = [one for one in way.ops if getattr(one, "table_name", None) in metadata().tables]
            for one in way.ops:
                # What modules note about a table is for the program, not for the database.
                if isinstance(one, CreateTableOp | DropTableOp):
                    one.info = {}
        if upgrade.is_empty():
            directives.clear()

    head = ScriptDirectory.from_config(config).get_current_head()
    following = f"{int(head or 0) + 1:04}"
    script: Any = command.revision(
        config, message, autogenerate=True, rev_id=following, process_revision_directives=keep_what_matters
    )
    if not script:
        return None
    # Alembic asks in two comments to adjust what it wrote; whoever reads the difference knows.
    file = Path(script.path)
    file.write_text("".join(one for one in file.read_text().splitlines(keepends=True) if "# ###" not in one))
    return script.path


if __name__ == "__main__":
    main(sys.argv[1])
