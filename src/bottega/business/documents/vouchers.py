"""Cash vouchers: a KP for cash a customer paid, a KW for cash that was paid back (accounting act art. 21)."""

from typing import Any, Final
from uuid import UUID

from bottega.business.contracts import slownie
from bottega.business.documents.dossier import CASH, Dossier
from bottega.business.documents.invoices import Wishes
from bottega.business.documents.kinds import KINDS
from bottega.business.documents.papers import CashVoucher
from bottega.business.documents.seller import place_of
from bottega.business.finance import Voucher
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

# Of money that came in before the ledger was kept here.
MAIN_BOX: Final = "KG – Kasa główna"

NO_CASH: Final = T(
    en="There is no confirmed cash payment without a receipt",
    pl="Nie ma potwierdzonej wpłaty gotówką bez dowodu KP",
)
NO_CASH_BACK: Final = T(
    en="There is no confirmed cash refund without a voucher",
    pl="Nie ma potwierdzonego zwrotu gotówką bez dowodu KW",
)
_TITLES: Final = {
    "Zadatek": "Zadatek do umowy", "Zaliczka": "Zaliczka do umowy", "Rata": "Rata do umowy",
    "Dopłata": "Dopłata do umowy",
    "Wpłata końcowa": "Wpłata końcowa do umowy", "Zwrot": "Zwrot wpłaty do umowy",
}  # fmt: skip


def vouchers_due(kind: str, dossier: Dossier) -> list[Any]:
    """Confirmed cash payments, or refunds, that have no voucher yet, the oldest first."""
    known = {one.payment_id for one in dossier.in_force(kind)}
    moved = dossier.received if kind == "KP" else dossier.refunds
    return [one for one in moved if one["rodzaj"] == CASH and one["id"] not in known]


def voucher_payment(kind: str, dossier: Dossier, wishes: Wishes) -> UUID:
    """The payment a voucher is for: the one that is named, else the newest without one (studio brief §10.6)."""
    due = vouchers_due(kind, dossier)
    found = [one["id"] for one in due if wishes.payment_id in (None, one["id"])]
    if not found:
        raise Conflict(NO_CASH if kind == "KP" else NO_CASH_BACK, code="brak_wplaty_gotowka")
    return found[-1]


def compose(kind: str, dossier: Dossier, wishes: Wishes, entry: Voucher | None) -> CashVoucher:
    """A voucher without its number; its amount is the payment's, so it is never changed, only cancelled.

    ``entry`` is the payment's entry in the ledger, which knows the cash box and the place in its report.
    """
    dossier.refuse_incomplete(invoice=False)
    wanted = voucher_payment(kind, dossier, wishes)
    payment = next(one for one in dossier.payments if one["id"] == wanted)
    return CashVoucher(
        rodzaj=kind, tytul=KINDS[kind].tytul, sprzedawca=dossier.seller, strona=dossier.buyer,
        data_wystawienia=wishes.day or dossier.today, data_wplywu=payment["data"],
        kasa=f"{entry.kod} – {entry.kasa}" if entry else MAIN_BOX, kwota=payment["cena"],
        slownie=slownie(payment["cena"]), raport=_place(entry),
        za_co=f"{_TITLES[payment['typ']]} {dossier.contract['numer']}",
        miejsce=place_of(dict(dossier.profile)), umowa=dossier.umowa, nr_paragonu=wishes.nr_paragonu,
        wystawil=dossier.author, stopka=dossier.profile["stopka"],
    )  # fmt: skip


def _place(entry: Voucher | None) -> str | None:
    """Number of the cash report and the place in it, once there is one."""
    if entry is None or entry.report_number is None:
        return None
    return f"{entry.report_number}, poz. {entry.position}"
