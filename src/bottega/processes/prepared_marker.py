"""The marker of a prepared database: which version of the program upgraded it last.

Bringing it up to date means importing every module, Alembic and half of SQLAlchemy before the first request can be
answered. So whoever has done it notes what it was done by: a digest of the program's text and of its secrets.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import asyncpg

from bottega.kernel.keys.secrets import Secrets

# As ``kernel/database/guards.py`` calls them; that file imports the tables, which take a second. A test compares.
ROLES: Final = ("bottega_app", "bottega_system")
# The row that says that somebody of the demo has the password that is published.
DEMO_IS_OPEN: Final = "demo.published"
_KEY: Final = "prepared"
_PROGRAM: Final = Path(__file__).parents[1]


def digest_of(secrets: Secrets, program: Path = _PROGRAM) -> str:
    """Of everything that decides how a database is prepared."""
    digest = hashlib.sha256(secrets.database_password(_KEY).encode())
    for path in sorted(program.rglob("*.py")):
        digest.update(f"\x00{path.relative_to(program)}\x00".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


async def is_prepared(dsn: str, secrets: Secrets) -> bool:
    """Whether the program that runs now has prepared this database, and its roles can sign in."""
    try:
        found = [await _asked_by(role, dsn, secrets) for role in ROLES]
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError):
        # Whatever is wrong, preparing finds out and says it.
        return False
    return found == [{"digest": digest_of(secrets)}] * len(ROLES)


async def _asked_by(role: str, dsn: str, secrets: Secrets) -> Any:
    connection = await asyncpg.connect(dsn, user=role, password=secrets.database_password(role), timeout=5)
    try:
        value = await connection.fetchval("SELECT value FROM installation WHERE key = $1", _KEY)
        return value and json.loads(value)
    finally:
        await connection.close()


async def note_prepared(dsn: str, secrets: Secrets) -> None:
    """Note that this program has prepared the database."""
    owner = await asyncpg.connect(dsn, timeout=10)
    try:
        await owner.execute(
            "INSERT INTO installation (key, value) VALUES ($1, $2)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()",
            _KEY,
            json.dumps({"digest": digest_of(secrets)}),
        )
    finally:
        await owner.close()
