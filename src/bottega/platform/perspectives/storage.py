"""Reads and writes of saved views, by their owners: users or roles."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import NotFound
from bottega.kernel.i18n import T
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.platform.perspectives.tables import Perspective
from bottega.platform.perspectives.view_settings import ViewSettings

NOT_FOUND: Final = T(en="Perspective not found", pl="Nie znaleziono widoku")
_ORDER: Final = "updated_at DESC, id DESC"
_PERSONAL: Final = (
    "SELECT * FROM perspectives_perspectives WHERE tenant_id = $1 AND table_id = $2 AND user_id = $3"
    f" AND organization_id IS NOT DISTINCT FROM $4 ORDER BY {_ORDER}"
)
# Those that hold here: of the selected organization and of all of them.
_SHARED: Final = (
    "SELECT * FROM perspectives_perspectives WHERE tenant_id = $1 AND table_id = $2 AND role_id = ANY($3)"
    f" AND (organization_id = $4 OR organization_id IS NULL) ORDER BY {_ORDER}"
)
_OF_OWNER: Final = (
    "SELECT id, name, is_default FROM perspectives_perspectives WHERE tenant_id = $1 AND {owner} = $2"
    " AND table_id = $3 AND organization_id IS NOT DISTINCT FROM $4 ORDER BY id"
)
_OF_ANYBODY: Final = (
    "SELECT id FROM perspectives_perspectives WHERE tenant_id = $1 AND (user_id = $2 OR role_id = $2) ORDER BY id"
)


@dataclass(frozen=True)
class Place:
    """Whose views of which table, and where: in one organization, or in all of the tenant's."""

    owner: Literal["user_id", "role_id"]
    owner_id: UUID
    table_id: str
    organization_id: UUID | None


async def personal_views(ctx: Context, table_id: str, user_id: UUID, organization_id: UUID | None) -> list[Record]:
    """Somebody's own views of a table in exactly this place, the last changed first."""
    return await ctx.query(_PERSONAL, ctx.tenant_id, table_id, user_id, organization_id)


async def shared_views(
    ctx: Context, table_id: str, role_ids: Collection[UUID], organization_id: UUID | None
) -> list[Record]:
    """The views of a table that are shared with roles and hold in this place, the last changed first."""
    return await ctx.query(_SHARED, ctx.tenant_id, table_id, list(role_ids), organization_id)


async def locked_views(ctx: Context, place: Place) -> list[Record]:
    """The views in a place; whoever wants to write there too waits until this command ends."""
    await ctx.begin()
    lock = f"{ctx.tenant_id} view {place.owner_id} {place.organization_id} {place.table_id}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    sql = _OF_OWNER.format(owner=place.owner)
    return await ctx.query(sql, ctx.tenant_id, place.owner_id, place.table_id, place.organization_id)


async def save_view(
    ctx: Context, place: Place, values: Mapping[str, Any], *, view_id: UUID | None = None, where: Where | None = None
) -> UUID:
    """Write a view: the one with this id, else the one with this name, else a new one; answers its id.

    ``is_default`` true takes it from the others there; left out it stays as it was.

    Raises:
        NotFound: There is no view with this id in the place.
    """
    there = await locked_views(ctx, place)
    found = next((row for row in there if (row["id"] == view_id if view_id else row["name"] == values["name"])), None)
    if view_id is not None and found is None:
        raise NotFound(NOT_FOUND)
    if values.get("is_default"):
        for row in there:
            if row["is_default"] and row is not found:
                await changes.update(ctx, Perspective, row["id"], {"is_default": False})
    if found is not None:
        await changes.update(ctx, Perspective, found["id"], values, where=where)
        return found["id"]
    home = {place.owner: place.owner_id, "table_id": place.table_id, "organization_id": place.organization_id}
    return await changes.insert(ctx, Perspective, {**values, **home})


async def clear_views(ctx: Context, place: Place) -> None:
    """Delete all views in a place."""
    await changes.delete_many(ctx, Perspective, [row["id"] for row in await locked_views(ctx, place)])


async def delete_views_of(ctx: Context, owner_id: UUID) -> None:
    """Delete everything a user or a role has."""
    rows = await ctx.query(_OF_ANYBODY, ctx.tenant_id, owner_id)
    await changes.delete_many(ctx, Perspective, [row["id"] for row in rows])


async def add_view(ctx: Context, place: Place, name: str, settings: ViewSettings, *, default: bool = False) -> UUID:
    """Give a user or a role a view; one of that name there gets these settings."""
    return await save_view(ctx, place, {"name": name, "settings": settings.stored(), "is_default": default})


def shown(row: Record) -> dict[str, Any]:
    """A view as it is answered."""
    return {
        "id": row["id"],
        "name": row["name"],
        "table_id": row["table_id"],
        "settings": row["settings"],
        "is_default": row["is_default"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }


def shown_of_role(row: Record, roles: Mapping[UUID, str]) -> dict[str, Any]:
    """A view of a role as it is answered."""
    return {
        **shown(row),
        "role_id": row["role_id"],
        "tenant_id": row["tenant_id"],
        "organization_id": row["organization_id"],
        "role_name": roles.get(row["role_id"]),
    }
