"""The screen of events: what their list shows first, their form, and who is asked for on a Monday."""

from typing import Final

from bottega.business.calendar.kinds import KINDS, is_installation
from bottega.kernel.i18n import T
from bottega.kernel.screens import Child, Days, Group, Nav, Preset, Screen
from bottega.platform.navigation_groups import CALENDAR

_INSTALLATIONS: Final = ",".join(kind for kind in KINDS if is_installation(kind))

EVENT: Final = Screen(
    icon="calendar-days",
    nav=Nav(CALENDAR, 10),
    page="calendar",
    columns="data typ pracownik_id contract_id customer_id opis konflikt przelozone_na",
    quick="typ data pracownik_id contract_id customer_id opis",
    groups=(
        Group(T(en="When and who", pl="Kiedy i kto"), "typ data pracownik_id opcje"),
        Group(T(en="What it is about", pl="Czego dotyczy"), "contract_id customer_id opis"),
    ),
    views=(Days(day="data"),),
    presets=(
        Preset(T(en="In conflict", pl="W konflikcie"), konflikt=True),
        Preset(T(en="Installations", pl="Montaże"), typ=_INSTALLATIONS),
        Preset(T(en="Measurements", pl="Pomiary"), typ="pomiar"),
        Preset(T(en="Repairs and complaints", pl="Poprawki i reklamacje"), typ="poprawki,reklamacja,serwis"),
        Preset(T(en="Leave", pl="Urlopy"), typ="urlop"),
    ),
    tones={"konflikt": {True: "danger"}},
    children=(Child("reschedules", by="toEventId"),),
    empty=T(en="Nobody has anything planned", pl="Nikt nie ma nic zaplanowanego"),
)
