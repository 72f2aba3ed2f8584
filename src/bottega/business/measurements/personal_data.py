"""Data subject requests in measurements: export; erasure unless the fee is booked."""

from typing import Final
from uuid import UUID

from bottega.business.measurements.measurements import Measurement
from bottega.business.measurements.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.i18n import T
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, KNOWING, Collected, Erasure, Known
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where

APPROVED: Final = T(en="Approved measurements", pl="Zatwierdzone pomiary")
IN_THE_LEDGER: Final = T(
    en="Their fees are in the ledger, which the law requires to be kept for five years",
    pl="Opłaty za nie są w księdze, którą przepisy każą przechowywać przez pięć lat",
)


async def _of(ctx: Context, customer_id: UUID) -> list[Record]:
    return await ctx.query(
        "SELECT * FROM measurements_measurements WHERE tenant_id = $1 AND customer_id = $2 ORDER BY id",
        ctx.tenant_id,
        customer_id,
    )


@module.within(KNOWING)
async def know(ctx: Context, subject_id: UUID, known: Known) -> None:
    """The measurements of a customer, so that the ledger finds their fees."""
    known.records.update(row["id"] for row in await _of(ctx, subject_id))


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:
    """The measurements of a customer, deleted ones too."""
    rows = await _of(ctx, subject_id)
    if rows:
        collected.add("measurements", [await redaction.whole(ctx, Measurement, row) for row in rows])
    await redaction.collect(ctx, collected, Measurement)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Delete what was never approved; of the rest a fee and a day stay, and whose they were is emptied elsewhere."""
    rows = await _of(ctx, subject_id)
    for row in rows:
        if row["custom"]:
            where, emptied = Where(gone=row["deleted_at"] is not None), dict.fromkeys(row["custom"])
            await changes.update(ctx, Measurement, row["id"], {"custom": emptied}, where=where)
    gone = [row for row in rows if row["transaction_id"] is None]
    for row in gone:
        if row["deleted_at"] is None:
            await changes.delete(ctx, Measurement, row["id"])
    erasure.add(Measurement, [row["id"] for row in gone])
    erasure.keep(APPROVED, len(rows) - len(gone), IN_THE_LEDGER)
    await redaction.blacken(ctx, erasure, Measurement)
