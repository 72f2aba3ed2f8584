"""Groups of the menu, in the order of a studio's day; every module puts its pages into one of them."""

from typing import Final

from bottega.kernel.i18n import T
from bottega.kernel.screens import NavGroup

TODAY: Final = NavGroup("today.nav.group", T(en="Today", pl="Dziś"), 0)
SALES: Final = NavGroup("sales.nav.group", T(en="Sales", pl="Sprzedaż"), 10)
CONTRACTS: Final = NavGroup("contracts.nav.group", T(en="Contracts", pl="Umowy"), 20)
CALENDAR: Final = NavGroup("calendar.nav.group", T(en="Calendar", pl="Kalendarz"), 30)
MONEY: Final = NavGroup("finance.nav.group", T(en="Money", pl="Pieniądze"), 40)
PAPERS: Final = NavGroup("documents.nav.group", T(en="Documents", pl="Dokumenty"), 50)
STORE: Final = NavGroup("warehouse.nav.group", T(en="Warehouse", pl="Magazyn"), 60)
PEOPLE: Final = NavGroup("auth.nav.group", T(en="Team", pl="Zespół"), 70)
MESSAGES: Final = NavGroup("messaging.nav.group", T(en="Messages", pl="Wiadomości"), 80)
SETTINGS: Final = NavGroup("settings.nav.group", T(en="Settings", pl="Ustawienia"), 90)
