"""Undo rules of saved views: personal ones by their owner, those of roles by who manages them, one default each."""

from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.writes.undo_rules import Putting, permits, verifies
from bottega.platform.auth import OWNER_DELETED
from bottega.platform.perspectives.module import module
from bottega.platform.perspectives.rights import require_manager, require_person, unknown_roles
from bottega.platform.perspectives.storage import delete_views_of
from bottega.platform.perspectives.tables import Perspective

TWO_DEFAULTS: Final = T(
    en="Another view has become the default meanwhile", pl="W międzyczasie inny widok stał się domyślny"
)
_TWO: Final = """
SELECT EXISTS (
    SELECT FROM perspectives_perspectives AS p JOIN perspectives_perspectives AS o
      ON o.tenant_id = p.tenant_id AND o.table_id = p.table_id AND o.id <> p.id AND o.is_default
     AND o.organization_id IS NOT DISTINCT FROM p.organization_id
     AND o.user_id IS NOT DISTINCT FROM p.user_id AND o.role_id IS NOT DISTINCT FROM p.role_id
    WHERE p.tenant_id = $1 AND p.id = ANY($2) AND p.is_default)
"""


@permits(Perspective)
async def views(ctx: Context, putting: Putting) -> None:
    """Views that come, change or go: one's own, those of roles that one sees, or those of an account along with it."""
    owners = putting.of("user_id") - set(putting.along.get("auth_users", ()))
    if owners and owners != {require_person(ctx)}:
        raise Forbidden
    roles = putting.of("role_id") - set(putting.along.get("auth_roles", ()))
    if roles:
        require_manager(ctx)
        if await unknown_roles(ctx, roles):
            raise Forbidden


@verifies(Perspective)
async def one_default(ctx: Context, ids: set[UUID]) -> None:
    """No two views of an owner are the default of a table in one place."""
    if await ctx.query_value(_TWO, ctx.tenant_id, list(ids)):
        raise Conflict(TWO_DEFAULTS)


@module.within(OWNER_DELETED)
async def go_along(ctx: Context, owner_id: UUID) -> None:
    """Views go with the user or the role whose they are, and come back with them."""
    await delete_views_of(ctx, owner_id)
