"""Column headings of an import of customers, and recognition of unnamed columns by their cells.

Headings are those of Polish accounting and sales programs, of telephone books, and of what Google and Outlook export.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bottega.business.customers.formats.registry_numbers import iban_of, nip_of, regon_of
from bottega.business.customers.kinds import COMPANY, PERSON
from bottega.business.customers.module import module
from bottega.kernel.i18n import T
from bottega.kernel.tabular.import_columns import Column, on_screen
from bottega.kernel.tabular.import_numbers import Number
from bottega.kernel.tabular.imports import Matched, match_columns
from bottega.kernel.tabular.table_files import TableFile

_CONTACT: Final = (
    Column("primary_email", ("email", "e mail", "mail", "poczta", "adres email", "email address", "e mail 1 value")),
    Column(
        "primary_phone",
        (
            "tel",
            "nr telefonu",
            "numer telefonu",
            "telefon 1",
            "komórka",
            "tel kom",
            "telefon komórkowy",
            "mobile",
            "phone number",
            "mobile phone",
            "phone 1 value",
            "telefon służbowy",
            "business phone",
            "telefon domowy",
            "home phone",
        ),
    ),
    Column("nip", ("nr nip", "numer nip", "tax id", "tax number", "vat id", "vat number")),
    Column("iban", ("nrb", "nr rachunku", "numer rachunku", "nr konta", "numer konta", "konto bankowe", "rachunek")),
    Column("status"),
    Column("lifecycle_stage", ("etap", "lifecyclestage")),
    Column("source", ("skąd", "pochodzenie", "lead source", "źródło kontaktu")),
    Column("description", ("opis", "uwaga", "notatki", "komentarz", "note")),
)
_ADDRESS: Final = (
    Column(
        "address_line1",
        ("adres", "address", "ulica i numer", "street address", "address 1 street", "business street", "home street"),
    ),
    Column("building_number", ("nr domu", "numer domu", "numer budynku", "dom", "house number")),
    Column("flat_number", ("nr mieszkania", "numer lokalu", "lokal", "mieszkanie", "apartment")),
    Column(
        "postal_code",
        ("zip", "zip code", "postcode", "address 1 postal code", "business postal code", "home postal code"),
    ),
    Column("city", ("miejscowość", "poczta miejscowość", "town", "address 1 city", "business city", "home city")),
    Column("region", ("state", "woj", "address 1 region", "business state", "home state")),
    Column(
        "country", ("państwo", "kraj region", "address 1 country", "business country region", "home country region")
    ),
)
_TAGS: Final = Column(
    "tags",
    (
        "tag",
        "tagi",
        "etykieta",
        "znaczniki",
        "labels",
        "label",
        "grupa",
        "grupy",
        "grupa klientów",
        "group membership",
        "categories",
        "kategorie",
    ),
)
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    PERSON: on_screen(
        module.words,
        "people",
        (
            Column("first_name", ("given name", "firstname", "imiona")),
            Column("last_name", ("surname", "family name", "lastname")),
            Column(
                "full_name",
                ("name", "nazwa", "klient", "kontrahent", "kontakt", "osoba", "display name", "displayname"),
                field="display_name",
                titled=T(en="Full name", pl="Imię i nazwisko"),
            ),
            Column(
                "reversed_name",
                ("nazwisko imię", "last name first name"),
                titled=T(en="Family name first", pl="Nazwisko i imię"),
            ),
            Column(
                "company",
                (
                    "organizacja",
                    "organization",
                    "pracodawca",
                    "company name",
                    "nazwa firmy",
                    "organization name",
                    "organization 1 name",
                ),
            ),
            Column("preferred_name", ("nickname", "pseudonim")),
            Column(
                "job_title", ("funkcja", "zawód", "jobtitle", "organization title", "organization 1 title", "title")
            ),
            Column("department", ("organization department",)),
            *_CONTACT,
            *_ADDRESS,
            _TAGS,
        ),
    ),
    COMPANY: on_screen(
        module.words,
        "companies",
        (
            Column(
                "display_name",
                (
                    "firma",
                    "kontrahent",
                    "nazwa skrócona",
                    "skrót",
                    "nazwa firmy",
                    "akronim",
                    "company",
                    "company name",
                    "klient",
                    "displayname",
                    "nazwa kontrahenta",
                ),
            ),
            Column("legal_name", ("nazwa pełna", "nazwa rejestrowa", "nazwa do faktury", "legalname")),
            Column("brand_name", ("brandname",)),
            Column("regon", ("nr regon",)),
            Column("krs", ("nr krs",)),
            Column("website_url", ("www", "strona", "strona internetowa", "url", "web page", "website 1 value")),
            Column("domain"),
            Column("industry"),
            Column("size_bucket", ("liczba pracowników", "employees")),
            Column("annual_revenue", ("obrót", "przychód", "revenue"), number=Number("zł", 2)),
            *_CONTACT,
            *_ADDRESS,
            _TAGS,
        ),
    ),
}
ADDRESS: Final = tuple(column.name for column in _ADDRESS)

BY_HAND: Final = T(en="chosen by hand", pl="wskazano ręcznie")
BY_HEADING: Final = T(en="the heading says so", pl="mówi o tym nagłówek")
BY_CELLS: Final = T(en="{fitting} of {looked_at} cells look like it", pl="wygląda tak {fitting} z {looked_at} komórek")

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE: Final = re.compile(r"(?:\+|00)?[\d\s()-]{9,20}")
_POSTAL_CODE: Final = re.compile(r"\d{2}-\d{3}")
_LOOKED_AT: Final = 200
# Fewer cells, or a smaller part of them, say nothing.
_FEWEST: Final = 3
_PART: Final = 0.8
# In this order: ten digits with a check digit are a NIP before they are a telephone number.
_LOOKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "primary_email": lambda text: _EMAIL.fullmatch(text) is not None,
    "nip": lambda text: nip_of(text) is not None,
    "iban": lambda text: iban_of(text) is not None,
    "regon": lambda text: regon_of(text) is not None,
    "postal_code": lambda text: _POSTAL_CODE.fullmatch(text) is not None,
    "primary_phone": lambda text: _PHONE.fullmatch(text) is not None,
}


@dataclass(frozen=True)
class Match:
    """A field, the heading of its column, and why it is thought to be that."""

    name: str
    title: T
    heading: str
    why: T


def understand(table: TableFile, columns: Sequence[Column], chosen: Mapping[str, str]) -> tuple[Matched, list[Match]]:
    """Which column is which, and the reasons: what was chosen, what headings say, then what cells look like."""
    matched = match_columns(table, columns, chosen)
    why = {name: BY_HAND if name in chosen else BY_HEADING for name in matched.places}
    places = dict(matched.places)
    known = {column.name for column in columns}
    for name, fits in _LOOKS.items():
        if name in places or name not in known:
            continue
        for place in range(len(table.headings)):
            if place in places.values():
                continue
            cells = _cells(table, place)
            fitting = sum(fits(cell) for cell in cells)
            if len(cells) >= _FEWEST and fitting >= _PART * len(cells):
                places[name] = place
                why[name] = BY_CELLS.given(fitting=fitting, looked_at=len(cells))
                break
    unused = [h for i, h in enumerate(table.headings) if i not in places.values() and h]
    titles = {column.name: column.title for column in columns}
    matches = [
        Match(name, titles[name], table.headings[place] or f"({place + 1})", why[name])
        for name, place in sorted(places.items(), key=lambda pair: pair[1])
    ]
    return replace(matched, places=places, unused=unused), matches


def _cells(table: TableFile, place: int) -> Sequence[str]:
    return [cells[place].strip() for _, cells in table.rows[:_LOOKED_AT] if place < len(cells) and cells[place].strip()]
