"""Tags of members: one is put on or taken off, the others stay."""

from typing import Final
from uuid import UUID

from bottega.business.staff.field_types import MemberId
from bottega.business.staff.members import MOST, TagText, team_members
from bottega.business.staff.module import module
from bottega.business.staff.tables import TeamMember
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Created
from bottega.kernel.schemas import Scoped
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

KIND: Final = "staff.teamMemberTagAssignment"
WORN: Final = T(en="Tag already assigned.", pl="Etykieta jest już przypisana.")
NOT_WORN: Final = T(en="Tag assignment not found.", pl="Pracownik nie ma tej etykiety.")
TOO_MANY: Final = T(en="A member has at most {most} tags", pl="Pracownik ma najwyżej {most} etykiet")


class TagInput(Scoped):
    """A tag and a member."""

    member_id: MemberId
    tag: TagText


@module.post(
    "/team-members/tags/assign",
    "staff.manage_team",
    name="team-members.tags.assign",
    table=TeamMember,
    label=T(en="Assign team member tag", pl="Przypisanie etykiety pracownikowi"),
    act=Act(T(en="Add tag…", pl="Dodaj etykietę…"), "tag", on="team-members"),
    answers={201: "Tag assignment created", 400: "Invalid payload", 404: "No such member", 409: "Already assigned"},
)
async def assign_tag(ctx: Context, data: TagInput) -> Created:
    """Assign team member tag.

    Puts a tag on a member; the others stay.
    """
    tags = await _tags(ctx, data.member_id)
    if data.tag in tags:
        raise Conflict(WORN, code="already_assigned")
    if len(tags) >= MOST:
        raise Invalid.of_field("tag", TOO_MANY.given(most=MOST))
    return await _write(ctx, data.member_id, [*tags, data.tag])


@module.post(
    "/team-members/tags/unassign",
    "staff.manage_team",
    name="team-members.tags.unassign",
    status=200,
    table=TeamMember,
    label=T(en="Unassign team member tag", pl="Zdjęcie etykiety z pracownika"),
    act=Act(T(en="Remove tag…", pl="Zdejmij etykietę…"), "x", on="team-members"),
    answers={200: "Tag assignment removed", 400: "Invalid payload", 404: "No such member, or no such tag on them"},
)
async def unassign_tag(ctx: Context, data: TagInput) -> Created:
    """Unassign team member tag.

    Takes a tag off a member; the others stay.
    """
    tags = await _tags(ctx, data.member_id)
    if data.tag not in tags:
        raise NotFound(NOT_WORN)
    return await _write(ctx, data.member_id, [tag for tag in tags if tag != data.tag])


async def _tags(ctx: Context, member_id: UUID) -> list[str]:
    """The tags of a member, who is locked, so that of two who change them none is lost."""
    ctx.refuse_closed()
    with team_members.says_missing():
        member = await changes.one(ctx, TeamMember, member_id, lock=True)
    ctx.describe(KIND, member_id, organization_id=member["organization_id"], parent=(team_members.kind, member_id))
    return member["tags"]


async def _write(ctx: Context, member_id: UUID, tags: list[str]) -> Created:
    await changes.update(ctx, TeamMember, member_id, {"tags": tags})
    return Created(id=member_id)
