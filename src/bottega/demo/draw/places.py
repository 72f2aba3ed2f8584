"""Places and streets of generated addresses: Poznań and its surroundings."""

from dataclasses import dataclass
from typing import Final

from bottega.demo.draw.random_source import Chance


@dataclass(frozen=True)
class Town:
    """A town, how often customers live there, its streets with their postal codes, and where it lies."""

    name: str
    share: float
    latitude: float
    longitude: float
    streets: tuple[tuple[str, str], ...]


TOWNS: Final = (
    Town(
        "Poznań",
        55,
        52.4064,
        16.9252,
        (
            ("ul. Święty Marcin", "61-803"),
            ("ul. Garbary", "61-868"),
            ("ul. Głogowska", "60-265"),
            ("ul. Grunwaldzka", "60-782"),
            ("ul. Dąbrowskiego", "60-842"),
            ("ul. Kościelna", "60-538"),
            ("ul. Jackowskiego", "60-512"),
            ("ul. Szamarzewskiego", "60-514"),
            ("ul. Polna", "60-535"),
            ("ul. Bukowska", "60-809"),
            ("ul. Słowackiego", "60-823"),
            ("ul. Matejki", "60-767"),
            ("ul. Hetmańska", "61-513"),
            ("ul. Dolna Wilda", "61-552"),
            ("ul. Górczyńska", "60-132"),
            ("ul. Jugosłowiańska", "60-159"),
            ("ul. Palacza", "60-278"),
            ("ul. Winogrady", "61-663"),
            ("ul. Naramowicka", "61-611"),
            ("ul. Lechicka", "61-695"),
            ("ul. Umultowska", "61-614"),
            ("ul. Literacka", "60-461"),
            ("ul. Strzeszyńska", "60-479"),
            ("ul. Beskidzka", "60-175"),
            ("ul. Ostrowska", "61-312"),
            ("ul. Warszawska", "61-028"),
            ("ul. Majakowskiego", "61-066"),
            ("ul. Piłsudskiego", "61-246"),
            ("ul. Unii Lubelskiej", "61-249"),
            ("ul. Starołęcka", "61-341"),
            ("os. Batorego", "60-687"),
            ("os. Kopernika", "60-370"),
            ("os. Rusa", "61-245"),
            ("os. Przyjaźni", "61-686"),
            ("os. Zwycięstwa", "61-643"),
        ),
    ),
    Town(
        "Swarzędz",
        9,
        52.4082,
        17.0754,
        (
            ("ul. Poznańska", "62-020"),
            ("ul. Kwaśniewskiego", "62-020"),
            ("ul. Piaski", "62-020"),
            ("ul. Cieszkowskiego", "62-020"),
            ("os. Kościuszkowców", "62-020"),
            ("ul. Graniczna", "62-020"),
        ),
    ),
    Town(
        "Luboń",
        7,
        52.3447,
        16.8923,
        (
            ("ul. Żabikowska", "62-030"),
            ("ul. Sobieskiego", "62-030"),
            ("ul. Dworcowa", "62-030"),
            ("ul. 11 Listopada", "62-030"),
            ("ul. Wschodnia", "62-031"),
        ),
    ),
    Town(
        "Komorniki",
        6,
        52.3382,
        16.8090,
        (("ul. Stawna", "62-052"), ("ul. Żabikowska", "62-052"), ("ul. Młyńska", "62-052"), ("ul. Jeziorna", "62-052")),
    ),
    Town(
        "Suchy Las",
        6,
        52.4728,
        16.8779,
        (
            ("ul. Obornicka", "62-002"),
            ("ul. Bogusławskiego", "62-002"),
            ("ul. Szkółkarska", "62-002"),
            ("ul. Sprzeczna", "62-002"),
        ),
    ),
    Town(
        "Tarnowo Podgórne",
        5,
        52.4652,
        16.6621,
        (
            ("ul. Poznańska", "62-080"),
            ("ul. 25 Stycznia", "62-080"),
            ("ul. Ogrodowa", "62-080"),
            ("ul. Szkolna", "62-080"),
        ),
    ),
    Town(
        "Rokietnica",
        5,
        52.5117,
        16.7444,
        (
            ("ul. Szamotulska", "62-090"),
            ("ul. Trakt Napoleoński", "62-090"),
            ("ul. Pocztowa", "62-090"),
            ("ul. Kolejowa", "62-090"),
        ),
    ),
    Town(
        "Kórnik",
        4,
        52.2472,
        17.0897,
        (("ul. Poznańska", "62-035"), ("ul. Średzka", "62-035"), ("ul. Zamkowa", "62-035")),
    ),
    Town(
        "Śrem",
        3,
        52.0889,
        17.0149,
        (
            ("ul. Kilińskiego", "63-100"),
            ("ul. Gostyńska", "63-100"),
            ("ul. Nadbrzeżna", "63-100"),
            ("os. Jeziorany", "63-100"),
        ),
    ),
)


@dataclass(frozen=True)
class Place:
    """Where a door is."""

    street: str
    building: str
    flat: str | None
    city: str
    postal_code: str
    latitude: float
    longitude: float


def draw_place(chance: Chance, town: Town) -> Place:
    """A door somewhere in a town: houses are commoner outside the city."""
    street, code = chance.pick(town.streets)
    block = chance.happens(0.75 if town.name == "Poznań" else 0.25)
    letter = chance.pick(("", "", "", "", "A", "B", "C"))
    return Place(
        street,
        f"{chance.between(1, 128)}{letter}",
        str(chance.between(1, 64)) if block else None,
        town.name,
        code,
        # Within a few kilometres: near enough for a map.
        round(town.latitude + chance.around(-0.03, 0, 0.03), 5),
        round(town.longitude + chance.around(-0.045, 0, 0.045), 5),
    )
