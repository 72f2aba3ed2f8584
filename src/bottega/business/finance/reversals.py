"""Reversal of entries: a storno for booked ones, deletion for unused ones.

A storno is an entry of its own, of today, with the opposite direction: what was booked stays booked, in its day and its
cash report. It counts against the side it reverses, so income that was entered by mistake is no income.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.finance.approval_decisions import withdraw_approvals
from bottega.business.finance.booking import day_of, enter, tell_taken_back
from bottega.business.finance.cash_boxes import hold_box
from bottega.business.finance.entry_sources import refuse_sourced
from bottega.business.finance.ledger import (
    BOOKED,
    CANCELLED,
    CASH,
    ENTRY,
    EXPENSE,
    INCOME,
    MEASUREMENT,
    REVERSAL,
    Transaction,
)
from bottega.business.finance.module import module
from bottega.business.finance.transactions import transactions
from bottega.business.finance.vouchers import refuse_vouched
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import version_of
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Id, Input, Moment, Schema
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where

NOT_BOOKED: Final = T(
    en="Only booked entries can be reversed; delete or reject a pending transaction",
    pl="Storno dotyczy zaksięgowanej pozycji; oczekującą można usunąć albo odrzucić",
)
REVERSED: Final = T(en="The transaction was reversed already", pl="Do tej transakcji wystawiono już storno")
ENTER_AGAIN: Final = T(en="Enter the transaction again", pl="Wprowadź transakcję ponownie")


class Storno(Input):
    """Why and when an entry is reversed."""

    data: Moment | None = Field(default=None, description="Now, if left out; not in a closed cash report.")
    komentarz: Annotated[str, Field(max_length=2000)] | None = None


class Reversed(Schema):
    """The entry that reverses another one."""

    id: UUID
    storno_of: UUID = Field(description="The transaction it reverses.")


@module.post(
    "/transactions/{id}/storno",
    "finance.edit",
    name="transactions.storno",
    amounts="refused",
    undoable=False,
    instead=ENTER_AGAIN,
    label=T(en="Reverse transaction", pl="Storno transakcji"),
    act=Act(
        T(en="Reverse…", pl="Wystaw storno…"),
        "rotate-ccw",
        when={"stan": BOOKED},
        confirm=T(
            en="A storno stays in the ledger and cannot be undone. Reverse the entry?",
            pl="Storno zostaje w księdze i nie można go cofnąć. Wystawić je?",
        ),
        tone="danger",
    ),
)
async def reverse_transaction(ctx: Context, id: UUID, data: Storno) -> Reversed:
    """Reverse a booked transaction.

    Books the opposite entry and ties the two together. The original stays as it is, in its day and its cash report. 409
    if it was reversed before, or belongs to a payment or a transfer, which are taken back where they are.
    """
    ctx.refuse_closed()
    row = await changes.one(ctx, Transaction, id, lock=True)
    ctx.describe("finance.transaction", id, organization_id=row["organization_id"])
    refuse_sourced(row, but=frozenset({MEASUREMENT}))
    if row["stan"] != BOOKED:
        raise Conflict(NOT_BOOKED, code=row["stan"])
    if row["storno_id"] is not None:
        raise Conflict(REVERSED, code="storno_jest", stornoId=str(row["storno_id"]))
    reversal_id = new_id()
    # The original first: with it the database counts one entry of a measurement at most.
    await changes.update(ctx, Transaction, id, {"storno_id": reversal_id})
    await enter(ctx, _opposite(row, data, reversal_id))
    await tell_taken_back(ctx, row)
    return Reversed(id=reversal_id, storno_of=id)


def _opposite(row: dict[str, Any], data: Storno, reversal_id: UUID) -> dict[str, Any]:
    kept = ("organization_id", "kwota", "kwota_netto", "rodzaj", "contract_id", "uzytkownik_id", "dotyczy")
    return {
        **{name: row[name] for name in kept},
        "id": reversal_id,
        "nazwa": f"Storno: {row['nazwa']}"[:255],
        "typ": EXPENSE if row["typ"] == INCOME else INCOME,
        "data": data.data or datetime.now(UTC),
        "kategoria": "korekta",
        "komentarz": data.komentarz,
        "charakter": REVERSAL,
        "linked_entity_type": ENTRY,
        "linked_entity_id": row["id"],
    }


@transactions.replaces(
    "delete", undoable=False, instead=ENTER_AGAIN, label=T(en="Delete transaction", pl="Usunięcie transakcji")
)
async def delete_transaction(ctx: Context, data: Id) -> Done:
    """Delete transaction.

    Withdraws a transaction, by id in the body or in the query: it stays as `anulowana`, and lists show it with
    `withDeleted`. What is in a closed cash report, was reversed, or belongs to something else is not withdrawn (409).
    """
    ctx.refuse_closed()
    row = await changes.one(ctx, Transaction, data.id, lock=True)
    refuse_sourced(row)
    if row["storno_id"] is not None:
        raise Conflict(REVERSED, code="storno_jest", stornoId=str(row["storno_id"]))
    refuse_vouched(row)
    if row["stan"] == BOOKED and row["rodzaj"] == CASH:
        box = await hold_box(ctx, row["organization_id"], row["uzytkownik_id"])
        box.refuse_closed(day_of(row["data"]), booked=True)
        if row["typ"] == INCOME:
            box.refuse_short(row["kwota"])
    where = Where.visible(ctx, version_of(ctx))
    await changes.update(ctx, Transaction, data.id, {"stan": CANCELLED}, where=where)
    await withdraw_approvals(ctx, data.id)
    await changes.delete(ctx, Transaction, data.id)
    if row["stan"] == BOOKED:
        await tell_taken_back(ctx, row)
    return Done()
