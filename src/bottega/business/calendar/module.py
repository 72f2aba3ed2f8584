"""The manifest of the calendar."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="calendar",
    title=T(en="Calendar", pl="Kalendarz"),
    section="Calendar",
    description="Who is where on which day: events of people, blocked days, reschedules, and feeds for their phones.",
    requires=("auth", "contracts", "customers"),
    features={
        "calendar.view": T(en="View the calendar", pl="Podgląd kalendarza"),
        "calendar.create": T(en="Add events", pl="Dodawanie wydarzeń"),
        "calendar.edit": T(en="Edit events", pl="Edycja wydarzeń"),
        "calendar.delete": T(en="Delete events", pl="Usuwanie wydarzeń"),
        "calendar.blocked_days.manage": T(
            en="Block days, and plan against a conflict", pl="Blokowanie dni i planowanie mimo konfliktu"
        ),
        "calendar.reschedules.manage": T(en="Reschedule events", pl="Przekładanie wydarzeń"),
        "calendar.only_own": T(
            en="Restriction: plans only their own events", pl="Ograniczenie: planuje tylko własne wydarzenia"
        ),
    },
    # Restrictions take away; they need nothing.
    needs={"calendar.only_own": ()},
    grants={"admin": ("calendar.*",), "employee": ("calendar.view",)},
)
