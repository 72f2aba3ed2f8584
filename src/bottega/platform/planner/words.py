"""Words of the planner: what its fields and the values of its closed sets are called."""

from bottega.kernel.i18n import T
from bottega.platform.planner.module import module

module.calls(
    date=T(en="Day", pl="Dzień"),
    dates=T(en="Days", pl="Dni"),
    description=T(en="Description", pl="Opis"),
    end=T(en="End", pl="Koniec"),
    exdates=T(en="Except on", pl="Z wyjątkiem"),
    first_day=T(en="First day", pl="Pierwszy dzień"),
    is_available=T(en="Available", pl="Dostępność"),
    kind=T(en="Kind", pl="Rodzaj"),
    last_day=T(en="Last day", pl="Ostatni dzień"),
    name=T(en="Name", pl="Nazwa"),
    note=T(en="Note", pl="Notatka"),
    repeats=T(en="Repeats", pl="Powtarza się"),
    rrule=T(en="When", pl="Kiedy"),
    start=T(en="Start", pl="Początek"),
    scheduled=T(en="Has a schedule", pl="Ma grafik"),
    subject_id=T(en="Whose", pl="Czyja"),
    subject_ids=T(en="Whose", pl="Czyje"),
    subject_type=T(en="Of what", pl="Kogo lub czego"),
    timezone=T(en="Time zone", pl="Strefa czasowa"),
    unavailability_reason_entry_id=T(en="Reason", pl="Powód"),
    unavailability_reason_value=T(en="Reason in words", pl="Powód słownie"),
    weekday=T(en="Day of the week", pl="Dzień tygodnia"),
    windows=T(en="Hours", pl="Godziny"),
)
module.says("kind", availability=T(en="Available", pl="Dostępność"), unavailability=T(en="Absent", pl="Nieobecność"))
module.says(
    "subject_type",
    member=T(en="Member of the team", pl="Członek zespołu"),
    resource=T(en="Resource", pl="Zasób"),
    ruleset=T(en="Schedule", pl="Grafik"),
)
module.says(
    "repeats",
    once=T(en="Once", pl="Raz"),
    daily=T(en="Daily", pl="Codziennie"),
    weekly=T(en="Weekly", pl="Co tydzień"),
    monthly=T(en="Monthly", pl="Co miesiąc"),
    yearly=T(en="Yearly", pl="Co rok"),
)
module.hints(
    timezone=T(
        en="Days and hours are those of the clock there, in summer and in winter",
        pl="Dni i godziny są takie, jak na tamtejszym zegarze, latem i zimą",
    ),
    dates=T(en="If there are any, “Day” is ignored", pl="Jeśli są podane, pole „Dzień” jest pomijane"),
)
