"""Tables of contracts: the contract itself; its parts are in the files beside."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal, get_args
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import among, closed, one_of
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, number, reference, unique
from bottega.kernel.i18n import T

Kind = Literal[
    "kuchnia",
    "szafa",
    "garderoba",
    "lazienka",
    "salon",
    "sypialnia",
    "pokoj_dzieciecy",
    "przedpokoj",
    "biuro",
    "lokal_uslugowy",
    "inne",
]
VatMode = Literal["auto", "stawka_8", "stawka_23", "proporcja"]
Building = Literal["lokal_mieszkalny", "dom_jednorodzinny", "lokal_uslugowy", "inny"]
Party = Literal["klient", "studio"]
KINDS: Final = get_args(Kind)
VAT_MODES: Final = get_args(VatMode)
BUILDINGS: Final = get_args(Building)
PARTIES: Final = get_args(Party)

# What people call the kinds, in the order they see them.
TITLES: Final[Mapping[str, T]] = {
    "kuchnia": T(en="Kitchen", pl="Kuchnia"),
    "szafa": T(en="Wardrobe", pl="Szafa"),
    "garderoba": T(en="Walk-in wardrobe", pl="Garderoba"),
    "lazienka": T(en="Bathroom", pl="Łazienka"),
    "salon": T(en="Living room", pl="Salon"),
    "sypialnia": T(en="Bedroom", pl="Sypialnia"),
    "pokoj_dzieciecy": T(en="Children's room", pl="Pokój dziecięcy"),
    "przedpokoj": T(en="Hallway", pl="Przedpokój"),
    "biuro": T(en="Office", pl="Biuro"),
    "lokal_uslugowy": T(en="Shop or practice", pl="Lokal usługowy"),
    "inne": T(en="Other", pl="Inne"),
}

NEGATIVE: Final = T(en="An amount cannot be negative", pl="Kwota nie może być ujemna")
NUMBER_TAKEN: Final = T(en="This contract number is already used", pl="Umowa o tym numerze już istnieje")


class Contract(TenantTable):
    """A contract; without a day of signing it is a draft."""

    __tablename__ = "contracts_contracts"
    entity = "contracts:contract"
    counted_by = ("rozliczona", "zakonczona", "typ", "rozwiazana")
    rules = (
        unique(
            "numer",
            "organization_id, lower(replace(numer, ' ', ''))",
            NUMBER_TAKEN,
            field="numer",
            where="deleted_at IS NULL",
        ),
        among("typ", KINDS, T(en="Unknown kind", pl="Nieznany rodzaj umowy"), field="typ"),
        among("vat_tryb", VAT_MODES, T(en="Unknown VAT mode", pl="Nieznany tryb VAT"), field="vatTryb"),
        among(
            "obiekt_rodzaj",
            BUILDINGS,
            T(en="Unknown kind of building", pl="Nieznany rodzaj obiektu"),
            field="obiektRodzaj",
        ),
        check("wyspa_brutto", "wyspa_brutto >= 0", NEGATIVE, field="wyspaBrutto"),
        check(
            "rozwiazala_strona",
            f"rozwiazana = (rozwiazala_strona IS NOT NULL AND {one_of('rozwiazala_strona', PARTIES)})",
            T(en="Unknown party", pl="Nieznana strona umowy"),
            field="strona",
        ),
    )

    numer: Mapped[str]
    typ: Mapped[str]
    customer_id: Mapped[UUID] = reference("customers_entities")
    # A designer who has left the studio stays named, so this is no reference.
    uzytkownik_id: Mapped[UUID | None] = loose_reference("auth:user")
    data_podpisania: Mapped[date | None]
    adres_zamieszkania_id: Mapped[UUID | None] = reference("customers_addresses")
    adres_montazu_id: Mapped[UUID | None] = reference("customers_addresses")
    adres_faktury_id: Mapped[UUID | None] = reference("customers_addresses")
    opis: Mapped[str | None]
    uwagi: Mapped[str | None]
    rozliczona: Mapped[bool] = mapped_column(server_default="false")
    rozliczona_at: Mapped[datetime | None]
    rozliczona_przez: Mapped[UUID | None] = loose_reference("auth:user")
    zakonczona: Mapped[bool] = mapped_column(server_default="false")
    zakonczona_at: Mapped[datetime | None]
    vat_tryb: Mapped[str | None]
    # Why the standard rate is right where the reduced one is possible.
    vat_powod: Mapped[str | None]
    obiekt_rodzaj: Mapped[str | None]
    powierzchnia_uzytkowa_m2: Mapped[Decimal | None] = number(7, 2)
    montaz_trwaly: Mapped[bool | None]
    oswiadczenie_vat: Mapped[bool | None]
    oswiadczenie_vat_data: Mapped[date | None]
    nr_wis: Mapped[str | None]
    # The part of the furniture that is a kitchen island, which has the standard rate; 0: tied to the structure.
    wyspa_brutto: Mapped[Decimal | None]
    rozwiazana: Mapped[bool] = mapped_column(server_default="false")
    rozwiazana_at: Mapped[datetime | None]
    rozwiazana_przez: Mapped[UUID | None] = loose_reference("auth:user")
    rozwiazala_strona: Mapped[str | None] = closed(PARTIES)
    # What the studio keeps of a dissolved contract, or pays on top when negative; it takes the place of the valuation.
    kwota_rozwiazania: Mapped[Decimal | None]
