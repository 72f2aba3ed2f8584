"""Documents made of words: the contract with its texts, the acceptance protocol, the customer's VAT statement."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from bottega.business.contracts import slownie
from bottega.business.documents.dossier import Dossier
from bottega.business.documents.invoices import Wishes
from bottega.business.documents.kinds import KINDS
from bottega.business.documents.papers import Letter, Section
from bottega.business.documents.seller import place_of
from bottega.business.documents.vat_decision import LIMITS
from bottega.business.documents.wording import BUILDINGS, MEANS, SUBJECT, zloty
from bottega.kernel.schemas import WARSAW

# What a contract that is not signed yet calls itself.
DRAFT: Final = "projekt umowy"
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


def letter(
    kind: str,
    dossier: Dossier,
    wishes: Wishes,
    parts: Sequence[Section],
    signatures: tuple[str, ...],
    **more: Any,
) -> Letter:
    """A document of sections with what all of them have."""
    values: dict[str, Any] = {
        "tytul": KINDS[kind].tytul, "data_wystawienia": wishes.day or dossier.today, **more,
    }  # fmt: skip
    return Letter(
        rodzaj=kind, sprzedawca=dossier.seller, strona=dossier.buyer, czesci=tuple(parts), podpisy=signatures,
        miejsce=place_of(dict(dossier.profile)), umowa=dossier.umowa, wystawil=dossier.author,
        stopka=dossier.profile["stopka"],
        **values,
    )  # fmt: skip


def contract(
    dossier: Dossier, wishes: Wishes, planned: Sequence[Mapping[str, Any]], texts: Sequence[tuple[str, str]]
) -> Letter:
    """The contract itself: subject, specification, price, schedule, and every attached text on a page of its own."""
    quote = dossier.quote
    parts = [
        Section("Przedmiot umowy", dane=_subject(dossier), akapity=_paragraphs(dossier.contract["opis"])),
        *specification(dossier),
        Section(
            "Wynagrodzenie",
            dane=(
                ("Meble", money(quote.meble)), ("Dodatki", money(quote.dodatki)), ("Sprzęt AGD", money(quote.sprzet)),
                ("Razem brutto", money(quote.suma)), ("Słownie", slownie(quote.suma)),
            ),
        ),
        *schedule(planned),
    ]  # fmt: skip
    parts = [
        *(msgspec.structs.replace(part, tytul=f"§ {n}. {part.tytul}") for n, part in enumerate(parts, 1)),
        *(Section(name, akapity=_paragraphs(text), nowa_strona=True) for name, text in texts),
    ]  # fmt: skip
    signed: date | None = dossier.contract["data_podpisania"]
    return letter(
        "UM", dossier, wishes, parts, ("Wykonawca", "Zamawiający"),
        data_wystawienia=min(signed or wishes.day or dossier.today, dossier.today), numer=dossier.contract["numer"],
        tytul=_title(dossier), podtytul=f"zawarta dnia {day(signed)}" if signed else DRAFT,
    )  # fmt: skip


def _title(dossier: Dossier) -> str:
    subject = SUBJECT.get(dossier.contract["typ"])
    return f"Umowa – {subject} na wymiar" if subject else "Umowa na meble na wymiar"


def _subject(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    facts = [("Przedmiot", SUBJECT.get(dossier.contract["typ"], "meble na wymiar"))]
    if dossier.site:
        facts.append(("Miejsce montażu", str(dossier.site)))
    if moment := dossier.contract.get("termin_montazu"):
        facts.append(("Uzgodniony termin montażu", day(moment.astimezone(WARSAW).date())))
    return tuple(facts)


def specification(dossier: Dossier) -> list[Section]:
    """What is built, as it was entered: one table a kind of thing."""
    kinds = (
        ("Korpusy", "furniture", ("Grupa", "Korpus", "Obrzeże", "Boki"), ("grupa_meblowa", "korpus", "pcv", "boki")),
        ("Fronty", "fronts", ("Typ", "Materiał", "Kolor", "Usłojenie"), ("typ", "material", "kolor", "uslojenie")),
        ("Uchwyty", "handles", ("Typ", "Kolor", "Długość (mm)", "Sztuk"), ("typ", "kolor", "dlugosc", "sztuk")),
        (
            "Witryny", "vitrines", ("Rama", "Kolor ramy", "Szyba", "Kolor szyby"),
            ("typ_ramy", "kolor_ramy", "szyba", "kolor_szyby"),
        ),
        ("Sprzęt AGD", "appliances", ("Rodzaj", "Firma", "Model"), ("rodzaj", "firma", "model")),
    )  # fmt: skip
    found: list[Section] = []
    for title, name, heads, columns in kinds:
        rows = dossier.specification.get(name, [])
        cells = tuple(tuple(_cell(row[column]) for column in columns) for row in rows)
        if cells:
            found.append(Section(title, naglowki=heads, wiersze=cells))
    return found


def schedule(planned: Sequence[Mapping[str, Any]]) -> list[Section]:
    """The payment schedule, if there is one."""
    rows = tuple(
        (
            one["typ"], MEANS.get(one["rodzaj"], one["rodzaj"]), day(one["data"]) if one["data"] else "do uzgodnienia",
            money(one["cena"]),
        )
        for one in planned
    )  # fmt: skip
    if not rows:
        return []
    return [Section("Harmonogram płatności", naglowki=("Wpłata", "Forma", "Termin", "Kwota"), wiersze=rows)]


def acceptance(dossier: Dossier, wishes: Wishes) -> Letter:
    """The acceptance protocol: what was handed over, what is wrong with it, and until when that will be mended."""
    parts = [
        Section(
            "Przedmiot odbioru",
            dane=(
                ("Umowa", dossier.contract["numer"]),
                ("Miejsce montażu", str(dossier.site or dossier.home or "")),
                ("Data odbioru", day(dossier.completed) if dossier.completed else "……………………………"),
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
        Section("Odbiór", akapity=("☐ bez uwag          ☐ z uwagami wymienionymi poniżej          ☐ odmowa odbioru",)),
        Section("Uwagi i usterki", linie=4),
        Section("Termin usunięcia usterek", linie=1),
        Section("Pozostało do zapłaty", dane=(("Kwota", money(max(dossier.quote.suma - dossier.paid, Decimal(0)))),)),
    ]  # fmt: skip
    return letter("PRO", dossier, wishes, parts, ("przekazał (Wykonawca)", "odebrał (Zamawiający)"))


def vat_statement(dossier: Dossier, wishes: Wishes) -> Letter:
    """What a customer declares so that the reduced rate may be used (studio brief §10.3; art. 41 ust. 12-12c)."""
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
        Section(
            "Oświadczenie",
            punkty=DECLARED,
        ),
    ]  # fmt: skip
    return letter(
        "OSW", dossier, wishes, parts, ("data i czytelny podpis nabywcy",), role=("Sprzedawca", "Nabywca")
    )


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
