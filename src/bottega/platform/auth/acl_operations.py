"""The ACL of a role, and that of a user, which replaces the permissions of their roles while it exists."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.permissions import Acl
from bottega.kernel.schemas import Query
from bottega.platform.auth.acls import AclEntry, AclInput, AclSaved, AclSubject, Stored, shown, update_acl
from bottega.platform.auth.grant_boundary import IS_SUPER_USER, SUPER_ACCESS, locked_role
from bottega.platform.auth.identity import read_role_acls
from bottega.platform.auth.locked_users import locked_user, require_reach
from bottega.platform.auth.messages import ACL_NOT_FOUND, SUPERADMIN, USER_NOT_FOUND
from bottega.platform.auth.module import module
from bottega.platform.auth.tables import RoleAcl, UserAcl

MARK_SUPER: Final = T(
    en="Only super administrators can mark a role as super admin.",
    pl="Tylko superadministratorzy mogą uczynić rolę superadministratorem.",
)
_READ_ROLE: Final = """
SELECT r.name, a.features, a.is_super_admin, a.organizations
FROM auth_roles AS r LEFT JOIN auth_role_acls AS a ON a.tenant_id = r.tenant_id AND a.role_id = r.id
WHERE r.tenant_id = $1 AND r.id = $2
"""
_READ_USER: Final = f"""
SELECT u.organization_id, {IS_SUPER_USER} AS is_super, a.id, a.features, a.is_super_admin, a.organizations
FROM auth_users AS u LEFT JOIN auth_user_acls AS a ON a.tenant_id = u.tenant_id AND a.user_id = u.id
WHERE u.tenant_id = $1 AND u.id = $2
"""
_LOCK_USER: Final = (
    "SELECT id, features, is_super_admin, organizations FROM auth_user_acls"
    " WHERE tenant_id = $1 AND user_id = $2 FOR UPDATE"
)


async def _of_role(ctx: Context, role_id: UUID) -> Stored:
    row = await ctx.query_one(_READ_ROLE, ctx.tenant_id, role_id)
    special = row is not None and (row["is_super_admin"] or row["name"].casefold() == SUPERADMIN)
    if row is None or (special and not ctx.actor.acl.super_admin):
        raise NotFound(ACL_NOT_FOUND)
    return None if row["features"] is None else dict(row)


async def _locked_role(ctx: Context, role_id: UUID) -> Mapping[str, Any]:
    return await locked_role(ctx, role_id, ACL_NOT_FOUND)


async def _of_user(ctx: Context, user_id: UUID) -> Stored:
    row = await ctx.query_one(_READ_USER, ctx.tenant_id, user_id)
    if row is None or (row["is_super"] and not ctx.actor.acl.super_admin):
        raise NotFound(USER_NOT_FOUND)
    require_reach(ctx, row["organization_id"])
    return None if row["id"] is None else dict(row)


async def _locked_user(ctx: Context, user_id: UUID) -> Mapping[str, Any]:
    user = await locked_user(ctx, user_id)
    return {**user, "acl": await ctx.query_one(_LOCK_USER, ctx.tenant_id, user_id)}


async def _roles_of_user(ctx: Context, user_id: UUID) -> Acl:
    """The roles count again without an ACL, and they may allow more than the caller could grant."""
    acl, _ = await read_role_acls(await ctx.begin(), ctx.tenant_id, user_id)
    return acl


ROLES: Final = AclSubject("role", RoleAcl, MARK_SUPER, _of_role, _locked_role)
USERS: Final = AclSubject("user", UserAcl, SUPER_ACCESS, _of_user, _locked_user, otherwise=_roles_of_user)


class RoleAclQuery(Query):
    """Which role."""

    role_id: Annotated[UUID, Of("auth:role")]
    tenant_id: UUID | None = Field(default=None, description="Of this tenant; for super administrators.")


class UserAclQuery(Query):
    """Which user."""

    user_id: Annotated[UUID, Of("auth:user")]


class RoleAclEntry(AclEntry):
    """What a role may do."""


class UserAclEntry(AclEntry):
    """What a user may do of their own, apart from their roles."""

    has_custom_acl: bool


class RoleAclInput(AclInput):
    """What a role shall be able to do; what is left out stays."""

    role_id: Annotated[UUID, Of("auth:role")]
    tenant_id: UUID | None = None


class UserAclInput(AclInput):
    """The ACL of a user, replaced as a whole; an empty one removes the override, and the roles apply again."""

    user_id: Annotated[UUID, Of("auth:user")]


@module.get(
    "/roles/acl",
    "auth.acl.manage",
    answers={200: "Role ACL entry", 400: "Invalid role id", 404: "Role not found"},
    name="roles.acl.read",
)
async def read_role_acl(ctx: Context, query: RoleAclQuery) -> RoleAclEntry:
    """Fetch role ACL.

    Returns the feature and organization assignments associated with a role within the current tenant.
    """
    return RoleAclEntry.model_validate(await shown(ctx, ROLES, query.role_id))


@module.put(
    "/roles/acl",
    "auth.acl.manage",
    answers={200: "Role ACL updated", 400: "Invalid payload", 404: "Role not found"},
    label=T(en="Update role permissions", pl="Zmiana uprawnień roli"),
    name="roles.acl.update",
)
async def update_role_acl(ctx: Context, data: RoleAclInput) -> AclSaved:
    """Update role ACL.

    Replaces the feature list, super admin flag, and optional organization assignments for a role. Nobody grants more
    than they hold: features about tenants are left out (`sanitized`), others are refused. What is of no use without
    another feature is granted all the same, and named in `warnings`.
    """
    return await update_acl(ctx, ROLES, data.role_id, data)


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
    return UserAclEntry.model_validate(await shown(ctx, USERS, query.user_id))


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
    return await update_acl(ctx, USERS, data.user_id, data)
