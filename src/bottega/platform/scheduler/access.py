"""Access to schedules: those of the caller's organizations, of their tenant, and of the system.

Rows of the system lie in the tenant they were made in, and everybody sees them; so what is read here is read across
tenants, and every statement says whose rows it means.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context, Scope
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.resources.resource import version_of
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.undo_rules import Putting, permits
from bottega.platform.scheduler.product_schedules import ProductSchedule, product_schedules
from bottega.platform.scheduler.sentences import (
    ACCESS_DENIED,
    NOT_FOUND,
    OF_THE_PRODUCT,
    SUPER_ADMINS_ONLY,
    TENANT_WIDE,
)
from bottega.platform.scheduler.tables import Schedule

_REASON: Final = "schedules of the system belong to all tenants, and statements name whose others are"

# The stored rows in view: $1 the tenant, $2 the organizations, null for all.
IN_VIEW: Final = (
    "deleted_at IS NULL AND (scope_type = 'system' OR (tenant_id = $1 AND (scope_type = 'tenant'"
    " OR $2::uuid[] IS NULL OR organization_id = ANY($2))))"
)


def whose(ctx: Context) -> tuple[UUID, list[UUID] | None]:
    """The arguments of ``IN_VIEW``."""
    visible = ctx.scope.visible
    return ctx.tenant_id, None if visible is None else list(visible)


async def find(ctx: Context, schedule_id: UUID) -> Mapping[str, Any] | ProductSchedule:
    """A schedule in the caller's view, as a row or as one of the product's own; 404 if there is none."""
    own = product_schedules(ctx.app).get(schedule_id)
    if own is not None:
        return own
    async with ctx.database.across_tenants(_REASON) as connection:
        row = await connection.fetchrow(
            f"SELECT * FROM scheduler_jobs WHERE {IN_VIEW} AND id = $3", *whose(ctx), schedule_id
        )
    if row is None:
        raise NotFound(NOT_FOUND)
    return dict(row)


def refuse_others(ctx: Context, found: Mapping[str, Any] | ProductSchedule) -> None:
    """403 for one of the system, unless the caller is a super-admin."""
    system = isinstance(found, ProductSchedule) or found["scope_type"] == "system"
    if system and not ctx.actor.acl.super_admin:
        raise Forbidden(ACCESS_DENIED)


async def to_change(ctx: Context, schedule_id: UUID) -> Mapping[str, Any]:
    """The row of a schedule that the caller may change; the request is about its tenant from here on.

    Raises:
        NotFound: There is none in view.
        Forbidden: It is the product's own, the system's, or the whole tenant's, and not theirs to change.
    """
    ctx.refuse_closed()
    found = await find(ctx, schedule_id)
    if isinstance(found, ProductSchedule):
        raise Forbidden(OF_THE_PRODUCT if ctx.actor.acl.super_admin else SUPER_ADMINS_ONLY)
    check_scope(ctx, found["scope_type"], found["organization_id"])
    if found["tenant_id"] != ctx.tenant_id:
        # The history and the undo of a schedule of the system are where it was made.
        await ctx.close()
        ctx.scope = Scope(found["tenant_id"])
    return found


def check_scope(ctx: Context, scope_type: str, organization_id: UUID | None) -> None:
    """403 unless the caller may have and change schedules of this scope."""
    if scope_type == "system":
        if not ctx.actor.acl.super_admin:
            raise Forbidden(SUPER_ADMINS_ONLY)
    elif scope_type == "tenant":
        if ctx.scope.allowed is not None:
            raise Forbidden(TENANT_WIDE)
    elif not ctx.scope.sees(organization_id):
        raise Forbidden


def wanted_version(ctx: Context) -> Where:
    """The row in the version that the client has seen, if it said so."""
    return Where(version=version_of(ctx))


@permits(Schedule)
async def may_put_back(ctx: Context, putting: Putting) -> None:
    """Undo and redo are for whoever may change the schedule."""
    for change in putting.changes:
        for row in change.versions:
            check_scope(ctx, row["scope_type"], row["organization_id"])
