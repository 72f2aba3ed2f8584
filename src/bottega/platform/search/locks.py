"""Locks of reindexing as clients see them."""

from datetime import UTC, datetime
from typing import Any, Final

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Schema
from bottega.platform.query_index import Subject, held_work

BUSY: Final = T(
    en="A reindex operation is already in progress",
    pl="Przebudowa indeksu już trwa: poczekaj na jej koniec lub ją przerwij",
)


class Lock(Schema):
    """Reindexing that has not ended."""

    type: str
    action: str
    started_at: str
    elapsed_minutes: int
    processed_count: int | None
    total_count: int | None


class LockRefusal(Schema):
    """A refusal because of a lock."""

    error: str
    lock: Lock = Field(description="Who holds it.")


async def lock_of(ctx: Context, subject: Subject) -> dict[str, Any] | None:
    """The lock of a subject, if somebody holds it."""
    found = await held_work(ctx, subject)
    return None if found is None else _shown(found)


def _shown(row: Record) -> dict[str, Any]:
    since = row["started_at"] or row["created_at"]
    return {
        "type": row["subject"],
        "action": row["action"],
        "startedAt": milliseconds(since),
        "elapsedMinutes": round((datetime.now(UTC) - since).total_seconds() / 60),
        "processedCount": row["processed_count"],
        "totalCount": row["total_count"],
    }


async def refuse_busy(ctx: Context, subject: Subject) -> None:
    """409 that names the lock that somebody holds."""
    raise Conflict(BUSY, lock=await lock_of(ctx, subject))
