"""Cash vouchers: a KP for cash a customer paid, a KW for cash that was paid back (accounting act art. 21)."""

from typing import Any, Final
from uuid import UUID

from bottega.business.contracts import slownie
from bottega.business.documents.dossier import CASH, Dossier
from bottega.business.documents.invoices import Wishes
from bottega.business.documents.kinds import KINDS
from bottega.business.documents.papers import CashVoucher
from bottega.business.documents.seller import MAIN_BOX, place_of
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.i18n import T

NO_CASH: Final = T(
    en="There is no confirmed cash payment without a receipt",
    pl="Nie ma potwierdzonej wpłaty gotówką bez dowodu KP",
)
NO_CASH_BACK: Final = T(
    en="There is no confirmed cash refund without a voucher",
    pl="Nie ma potwierdzonego zwrotu gotówką bez dowodu KW",
)
NO_BOX: Final = T(en="There is no such cash box", pl="Nie ma takiej kasy")
_TITLES: Final = {
    "Zadatek": "Zadatek do umowy", "Zaliczka": "Zaliczka do umowy", "Rata": "Rata do umowy",
    "Dopłata": "Dopłata do umowy",    "Wpłata końcowa": "Wpłata końcowa do umowy", "Zwrot": "Zwrot wpłaty do umowy",
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


def box_of(dossier: Dossier, code: str | None) -> dict[str, str]:
    """A cash box of the organization by its code, the main one when none is named; 400 for an unknown one."""
    boxes = dossier.profile["kasy"] or [MAIN_BOX]
    found = next((one for one in boxes if code is None or one["kod"].lower() == code.lower()), None)
    if found is None:
        raise InvalidInput.field("kasa", NO_BOX, code="not_found")
    return found


def compose(kind: str, dossier: Dossier, wishes: Wishes) -> CashVoucher:
    """A voucher without its number; its amount is the payment's, so it is never changed, only cancelled."""
    dossier.refuse_incomplete(invoice=False)
    wanted = voucher_payment(kind, dossier, wishes)
    payment = next(one for one in dossier.payments if one["id"] == wanted)
    box = box_of(dossier, wishes.kasa)
    return CashVoucher(
        rodzaj=kind, tytul=KINDS[kind].tytul, sprzedawca=dossier.seller, strona=dossier.buyer,
        data_wystawienia=wishes.day or dossier.today, data_wplywu=payment["data"],
        kasa=f"{box['kod']} – {box['nazwa']}", kwota=payment["cena"], slownie=slownie(payment["cena"]),
        za_co=f"{_TITLES[payment['typ']]} {dossier.contract['numer']}",
        miejsce=place_of(dict(dossier.profile)), umowa=dossier.umowa, nr_paragonu=wishes.nr_paragonu,
        wystawil=dossier.author, stopka=dossier.profile["stopka"],
    )  # fmt: skip
