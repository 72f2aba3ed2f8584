"""Reads and writes of layouts and assignments: one row an owner and place, locked while it is written."""

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where, version_of
from bottega.platform.dashboards.tables import DashboardLayout, RoleWidgets, UserWidgets

Owned = type[DashboardLayout] | type[RoleWidgets] | type[UserWidgets]
_OWNER: Final[Mapping[Owned, str]] = {DashboardLayout: "user_id", RoleWidgets: "role_id", UserWidgets: "user_id"}
# Those that hold in a place: of the organization, else of all of the tenant's.
_OF_ROLES: Final = (
    "SELECT DISTINCT ON (role_id) role_id, organization_id, widget_ids FROM dashboards_role_widgets"
    " WHERE tenant_id = $1 AND role_id = ANY($2) AND (organization_id = $3 OR organization_id IS NULL)"
    " ORDER BY role_id, organization_id NULLS LAST"
)


async def row_of(ctx: Context, table: Owned, owner_id: UUID, place: UUID | None) -> Record | None:
    """What an owner has in exactly this place."""
    return await ctx.query_one(
        f"SELECT * FROM {table.__tablename__} WHERE tenant_id = $1 AND {_OWNER[table]} = $2"
        " AND organization_id IS NOT DISTINCT FROM $3",
        ctx.tenant_id,
        owner_id,
        place,
    )


async def widgets_of_roles(ctx: Context, role_ids: Collection[UUID], place: UUID | None) -> dict[UUID, Record]:
    """The row of each role that holds in a place: that of the organization before that of the tenant."""
    rows = await ctx.query(_OF_ROLES, ctx.tenant_id, list(role_ids), place)
    return {row["role_id"]: row for row in rows}


async def save(
    ctx: Context, table: Owned, owner_id: UUID, place: UUID | None, values: Mapping[str, Any] | None
) -> None:
    """Write the row of an owner in a place, or delete it where there are no values."""
    await ctx.begin()
    # Whoever writes there at the same time waits, so that no two make the first row.
    lock = f"{ctx.tenant_id} {table.__tablename__} {owner_id} {place}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    there = await row_of(ctx, table, owner_id, place)
    where = Where(version=version_of(ctx))
    if values is None:
        if there is not None:
            await changes.delete(ctx, table, there["id"], where=where)
    elif there is None:
        await changes.insert(ctx, table, {**values, _OWNER[table]: owner_id, "organization_id": place})
    else:
        await changes.update(ctx, table, there["id"], values, where=where)


async def delete_all_of(ctx: Context, owner_id: UUID) -> None:
    """Delete everything a user or a role has."""
    for table, owner in _OWNER.items():
        sql = f"SELECT id FROM {table.__tablename__} WHERE tenant_id = $1 AND {owner} = $2 ORDER BY id"
        await changes.delete_many(ctx, table, [row["id"] for row in await ctx.query(sql, ctx.tenant_id, owner_id)])
