"""Administration of the job queue and the event outbox: count, list, retry, drop, cancel.

Of the events only those are listed that failed at least once; the others leave the outbox within a second.
Jobs and events that are set aside are one list for whoever looks after them; an id is ``job-12`` or ``event-7``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from bottega.kernel import job_progress
from bottega.kernel.database.computed_pages import read
from bottega.kernel.database.pools import Connection
from bottega.kernel.job_progress import Progress

_ID: Final = re.compile(r"(job|event)-([0-9]{1,18})")
State = Literal["waiting", "running", "set_aside"]
Kind = Literal["job", "event"]

# One query over both tables; a row of the queue without a tenant belongs to the installation.
_EVERYTHING: Final = """
  SELECT 'job-' || q.id AS id, 'job' AS kind, q.entrypoint AS name,
    CASE WHEN jsonb_typeof(q.headers) = 'object' THEN q.headers->>'tenantId' END AS tenant,
    CASE q.status WHEN 'queued' THEN 'waiting' WHEN 'picked' THEN 'running' ELSE 'set_aside' END AS state,
    q.attempts, q.created AS created_at, CASE WHEN q.status = 'queued' THEN q.execute_after END AS due_at,
    (SELECT l.traceback->>'exception_message' FROM pgqueuer_log AS l
      WHERE l.job_id = q.id AND l.traceback IS NOT NULL ORDER BY l.id DESC LIMIT 1) AS reason
  FROM pgqueuer AS q
  UNION ALL
  SELECT 'event-' || e.id, 'event', e.name, e.tenant_id::text,
    CASE WHEN e.not_before = 'infinity' THEN 'set_aside' ELSE 'waiting' END,
    e.attempts, e.created_at, CASE WHEN e.not_before < 'infinity' THEN e.not_before END, e.reason
  FROM event_outbox AS e WHERE e.attempts > 0
"""
# Each may be null: everybody's, any state, all ids.
_WHICH: Final = (
    "($1::text IS NULL OR tenant = $1) AND ($2::text IS NULL OR state = $2) AND ($3::text[] IS NULL OR id = ANY($3))"
)
_COUNT: Final = """
  SELECT q.*, e.* FROM
    (SELECT count(*) FILTER (WHERE status = 'queued') AS waiting,
      count(*) FILTER (WHERE status = 'picked') AS running,
      count(*) FILTER (WHERE status = 'failed') AS set_aside,
      coalesce(extract(epoch FROM now() - min(created) FILTER (WHERE status <> 'failed')), 0)::float8 AS oldest_seconds
      FROM pgqueuer) AS q,
    (SELECT count(*) FILTER (WHERE not_before < 'infinity') AS events_waiting,
      count(*) FILTER (WHERE not_before = 'infinity') AS events_set_aside,
      coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE not_before < 'infinity')), 0)::float8
        AS oldest_event_seconds
      FROM event_outbox) AS e
"""

_WAITING: Final = (
    "SELECT id, payload FROM pgqueuer WHERE status = 'queued' AND headers ->> 'tenantId' = $1 AND entrypoint = ANY($2)"
    " ORDER BY id FOR UPDATE SKIP LOCKED"
)
_REMOVE: Final = """
  WITH removed AS (DELETE FROM pgqueuer WHERE id = ANY($1) RETURNING id, entrypoint, priority)
  INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
  SELECT id, 'deleted', entrypoint, priority FROM removed
"""
_COUNT_OF: Final = """
  SELECT count(*) FILTER (WHERE status = 'queued') AS waiting, count(*) FILTER (WHERE status = 'picked') AS running,
    (SELECT count(*) FROM pgqueuer_log WHERE entrypoint = $1 AND status = 'successful') AS done,
    count(*) FILTER (WHERE status = 'failed') AS set_aside
  FROM pgqueuer WHERE entrypoint = $1
"""


@dataclass(frozen=True)
class QueueCounts:
    """How many jobs and events there are in each state, and the age in seconds of the oldest one not set aside."""

    waiting: int
    running: int
    set_aside: int
    oldest_seconds: float
    events_waiting: int
    events_set_aside: int
    oldest_event_seconds: float


@dataclass(frozen=True)
class Work:
    """A job or an event; ``tenant`` is None for one of the installation, ``reason`` for one that has not failed.

    ``progress`` is there when the job has said how far it is.
    """

    id: str
    kind: Kind
    name: str
    tenant: str | None
    state: State
    attempts: int
    created_at: datetime
    due_at: datetime | None
    reason: str | None
    progress: Progress | None = None


async def count(connection: Connection) -> QueueCounts:
    """Count everything of all tenants, in one statement."""
    row = await connection.fetchrow(_COUNT)
    assert row is not None
    return QueueCounts(**dict(row))


async def find(
    connection: Connection,
    *,
    tenant_id: UUID | None,
    state: State | None = None,
    ids: Sequence[str] | None = None,
    page: int = 1,
    size: int = 100,
) -> tuple[list[Work], int]:
    """A page of jobs and events, newest first, and how many there are; ``tenant_id`` None for those of everybody."""
    rows, total = await read(
        connection.fetch,
        f"SELECT * FROM ({_EVERYTHING}) AS w WHERE {_WHICH}",
        str(tenant_id) if tenant_id else None,
        state,
        ids,
        order="created_at DESC, id DESC",
        page=page,
        size=size,
    )
    found = [Work(**dict(row)) for row in rows]
    progress = await job_progress.of_jobs(connection, _numbers([one.id for one in found], "job"))
    return [replace(one, progress=progress.get(one.id)) for one in found], total


async def retry(connection: Connection, ids: Sequence[str]) -> int:
    """Queue again what is set aside, with all its attempts; how many there were."""
    jobs = await connection.fetch(
        "UPDATE pgqueuer SET status = 'queued', attempts = 0, execute_after = now(), updated = now(),"
        " queue_manager_id = NULL WHERE status = 'failed' AND id = ANY($1) RETURNING id",
        _numbers(ids, "job"),
    )
    events = await connection.fetch(
        "UPDATE event_outbox SET attempts = 0, not_before = now() WHERE not_before = 'infinity' AND id = ANY($1)"
        " RETURNING id",
        _numbers(ids, "event"),
    )
    return len(jobs) + len(events)


async def drop(connection: Connection, ids: Sequence[str]) -> int:
    """Delete what is set aside; how many there were."""
    jobs = await connection.fetch(
        "DELETE FROM pgqueuer WHERE status = 'failed' AND id = ANY($1) RETURNING id", _numbers(ids, "job")
    )
    events = await connection.fetch(
        "DELETE FROM event_outbox WHERE not_before = 'infinity' AND id = ANY($1) RETURNING id", _numbers(ids, "event")
    )
    return len(jobs) + len(events)


async def cancel(
    connection: Connection, tenant_id: UUID, names: Sequence[str], *, organization_id: UUID | None = None
) -> int:
    """Remove the jobs of a tenant with these names that wait, or those about one organization; how many there were.

    Those that run are finished, and those that were set aside stay until somebody drops them.
    """
    rows = await connection.fetch(_WAITING, str(tenant_id), list(names))
    chosen = [row["id"] for row in rows if organization_id is None or _is_about(row["payload"], organization_id)]
    if chosen:
        await connection.execute(_REMOVE, chosen)
    return len(chosen)


def _is_about(payload: bytes | None, organization_id: UUID) -> bool:
    """Whether the payload names an organization; one that cannot be read names none."""
    try:
        said = msgspec.json.decode(payload or b"{}", type=dict[str, Any]).get("organizationId")
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        return False
    return said == str(organization_id)


async def count_of(connection: Connection, name: str) -> Mapping[str, int]:
    """How many jobs of a name ``waiting``, ``running`` and ``set_aside``, and how many were ``done`` within a week."""
    row = await connection.fetchrow(_COUNT_OF, name)
    assert row is not None
    return dict(row)


def _numbers(ids: Sequence[str], kind: str) -> list[int]:
    """The numbers of one kind; what is no id names nothing."""
    found = [_ID.fullmatch(one) for one in ids]
    return [int(one[2]) for one in found if one and one[1] == kind]
