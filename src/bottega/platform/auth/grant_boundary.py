"""The grant boundary: callers grant only permissions they have themselves.

One file for users, roles, ACLs and API keys. Super-admins may grant anything; everybody else only features they hold,
for organizations they reach, and they leave super-admins' accounts and roles alone.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.permissions import Acl
from bottega.platform.auth.colleague_lookup import named_roles
from bottega.platform.auth.identity import acl_of
from bottega.platform.auth.messages import ONLY_SUPER_ACCOUNTS, ONLY_SUPER_ROLES, ORGANIZATION_NOT_FOUND, SUPERADMIN
from bottega.platform.directory import tree_of

SUPER_ACCESS: Final = T(
    en="Only super administrators can grant super admin access.",
    pl="Tylko superadministratorzy mogą nadawać dostęp superadministratora.",
)
SUPER_ROLE_NAME: Final = T(
    en="Only super administrators can assign the superadmin role.",
    pl="Tylko superadministratorzy mogą przypisać rolę superadmin.",
)
EVERYTHING: Final = T(
    en="Only super administrators can grant global wildcard access.",
    pl="Tylko superadministratorzy mogą nadawać dostęp do wszystkiego.",
)
WILDCARD: Final = T(en="Cannot grant feature wildcard {feature}.", pl="Nie możesz nadać uprawnień {feature}.")
FEATURE: Final = T(en="Cannot grant feature {feature}.", pl="Nie możesz nadać uprawnienia {feature}.")
UNRESTRICTED: Final = T(
    en="Cannot grant unrestricted organization access.", pl="Nie możesz nadać dostępu do wszystkich organizacji."
)
OUTSIDE: Final = T(
    en="Cannot grant organization access outside actor scope.",
    pl="Nie możesz nadać dostępu do organizacji spoza Twojego zakresu.",
)
NO_ROLES: Final = T(en="Role(s) not found: {roles}", pl="Nie znaleziono ról: {roles}")
FOREIGN_ROLE: Final = T(
    en="Cannot grant a role outside the target tenant.", pl="Nie możesz nadać roli spoza docelowego najemcy."
)
NO_TENANT_ROLES: Final = T(en="Tenant context is required to grant roles.", pl="Nadanie roli wymaga wyboru najemcy.")
NO_TENANT_FEATURES: Final = T(
    en="Tenant context is required to grant ACL features.", pl="Nadanie uprawnień wymaga wyboru najemcy."
)

# SQL that is true for the user ``u`` of a query who is a super-admin.
IS_SUPER_USER: Final = """(
    EXISTS (SELECT FROM auth_user_acls AS own
            WHERE own.tenant_id = u.tenant_id AND own.user_id = u.id AND own.is_super_admin)
    OR EXISTS (SELECT FROM auth_user_roles AS held
               JOIN auth_role_acls AS may ON may.tenant_id = held.tenant_id AND may.role_id = held.role_id
               WHERE held.tenant_id = u.tenant_id AND held.user_id = u.id AND may.is_super_admin))"""
_READ_ROLES: Final = """
SELECT r.id, r.name, a.features, a.is_super_admin, a.organizations
FROM auth_roles AS r LEFT JOIN auth_role_acls AS a ON a.tenant_id = r.tenant_id AND a.role_id = r.id
WHERE r.tenant_id = $1 AND r.id = ANY($2) ORDER BY r.name FOR SHARE OF r
"""


async def check_role_grant(ctx: Context, role_ids: Collection[UUID]) -> None:
    """403 unless the caller may give these roles to somebody: everything a role contains counts.

    The roles are locked against change until the transaction ends.
    """
    if not role_ids:
        return
    if ctx.tenant_id.int == 0:
        raise Forbidden(NO_TENANT_ROLES)
    await ctx.begin()
    rows = await ctx.query(_READ_ROLES, ctx.tenant_id, list(role_ids))
    if len(rows) != len(set(role_ids)):
        raise Forbidden(FOREIGN_ROLE)
    if ctx.actor.acl.super_admin:
        return
    if any(row["name"].casefold() == SUPERADMIN for row in rows):
        raise Forbidden(SUPER_ROLE_NAME)
    for row in rows:
        if row["features"] is not None:
            await check_acl_grant(ctx, acl_of(dict(row)))


async def check_acl_grant(ctx: Context, wanted: Acl, *, had: Acl | None = None) -> None:
    """403 unless the caller may give somebody these permissions; ``had`` is what they have already.

    Keeping a feature is not granting it. Reaching further with it is, so then every feature counts.
    """
    acl = ctx.actor.acl
    if acl.super_admin:
        return
    if ctx.tenant_id.int == 0:
        raise Forbidden(NO_TENANT_FEATURES)
    if wanted.super_admin:
        raise Forbidden(SUPER_ACCESS)
    added = wanted.features
    if had is not None and _within(wanted.organizations, had):
        added = wanted.features - had.features
        if not added:
            return
    check_features(acl, added)
    await check_reach(ctx, wanted.organizations)


def _within(organizations: frozenset[UUID] | None, had: Acl) -> bool:
    """Whether an ACL reaches no further than one there was."""
    if had.super_admin or had.organizations is None:
        return True
    return organizations is not None and organizations <= had.organizations


def check_features(acl: Acl, features: Iterable[str]) -> None:
    """403 for the first feature that somebody with this ACL does not hold."""
    for feature in sorted(features):
        if acl.covers_grant(feature) and (feature != "*" or acl.super_admin):
            continue
        if feature == "*":
            raise Forbidden(EVERYTHING)
        raise Forbidden((WILDCARD if feature.endswith("*") else FEATURE).given(feature=feature))


async def check_reach(ctx: Context, organizations: frozenset[UUID] | None) -> None:
    """403 for organizations that the caller does not reach; None means all of them."""
    own = ctx.actor.acl.organizations
    if ctx.actor.acl.super_admin or own is None:
        return
    if organizations is None:
        raise Forbidden(UNRESTRICTED)
    tree = await tree_of(ctx.app, ctx.tenant_id)
    if organizations - tree.with_descendants(own):
        raise Forbidden(OUTSIDE)


async def check_organizations(ctx: Context, organizations: Iterable[UUID] | None) -> None:
    """400 for organizations that the tenant does not have."""
    tree = await tree_of(ctx.app, ctx.tenant_id)
    if any(organization not in tree.nodes for organization in organizations or ()):
        raise Invalid.of_field("organizations", ORGANIZATION_NOT_FOUND)


async def find_roles(ctx: Context, wanted: Sequence[str]) -> dict[UUID, str]:
    """Roles of the tenant by name or id, as id → name; 400 with those that do not exist."""
    found = await named_roles(ctx, wanted)
    missing = [text.strip() for text in wanted if text not in found]
    if missing:
        quoted = ", ".join(f'"{text}"' for text in missing)
        raise Invalid.of_field("roles", NO_ROLES.given(roles=quoted))
    return dict(found.values())


async def locked_role(ctx: Context, role_id: UUID, missing: T, *, change: bool = True) -> dict[str, Any]:
    """A role of the tenant with its ACL, locked; 404 if it is not there, 403 to change one of super-admins."""
    await ctx.begin()
    role = await ctx.query_one(
        "SELECT id, name, tenant_id, custom FROM auth_roles WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        ctx.tenant_id,
        role_id,
    )
    if role is None:
        raise NotFound(missing)
    acl = await ctx.query_one(
        "SELECT id, features, is_super_admin, organizations FROM auth_role_acls"
        " WHERE tenant_id = $1 AND role_id = $2 FOR UPDATE",
        ctx.tenant_id,
        role_id,
    )
    special = role["name"].casefold() == SUPERADMIN or (acl is not None and acl["is_super_admin"])
    if change:
        refuse_super_role(ctx, is_super=special)
    return {**role, "acl": acl}


async def locked_covered_role(ctx: Context, role_id: UUID, missing: T) -> dict[str, Any]:
    """A role as ``locked_role`` finds it; 403 unless the caller could grant everything it holds."""
    role = await locked_role(ctx, role_id, missing)
    if role["acl"] is not None:
        await check_acl_grant(ctx, acl_of(role["acl"]))
    return role


def refuse_super_role(ctx: Context, *, is_super: bool) -> None:
    """403 for a change to a role of super-admins by anybody else."""
    if is_super and not ctx.actor.acl.super_admin:
        raise Forbidden(ONLY_SUPER_ROLES)


def refuse_super_account(ctx: Context, *, is_super: bool) -> None:
    """403 for a change to a super-admin's account by anybody else."""
    if is_super and not ctx.actor.acl.super_admin:
        raise Forbidden(ONLY_SUPER_ACCOUNTS)


def covers(acl: Acl, other: Acl) -> bool:
    """Whether somebody with an ACL may do everything that another one allows."""
    if acl.super_admin:
        return True
    if other.super_admin or not all(acl.covers_grant(feature) for feature in other.features):
        return False
    if acl.organizations is None or not other.features:
        return True
    return other.organizations is not None and other.organizations <= acl.organizations
