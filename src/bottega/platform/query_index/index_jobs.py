"""Work on the index: a row that is inserted to claim it is the lock, and says whether it is alive or cancelled."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Connection, Record
from bottega.platform.query_index.tables import Action, Subject

# Silent for longer, work that has begun is dead; work that waits for a worker may wait for longer.
SILENCE: Final = timedelta(seconds=60)
PATIENCE: Final = timedelta(hours=1)
_NOWHERE: Final = UUID(int=0)

_STALE: Final = """
UPDATE query_index_jobs SET finished_at = now(), cancelled = true, updated_at = now()
WHERE tenant_id = $1 AND finished_at IS NULL
  AND CASE WHEN started_at IS NULL THEN created_at < now() - $2::interval ELSE heartbeat_at < now() - $3::interval END
"""
_CLAIM: Final = """
INSERT INTO query_index_jobs (tenant_id, id, organization_id, organizations, subject, entity_type, action, force,
  batch_size, started_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id
"""
_HELD: Final = """
SELECT * FROM query_index_jobs WHERE tenant_id = $1 AND subject = $2 AND finished_at IS NULL
  AND ($3::text IS NULL OR entity_type IS NULL OR entity_type = $3)
  AND ($4::uuid IS NULL OR organization_id IS NULL OR organization_id = $4) ORDER BY created_at LIMIT 1
"""
_BEAT: Final = """
UPDATE query_index_jobs SET started_at = coalesce(started_at, now()), heartbeat_at = clock_timestamp(),
  processed_count = $3, total_count = coalesce($4, total_count), updated_at = now()
WHERE tenant_id = $1 AND id = $2 AND finished_at IS NULL RETURNING true
"""
_FINISH: Final = """
UPDATE query_index_jobs SET finished_at = clock_timestamp(), processed_count = $3, updated_at = now()
WHERE tenant_id = $1 AND id = $2 AND finished_at IS NULL
"""
_CANCEL: Final = """
UPDATE query_index_jobs SET finished_at = now(), cancelled = true, updated_at = now()
WHERE tenant_id = $1 AND subject = $2 AND finished_at IS NULL AND action = 'reindexing'
  AND coalesce(organization_id, $4) = coalesce($3::uuid, $4) RETURNING id
"""
_LATEST: Final = """
SELECT DISTINCT ON (entity_type, subject) * FROM query_index_jobs WHERE tenant_id = $1
  AND ($2::uuid IS NULL OR organization_id IS NULL OR organization_id = $2)
ORDER BY entity_type, subject, (finished_at IS NULL) DESC, created_at DESC
"""


@dataclass(frozen=True)
class Work:
    """What shall be done: to which part of the index, of which organizations."""

    subject: Subject
    action: Action = "reindexing"
    entity: str | None = None
    force: bool = False
    batch_size: int = 500


async def claim_work(ctx: Context, work: Work) -> UUID | None:
    """Take the lock for some work on the organizations in view; None while somebody has it."""
    connection = await ctx.begin()
    await _finish_stale(connection, ctx.tenant_id)
    if await _held(connection, ctx.tenant_id, work.subject, work.entity, ctx.scope.organization_id) is not None:
        return None
    visible = None if ctx.scope.visible is None else sorted(ctx.scope.visible)
    return await ctx.query_value(
        _CLAIM,
        ctx.tenant_id,
        new_id(),
        ctx.scope.organization_id,
        visible,
        work.subject,
        work.entity,
        work.action,
        work.force,
        work.batch_size,
        ctx.actor.user_id or (ctx.actor.id if ctx.actor.kind == "user" else None),
    )


async def held_work(ctx: Context, subject: Subject, entity: str | None = None) -> Record | None:
    """The unfinished work that keeps others from beginning, if there is any that is alive."""
    connection = await ctx.connection()
    found = await _held(connection, ctx.tenant_id, subject, entity, ctx.scope.organization_id)
    return None if found is None or is_stale(found) else found


async def _held(
    connection: Connection, tenant_id: UUID, subject: Subject, entity: str | None, organization_id: UUID | None
) -> Record | None:
    return await connection.fetchrow(_HELD, tenant_id, subject, entity, organization_id)


async def _finish_stale(connection: Connection, tenant_id: UUID) -> None:
    await connection.execute(_STALE, tenant_id, PATIENCE, SILENCE)


def is_stale(row: Record) -> bool:
    """Whether unfinished work is dead."""
    now = datetime.now(UTC)
    if row["started_at"] is None:
        return row["created_at"] < now - PATIENCE
    return row["heartbeat_at"] < now - SILENCE


async def say_alive(ctx: Context, job_id: UUID, processed: int, total: int | None = None) -> bool:
    """Say that the work is alive, and how far it is; False when it was cancelled meanwhile."""
    await ctx.begin()
    return bool(await ctx.query_value(_BEAT, ctx.tenant_id, job_id, processed, total))


async def finish_work(ctx: Context, job_id: UUID, processed: int) -> None:
    """Let go of the lock: the work is done."""
    await ctx.begin()
    await ctx.query(_FINISH, ctx.tenant_id, job_id, processed)


async def cancel_work(ctx: Context, subject: Subject) -> list[UUID]:
    """Cancel rebuilding in the selected organization; the ids of what was cancelled."""
    await ctx.begin()
    rows = await ctx.query(_CANCEL, ctx.tenant_id, subject, ctx.scope.organization_id, _NOWHERE)
    return [row["id"] for row in rows]


async def unfinished_work(ctx: Context, job_id: UUID) -> Record | None:
    """Work that is not finished."""
    return await ctx.query_one(
        "SELECT * FROM query_index_jobs WHERE tenant_id = $1 AND id = $2 AND finished_at IS NULL", ctx.tenant_id, job_id
    )


async def latest_work(ctx: Context) -> dict[str | None, list[dict[str, Any]]]:
    """The latest work in view, of each subject, by entity; under None what concerned all of them."""
    found: dict[str | None, list[dict[str, Any]]] = {}
    for row in await ctx.query(_LATEST, ctx.tenant_id, ctx.scope.organization_id):
        found.setdefault(row["entity_type"], []).append(dict(row))
    return found
