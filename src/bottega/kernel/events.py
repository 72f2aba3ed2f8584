"""Domain events: a transactional outbox, delivered at least once to every subscriber.

The outbox is emptied by the worker. A subscriber that fails or takes longer than ``MOST_SECONDS`` is tried again with
growing pauses; after ``MOST_ATTEMPTS`` the event is set aside with the reason, so that one bad event cannot hold up the
others. It stays in the outbox, due never, until somebody retries or drops it.
"""

import asyncio
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog

from bottega.kernel.job_queue import reason_of

if TYPE_CHECKING:
    from bottega.kernel.application import Application

log = structlog.get_logger()

BATCH = 200
MOST_ATTEMPTS = 8
MOST_SECONDS = 60


@dataclass(frozen=True)
class Event:
    """Something that happened: ``warehouse.material.cut`` and the record it happened to."""

    name: str
    tenant_id: UUID
    organization_id: UUID | None
    record_id: UUID | None
    payload: dict[str, Any]


@lru_cache(maxsize=2048)
def matches(pattern: str, name: str) -> bool:
    """Whether a subscriber's pattern, in which ``*`` stands for one segment, fits an event's name."""
    expression = "".join(r"[^.]+" if part == "*" else re.escape(part) for part in re.split(r"(\*)", pattern))
    return re.fullmatch(expression, name) is not None


async def drain(app: "Application") -> int:
    """Deliver what is in the outbox; answers how many events were taken from it."""
    taken = 0
    while True:
        async with app.database.across_tenants("events of all tenants are delivered by one worker") as connection:
            rows = await connection.fetch(
                "SELECT id, name, tenant_id, organization_id, record_id, payload, attempts FROM event_outbox"
                " WHERE not_before <= now() ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED",
                BATCH,
            )
            done: list[int] = []
            for row in rows:
                event = Event(row["name"], row["tenant_id"], row["organization_id"], row["record_id"], row["payload"])
                failure = await _deliver(app, event)
                if failure is None:
                    done.append(row["id"])
                    continue
                await connection.execute(
                    "UPDATE event_outbox SET attempts = attempts + 1, reason = $2, not_before = CASE"
                    " WHEN attempts + 1 < $3 THEN now() + interval '1 second' * (2 ^ attempts) ELSE 'infinity' END"
                    " WHERE id = $1",
                    row["id"],
                    failure,
                    MOST_ATTEMPTS,
                )
            await connection.execute("DELETE FROM event_outbox WHERE id = ANY($1)", done)
        taken += len(done)
        if len(rows) < BATCH:
            return taken


async def _deliver(app: "Application", event: Event) -> str | None:
    """Tell every subscriber; the reason if one of them failed."""
    failure: str | None = None
    for subscriber in app.subscribers:
        if not matches(subscriber.pattern, event.name):
            continue
        try:
            async with asyncio.timeout(MOST_SECONDS), app.acting(event.tenant_id, event.organization_id) as ctx:
                await subscriber.run(ctx, event)
        except Exception as error:
            name = f"{subscriber.run.__module__}.{subscriber.run.__qualname__}"
            log.exception(
                "event.subscriber_failed",
                event_name=event.name,
                tenant=event.tenant_id,
                record=event.record_id,
                subscriber=name,
            )
            failure = f"{name}: {reason_of(error)}"
    return failure
