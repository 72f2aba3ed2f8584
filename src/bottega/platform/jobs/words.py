"""Words of the background jobs: what their fields and states are called."""

from bottega.kernel.i18n import T
from bottega.platform.jobs.module import module

module.calls(
    id=T(en="Number", pl="Numer"),
    kind=T(en="Kind", pl="Rodzaj"),
    title=T(en="Job", pl="Zadanie"),
    name=T(en="Technical name", pl="Nazwa techniczna"),
    state=T(en="State", pl="Stan"),
    attempts=T(en="Attempts", pl="Liczba prób"),
    due_at=T(en="Due", pl="Zaplanowano na"),
    reason=T(en="Reason for failure", pl="Powód niepowodzenia"),
    progress=T(en="Progress", pl="Postęp"),
    done=T(en="Done", pl="Zrobione"),
    of=T(en="Of", pl="Z ilu"),
    stage=T(en="Stage", pl="Etap"),
    record_id=T(en="Work", pl="Praca"),
)

module.says("kind", job=T(en="Job", pl="Zadanie"), event=T(en="Event", pl="Zdarzenie"))
module.says(
    "state",
    waiting=T(en="Waiting", pl="Oczekuje"),
    running=T(en="Running", pl="W toku"),
    set_aside=T(en="Set aside after failures", pl="Odłożone po nieudanych próbach"),
)
