"""Chains of a contract's invoices: corrected amounts, remainders, and dependencies between them.

An invoice stands while it is neither cancelled nor corrected to nothing. At any moment the invoices in force of a
contract are, at every rate, the order that its closing invoice (FV, FK) names; while there is none, they are advances
of what was paid. Corrections keep that: an advance that a final invoice deducts is corrected through the final one (VAT
act art. 106f ust. 3), and what later papers build on is not taken away from under them.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from bottega.business.documents.compose.history import Earlier, History
from bottega.business.documents.content.kinds import CANCELLED, CLOSING, CORRECTED, INVOICES
from bottega.business.documents.content.vat_gross_method import ZERO, RateTotal, gross_of, remaining, together
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

NOT_CORRECTED: Final = T(
    en="Only invoices that are in force are corrected", pl="Koryguje się tylko obowiązujące faktury"
)
NOTHING_LEFT: Final = T(
    en="The invoice is corrected to nothing already: issue a new one",
    pl="Faktura jest już skorygowana do zera: wystaw nową",
)
SETTLED_BY: Final = T(
    en="The final invoice {numer} settles this advance: correct or cancel that one first",
    pl="Tę zaliczkę rozlicza faktura końcowa {numer}: najpierw skoryguj do zera albo anuluj fakturę końcową",
)
HAS_CORRECTION: Final = T(
    en="The invoice has been corrected: cancel the correction {numer} first",
    pl="Do faktury wystawiono korektę: najpierw anuluj korektę {numer}",
)
LATER_CORRECTION: Final = T(
    en="A later correction builds on this one: cancel {numer} first",
    pl="Na tej korekcie opiera się późniejsza: najpierw anuluj {numer}",
)
LATER_INVOICE: Final = T(
    en="A later invoice builds on this correction: cancel {numer} first, or issue another correction",
    pl="Na tej korekcie opiera się późniejsza faktura: najpierw anuluj {numer} albo wystaw kolejną korektę",
)


def invoiced(history: History, document: Earlier) -> tuple[RateTotal, ...]:
    """What a document charges once its corrections are counted in."""
    corrections = [one.stawki for one in history.in_force("KOR") if one.koryguje_id == document.id]
    return together(document.stawki, *corrections)


def closing(history: History) -> Earlier | None:
    """The invoice of the whole contract that stands."""
    return next(iter(history.standing(*CLOSING)), None)


def left_after(
    history: History, order: Sequence[RateTotal], *, without: Earlier | None = None
) -> tuple[RateTotal, ...]:
    """What of an order the advances leave, one of them put aside if it is named."""
    advances = [one for one in history.standing("FZ") if without is None or one.id != without.id]
    return remaining(order, *(invoiced(history, one) for one in advances))


def uninvoiced(history: History) -> Decimal:
    """What is paid and not charged by advance invoices, PLN; negative if money was paid back that they still charge."""
    return history.paid - sum((gross_of(invoiced(history, one)) for one in history.standing("FZ")), ZERO)


def open_payments(history: History) -> list[Mapping[str, Any]]:
    """Confirmed payments with what of each no advance invoice charges as their ``cena``, the oldest first.

    Refunds are taken off: first off payments whose advance invoice was corrected, then off the latest ones.
    """
    advances: dict[Any, Decimal] = {}
    for one in history.in_force("FZ"):
        charged = gross_of(invoiced(history, one))
        advances[one.payment_id] = advances.get(one.payment_id, ZERO) + charged
    left, found = uninvoiced(history), dict[Any, Mapping[str, Any]]()
    for one in sorted(history.received, key=lambda payment: payment["id"] in advances):
        amount = min(one["cena"] - advances.get(one["id"], ZERO), left)
        if amount > 0:
            found[one["id"]] = {**one, "cena": amount}
            left -= amount
    return [found[one["id"]] for one in history.received if one["id"] in found]


def unadvanced(history: History) -> list[Mapping[str, Any]]:
    """Those of them that have no advance invoice."""
    known = {one.payment_id for one in history.standing("FZ")}
    return [one for one in open_payments(history) if one["id"] not in known]


def refuse_correcting(history: History, document: Earlier) -> None:
    """409 for what is no invoice in force, is corrected to nothing, or is settled by a final invoice."""
    if document.rodzaj not in ("FV", "FZ", "FK") or document.stan == CANCELLED:
        raise Conflict(NOT_CORRECTED, code="nie_koryguje_sie")
    if document.do_zera:
        raise Conflict(NOTHING_LEFT, code="faktura_wyzerowana")
    if document.rodzaj == "FZ":
        _refuse_settled(history.earlier)


def refuse_cancelling(earlier: Sequence[Earlier], document: Earlier) -> None:
    """409 naming the later document that would be left in the air."""
    later = [one for one in earlier if one.id > document.id and one.rodzaj in INVOICES and one.stan != CANCELLED]
    if document.stan == CORRECTED:
        number = next((one.numer for one in reversed(later) if one.koryguje_id == document.id), "")
        raise Conflict(HAS_CORRECTION.given(numer=number), code="ma_korekte", numer=number)
    if document.rodzaj == "FZ":
        _refuse_settled(earlier)
    if document.rodzaj != "KOR":
        return
    if same := [one for one in later if one.koryguje_id == document.koryguje_id]:
        number = same[-1].numer
        raise Conflict(LATER_CORRECTION.given(numer=number), code="ma_pozniejsza_korekte", numer=number)
    corrected = next((one for one in earlier if one.id == document.koryguje_id), None)
    if corrected is not None and corrected.rodzaj == "FZ":
        _refuse_settled(later)
    if later:
        number = later[-1].numer
        raise Conflict(LATER_INVOICE.given(numer=number), code="ma_pozniejsza_fakture", numer=number)


def _refuse_settled(earlier: Sequence[Earlier]) -> None:
    final = next((one for one in earlier if one.rodzaj == "FK" and one.stands), None)
    if final is not None:
        raise Conflict(
            SETTLED_BY.given(numer=final.numer),
            code="rozliczona_faktura_koncowa",
            numer=final.numer,
            dokumentId=str(final.id),
        )
