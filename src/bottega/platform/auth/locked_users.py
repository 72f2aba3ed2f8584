"""Lookup of the account a change is about: within the caller's tenant and scope, locked, super-admins protected."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.platform.auth.grant_boundary import IS_SUPER_USER, refuse_super_account
from bottega.platform.auth.messages import USER_NOT_FOUND

_LOCK = f"""
SELECT u.id, u.organization_id, u.email, u.email_hash, u.name, u.credential_id, {IS_SUPER_USER} AS is_super
FROM auth_users AS u WHERE u.tenant_id = $1 AND u.id = ANY($2) ORDER BY u.id FOR UPDATE OF u
"""


async def locked_user(ctx: Context, user_id: UUID) -> dict[str, Any]:
    """A user the caller may change, the address still sealed; 404 if they do not reach one."""
    users = await locked_users(ctx, [user_id])
    if not users:
        raise NotFound(USER_NOT_FOUND)
    return users[0]


async def locked_users(ctx: Context, user_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """Those of the users that there are; 403 unless the caller may change all of them."""
    await ctx.begin()
    users = [dict(row) for row in await ctx.query(_LOCK, ctx.tenant_id, list(user_ids))]
    for user in users:
        require_reach(ctx, user["organization_id"])
        refuse_super_account(ctx, is_super=user["is_super"])
    return users


def require_reach(ctx: Context, organization_id: UUID) -> None:
    """404 unless the caller reaches the organization of a user: who is out of reach is nobody to them."""
    allowed = ctx.scope.allowed
    if allowed is not None and organization_id not in allowed:
        raise NotFound(USER_NOT_FOUND)
