"""The ACL of a user: replaces the permissions of their roles while it exists."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Query
from bottega.kernel.writes import changes
from bottega.platform.auth.acls import NOTHING, AclEntry, AclSaved, Features, Organizations, asked, check_change, shown
from bottega.platform.auth.features import lacks_of
from bottega.platform.auth.grant_boundary import IS_SUPER_USER, SUPER_ACCESS, check_acl_grant
from bottega.platform.auth.identity import acl_of, read_role_acls
from bottega.platform.auth.locked_users import locked_user, require_reach
from bottega.platform.auth.messages import USER_NOT_FOUND
from bottega.platform.auth.module import module
from bottega.platform.auth.tables import UserAcl

_READ = f"""
SELECT u.organization_id, {IS_SUPER_USER} AS is_super, a.id, a.features, a.is_super_admin, a.organizations
FROM auth_users AS u LEFT JOIN auth_user_acls AS a ON a.tenant_id = u.tenant_id AND a.user_id = u.id
WHERE u.tenant_id = $1 AND u.id = $2
"""


class UserAclQuery(Query):
    """Which user."""

    user_id: Annotated[UUID, Of("auth:user")]


class UserAclEntry(AclEntry):
    """What a user may do of their own, apart from their roles."""

    has_custom_acl: bool


class UserAclInput(Input):
    """The ACL of a user, replaced as a whole; an empty one removes the override, and the roles apply again."""

    user_id: Annotated[UUID, Of("auth:user")]
    is_super_admin: bool = False
    features: Features = Field(default_factory=list)
    organizations: Organizations | None = Field(default=None, description="null: all organizations.")


@module.get(
    "/users/acl",
    "auth.acl.manage",
    answers={200: "User ACL entry", 400: "Invalid user id", 404: "User not found"},
    name="users.acl.read",
)
async def read_user_acl(ctx: Context, query: UserAclQuery) -> UserAclEntry:
    """Fetch user ACL.

    Returns custom ACL overrides for a user within the current tenant, if any.
    """
    row = await ctx.query_one(_READ, ctx.tenant_id, query.user_id)
    if row is None or (row["is_super"] and not ctx.actor.acl.super_admin):
        raise NotFound(USER_NOT_FOUND)
    require_reach(ctx, row["organization_id"])
    stored = None if row["id"] is None else dict(row)
    entry = await shown(ctx, "auth.user_acl", query.user_id, stored)
    return UserAclEntry(has_custom_acl=stored is not None, **entry)


@module.put(
    "/users/acl",
    "auth.acl.manage",
    answers={200: "User ACL updated", 400: "Invalid payload", 404: "User not found"},
    label=T(en="Update user permissions", pl="Zmiana uprawnień użytkownika"),
    name="users.acl.update",
)
async def update_user_acl(ctx: Context, data: UserAclInput) -> AclSaved:
    """Update user ACL.

    Configures per-user ACL overrides, including super admin access, feature list, and organization scope. They replace
    what the user's roles say; without features and super flag they are removed.
    """
    ctx.refuse_closed()
    user = await locked_user(ctx, data.user_id)
    refuse_super_access(ctx, wanted=data.is_super_admin)
    row = await ctx.query_one(
        "SELECT id, features, is_super_admin, organizations FROM auth_user_acls"
        " WHERE tenant_id = $1 AND user_id = $2 FOR UPDATE",
        ctx.tenant_id,
        data.user_id,
    )
    before: dict[str, Any] | None = dict(row) if row is not None else None
    after, sanitized = asked(ctx, data.given(), NOTHING)
    await _store(ctx, user, before, after)
    return AclSaved(sanitized=sanitized, warnings=await lacks_of(ctx, acl_of(after)))


def refuse_super_access(ctx: Context, *, wanted: bool) -> None:
    """403 to make somebody a super-admin for anybody who is none."""
    if wanted and not ctx.actor.acl.super_admin:
        raise Forbidden(SUPER_ACCESS)


async def check_user_acl(
    ctx: Context, user_id: UUID, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> None:
    """403 unless the caller may let somebody do what ``after`` says or, with None, what their roles say."""
    if after is not None:
        await check_change(ctx, before, after)
    elif before is not None:
        # The roles count again, and they may allow more than the caller could grant.
        of_roles, _ = await read_role_acls(await ctx.begin(), ctx.tenant_id, user_id)
        await check_acl_grant(ctx, of_roles, had=acl_of(before))


async def _store(ctx: Context, user: dict[str, Any], before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    """Write the ACL of a user, or remove it when it says nothing."""
    user_id: UUID = user["id"]
    parent = ("auth.user", user_id)
    acl_id: UUID | None = before["id"] if before else None
    if after["features"] or after["is_super_admin"]:
        await check_user_acl(ctx, user_id, before, after)
        if acl_id is None:
            acl_id = await changes.insert(ctx, UserAcl, {"user_id": user_id, **after})
        else:
            await changes.update(ctx, UserAcl, acl_id, after)
    elif before is not None and acl_id is not None:
        await check_user_acl(ctx, user_id, before, None)
        await changes.delete(ctx, UserAcl, acl_id)
    if acl_id is not None:
        ctx.describe("auth.user_acl", acl_id, organization_id=user["organization_id"], parent=parent)
