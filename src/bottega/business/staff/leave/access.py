"""Access to leave requests: managers see and write all of them, members their own."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, false, select

from bottega.business.staff.leave.tables import LeaveRequest
from bottega.business.staff.own_profile import own_member, own_user
from bottega.business.staff.tables import TeamMember
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.writes.undo_rules import Putting, permits

MANAGE: Final = "staff.leave_requests.manage"
SEND: Final = ("staff.leave_requests.send", "staff.my_leave_requests.send")
VIEW: Final = (MANAGE, *SEND, "staff.my_leave_requests.view")
_OF_USER: Final = "SELECT id FROM staff_team_members WHERE tenant_id = $1 AND user_id = $2 AND deleted_at IS NULL"


@dataclass(frozen=True)
class Viewer:
    """What the caller may do with leave requests; programs may do nothing."""

    can_manage: bool
    can_send: bool
    can_view: bool
    member: Any

    @property
    def member_id(self) -> UUID | None:
        """The caller among the members of the selected organization."""
        return None if self.member is None else self.member["id"]


async def viewer_of(ctx: Context) -> Viewer:
    """What the caller may do."""
    person = own_user(ctx) is not None
    manages = person and ctx.may(MANAGE)
    return Viewer(
        can_manage=manages,
        can_send=manages or (person and any(ctx.may(one) for one in SEND)),
        can_view=person and any(ctx.may(one) for one in VIEW),
        member=await own_member(ctx),
    )


def in_view(ctx: Context) -> ColumnElement[bool] | None:
    """The requests that the caller sees: all, their own, or none."""
    user_id = own_user(ctx)
    if user_id is None or not any(ctx.may(one) for one in VIEW):
        return false()
    if ctx.may(MANAGE):
        return None
    own = select(TeamMember.id).where(TeamMember.user_id == user_id, TeamMember.deleted_at.is_(None))
    return LeaveRequest.member_id.in_(own)


async def require_touch(ctx: Context, member_id: UUID) -> None:
    """403 unless the caller may write requests of a member."""
    user_id = own_user(ctx)
    if user_id is None:
        raise Forbidden
    if ctx.may(MANAGE):
        return
    own = await ctx.query(_OF_USER, ctx.tenant_id, user_id)
    if not any(ctx.may(one) for one in SEND) or member_id not in {row["id"] for row in own}:
        raise Forbidden


@permits(LeaveRequest)
async def may_put_back(ctx: Context, putting: Putting) -> None:
    """403 unless the caller may write the requests as they were and as they will be; decisions are for managers."""
    for change in putting.changes:
        for row in change.versions:
            await require_touch(ctx, row["member_id"])
            if row["status"] != "pending" and not ctx.may(MANAGE):
                raise Forbidden
