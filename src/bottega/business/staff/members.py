"""Members of the staff: people with a team, roles, tags and, if they sign in, their account."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field
from sqlalchemy import ColumnElement

from bottega.business.staff.field_types import MEMBER_NOT_FOUND, Description, Name
from bottega.business.staff.list_items import TeamMemberPage
from bottega.business.staff.lookups import require_roles, require_team, role_names, team_names
from bottega.business.staff.module import module
from bottega.business.staff.tables import TeamMember
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Of, Unit
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery, with_variants
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Flag, Scoped, Whole
from bottega.kernel.screens import Group, Nav, Preset, Screen
from bottega.platform.auth import colleagues, require_colleague
from bottega.platform.navigation_groups import PEOPLE
from bottega.platform.planner import require_rule_set

MOST: Final = 50
WORKING_HOURS: Final = Of("planner:planner_availability_rule_set")
ROLE: Final = Of("staff:staff_team_role")


def _once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


RoleIds = Annotated[list[Annotated[UUID, ROLE]], Field(max_length=MOST), AfterValidator(_once)]
TagText = Annotated[str, Field(min_length=1, max_length=100)]
Tags = Annotated[list[TagText], Field(max_length=MOST), AfterValidator(_once)]


class TeamMemberInput(Scoped):
    """Somebody who works here."""

    display_name: Name
    team_id: UUID | None = None
    role_ids: RoleIds = Field(default=[], description="What they do.")
    user_id: UUID | None = Field(default=None, description="Their account, if they sign in; of one member at most.")
    description: Description = None
    tags: Tags = Field(default=[])
    availability_rule_set_id: Annotated[UUID, WORKING_HOURS] | None = Field(
        default=None, description="Their working hours."
    )
    leave_days: Annotated[Whole, Field(ge=0, le=366), Unit("d")] | None = Field(
        default=None, description="Working days of leave a year; left out, as many as the organization gives everybody."
    )
    is_active: Flag = True


async def _prepare(ctx: Context, values: dict[str, Any], _member_id: UUID | None) -> dict[str, Any]:
    if values.get("team_id") is not None:
        await require_team(ctx, values["team_id"])
    await require_roles(ctx, values.get("role_ids", ()))
    if values.get("user_id") is not None:
        await require_colleague(ctx, values["user_id"], field="userId")
    await require_rule_set(ctx, values.get("availability_rule_set_id"), field="availabilityRuleSetId")
    return values


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    teams = await team_names(ctx, (item["team_id"] for item in items))
    roles = await role_names(ctx, (role for item in items for role in item["role_ids"]))
    users = await colleagues(ctx, (item["user_id"] for item in items))
    shown: list[dict[str, Any]] = []
    for item in items:
        user = users.get(item["user_id"])
        shown.append(
            item
            | {
                "roleNames": [roles[role] for role in item["role_ids"] if role in roles],
                "user": None if user is None else {"id": user.id, "email": user.email},
                "team": teams.get(item["team_id"]),
            }
        )
    return shown


team_members = module.mount(
    "/team-members",
    Resource(
        table=TeamMember,
        input=TeamMemberInput,
        label=T(en="Team member", pl="Pracownik"),
        plural=T(en="Team members", pl="Pracownicy"),
        title="{display_name}",
        owners=True,
        missing=MEMBER_NOT_FOUND,
        search=(TeamMember.display_name, TeamMember.description, TeamMember.tags),
        filters={"teamId": TeamMember.team_id, "isActive": TeamMember.is_active, "userId": TeamMember.user_id},
        indexed=(TeamMember.display_name,),
        prepare=_prepare,
        present=_present,
        access=Access(view="staff.view", manage="staff.manage_team"),
        screen=Screen(
            icon="user",
            nav=Nav(PEOPLE, 10),
            columns="display_name team_id role_ids user_id tags is_active",
            groups=(
                Group(T(en="Person", pl="Osoba"), "display_name team_id role_ids user_id is_active"),
                Group(T(en="Time", pl="Czas pracy"), "availability_rule_set_id leave_days"),
                Group(T(en="Notes", pl="Uwagi"), "tags description"),
            ),
            presets=(Preset(T(en="Working here", pl="Obecnie pracują"), isActive=True),),
            quick="display_name team_id role_ids user_id",
            empty=T(
                en="Nobody yet: add the people who work here", pl="Nie ma jeszcze nikogo: dodaj osoby, które tu pracują"
            ),
        ),
    ),
)


@with_variants(team_members.source.filters)
class TeamMemberQuery(ListQuery):
    """Which members."""

    filter_teamId: UUID | None = Field(  # noqa: N815 - named after what the query says
        default=None, alias="teamId", description="Only of this team."
    )
    filter_isActive: Flag | None = Field(  # noqa: N815 - likewise
        default=None, alias="isActive", description="Only those who work here now, or who do not."
    )
    filter_userId: UUID | None = Field(  # noqa: N815 - likewise
        default=None, alias="userId", description="Only the one with this account."
    )
    role_id: Annotated[UUID, ROLE] | None = Field(default=None, description="Only those who have this role.")


@team_members.replaces("list", query=TeamMemberQuery, answer=TeamMemberPage)
async def list_team_members(ctx: Context, query: TeamMemberQuery) -> Any:
    """List team members.

    A page of the members of the caller's organizations, each with their team, the names of their roles and their
    account; with `format` a file of all of them.
    """
    having: list[ColumnElement[bool]] = []
    if query.role_id is not None:
        having.append(TeamMember.role_ids.contains([query.role_id]))
    return await team_members.page(ctx, query, *having)
