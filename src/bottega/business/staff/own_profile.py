"""The caller's own record among the members: shown, and created by themselves where there is none."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.staff.field_types import Name, Text2000
from bottega.business.staff.lookups import member_of_user
from bottega.business.staff.members import WORKING_HOURS
from bottega.business.staff.module import module
from bottega.business.staff.tables import TeamMember
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Created
from bottega.kernel.schemas import Schema, Scoped
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

EXISTS: Final = T(en="Team member profile already exists.", pl="Profil pracownika już istnieje.")


class OwnProfileInput(Scoped):
    """Oneself, as others see one."""

    display_name: Name
    description: Text2000 = None


class OwnProfile(Schema):
    """The caller among the members."""

    id: UUID
    display_name: str
    user_id: UUID | None
    team_id: UUID | None
    availability_rule_set_id: Annotated[UUID, WORKING_HOURS] | None


class OwnProfileAnswer(Schema):
    """The caller's record, if there is one."""

    member: Annotated[OwnProfile | None, Field(description="Null for whoever has none, and for programs.")]


@module.get(
    "/team-members/self", "staff.leave_requests.send", name="team-members.self", answers={200: "Team member profile"}
)
async def show_own_profile(ctx: Context) -> OwnProfileAnswer:
    """Get current user team member profile.

    The caller's record in the selected organization, or null.
    """
    row = await own_member(ctx)
    return OwnProfileAnswer(member=None if row is None else OwnProfile(**{k: row[k] for k in OwnProfile.model_fields}))


@module.post(
    "/team-members/self",
    "staff.leave_requests.send",
    name="team-members.self.create",
    table=TeamMember,
    label=T(en="Create team member", pl="Dodanie pracownika"),
    act=Act(T(en="Add myself…", pl="Dodaj siebie…"), "user-plus", on="team-members"),
    answers={201: "Team member created", 400: "Invalid payload", 409: "Already exists"},
)
async def create_own_profile(ctx: Context, data: OwnProfileInput) -> Created:
    """Create current user team member profile.

    Adds the caller to the members of the selected organization. Programs are nobody's colleague: 403.
    """
    organization_id = ctx.organization_for_new(data.organization_id)
    user_id = own_user(ctx)
    if user_id is None:
        raise Forbidden
    await ctx.begin()
    lock = f"{ctx.tenant_id} staff profile {organization_id} {user_id}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    if await member_of_user(ctx, user_id, organization_id) is not None:
        raise Conflict(EXISTS, code="already_exists")
    values: dict[str, Any] = {
        "organization_id": organization_id,
        "display_name": data.display_name,
        "description": data.description,
        "user_id": user_id,
    }
    return Created(id=await changes.insert(ctx, TeamMember, values))


def own_user(ctx: Context) -> UUID | None:
    """The id of the user who calls; None for a program, whoever made its key."""
    return ctx.actor.id if ctx.actor.kind == "user" else None


async def own_member(ctx: Context) -> Any:
    """The caller's record in the selected organization; None for nobody."""
    return await member_of_user(ctx, own_user(ctx), ctx.scope.organization_id)
