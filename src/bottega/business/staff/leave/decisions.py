"""Decisions on leave requests: made once, with the days off that follow in the same transaction."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.calendar import days_between, events_of, lock_people
from bottega.business.staff.field_types import Text2000
from bottega.business.staff.leave.notices import tell_submitter
from bottega.business.staff.leave.requests import pending
from bottega.business.staff.leave.settings import leave_settings
from bottega.business.staff.leave.tables import LeaveRequest, Status
from bottega.business.staff.module import module
from bottega.business.staff.own_profile import own_user
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where, version_of
from bottega.platform.auth import require_colleague
from bottega.platform.planner import DaysOff, add_days_off

NOT_OWN: Final = T(en="Somebody else decides on your own leave", pl="O Twoim urlopie decyduje ktoś inny")


class DecisionInput(Input):
    """A decision."""

    id: UUID
    decision_comment: Text2000 = None
    decided_by_user_id: UUID | None = Field(default=None, description="Always the caller, whatever is sent.")


class Decided(Done):
    """The request that was decided on."""

    id: UUID
    events: list[UUID] = Field(default=[], description="Events of the person on days of approved leave.")


@module.post(
    "/leave-requests/accept",
    "staff.leave_requests.manage",
    name="leave-requests.accept",
    status=200,
    table=LeaveRequest,
    label=T(en="Approve leave request", pl="Zatwierdzenie wniosku urlopowego"),
    act=Act(T(en="Approve…", pl="Zatwierdź…"), "check", when={"status": "pending"}, tone="good"),
    answers={200: "Leave request approved", 400: "Invalid payload", 404: "No such request"},
)
async def accept_leave_request(ctx: Context, data: DecisionInput) -> Decided:
    """Approve leave request.

    Approves a request that waits, makes the member unavailable on each of its days, and notifies the submitter. Undo
    takes all of it back. `events` are those that the person has on these days.
    """
    request = await _decide(ctx, data, "approved")
    days = days_between(request["first_day"], request["last_day"])
    off = DaysOff(
        request["member_id"],
        request["organization_id"],
        days,
        request["timezone"],
        note=request["note"],
        reason_entry_id=request["unavailability_reason_entry_id"],
        reason_value=request["unavailability_reason_value"],
    )
    await add_days_off(ctx, off)
    await tell_submitter(ctx, request, approved=True, reason=None)
    return Decided(id=data.id, events=await _planned(ctx, request))


@module.post(
    "/leave-requests/reject",
    "staff.leave_requests.manage",
    name="leave-requests.reject",
    status=200,
    table=LeaveRequest,
    label=T(en="Reject leave request", pl="Odrzucenie wniosku urlopowego"),
    act=Act(T(en="Reject…", pl="Odrzuć…"), "x", when={"status": "pending"}, tone="danger"),
    answers={200: "Leave request rejected", 400: "Invalid payload", 404: "No such request"},
)
async def reject_leave_request(ctx: Context, data: DecisionInput) -> Decided:
    """Reject leave request.

    Rejects a request that waits, with a comment if there is one, and notifies the submitter.
    """
    request = await _decide(ctx, data, "rejected")
    await tell_submitter(ctx, request, approved=False, reason=data.decision_comment)
    return Decided(id=data.id)


async def _decide(ctx: Context, data: DecisionInput, status: Status) -> dict[str, Any]:
    """Note a decision on a request that waits, which is locked: of two who decide at once the second one gets 400."""
    ctx.refuse_closed()
    if data.decided_by_user_id is not None:
        await require_colleague(ctx, data.decided_by_user_id, field="decidedByUserId")
    request = await pending(ctx, data.id)
    user_id = own_user(ctx)
    if user_id is None:
        raise Forbidden
    member = await ctx.require(
        "SELECT user_id FROM staff_team_members WHERE tenant_id = $1 AND id = $2", ctx.tenant_id, request["member_id"]
    )
    if member["user_id"] == user_id:
        settings = await leave_settings(ctx, request["organization_id"])
        if not settings.own_decisions:
            raise Forbidden(NOT_OWN)
    values = {
        "status": status,
        "decision_comment": data.decision_comment,
        "decided_by_user_id": user_id,
        "decided_at": datetime.now(UTC),
    }
    await changes.update(ctx, LeaveRequest, data.id, values, where=Where.visible(ctx, version_of(ctx)))
    return {**request, **values, "user_id": member["user_id"]}


async def _planned(ctx: Context, request: dict[str, Any]) -> list[UUID]:
    """The events of the person on days of the leave; nobody plans their time until the transaction ends."""
    if request["user_id"] is None:
        return []
    await lock_people(ctx, [request["user_id"]])
    found = await events_of(ctx, [request["user_id"]], request["first_day"], request["last_day"])
    return [event["id"] for event in found]
