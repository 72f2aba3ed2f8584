"""Words of the scheduler: what its fields are called."""

from typing import Final

from bottega.kernel.i18n import T
from bottega.platform.scheduler.module import module

module.calls(
    name=T(en="Name", pl="Nazwa"),
    description=T(en="Description", pl="Opis"),
    scope_type=T(en="Whose", pl="Czyj"),
    schedule_type=T(en="Kind of time", pl="Rodzaj terminu"),
    schedule_value=T(en="When", pl="Kiedy"),
    timezone=T(en="Time zone", pl="Strefa czasowa"),
    target_type=T(en="Runs", pl="Uruchamia"),
    target_queue=T(en="Job queue", pl="Kolejka zadań"),
    target_command=T(en="Command", pl="Polecenie"),
    target_payload=T(en="Data for it", pl="Dane wejściowe"),
    require_feature=T(en="Needs permission", pl="Wymagane uprawnienie"),
    is_enabled=T(en="Enabled", pl="Włączony"),
    last_run_at=T(en="Last run", pl="Ostatnie wykonanie"),
    next_run_at=T(en="Next run", pl="Następne wykonanie"),
    source_type=T(en="Added by", pl="Dodany przez"),
    source_module=T(en="Module", pl="Moduł"),
    created_by_user_id=T(en="Created by", pl="Utworzony przez"),
    updated_by_user_id=T(en="Changed by", pl="Zmieniony przez"),
    runs_as_kind=T(en="Kind of principal", pl="Rodzaj wykonawcy"),
    runs_as_id=T(en="Runs as", pl="W imieniu"),
    runs_as_tenant_id=T(en="Tenant it runs as", pl="Najemca, w którego imieniu"),
    sort=T(en="Sort by", pl="Sortuj według"),
    order=T(en="Direction", pl="Kierunek"),
)
module.says(
    "scope_type",
    organization=T(en="Of the organization", pl="Organizacji"),
    tenant=T(en="Of the whole tenant", pl="Całego najemcy"),
    system=T(en="Of the system", pl="Systemowy"),
)
module.says("schedule_type", cron=T(en="Cron expression", pl="Wyrażenie cron"), interval=T(en="Interval", pl="Odstęp"))
module.says("target_type", queue=T(en="A job", pl="Zadanie"), command=T(en="A command", pl="Polecenie"))
module.says("source_type", user=T(en="A person", pl="Użytkownik"), module=T(en="A module", pl="Moduł"))
_SORTS: Final = {
    "name": T(en="Name", pl="Nazwa"),
    "nextRunAt": T(en="Next run", pl="Następne wykonanie"),
    "lastRunAt": T(en="Last run", pl="Ostatnie wykonanie"),
    "createdAt": T(en="Created", pl="Utworzono"),
}
_DIRECTIONS: Final = {"asc": T(en="Ascending", pl="Rosnąco"), "desc": T(en="Descending", pl="Malejąco")}
for _place in ("sort", "sort_field"):
    module.says(_place, _SORTS)
for _place in ("order", "sort_dir"):
    module.says(_place, _DIRECTIONS)
module.hints(
    schedule_value=T(
        en="Cron: 0 6 * * 1 is Mondays at 6:00. Interval: 15m, 2h, 1d",
        pl="Cron: 0 6 * * 1 to poniedziałki o 6:00. Odstęp: 15m, 2h, 1d",
    ),
    timezone=T(en="For cron expressions, e.g. UTC", pl="Dla wyrażeń cron, np. UTC"),
    target_command=T(
        en="Runs as whoever entered it last, while they have the permission",
        pl="Działa w imieniu osoby, która wpisała je ostatnia, dopóki ma ona uprawnienie",
    ),
    require_feature=T(
        en="Left empty, it always runs; otherwise while some role grants it",
        pl="Puste: działa zawsze; inaczej tylko, gdy daje je któraś rola",
    ),
)

module.calls(
    "executions",
    id=T(en="Run", pl="Wykonanie"),
    schedule_id=T(en="Schedule", pl="Harmonogram"),
    started_at=T(en="Started", pl="Początek"),
    finished_at=T(en="Finished", pl="Koniec"),
    status=T(en="Status", pl="Status"),
    trigger_type=T(en="Started by", pl="Uruchomione przez"),
    triggered_by_user_id=T(en="Person", pl="Osoba"),
    error_message=T(en="Error", pl="Błąd"),
    error_stack=T(en="Place of the error", pl="Miejsce błędu"),
    duration_ms=T(en="Duration (ms)", pl="Czas trwania (ms)"),
    queue_job_id=T(en="Job", pl="Zadanie"),
    queue_name=T(en="Queue", pl="Kolejka"),
    attempts_made=T(en="Attempts", pl="Liczba prób"),
    result=T(en="Result", pl="Wynik"),
)
module.says(
    "executions.status",
    waiting=T(en="Waiting", pl="Oczekuje"),
    running=T(en="Running", pl="W toku"),
    completed=T(en="Completed", pl="Zakończone"),
    failed=T(en="Failed", pl="Nieudane"),
)
module.says(
    "executions.trigger_type", scheduled=T(en="The clock", pl="Zegar"), manual=T(en="A person", pl="Użytkownik")
)

module.calls(
    "queue_jobs",
    id=T(en="Job", pl="Zadanie"),
    job_id=T(en="Job", pl="Zadanie"),
    name=T(en="Queue", pl="Kolejka"),
    queue=T(en="Queue", pl="Kolejka"),
    data=T(en="Data", pl="Dane"),
    state=T(en="State", pl="Stan"),
    progress=T(en="Progress (%)", pl="Postęp (%)"),
    returnvalue=T(en="Result", pl="Wynik"),
    failed_reason=T(en="Reason for failure", pl="Powód niepowodzenia"),
    stacktrace=T(en="Failed attempts", pl="Nieudane próby"),
    attempts_made=T(en="Attempts", pl="Liczba prób"),
    processed_on=T(en="Started", pl="Początek"),
    finished_on=T(en="Finished", pl="Koniec"),
    logs=T(en="Log", pl="Dziennik"),
)
module.calls("jobs", job_id=T(en="Job", pl="Zadanie"), message=T(en="Message", pl="Komunikat"))
module.calls(
    "targets",
    queues=T(en="Queues", pl="Kolejki"),
    commands=T(en="Commands", pl="Polecenia"),
    value=T(en="Name", pl="Nazwa"),
    label=T(en="Label", pl="Etykieta"),
)
module.calls("test", echoed=T(en="What was sent", pl="Przesłane dane"), timestamp=T(en="Time", pl="Czas"))
