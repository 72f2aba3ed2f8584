"""Operations for administrators: which widgets roles and users may have."""

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.permissions import Acl
from bottega.kernel.schemas import Input, Query
from bottega.platform.auth import colleagues, holds, read_acl, visible_roles
from bottega.platform.dashboards.allowed import allowed_to
from bottega.platform.dashboards.answers import Mode, Place, RoleAssigned, RoleAssignment, UserAssigned, UserAssignment
from bottega.platform.dashboards.features import ASSIGN
from bottega.platform.dashboards.module import module
from bottega.platform.dashboards.storage import row_of, save, widgets_of_roles
from bottega.platform.dashboards.tables import RoleWidgets, UserWidgets
from bottega.platform.directory import tree_of

MOST_WIDGETS: Final = 200
NO_ROLE: Final = T(en="Role not found", pl="Nie znaleziono roli")
NO_USER: Final = T(en="User not found", pl="Nie znaleziono użytkownika")

NO_ORGANIZATION: Final = T(en="Organization not found", pl="Nie znaleziono organizacji")

RoleId = Annotated[UUID, Of("auth:role")]
UserId = Annotated[UUID, Of("auth:user")]
WidgetId = Annotated[str, Field(min_length=1, max_length=200)]
WidgetIds = Annotated[list[WidgetId], Field(max_length=MOST_WIDGETS)]


class _PlaceQuery(Query):
    """Where an assignment holds."""

    tenant_id: UUID | None = Field(default=None, description="Of this tenant; for super administrators.")
    organization_id: UUID | None = Field(default=None, description="In this organization.")


class RoleQuery(_PlaceQuery):
    """Of which role, and where."""

    role_id: RoleId


class UserQuery(_PlaceQuery):
    """Of which user, and where."""

    user_id: UserId


class _PlaceInput(Input):
    tenant_id: UUID | None = Field(default=None, description="The caller's own.")
    organization_id: UUID | None = None


class RoleWidgetsInput(_PlaceInput):
    """The widgets of a role; none: nobody decides for the role any more."""

    role_id: RoleId
    widget_ids: WidgetIds = Field(description="In the order a dashboard begins with; unknown ones are left out.")


class UserWidgetsInput(_PlaceInput):
    """The widgets of a user."""

    user_id: UserId
    mode: Mode = Field(default="inherit", description="inherit: those of the roles; override: these, even if none.")
    widget_ids: WidgetIds = Field(description="Unknown ones are left out.")


@module.get(
    "/roles/widgets",
    ASSIGN,
    name="roles.widgets.read",
    answers={200: "Current widget configuration for the role.", 400: "Missing role identifier", 404: "Role not found"},
)
async def read_role_widgets(ctx: Context, query: RoleQuery) -> RoleAssignment:
    """Fetch widget assignments for a role.

    Returns the widgets explicitly assigned to the given role together with the evaluation scope.
    """
    await _require_role(ctx, query.role_id)
    place = await _place_of_role(ctx, query.organization_id)
    row = (await widgets_of_roles(ctx, [query.role_id], place)).get(query.role_id)
    return RoleAssignment(
        widget_ids=list(row["widget_ids"]) if row else [],
        has_custom=row is not None,
        scope=Place(tenant_id=ctx.tenant_id, organization_id=row["organization_id"] if row else place),
    )


@module.put(
    "/roles/widgets",
    ASSIGN,
    name="roles.widgets.update",
    answers={200: "Widgets updated successfully.", 400: "Invalid payload", 404: "Role not found"},
    label=T(en="Set widgets of a role", pl="Ustawienie widżetów roli"),
)
async def save_role_widgets(ctx: Context, data: RoleWidgetsInput) -> RoleAssigned:
    """Update widgets assigned to a role.

    Persists the widget list for a role within the provided tenant and organization scope.
    """
    ctx.refuse_closed()
    await _require_role(ctx, data.role_id)
    kept = known(ctx, data.widget_ids)
    place = await _place_of_role(ctx, data.organization_id)
    await save(ctx, RoleWidgets, data.role_id, place, {"widget_ids": kept} if kept else None)
    return RoleAssigned(widget_ids=kept)


@module.get(
    "/users/widgets",
    ASSIGN,
    name="users.widgets.read",
    answers={200: "Widget settings for the user.", 400: "Missing user identifier", 404: "User not found"},
)
async def read_user_widgets(ctx: Context, query: UserQuery) -> UserAssignment:
    """Read widget overrides for a user.

    Returns the widgets inherited and explicitly configured for the requested user within the current scope.
    """
    place = await _place_of_user(ctx, query.organization_id)
    acl, roles = await _require_user(ctx, query.user_id)
    row = await row_of(ctx, UserWidgets, query.user_id, place)
    return UserAssignment(
        mode="override" if row else "inherit",
        widget_ids=list(row["widget_ids"]) if row else [],
        has_custom=row is not None,
        effective_widget_ids=await allowed_to(ctx, query.user_id, list(roles), acl, place),
        scope=Place(tenant_id=ctx.tenant_id, organization_id=place),
    )


@module.put(
    "/users/widgets",
    ASSIGN,
    name="users.widgets.update",
    answers={200: "Overrides saved.", 400: "Invalid payload", 404: "User not found"},
    label=T(en="Set widgets of a user", pl="Ustawienie widżetów użytkownika"),
)
async def save_user_widgets(ctx: Context, data: UserWidgetsInput) -> UserAssigned:
    """Update user-specific dashboard widgets.

    Sets the widget override mode and allowed widgets for a user. Passing `mode: inherit` clears overrides.
    """
    ctx.refuse_closed()
    await _require_user(ctx, data.user_id)
    place = await _place_of_user(ctx, data.organization_id)
    kept = known(ctx, data.widget_ids) if data.mode == "override" else []
    await save(ctx, UserWidgets, data.user_id, place, {"widget_ids": kept} if data.mode == "override" else None)
    return UserAssigned(mode=data.mode, widget_ids=kept)


def known(ctx: Context, ids: Sequence[str]) -> list[str]:
    """The widgets among the ids that are there, each once."""
    return [id_ for id_ in dict.fromkeys(ids) if id_ in ctx.app.widgets]


async def _require_role(ctx: Context, role_id: UUID) -> None:
    if role_id not in await visible_roles(ctx):
        raise NotFound(NO_ROLE)


async def _require_user(ctx: Context, user_id: UUID) -> tuple[Acl, dict[UUID, str]]:
    """The rights and roles of somebody the caller may decide for: at home in view, or reaching what is selected."""
    found = (await colleagues(ctx, [user_id])).get(user_id)
    if found is None or not (ctx.scope.sees(found.organization_id) or await holds(ctx, user_id)):
        raise NotFound(NO_USER)
    return await read_acl(await ctx.connection(), ctx.tenant_id, user_id)


async def _place_of_role(ctx: Context, wanted: UUID | None) -> UUID | None:
    """Where widgets of a role hold: in all organizations, unless one is meant or the caller does not reach them all."""
    if wanted is not None:
        return await _reached(ctx, wanted)
    return None if ctx.scope.allowed is None else ctx.organization_for_new()


async def _place_of_user(ctx: Context, wanted: UUID | None) -> UUID | None:
    """Where widgets of a user hold: in the selected organization, unless another one is meant."""
    return ctx.scope.organization_id if wanted is None else await _reached(ctx, wanted)


async def _reached(ctx: Context, wanted: UUID) -> UUID:
    """An organization, if there is one of this id and the caller may select it."""
    if wanted not in (await tree_of(ctx.app, ctx.tenant_id)).nodes:
        raise NotFound(NO_ORGANIZATION)
    if ctx.scope.allowed is not None and wanted not in ctx.scope.allowed:
        raise Forbidden
    return wanted


async def give_role(ctx: Context, role_id: UUID, widget_ids: Sequence[str], place: UUID | None) -> None:
    """Say which widgets a role has, in the order a dashboard begins with; those that are not there are left out."""
    await save(ctx, RoleWidgets, role_id, place, {"widget_ids": known(ctx, widget_ids)})
