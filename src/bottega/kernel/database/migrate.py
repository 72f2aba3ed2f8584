"""Database upgrade: roles, migrations, tables of the job queue and guards, under one lock.

Migrations are Alembic's, one history for all modules, run by the owner. Guards (row-level security, triggers,
grants) are derived from the tables' descriptions and applied after every migration, whenever they differ from those
in force.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import asyncpg
import msgspec
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bottega.kernel.database.guards import APP_ROLE, SYSTEM_ROLE, guard_statements, role_statements
from bottega.kernel.database.pools import RawConnection
from bottega.kernel.keys import master_key
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.startup_errors import StartError
from bottega.kernel.text.folding import SQL_FUNCTIONS

SCRIPTS: Final = Path(__file__).parents[2] / "migrations"
_OLDEST: Final = 18
# Numbers of migrations are those of the history they belong to: an earlier one ended before the first of this one.
_OLDER: Final = (
    "Your data was made by an older version of Bottega, which this one cannot open. Keep it for that version, and start"
    " this one with an empty data folder (or an empty database)."
)
_NEWER: Final = (
    "Your data was opened by a newer version of Bottega, which this one does not understand. Start it with that version"
    " or a newer one; nothing was changed."
)


async def migrate(dsn: str, secrets: Secrets, metadata: MetaData, report: Callable[[str], None]) -> None:
    """Bring the database to the state this version of the code expects.

    Raises:
        StartError: The server is too old, its user may not make roles or tables, or another version made the tables.
    """
    owner = await asyncpg.connect(dsn, timeout=10)
    try:
        version = owner.get_server_version().major
        if version < _OLDEST:
            raise StartError(f"PostgreSQL {_OLDEST} or newer is needed; the server at DATABASE_URL is {version}.")
        await owner.execute("SELECT pg_advisory_lock($1)", master_key.PREPARING)
        try:
            await master_key.check(owner, secrets)
            await _refuse_unknown(owner)
            await _make_roles(owner, secrets)
            # Indexes are built on these.
            await owner.execute(SQL_FUNCTIONS)
            await _upgrade(dsn, metadata, report)
            await master_key.note(owner, secrets)
            await _install_queue(owner)
            await _guard(owner, metadata, report)
        except asyncpg.InsufficientPrivilegeError as error:
            raise StartError(f"The user of DATABASE_URL lacks a right that is needed: {error}.") from error
    finally:
        # Closing the session releases the lock, whatever happened.
        await owner.close()


async def _refuse_unknown(owner: RawConnection) -> None:
    """Say whose tables these are, if no migration of this history made them."""
    if not await owner.fetchval("SELECT to_regclass('alembic_version')"):
        return
    found = await owner.fetchval("SELECT version_num FROM alembic_version")
    known = [migration.revision for migration in ScriptDirectory.from_config(alembic_config()).walk_revisions()]
    if found is not None and found not in known:
        raise StartError(_OLDER if found < min(known) else _NEWER)


async def _make_roles(owner: RawConnection, secrets: Secrets) -> None:
    name = await owner.fetchval("SELECT current_user")
    words = {
        "app": await _quoted(owner, secrets.database_password(APP_ROLE)),
        "system": await _quoted(owner, secrets.database_password(SYSTEM_ROLE)),
    }
    for statement in role_statements(name):
        await owner.execute(statement % words if "%(" in statement else statement)


async def _quoted(owner: RawConnection, word: str) -> str:
    return await owner.fetchval("SELECT quote_literal($1::text)", word)


async def _upgrade(dsn: str, metadata: MetaData, report: Callable[[str], None]) -> None:
    async def connect() -> RawConnection:
        return await asyncpg.connect(dsn, timeout=10)

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_run_migrations, metadata, report)
    finally:
        await engine.dispose()


def _run_migrations(connection: SqlConnection, metadata: MetaData, report: Callable[[str], None]) -> None:
    command.upgrade(alembic_config(connection=connection, metadata=metadata, report=report), "head")


def alembic_config(**attributes: Any) -> Config:
    """Alembic's settings without a file of their own."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes.update(attributes)
    return config


async def _install_queue(owner: RawConnection) -> None:
    if not await owner.fetchval("SELECT to_regclass('pgqueuer')"):
        await Queries(AsyncpgDriver(owner)).install()


async def _guard(owner: RawConnection, metadata: MetaData, report: Callable[[str], None]) -> None:
    statements = guard_statements(metadata.tables.values())
    digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    head = await owner.fetchval("SELECT version_num FROM alembic_version")
    wanted = {"digest": digest, "head": head}
    found = await owner.fetchval("SELECT value FROM installation WHERE key = 'guards'")
    if found is not None and msgspec.json.decode(found) == wanted:
        return
    report("Guarding the tables")
    async with owner.transaction():
        for statement in statements:
            await owner.execute(statement)
        await owner.execute(
            "INSERT INTO installation (key, value) VALUES ('guards', $1)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()",
            msgspec.json.encode(wanted).decode(),
        )
