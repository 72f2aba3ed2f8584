"""Dashboard widgets of staff: leave that waits for a decision, and who is away."""

from bottega.business.staff.module import module
from bottega.kernel.i18n import T
from bottega.kernel.widgets import Widget

module.widget(
    "leaveToDecide",
    Widget(
        title=T(en="Leave to decide", pl="Urlopy do decyzji"),
        icon="plane",
        screen="staff.leave-requests",
        filters={"status": "pending"},
        sort="firstDay",
        rows=5,
        columns="member_id first_day last_day working_days",
        size="md",
        needs=("staff.leave_requests.manage",),
    ),
)
module.widget(
    "away",
    Widget(
        title=T(en="Away this week", pl="Nieobecni w tym tygodniu"),
        icon="calendar-off",
        screen="staff.leave-requests",
        filters={"status": "approved"},
        period="firstDay",
        dates="this_week",
        sort="firstDay",
        rows=5,
        columns="member_id first_day last_day",
        needs=("staff.leave_requests.manage",),
        enabled=False,
    ),
)
