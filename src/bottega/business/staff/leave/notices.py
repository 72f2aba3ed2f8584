"""Notifications about leave: a request waits, was approved, was rejected."""

from collections.abc import Mapping
from typing import Any, Final

from bottega.business.staff.module import module
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.notification_types import NotificationAction, NotificationType
from bottega.platform.notifications import notify

ENTITY: Final = "staff:leave_request"
_PAGE: Final = "/backend/staff/leave-requests/{sourceEntityId}"
_HOURS: Final = 168

PENDING: Final = module.notifies(
    NotificationType(
        "staff.leave_request.pending",
        label=T(en="Leave requests to decide on", pl="Wnioski urlopowe do rozpatrzenia"),
        title=T(en="Leave Request Pending", pl="Wniosek urlopowy czeka na decyzję"),
        body=T(
            en="{memberName} asks for leave from {startDate} to {endDate}.",
            pl="{memberName} prosi o urlop od {startDate} do {endDate}.",
        ),
        severity="warning",
        icon="calendar-clock",
        href=_PAGE,
        actions=(
            NotificationAction(
                "approve", T(en="Approve", pl="Zatwierdź"), icon="check", command="staff.leave-requests.accept"
            ),
            NotificationAction(
                "reject",
                T(en="Reject", pl="Odrzuć"),
                icon="x",
                variant="destructive",
                command="staff.leave-requests.reject",
            ),
        ),
        primary="approve",
        hours=_HOURS,
    )
)
APPROVED: Final = module.notifies(
    NotificationType(
        "staff.leave_request.approved",
        label=T(en="My approved leave", pl="Moje zatwierdzone urlopy"),
        title=T(en="Leave Request Approved", pl="Wniosek urlopowy zatwierdzony"),
        body=T(en="Your leave from {startDate} to {endDate}.", pl="Twój urlop od {startDate} do {endDate}."),
        severity="success",
        icon="calendar-check",
        href=_PAGE,
        hours=_HOURS,
    )
)
REJECTED: Final = module.notifies(
    NotificationType(
        "staff.leave_request.rejected",
        label=T(en="My rejected leave", pl="Moje odrzucone urlopy"),
        title=T(en="Leave Request Rejected", pl="Wniosek urlopowy odrzucony"),
        body=T(
            en="Your leave from {startDate} to {endDate}. {reason}",
            pl="Twój urlop od {startDate} do {endDate}. {reason}",
        ),
        severity="error",
        icon="calendar-x",
        href=_PAGE,
        hours=_HOURS,
    )
)


def _days(request: Mapping[str, Any]) -> dict[str, object]:
    return {"startDate": request["first_day"], "endDate": request["last_day"]}


async def tell_managers(ctx: Context, request: Mapping[str, Any], member_name: str) -> None:
    """Tell everybody who decides on leave that a request waits."""
    await notify(
        ctx,
        PENDING,
        holders_of="staff.leave_requests.manage",
        record=(ENTITY, request["id"]),
        variables={"memberName": member_name, **_days(request)},
        within=request["organization_id"],
    )


async def tell_submitter(ctx: Context, request: Mapping[str, Any], *, approved: bool, reason: str | None) -> None:
    """Tell the submitter what was decided."""
    said: dict[str, object] = {} if approved else {"reason": reason or ""}
    await notify(
        ctx,
        APPROVED if approved else REJECTED,
        to=[request["submitted_by_user_id"]],
        record=(ENTITY, request["id"]),
        variables={**_days(request), **said},
        within=request["organization_id"],
    )
