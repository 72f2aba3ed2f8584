"""Widgets that a user may have: their own, those of their roles, or all, less those they lack features for."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.permissions import Acl
from bottega.platform.auth import person_of
from bottega.platform.dashboards.catalog import in_order, needs_of, usable
from bottega.platform.dashboards.features import ASSIGN
from bottega.platform.dashboards.storage import row_of, widgets_of_roles
from bottega.platform.dashboards.tables import UserWidgets


@dataclass(frozen=True)
class Home:
    """What somebody may have on their dashboard, in the order of modules, and what it begins with."""

    allowed: list[str]
    first: list[str]


async def home_of_caller(ctx: Context) -> Home:
    """What the caller may have in the selected organization.

    Whoever was given widgets begins with these, in the order they were given in; others with those that are on where
    nobody chose. Who may give widgets to everybody may place any.
    """
    given = await given_to(ctx, person_of(ctx), ctx.actor.role_ids, ctx.scope.organization_id)
    widgets = ctx.app.widgets
    chosen = widgets if given is None or ctx.may(ASSIGN) else given
    allowed = in_order(ctx.app, chosen, lambda one: usable(ctx, one))
    begins = given if given is not None else [id_ for id_ in allowed if widgets[id_].enabled]
    return Home(allowed, [id_ for id_ in begins if id_ in allowed])


async def allowed_to(ctx: Context, user_id: UUID, roles: Collection[UUID], acl: Acl, place: UUID | None) -> list[str]:
    """What a user with these roles and rights may have in a place, in the order of modules."""
    given = await given_to(ctx, user_id, roles, place)
    chosen = ctx.app.widgets if given is None else given
    return in_order(ctx.app, chosen, lambda one: acl.allows_all(needs_of(ctx.app, one), place))


async def given_to(ctx: Context, user_id: UUID | None, roles: Collection[UUID], place: UUID | None) -> list[str] | None:
    """The widgets a user is given, or else their roles are; None where nobody decided."""
    own = await row_of(ctx, UserWidgets, user_id, place) if user_id is not None else None
    if own is not None:
        return list(own["widget_ids"])
    found = await widgets_of_roles(ctx, roles, place)
    given = [id_ for role in roles if role in found for id_ in found[role]["widget_ids"]]
    return list(dict.fromkeys(given)) or None
