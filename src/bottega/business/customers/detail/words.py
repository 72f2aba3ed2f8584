"""Words of a customer's page: what is shown beside the profile, tasks, and the visiting card."""

from bottega.business.customers.module import module
from bottega.kernel.i18n import T

module.calls(
    include=T(en="Show as well", pl="Pokaż także"),
    profile=T(en="Profile", pl="Profil"),
    addresses=T(en="Addresses", pl="Adresy"),
    comments=T(en="Comments", pl="Notatki"),
    activities=T(en="Activities", pl="Aktywności"),
    deals=T(en="Deals", pl="Szanse sprzedaży"),
    people=T(en="People", pl="Osoby"),
    viewer=T(en="Viewed by", pl="Kto ogląda"),
    user_id=T(en="User", pl="Użytkownik"),
)
module.calls(
    todos=T(en="Tasks", pl="Zadania"),
    todo_id=T(en="Task", pl="Zadanie"),
    todo_title=T(en="Task name", pl="Nazwa zadania"),
    todo_source=T(en="Source of the task", pl="Źródło zadania"),
    todo_organization_id=T(en="Organization of the task", pl="Organizacja zadania"),
    title=T(en="Name", pl="Nazwa"),
    is_done=T(en="Done", pl="Zrobione"),
    due_at=T(en="Due", pl="Termin"),
    priority=T(en="Priority", pl="Priorytet"),
    severity=T(en="Severity", pl="Waga sprawy"),
    created_by_user_id=T(en="Created by", pl="Kto utworzył"),
)
module.calls(version=T(en="Version of the vCard", pl="Wersja pliku vCard"))
module.says(
    "version",
    {
        "4.0": T(en="4.0 (current)", pl="4.0 (aktualna)"),
        "3.0": T(en="3.0 (for older programs)", pl="3.0 (dla starszych programów)"),
    },
)
