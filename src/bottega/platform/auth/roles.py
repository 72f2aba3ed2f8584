"""Roles: named sets of permissions of one tenant."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field
from sqlalchemy import ColumnElement, exists, func

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.resources.items import Item
from bottega.kernel.resources.list_sql import Shape
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Input, Query, Schema, Stamp, partial
from bottega.kernel.text.confusables import invisible, skeleton
from bottega.kernel.text.folding import fold, like
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where, version_of
from bottega.platform.auth.grant_boundary import locked_role
from bottega.platform.auth.lenient_input import Forgiving
from bottega.platform.auth.listing import PageQuery, Records, page_of
from bottega.platform.auth.messages import RESERVED_ROLES, ROLE_ID_REQUIRED, ROLE_NOT_FOUND, SUPERADMIN
from bottega.platform.auth.module import module
from bottega.platform.auth.tables import GrantOffer, Role, RoleAcl, SidebarPreference
from bottega.platform.directory import tenant_name

RESERVED: Final = T(en="Role name is reserved", pl="Nazwa roli jest zastrzeżona")
INVISIBLE: Final = T(
    en="A role name cannot contain invisible characters", pl="Nazwa roli nie może zawierać niewidocznych znaków"
)
NAME_FIXED: Final = T(
    en="Role name cannot be changed while users are assigned",
    pl="Nie można zmienić nazwy roli, do której są przypisani użytkownicy",
)
HAS_USERS: Final = T(en="Role has assigned users", pl="Do roli są przypisani użytkownicy")
# Told when a user or a role is deleted: ``owner_id``. What is theirs alone goes along, and comes back with them.
OWNER_DELETED: Final = "auth.owner.deleted"
NEVER_GLOBAL: Final = T(en="A role belongs to a tenant", pl="Rola należy do najemcy")

_USERS: Final = """
SELECT role_id, count(*) AS users FROM auth_user_roles WHERE tenant_id = $1 AND role_id = ANY($2) GROUP BY role_id
"""
_roles: Final = Records(Role, ("id", "name", "tenant_id", "updated_at"))


class RoleQuery(PageQuery):
    """Which roles."""

    tenant_id: UUID | None = Field(default=None, description="Of this tenant; for super administrators.")


class RoleItem(Schema):
    """A role in a list."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    name: str
    users_count: int
    tenant_id: UUID | None
    tenant_ids: list[UUID]
    tenant_name: str | None
    updated_at: Stamp


class RolePage(Schema):
    """A page of roles."""

    items: list[RoleItem]
    total: int
    total_pages: int
    is_super_admin: bool


class RoleInput(Input):
    """A new role."""

    name: Annotated[str, Field(min_length=2, max_length=100)]
    tenant_id: UUID | None = Field(default=None, description="The caller's own tenant, when left out.")


class RoleId(Input):
    """The role to delete."""

    id: str | None = None


class RoleIdQuery(Forgiving, Query):
    """The role to delete."""

    id: UUID = Field(description="Role identifier")


@module.get("/roles", "auth.roles.list", answers={200: "Role collection"}, answer=RolePage, name="roles.list")
async def list_roles(ctx: Context, query: RoleQuery) -> dict[str, Any]:
    """List roles.

    Returns available roles within the current tenant. Super administrators reach every tenant with `tenantId`, and
    they alone see their own roles.
    """
    if query.refused:
        return page_of(ctx, [], 0, query)
    shape = Shape(sort="name", narrowed_to_organizations=False)
    items, total = await _roles.read(ctx, shape, query, *_conditions(ctx, query.search))
    items = await _present(ctx, items)
    if items:
        ctx.app.access.note(ctx, "auth.role", [item["id"] for item in items], list(items[0]))
    return page_of(ctx, items, total, query)


def _conditions(ctx: Context, search: str | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if not ctx.actor.acl.super_admin:
        all_powerful = exists().where(
            RoleAcl.tenant_id == Role.tenant_id, RoleAcl.role_id == Role.id, RoleAcl.is_super_admin
        )
        found += [func.lower(Role.name) != SUPERADMIN, ~all_powerful]
    if search:
        found.append(func.fold(Role.name).like(like(fold(search))))
    return found


async def _present(ctx: Context, items: list[Item]) -> list[Item]:
    if not items:
        return []
    rows = await ctx.query(_USERS, ctx.tenant_id, [item["id"] for item in items])
    users: dict[UUID, int] = {row["role_id"]: row["users"] for row in rows}
    tenant = await tenant_name(ctx)
    return [
        {
            "id": (role := item.pop("id")),
            "name": item.pop("name"),
            "usersCount": users.get(role, 0),
            "tenantId": (owner := item.pop("tenant_id")),
            "tenantIds": [owner],
            "tenantName": tenant or str(owner),
            "updatedAt": item.pop("updated_at"),
            **item,
        }
        for item in items
    ]


@module.post(
    "/roles",
    "auth.roles.manage",
    answers={201: "Role created", 400: "Invalid payload", 409: "A role with this name already exists"},
    label=T(en="Create role", pl="Dodanie roli"),
    name="roles.create",
)
async def create_role(ctx: Context, data: RoleInput) -> Created:
    """Create role.

    Creates a new role for the current tenant. It grants nothing until its ACL says so.
    """
    if "tenant_id" in data.model_fields_set and data.tenant_id is None:
        raise Invalid.of_field("tenantId", NEVER_GLOBAL)
    ctx.refuse_closed()
    _refuse_name(data.name)
    values: dict[str, Any] = {"name": data.name}
    if custom := await custom_fields.checked(ctx, Role.entity, ctx.custom, new=True):
        values["custom"] = custom
    return Created(id=await changes.insert(ctx, Role, values))


@module.put(
    "/roles",
    "auth.roles.manage",
    body=partial(RoleInput),
    answers={
        200: "Role updated",
        400: "Invalid payload",
        404: "Role not found",
        409: "A role with this name already exists",
    },
    label=T(en="Update role", pl="Zmiana roli"),
    name="roles.update",
    table=Role,
)
async def update_role(ctx: Context, data: Input) -> Done:
    """Update role.

    Updates mutable fields on an existing role. A name stays while users are assigned; a role never moves to another
    tenant.
    """
    values = data.given()
    role_id: UUID = values.pop("id")
    values.pop("tenant_id", None)
    ctx.refuse_closed()
    role = await locked_role(ctx, role_id, ROLE_NOT_FOUND)
    if values.get("name", role["name"]) != role["name"]:
        _refuse_name(values["name"])
        await keep_name(ctx, role_id)
    if custom := await custom_fields.checked(ctx, Role.entity, ctx.custom, new=False):
        values["custom"] = custom
    await changes.update(ctx, Role, role_id, values, where=Where(version=version_of(ctx)))
    return Done()


@module.delete(
    "/roles",
    "auth.roles.manage",
    body=RoleId,
    query=RoleIdQuery,
    id_anywhere=True,
    lenient=True,
    answers={200: "Role deleted", 400: "Role cannot be deleted", 404: "Role not found"},
    label=T(en="Delete role", pl="Usunięcie roli"),
    name="roles.delete",
    table=Role,
)
async def delete_role(ctx: Context, data: RoleId) -> Done:
    """Delete role.

    Deletes a role by identifier, with its ACL. Fails when users remain assigned.
    """
    role_id = parse_id(data.id, ROLE_ID_REQUIRED)
    ctx.refuse_closed()
    role = await locked_role(ctx, role_id, ROLE_NOT_FOUND)
    if await _is_assigned(ctx, role_id):
        raise Invalid(HAS_USERS)
    ctx.describe("auth.role", role_id)
    if role["acl"] is not None:
        await changes.delete(ctx, RoleAcl, role["acl"]["id"])
    await delete_preferences(ctx, role_id)
    await _delete_offers(ctx, role_id)
    await changes.delete(ctx, Role, role_id, where=Where(version=version_of(ctx)))
    return Done()


async def _delete_offers(ctx: Context, role_id: UUID) -> None:
    rows = await ctx.query(
        "SELECT id FROM auth_grant_offers WHERE tenant_id = $1 AND role_id = $2", ctx.tenant_id, role_id
    )
    for row in rows:
        await changes.delete(ctx, GrantOffer, row["id"])


async def delete_preferences(ctx: Context, owner_id: UUID) -> None:
    """Take the settings of a user or a role along, here and in other modules, so that undo brings them back too."""
    rows = await ctx.query(
        "SELECT id FROM auth_sidebar_preferences WHERE tenant_id = $1 AND owner_id = $2", ctx.tenant_id, owner_id
    )
    for row in rows:
        await changes.delete(ctx, SidebarPreference, row["id"])
    await ctx.tell(OWNER_DELETED, owner_id=owner_id)


def parse_id(sent: str | None, refusal: T) -> UUID:
    """An id as it was sent; 400 when there is none."""
    try:
        return UUID(sent or "")
    except ValueError:
        raise Invalid.of_field("id", refusal) from None


def _refuse_name(name: str) -> None:
    """400 for what reads like a reserved name, or may read like another role: people choose roles by their looks."""
    if skeleton(name) in RESERVED_ROLES:
        raise Invalid.of_field("name", RESERVED)
    if invisible(name):
        raise Invalid.of_field("name", INVISIBLE)


async def keep_name(ctx: Context, role_id: UUID) -> None:
    """400 to rename a role that somebody has."""
    if await _is_assigned(ctx, role_id):
        raise Invalid.of_field("name", NAME_FIXED)


async def _is_assigned(ctx: Context, role_id: UUID) -> bool:
    return await ctx.query_value(
        "SELECT EXISTS (SELECT FROM auth_user_roles WHERE tenant_id = $1 AND role_id = $2)", ctx.tenant_id, role_id
    )
