"""XML of invoices for KSeF, structure FA(3).

Kinds: FV is ``VAT``, FZ ``ZAL``, FK ``ROZ``, and corrections ``KOR``, ``KOR_ZAL`` or ``KOR_ROZ``. Prices are gross, so
lines have ``P_9B``, ``P_11A`` and ``P_11Vat`` (VAT act art. 106e ust. 7-8). The order of elements is that of the schema
``http://crd.gov.pl/wzor/2025/06/25/13775/``, and is part of it. Texts are cut to what the schema allows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from bottega.business.documents.content.models import Buyer, Invoice, Line, Seller
from bottega.business.documents.content.vat_gross_method import RateTotal, rounded
from bottega.business.documents.ksef.fa3_terms import add_payment, add_terms

NAMESPACE: Final = "http://crd.gov.pl/wzor/2025/06/25/13775/"
# The structure is in force, and KSeF takes invoices in it, since this day.
IN_FORCE: Final = date(2026, 2, 1)
KINDS: Final[Mapping[str, str]] = {"FV": "VAT", "FZ": "ZAL", "FK": "ROZ"}
NAME_LENGTH: Final = 512
TEXT_LENGTH: Final = 256

# The sums of a rate: net and tax.
_SUMS: Final[Mapping[str, tuple[str, str | None]]] = {
    "23": ("P_13_1", "P_14_1"),
    "8": ("P_13_2", "P_14_2"),
    "zw": ("P_13_7", None),
}
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]+")
register_namespace("", NAMESPACE)


def fa3(invoice: Invoice, moment: datetime) -> bytes:
    """The XML of an issued invoice; ``moment`` is when it was made.

    UTF-8 without a byte order mark, as KSeF wants it.
    """
    assert invoice.rodzaj in KINDS or invoice.korekta is not None
    root = Element(_name("Faktura"))
    header = child(root, "Naglowek")
    form = child(header, "KodFormularza", "FA")
    form.set("kodSystemowy", "FA (3)")
    form.set("wersjaSchemy", "1-0E")
    child(header, "WariantFormularza", "3")
    child(header, "DataWytworzeniaFa", moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    child(header, "SystemInfo", "Bottega")
    _add_seller(root, invoice.sprzedawca)
    _add_buyer(root, invoice.nabywca)
    _add_invoice(child(root, "Fa"), invoice)
    _add_footer(root, invoice)
    indent(root, " ")
    return tostring(root, encoding="utf-8", xml_declaration=True)


def child(parent: Element, name: str, value: object = None, most: int = TEXT_LENGTH) -> Element:
    """A new element with a text, cut to its length."""
    made = SubElement(parent, _name(name))
    if value is not None:
        made.text = clean(str(value), most)
    return made


def clean(text: str, most: int) -> str:
    """A text as XML can hold it, on one line."""
    return _BLANKS.sub(" ", text).strip()[:most].strip()


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add_seller(root: Element, seller: Seller) -> None:
    made = child(root, "Podmiot1")
    who = child(made, "DaneIdentyfikacyjne")
    child(who, "NIP", seller.nip)
    child(who, "Nazwa", seller.nazwa, NAME_LENGTH)
    _add_address(made, seller.adres)


def _add_buyer(root: Element, buyer: Buyer) -> None:
    made = child(root, "Podmiot2")
    _add_identity(made, buyer)
    # Neither a unit of local government nor a member of a VAT group.
    child(made, "JST", 2)
    child(made, "GV", 2)


def _add_identity(made: Element, buyer: Buyer) -> None:
    who = child(made, "DaneIdentyfikacyjne")
    if buyer.nip:
        child(who, "NIP", buyer.nip)
    else:
        child(who, "BrakID", 1)
    child(who, "Nazwa", buyer.nazwa, NAME_LENGTH)
    _add_address(made, buyer.adres)


def _add_address(parent: Element, lines: tuple[str, ...]) -> None:
    if not lines:
        return
    made = child(parent, "Adres")
    child(made, "KodKraju", "PL")
    child(made, "AdresL1", lines[0], NAME_LENGTH)
    if len(lines) > 1:
        child(made, "AdresL2", ", ".join(lines[1:]), NAME_LENGTH)


def _add_invoice(fa: Element, invoice: Invoice) -> None:
    child(fa, "KodWaluty", "PLN")
    child(fa, "P_1", invoice.data_wystawienia)
    if invoice.miejsce:
        child(fa, "P_1M", invoice.miejsce)
    child(fa, "P_2", invoice.numer)
    for number in invoice.wz:
        child(fa, "WZ", number)
    if invoice.data_sprzedazy is not None and invoice.data_sprzedazy != invoice.data_wystawienia:
        child(fa, "P_6", invoice.data_sprzedazy)
    for total in sorted(invoice.stawki, key=lambda one: list(_SUMS).index(one.stawka)):
        net, tax = _SUMS[total.stawka]
        child(fa, net, total.netto)
        if tax:
            child(fa, tax, total.vat)
    child(fa, "P_15", invoice.razem.brutto)
    _add_annotations(fa, invoice)
    child(fa, "RodzajFaktury", kind_of(invoice))
    _add_correction(fa, invoice)
    for line in invoice.pozycje:
        if line.stawka == "8" and line.zrodlo:
            described = child(fa, "DodatkowyOpis")
            child(described, "NrWiersza", line.lp)
            child(described, "Klucz", "Podstawa stawki 8%")
            child(described, "Wartosc", line.zrodlo)
    _add_advances(fa, invoice)
    if not _is_advance(invoice):
        _add_lines(fa, invoice)
    add_payment(fa, invoice, child)
    add_terms(fa, invoice, child)
    if _is_advance(invoice) and any(_lines(invoice)):
        _add_order(fa, invoice)


def kind_of(invoice: Invoice) -> str:
    """The kind of an invoice as KSeF calls it."""
    if invoice.korekta is None:
        return KINDS[invoice.rodzaj]
    kind = KINDS[invoice.korekta.rodzaj]
    return "KOR" if kind == "VAT" else f"KOR_{kind}"


def _is_advance(invoice: Invoice) -> bool:
    return kind_of(invoice).endswith("ZAL")


def _add_annotations(fa: Element, invoice: Invoice) -> None:
    notes = invoice.adnotacje
    made = child(fa, "Adnotacje")
    child(made, "P_16", 1 if notes.metoda_kasowa else 2)
    child(made, "P_17", 2)
    child(made, "P_18", 2)
    child(made, "P_18A", 1 if notes.mpp else 2)
    exempt = child(made, "Zwolnienie")
    if notes.zwolnienie:
        child(exempt, "P_19", 1)
        child(exempt, "P_19A", notes.zwolnienie)
    else:
        child(exempt, "P_19N", 1)
    child(child(made, "NoweSrodkiTransportu"), "P_22N", 1)
    child(made, "P_23", 2)
    child(child(made, "PMarzy"), "P_PMarzyN", 1)


def _add_correction(fa: Element, invoice: Invoice) -> None:
    correction = invoice.korekta
    if correction is None:
        return
    child(fa, "PrzyczynaKorekty", correction.przyczyna)
    corrected = child(fa, "DaneFaKorygowanej")
    child(corrected, "DataWystFaKorygowanej", correction.data)
    child(corrected, "NrFaKorygowanej", correction.numer)
    if correction.numer_ksef:
        child(corrected, "NrKSeF", 1)
        child(corrected, "NrKSeFFaKorygowanej", correction.numer_ksef)
    else:
        child(corrected, "NrKSeFN", 1)
    if correction.nabywca_przed is not None:
        # The buyer as the corrected invoice has it; the number is the same, a wrong one takes a new invoice.
        _add_identity(child(fa, "Podmiot2K"), correction.nabywca_przed)
    if correction.rodzaj != "FV":
        # What had been received, or was still to be paid, before the correction.
        child(fa, "P_15ZK", correction.brutto_przed)


def _add_advances(fa: Element, invoice: Invoice) -> None:
    for advance in invoice.zaliczki:
        made = child(fa, "FakturaZaliczkowa")
        if advance.numer_ksef:
            child(made, "NrKSeFFaZaliczkowej", advance.numer_ksef)
        else:
            child(made, "NrKSeFZN", 1)
            child(made, "NrFaZaliczkowej", advance.numer)


def _add_lines(fa: Element, invoice: Invoice) -> None:
    for line, before in _lines(invoice):
        made = child(fa, "FaWiersz")
        child(made, "NrWierszaFa", line.lp)
        child(made, "P_7", line.nazwa, NAME_LENGTH)
        if line.pkwiu:
            child(made, "PKWiU", line.pkwiu)
        child(made, "P_8A", line.jednostka)
        child(made, "P_8B", figure(line.ilosc))
        child(made, "P_9B", line.cena)
        if line.rabat:
            child(made, "P_10", rounded(line.cena * line.ilosc) - line.brutto)
        child(made, "P_11A", line.brutto)
        child(made, "P_11Vat", line.vat)
        child(made, "P_12", line.stawka)
        if line.zal_15 and invoice.adnotacje.mpp:
            child(made, "P_12_Zal_15", 1)
        if before:
            child(made, "StanPrzed", 1)


def _lines(invoice: Invoice) -> Iterator[tuple[Line, bool]]:
    """The lines, of a correction first as they were (art. 106j ust. 2 pkt 5); none if no amount is corrected."""
    if invoice.korekta is not None:
        if not invoice.stawki and invoice.korekta.przed == invoice.pozycje:
            return
        yield from ((line, True) for line in invoice.korekta.przed)
    yield from ((line, False) for line in invoice.pozycje)


def _add_order(fa: Element, invoice: Invoice) -> None:
    """What an advance is paid for (art. 106f ust. 1 pkt 4)."""
    order = child(fa, "Zamowienie")
    child(order, "WartoscZamowienia", _gross(invoice.stawki_pozycji))
    for line, before in _lines(invoice):
        made = child(order, "ZamowienieWiersz")
        child(made, "NrWierszaZam", line.lp)
        child(made, "P_7Z", line.nazwa, NAME_LENGTH)
        if line.pkwiu:
            child(made, "PKWiUZ", line.pkwiu)
        child(made, "P_8AZ", line.jednostka)
        child(made, "P_8BZ", figure(line.ilosc))
        child(made, "P_9AZ", rounded(line.netto / line.ilosc))
        child(made, "P_11NettoZ", line.netto)
        child(made, "P_11VatZ", line.vat)
        child(made, "P_12Z", line.stawka)
        if line.zal_15 and invoice.adnotacje.mpp:
            child(made, "P_12Z_Zal_15", 1)
        if before:
            child(made, "StanPrzedZ", 1)


def _gross(totals: Iterable[RateTotal]) -> Decimal:
    return sum((one.brutto for one in totals), Decimal("0.00"))


def figure(number: Decimal) -> str:
    """A quantity without needless zeros."""
    return f"{number.normalize():f}"


def _add_footer(root: Element, invoice: Invoice) -> None:
    seller = invoice.sprzedawca
    numbers = (("KRS", seller.krs), ("REGON", seller.regon), ("BDO", seller.bdo))
    if not invoice.stopka and not any(number for _name, number in numbers):
        return
    footer = child(root, "Stopka")
    if invoice.stopka:
        child(child(footer, "Informacje"), "StopkaFaktury", invoice.stopka, 3500)
    if any(number for _name, number in numbers):
        registers = child(footer, "Rejestry")
        child(registers, "PelnaNazwa", seller.nazwa)
        for name, number in numbers:
            if number:
                child(registers, name, number)
