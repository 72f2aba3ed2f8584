"""Tables of which an organization has one row at most, such as its settings."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.writes import changes


async def row_of(ctx: Context, table: type[Table], organization_id: UUID) -> Record | None:
    """The row of an organization as it is stored; None while there is none."""
    return await ctx.query_one(_read(table), ctx.tenant_id, organization_id)


async def store(ctx: Context, table: type[Table], organization_id: UUID, values: Mapping[str, Any]) -> None:
    """Write what differs into the row of an organization, or its first row; whoever does so at the same time waits."""
    await ctx.begin()
    lock = f"{ctx.tenant_id} {table.__tablename__} {organization_id}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    row = await row_of(ctx, table, organization_id)
    if row is None:
        if values:
            await changes.insert(ctx, table, {"organization_id": organization_id, **values})
    elif new := {name: value for name, value in values.items() if row[name] != value}:
        await changes.update(ctx, table, row["id"], new)


@cache
def _read(table: type[Table]) -> str:
    live = " AND deleted_at IS NULL" if "deleted_at" in sql_table(table).columns else ""
    return f"SELECT * FROM {table.__tablename__} WHERE tenant_id = $1 AND organization_id = $2{live}"
