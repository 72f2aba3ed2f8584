"""Words of leave: requests, decisions, balances, settings."""

from bottega.business.staff.module import module
from bottega.kernel.i18n import T

module.calls(
    "leave-requests",
    start_date=T(en="First day", pl="Pierwszy dzień"),
    end_date=T(en="Last day", pl="Ostatni dzień"),
    first_day=T(en="From", pl="Od"),
    last_day=T(en="Until", pl="Do"),
)
module.calls(
    timezone=T(en="Time zone", pl="Strefa czasowa"),
    status=T(en="Status", pl="Status"),
    unavailability_reason_entry_id=T(en="Reason from the dictionary", pl="Powód ze słownika"),
    unavailability_reason_value=T(en="Reason", pl="Powód"),
    note=T(en="Note", pl="Uwagi"),
    decision_comment=T(en="Comment on the decision", pl="Komentarz do decyzji"),
    submitted_by_user_id=T(en="Submitted by", pl="Złożył(a)"),
    decided_by_user_id=T(en="Decided by", pl="Zdecydował(a)"),
    decided_at=T(en="Decided on", pl="Data decyzji"),
    working_days=T(en="Working days", pl="Dni robocze"),
    warnings=T(en="To be noticed", pl="Zwróć uwagę"),
    viewer=T(en="What you may do", pl="Twoje uprawnienia"),
    can_manage=T(en="May decide", pl="Może rozpatrywać"),
    can_send=T(en="May ask for leave", pl="Może składać wnioski"),
    can_view=T(en="May see requests", pl="Może przeglądać wnioski"),
    events=T(en="Events on these days", pl="Wydarzenia w tych dniach"),
    yearly_days=T(en="Days of leave a year", pl="Dni urlopu w roku"),
    overlapping=T(en="Overlapping requests", pl="Nakładające się wnioski"),
    overdrawn=T(en="More days than are left", pl="Przekroczenie limitu dni"),
    own_decisions=T(en="Decisions on own requests", pl="Decyzje o własnych wnioskach"),
    uncounted_reasons=T(en="Reasons that are not counted", pl="Powody nieliczone do limitu"),
)
module.says(
    "status",
    pending=T(en="Waiting", pl="Oczekuje"),
    approved=T(en="Approved", pl="Zatwierdzony"),
    rejected=T(en="Rejected", pl="Odrzucony"),
)
module.says(
    "warnings",
    overlaps=T(en="Overlaps another request", pl="Nakłada się na inny wniosek"),
    overdrawn=T(en="More days than are left", pl="Więcej dni, niż pozostało"),
)
for _field in ("overlapping", "overdrawn"):
    module.says(
        _field,
        refuse=T(en="Refuse", pl="Odmawiaj"),
        flag=T(en="Point out", pl="Zaznaczaj"),
        allow=T(en="Allow", pl="Pozwalaj"),
    )
