"""What every table promises: guarded, named, said in sentences, and the same in the database as in its description."""

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy import Table as SqlTable
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bottega.app import metadata
from bottega.kernel.database.tables import CLASSES, REFERENCES, RULES, TenantChild, TenantTable

TABLES = sorted(metadata().tables.values(), key=lambda table: table.name)
OF_TENANTS = [table for table in TABLES if issubclass(CLASSES[table.name], TenantTable | TenantChild)]
# Unique by accident only: long random values, whose clash nobody can be told anything about.
RANDOM = {
    "auth_password_resets.token_hash",
    "auth_invitations.token_hash",
    "api_keys_secrets.prefix",
    "api_keys_secrets.hash",
    "calendar_feeds.token_hash",
}


def named(table: SqlTable) -> str:
    """How a parametrised test is called."""
    return table.name


async def test_the_migrations_lead_to_the_tables_as_described(dsn: str) -> None:
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(dsn), poolclass=NullPool
    )
    try:
        async with engine.connect() as connection:
            difference = await connection.run_sync(
                lambda sync: compare_metadata(
                    MigrationContext.configure(sync, opts={"include_name": _ours}), metadata()
                )
            )
    finally:
        await engine.dispose()
    assert difference == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """The queue and Alembic look after their own tables."""
    return kind != "table" or not str(name).startswith(("pgqueuer", "alembic_version"))


@pytest.mark.parametrize("table", OF_TENANTS, ids=named)
def test_what_it_refuses_is_said_in_a_sentence(table: SqlTable) -> None:
    checks = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
    uniques = {str(i.name) for i in table.indexes if i.unique}
    uniques |= {str(c.name) for c in table.constraints if isinstance(c, UniqueConstraint)}
    accidental = {
        str(i.name) for i in table.indexes if i.unique and all(f"{table.name}.{c.name}" in RANDOM for c in i.columns)
    } | {
        str(c.name)
        for c in table.constraints
        if isinstance(c, UniqueConstraint) and all(f"{table.name}.{column.name}" in RANDOM for column in c.columns)
    }
    assert checks | (uniques - accidental) <= set(RULES)


@pytest.mark.parametrize("table", OF_TENANTS, ids=named)
def test_what_it_points_at_is_of_the_same_tenant(table: SqlTable) -> None:
    known = {f"fk_{reference.table}_{reference.column}" for reference in REFERENCES}
    for key in table.foreign_key_constraints:
        assert key.name in known
        assert "tenant_id" in {column.name for column in key.columns}


async def test_the_database_keeps_every_check(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        kept = await connection.fetch("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c'")
    finally:
        await connection.close()
    described = {
        (table.name, str(one.name)) for table in TABLES for one in table.constraints if isinstance(one, CheckConstraint)
    }
    assert described - {(row[0], row[1]) for row in kept} == set()


@pytest.mark.parametrize("table", OF_TENANTS, ids=named)
async def test_the_database_guards_it(table: SqlTable, dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        guarded = await connection.fetchrow(
            "SELECT relrowsecurity, relforcerowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid)"
            " FROM pg_class AS c WHERE oid = to_regclass($1)",
            table.name,
        )
    finally:
        await connection.close()
    assert guarded is not None
    assert (guarded[0], guarded[1]) == (True, True)
    assert guarded[2] > 0


def test_rules_speak_both_languages() -> None:
    for rule in RULES.values():
        assert rule.message("en")
        assert rule.message("pl")
        assert rule.status in (400, 409)
