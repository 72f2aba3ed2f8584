"""The list of users, filtered by address, name, organization or role."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Schema, Stamp
from bottega.kernel.search_rows import make_searchable, spec_of, understand
from bottega.kernel.text.folding import fold, like
from bottega.platform.auth.grant_boundary import IS_SUPER_USER
from bottega.platform.auth.invitations import STATE_OF
from bottega.platform.auth.listing import PageQuery, page_of
from bottega.platform.auth.module import module
from bottega.platform.auth.tables import User
from bottega.platform.directory import tenant_name, tree_of

make_searchable(User, (User.email, User.name))

_LIST: Final = f"""
SELECT u.id, u.organization_id, u.email, u.name, u.custom, u.updated_at, u.credential_id IS NOT NULL AS has_password,
       {STATE_OF} AS invitation, i.sent_at AS invited_at, i.expires_at AS invitation_expires_at,
       count(*) OVER () AS total,
       ARRAY(SELECT r.name FROM auth_user_roles AS l JOIN auth_roles AS r
             ON r.tenant_id = l.tenant_id AND r.id = l.role_id
             WHERE l.tenant_id = u.tenant_id AND l.user_id = u.id ORDER BY lower(r.name)) AS roles
FROM auth_users AS u LEFT JOIN auth_invitations AS i ON i.tenant_id = u.tenant_id AND i.user_id = u.id
WHERE u.tenant_id = $1
  AND ($2::uuid IS NULL OR u.id = $2)
  AND ($3::uuid[] IS NULL OR u.organization_id = ANY($3))
  AND ($4::uuid IS NULL OR u.organization_id = $4)
  AND ($5::uuid[] IS NULL OR EXISTS (SELECT FROM auth_user_roles AS l
        WHERE l.tenant_id = u.tenant_id AND l.user_id = u.id AND l.role_id = ANY($5)))
  AND ($6 OR NOT {IS_SUPER_USER})
  AND ($7::text IS NULL
       OR u.id IN (SELECT search_ids('{User.entity}', $7::text::tsquery, $8::text[]))
       OR u.organization_id = ANY($9::uuid[])
       OR EXISTS (SELECT FROM auth_user_roles AS l JOIN auth_roles AS r
            ON r.tenant_id = l.tenant_id AND r.id = l.role_id
            WHERE l.tenant_id = u.tenant_id AND l.user_id = u.id AND fold(r.name) LIKE $10))
ORDER BY u.id LIMIT $11 OFFSET $12
"""


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
    role_ids: Annotated[list[UUID], BeforeValidator(_split), Field(max_length=200)] = Field(
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
    visible = ctx.scope.visible
    wanted = (
        ctx.tenant_id,
        query.id,
        None if visible is None else list(visible),
        query.organization_id,
        query.role_ids or None,
        ctx.actor.acl.super_admin,
        *await _searched(ctx, query.search),
    )
    rows = await ctx.query(_LIST, *wanted, query.page_size, query.offset)
    total: int = rows[0]["total"] if rows else 0
    if not rows and query.page > 1:
        total = await ctx.query_value(f"SELECT count(*) FROM ({_LIST}) AS found", *wanted, None, 0)
    items = await _present(ctx, [dict(row) for row in rows], detailed=query.id is not None)
    if items:
        kind = "read:item" if query.id else None
        ctx.app.access.note(ctx, "auth.user", [item["id"] for item in items], list(items[0]), access_type=kind)
    return page_of(ctx, items, total, query)


async def _searched(ctx: Context, typed: str | None) -> tuple[str | None, list[str] | None, list[UUID], str | None]:
    """What was typed, as a search row query, the organizations whose name has it, and a pattern for role names."""
    spec = spec_of(User.__tablename__)
    wanted = await understand(ctx, spec, typed) if typed and spec else None
    if wanted is None or typed is None:
        return None, None, [], None
    text = fold(typed.strip())
    tree = await tree_of(ctx.app, ctx.tenant_id)
    named = [node.id for node in tree.nodes.values() if text in fold(node.name)]
    return wanted.query, wanted.terms, named, like(text)


async def _present(ctx: Context, rows: list[dict[str, Any]], *, detailed: bool) -> list[dict[str, Any]]:
    if not rows:
        return []
    keys = await sealing.keys_of(ctx)
    tree = await tree_of(ctx.app, ctx.tenant_id)
    tenant = await tenant_name(ctx)
    items: list[dict[str, Any]] = []
    for row in rows:
        sealing.open_row(keys, User, row)
        organization = tree.nodes.get(row["organization_id"])
        item = {
            "id": row["id"],
            "email": row["email"],
            "name": row["name"],
            "organizationId": row["organization_id"],
            "organizationName": organization.name if organization else str(row["organization_id"]),
            "tenantId": ctx.tenant_id,
            "tenantName": tenant or str(ctx.tenant_id),
            "roles": row["roles"],
            "invitation": row["invitation"],
            "invitedAt": row["invited_at"],
            "invitationExpiresAt": row["invitation_expires_at"],
            "updatedAt": milliseconds(row["updated_at"]),
            **custom_fields.shown(row["custom"]),
        }
        if detailed:
            item["hasPassword"] = row["has_password"]
        items.append(item)
    await custom_fields.settle(ctx, User.entity, items)
    return items
