"""Teams of members; one that has members is not deleted."""

from typing import Any, Final

from bottega.business.staff.field_types import Description, Name
from bottega.business.staff.list_items import TeamPage
from bottega.business.staff.module import module
from bottega.business.staff.tables import Team
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Flag, Id, Scoped
from bottega.kernel.screens import Nav, Preset, Screen
from bottega.kernel.writes import changes
from bottega.platform.navigation_groups import PEOPLE

TEAM_NOT_FOUND: Final = T(en="Team not found.", pl="Nie znaleziono zespołu.")
HAS_MEMBERS: Final = T(
    en="Team has assigned members and cannot be deleted.",
    pl="Do zespołu są przypisani pracownicy, dlatego nie można go usunąć.",
)
_COUNTS: Final = (
    "SELECT team_id, count(*) AS members FROM staff_team_members WHERE tenant_id = $1 AND team_id = ANY($2)"
    " AND deleted_at IS NULL GROUP BY team_id"
)


class TeamInput(Scoped):
    """A team."""

    name: Name
    description: Description = None
    is_active: Flag = True


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = await ctx.query(_COUNTS, ctx.tenant_id, [item["id"] for item in items])
    members = {row["team_id"]: row["members"] for row in rows}
    return [{**item, "memberCount": members.get(item["id"], 0)} for item in items]


teams = module.mount(
    "/teams",
    Resource(
        table=Team,
        input=TeamInput,
        label=T(en="Team", pl="Zespół"),
        plural=T(en="Teams", pl="Zespoły"),
        title="{name}",
        owners=True,
        missing=TEAM_NOT_FOUND,
        search=(Team.name, Team.description),
        filters={"isActive": Team.is_active},
        present=_present,
        access=Access(view="staff.view", manage="staff.manage_team"),
        screen=Screen(
            icon="users",
            nav=Nav(PEOPLE, 20),
            columns="name description is_active",
            presets=(Preset(T(en="Active", pl="Czynne"), isActive=True),),
            quick="name description",
            empty=T(en="No teams yet: add a crew or an office", pl="Nie ma jeszcze zespołów: dodaj ekipę lub biuro"),
        ),
    ),
)


@teams.replaces("list", answer=TeamPage)
async def list_teams(ctx: Context, query: ListQuery) -> Any:
    """List teams.

    A page of the teams of the caller's organizations, each with the number of its members; with `format` a file of all
    of them.
    """
    return await teams.page(ctx, query)


@teams.replaces("delete", answers={409: "Somebody is in the team"})
async def delete_team(ctx: Context, data: Id) -> Done:
    """Delete team.

    Deletes a team that nobody is in, by id in the body or in the query. Roles that belonged to it stay.
    """
    ctx.refuse_closed()
    with teams.says_missing():
        await changes.one(ctx, Team, data.id, lock=True)
    if await ctx.query_value(_COUNTS, ctx.tenant_id, [data.id]):
        raise Conflict(HAS_MEMBERS, code="in_use")
    return await teams.delete(ctx, data)
