"""Undo rules of accounts, roles and ACLs: the grant boundary applied to restored rows.

Nobody gives back what they may not grant now, only super-admins touch super-admins, and what somebody signed in with
and replaced, address or password, stays replaced.
"""

from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.writes.undo_rules import Change, Putting, permits
from bottega.platform.auth.acl_operations import ROLES, USERS
from bottega.platform.auth.grant_boundary import check_role_grant, locked_covered_role, refuse_super_role
from bottega.platform.auth.locked_users import locked_users, require_reach
from bottega.platform.auth.messages import ROLE_NOT_FOUND, SUPERADMIN
from bottega.platform.auth.roles import keep_name
from bottega.platform.auth.tables import GrantOffer, Role, RoleAcl, User, UserAcl, UserRole
from bottega.platform.auth.user_writes import keep_yourself

# The address by its hash: sealed anew it looks different though it is the same.
_SIGNS_IN_WITH: Final = ("email_hash", "credential_id")
_SPECIAL: Final = """
SELECT EXISTS (
    SELECT FROM auth_roles AS r LEFT JOIN auth_role_acls AS a ON a.tenant_id = r.tenant_id AND a.role_id = r.id
    WHERE r.tenant_id = $1 AND r.id = ANY($2) AND (lower(r.name) = $3 OR a.is_super_admin))
"""


@permits(User)
async def accounts(ctx: Context, putting: Putting) -> None:
    """Accounts that come, change or go: in reach, nobody's above the caller, and with what they sign in with now."""
    await locked_users(ctx, [one.id for one in putting.changes])
    for change in putting.changes:
        _keep_credentials(change)
        for organization_id in change.values("organization_id"):
            require_reach(ctx, organization_id)
        if change.after is None:
            keep_yourself(ctx, change.id)


def _keep_credentials(change: Change) -> None:
    before, after = change.before, change.after
    if before and after and any(before[name] != after[name] for name in _SIGNS_IN_WITH):
        raise Forbidden


@permits(UserRole)
async def roles_of_users(ctx: Context, putting: Putting) -> None:
    """Roles that somebody has again, or no longer."""
    await locked_users(ctx, putting.of("user_id"))
    if not putting.done:
        return
    await check_role_grant(ctx, {one.after["role_id"] for one in putting.changes if one.after is not None})


@permits(UserAcl)
async def permissions_of_users(ctx: Context, putting: Putting) -> None:
    """What somebody may do apart from their roles."""
    await locked_users(ctx, putting.of("user_id"))
    for change in putting.changes:
        USERS.refuse_super(ctx, wanted=True in change.values("is_super_admin"))
        if putting.done:
            for user_id in change.values("user_id"):
                await USERS.check(ctx, user_id, change.before, change.after)


@permits(Role)
async def roles(ctx: Context, putting: Putting) -> None:
    """Roles themselves: those of super-admins by super-admins, and no new name for one that somebody has."""
    await _refuse_special(ctx, {one.id for one in putting.changes})
    for change in putting.changes:
        if len(change.values("name")) > 1:
            await keep_name(ctx, change.id)


@permits(RoleAcl)
async def permissions_of_roles(ctx: Context, putting: Putting) -> None:
    """What a role may do."""
    await _refuse_special(ctx, putting.of("role_id"))
    for change in putting.changes:
        if change.after is not None:
            await ROLES.check(ctx, change.after["role_id"], change.before, change.after)


@permits(GrantOffer)
async def offers_to_roles(ctx: Context, putting: Putting) -> None:
    """What is offered to a role again, or no longer: for whoever could grant what the role holds."""
    await _refuse_special(ctx, putting.of("role_id"))
    if putting.done:
        for role_id in {one.after["role_id"] for one in putting.changes if one.after is not None}:
            await locked_covered_role(ctx, role_id, ROLE_NOT_FOUND)


async def _refuse_special(ctx: Context, role_ids: set[UUID]) -> None:
    special = await ctx.query_value(_SPECIAL, ctx.tenant_id, list(role_ids), SUPERADMIN)
    refuse_super_role(ctx, is_super=special)
