"""The screen of availability rules."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Group, Nav, Preset, Screen
from bottega.platform.navigation_groups import CALENDAR
from bottega.platform.planner.module import module

module.screen(
    "availability",
    Screen(
        icon="calendar-days",
        nav=Nav(CALENDAR, 45),
        label=T(en="Availability rule", pl="Reguła dostępności"),
        plural=T(en="Availability", pl="Dostępność"),
        entity="planner:planner_availability_rule",
        title="{rrule}",
        columns="subject_type subject_id kind rrule timezone note",
        groups=(
            Group(T(en="Whose", pl="Czyja"), "subject_type subject_id"),
            Group(T(en="When", pl="Kiedy"), "kind rrule timezone exdates"),
            Group(T(en="Why", pl="Dlaczego"), "note unavailability_reason_entry_id unavailability_reason_value"),
        ),
        presets=(Preset(T(en="Absences", pl="Nieobecności"), kind="unavailability"),),
        tones={"kind": {"availability": "good", "unavailability": "warn"}},
        quick="subject_type subject_id kind rrule timezone",
        empty=T(
            en="No rules yet: set the weekly hours of a schedule first",
            pl="Nie ma jeszcze reguł: zacznij od ustawienia godzin tygodnia w grafiku",
        ),
    ),
)
