"""Column headings of an import of customers, and recognition of unnamed columns by their cells.

Headings are those of Polish accounting and sales programs, of telephone books, and of what Google and Outlook export.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bottega.business.customers.formats.registry_numbers import iban_of, nip_of, regon_of
from bottega.business.customers.lookups import COMPANY, PERSON
from bottega.kernel.i18n import T
from bottega.kernel.tabular.import_numbers import Number
from bottega.kernel.tabular.imports import Column, Matched, match_columns
from bottega.kernel.tabular.table_files import TableFile

_CONTACT: Final = (
    Column(
        "primary_email",
        T(en="E-mail", pl="Adres e-mail"),
        ("email", "e mail", "mail", "poczta", "adres email", "email address", "e mail address", "e mail 1 value"),
    ),
    Column(
        "primary_phone",
        T(en="Phone", pl="Telefon"),
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
            "primary phone",
            "telefon służbowy",
            "business phone",
            "telefon domowy",
            "home phone",
        ),
    ),
    Column("nip", T(en="NIP", pl="NIP"), ("nr nip", "numer nip", "tax id", "tax number", "vat id", "vat number")),
    Column(
        "iban",
        T(en="Bank account", pl="Rachunek bankowy"),
        ("iban", "nrb", "nr rachunku", "numer rachunku", "nr konta", "numer konta", "konto bankowe", "rachunek"),
    ),
    Column("status", T(en="Status", pl="Status")),
    Column("lifecycle_stage", T(en="Lifecycle stage", pl="Etap"), ("lifecyclestage", "etap klienta")),
    Column("source", T(en="Source", pl="Źródło"), ("skąd", "pochodzenie", "lead source", "źródło kontaktu")),
    Column("description", T(en="Notes", pl="Uwagi"), ("opis", "uwaga", "notatki", "komentarz", "description", "note")),
)
_ADDRESS: Final = (
    Column(
        "address_line1",
        T(en="Street", pl="Ulica"),
        ("adres", "address", "ulica i numer", "street address", "address 1 street", "business street", "home street"),
    ),
    Column(
        "building_number",
        T(en="Building number", pl="Nr budynku"),
        ("nr domu", "numer domu", "numer budynku", "dom", "house number"),
    ),
    Column(
        "flat_number",
        T(en="Flat number", pl="Nr lokalu"),
        ("nr mieszkania", "numer lokalu", "lokal", "mieszkanie", "apartment"),
    ),
    Column(
        "postal_code",
        T(en="Postal code", pl="Kod pocztowy"),
        ("zip", "zip code", "postcode", "address 1 postal code", "business postal code", "home postal code"),
    ),
    Column(
        "city",
        T(en="City", pl="Miasto"),
        ("miejscowość", "poczta miejscowość", "town", "address 1 city", "business city", "home city"),
    ),
    Column(
        "region", T(en="Region", pl="Województwo"), ("state", "woj", "address 1 region", "business state", "home state")
    ),
    Column(
        "country",
        T(en="Country", pl="Kraj"),
        ("państwo", "kraj region", "address 1 country", "business country region", "home country region"),
    ),
)
_TAGS: Final = Column(
    "tags",
    T(en="Tags", pl="Etykiety"),
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
    PERSON: (
        Column("first_name", T(en="First name", pl="Imię"), ("given name", "firstname", "imiona")),
        Column("last_name", T(en="Last name", pl="Nazwisko"), ("surname", "family name", "lastname")),
        Column(
            "full_name",
            T(en="Full name", pl="Imię i nazwisko"),
            ("name", "nazwa", "klient", "kontrahent", "kontakt", "osoba", "display name", "displayname"),
        ),
        Column(
            "reversed_name", T(en="Family name first", pl="Nazwisko i imię"), ("nazwisko imię", "last name first name")
        ),
        Column(
            "company",
            T(en="Company", pl="Firma"),
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
        Column("preferred_name", T(en="Preferred name", pl="Jak się zwracać"), ("nickname", "pseudonim")),
        Column(
            "job_title",
            T(en="Job title", pl="Stanowisko"),
            ("funkcja", "zawód", "jobtitle", "organization title", "organization 1 title", "title"),
        ),
        Column("department", T(en="Department", pl="Dział"), ("organization department",)),
        *_CONTACT,
        *_ADDRESS,
        _TAGS,
    ),
    COMPANY: (
        Column(
            "display_name",
            T(en="Name", pl="Nazwa"),
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
                "display name",
                "nazwa kontrahenta",
            ),
        ),
        Column(
            "legal_name",
            T(en="Legal name", pl="Pełna nazwa"),
            ("nazwa pełna", "nazwa rejestrowa", "nazwa do faktury", "legalname"),
        ),
        Column("brand_name", T(en="Brand", pl="Marka"), ("brand name", "brandname")),
        Column("regon", T(en="REGON", pl="REGON"), ("nr regon",)),
        Column("krs", T(en="KRS", pl="KRS"), ("nr krs",)),
        Column(
            "website_url",
            T(en="Website", pl="Strona WWW"),
            ("www", "strona", "strona internetowa", "url", "web page", "website 1 value"),
        ),
        Column("domain", T(en="Domain", pl="Domena")),
        Column("industry", T(en="Industry", pl="Branża")),
        Column("size_bucket", T(en="Size", pl="Wielkość"), ("liczba pracowników", "employees")),
        Column(
            "annual_revenue",
            T(en="Annual revenue", pl="Przychód roczny"),
            ("obrót", "przychód", "revenue"),
            number=Number("zł", 2),
        ),
        *_CONTACT,
        *_ADDRESS,
        _TAGS,
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
