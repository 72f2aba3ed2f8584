"""Schemas of the list of leave requests."""

from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.business.staff.leave.tables import Status
from bottega.business.staff.list_items import MEMBER, Item
from bottega.kernel.field_markers import Of, Unit, WholeDay
from bottega.kernel.resources.schemas import ListPage
from bottega.kernel.schemas import Schema, Stamp

USER: Final = Of("auth:user")


class LeaveMember(Schema):
    """Whose leave it is."""

    id: UUID
    display_name: str
    user_id: Annotated[UUID, USER] | None


class LeaveRequestItem(Item):
    """A leave request in a list."""

    member_id: Annotated[UUID, MEMBER]
    start_date: Annotated[Stamp, WholeDay]
    end_date: Annotated[Stamp, WholeDay]
    timezone: str
    status: Status
    unavailability_reason_entry_id: Annotated[UUID, Of("dictionaries:entry")] | None
    unavailability_reason_value: str | None
    note: str | None
    decision_comment: str | None
    submitted_by_user_id: Annotated[UUID, USER] | None
    decided_by_user_id: Annotated[UUID, USER] | None
    decided_at: Stamp | None
    first_day: date
    last_day: date
    working_days: Annotated[int, Unit("d")]
    member: LeaveMember | None
    warnings: list[Literal["overlaps", "overdrawn"]] = Field(
        description="What is to be noticed before deciding: other requests on these days, more days than are left."
    )


class LeaveViewer(Schema):
    """What the caller may do with leave requests, and who they are among the members."""

    can_manage: bool
    can_send: bool
    can_view: bool
    member_id: Annotated[UUID, MEMBER] | None


class LeaveRequestPage(ListPage):
    """A page of leave requests."""

    items: list[LeaveRequestItem]
    viewer: LeaveViewer
