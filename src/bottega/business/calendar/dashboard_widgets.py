"""Dashboard widgets of the calendar: today and tomorrow, one's own visits, installations, conflicts."""

from typing import Final

from bottega.business.calendar.kinds import KINDS
from bottega.business.calendar.module import module
from bottega.kernel.i18n import T
from bottega.kernel.widgets import ME, Widget

_INSTALLATIONS: Final = ",".join(kind for kind in KINDS if kind.startswith("montaz"))

module.widget(
    "today",
    Widget(
        title=T(en="Today and tomorrow", pl="Dziś i jutro"),
        description=T(en="Who goes where", pl="Kto dokąd jedzie"),
        icon="calendar",
        screen="calendar.events",
        period="date",
        dates="today_and_tomorrow",
        sort="data",
        rows=10,
        columns="data typ pracownik_id customer_id",
        size="lg",
    ),
)
module.widget(
    "mine",
    Widget(
        title=T(en="My days", pl="Moje dni"),
        description=T(en="Visits of the next three days", pl="Wyjazdy najbliższych trzech dni"),
        icon="calendar-check",
        screen="calendar.events",
        filters={"pracownikId": ME},
        period="date",
        dates="next_3_days",
        sort="data",
        rows=8,
        columns="data typ contract_id opis",
        size="lg",
    ),
)
module.widget(
    "installations",
    Widget(
        title=T(en="Installations this week", pl="Montaże tego tygodnia"),
        icon="hammer",
        screen="calendar.events",
        filters={"typ": _INSTALLATIONS},
        period="date",
        dates="this_week",
        sort="data",
        rows=8,
        columns="data typ pracownik_id contract_id",
        size="lg",
    ),
)
module.widget(
    "upcomingInstallations",
    Widget(
        title=T(en="Installations of three days", pl="Montaże trzech dni"),
        description=T(en="What has to be issued", pl="Na co trzeba wydać towar"),
        icon="hammer",
        screen="calendar.events",
        filters={"typ": _INSTALLATIONS},
        period="date",
        dates="next_3_days",
        sort="data",
        rows=8,
        columns="data typ contract_id pracownik_id",
        size="md",
        enabled=False,
    ),
)
module.widget(
    "conflicts",
    Widget(
        title=T(en="Conflicts in the calendar", pl="Konflikty w kalendarzu"),
        description=T(en="Events of the next days that break a rule", pl="Wydarzenia najbliższych dni wbrew regułom"),
        icon="triangle-alert",
        screen="calendar.events",
        filters={"konflikt": True},
        period="date",
        dates="next_7_days",
        sort="data",
        rows=5,
        columns="data typ pracownik_id",
        size="md",
        alarm=True,
    ),
)
