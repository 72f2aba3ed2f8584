"""The screen of calendar feeds, and the board's place in the menu."""

from bottega.business.calendar.module import module
from bottega.kernel.i18n import T
from bottega.kernel.screens import Nav, Screen
from bottega.platform.navigation_groups import CALENDAR

module.page(
    "/backend/calendar", T(en="Board", pl="Tablica"), "calendar.view", group=CALENDAR, icon="calendar-range", order=5
)
module.screen(
    "feeds",
    Screen(
        icon="link",
        nav=Nav(CALENDAR, 40),
        label=T(en="Calendar feed", pl="Kanał kalendarza"),
        plural=T(en="Calendar feeds", pl="Kanały kalendarza"),
        entity="calendar:feed",
        title="{nazwa}",
        columns="nazwa pracownik_id created_at last_used_at",
        quick="nazwa pracownik_id",
        empty=T(
            en="No feeds yet: with one your telephone shows this calendar",
            pl="Nie ma jeszcze kanałów: dzięki nim kalendarz pokaże telefon",
        ),
    ),
)
