"""Roles in teams: what people do, with an icon and a colour."""

from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.staff.field_types import AppearanceColor, AppearanceIcon, Description, Name
from bottega.business.staff.list_items import TeamRolePage
from bottega.business.staff.lookups import require_team, team_names
from bottega.business.staff.module import module
from bottega.business.staff.tables import TeamRole
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Id, Scoped
from bottega.kernel.screens import Nav, Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.undo_rules import verifies
from bottega.platform.navigation_groups import PEOPLE

ROLE_NOT_FOUND: Final = T(en="Team role not found.", pl="Nie znaleziono roli w zespole.")
HAS_MEMBERS: Final = T(
    en="Team role has assigned team members. Remove them before deleting.",
    pl="Rolę mają przypisani pracownicy. Odbierz im ją przed usunięciem.",
)
# Only members in view are counted, each role in one look into the index of roles.
_COUNTS: Final = (
    "SELECT r.id, (SELECT count(*) FROM staff_team_members AS m WHERE m.tenant_id = $1 AND m.role_ids @> ARRAY[r.id]"
    " AND m.deleted_at IS NULL AND ($3::uuid[] IS NULL OR m.organization_id = ANY($3))) AS members"
    " FROM unnest($2::uuid[]) AS r (id)"
)
_USED: Final = (
    "SELECT EXISTS (SELECT FROM staff_team_members WHERE tenant_id = $1 AND role_ids && $2 AND deleted_at IS NULL)"
)
_GONE: Final = "SELECT id FROM staff_team_roles WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NOT NULL"


class TeamRoleInput(Scoped):
    """A role in a team."""

    team_id: UUID | None = Field(default=None, description="Its team; none for a role of any team.")
    name: Name
    description: Description = None
    appearance_icon: AppearanceIcon = None
    appearance_color: AppearanceColor = None


async def _prepare(ctx: Context, values: dict[str, Any], _role_id: UUID | None) -> dict[str, Any]:
    if values.get("team_id") is not None:
        await require_team(ctx, values["team_id"])
    return values


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    rows = await ctx.query(_COUNTS, ctx.tenant_id, [item["id"] for item in items], visible)
    members = {row["id"]: row["members"] for row in rows}
    teams = await team_names(ctx, (item["team_id"] for item in items))
    return [{**item, "team": teams.get(item["team_id"]), "memberCount": members[item["id"]]} for item in items]


team_roles = module.mount(
    "/team-roles",
    Resource(
        table=TeamRole,
        input=TeamRoleInput,
        label=T(en="Team role", pl="Rola w zespole"),
        plural=T(en="Team roles", pl="Role w zespołach"),
        title="{name}",
        owners=True,
        missing=ROLE_NOT_FOUND,
        search=(TeamRole.name, TeamRole.description),
        filters={"teamId": TeamRole.team_id},
        prepare=_prepare,
        present=_present,
        access=Access(view="staff.view", manage="staff.manage_team"),
        screen=Screen(
            icon="shield",
            nav=Nav(PEOPLE, 30),
            columns="name team_id description appearance_icon appearance_color",
            quick="name team_id",
            empty=T(
                en="No roles yet: add what people do, e.g. fitter",
                pl="Nie ma jeszcze ról: dodaj to, co ludzie robią, np. montażysta",
            ),
        ),
    ),
)


@team_roles.replaces("list", answer=TeamRolePage)
async def list_team_roles(ctx: Context, query: ListQuery) -> Any:
    """List team roles.

    A page of the roles of the caller's organizations, each with its team and the number of members who have it; with
    `format` a file of all of them.
    """
    return await team_roles.page(ctx, query)


@team_roles.replaces("delete", answers={409: "Somebody has the role"})
async def delete_team_role(ctx: Context, data: Id) -> Done:
    """Delete team role.

    Deletes a role that nobody has, by id in the body or in the query.
    """
    ctx.refuse_closed()
    with team_roles.says_missing():
        await changes.one(ctx, TeamRole, data.id, lock=True)
    await _refuse_used(ctx, [data.id])
    return await team_roles.delete(ctx, data)


@verifies(TeamRole)
async def keep_used(ctx: Context, ids: set[UUID]) -> None:
    """Undo takes no role away that somebody has by now; 409 instead."""
    gone = await ctx.query(f"{_GONE} FOR UPDATE", ctx.tenant_id, list(ids))
    await _refuse_used(ctx, [row["id"] for row in gone])


async def _refuse_used(ctx: Context, role_ids: list[UUID]) -> None:
    if role_ids and await ctx.query_value(_USED, ctx.tenant_id, role_ids):
        raise Conflict(HAS_MEMBERS, code="in_use")
