"""Payments written by other modules: credit of an amount already booked, and confirmation."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.access import DISSOLVED, SETTLED, hold, lock_open
from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.money.warning_codes import PaymentWarning
from bottega.business.contracts.money.warnings import about_payment, refuse_much_cash
from bottega.business.contracts.tables.money import NO_DAY, REFUND, Payment, PaymentKind
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Invalid
from bottega.kernel.i18n import T
from bottega.kernel.schemas import today
from bottega.kernel.writes import changes

NO_MORE: Final = T(
    en="The contract is settled: delete the pending payment, or undo the settlement",
    pl="Umowa jest już rozliczona: usuń oczekującą wpłatę albo cofnij rozliczenie",
)


def refuse_undated(day: date | None) -> None:
    """400 ``brak_daty_wplaty`` for a payment that has not been received yet."""
    if day is None or day > today():
        issue = {"code": "brak_daty_wplaty", "path": ["data"], "message": NO_DAY}
        raise Invalid(NO_DAY, code="brak_daty_wplaty", details=[issue])


def refuse_payment(contract: dict[str, Any], typ: str, *, waits: bool) -> None:
    """409 for a payment of a settled contract; of a dissolved one only refunds are left to pay (BR-5, BR-8).

    ``waits`` says that the payment is there and not confirmed: it may still be deleted.
    """
    if contract["rozliczona"]:
        raise Conflict(NO_MORE if waits else SETTLED, code="contract_settled")
    if contract["rozwiazana"] and typ != REFUND:
        raise Conflict(DISSOLVED, code="contract_dissolved")


async def confirm_payment(ctx: Context, payment_id: UUID) -> None:
    """Let a payment count from now on; confirming it again changes nothing.

    Raises:
        NotFound: There is no such payment in view.
        Invalid: 400 ``brak_daty_wplaty``: it has not been received yet.
        Conflict: 409 ``contract_settled``, or ``contract_dissolved`` for what is no refund.
    """
    contract = await of_contract(open_only=False).hold_of(ctx, Payment, payment_id)
    payment = await changes.one(ctx, Payment, payment_id, lock=True)
    if payment["potwierdzona"]:
        return
    refuse_payment(contract, payment["typ"], waits=True)
    refuse_undated(payment["data"])
    await changes.update(ctx, Payment, payment_id, confirmation(ctx))


def confirmation(ctx: Context) -> dict[str, Any]:
    """The columns of a payment that is confirmed now."""
    return {
        "potwierdzona": True,
        "odrzucona": False,
        "potwierdzona_at": datetime.now(UTC),
        "potwierdzil_id": ctx.actor.user_id,
    }


async def link_payment(ctx: Context, payment_id: UUID, transaction_id: UUID | None) -> None:
    """Note which entry of the ledger a payment has."""
    await changes.update(ctx, Payment, payment_id, {"transaction_id": transaction_id})


async def note_document(ctx: Context, payment_id: UUID, document_id: UUID | None) -> None:
    """Note which document was issued for a payment."""
    await changes.update(ctx, Payment, payment_id, {"dokument_id": document_id})


@dataclass(frozen=True, kw_only=True)
class NewPayment:
    """A payment of a contract: ``cena`` in PLN gross, ``data`` the day it was received."""

    typ: PaymentKind
    rodzaj: str
    cena: Decimal
    data: date
    opis: str | None = None


@dataclass(frozen=True)
class ReceivedPayment:
    """A payment that was taken and waits for the office; ``warnings`` are those of ``about_payment``."""

    id: UUID
    transaction_id: UUID
    warnings: list[PaymentWarning]


async def receive_payment(
    ctx: Context, contract_id: UUID, new: NewPayment, *, uzytkownik_id: UUID | None
) -> ReceivedPayment:
    """Record a payment that somebody has taken: it waits for approval, as one that is entered by hand does.

    Whoever calls has asked whether the caller may. ``uzytkownik_id`` is who holds the money, None the main cash box.

    Raises:
        NotFound: The contract is not in view.
        Invalid: 400 ``brak_daty_wplaty`` for a day that lies ahead.
        Conflict: 409 ``contract_settled``, or ``contract_dissolved`` for what is no refund.
    """
    contract = await hold(ctx, contract_id, alone=True)
    refuse_payment(contract, new.typ, waits=False)
    refuse_undated(new.data)
    payment_id = await changes.insert(ctx, Payment, {**_values(contract, new), "uzytkownik_id": uzytkownik_id})
    payment = await changes.one(ctx, Payment, payment_id)
    await ctx.tell("contracts.payment.recorded", payment=payment, confirmed=False)
    payment = await changes.one(ctx, Payment, payment_id)
    await refuse_much_cash(ctx, contract, payment)
    return ReceivedPayment(payment_id, payment["transaction_id"], await about_payment(ctx, contract))


async def note_documents(ctx: Context, issued: Mapping[UUID, UUID]) -> None:
    """Note which documents were issued for payments, by payment."""
    rows = [{"id": payment_id, "dokument_id": document_id} for payment_id, document_id in issued.items()]
    await changes.update_many(ctx, Payment, rows)


def _values(contract: Mapping[str, Any], new: NewPayment) -> dict[str, Any]:
    return {"organization_id": contract["organization_id"], "contract_id": contract["id"], **asdict(new)}


async def add_payment(ctx: Context, contract_id: UUID, new: NewPayment, *, transaction_id: UUID) -> UUID:
    """Credit money that is in the ledger already (BR-11): a confirmed payment without a second entry.

    Nobody else is told. 404 for a contract out of view, 409 for one that is settled.
    """
    contract = await lock_open(ctx, contract_id)
    refuse_undated(new.data)
    values = {**_values(contract, new), "transaction_id": transaction_id, **confirmation(ctx)}
    return await changes.insert(ctx, Payment, values)
