"""Twelve hand-written contracts that screenshots and tests rely on.

Their ids are the same in every demo. Days are counted back from today, so a negative number lies ahead.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

PERFECT, OVERPAID, UNPAID, MIXED_VAT, BUSINESS, POSTPONED = range(1, 7)
FORFEITED, COMPLAINT, CASH_LIMIT, ON_BLOCKED_DAY, LOSS, TOMORROW = range(7, 13)


@dataclass(frozen=True)
class Story:
    """A contract whose course is laid down; ``installed`` is None where it never came to that."""

    number: int
    title: str
    customer: str
    typ: str
    # Days ago.
    signed: int
    installed: int | None
    keeper: str
    crew: str
    meble: int
    dodatki: int
    opis: str
    settled: bool = False


STORIES: Final = (
    Story(
        PERFECT,
        "Kuchnia Nowak",
        "Ewa Nowak",
        "kuchnia",
        214,
        141,
        "Anna Maj",
        "A",
        27_400,
        3_100,
        "Kuchnia w kształcie litery L z wysoką zabudową lodówki; fronty kaszmir mat, blat dąb halifax.",
        settled=True,
    ),
    Story(
        OVERPAID,
        "Kuchnia Wiśniewski",
        "Tomasz Wiśniewski",
        "kuchnia",
        268,
        189,
        "Tomasz Lis",
        "B",
        24_900,
        2_250,
        "Kuchnia jednorzędowa z barkiem; po trzech wycenach klient wybrał fronty laminowane zamiast lakieru.",
        settled=True,
    ),
    Story(
        UNPAID,
        "Szafa Mazur",
        "Radosław Mazur",
        "szafa",
        116,
        75,
        "Julia Bąk",
        "B",
        8_600,
        640,
        "Szafa wnękowa z drzwiami przesuwnymi i lustrem, wnętrze z dwoma drążkami.",
    ),
    Story(
        MIXED_VAT,
        "Kuchnia z wyspą Zalewska",
        "Magdalena Zalewska",
        "kuchnia",
        152,
        76,
        "Anna Maj",
        "A",
        36_800,
        5_400,
        "Kuchnia z wyspą 220×100 cm; zabudowa trwała 8 %, wyspa i sprzęt AGD 23 %.",
        settled=True,
    ),
    Story(
        BUSINESS,
        "Dentysta Ratajczaka",
        "Dentysta Ratajczaka",
        "lokal_uslugowy",
        134,
        62,
        "Marek Jesionowski",
        "A",
        52_000,
        9_000,
        "Zabudowa dwóch gabinetów, rejestracji i sterylizatorni; fronty HPL, blaty kompaktowe.",
        settled=True,
    ),
    Story(
        POSTPONED,
        "Garderoba Krawczyk",
        "Joanna Krawczyk",
        "garderoba",
        128,
        31,
        "Tomasz Lis",
        "B",
        12_700,
        1_350,
        "Garderoba przechodnia za sypialnią: trzy ściany zabudowy, komoda pośrodku, oświetlenie LED w drążkach.",
        settled=True,
    ),
    Story(
        FORFEITED,
        "Kuchnia Dudek",
        "Sławomir Dudek",
        "kuchnia",
        173,
        None,
        "Tomasz Lis",
        "A",
        22_300,
        1_900,
        "Kuchnia do domu w budowie; klient odstąpił od umowy po sprzedaży działki.",
    ),
    Story(
        COMPLAINT,
        "Łazienka Sikora",
        "Beata Sikora",
        "lazienka",
        147,
        104,
        "Julia Bąk",
        "B",
        6_900,
        820,
        "Szafka pod dwie umywalki i słupek z koszem na pranie; fronty lakierowane półmat.",
        settled=True,
    ),
    Story(
        CASH_LIMIT,
        "Biuro Cyfra",
        "Biuro Rachunkowe Cyfra",
        "biuro",
        66,
        12,
        "Marek Jesionowski",
        "A",
        29_800,
        2_600,
        "Osiem stanowisk pracy, zabudowa archiwum do sufitu i aneks kuchenny.",
    ),
    Story(
        ON_BLOCKED_DAY,
        "Kuchnia Jaworska",
        "Izabela Jaworska",
        "kuchnia",
        113,
        40,
        "Anna Maj",
        "B",
        25_700,
        2_900,
        "Kuchnia otwarta na salon; klientka wyjeżdżała na kontrakt, montaż wymuszony w dniu inwentaryzacji.",
        settled=True,
    ),
    Story(
        LOSS,
        "Salon Pawlak",
        "Piotr Pawlak",
        "salon",
        93,
        46,
        "Julia Bąk",
        "A",
        9_800,
        900,
        "Zabudowa ściany telewizyjnej w orzechu; płyta rozcięta w poprzek usłojenia, wycinana drugi raz.",
        settled=True,
    ),
    Story(
        TOMORROW,
        "Kuchnia Ostrowski",
        "Wojciech Ostrowski",
        "kuchnia",
        71,
        -1,
        "Anna Maj",
        "A",
        28_900,
        3_400,
        "Kuchnia w kamienicy, sufit 3,2 m: dwa rzędy szafek górnych, blat z konglomeratu.",
    ),
)
BY_NUMBER: Final = {story.number: story for story in STORIES}


def contract_of(story: int) -> UUID:
    """The id of a story's contract."""
    return UUID(f"01900000-0000-7000-8000-0000000000{story:02d}")
