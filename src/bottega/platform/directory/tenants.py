"""Tenants: list and administration by super-admins, each request in the context of its tenant.

A tenant belongs to no tenant, so these operations step out of the caller's: the list reads all of them, and a write
happens, and is recorded, within the tenant it is about.
"""

from typing import Any, Final, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.kernel import custom_fields
from bottega.kernel.context import Context, Scope
from bottega.kernel.database.computed_pages import read
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.list_query import Page, PageSize, Text
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.resources.resource import version_of
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.resources.schemas import Page as PageOf
from bottega.kernel.schemas import Flag, Input, Query, Schema, Stamp, partial
from bottega.kernel.writes import changes
from bottega.platform.directory.custom_values import settle
from bottega.platform.directory.module import module
from bottega.platform.directory.tables import Tenant

NOT_FOUND: Final = T(en="Tenant not found", pl="Nie znaleziono najemcy")
ID_REQUIRED: Final = T(en="Tenant id required", pl="Wymagany jest identyfikator najemcy")
OWN: Final = T(
    en="You are signed in to this tenant; it cannot be closed from inside",
    pl="Pracujesz teraz u tego najemcy; aby go zamknąć, wybierz innego",
)
INSTEAD: Final = T(
    en="Changes of tenants cannot be undone; change the tenant again instead",
    pl="Zmian najemców nie można cofnąć; zmień najemcę ponownie",
)
_SORTS: Final = {"name": "sort_key(name)", "createdAt": "created_at", "updatedAt": "updated_at"}


class TenantsQuery(Query):
    """What to list; `cf_<key>` filters by a custom field."""

    model_config = ConfigDict(extra="allow")

    id: UUID | None = Field(default=None, description="Only this tenant.")
    page: Page = Field(default=1, description="Page, from 1.")
    page_size: PageSize = Field(default=50, description="Rows a page, 1 to 100.")
    search: Text | None = Field(default=None, description="Part of the name.")
    sort_field: Literal["name", "createdAt", "updatedAt"] = Field(default="name", description="What to sort by.")
    sort_dir: Literal["asc", "desc"] = Field(default="asc", description="asc or desc.")
    is_active: Flag | None = Field(default=None, description="Only active, or only inactive ones.")


class TenantItem(Schema):
    """A tenant; custom fields as `cf_<key>`."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    name: str
    is_active: bool
    created_at: Stamp
    updated_at: Stamp


class TenantPage(PageOf):
    """A page of tenants."""

    items: list[TenantItem]


class TenantInput(Input):
    """A tenant."""

    name: str = Field(min_length=1, max_length=200, description="What it is called.")
    is_active: bool = Field(default=True, description="Nobody signs in to an inactive tenant.")


class TenantId(Input):
    """Which tenant to delete."""

    id: UUID | None = None


@module.get("/tenants", "directory.tenants.view", name="tenants.list", answer=TenantPage, table=Tenant)
async def list_tenants(ctx: Context, query: TenantsQuery) -> dict[str, Any]:
    """List tenants.

    Every tenant of the installation, whichever the caller belongs to; not for callers confined to organizations.
    """
    _refuse_confined(ctx)
    rows, total = await _read(ctx, query)
    items = [_item(row) for row in rows]
    await settle(ctx, Tenant.entity, items)
    ctx.app.access.note(
        ctx,
        "directory.tenant",
        [row["id"] for row in rows],
        list(items[0]) if items else [],
        access_type="read:item" if query.id else None,
        query_keys=sorted(query.model_fields_set),
    )
    return page_of(items, total, page=query.page, size=query.page_size, least=1)


async def _read(ctx: Context, query: TenantsQuery) -> tuple[list[Record], int]:
    where, args = ["deleted_at IS NULL"], list[Any]()
    wanted: list[tuple[str, Any]] = [
        ("id = {}", query.id),
        ("position(fold({}) IN fold(name)) > 0", query.search),
        ("is_active = {}", query.is_active),
    ]
    for condition, value in wanted:
        if value is not None:
            args.append(value)
            where.append(condition.format(f"${len(args)}"))
    for key, accepted in custom_fields.filters(list((query.model_extra or {}).items())).items():
        args += [key, accepted]
        where.append(f"custom ->> ${len(args) - 1} = ANY(${len(args)})")
    direction = "DESC" if query.sort_dir == "desc" else "ASC"
    sql = (
        f"SELECT id, name, is_active, created_at, updated_at, custom FROM directory_tenants WHERE {' AND '.join(where)}"
    )
    order = f"{_SORTS[query.sort_field]} {direction}, id"
    async with ctx.database.across_tenants("tenants are listed for those who run the installation") as connection:
        return await read(connection.fetch, sql, *args, order=order, page=query.page, size=query.page_size)


def _item(row: Record) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "isActive": row["is_active"],
        "createdAt": milliseconds(row["created_at"]),
        "updatedAt": milliseconds(row["updated_at"]),
        **custom_fields.shown(row["custom"]),
    }


@module.post(
    "/tenants",
    "directory.tenants.manage",
    name="tenants.create",
    label=T(en="Create tenant", pl="Dodanie najemcy"),
    undoable=False,
    instead=INSTEAD,
)
async def create_tenant(ctx: Context, data: TenantInput) -> Created:
    """Create tenant.

    An empty one with an encryption key of its own; organizations, roles and users are added to it afterwards.
    """
    tenant_id = new_id()
    values = await _step_into(ctx, tenant_id, data, new=True)
    await changes.insert(ctx, Tenant, {**values, "id": tenant_id})
    await ctx.app.vault.keys(await ctx.connection(), tenant_id)
    return Created(id=tenant_id)


@module.put(
    "/tenants",
    "directory.tenants.manage",
    body=partial(TenantInput),
    name="tenants.update",
    label=T(en="Update tenant", pl="Zmiana najemcy"),
    undoable=False,
    instead=INSTEAD,
    answers={404: "Tenant not found", 409: "The caller's own tenant, or changed since"},
    table=Tenant,
)
async def update_tenant(ctx: Context, data: Input) -> Done:
    """Update tenant.

    A tenant that is made inactive signs all its people out at once and stops its API keys.
    """
    tenant_id: UUID = data.given()["id"]
    if tenant_id == ctx.actor.tenant_id and data.given().get("is_active") is False:
        raise Conflict(OWN)
    values = await _step_into(ctx, tenant_id, data, new=False)
    await _must_exist(ctx)
    await changes.update(ctx, Tenant, tenant_id, values, where=changes.Where(version=version_of(ctx)))
    return Done()


@module.delete(
    "/tenants",
    "directory.tenants.manage",
    query=IdQuery,
    id_anywhere=True,
    name="tenants.delete",
    label=T(en="Delete tenant", pl="Usunięcie najemcy"),
    undoable=False,
    instead=INSTEAD,
    answers={400: "Tenant id required", 404: "Tenant not found", 409: "The caller's own tenant, or changed since"},
    table=Tenant,
)
async def delete_tenant(ctx: Context, data: TenantId) -> Done:
    """Delete tenant.

    Softly: its rows stay, but nobody can sign in to it any more.
    """
    if data.id is None:
        raise Invalid.of_field("id", ID_REQUIRED)
    if data.id == ctx.actor.tenant_id:
        raise Conflict(OWN)
    await _step_into(ctx, data.id, None, new=False)
    await _must_exist(ctx)
    await changes.delete(ctx, Tenant, data.id, where=changes.Where(version=version_of(ctx)))
    return Done()


def _refuse_confined(ctx: Context) -> None:
    """Who is confined to some organizations of one tenant has no business with other tenants."""
    acl = ctx.actor.acl
    if not acl.super_admin and acl.organizations is not None:
        raise Forbidden


async def _step_into(ctx: Context, tenant_id: UUID, data: Input | None, *, new: bool) -> dict[str, Any]:
    """Make the request about another tenant, after the values were checked by the definitions of the caller's."""
    _refuse_confined(ctx)
    values = {} if data is None else data.model_dump(exclude={"id"}, exclude_unset=not new)
    if data is not None:
        custom = await custom_fields.checked(ctx, Tenant.entity, ctx.custom, new=new)
        if custom:
            values["custom"] = custom
    await ctx.close()
    ctx.scope = Scope(tenant_id)
    return values


async def _must_exist(ctx: Context) -> None:
    sql = "SELECT true FROM directory_tenants WHERE id = $1 AND deleted_at IS NULL"
    if not await ctx.query_value(sql, ctx.tenant_id):
        raise NotFound(NOT_FOUND)
