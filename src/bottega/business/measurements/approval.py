"""Approval of a measurement: books its fee once, idempotently (BR-10).

Whoever approves holds the row of the measurement; the database besides lets a measurement have one entry that counts.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from bottega.business.customers import parties
from bottega.business.finance import NewEntry, book, entries_of
from bottega.business.measurements.measurements import KIND, Measurement
from bottega.business.measurements.module import module
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Schema
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

INCOME: Final = "przychod"
CATEGORY: Final = "pomiar"
REVERSE: Final = T(en="Reverse its entry in the ledger", pl="Wystaw storno pozycji w księdze")


class Approved(Schema):
    """The entry of the fee."""

    transaction_id: UUID


@module.post(
    "/measurements/{id}/approve",
    "measurements.approve",
    name="measurements.approve",
    status=200,
    undoable=False,
    instead=REVERSE,
    act=Act(
        T(en="Approve", pl="Zatwierdź"),
        "badge-check",
        when={"zatwierdzony_at": None},
        confirm=T(
            en="Approve the measurement and book its fee in the ledger?", pl="Zatwierdzić pomiar i zaksięgować opłatę?"
        ),
        tone="good",
        then="next",
    ),
    label=T(en="Approve measurement", pl="Zatwierdzenie pomiaru"),
    answers={404: "Measurement not found", 409: "The cash report of the day is closed", 500: "Server error"},
)
async def approve_measurement(ctx: Context, id: UUID) -> Approved:
    """Approve a measurement and create a linked finance transaction.

    Books the fee as cash of whoever measured. A second time answers the same transaction; after that was reversed, a
    new one.
    """
    ctx.refuse_closed()
    row = await changes.one(ctx, Measurement, id, lock=True)
    entry = (await entries_of(ctx, KIND, [id])).get(id)
    if entry is not None:
        if row["transaction_id"] != entry.id:
            await _note(ctx, id, entry.id)
        return Approved(transaction_id=entry.id)
    made = await book(
        ctx,
        NewEntry(
            organization_id=row["organization_id"],
            nazwa="Pomiar",
            kwota=row["kwota"],
            dotyczy=await _client(ctx, row["customer_id"]),
            typ=INCOME,
            kategoria=CATEGORY,
            uzytkownik_id=row["uzytkownik_id"],
            linked=(KIND, id),
        ),
    )
    await _note(ctx, id, made)
    ctx.describe("measurements.measurement", id, organization_id=row["organization_id"])
    return Approved(transaction_id=made)


async def _client(ctx: Context, customer_id: UUID) -> str | None:
    customer = (await parties(ctx, [customer_id])).get(customer_id)
    return customer.display_name if customer else None


async def _note(ctx: Context, measurement_id: UUID, transaction_id: UUID) -> None:
    """Who approved it when, and where it is in the ledger."""
    values: dict[str, Any] = {
        "zatwierdzony_at": datetime.now(UTC),
        "zatwierdzil_id": ctx.actor.user_id,
        "transaction_id": transaction_id,
    }
    await changes.update(ctx, Measurement, measurement_id, values)


async def measured(ctx: Context, customer_ids: Iterable[UUID]) -> set[UUID]:
    """The customers among the ids who have an approved measurement."""
    rows = await ctx.query(
        "SELECT DISTINCT customer_id FROM measurements_measurements WHERE tenant_id = $1 AND customer_id = ANY($2)"
        " AND zatwierdzony_at IS NOT NULL AND deleted_at IS NULL",
        ctx.tenant_id,
        list(customer_ids),
    )
    return {row["customer_id"] for row in rows}
