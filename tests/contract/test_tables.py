"""What every table promises: guarded, named, said in sentences, and the same in the database as in its description."""

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from installed import Mounted, resources
from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy import Table as SqlTable
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bottega.app import metadata
from bottega.kernel.database.indexes import ordered_expressions
from bottega.kernel.database.tables import CLASSES, REFERENCES, RULES, TenantChild, TenantTable, sql_table
from bottega.kernel.resources.list_sql import sort_expression

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
    """The queue and Alembic look after their own tables; an index of an extension is where the server has it."""
    if kind == "index":
        return not str(name).endswith("_nearest")
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


@pytest.mark.parametrize("mounted", resources("GET"))
def test_what_its_list_is_filtered_and_daily_sorted_by_has_an_index(mounted: Mounted) -> None:
    resource, table = mounted.resource, sql_table(mounted.resource.table)
    asked = [*resource.columns_by_filter.values(), *map(sort_expression, resource.source.indexed)]
    if resource.between_column is not None:
        asked.append(resource.between_column)
    begun = [index[:2] for index in ordered_expressions(table)]
    assert [str(one) for one in asked if [str(table.c.tenant_id), str(one)] not in begun] == []


@pytest.mark.parametrize("mounted", resources("GET"))
def test_a_listed_table_has_no_index_that_nobody_declared(mounted: Mounted) -> None:
    resource, t = mounted.resource, sql_table(mounted.resource.table)
    declared = {rule for rule in RULES if rule.startswith(f"uq_{t.name}_")} | {f"ix_{t.name}_custom"}
    declared |= {f"ix_{t.name}_{one.column}" for one in REFERENCES if one.table == t.name}
    declared |= {str(one.name) for one in getattr(resource.table, "__table_args__", ())}
    asked = [*resource.columns_by_filter.values(), resource.between_column, *resource.source.indexed]
    declared |= {f"ix_{t.name}_by_{one.name}{end}" for one in asked if one is not None for end in ("", "_sort")}
    assert {str(index.name) for index in t.indexes} - declared == set()


@pytest.mark.parametrize("table", TABLES, ids=named)
def test_no_index_only_begins_another(table: SqlTable) -> None:
    kept = ordered_expressions(table)
    for place, index in enumerate(kept):
        assert [one for other, one in enumerate(kept) if other != place and one[: len(index)] == index] == []


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


async def test_every_constraint_holds_for_every_row(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        kept = await connection.fetch("SELECT conname, convalidated FROM pg_constraint WHERE contype IN ('c', 'f')")
    finally:
        await connection.close()
    assert {row["conname"] for row in kept} >= {f"fk_{one.table}_{one.column}" for one in REFERENCES}
    assert [row["conname"] for row in kept if not row["convalidated"]] == []


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
