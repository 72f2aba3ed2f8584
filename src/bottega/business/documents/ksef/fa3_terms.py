"""Payment terms and contract references in FA(3)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from bottega.business.documents.content.models import Invoice, Payment
from bottega.business.documents.ksef.xml_elements import child

# Means of payment as KSeF numbers them; what is not among them is described in words.
MEANS: Final[Mapping[str, int]] = {"gotowka": 1, "karta": 2, "raty": 5, "przelew": 6, "blik": 7}


def add_payment(fa: Element, invoice: Invoice) -> None:
    """What was paid and when, by when the rest is due, and where to."""
    payment = invoice.platnosc
    if payment is None:
        return
    made = child(fa, "Platnosc")
    _add_received(made, payment)
    if payment.termin is not None and payment.do_zaplaty > 0:
        child(child(made, "TerminPlatnosci"), "Termin", payment.termin)
    _add_means(made, payment.forma)
    if payment.rachunek is not None:
        account = child(made, "RachunekBankowy")
        child(account, "NrRB", payment.rachunek.nrb.replace(" ", ""))
        if payment.rachunek.bank:
            child(account, "NazwaBanku", payment.rachunek.bank)


def _add_received(made: Element, payment: Payment) -> None:
    if not payment.wplaty:
        return
    if payment.do_zaplaty <= 0 and len(payment.wplaty) == 1:
        child(made, "Zaplacono", 1)
        child(made, "DataZaplaty", payment.wplaty[0].data)
        return
    # 1: a part has been paid; 2: all of it, in parts.
    child(made, "ZnacznikZaplatyCzesciowej", 1 if payment.do_zaplaty > 0 else 2)
    for received in payment.wplaty:
        part = child(made, "ZaplataCzesciowa")
        child(part, "KwotaZaplatyCzesciowej", received.kwota)
        child(part, "DataZaplatyCzesciowej", received.data)
        _add_means(part, received.forma)


def _add_means(made: Element, means: str) -> None:
    number = MEANS.get(means)
    if number is not None:
        child(made, "FormaPlatnosci", number)
    else:
        child(made, "PlatnoscInna", 1)
        child(made, "OpisPlatnosci", means)


def add_terms(fa: Element, invoice: Invoice) -> None:
    """The contract."""
    if invoice.umowa is None:
        return
    made = child(child(fa, "WarunkiTransakcji"), "Umowy")
    if invoice.umowa.data is not None:
        child(made, "DataUmowy", invoice.umowa.data)
    child(made, "NrUmowy", invoice.umowa.numer)


def split_payment_due(invoice_gross: Decimal, *, business: bool, annex_15: bool) -> bool:
    """Whether an invoice must say "mechanizm podzielonej płatności" (VAT act art. 106e ust. 1 pkt 18a, annex 15).

    The buyer is a business, the invoice is above 15 000 zł gross, and something of annex 15 is on it.
    """
    return business and annex_15 and invoice_gross > THRESHOLD


THRESHOLD: Final = Decimal(15_000)
