"""Every kind of paper at a number of lines, with ordinary words or with the worst that may be entered."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import cycle
from typing import Any, Final
from uuid import UUID

import dossiers
import msgspec
import samples
from msgspec.structs import replace

from bottega.business.documents.compose import letters
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.measurement_protocols import Visit, protocol
from bottega.business.documents.compose.warranty import warranty
from bottega.business.documents.content.models import (
    Advance,
    CashLine,
    CashReport,
    CashVoucher,
    Correction,
    GoodsNote,
    Invoice,
    Item,
    Letter,
    Paper,
    Payment,
    Received,
    plain,
)
from bottega.business.documents.content.vat_gross_method import RateTotal, advance, by_rate, together, whole
from bottega.business.documents.issuer import Desk
from bottega.business.measurements import MeasurementFacts

# What breaks a layout: no blank in a whole field, blanks that do not break, letters as wide as they get, letters from
# right to left, and what typst would take for markup.
WORST: Final = (
    "Słowo" + "bezprzerwy" * 30,
    "W" * 300,
    '#panic("x") *b* _i_ $x^2$ <a> @b \\ // /* [] `raw` = - + ' * 6,
    "dąb\u00a0sonoma\u00a0" * 30,
    "https://example.com/dekory?kolor=" + "dab-halifax/" * 30,
    "العربية\u200f" * 40,
    "\u202eodwrócone\u202c " + "nieprzerwane" * 30,
)
# The most letters a field may have, where the API bounds it below 255.
LIMITS: Final[Mapping[str, int]] = {
    "adres": 160,
    "adres_montazu": 160,
    "dostawa": 160,
    "jednostka": 20,
    "numer": 40,
    "miejsce": 80,
    "email": 100,
    "telefon": 40,
    "www": 120,
    "krs": 20,
    "bdo": 20,
    "sad": 200,
    "bank": 120,
    "tytul": 40,
    "kasa": 80,
    "magazyn": 80,
    "transport": 120,
    "odebral": 120,
    "wydal": 120,
    "wystawil": 120,
    "nr_paragonu": 40,
    "raport": 60,
    "dowod": 40,
    "przyczyna": 250,
    "uwagi": 1000,
    "stopka": 500,
    "przedmiot": 40,
    "zwolnienie": 200,
    "wz": 40,
    "korekty": 40,
    "akapity": 3000,
    "punkty": 160,
    "zrodlo": 120,
}
# What the house writes itself.
OURS: Final = frozenset(
    {
        "rodzaj",
        "stawka",
        "forma",
        "forma_przed",
        "slownie",
        "nip",
        "kraj",
        "nr_vat_ue",
        "nr_id",
        "regon",
        "nrb",
        "numer_ksef",
        "pkwiu",
        "naglowki",
        "podpisy",
        "role",
        "podtytul",
        "razem",
        "podstawa",
        "typ",
    }
)

# What is there for the house, or is printed in other words.
UNPRINTED: Final = frozenset({"rodzaj", "stawka", "forma", "podstawa", "typ", "zrodlo", "rachunki", "forma_przed"})


@dataclass(frozen=True)
class Closed:
    """A paper, and what has to be on the page that its signatures are on."""

    paper: Paper
    last: Callable[[Any], str]
    signature: str


# These are as long as they are, however much was sold.
OF_ONE_SIZE: Final = frozenset({"KP", "KW", "OSW", "PRP", "KOR of buyer"})


def every(count: int) -> dict[str, Callable[[], Closed]]:
    """A maker of every paper at so many lines, by its name."""
    order = samples.long_invoice(count)
    return {
        "FV": lambda: _invoice(order),
        "FV paid by several means": lambda: _invoice(replace(order, platnosc=_paid(order))),
        "FZ": lambda: _invoice(_advance(order)),
        "FZ covering": lambda: _advances(replace(_advance(order), zaliczki=_earlier(order, count))),
        "FK": lambda: _advances(_final(order, count)),
        "KOR": lambda: _invoice(_correction(order)),
        "KOR of FZ": lambda: _invoice(_correction_of_advance(order)),
        "KOR of buyer": lambda: Closed(_correction_of_buyer(order), _unchanged, "odebrał(a)"),
        "PF": lambda: Closed(_proforma(order), _last_line, "wystawił(a)"),
        "KP": lambda: Closed(samples.cash_voucher(), _always("Słownie:"), "wpłacający"),
        "KW": lambda: Closed(_cash_payment(), _always("Słownie:"), "odbiorca"),
        "RK": lambda: _report(count),
        "WZ": lambda: _goods(samples.goods_issue(), count, "odebrał(a)"),
        "PO": lambda: _goods(samples.purchase_order(), count, "zamówił(a)"),
        "UM": lambda: Closed(_contract(count, []), _always("Razem"), "Zamawiający"),
        "UM with texts": lambda: Closed(_contract(count, TEXTS), _last_of_section, "Zamawiający"),
        "GW": lambda: Closed(warranty(_dossier(count), Wishes()), _always("Adnotacje serwisowe"), "nabywca"),
        "PRO": lambda: Closed(letters.acceptance(_dossier(count), Wishes()), _last_title, "odebrał (Zamawiający)"),
        "OSW": lambda: Closed(letters.vat_statement(_dossier(count), Wishes()), _last_of_section, "podpis nabywcy"),
        "PRP": lambda: Closed(_protocol(), _last_title, "mierzący"),
    }


TEXTS: Final = [
    ("Ogólne warunki umowy", "\n".join(f"{n}. Strony ustalają zakres prac na piśmie." for n in range(1, 30))),
    ("RODO", "Administratorem danych jest Wykonawca."),
]


def at_worst(paper: Paper) -> Paper:
    """The same paper with the worst words in every place that takes words."""
    words = cycle(WORST)
    made = _worsened(plain(paper), words, "")
    return msgspec.convert(made, type(paper), strict=False)


def _worsened(value: Any, words: Iterator[str], name: str) -> Any:
    match value:
        case dict() if value.get("odreczna"):
            return value
        case dict():
            return {key: _worsened(inner, words, key) for key, inner in value.items()}
        case list() | tuple() if name in OURS:
            return value
        case list() | tuple():
            return [_worsened(inner, words, name) for inner in value]
        case str() if name in OURS or _is_figure(value):
            return value
        case str() if value:
            return next(words)[: LIMITS.get(name, 255)].strip()
        case _:
            return value


def _is_figure(text: str) -> bool:
    try:
        Decimal(text)
    except ArithmeticError:
        return len(text) == 10 and text[4:5] == "-" and text[:4].isdigit()
    return True


def _always(text: str) -> Callable[[Any], str]:
    return lambda _: text


def _last_line(paper: Any) -> str:
    return str(paper.pozycje[-1].nazwa)


def _unchanged(paper: Invoice) -> str:
    assert paper.korekta is not None
    return "pozostają bez zmian" if paper.korekta.przed == paper.pozycje else _last_line(paper)


def _last_title(paper: Letter) -> str:
    return paper.czesci[-1].tytul


def _last_of_section(paper: Letter) -> str:
    return [part for part in paper.czesci if not part.zalacznik][-1].punkty[-1]


def _invoice(invoice: Invoice) -> Closed:
    return Closed(invoice, _last_line, "odebrał(a)")


def _advances(invoice: Invoice) -> Closed:
    return Closed(invoice, lambda paper: paper.zaliczki[-1].numer, "odebrał(a)")


def _paid(order: Invoice) -> Payment:
    first, rest = Decimal("100.00"), order.razem.brutto - Decimal("100.00")
    paid = (Received(date(2026, 5, 2), first, "gotowka", "Rata"), Received(date(2026, 5, 3), rest, "przelew", "Rata"))
    return Payment("gotowka", Decimal("0.00"), wplaty=paid, zaplacono=order.razem.brutto)


def _advance(order: Invoice) -> Invoice:
    paid = advance(order.stawki, Decimal("100.00"))
    return replace(order, rodzaj="FZ", tytul="Faktura zaliczkowa", stawki=paid, razem=whole(paid))


def _earlier(order: Invoice, count: int) -> tuple[Advance, ...]:
    part = advance(order.stawki, Decimal("10.00"))
    sums = whole(part)
    return tuple(
        Advance(
            f"FZ/2026/05/{n:03d}",
            date(2026, 5, 12),
            part,
            sums.netto,
            sums.vat,
            sums.brutto,
            korekty=("KOR/2026/06/001",),
        )
        for n in range(1, min(count, 12) + 1)
    )


def _final(order: Invoice, count: int) -> Invoice:
    return replace(order, rodzaj="FK", tytul="Faktura końcowa", zaliczki=_earlier(order, count), wz=("WZ/2026/07/003",))


def _correction(order: Invoice) -> Invoice:
    after = replace(order.pozycje[0], brutto=order.pozycje[0].brutto - Decimal("23.00"))
    lines = (after, *order.pozycje[1:])
    totals = by_rate([(one.stawka, one.brutto) for one in lines])
    change = together(totals, tuple(-one for one in order.stawki))
    corrected = Correction("FV/2026/05/007", date(2026, 5, 12), "rabat", order.pozycje, order.stawki)
    return replace(
        order,
        rodzaj="KOR",
        tytul="Faktura korygująca",
        pozycje=lines,
        stawki=change,
        razem=whole(change),
        platnosc=None,
        korekta=corrected,
    )


def _correction_of_advance(order: Invoice) -> Invoice:
    before = advance(order.stawki, Decimal("100.00"))
    after = advance(order.stawki, Decimal("40.00"))
    change = together(after, tuple(-one for one in before))
    corrected = Correction(
        "FZ/2026/05/007",
        date(2026, 5, 12),
        "zwrot części zaliczki",
        order.pozycje,
        before,
        "FZ",
        brutto_przed=Decimal("100.00"),
        brutto_po=Decimal("40.00"),
        stawki_po=after,
    )
    return replace(
        order,
        rodzaj="KOR",
        tytul="Faktura korygująca",
        stawki=change,
        razem=whole(change),
        platnosc=None,
        korekta=corrected,
    )


def _correction_of_buyer(order: Invoice) -> Invoice:
    nothing = RateTotal("", Decimal("0.00"), Decimal("0.00"), Decimal("0.00"))
    corrected = Correction(
        "FV/2026/05/007", date(2026, 5, 12), "zmiana nazwy", order.pozycje, order.stawki, nabywca_przed=order.nabywca
    )
    return replace(
        order, rodzaj="KOR", tytul="Faktura korygująca", stawki=(), razem=nothing, platnosc=None, korekta=corrected
    )


def _proforma(order: Invoice) -> Invoice:
    assert order.platnosc is not None
    return replace(
        order,
        rodzaj="PF",
        tytul="Faktura pro forma",
        data_sprzedazy=None,
        wazna_do=date(2026, 6, 11),
        platnosc=replace(order.platnosc, zaplacono=Decimal("250.00")),
    )


def _cash_payment() -> CashVoucher:
    return replace(
        samples.cash_voucher(),
        rodzaj="KW",
        tytul="KW – Kasa wypłaci",
        za_co="Zwrot wpłaty do umowy K/2026/017",
        nr_paragonu=None,
        raport="RK/GL/2026/05, poz. 7",
    )


def _report(count: int) -> Closed:
    lines = tuple(
        CashLine(
            n,
            n,
            date(2026, 5, 1 + n % 28),
            f"KP/GL/2026/05/{n:03d}",
            f"Zadatek do umowy K/2026/{n:03d}",
            Decimal("100.00"),
            Decimal("0.00"),
            Decimal(100 * n),
            anulowana=n % 7 == 3,
        )
        for n in range(1, count + 1)
    )
    report = CashReport(
        "RK",
        "Raport kasowy",
        samples.JESION,
        date(2026, 5, 31),
        "GL – kasa główna",
        date(2026, 5, 1),
        date(2026, 5, 31),
        Decimal("0.00"),
        lines,
        Decimal(100 * count),
        Decimal("0.00"),
        Decimal(100 * count),
        count,
        numer="RK/GL/2026/05",
        miejsce="Poznań",
        wystawil="Katarzyna Wolna",
        uwagi="Stan zgodny ze spisem z natury.",
    )
    return Closed(report, _last_line, "sporządził(a)")


def _goods(note: GoodsNote, count: int, signature: str) -> Closed:
    items = tuple(
        Item(
            n,
            f"Płyta Egger W1000 ST9 nr {n}",
            "szt.",
            Decimal(n),
            note.pozycje[0].cena,
            note.pozycje[0].cena,
            uwagi="Krawędź prosta.",
        )
        for n in range(1, count + 1)
    )
    made = replace(note, pozycje=items, uwagi="Rozładunek od podwórza.")
    return Closed(made, lambda paper: paper.pozycje[-1].uwagi, signature)


def _dossier(count: int) -> Any:
    rows = [
        {"grupa_meblowa": f"szafka nr {n}", "korpus": "Egger W1000 ST9 18 mm", "pcv": "0,8 mm", "boki": "jak korpus"}
        for n in range(1, count + 1)
    ]
    handles = [{"typ": "tip-on", "kolor": None, "dlugosc": None, "sztuk": None, "uwagi": None}]
    return dossiers.dossier(specification={**dossiers.SPECIFICATION, "furniture": rows, "handles": handles})


def _contract(count: int, texts: list[tuple[str, str]]) -> Letter:
    planned = [
        {"typ": "Rata", "rodzaj": "przelew", "cena": Decimal("500.00"), "data": date(2026, 5, 11)} for _ in range(count)
    ]
    return letters.contract(_dossier(count), Wishes(), planned, texts)


def _protocol() -> Letter:
    facts = MeasurementFacts(
        id=UUID(int=7),
        organization_id=UUID(int=4),
        customer_id=dossiers.CUSTOMER,
        uzytkownik_id=None,
        adres_id=None,
        contract_id=None,
        kwota=Decimal("300.00"),
        oplata="oczekuje",
        zatwierdzony=None,
        zaliczyc_do=None,
    )
    desk = Desk(UUID(int=4), dossiers.PROFILE, "Katarzyna Wolna", today=date(2026, 7, 20))
    home = dossiers.address("ul. Źródlana 7/12", "61-050 Poznań")
    return protocol(Visit(facts, desk, dossiers.party(), home, home, "Damian Kowal", None), Wishes())


def texts_of(paper: Paper) -> Iterator[str]:
    """The words of a paper that are printed as they are, without what is only there for the house."""
    printed = plain(paper)
    if isinstance(paper, Letter):
        # A contract is signed by whoever may sign it, not by who prints it.
        del printed["wystawil"]
    elif isinstance(paper, Invoice) and paper.korekta and paper.korekta.przed == paper.pozycje:
        if not paper.stawki:
            del printed["pozycje"], printed["korekta"]["przed"], printed["slownie"]
    elif isinstance(paper, GoodsNote | CashVoucher):
        del printed["strona"]["telefon"], printed["strona"]["email"]
    yield from _words(printed, "")


def _words(value: Any, name: str) -> Iterator[str]:
    match value:
        case {"nrb": nrb, "bank": bank}:
            # What the studio calls its account is for itself.
            yield from (text for text in (nrb, bank) if text)
        case dict():
            for key, inner in value.items():
                if key not in UNPRINTED:
                    yield from _words(inner, key)
        case list() | tuple():
            for inner in value:
                yield from _words(inner, name)
        case str() if value and not _is_figure(value):
            yield value
        case _:
            pass
