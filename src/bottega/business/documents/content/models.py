"""Models of documents, shared by printing, JSON, KSeF and storage.

Amounts are PLN with two decimals, days are those of Warsaw, and every text is what the reader sees. Names of fields
are the words of Polish accounting, because the JSON of a document is read by people who know those.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from bottega.business.documents.content.parties import Account, Buyer, Contract, Recipient, Seller
from bottega.business.documents.content.sections import Section, Signed
from bottega.business.documents.content.vat_gross_method import RateTotal


class Line(msgspec.Struct, frozen=True):
    """A line of an invoice; prices are gross (art. 106e ust. 7-8), ``rabat`` is in per cent, ``podstawa`` says why."""

    lp: int
    nazwa: str
    jednostka: str
    ilosc: Decimal
    cena: Decimal
    stawka: str
    netto: Decimal
    vat: Decimal
    brutto: Decimal
    rabat: Decimal | None = None
    pkwiu: str | None = None
    zal_15: bool = False
    podstawa: str | None = None
    zrodlo: str | None = None


class Advance(msgspec.Struct, frozen=True):
    """An advance invoice that another one settles."""

    numer: str
    data: date
    stawki: tuple[RateTotal, ...]
    netto: Decimal
    vat: Decimal
    brutto: Decimal
    numer_ksef: str | None = None
    # Whether KSeF has it, or will have it: then it has, or will have, a number there.
    w_ksef: bool = False
    # Numbers of the corrections that are counted in.
    korekty: tuple[str, ...] = ()


class Received(msgspec.Struct, frozen=True):
    """A payment that came in."""

    data: date
    kwota: Decimal
    forma: str
    typ: str


class Payment(msgspec.Struct, frozen=True):
    """How an invoice is, or was, paid; ``do_zaplaty`` is what is left."""

    forma: str
    do_zaplaty: Decimal
    termin: date | None = None
    wplaty: tuple[Received, ...] = ()
    zaplacono: Decimal = Decimal("0.00")
    rachunek: Account | None = None
    tytul: str | None = None


class Correction(msgspec.Struct, frozen=True):
    """What a correcting invoice corrects and why, with the lines as they were (art. 106j ust. 2).

    ``nabywca_przed``, ``data_sprzedazy_przed`` and ``forma_przed`` are there if those are corrected; ``forma`` is how
    the invoice is paid after it.
    """

    numer: str
    data: date
    przyczyna: str
    przed: tuple[Line, ...]
    stawki_przed: tuple[RateTotal, ...]
    rodzaj: str = "FV"
    numer_ksef: str | None = None
    w_ksef: bool = False
    brutto_przed: Decimal = Decimal("0.00")
    brutto_po: Decimal | None = None
    stawki_po: tuple[RateTotal, ...] | None = None
    nabywca_przed: Buyer | None = None
    data_sprzedazy_przed: date | None = None
    forma_przed: str | None = None
    forma: str | None = None
    sprzedawca_przed: Seller | None = None
    # When the seller's books take it: 1 with the corrected invoice, 2 with this one, 3 otherwise (``TypKorekty``).
    skutek: int | None = None


class Notes(msgspec.Struct, frozen=True):
    """The annotations the law asks for (art. 106e ust. 1 pkt 16-19)."""

    mpp: bool = False
    metoda_kasowa: bool = False
    zwolnienie: str | None = None


class Invoice(msgspec.Struct, frozen=True):
    """An invoice of any kind: FV, FZ (advance), FK (final), KOR (correction) and PF (pro forma).

    ``pozycje`` of an advance invoice are those of the order; ``stawki`` is what the invoice itself charges: of a final
    one what is left after the advances, of a correction the difference.
    """

    rodzaj: str
    tytul: str
    sprzedawca: Seller
    nabywca: Buyer
    data_wystawienia: date
    pozycje: tuple[Line, ...]
    stawki: tuple[RateTotal, ...]
    razem: RateTotal
    slownie: str
    numer: str | None = None
    miejsce: str | None = None
    data_sprzedazy: date | None = None
    umowa: Contract | None = None
    stawki_pozycji: tuple[RateTotal, ...] = ()
    razem_pozycji: RateTotal | None = None
    platnosc: Payment | None = None
    zaliczki: tuple[Advance, ...] = ()
    korekta: Correction | None = None
    adnotacje: Notes = Notes()
    wz: tuple[str, ...] = ()
    wazna_do: date | None = None
    wystawil: str | None = None
    uwagi: str | None = None
    stopka: str | None = None
    ostrzezenia: tuple[str, ...] = ()
    # The fiscal receipt of the same sale (art. 109 ust. 3d).
    paragon: str | None = None
    odbiorcy: tuple[Recipient, ...] = ()
    # A subordinate unit of local government; a buyer in a VAT group; parties that are connected.
    jst: bool = False
    gv: bool = False
    tp: bool = False


class CashVoucher(msgspec.Struct, frozen=True):
    """Cash that came in (KP) or went out (KW); accounting act art. 21."""

    rodzaj: str
    tytul: str
    sprzedawca: Seller
    # None: it is written by hand.
    strona: Buyer | None
    data_wystawienia: date
    kasa: str
    kwota: Decimal
    slownie: str
    za_co: str
    # When the cash came in, or went out.
    data_wplywu: date
    numer: str | None = None
    miejsce: str | None = None
    umowa: Contract | None = None
    nr_paragonu: str | None = None
    # The cash report, and the place among everything that went through the cash box, as far as they are known.
    raport: str | None = None
    pozycja: int | None = None
    wystawil: str | None = None
    stopka: str | None = None


class Item(msgspec.Struct, frozen=True):
    """Goods on a goods issue or a purchase order."""

    lp: int
    nazwa: str
    jednostka: str
    ilosc: Decimal
    cena: Decimal | None = None
    wartosc: Decimal | None = None
    uwagi: str | None = None


class GoodsNote(msgspec.Struct, frozen=True):
    """A goods issue (WZ) or a purchase order (PO): goods, who gives them and who takes them."""

    rodzaj: str
    tytul: str
    sprzedawca: Seller
    strona: Buyer
    data_wystawienia: date
    pozycje: tuple[Item, ...]
    numer: str | None = None
    miejsce: str | None = None
    data_wydania: date | None = None
    umowa: Contract | None = None
    magazyn: str | None = None
    transport: str | None = None
    dostawa: tuple[str, ...] = ()
    termin: date | None = None
    razem: Decimal | None = None
    wydal: str | None = None
    odebral: str | None = None
    wystawil: str | None = None
    uwagi: str | None = None
    stopka: str | None = None


class CashLine(msgspec.Struct, frozen=True):
    """An entry of a cash report; ``pozycja`` is its place in the cash box as vouchers name it, ``dowod`` its voucher.

    Without a voucher ``dowod`` is only its kind.
    """

    lp: int
    pozycja: int
    data: date
    dowod: str
    nazwa: str
    przychod: Decimal
    rozchod: Decimal
    saldo: Decimal
    anulowana: bool = False


class CashReport(msgspec.Struct, frozen=True):
    """What came into a cash box and left it in a period (RK); ``zalaczniki`` is the number of vouchers with it.

    ``bez_dowodu`` is the number of entries that have none.
    """

    rodzaj: str
    tytul: str
    sprzedawca: Seller
    data_wystawienia: date
    kasa: str
    okres_od: date
    okres_do: date
    stan_poczatkowy: Decimal
    pozycje: tuple[CashLine, ...]
    przychody: Decimal
    rozchody: Decimal
    stan_koncowy: Decimal
    zalaczniki: int
    bez_dowodu: int = 0
    numer: str | None = None
    miejsce: str | None = None
    # Of no contract, like all money of a studio together.
    umowa: None = None
    wystawil: str | None = None
    uwagi: str | None = None
    stopka: str | None = None


class Letter(msgspec.Struct, frozen=True):
    """A document made of sections: contract (UM), warranty (GW), protocols (PRO, PRP), VAT statement (OSW)."""

    rodzaj: str
    tytul: str
    sprzedawca: Seller
    strona: Buyer
    data_wystawienia: date
    czesci: tuple[Section, ...]
    podpisy: tuple[str, ...]
    numer: str | None = None
    miejsce: str | None = None
    podtytul: str | None = None
    umowa: Contract | None = None
    role: tuple[str, str] = ("Wykonawca", "Zamawiający")
    szkic: bool = False
    wystawil: str | None = None
    stopka: str | None = None
    podpisano: Signed | None = None


Paper = Invoice | CashVoucher | CashReport | GoodsNote | Letter

_encoder = msgspec.json.Encoder()


def plain(paper: Paper) -> dict[str, Any]:
    """A model as JSON values: amounts and days are strings."""
    return msgspec.to_builtins(paper, builtin_types=())


def text_of(paper: Paper) -> str:
    """A model as JSON text, as it is kept and given to the templates."""
    return _encoder.encode(paper).decode()


def paper_of(text: str, shape: type[Any]) -> Any:
    """The model behind a JSON text."""
    return msgspec.json.decode(text, type=shape)
