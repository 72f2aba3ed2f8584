"""Approval and rejection of pending entries (BR-12).

Whoever holds ``finance.approve`` decides, whether or not they were asked; above the house's threshold not on what they
entered themselves. The row of the transaction is locked, so of two who decide at once one is told it is done.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts import zloty
from bottega.business.finance.approvals import Approval
from bottega.business.finance.booking import let_count
from bottega.business.finance.ledger import BOOKED, PENDING, REJECTED, TRANSFER, State, Transaction
from bottega.business.finance.module import module
from bottega.business.finance.settings import house_rules
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

ALREADY_BOOKED: Final = T(en="The transaction is booked already", pl="Transakcja jest już zaksięgowana")
OVER: Final = T(en="The transaction was rejected or cancelled", pl="Transakcja została odrzucona lub anulowana")
FOUR_EYES: Final = T(
    en="Above {prog} somebody else has to approve what you entered",
    pl="Powyżej {prog} transakcję zatwierdza ktoś inny niż osoba, która ją wprowadziła",
)
USE_ACCEPT: Final = T(
    en="The recipient of a transfer accepts or rejects it", pl="Przekazanie przyjmuje lub odrzuca jego odbiorca"
)
REVERSE: Final = T(
    en="Reverse what was booked; a payment of a contract with a Zwrot",
    pl="Odwróć zaksięgowaną pozycję; wpłatę z umowy przez Zwrot",
)
ENTER_AGAIN: Final = T(en="Enter what was rejected again", pl="Wprowadź odrzuconą pozycję ponownie")
_OPEN_ROWS: Final = (
    "SELECT id FROM finance_approvals WHERE tenant_id = $1 AND transaction_id = $2 AND decyzja IS NULL"
    " AND deleted_at IS NULL ORDER BY id FOR UPDATE"
)


class Decision(Input):
    """A word about a decision."""

    komentarz: Annotated[str, Field(max_length=2000)] | None = None


class Approved(Schema):
    """A transaction that counts now."""

    ok: bool = True
    id: UUID
    oczekuje: bool = False


class Declined(Schema):
    """A transaction that will not count."""

    ok: bool = True
    id: UUID
    stan: State = REJECTED


@module.post(
    "/transactions/{id}/approve",
    "finance.approve",
    name="transactions.approve",
    amounts="refused",
    lenient=True,
    undoable=False,
    instead=REVERSE,
    label=T(en="Approve transaction", pl="Zatwierdzenie transakcji"),
    act=Act(T(en="Approve", pl="Zatwierdź"), "check", when={"stan": PENDING}, form="none", then="next", tone="good"),
)
async def approve_transaction(ctx: Context, id: UUID, data: Decision) -> Approved:
    """Approve a transaction.

    Books what waits, and with it the payment it belongs to. 409 `already_booked` the second time; 403 `four_eyes` for
    one's own above the threshold; 409 for a transfer, which its recipient accepts.
    """
    row = await _waiting(ctx, id)
    rules = await house_rules(ctx, row["organization_id"])
    if row["kwota"] > rules.threshold and row["autor_id"] is not None and row["autor_id"] == ctx.actor.user_id:
        raise Forbidden(FOUR_EYES.given(prog=zloty(rules.threshold)), code="four_eyes")
    await let_count(ctx, row, zatwierdzil_id=ctx.actor.user_id, zatwierdzona_at=datetime.now(UTC))
    await _decide(ctx, id, "zatwierdzono", data.komentarz)
    return Approved(id=id)


@module.post(
    "/transactions/{id}/reject",
    "finance.approve",
    name="transactions.reject",
    amounts="refused",
    lenient=True,
    undoable=False,
    instead=ENTER_AGAIN,
    label=T(en="Reject transaction", pl="Odrzucenie transakcji"),
    act=Act(T(en="Reject…", pl="Odrzuć…"), "x", when={"stan": PENDING}, then="next", tone="danger"),
)
async def reject_transaction(ctx: Context, id: UUID, data: Decision) -> Declined:
    """Reject a transaction.

    What waits will not count; a payment it belongs to stays unconfirmed. 409 for what is booked or a transfer.
    """
    row = await _waiting(ctx, id)
    rejected = {"stan": REJECTED}
    await changes.update(ctx, Transaction, id, rejected)
    await _decide(ctx, id, "odrzucono", data.komentarz)
    await ctx.tell("finance.transaction.rejected", transaction={**row, **rejected})
    return Declined(id=id)


async def _waiting(ctx: Context, transaction_id: UUID) -> dict[str, Any]:
    """The transaction, locked, if somebody may decide on it."""
    ctx.refuse_closed()
    row = await changes.one(ctx, Transaction, transaction_id, lock=True)
    ctx.describe("finance.transaction", transaction_id, organization_id=row["organization_id"])
    refuse_decided(row)
    return row


def refuse_decided(row: Mapping[str, Any]) -> None:
    """409 unless a transaction waits for an approval."""
    if row["linked_entity_type"] == TRANSFER:
        raise Conflict(USE_ACCEPT, code="uzyj_accept", transferId=str(row["linked_entity_id"]))
    if row["stan"] == BOOKED:
        raise Conflict(ALREADY_BOOKED, code="already_booked")
    if row["stan"] != PENDING:
        raise Conflict(OVER, code=row["stan"])


async def _decide(ctx: Context, transaction_id: UUID, decyzja: str, komentarz: str | None) -> None:
    """Close every open place in the queue; the word about it goes with the decision."""
    rows = await ctx.query(_OPEN_ROWS, ctx.tenant_id, transaction_id)
    said: dict[str, Any] = {"decyzja": decyzja, "decyzja_at": datetime.now(UTC), "decydent_id": ctx.actor.user_id}
    if komentarz:
        said["decyzja_komentarz"] = komentarz
    await changes.update_many(ctx, Approval, [{"id": row["id"], **said} for row in rows])


async def withdraw_approvals(ctx: Context, transaction_id: UUID) -> None:
    """Nobody needs to decide any more."""
    for row in await ctx.query(_OPEN_ROWS, ctx.tenant_id, transaction_id):
        await changes.delete(ctx, Approval, row["id"])
