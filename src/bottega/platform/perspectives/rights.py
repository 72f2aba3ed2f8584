"""Checks of the caller that operations on saved views and their undo share, and where a view is kept."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import FORBIDDEN, Forbidden
from bottega.kernel.i18n import T
from bottega.platform.auth import person_of, visible_roles
from bottega.platform.perspectives.storage import Place

MANAGE: Final = "perspectives.role_defaults"
NO_PERSON: Final = T(
    en="Cannot save views: no user associated with this API key",
    pl="Nie można zapisać widoków: z tym kluczem API nie jest powiązany żaden użytkownik",
)


def require_person(ctx: Context) -> UUID:
    """Whose personal views are meant; 403 for a program that acts for nobody."""
    person = person_of(ctx)
    if person is None:
        raise Forbidden(NO_PERSON)
    return person


def require_manager(ctx: Context) -> None:
    """403 without the right to decide for roles."""
    if not ctx.may(MANAGE):
        raise Forbidden(FORBIDDEN, requiredFeatures=[MANAGE])


async def unknown_roles(ctx: Context, wanted: Collection[UUID]) -> set[UUID]:
    """Those that are no roles of the tenant, or none the caller may see."""
    return set(wanted) - (await visible_roles(ctx)).keys()


def place_of_person(ctx: Context, person: UUID, table_id: str) -> Place:
    """Where somebody's views are kept: in the selected organization, or with all of them selected."""
    return Place("user_id", person, table_id, ctx.scope.organization_id)


def place_of_role(ctx: Context, role_id: UUID, table_id: str) -> Place:
    """Where views of a role are kept: in the selected organization; for all of them only by who sees all."""
    place = ctx.scope.organization_id if ctx.scope.sees(None) else ctx.organization_for_new()
    return Place("role_id", role_id, table_id, place)
