"""The warranty card: a voluntary guarantee beside the consumer's statutory rights.

Law: guarantee, KC art. 577-581; non-conformity with the contract, act on consumer rights (UPK) chapter 5a, art.
43a-43g; a complaint not answered within 14 days counts as accepted, UPK art. 7a; a durability guarantee is no worse
than UPK art. 43d (art. 43g ust. 2). For businesses: rękojmia, KC art. 556 ff. The words are in
``templates/warranty.toml``.
"""

import tomllib
from datetime import date
from functools import cache
from typing import Any, Final

from bottega.business.documents.compose.contract_data import Dossier
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.letters import BY_HAND, day, letter, specification
from bottega.business.documents.content.models import Letter
from bottega.business.documents.content.sections import Section
from bottega.business.documents.render.pdf import TEMPLATES
from bottega.kernel.number_formats import Counted

MONTHS: Final = Counted(en=("month", "months"), pl=("miesiąc", "miesiące", "miesięcy"))
SERVICE: Final = ("Data zgłoszenia", "Opis wady i naprawy", "Data naprawy", "Podpis serwisanta")


def warranty(dossier: Dossier, wishes: Wishes) -> Letter:
    """The card of a contract: of work that is not finished yet it is a sample only."""
    words = _words()
    months: int = dossier.profile["gwarancja_miesiace"]
    handed = dossier.completed
    buyer = dossier.buyer
    reach = ", ".join(part for part in (dossier.seller.telefon, dossier.seller.email) if part)
    parts = [
        Section(
            "Przedmiot i okres gwarancji",
            dane=(
                ("Gwarant", ", ".join((dossier.seller.nazwa, *dossier.seller.adres))),
                ("Zgłoszenia", reach or BY_HAND),
                ("Umowa", dossier.contract["numer"]),
                ("Miejsce montażu", str(dossier.site or dossier.home or "")),
                ("Data odbioru", day(handed) if handed else BY_HAND),
                ("Okres gwarancji", _period(months, handed)),
                ("Okucia", "zgodnie z gwarancją producenta, nie krócej niż okres gwarancji"),
                ("Zasięg terytorialny", "terytorium Rzeczypospolitej Polskiej"),
            ),
        ),
        # What the customer brought is not warranted.
        *specification(dossier, own=False),
        Section("Uprawnienia z gwarancji", punkty=tuple(words["uprawnienia"])),
        Section("Zgłaszanie wad", punkty=tuple(words["zglaszanie"])),
        Section("Warunki użytkowania", punkty=tuple(words["uzytkowanie"])),
        Section("Gwarancja nie obejmuje", punkty=tuple(words["wylaczenia"])),
        Section("Uprawnienia z mocy prawa", akapity=(words["konsument" if buyer.konsument else "przedsiebiorca"],)),
        Section("Adnotacje serwisowe", naglowki=SERVICE, wiersze=(("",) * len(SERVICE),) * 6, odreczna=True),
    ]
    return letter(
        "GW", dossier, wishes, parts, ("gwarant", "nabywca"), role=("Gwarant", "Nabywca"), szkic=handed is None
    )


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / "warranty.toml").read_text(encoding="utf-8"))


def _period(months: int, handed: date | None) -> str:
    term = f"{MONTHS(months, 'pl')} od daty odbioru"
    return term if handed is None else f"{term}, do {day(months_later(handed, months))}"


def months_later(start: date, months: int) -> date:
    """The day that ends a term of months: the same day of the month, or the last one there is (KC art. 112)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    for number in range(start.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, start.day)
