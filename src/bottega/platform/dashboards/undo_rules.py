"""Undo rules of dashboards: layouts by their owner, assignments by who manages them."""

from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import FORBIDDEN, Forbidden
from bottega.kernel.writes.undo_rules import Putting, permits
from bottega.platform.auth import OWNER_DELETED, person_of, visible_roles
from bottega.platform.dashboards.features import ASSIGN
from bottega.platform.dashboards.module import module
from bottega.platform.dashboards.storage import delete_all_of
from bottega.platform.dashboards.tables import DashboardLayout, RoleWidgets, UserWidgets


@permits(DashboardLayout)
async def layouts(ctx: Context, putting: Putting) -> None:
    """One's own layout, or that of an account along with it."""
    owners = putting.of("user_id") - set(putting.along.get("auth_users", ()))
    if owners and owners != {person_of(ctx)}:
        raise Forbidden


@permits(RoleWidgets)
async def widgets_of_roles(ctx: Context, putting: Putting) -> None:
    """Those of roles that one sees, by who assigns widgets, or those of a role along with it."""
    roles = putting.of("role_id") - set(putting.along.get("auth_roles", ()))
    if roles:
        _require_manager(ctx)
        if roles - (await visible_roles(ctx)).keys():
            raise Forbidden


@permits(UserWidgets)
async def widgets_of_users(ctx: Context, putting: Putting) -> None:
    """Those of users, by who assigns widgets, or those of an account along with it."""
    if putting.of("user_id") - set(putting.along.get("auth_users", ())):
        _require_manager(ctx)


def _require_manager(ctx: Context) -> None:
    if not ctx.may(ASSIGN):
        raise Forbidden(FORBIDDEN, requiredFeatures=[ASSIGN])


@module.within(OWNER_DELETED)
async def go_along(ctx: Context, owner_id: UUID) -> None:
    """Layouts and assignments go with the user or the role whose they are, and come back with them."""
    await delete_all_of(ctx, owner_id)
