"""Text documents: the contract, the acceptance protocol, the customer's VAT statement."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from bottega.business.contracts import Quote, slownie, zloty
from bottega.business.documents.compose.contract_data import Dossier, vat_facts
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.order_lines import after_discount, is_own
from bottega.business.documents.content.kinds import KINDS
from bottega.business.documents.content.models import Letter
from bottega.business.documents.content.polish_terms import BUILDINGS, MEANS, SUBJECT
from bottega.business.documents.content.sections import Section
from bottega.business.documents.content.vat_rates import BUSINESS, LIMITS
from bottega.business.documents.seller import place_of
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day

# What a contract that is not signed yet calls itself.
DRAFT: Final = "projekt umowy"
EXEMPT: Final = T(
    en="The seller is exempt from VAT: no rate depends on the customer's statement",
    pl="Sprzedawca jest zwolniony z VAT: żadna stawka nie zależy od oświadczenia nabywcy",
)
NOT_REDUCED: Final = T(
    en="The contract has the 23 % rate: the statement is for flats and houses at 8 %",
    pl="Umowa ma stawkę 23%: oświadczenie dotyczy lokali i domów mieszkalnych ze stawką 8%",
)
DECLARED: Final = (
    (
        "Obiekt jest zaliczany do budownictwa objętego społecznym programem mieszkaniowym w rozumieniu"
        " art. 41 ust. 12–12b ustawy o podatku od towarów i usług."
    ),
    (
        "Zabudowa meblowa zostanie trwale połączona z elementami konstrukcyjnymi obiektu (ścianami, podłogą"
        " lub sufitem) i będzie z nimi tworzyć funkcjonalną całość."
    ),
    "W obiekcie nie jest prowadzona działalność gospodarcza zmieniająca jego przeznaczenie mieszkalne.",
    "Jeżeli podane informacje okażą się nieprawdziwe, zapłacę różnicę wynikającą ze stawki 23%.",
)
ATTACHED: Final = "Integralną częścią umowy są:"
SCHEDULE_DIFFERS: Final = (
    "Suma wpłat ({suma}) różni się od wynagrodzenia ({cena}) o {o}; o należnej kwocie rozstrzyga wynagrodzenie."
)
BY_HAND: Final = "……………………………"
# Sections of the acceptance protocol that are filled in when it is signed on a screen.
OWED: Final = "Pozostało do zapłaty"
VERDICT: Final = "Odbiór"
REMARKS: Final = "Uwagi i usterki"
MENDED_BY: Final = "Termin usunięcia usterek"
OWN: Final = "własny sprzęt klienta"


def letter(
    kind: str, dossier: Dossier, wishes: Wishes, parts: Sequence[Section], signatures: tuple[str, ...], **more: Any
) -> Letter:
    """A document of sections with what all of them have."""
    values: dict[str, Any] = {"tytul": KINDS[kind].tytul, "data_wystawienia": wishes.day or dossier.today, **more}
    return Letter(
        rodzaj=kind,
        sprzedawca=dossier.seller,
        strona=dossier.buyer,
        czesci=tuple(parts),
        podpisy=signatures,
        miejsce=place_of(dict(dossier.profile)),
        umowa=dossier.umowa,
        wystawil=dossier.author,
        stopka=dossier.profile["stopka"],
        **values,
    )


def contract(
    dossier: Dossier, wishes: Wishes, planned: Sequence[Mapping[str, Any]], texts: Sequence[tuple[str, str]]
) -> Letter:
    """The contract itself: subject, specification, price, schedule, and the attached texts after the signatures."""
    quote = dossier.quote
    parts = [
        Section("Przedmiot umowy", dane=_subject(dossier), akapity=_paragraphs(dossier.contract["opis"])),
        *specification(dossier, priced=True),
        Section("Wynagrodzenie", dane=_price(quote)),
        *schedule(planned, quote.suma),
    ]
    if texts:
        names = tuple(f"Załącznik nr {n}: {name}" for n, (name, _) in enumerate(texts, 1))
        parts.append(Section("Załączniki", akapity=(ATTACHED,), punkty=names))
    parts = [
        *(msgspec.structs.replace(part, tytul=f"§ {n}. {part.tytul}") for n, part in enumerate(parts, 1)),
        *(
            Section(f"Załącznik nr {n}. {name}", akapity=_paragraphs(text), zalacznik=True)
            for n, (name, text) in enumerate(texts, 1)
        ),
    ]
    signed: date | None = dossier.contract["data_podpisania"]
    return letter(
        "UM",
        dossier,
        wishes,
        parts,
        ("Wykonawca", "Zamawiający"),
        data_wystawienia=min(signed or wishes.day or dossier.today, dossier.today),
        numer=dossier.contract["numer"],
        tytul=_title(dossier),
        podtytul=f"zawarta dnia {day(signed)}" if signed else DRAFT,
    )


def _price(quote: Quote) -> tuple[tuple[str, str], ...]:
    """The parts the price has, and what they come to."""
    parts = (("Meble", quote.meble), ("Dodatki", quote.dodatki), ("Sprzęt AGD", quote.sprzet))
    return (
        *((name, money(amount)) for name, amount in parts if amount),
        ("Razem brutto", money(quote.suma)),
        ("Słownie", slownie(quote.suma)),
    )


def _title(dossier: Dossier) -> str:
    subject = SUBJECT.get(dossier.contract["typ"])
    return f"Umowa – {subject} na wymiar" if subject else "Umowa na meble na wymiar"


def _subject(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    facts = [("Przedmiot", SUBJECT.get(dossier.contract["typ"], "meble na wymiar"))]
    if dossier.site:
        facts.append(("Miejsce montażu", str(dossier.site)))
    if moment := dossier.contract.get("termin_montazu"):
        facts.append(("Uzgodniony termin montażu", day(local_day(moment))))
    return tuple(facts)


def specification(dossier: Dossier, *, priced: bool = False, own: bool = True) -> list[Section]:
    """What is built, as it was entered: one table a kind of thing, with the columns that say something.

    ``priced`` is with the prices of appliances; without ``own`` the client's own appliances, which are not sold, are
    left out.
    """
    kinds = (
        ("Korpusy", "furniture", ("Grupa", "Korpus", "Obrzeże", "Boki"), ("grupa_meblowa", "korpus", "pcv", "boki")),
        ("Fronty", "fronts", ("Typ", "Materiał", "Kolor", "Usłojenie"), ("typ", "material", "kolor", "uslojenie")),
        ("Uchwyty", "handles", ("Typ", "Kolor", "Długość (mm)", "Sztuk"), ("typ", "kolor", "dlugosc", "sztuk")),
        (
            "Witryny",
            "vitrines",
            ("Rama", "Kolor ramy", "Szyba", "Kolor szyby"),
            ("typ_ramy", "kolor_ramy", "szyba", "kolor_szyby"),
        ),
    )
    found: list[Section] = []
    for title, name, heads, columns in kinds:
        rows = [[_cell(row[column]) for column in columns] for row in dossier.specification.get(name, [])]
        found.extend(_table(title, heads, rows))
    heads = ("Rodzaj", "Firma", "Model", *(("Cena", "Rabat", "Po rabacie") if priced else ()), "Uwagi")
    appliances = [
        [
            *(_cell(row[column]) for column in ("rodzaj", "firma", "model")),
            *(_prices(row) if priced else ()),
            OWN if is_own(row) else "",
        ]
        for row in dossier.specification.get("appliances", [])
        if own or not is_own(row)
    ]
    return [*found, *_table("Sprzęt AGD", heads, appliances)]


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Section]:
    """A table without its empty columns; none without any rows."""
    shown = [at for at in range(len(heads)) if at == 0 or any(row[at] for row in rows)]
    cells = tuple(tuple(row[at] for at in shown) for row in rows)
    return [Section(title, naglowki=tuple(heads[at] for at in shown), wiersze=cells)] if cells else []


def _prices(appliance: Mapping[str, Any]) -> tuple[str, str, str]:
    """Price, discount and what is left of the price, of an appliance that is sold."""
    if not appliance["cena"]:
        return ("", "", "")
    discount = f"{_decimal(appliance['rabat'])}%" if appliance["rabat"] else ""
    return money(appliance["cena"]), discount, money(after_discount(appliance)) if discount else ""


def schedule(planned: Sequence[Mapping[str, Any]], suma: Decimal) -> list[Section]:
    """The payment schedule, if there is one, with its sum, and a remark where that is not the price."""
    rows = tuple(
        (
            one["typ"],
            MEANS.get(one["rodzaj"], one["rodzaj"]),
            day(one["data"]) if one["data"] else "do uzgodnienia",
            money(one["cena"]),
        )
        for one in planned
    )
    if not rows:
        return []
    total = sum((one["cena"] for one in planned), Decimal(0))
    remark = SCHEDULE_DIFFERS.format(suma=money(total), cena=money(suma), o=money(abs(total - suma)))
    return [
        Section(
            "Harmonogram płatności",
            akapity=(remark,) if total != suma else (),
            naglowki=("Wpłata", "Forma", "Termin", "Kwota"),
            wiersze=rows,
            razem=("Razem", "", "", money(total)),
        )
    ]


def acceptance(dossier: Dossier, wishes: Wishes) -> Letter:
    """The acceptance protocol: what was handed over, what is wrong with it, and until when that will be mended."""
    parts = [
        Section(
            "Przedmiot odbioru",
            dane=(
                ("Umowa", dossier.contract["numer"]),
                ("Miejsce montażu", str(dossier.site or dossier.home or "")),
                ("Data odbioru", day(dossier.completed) if dossier.completed else BY_HAND),
            ),
        ),
        *specification(dossier),
        Section(
            "Oświadczenia stron",
            punkty=(
                "Wykonawca przekazuje, a Zamawiający odbiera meble opisane powyżej, wykonane i zamontowane wg umowy.",
                "Zamawiający potwierdza sprawdzenie działania zawiasów, prowadnic, oświetlenia i podłączonego sprzętu.",
                "Zamawiający otrzymał instrukcję użytkowania i pielęgnacji mebli oraz kartę gwarancyjną.",
            ),
        ),
        Section(OWED, dane=(("Kwota", money(max(dossier.quote.suma - dossier.paid, Decimal(0)))),)),
        Section(VERDICT, akapity=("☐ bez uwag          ☐ z uwagami wymienionymi poniżej          ☐ odmowa odbioru",)),
        Section(REMARKS, dane=((MENDED_BY, BY_HAND),), linie=3),
    ]
    return letter("PRO", dossier, wishes, parts, ("przekazał (Wykonawca)", "odebrał (Zamawiający)"))


def refuse_statement(dossier: Dossier) -> None:
    """409 for a statement about the reduced rate that the contract cannot have."""
    facts = vat_facts(dossier.contract, dossier.profile)
    if facts.zwolnienie is not None:
        raise Conflict(EXEMPT, code="sprzedawca_zwolniony")
    business = facts.typ in BUSINESS and facts.obiekt_rodzaj is None
    elsewhere = facts.obiekt_rodzaj is not None and facts.obiekt_rodzaj not in LIMITS
    if facts.tryb == "23" or (facts.tryb is None and (business or elsewhere)):
        raise Conflict(NOT_REDUCED, code="stawka_23")


def vat_statement(dossier: Dossier, wishes: Wishes) -> Letter:
    """What a customer declares so that the reduced rate may be used (art. 41 ust. 12-12c)."""
    facts = dossier.contract
    building: str | None = facts["obiekt_rodzaj"]
    area: Decimal | None = facts["powierzchnia_uzytkowa_m2"]
    flat, house = ("☒" if building == name else "☐" for name in LIMITS)
    parts = [
        Section(
            "Obiekt",
            akapity=(
                f"Oświadczam, że usługa wynikająca z umowy nr {facts['numer']} jest wykonywana w obiekcie:",
                f"{flat} lokal mieszkalny o powierzchni użytkowej nieprzekraczającej 150 m²,",
                f"{house} budynek mieszkalny jednorodzinny o powierzchni użytkowej nieprzekraczającej 300 m²,",
                "☐ lokal lub budynek mieszkalny o powierzchni większej niż podana wyżej,",
                "☐ inny obiekt (stawka 23%).",
            ),
            dane=(
                ("Adres obiektu", str(dossier.site or dossier.home or "……………………………………………")),
                ("Rodzaj", BUILDINGS.get(building or "", "……………………………………………")),
                ("Powierzchnia użytkowa", f"{_decimal(area)} m²" if area else "………………… m²"),
            ),
        ),
        Section("Oświadczenie", punkty=DECLARED),
    ]
    return letter("OSW", dossier, wishes, parts, ("data i czytelny podpis nabywcy",), role=("Sprzedawca", "Nabywca"))


def _paragraphs(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split("\n") if part.strip())


def _cell(value: Any) -> str:
    return _decimal(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def day(value: date) -> str:
    """A day as it is written in Poland."""
    return f"{value:%d.%m.%Y}"


def money(amount: Decimal) -> str:
    """An amount as it is written in Poland."""
    return zloty(amount)("pl")
