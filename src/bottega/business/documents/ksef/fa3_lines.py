"""Lines of an invoice, of the order behind an advance, and notes on them in FA(3)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element

from bottega.business.documents.content.models import Invoice, Line
from bottega.business.documents.content.vat_gross_method import RateTotal, rounded
from bottega.business.documents.ksef.xml_elements import NAME_LENGTH, child, pieces

# The most decimals of a price (TKwotowy2).
_PRICE: Final = Decimal("0.00000001")


def add_lines(fa: Element, invoice: Invoice) -> None:
    """What is sold; of a correction every line as it was and as it is."""
    for line, before in lines_of(invoice):
        made = child(fa, "FaWiersz")
        child(made, "NrWierszaFa", line.lp)
        child(made, "UU_ID", _row_id(invoice, line))
        _add_name(made, "P_7", line)
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


def add_order(fa: Element, invoice: Invoice) -> None:
    """What an advance is paid for (art. 106f ust. 1 pkt 4)."""
    if not any(lines_of(invoice)):
        return
    order = child(fa, "Zamowienie")
    child(order, "WartoscZamowienia", _gross(invoice.stawki_pozycji))
    for line, before in lines_of(invoice):
        made = child(order, "ZamowienieWiersz")
        child(made, "NrWierszaZam", line.lp)
        child(made, "UU_IDZ", _row_id(invoice, line))
        _add_name(made, "P_7Z", line)
        if line.pkwiu:
            child(made, "PKWiUZ", line.pkwiu)
        child(made, "P_8AZ", line.jednostka)
        child(made, "P_8BZ", figure(line.ilosc))
        child(made, "P_9AZ", _net_price(line))
        child(made, "P_11NettoZ", line.netto)
        child(made, "P_11VatZ", line.vat)
        child(made, "P_12Z", line.stawka)
        if line.zal_15 and invoice.adnotacje.mpp:
            child(made, "P_12Z_Zal_15", 1)
        if before:
            child(made, "StanPrzedZ", 1)


def _add_name(made: Element, element: str, line: Line) -> None:
    """As much of the name as the schema takes; the rest is a note."""
    for first in pieces(line.nazwa, NAME_LENGTH)[:1]:
        child(made, element, first, NAME_LENGTH)


def add_notes(fa: Element, invoice: Invoice) -> None:
    """What the schema has no element for: grounds of the reduced rate, rests of long names, remarks, the receipt."""
    for line in invoice.pozycje:
        for rest in pieces(line.nazwa, NAME_LENGTH)[1:]:
            _add_note(fa, "Nazwa, ciąg dalszy", rest, line.lp)
        if line.stawka == "8" and line.zrodlo:
            _add_note(fa, "Podstawa stawki 8%", line.zrodlo, line.lp)
    _add_note(fa, "Uwagi", invoice.uwagi or "")
    _add_note(fa, "Paragon fiskalny", invoice.paragon or "")


def _add_note(fa: Element, key: str, text: str, line: int | None = None) -> None:
    for piece in pieces(text):
        made = child(fa, "DodatkowyOpis")
        if line is not None:
            child(made, "NrWiersza", line)
        child(made, "Klucz", key)
        child(made, "Wartosc", piece)


def lines_of(invoice: Invoice) -> Iterator[tuple[Line, bool]]:
    """The lines, of a correction first as they were (art. 106j ust. 2 pkt 5); none if no amount is corrected."""
    if invoice.korekta is not None:
        if not invoice.stawki and invoice.korekta.przed == invoice.pozycje:
            return
        yield from ((line, True) for line in invoice.korekta.przed)
    yield from ((line, False) for line in invoice.pozycje)


def _row_id(invoice: Invoice, line: Line) -> str:
    """One id for a line on its invoice and, before and after, on every correction of it."""
    number = invoice.korekta.numer if invoice.korekta else invoice.numer
    return str(uuid5(NAMESPACE_URL, f"{invoice.sprzedawca.nip}/{number}/{line.lp}"))


def _net_price(line: Line) -> str:
    """The net price of one; what nothing is sold of has the price of the line."""
    if not line.ilosc:
        return f"{line.netto}"
    price = (line.netto / line.ilosc).quantize(_PRICE)
    return f"{rounded(price)}" if price == rounded(price) else figure(price)


def _gross(totals: Iterable[RateTotal]) -> Decimal:
    return sum((one.brutto for one in totals), Decimal("0.00"))


def figure(number: Decimal) -> str:
    """A quantity without needless zeros."""
    return f"{number.normalize():f}"
