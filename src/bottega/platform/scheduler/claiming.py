"""Claiming of due schedules: each is taken by one worker, which moves it on and queues its run in one transaction.

However many workers look, a schedule that is due fires once: its row is locked, and those that are locked are passed
over. What came due several times while nothing ran fires once, too: the next run is counted from now.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import structlog

from bottega.kernel import job_queue
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Connection, Record
from bottega.platform.directory import active_organization, active_tenant
from bottega.platform.scheduler.executing import QUEUE, run_locally
from bottega.platform.scheduler.module import module
from bottega.platform.scheduler.timing import NeverRuns, next_run

log = structlog.get_logger()

_REASON: Final = "the schedules of all tenants come due by one clock"
# Rows of one transaction.
BATCH: Final = 200
LOCAL_BATCH: Final = 100

# By the clock of the database, which all workers share.
_DUE: Final = f"""
SELECT j.*, clock_timestamp() AS clock FROM scheduler_jobs AS j
WHERE j.is_enabled AND j.deleted_at IS NULL AND j.next_run_at <= now() AND {active_tenant("j.tenant_id")}
  AND (j.organization_id IS NULL OR {active_organization("j.tenant_id", "j.organization_id")})
ORDER BY j.next_run_at, j.id LIMIT $1 FOR UPDATE OF j SKIP LOCKED
"""
_MOVE: Final = """
UPDATE scheduler_jobs AS j SET next_run_at = m.next_run_at
FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS m (tenant_id, id, next_run_at)
WHERE j.tenant_id = m.tenant_id AND j.id = m.id
"""
_NOTE: Final = """
INSERT INTO scheduler_executions (tenant_id, id, schedule_id, queue_job_id, trigger_type, triggered_by)
SELECT tenant_id, id, schedule_id, queue_job_id, $5, $6
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) AS e (tenant_id, id, schedule_id, queue_job_id)
"""


@module.upkeep(lambda settings: settings.scheduler_poll_interval_ms / 1000)
async def fire_due(app: Application) -> None:
    """Fire everything that is due; in a process that keeps no schedules, nothing."""
    if not app.settings.auto_spawn_scheduler:
        return
    if app.settings.queue_strategy == "local":
        await _fire_locally(app)
        return
    while await claim(app) == BATCH:
        pass


async def claim(app: Application) -> int:
    """Queue the runs of schedules that are due, a batch at most; answers how many."""
    async with app.database.across_tenants(_REASON) as connection:
        due = await connection.fetch(_DUE, BATCH)
        if due:
            await _move_on(connection, due)
            await queue_runs(connection, due)
    return len(due)


async def _move_on(connection: Connection, due: Sequence[Record]) -> None:
    await connection.execute(
        _MOVE, [row["tenant_id"] for row in due], [row["id"] for row in due], [_next(row) for row in due]
    )


def _next(row: Record) -> Any:
    try:
        return next_run(row["schedule_type"], row["schedule_value"], row["timezone"], row["clock"])
    except NeverRuns:
        # As when a time zone is gone from the database of zones.
        log.error("schedule.never_runs_again", schedule=str(row["id"]))  # noqa: TRY400 - the value says it all
        return None


async def queue_runs(
    connection: Connection, schedules: Sequence[Record], *, trigger: str = "scheduled", triggered_by: UUID | None = None
) -> list[int]:
    """Queue a run of each of the schedules, and begin its history; answers the numbers of the jobs in their order."""
    ids = [new_id() for _ in schedules]
    payloads = [_payload(row, execution) for row, execution in zip(schedules, ids, strict=True)]
    numbers = await job_queue.put_many(connection, QUEUE, payloads)
    tenants, rows = [row["tenant_id"] for row in schedules], [row["id"] for row in schedules]
    await connection.execute(_NOTE, tenants, ids, rows, numbers, trigger, triggered_by)
    return numbers


def _payload(row: Record, execution_id: UUID) -> tuple[UUID | None, dict[str, Any]]:
    """Whose job it is, and what it is told; those of the system's schedules are the installation's."""
    system, organization = row["scope_type"] == "system", row["organization_id"]
    return None if system else row["tenant_id"], {
        "scheduleId": str(row["id"]),
        "executionId": str(execution_id),
        "tenantId": str(row["tenant_id"]),
        "organizationId": str(organization) if organization else None,
        "scopeType": row["scope_type"],
    }


async def _fire_locally(app: Application) -> None:
    """Run what is due one after the other, without the queue: each is moved on before it runs, and runs once."""
    for _ in range(LOCAL_BATCH):
        async with app.database.across_tenants(_REASON) as connection:
            due = await connection.fetch(_DUE, 1)
            await _move_on(connection, due)
        if not due:
            return
        row = dict(due[0])
        await run_locally(app, row, f"scheduler-{row['id']}-{new_id()}")
