"""Data subject requests in the calendar: export and erasure of a customer's events, keeping their time."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.business.calendar.module import module
from bottega.business.calendar.tables import BlockedDay, Event, Feed, Reschedule
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure, Known
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where

# Options that say when, and nothing of whom.
TIME: Final = frozenset({"godzinaOd", "godzinaDo", "dni", "status"})
WORDED: Final = (Event, Reschedule, BlockedDay, Feed)


async def _events(ctx: Context, customer_id: UUID, known: Known) -> list[Record]:
    """The events with a customer or for a contract with them, deleted ones too."""
    return await ctx.query(
        "SELECT * FROM calendar_events WHERE tenant_id = $1 AND (customer_id = $2 OR contract_id = ANY($3))"
        " ORDER BY id",
        ctx.tenant_id,
        customer_id,
        list(known.records),
    )


async def _reschedules(ctx: Context, events: list[Record]) -> list[Record]:
    """Why their events were put off."""
    return await ctx.query(
        "SELECT * FROM calendar_reschedules WHERE tenant_id = $1 AND (from_event_id = ANY($2) OR to_event_id = ANY($2))"
        " ORDER BY id",
        ctx.tenant_id,
        [event["id"] for event in events],
    )


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:
    """The visits of a customer."""
    rows = await _events(ctx, subject_id, collected.known)
    if rows:
        put_off = await _reschedules(ctx, rows)
        collected.add("calendar", [await redaction.whole(ctx, Event, row) for row in rows])
        collected.add("calendar_reschedules", [await redaction.whole(ctx, Reschedule, row) for row in put_off])
        collected.known.records.update(row["id"] for row in (*rows, *put_off))
    for table in WORDED:
        await redaction.collect(ctx, collected, table)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Take a customer out of their visits: what was written goes, the time of the people who went there stays."""
    rows = await _events(ctx, subject_id, erasure.known)
    for row in rows:
        options: Mapping[str, Any] = row["opcje"] or {}
        kept = {name: value for name, value in options.items() if name in TIME}
        values = {
            "customer_id": None,
            "opis": None,
            "powod": None,
            "opcje": kept or None,
            "custom": dict.fromkeys(row["custom"]),
        }
        where = Where(gone=row["deleted_at"] is not None)
        await changes.update(ctx, Event, row["id"], values, where=where)
    erasure.add(Event, [row["id"] for row in rows])
    put_off = await _reschedules(ctx, rows)
    for row in put_off:
        where = Where(gone=row["deleted_at"] is not None)
        await changes.update(ctx, Reschedule, row["id"], {"powod": None}, where=where)
    erasure.add(Reschedule, [row["id"] for row in put_off])
    for table in WORDED:
        await redaction.blacken(ctx, erasure, table)
