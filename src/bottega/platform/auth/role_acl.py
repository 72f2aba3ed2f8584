"""The ACL of a role: read and replaced as a whole."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
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
from bottega.platform.auth.grant_boundary import locked_role
from bottega.platform.auth.identity import acl_of
from bottega.platform.auth.messages import ACL_NOT_FOUND, SUPERADMIN
from bottega.platform.auth.module import module
from bottega.platform.auth.tables import RoleAcl

MARK_SUPER: Final = T(
    en="Only super administrators can mark a role as super admin.",
    pl="Tylko superadministratorzy mogą uczynić rolę superadministratorem.",
)
_READ: Final = """
SELECT r.name, a.features, a.is_super_admin, a.organizations
FROM auth_roles AS r LEFT JOIN auth_role_acls AS a ON a.tenant_id = r.tenant_id AND a.role_id = r.id
WHERE r.tenant_id = $1 AND r.id = $2
"""


class RoleAclQuery(Query):
    """Which role."""

    role_id: Annotated[UUID, Of("auth:role")]
    tenant_id: UUID | None = Field(default=None, description="Of this tenant; for super administrators.")


class RoleAclEntry(AclEntry):
    """What a role may do."""


class RoleAclInput(Input):
    """What a role shall be able to do; what is left out stays."""

    role_id: Annotated[UUID, Of("auth:role")]
    is_super_admin: bool = False
    features: Features = Field(default_factory=list)
    organizations: Organizations | None = Field(default=None, description="null: all organizations.")
    tenant_id: UUID | None = None


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
    row = await ctx.query_one(_READ, ctx.tenant_id, query.role_id)
    special = row is not None and (row["is_super_admin"] or row["name"].casefold() == SUPERADMIN)
    if row is None or (special and not ctx.actor.acl.super_admin):
        raise NotFound(ACL_NOT_FOUND)
    stored = None if row["features"] is None else dict(row)
    return RoleAclEntry(**await shown(ctx, "auth.role_acl", query.role_id, stored))


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
    ctx.refuse_closed()
    role = await locked_role(ctx, data.role_id, ACL_NOT_FOUND)
    before: dict[str, Any] | None = dict(role["acl"]) if role["acl"] is not None else None
    after, sanitized = asked(ctx, data.given(), NOTHING if before is None else before)
    await check_role_acl(ctx, before, after)
    parent = ("auth.role", data.role_id)
    if before is None:
        acl_id = await changes.insert(ctx, RoleAcl, {"role_id": data.role_id, **after})
        ctx.describe("auth.role_acl", acl_id, parent=parent)
    else:
        ctx.describe("auth.role_acl", before["id"], parent=parent)
        await changes.update(ctx, RoleAcl, before["id"], after)
    return AclSaved(sanitized=sanitized, warnings=await lacks_of(ctx, acl_of(after)))


async def check_role_acl(ctx: Context, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    """403 unless the caller may make a role able to do what ``after`` says."""
    if after["is_super_admin"] and not ctx.actor.acl.super_admin:
        raise Forbidden(MARK_SUPER)
    await check_change(ctx, before, after)
