"""Acceptance and rejection of cash transfers (BR-13).

Both entries are booked at the moment of the acceptance, or neither.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.finance.booking import pass_through, tell_booked
from bottega.business.finance.cash_boxes import hold_boxes
from bottega.business.finance.ledger import BOOKED, CANCELLED, CASH, Transaction
from bottega.business.finance.module import module
from bottega.business.finance.transfers import ACCEPTED, DECLINED, OPEN, Status, Transfer, transfers
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

NOT_THE_RECIPIENT: Final = T(
    en="Only the recipient can accept a transfer", pl="Przekazanie przyjmuje tylko jego odbiorca"
)
NOT_YOURS: Final = T(
    en="Only the sender or the recipient can reject a transfer",
    pl="Przekazanie może odrzucić tylko nadawca albo odbiorca",
)
DECIDED: Final = T(
    en="The transfer has already been accepted or rejected", pl="Przekazanie zostało już przyjęte albo odrzucone"
)
GIVE_BACK: Final = T(en="Transfer the money back", pl="Przekaż pieniądze z powrotem")
SEND_AGAIN: Final = T(en="Send it again", pl="Przekaż ponownie")
# A transfer by its own id, or by that of one of its entries.
_FIND: Final = (
    "SELECT id FROM finance_transfers WHERE tenant_id = $1 AND deleted_at IS NULL"
    " AND (id = $2 OR rozchod_id = $2 OR przychod_id = $2)"
)
_LEGS: Final = (
    "SELECT * FROM finance_transactions WHERE tenant_id = $1 AND id = ANY($2) ORDER BY typ DESC, id FOR NO KEY UPDATE"
)


class Answer(Input):
    """A word about accepting or rejecting."""

    komentarz: Annotated[str, Field(max_length=2000)] | None = None


class Answered(Schema):
    """What became of a transfer."""

    id: UUID
    status: Status


@module.post(
    "/transfer/{id}/accept",
    "finance.transfer",
    name="transfers.accept",
    lenient=True,
    undoable=False,
    instead=GIVE_BACK,
    label=T(en="Accept transfer", pl="Przyjęcie przekazania"),
    act=Act(
        T(en="Accept", pl="Przyjmij"),
        "check",
        when={"status": OPEN},
        confirm=T(en="Have you received the money?", pl="Czy te pieniądze są już u Ciebie?"),
        form="none",
        tone="good",
    ),
)
async def accept_transfer(ctx: Context, id: UUID, data: Answer) -> Answered:
    """Accept a transfer.

    Books both entries now: the money is the recipient's. The id is that of the transfer or of one of its entries. 403
    for anybody but the recipient; 409 with `status` once it is decided on, or `brak_srodkow` if the cash is gone.
    """
    transfer = await _decided_by(ctx, id, only_recipient=True)
    legs = [dict(row) for row in await ctx.query(_LEGS, ctx.tenant_id, _legs_of(transfer))]
    now = datetime.now(UTC)
    booked = {"stan": BOOKED, "data": now, "zatwierdzona_at": now, "zatwierdzil_id": ctx.actor.user_id}
    places = await _places(ctx, transfer, legs, now)
    await changes.update_many(ctx, Transaction, [{"id": leg["id"], **booked, **places[leg["id"]]} for leg in legs])
    await _close(ctx, transfer, ACCEPTED, data.komentarz, now)
    for leg in legs:
        await tell_booked(ctx, {**leg, **booked, **places[leg["id"]]})
    return Answered(id=transfer["id"], status=ACCEPTED)


async def _places(
    ctx: Context, transfer: Mapping[str, Any], legs: list[dict[str, Any]], now: datetime
) -> dict[UUID, dict[str, Any]]:
    """Where cash goes through; what is promised by this transfer is there for it."""
    if transfer["rodzaj"] != CASH:
        return {leg["id"]: {} for leg in legs}
    boxes = await hold_boxes(ctx, transfer["organization_id"], {leg["uzytkownik_id"] for leg in legs})
    return {
        leg["id"]: pass_through(boxes[leg["uzytkownik_id"]], {**leg, "data": now}, promised=transfer["kwota"])
        for leg in legs
    }


@module.post(
    "/transfer/{id}/reject",
    "finance.transfer",
    name="transfers.reject",
    lenient=True,
    undoable=False,
    instead=SEND_AGAIN,
    label=T(en="Reject transfer", pl="Odrzucenie przekazania"),
    act=Act(T(en="Reject or take back…", pl="Odrzuć lub wycofaj…"), "x", when={"status": OPEN}, tone="danger"),
)
async def reject_transfer(ctx: Context, id: UUID, data: Answer) -> Answered:
    """Reject a transfer, or take it back.

    The recipient does not want it or the sender changed their mind: the money stays where it is, both entries are
    cancelled. 403 for anybody else; 409 with `status` once it is decided on.
    """
    transfer = await _decided_by(ctx, id, only_recipient=False)
    cancelled = [{"id": leg, "stan": CANCELLED} for leg in _legs_of(transfer)]
    await changes.update_many(ctx, Transaction, cancelled)
    await _close(ctx, transfer, DECLINED, data.komentarz, datetime.now(UTC))
    return Answered(id=transfer["id"], status=DECLINED)


def _legs_of(transfer: Mapping[str, Any]) -> list[UUID]:
    return [transfer["rozchod_id"], transfer["przychod_id"]]


async def _decided_by(ctx: Context, named: UUID, *, only_recipient: bool) -> dict[str, Any]:
    """The transfer, locked, if the caller may decide on it and nobody has."""
    ctx.refuse_closed()
    found = await ctx.require(_FIND, ctx.tenant_id, named)
    transfer = await changes.one(ctx, Transfer, found["id"], lock=True)
    person = ctx.actor.user_id
    if only_recipient and person != transfer["odbiorca_id"]:
        raise Forbidden(NOT_THE_RECIPIENT)
    if person not in (transfer["odbiorca_id"], transfer["nadawca_id"]):
        raise Forbidden(NOT_YOURS)
    if transfer["status"] != OPEN:
        raise Conflict(DECIDED, code="transfer_zamkniety", status=transfer["status"])
    return transfer


async def _close(ctx: Context, transfer: Mapping[str, Any], status: str, komentarz: str | None, now: datetime) -> None:
    closed = {"status": status, "decyzja_at": now, "decydent_id": ctx.actor.user_id, "decyzja_komentarz": komentarz}
    await changes.update(ctx, Transfer, transfer["id"], closed)
    ctx.describe(transfers.kind, transfer["id"], organization_id=transfer["organization_id"])
    await ctx.emit(
        f"finance.transfer.{'accepted' if status == ACCEPTED else 'rejected'}",
        record_id=transfer["id"],
        within=transfer["organization_id"],
        nadawcaId=str(transfer["nadawca_id"]),
    )
