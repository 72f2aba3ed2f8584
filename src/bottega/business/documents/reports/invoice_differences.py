"""Differences between payments and invoices of a contract: uninvoiced, refundable, overcharged.

An advance invoice is due on the 15th of the month after the payment (VAT act art. 106i ust. 2), and so is the invoice
of a supply (ust. 1); that of works for a business 30 days after they were done (ust. 3 pkt 1). Earnest money that is
forfeited is compensation and no price, so no VAT is due on it any more (CJEU C-277/05): its invoice is corrected.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from bottega.business.contracts import CorrectionDue
from bottega.business.customers import Party
from bottega.business.documents.compose.history import Earlier, History
from bottega.business.documents.compose.invoice_chains import closing, invoiced, open_payments, unadvanced
from bottega.business.documents.content.vat_gross_method import ZERO, gross_of

EARNEST: Final = "Zadatek"
FORFEITED: Final = (
    "zatrzymany zadatek po rozwiązaniu umowy nie jest zapłatą za dostawę ani usługę",
    "wyrok TSUE C-277/05; art. 106j ust. 1 pkt 1 ustawy o VAT",
)
RETURNED: Final = ("rozwiązanie umowy i zwrot zaliczki", "art. 106j ust. 1 ustawy o VAT")
DUE_DAY: Final = 15
WORKS_DUE: Final = timedelta(days=30)


def is_business(customer: Party) -> bool:
    """Whether invoices are due without being asked for: to whoever is no consumer (art. 106b ust. 1 and 3)."""
    return customer.kind == "company" or customer.nip is not None


def due_after(day: date) -> date:
    """The 15th of the next month."""
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, DUE_DAY)


def works_due_after(day: date, *, installed: bool) -> date:
    """When the invoice of finished works is due to a business; of furniture that was only delivered like any other."""
    return day + WORKS_DUE if installed else due_after(day)


def uninvoiced_payments(history: History) -> list[Mapping[str, Any]]:
    """Payments that no invoice charges, with what of each as their ``cena``; none once the whole order is invoiced."""
    return [] if closing(history) else unadvanced(history)


def owed(history: History) -> Decimal:
    """What corrections took off the invoices, or the customer paid beyond them, and nobody has paid back; PLN gross."""
    if closing(history):
        charged = (gross_of(invoiced(history, one)) for one in history.standing("FV", "FZ", "FK"))
        return max(history.paid - sum(charged, ZERO), ZERO)
    advanced = {one.payment_id for one in history.in_force("FZ")}
    return sum((one["cena"] for one in open_payments(history) if one["id"] in advanced), ZERO)


def corrections_due(contract: Mapping[str, Any], history: History) -> Iterator[CorrectionDue]:
    """Of a dissolved contract: the advance invoices that still charge something, to be corrected to nothing."""
    if not contract["rozwiazana"]:
        return
    kinds = {one["id"]: one["typ"] for one in history.received}
    kept = (contract["kwota_rozwiazania"] or ZERO) > 0
    for one in history.standing("FZ"):
        if charged := gross_of(invoiced(history, one)):
            forfeited = kept and kinds.get(one.payment_id) == EARNEST
            yield _correction(one, charged, *(FORFEITED if forfeited else RETURNED))


def _correction(document: Earlier, charged: Decimal, reason: str, law: str) -> CorrectionDue:
    return CorrectionDue(
        dokument_id=document.id,
        numer=document.numer,
        rodzaj="KOR_ZAL",
        kwota=str(charged),
        przyczyna=reason,
        podstawa=law,
        metoda="POST",
        sciezka=f"/api/documents/documents/{document.id}/correct",
        tresc={"doZera": True, "przyczyna": reason},
    )
