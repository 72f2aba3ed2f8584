"""Seller, buyer and third parties in FA(3)."""

from xml.etree.ElementTree import Element

from bottega.business.documents.content.countries import HOME, code_of_country
from bottega.business.documents.content.models import Buyer, Invoice, Seller
from bottega.business.documents.content.parties import Recipient
from bottega.business.documents.ksef.xml_elements import NAME_LENGTH, child


def add_parties(root: Element, invoice: Invoice) -> None:
    """Who sells and who buys."""
    _add_seller(child(root, "Podmiot1"), invoice.sprzedawca)
    made = child(root, "Podmiot2")
    _add_buyer(made, invoice.nabywca)
    child(made, "JST", 1 if invoice.jst else 2)
    child(made, "GV", 1 if invoice.gv else 2)
    for one in invoice.odbiorcy:
        _add_third_party(child(root, "Podmiot3"), one)


def add_parties_before(fa: Element, invoice: Invoice) -> None:
    """Seller and buyer as the corrected invoice has them; the numbers are the same, a wrong one takes a new invoice."""
    if invoice.korekta is None:
        return
    if invoice.korekta.sprzedawca_przed is not None:
        _add_seller(child(fa, "Podmiot1K"), invoice.korekta.sprzedawca_przed)
    if invoice.korekta.nabywca_przed is not None:
        _add_buyer(child(fa, "Podmiot2K"), invoice.korekta.nabywca_przed)


def _add_seller(made: Element, seller: Seller) -> None:
    who = child(made, "DaneIdentyfikacyjne")
    child(who, "NIP", seller.nip)
    child(who, "Nazwa", seller.nazwa, NAME_LENGTH)
    _add_address(made, seller.adres, HOME)


def _add_buyer(made: Element, buyer: Buyer) -> None:
    who = child(made, "DaneIdentyfikacyjne")
    if buyer.nip:
        child(who, "NIP", buyer.nip)
    elif buyer.nr_vat_ue:
        child(who, "KodUE", buyer.nr_vat_ue[:2])
        child(who, "NrVatUE", buyer.nr_vat_ue[2:])
    elif buyer.nr_id:
        child(who, "KodKraju", buyer.kraj)
        child(who, "NrID", buyer.nr_id)
    else:
        child(who, "BrakID", 1)
    child(who, "Nazwa", buyer.nazwa, NAME_LENGTH)
    _add_address(made, buyer.adres, buyer.kraj)


def _add_third_party(made: Element, third: Recipient) -> None:
    who = child(made, "DaneIdentyfikacyjne")
    if third.nip:
        child(who, "NIP", third.nip)
    elif third.id_wew:
        child(who, "IDWew", third.id_wew)
    else:
        child(who, "BrakID", 1)
    child(who, "Nazwa", third.nazwa, NAME_LENGTH)
    _add_address(made, third.adres, HOME)
    child(made, "Rola", third.rola)


def _add_address(parent: Element, lines: tuple[str, ...], country: str) -> None:
    if country != HOME and lines and code_of_country(lines[-1]) == country:
        lines = lines[:-1]
    if not lines:
        return
    made = child(parent, "Adres")
    child(made, "KodKraju", country)
    child(made, "AdresL1", lines[0], NAME_LENGTH)
    if len(lines) > 1:
        child(made, "AdresL2", ", ".join(lines[1:]), NAME_LENGTH)
