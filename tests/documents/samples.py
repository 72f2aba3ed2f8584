"""Sample documents of the demo studio's stories: a kitchen in a flat, one with an island, a dentist's practice."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bottega.business.documents.content.models import (
    Account,
    Advance,
    Buyer,
    CashVoucher,
    Contract,
    Correction,
    GoodsNote,
    Invoice,
    Item,
    Line,
    Notes,
    Payment,
    Received,
    Seller,
)
from bottega.business.documents.content.vat_gross_method import (
    RateTotal,
    advance,
    by_rate,
    remaining,
    shared_out,
    together,
    whole,
)

MOMENT = datetime(2026, 5, 12, 10, 30, tzinfo=UTC)
JESION = Seller(
    nazwa="Studio Mebli JESION sp. z o.o.",
    adres=("ul. Stolarska 12", "61-001 Poznań"),
    nip="9991079199",
    regon="990010010",
    krs="0000999001",
    bdo="000999001",
    kapital=Decimal("50000.00"),
    email="biuro@example.com",
    telefon="+48 600 000 001",
    rachunki=(Account("43 9990 0012 0000 0001 0000 0001", "Bank Przykładowy S.A.", "bieżący"),),
)
ZALEWSKA = Buyer("Żaneta Zalewska", ("ul. Źródlana 7/12", "61-050 Poznań"), telefon="+48 600 000 044")
NOWAK = Buyer("Janina Nowak", ("ul. Świętosławska 3/4", "61-840 Poznań"))
DENTIST = Buyer(
    "Dentysta Ratajczaka sp. z o.o.", ("ul. Ratajczaka 20", "61-815 Poznań"), "9991158384", "990010026", osoba=False
)
ISLAND_CONTRACT = Contract("K/2026/041", date(2026, 5, 8), ("ul. Źródlana 7/12", "61-050 Poznań"), "kuchnia z wyspą")
GROUNDS = (
    "Kompleksowa usługa trwałej zabudowy meblowej",
    "art. 41 ust. 2 i 12–12b ustawy o VAT; uchwała NSA I FPS 2/13",
)


def lines(parts: Sequence[tuple[Any, ...]]) -> tuple[Line, ...]:
    """Lines of name, rate and gross amount, optionally unit, quantity, price and discount."""
    totals = {one.stawka: one for one in by_rate([(part[1], Decimal(part[2])) for part in parts])}
    shares = {
        stawka: iter(shared_out(total, [Decimal(part[2]) for part in parts if part[1] == stawka]))
        for stawka, total in totals.items()
    }
    made: list[Line] = []
    for lp, part in enumerate(parts, 1):
        share = next(shares[part[1]])
        unit, count, price, discount = (*part[3:], *("kpl.", "1", part[2], None)[len(part) - 3 :])
        made.append(
            Line(
                lp,
                part[0],
                unit,
                Decimal(count),
                Decimal(price),
                part[1],
                share.netto,
                share.vat,
                share.brutto,
                rabat=None if discount is None else Decimal(discount),
                pkwiu="43.32.10.0" if part[1] == "8" else None,
                zal_15=part[1] == "8",
                podstawa=GROUNDS[0] if part[1] == "8" else None,
                zrodlo=GROUNDS[1] if part[1] == "8" else None,
            )
        )
    return tuple(made)


def invoice(rodzaj: str, tytul: str, pozycje: tuple[Line, ...], **changed: Any) -> Invoice:
    """An invoice of the island kitchen unless told otherwise."""
    totals = by_rate([(one.stawka, one.brutto) for one in pozycje])
    values: dict[str, Any] = {
        "sprzedawca": JESION,
        "nabywca": ZALEWSKA,
        "data_wystawienia": date(2026, 5, 12),
        "pozycje": pozycje,
        "stawki": totals,
        "razem": whole(totals),
        "slownie": "trzydzieści tysięcy złotych zero groszy",
        "numer": f"{rodzaj}/2026/05/007",
        "miejsce": "Poznań",
        "data_sprzedazy": date(2026, 5, 11),
        "umowa": ISLAND_CONTRACT,
        "stawki_pozycji": totals,
        "razem_pozycji": whole(totals),
        "wystawil": "Katarzyna Wolna",
        "platnosc": Payment(
            "przelew", whole(totals).brutto, date(2026, 5, 26), rachunek=JESION.rachunki[0], tytul="K/2026/041"
        ),
    }
    return Invoice(rodzaj, tytul, **{**values, **changed})


ISLAND_ORDER = lines(
    [
        ("Trwała zabudowa meblowa kuchni wraz z projektem, dopasowaniem i montażem", "8", "24000.00"),
        ("Sprzęt AGD do zabudowy wg specyfikacji umowy", "23", "6000.00"),
    ]
)
ORDER_TOTALS = by_rate([("8", Decimal("24000.00")), ("23", Decimal("6000.00"))])
FIRST_ADVANCE = advance(ORDER_TOTALS, Decimal("10000.00"))


def vat() -> Invoice:
    """An invoice at both rates."""
    return invoice("FV", "Faktura VAT", ISLAND_ORDER)


def advance_invoice() -> Invoice:
    """The advance invoice of the worked example of docs/business-rules.md, «VAT rates»."""
    return invoice(
        "FZ",
        "Faktura zaliczkowa",
        ISLAND_ORDER,
        stawki=FIRST_ADVANCE,
        razem=whole(FIRST_ADVANCE),
        slownie="dziesięć tysięcy złotych zero groszy",
        platnosc=Payment(
            "przelew",
            Decimal("0.00"),
            wplaty=(Received(date(2026, 5, 11), Decimal("10000.00"), "przelew", "Zadatek"),),
            zaplacono=Decimal("10000.00"),
        ),
    )


def final_invoice() -> Invoice:
    """The final invoice of the worked example."""
    left = remaining(ORDER_TOTALS, FIRST_ADVANCE)
    paid = whole(FIRST_ADVANCE)
    return invoice(
        "FK",
        "Faktura końcowa",
        ISLAND_ORDER,
        stawki=left,
        razem=whole(left),
        data_wystawienia=date(2026, 7, 20),
        data_sprzedazy=date(2026, 7, 17),
        slownie="dwadzieścia tysięcy złotych zero groszy",
        zaliczki=(Advance("FZ/2026/05/007", date(2026, 5, 12), FIRST_ADVANCE, paid.netto, paid.vat, paid.brutto),),
        wz=("WZ/2026/07/003",),
        platnosc=Payment(
            "przelew", Decimal("20000.00"), date(2026, 7, 27), rachunek=JESION.rachunki[0], tytul="K/2026/041"
        ),
    )


def correction() -> Invoice:
    """A correction of the VAT invoice: the kitchen is cheaper by 1 000 zł."""
    after = lines([(ISLAND_ORDER[0].nazwa, "8", "23000.00"), (ISLAND_ORDER[1].nazwa, "23", "6000.00")])
    totals = by_rate([(one.stawka, one.brutto) for one in after])
    change = together(totals, tuple(-one for one in ORDER_TOTALS))
    return invoice(
        "KOR",
        "Faktura korygująca",
        after,
        stawki=change,
        razem=whole(change),
        stawki_pozycji=totals,
        razem_pozycji=whole(totals),
        slownie="jeden tysiąc złotych zero groszy",
        platnosc=None,
        korekta=Correction(
            "FV/2026/05/007",
            date(2026, 5, 12),
            "udzielenie rabatu za opóźnienie dostawy blatu",
            ISLAND_ORDER,
            ORDER_TOTALS,
            brutto_przed=Decimal("30000.00"),
        ),
    )


def split_payment() -> Invoice:
    """An invoice of a company above 15 000 zł for a service of annex 15."""
    order = tuple(
        Line(**{**{name: getattr(one, name) for name in one.__struct_fields__}, "pkwiu": "43.32.10.0", "zal_15": True})
        for one in lines([("Zabudowa meblowa gabinetu stomatologicznego – wykonanie i montaż", "23", "61000.00")])
    )
    return invoice(
        "FV",
        "Faktura VAT",
        order,
        nabywca=DENTIST,
        numer="FV/2026/05/008",
        adnotacje=Notes(mpp=True),
        umowa=Contract("K/2026/052", date(2026, 3, 2), ("ul. Ratajczaka 20", "61-815 Poznań"), "lokal usługowy"),
        slownie="sześćdziesiąt jeden tysięcy złotych zero groszy",
    )


def proforma() -> Invoice:
    """A pro forma of the kitchen."""
    return invoice(
        "PF", "Faktura pro forma", ISLAND_ORDER, numer="PF/2026/011", data_sprzedazy=None, wazna_do=date(2026, 6, 11)
    )


def long_invoice(count: int = 40) -> Invoice:
    """An invoice whose lines fill more than a page."""
    parts = [
        (
            f"Element zabudowy nr {n}: front lakierowany mat RAL 9003 z uchwytem krawędziowym, szafka dolna",
            "23",
            "246.00",
            "szt.",
            "2",
            "129.47",
            "5",
        )
        for n in range(1, count + 1)
    ]
    return invoice("FV", "Faktura VAT", lines(parts), nabywca=DENTIST, adnotacje=Notes(mpp=True))


def with_rates(*amounts: RateTotal) -> tuple[RateTotal, ...]:
    """A reading aid for tests."""
    return amounts


def cash_voucher() -> CashVoucher:
    """Cash for the deposit."""
    return CashVoucher(
        "KP",
        "KP – Kasa przyjmie",
        JESION,
        NOWAK,
        date(2026, 5, 11),
        "GL – kasa główna",
        Decimal("9840.00"),
        "dziewięć tysięcy osiemset czterdzieści złotych zero groszy",
        "Zadatek do umowy K/2026/017",
        date(2026, 5, 11),
        numer="KP/GL/2026/05/002",
        miejsce="Poznań",
        wystawil="Katarzyna Wolna",
        nr_paragonu="0421/2026",
        umowa=Contract("K/2026/017", date(2026, 5, 8)),
    )


def goods_issue() -> GoodsNote:
    """Boards for the kitchen."""
    boards = (
        "Egger W1000 ST9 biały premium 18 mm",
        "Egger H1180 ST37 dąb Halifax naturalny 18 mm",
        "Blat kompakt 12 mm czarny",
    )
    items = tuple(
        Item(lp, f"{name}, 2800×2070", "szt.", Decimal(lp), Decimal("320.00"), Decimal(320 * lp))
        for lp, name in enumerate(boards, 1)
    )
    return GoodsNote(
        "WZ",
        "WZ – Wydanie zewnętrzne",
        JESION,
        ZALEWSKA,
        date(2026, 7, 14),
        items,
        numer="WZ/2026/07/003",
        miejsce="Poznań",
        data_wydania=date(2026, 7, 14),
        umowa=ISLAND_CONTRACT,
        magazyn="Regał A",
        transport="PO 4K512",
        razem=Decimal("1920.00"),
        wystawil="Grzegorz Paleta",
        odebral="Damian Kowal",
    )


def purchase_order() -> GoodsNote:
    """A worktop from a supplier."""
    items = (
        Item(
            1,
            "Blat kwarcowy Silestone 20 mm wg rysunku",
            "mb",
            Decimal("3.200"),
            uwagi="Krawędź prosta, wycięcie pod zlew podwieszany.",
        ),
        Item(2, "Płyta ścienna kwarcowa 20 mm", "m²", Decimal("1.850")),
    )
    return GoodsNote(
        "PO",
        "Zamówienie do dostawcy",
        JESION,
        Buyer("Blaty Granex", osoba=False),
        date(2026, 6, 1),
        items,
        numer="ZD/2026/031",
        miejsce="Poznań",
        umowa=ISLAND_CONTRACT,
        dostawa=JESION.adres,
        wystawil="Anna Maj",
    )


def exempt() -> Invoice:
    """An invoice of a seller who is exempt from VAT."""
    order = lines([("Szafa wnękowa na wymiar", "zw", "30000.00")])
    return invoice(
        "FV", "Faktura", order, adnotacje=Notes(zwolnienie="art. 113 ust. 1 ustawy o VAT"), stopka="Dziękujemy!"
    )


def paid_in_parts() -> Invoice:
    """An invoice that was paid twice, and not wholly."""
    parts = (
        Received(date(2026, 5, 2), Decimal("10000.00"), "gotowka", "Rata"),
        Received(date(2026, 5, 3), Decimal("5000.00"), "kompensata", "Rata"),
    )
    payment = Payment("przelew", Decimal("15000.00"), date(2026, 5, 26), parts, Decimal("15000.00"), JESION.rachunki[0])
    return invoice("FV", "Faktura VAT", ISLAND_ORDER, platnosc=payment)


def advance_of_a_business() -> Invoice:
    """An advance of a company above the threshold of split payment."""
    order = split_payment().pozycje
    totals = by_rate([(one.stawka, one.brutto) for one in order])
    paid = advance(totals, Decimal("18300.00"))
    return invoice(
        "FZ", "Faktura zaliczkowa", order, nabywca=DENTIST, stawki=paid, razem=whole(paid), adnotacje=Notes(mpp=True)
    )


def correction_of_an_advance() -> Invoice:
    """Of the advance 4 000 zł were paid back."""
    change = together(advance(ORDER_TOTALS, Decimal("6000.00")), tuple(-one for one in FIRST_ADVANCE))
    return invoice(
        "KOR",
        "Faktura korygująca",
        ISLAND_ORDER,
        stawki=change,
        razem=whole(change),
        platnosc=None,
        korekta=Correction(
            "FZ/2026/05/007",
            date(2026, 5, 12),
            "zwrot części zaliczki",
            ISLAND_ORDER,
            FIRST_ADVANCE,
            "FZ",
            brutto_przed=Decimal("10000.00"),
        ),
    )


def correction_of_a_final_invoice() -> Invoice:
    """The kitchen of the final invoice is cheaper, and that invoice has a number in KSeF."""
    made = correction()
    assert made.korekta is not None
    before = Correction(
        "FK/2026/05/007",
        date(2026, 7, 20),
        made.korekta.przyczyna,
        ISLAND_ORDER,
        ORDER_TOTALS,
        "FK",
        "5265877635-20250826-0100001AF629-AF",
        Decimal("20000.00"),
    )
    return invoice(
        "KOR", "Faktura korygująca", made.pozycje, stawki=made.stawki, razem=made.razem, platnosc=None, korekta=before
    )
