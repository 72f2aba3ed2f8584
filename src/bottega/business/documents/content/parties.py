"""The parties of a document: seller, buyer, and contract."""

from datetime import date
from decimal import Decimal

import msgspec


class Account(msgspec.Struct, frozen=True):
    """A bank account: ``nrb`` are its 26 digits in groups."""

    nrb: str
    bank: str | None = None
    nazwa: str | None = None


class Seller(msgspec.Struct, frozen=True):
    """The studio, as its profile named it on the day of issue."""

    nazwa: str
    adres: tuple[str, ...] = ()
    nip: str | None = None
    regon: str | None = None
    krs: str | None = None
    bdo: str | None = None
    sad: str | None = None
    kapital: Decimal | None = None
    email: str | None = None
    telefon: str | None = None
    www: str | None = None
    rachunki: tuple[Account, ...] = ()


class Buyer(msgspec.Struct, frozen=True):
    """The customer; a person without a tax number is a consumer."""

    nazwa: str
    adres: tuple[str, ...] = ()
    nip: str | None = None
    regon: str | None = None
    osoba: bool = True
    email: str | None = None
    telefon: str | None = None
    # ISO 3166-1 code; buyers from abroad have a number of the European Union's VAT, or another one, instead of a NIP.
    kraj: str = "PL"
    nr_vat_ue: str | None = None
    nr_id: str | None = None

    @property
    def konsument(self) -> bool:
        """Whether they are a consumer: a person who buys without a tax number (art. 22¹ KC)."""
        return self.osoba and self.nip is None


class Recipient(msgspec.Struct, frozen=True):
    """A third party of an invoice; ``rola`` is its number in FA(3) (``TRolaPodmiotu3``)."""

    rola: int
    nazwa: str
    adres: tuple[str, ...] = ()
    nip: str | None = None
    id_wew: str | None = None


class Contract(msgspec.Struct, frozen=True):
    """The contract a document belongs to."""

    numer: str
    data: date | None = None
    adres_montazu: tuple[str, ...] = ()
    przedmiot: str | None = None
