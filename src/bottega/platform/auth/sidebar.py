"""Operations on navigation preferences: one's own, and presets of roles."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.errors import FORBIDDEN, Forbidden, Invalid
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.platform.auth.lenient_input import Forgiving
from bottega.platform.auth.module import module
from bottega.platform.auth.preferences import (
    VERSION,
    Key,
    Label,
    Settings,
    clear,
    person_of,
    roles_with_settings,
    save,
    stored,
)

MANAGE: Final = "auth.sidebar.manage"
INVALID_PAYLOAD: Final = T(en="Invalid payload", pl="Nieprawidłowe dane")
INVALID_ROLES: Final = T(en="Invalid roles", pl="Nieprawidłowe role")
NO_PERSON: Final = T(
    en="Cannot save preferences: no user associated with this API key",
    pl="Nie można zapisać ustawień: z tym kluczem API nie jest powiązany żaden użytkownik",
)

RoleId = Annotated[UUID, Of("auth:role")]


def _once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


class SidebarInput(Forgiving, Input):
    """An arrangement of the navigation, which replaces the stored one."""

    version: Annotated[int, Field(gt=0)] = VERSION
    group_order: Annotated[list[Key], Field(max_length=200), AfterValidator(_once)] = Field(default_factory=list)
    group_labels: Annotated[dict[Key, Label], Field(max_length=200)] = Field(default_factory=dict)
    item_labels: Annotated[dict[Key, Label], Field(max_length=500)] = Field(default_factory=dict)
    hidden_items: Annotated[list[Key], Field(max_length=500), AfterValidator(_once)] = Field(default_factory=list)
    apply_to_roles: Annotated[list[RoleId], Field(max_length=200), AfterValidator(_once)] = Field(
        default_factory=list, description=f"Roles that shall start with this arrangement; needs {MANAGE}."
    )
    clear_role_ids: Annotated[list[RoleId], Field(max_length=200), AfterValidator(_once)] = Field(
        default_factory=list, description=f"Roles that shall have none any more; needs {MANAGE}."
    )

    def settings(self) -> Settings:
        """What is stored of it."""
        return Settings(
            version=self.version,
            group_order=self.group_order,
            group_labels=self.group_labels,
            item_labels=self.item_labels,
            hidden_items=self.hidden_items,
        )


class RolePreset(Schema):
    """A role, and whether it has an arrangement of its own."""

    id: UUID
    name: str
    has_preference: bool


class Sidebar(Schema):
    """The caller's own arrangement, and the roles they may arrange."""

    locale: str
    settings: Settings
    can_apply_to_roles: bool
    roles: list[RolePreset]


class SidebarSaved(Sidebar):
    """The arrangement as it is stored now."""

    applied_roles: list[RoleId]
    cleared_roles: list[RoleId]


@module.get("/sidebar/preferences", answers={200: "Current sidebar configuration"}, name="sidebar.read")
async def read_sidebar(ctx: Context) -> Sidebar:
    """Get sidebar preferences.

    Returns personal sidebar customization and any role-level preferences the user can manage.
    """
    personal, _of_role = await stored(ctx)
    return Sidebar(**await _shown(ctx, personal or Settings()))


@module.put(
    "/sidebar/preferences",
    answers={200: "Preferences saved", 400: "Invalid payload", 403: "Missing features for role-wide updates"},
    name="sidebar.update",
)
async def update_sidebar(ctx: Context, data: SidebarInput) -> SidebarSaved:
    """Update sidebar preferences.

    Updates personal sidebar configuration and, optionally, applies the same settings to selected roles.
    """
    if data.refused:
        raise Invalid(INVALID_PAYLOAD, details=_flattened(data.issues(ctx.locale)))
    person = person_of(ctx)
    if person is None:
        raise Forbidden(NO_PERSON)
    cleared = [role for role in data.clear_role_ids if role not in data.apply_to_roles]
    if data.apply_to_roles or cleared:
        await _check_roles(ctx, {"applyToRoles": data.apply_to_roles, "clearRoleIds": cleared})
    settings = data.settings()
    await save(ctx, [person], ctx.scope.organization_id, settings)
    if data.apply_to_roles:
        await save(ctx, data.apply_to_roles, None, settings)
    if cleared:
        await clear(ctx, cleared)
    shown = await _shown(ctx, settings)
    return SidebarSaved(**shown, applied_roles=data.apply_to_roles, cleared_roles=cleared)


async def _shown(ctx: Context, settings: Settings) -> dict[str, Any]:
    may = ctx.may(MANAGE)
    roles = await roles_with_settings(ctx) if may else []
    return {"locale": ctx.locale, "settings": settings, "can_apply_to_roles": may, "roles": roles}


async def _check_roles(ctx: Context, wanted: dict[str, list[UUID]]) -> None:
    """403 without the right to decide for roles; 400 naming the fields with roles that there are not."""
    if not ctx.may(MANAGE):
        raise Forbidden(FORBIDDEN, requiredFeatures=[MANAGE])
    known = {role["id"] for role in await roles_with_settings(ctx)}
    unknown = {field: [str(role) for role in roles if role not in known] for field, roles in wanted.items()}
    missing = [role for roles in unknown.values() for role in roles]
    if missing:
        issues: list[dict[str, Any]] = [
            {"code": "custom", "path": [field], "message": INVALID_ROLES} for field, roles in unknown.items() if roles
        ]
        raise Invalid(INVALID_ROLES, missing=missing, details=issues)


def _flattened(issues: list[dict[str, Any]]) -> dict[str, Any]:
    """Issues by field, as this operation promises them."""
    form = [issue["message"] for issue in issues if not issue["path"]]
    by_field: dict[str, list[str]] = {}
    for issue in issues:
        if issue["path"]:
            by_field.setdefault(str(issue["path"][0]), []).append(issue["message"])
    return {"formErrors": form, "fieldErrors": by_field}
