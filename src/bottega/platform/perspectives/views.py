"""Operations on saved views: read those of a table, save one, delete one, clear those of a role."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, unstorable
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where, version_of
from bottega.platform.auth import person_of, role_names, visible_roles
from bottega.platform.perspectives.answers import RoleId, Views, ViewSaved, ViewsCleared
from bottega.platform.perspectives.module import module
from bottega.platform.perspectives.rights import (
    MANAGE,
    place_of_person,
    place_of_role,
    require_manager,
    require_person,
    unknown_roles,
)
from bottega.platform.perspectives.storage import (
    NOT_FOUND,
    clear_views,
    locked_views,
    personal_views,
    save_view,
    shared_views,
    shown,
    shown_of_role,
)
from bottega.platform.perspectives.tables import Perspective
from bottega.platform.perspectives.view_settings import ViewSettings

INVALID_TABLE: Final = T(en="Invalid table id", pl="Nieprawidłowy identyfikator tabeli")
INVALID_ROLES: Final = T(en="Invalid roles", pl="Nieprawidłowe role")
ROLE_NOT_FOUND: Final = T(en="Role not found", pl="Nie znaleziono roli")
LONGEST_TABLE_ID: Final = 200
MOST_ROLES: Final = 200


def _once(values: list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(values))


class ViewInput(Input):
    """A view to save."""

    perspective_id: Annotated[UUID, Of("perspectives:perspective")] | None = Field(
        default=None, description="Which one to change; left out, the one of that name, or a new one."
    )
    name: str = Field(min_length=1, max_length=120)
    settings: ViewSettings
    is_default: bool | None = Field(default=None, description="Left out, a view stays what it was.")
    apply_to_roles: Annotated[list[RoleId], Field(max_length=MOST_ROLES), AfterValidator(_once)] = Field(
        default_factory=list, description=f"Roles that shall have this view too; needs {MANAGE}."
    )
    clear_role_ids: Annotated[list[RoleId], Field(max_length=MOST_ROLES), AfterValidator(_once)] = Field(
        default_factory=list, description=f"Roles that shall have no view of the table any more; needs {MANAGE}."
    )
    set_role_default: bool | None = Field(default=None, description="The roles begin with this view.")


@module.get(
    "/{tableId}",
    "perspectives.use",
    answer=Views,
    answers={200: "Current perspectives and defaults.", 400: "Invalid table identifier"},
    name="views.read",
)
async def read_views(ctx: Context, tableId: str) -> Views:  # noqa: N803 - as the path has it
    """Load perspectives for a table.

    Returns personal perspectives and available role defaults for the requested table identifier.
    """
    table_id, place, may = _table(tableId), ctx.scope.organization_id, ctx.may(MANAGE)
    person, own = person_of(ctx), set(ctx.actor.role_ids)
    every = await visible_roles(ctx)
    roles = every if may else {role: name for role, name in every.items() if role in own}
    personal = await personal_views(ctx, table_id, person, place) if person is not None else []
    rows = await shared_views(ctx, table_id, {*roles, *own}, place)
    names = {**dict(zip(ctx.actor.role_ids, ctx.actor.roles, strict=False)), **every}
    shared = [shown_of_role(row, names) for row in rows]
    having, beginning = {one["role_id"] for one in shared}, {one["role_id"] for one in shared if one["is_default"]}
    return Views.model_validate(
        {
            "table_id": table_id,
            "perspectives": [shown(row) for row in personal],
            "default_perspective_id": next((row["id"] for row in personal if row["is_default"]), None),
            "role_perspectives": [one for one in shared if one["role_id"] in own],
            "manageable_role_perspectives": [one for one in shared if one["role_id"] in roles] if may else [],
            "roles": [
                {"id": role, "name": name, "has_perspective": role in having, "has_default": role in beginning}
                for role, name in roles.items()
            ],
            "can_apply_to_roles": may,
        }
    )


@module.post(
    "/{tableId}",
    "perspectives.use",
    status=200,
    answers={
        200: "Perspective saved successfully.",
        400: "Validation failed or invalid roles provided",
        404: "Perspective not found",
        409: "Changed since, or the name is taken",
    },
    label=T(en="Save table view", pl="Zapisanie widoku tabeli"),
    name="views.save",
)
async def save(ctx: Context, tableId: str, data: ViewInput) -> ViewSaved:  # noqa: N803 - as the path has it
    """Create or update a perspective.

    Saves a personal perspective and optionally applies the same configuration to selected roles.
    """
    table_id = _table(tableId)
    ctx.refuse_closed()
    mine = place_of_person(ctx, require_person(ctx), table_id)
    cleared = [role for role in data.clear_role_ids if role not in data.apply_to_roles]
    if data.apply_to_roles or cleared:
        await _check_roles(ctx, {"applyToRoles": data.apply_to_roles, "clearRoleIds": cleared})
    values: dict[str, Any] = {"name": data.name, "settings": data.settings.stored()}
    own = values if data.is_default is None else {**values, "is_default": data.is_default}
    made = await save_view(ctx, mine, own, view_id=data.perspective_id, where=Where(version=version_of(ctx)))
    of_role = values if data.set_role_default is None else {**values, "is_default": data.set_role_default}
    shared = [await save_view(ctx, place_of_role(ctx, role, table_id), of_role) for role in data.apply_to_roles]
    for role in cleared:
        await clear_views(ctx, place_of_role(ctx, role, table_id))
    roles = await role_names(ctx, data.apply_to_roles) if shared else {}
    rows = {row["id"]: row for row in await ctx.query(_SAVED, ctx.tenant_id, [made, *shared])}
    return ViewSaved.model_validate(
        {
            "perspective": shown(rows[made]),
            "role_perspectives": [shown_of_role(rows[one], roles) for one in shared],
            "cleared_role_ids": cleared,
        }
    )


_SAVED: Final = "SELECT * FROM perspectives_perspectives WHERE tenant_id = $1 AND id = ANY($2)"


@module.delete(
    "/{tableId}/{perspectiveId}",
    "perspectives.use",
    answers={200: "Perspective removed.", 400: "Invalid identifiers supplied", 404: "Perspective not found"},
    label=T(en="Delete table view", pl="Usunięcie widoku tabeli"),
    name="views.delete",
)
async def delete(ctx: Context, tableId: str, perspectiveId: UUID) -> ViewsCleared:  # noqa: N803 - as the path has it
    """Delete a personal perspective.

    Removes a perspective owned by the current user for the given table. Undo brings it back.
    """
    table_id = _table(tableId)
    ctx.refuse_closed()
    mine = place_of_person(ctx, require_person(ctx), table_id)
    if perspectiveId not in {row["id"] for row in await locked_views(ctx, mine)}:
        raise NotFound(NOT_FOUND)
    await changes.delete(ctx, Perspective, perspectiveId, where=Where(version=version_of(ctx)))
    return ViewsCleared()


@module.delete(
    "/{tableId}/roles/{roleId}",
    MANAGE,
    answers={200: "Role perspectives cleared.", 400: "Invalid identifiers supplied", 404: "Role not found in scope"},
    label=T(en="Clear table views of role", pl="Usunięcie widoków tabeli dla roli"),
    name="views.clear_role",
)
async def clear_role(ctx: Context, tableId: str, roleId: UUID) -> ViewsCleared:  # noqa: N803 - as the path has it
    """Clear role perspectives for a table.

    Removes all role-level perspectives associated with the provided role identifier for the table, in the selected
    organization. Undo brings them back.
    """
    table_id = _table(tableId)
    ctx.refuse_closed()
    if await unknown_roles(ctx, [roleId]):
        raise NotFound(ROLE_NOT_FOUND)
    await clear_views(ctx, place_of_role(ctx, roleId, table_id))
    return ViewsCleared()


def _table(sent: str) -> str:
    """The id of a table as it is kept.

    Raises:
        Invalid: It is empty, too long, or nothing that can be kept.
    """
    table_id = sent.strip()
    if not table_id or len(table_id) > LONGEST_TABLE_ID or unstorable(table_id):
        raise Invalid.of_field("tableId", INVALID_TABLE)
    return table_id


async def _check_roles(ctx: Context, wanted: dict[str, list[UUID]]) -> None:
    """Refuse to decide for roles.

    Raises:
        Forbidden: The caller may not decide for roles.
        Invalid: It names the fields with roles that there are not.
    """
    require_manager(ctx)
    strange = await unknown_roles(ctx, {role for roles in wanted.values() for role in roles})
    unknown = {field: [str(role) for role in roles if role in strange] for field, roles in wanted.items()}
    missing = [role for roles in unknown.values() for role in roles]
    if missing:
        issues: list[dict[str, Any]] = [
            {"code": "custom", "path": [field], "message": INVALID_ROLES} for field, roles in unknown.items() if roles
        ]
        raise Invalid(INVALID_ROLES, missing=missing, details=issues)
