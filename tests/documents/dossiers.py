"""A dossier without a database: the kitchen with an island of the demo studio, for documents that are composed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from bottega.business.contracts import Quote
from bottega.business.customers import Party, PostalAddress
from bottega.business.documents.compose.contract_data import Dossier

CUSTOMER = UUID(int=1)
CONTRACT: dict[str, Any] = {
    "id": UUID(int=2),
    "numer": "K/2026/041",
    "typ": "kuchnia",
    "data_podpisania": date(2026, 5, 8),
    "opis": "Kuchnia w kształcie litery L z wyspą, fronty lakierowane mat, blat kompakt 12 mm.\nCokół czarny, 10 cm.",
    "zakonczona": True,
    "zakonczona_at": datetime(2026, 7, 17, 12, tzinfo=UTC),
    "rozwiazana": False,
    "vat_tryb": None,
    "vat_powod": None,
    "wyspa_brutto": Decimal(0),
    "obiekt_rodzaj": "lokal_mieszkalny",
    "powierzchnia_uzytkowa_m2": Decimal("72.50"),
    "montaz_trwaly": True,
    "oswiadczenie_vat": True,
    "nr_wis": None,
    "termin_montazu": datetime(2026, 7, 14, 8, tzinfo=UTC),
}
PROFILE: dict[str, Any] = {
    "nazwa": "Studio Mebli JESION sp. z o.o.",
    "adres": "ul. Stolarska 12",
    "kod_pocztowy": "61-001",
    "miejscowosc": "Poznań",
    "nip": "9991079199",
    "regon": "990010010",
    "krs": "0000999001",
    "bdo": "000999001",
    "sad": None,
    "kapital": Decimal("50000.00"),
    "email": "biuro@example.com",
    "telefon": "+48 600 000 001",
    "www": None,
    "rachunki": [{"numer": "PL43999000120000000100000001", "bank": "Bank Przykładowy S.A.", "nazwa": None}],
    "czynny_podatnik": True,
    "zwolnienie": None,
    "metoda_kasowa": False,
    "agd_w_usludze": False,
    "ksef_konsumenci": False,
    "wystawiajacy": "Katarzyna Wolna",
    "miejsce_wystawienia": None,
    "termin_platnosci_dni": 7,
    "waznosc_proformy_dni": 30,
    "gwarancja_miesiace": 24,
    "stopka": None,
    "logo": None,
    "logo_typ": None,
}
SPECIFICATION: dict[str, list[dict[str, Any]]] = {
    "furniture": [
        {
            "grupa_meblowa": "szafki dolne",
            "korpus": "Egger W1000 ST9 18 mm",
            "pcv": "0,8 mm w kolorze",
            "boki": "jak korpus",
        },
        {"grupa_meblowa": "wyspa", "korpus": "Egger H1180 ST37", "pcv": "2 mm ABS", "boki": "okleinowane"},
    ],
    "fronts": [{"typ": "gładki", "material": "MDF lakierowany mat", "kolor": "RAL 9003", "uslojenie": "brak"}],
    "handles": [{"typ": "krawędziowy", "kolor": "czarny", "dlugosc": Decimal("160.0"), "sztuk": 24, "uwagi": None}],
    "vitrines": [
        {"typ_ramy": "aluminium wąska 20 mm", "kolor_ramy": "czarny", "szyba": "ryflowana", "kolor_szyby": "grafit"}
    ],
    "appliances": [
        {
            "rodzaj": "piekarnik",
            "firma": "Bosch",
            "model": "HBA5360S0",
            "cena": Decimal("2500.00"),
            "rabat": Decimal(10),
        },
        {
            "rodzaj": "płyta indukcyjna",
            "firma": "Bosch",
            "model": "PIE631BB5E",
            "cena": Decimal("3750.00"),
            "rabat": None,
        },
    ],
}
PLANNED: list[dict[str, Any]] = [
    {"typ": "Zadatek", "rodzaj": "przelew", "cena": Decimal("12000.00"), "data": date(2026, 5, 11)},
    {"typ": "Rata", "rodzaj": "przelew", "cena": Decimal("15000.00"), "data": date(2026, 7, 9)},
    {"typ": "Dopłata", "rodzaj": "gotowka", "cena": Decimal("3000.00"), "data": None},
]


def address(*lines: str, firm: str | None = None) -> PostalAddress:
    """An address of the customer; its first line is the ``firm`` it names, if it names one."""
    return PostalAddress(UUID(int=3), CUSTOMER, None, True, lines, {"company_name": firm})


def party(kind: str = "person", name: str = "Żaneta Zalewska", nip: str | None = None) -> Party:
    """The customer."""
    return Party(
        CUSTOMER, kind, UUID(int=4), name, name, nip, None, None, None, "zaneta@example.com", "+48 600 000 044"
    )


def dossier(**changed: Any) -> Dossier:
    """The kitchen with an island, finished, with one advance paid."""
    values: dict[str, Any] = {
        "contract": CONTRACT,
        "profile": PROFILE,
        "party": party(),
        "home": address("ul. Źródlana 7/12", "61-050 Poznań"),
        "site": address("ul. Źródlana 7/12", "61-050 Poznań"),
        "quote": Quote(Decimal(24000), Decimal(0), Decimal(6000)),
        "payments": (),
        "earlier": (),
        "author": "Katarzyna Wolna",
        "specification": SPECIFICATION,
        "today": date(2026, 7, 20),
    }
    return Dossier(**{**values, **changed})
