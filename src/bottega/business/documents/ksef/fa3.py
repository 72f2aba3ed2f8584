"""XML of invoices for KSeF, structure FA(3).

Kinds: FV is ``VAT``, FZ ``ZAL``, FK ``ROZ``, and corrections ``KOR``, ``KOR_ZAL`` or ``KOR_ROZ``. Prices are gross, so
lines have ``P_9B``, ``P_11A`` and ``P_11Vat`` (VAT act art. 106e ust. 7-8). The order of elements is that of the schema
``http://crd.gov.pl/wzor/2025/06/25/13775/``, and is part of it.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from typing import Final
from xml.etree.ElementTree import Element, indent, tostring

from bottega.business.documents.content.models import Invoice
from bottega.business.documents.ksef.fa3_lines import add_lines, add_notes, add_order
from bottega.business.documents.ksef.fa3_parties import add_parties, add_parties_before
from bottega.business.documents.ksef.fa3_terms import add_payment, add_terms
from bottega.business.documents.ksef.xml_elements import child, qualified

# The structure is in force, and KSeF takes invoices in it, since this day.
IN_FORCE: Final = date(2026, 2, 1)
KINDS: Final[Mapping[str, str]] = {"FV": "VAT", "FZ": "ZAL", "FK": "ROZ"}
# So many payments before the supply a final invoice can name.
MOST_PARTS: Final = 31

# The sums of a rate: net and tax.
_SUMS: Final[Mapping[str, tuple[str, str | None]]] = {
    "23": ("P_13_1", "P_14_1"),
    "8": ("P_13_2", "P_14_2"),
    "zw": ("P_13_7", None),
}


def fa3(invoice: Invoice, moment: datetime) -> bytes:
    """The XML of an issued invoice; ``moment`` is when it was made.

    UTF-8 without a byte order mark, as KSeF wants it.
    """
    assert invoice.rodzaj in KINDS or invoice.korekta is not None
    root = Element(qualified("Faktura"))
    header = child(root, "Naglowek")
    form = child(header, "KodFormularza", "FA")
    form.set("kodSystemowy", "FA (3)")
    form.set("wersjaSchemy", "1-0E")
    child(header, "WariantFormularza", "3")
    child(header, "DataWytworzeniaFa", moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    child(header, "SystemInfo", _program())
    add_parties(root, invoice)
    _add_invoice(child(root, "Fa"), invoice)
    _add_footer(root, invoice)
    indent(root, " ")
    return tostring(root, encoding="utf-8", xml_declaration=True)


@cache
def _program() -> str:
    return f"Bottega {version('bottega')}"


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
    _add_parts(fa, invoice)
    if invoice.paragon:
        child(fa, "FP", 1)
    if invoice.tp:
        child(fa, "TP", 1)
    add_notes(fa, invoice)
    _add_advances(fa, invoice)
    if not _is_advance(invoice):
        add_lines(fa, invoice)
    add_payment(fa, invoice)
    add_terms(fa, invoice)
    if _is_advance(invoice):
        add_order(fa, invoice)


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
    if correction.skutek is not None:
        child(fa, "TypKorekty", correction.skutek)
    corrected = child(fa, "DaneFaKorygowanej")
    child(corrected, "DataWystFaKorygowanej", correction.data)
    child(corrected, "NrFaKorygowanej", correction.numer)
    if correction.numer_ksef:
        child(corrected, "NrKSeF", 1)
        child(corrected, "NrKSeFFaKorygowanej", correction.numer_ksef)
    else:
        child(corrected, "NrKSeFN", 1)
    add_parties_before(fa, invoice)
    if correction.rodzaj != "FV":
        # What had been received, or was still to be paid, before the correction.
        child(fa, "P_15ZK", correction.brutto_przed)


def _add_parts(fa: Element, invoice: Invoice) -> None:
    """Payments before the supply that have no advance invoice: the final one documents them (art. 106f ust. 3)."""
    if kind_of(invoice) != "ROZ" or invoice.platnosc is None:
        return
    supply = invoice.data_sprzedazy or invoice.data_wystawienia
    early = [one for one in invoice.platnosc.wplaty if one.data < supply and one.kwota > 0]
    if len(early) > MOST_PARTS or sum((one.kwota for one in early), Decimal(0)) > invoice.razem.brutto:
        return
    for one in early:
        made = child(fa, "ZaliczkaCzesciowa")
        child(made, "P_6Z", one.data)
        child(made, "P_15Z", one.kwota)


def _add_advances(fa: Element, invoice: Invoice) -> None:
    for advance in invoice.zaliczki:
        made = child(fa, "FakturaZaliczkowa")
        if advance.numer_ksef:
            child(made, "NrKSeFFaZaliczkowej", advance.numer_ksef)
        else:
            child(made, "NrKSeFZN", 1)
            child(made, "NrFaZaliczkowej", advance.numer)


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
