"""Data subject requests in custom records: those that refer to a person, and those that mention them."""

from typing import Any, Final, cast
from uuid import UUID

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure, plain
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.platform.entities.module import module
from bottega.platform.entities.tables import CustomRecord

_POINTING: Final = (
    "SELECT * FROM entities_records WHERE tenant_id = $1 AND position($2::text IN custom::text) > 0 ORDER BY id"
)


async def _pointing(ctx: Context, subject_id: UUID) -> list[Record]:
    return await ctx.query(_POINTING, ctx.tenant_id, str(subject_id))


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:
    """Records that point at a person, whole, and what others say about them."""
    held: list[dict[str, Any]] = []
    for row in await _pointing(ctx, subject_id):
        custom = custom_fields.shown(row["custom"])
        await custom_fields.settle(ctx, row["entity_id"], [custom])
        held.append({**plain(dict(row)), "custom": {key.removeprefix("cf_"): said for key, said in custom.items()}})
        collected.known.records.add(row["id"])
    if held:
        collected.add("records", held)
    await redaction.collect(ctx, collected, CustomRecord)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Let records no longer point at a person, and take them out of words."""
    for row in await _pointing(ctx, subject_id):
        values = {
            key: _without(value, str(subject_id))
            for key, value in row["custom"].items()
            if _without(value, str(subject_id)) != value
        }
        where = Where(gone=row["deleted_at"] is not None)
        await changes.update(ctx, CustomRecord, row["id"], {"custom": values}, where=where)
        erasure.blacken(CustomRecord, [row["id"]])
    await redaction.blacken(ctx, erasure, CustomRecord)


def _without(value: Any, id: str) -> Any:
    """A value that does not point there; None takes it away."""
    if isinstance(value, list):
        return [one for one in cast("list[Any]", value) if one != id]
    return None if value == id else value
