"""The list of users, filtered by address, name, organization or role."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field
from sqlalchemy import Boolean, ColumnElement, cast, exists, func, literal, literal_column, or_, select
from sqlalchemy.dialects import postgresql as pg

from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.field_markers import Of
from bottega.kernel.resources.items import Item
from bottega.kernel.resources.list_sources import among
from bottega.kernel.resources.list_sql import Shape
from bottega.kernel.schemas import Schema, Stamp
from bottega.kernel.search_rows import make_searchable, spec_of, understand
from bottega.kernel.text.folding import fold, like
from bottega.platform.auth.grant_boundary import IS_SUPER_USER
from bottega.platform.auth.invitations import STATE_OF
from bottega.platform.auth.listing import PageQuery, Records, page_of
from bottega.platform.auth.module import module
from bottega.platform.auth.tables import Role, User, UserRole
from bottega.platform.directory import tenant_name, tree_of

make_searchable(User, (User.email, User.name))

_users: Final = Records(User, ("id", "organization_id", "email", "name", "credential_id", "updated_at"))
_DETAILS: Final = f"""
SELECT u.id, {STATE_OF} AS invitation, i.sent_at AS invited_at, i.expires_at AS invitation_expires_at,
       ARRAY(SELECT r.name FROM auth_user_roles AS l JOIN auth_roles AS r
             ON r.tenant_id = l.tenant_id AND r.id = l.role_id
             WHERE l.tenant_id = u.tenant_id AND l.user_id = u.id ORDER BY lower(r.name)) AS roles
FROM auth_users AS u LEFT JOIN auth_invitations AS i ON i.tenant_id = u.tenant_id AND i.user_id = u.id
WHERE u.tenant_id = $1 AND u.id = ANY($2)
"""
# The engine reads the table under its own name.
_IS_SUPER_USER: Final[ColumnElement[bool]] = literal_column(IS_SUPER_USER.replace("u.", "auth_users."), Boolean)


def _split(value: Any) -> Any:
    """Ids may be repeated, or stand in one value between commas."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return value
    return [part.strip() for text in value for part in str(text).split(",") if part.strip()]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - a query


class UserQuery(PageQuery):
    """Which users."""

    organization_id: UUID | None = Field(default=None, description="Only of this organization.")
    role_ids: Annotated[list[Annotated[UUID, Of("auth:role")]], BeforeValidator(_split), Field(max_length=200)] = Field(
        default_factory=list,
        validation_alias=AliasChoices("roleIds", "roleId"),
        description="Only with one of these roles; repeated, or separated by commas.",
    )
    tenant_id: UUID | None = Field(default=None, description="Of this tenant; for super administrators.")


class UserItem(Schema):
    """A user in a list."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    email: str
    name: str | None
    organization_id: UUID | None
    organization_name: str | None
    tenant_id: UUID | None
    tenant_name: str | None
    roles: list[str]
    invitation: Literal["invited", "accepted", "expired"] | None = Field(
        description="What became of the invitation; null for who was given a password."
    )
    invited_at: datetime | None = Field(description="When the last one was sent.")
    invitation_expires_at: datetime | None
    updated_at: Stamp


class UserPage(Schema):
    """A page of users."""

    items: list[UserItem]
    total: int
    total_pages: int
    is_super_admin: bool


@module.get("/users", "auth.users.list", answers={200: "User collection"}, answer=UserPage, name="users.list")
async def list_users(ctx: Context, query: UserQuery) -> dict[str, Any]:
    """List users.

    Returns users for the current tenant and the organizations in view, found by part of their address, name,
    organization or role. Super administrators, whom nobody else sees, reach every tenant with `tenantId`.
    """
    if query.refused or ctx.scope.closed:
        return page_of(ctx, [], 0, query)
    shape = Shape(narrowed_to_organizations=ctx.scope.visible is not None)
    items, total = await _users.read(ctx, shape, query, *await _conditions(ctx, query))
    items = await _present(ctx, items, detailed=query.id is not None)
    if items:
        kind = "read:item" if query.id else None
        ctx.app.access.note(ctx, "auth.user", [item["id"] for item in items], list(items[0]), access_type=kind)
    return page_of(ctx, items, total, query)


async def _conditions(ctx: Context, query: UserQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.organization_id is not None:
        found.append(User.organization_id == query.organization_id)
    if query.role_ids:
        found.append(_holds(among(sql_table(UserRole).c.role_id, query.role_ids)))
    if not ctx.actor.acl.super_admin:
        found.append(~_IS_SUPER_USER)
    searched = await _searched(ctx, query.search)
    return found if searched is None else [*found, searched]


def _holds(*roles: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a user has one of the roles."""
    return exists().where(UserRole.tenant_id == User.tenant_id, UserRole.user_id == User.id, *roles)


async def _searched(ctx: Context, typed: str | None) -> ColumnElement[bool] | None:
    """Whether a user is found by address or name, or by the name of the organization or of a role."""
    spec = spec_of(User.__tablename__)
    wanted = await understand(ctx, spec, typed) if typed and spec else None
    if wanted is None or typed is None:
        return None
    name = fold(typed.strip())
    tree = await tree_of(ctx.app, ctx.tenant_id)
    ids = func.search_ids(
        wanted.entity, cast(literal(wanted.query, pg.TEXT), pg.TSQUERY), literal(wanted.terms, pg.ARRAY(pg.TEXT))
    )
    return or_(
        User.id.in_(select(ids)),
        among(sql_table(User).c.organization_id, [node.id for node in tree.nodes.values() if name in fold(node.name)]),
        _holds(Role.tenant_id == User.tenant_id, Role.id == UserRole.role_id, func.fold(Role.name).like(like(name))),
    )


async def _present(ctx: Context, items: list[Item], *, detailed: bool) -> list[Item]:
    if not items:
        return []
    rows = await ctx.query(_DETAILS, ctx.tenant_id, [item["id"] for item in items])
    details = {row["id"]: row for row in rows}
    tree = await tree_of(ctx.app, ctx.tenant_id)
    tenant = await tenant_name(ctx) or str(ctx.tenant_id)
    shown: list[Item] = []
    for item in items:
        # Somebody may have been deleted since the page was read.
        if (detail := details.get(item["id"])) is None:
            continue
        home = item.pop("organization_id")
        node = tree.nodes.get(home)
        has_password = item.pop("credential_id") is not None
        own = {
            "id": item.pop("id"),
            "email": item.pop("email"),
            "name": item.pop("name"),
            "organizationId": home,
            "organizationName": node.name if node else str(home),
            "tenantId": ctx.tenant_id,
            "tenantName": tenant,
            "roles": detail["roles"],
            "invitation": detail["invitation"],
            "invitedAt": detail["invited_at"],
            "invitationExpiresAt": detail["invitation_expires_at"],
            "updatedAt": item.pop("updated_at"),
        }
        # What is left are the custom fields.
        shown.append(own | item | ({"hasPassword": has_password} if detailed else {}))
    return shown
