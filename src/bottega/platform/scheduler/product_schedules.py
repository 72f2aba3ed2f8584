"""The product's own recurring jobs as schedules of the system: worked out from their declarations, stored nowhere.

Their times are those of the queue's clock (``pgqueuer_schedules``), their runs those of its log, which is kept a week.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from bottega.kernel import job_queue
from bottega.kernel.application import Application
from bottega.kernel.database.pools import Connection
from bottega.kernel.registrations import Job
from bottega.platform.scheduler.timing import NeverRuns, next_run

# The ids are worked out from the names, so that they stay.
_NAMESPACE: Final = UUID("5f1d4f53-9d0c-4b8f-8e55-5c6c1f1a7b1e")

# Rows of all of them, for a statement whose ``{jobs}`` is the number of its parameter.
ROWS: Final = """
SELECT j.id, j.name, NULL::text AS description, 'system' AS scope_type, NULL::uuid AS organization_id,
  NULL::uuid AS tenant_id, 'cron' AS schedule_type, j.every AS schedule_value, 'UTC' AS timezone,
  'queue' AS target_type, j.queue AS target_queue, NULL::text AS target_command, NULL::jsonb AS target_payload,
  NULL::text AS require_feature, true AS is_enabled, s.last_run AS last_run_at,
  coalesce(s.next_run, j.next) AS next_run_at, 'module' AS source_type, j.module AS source_module,
  coalesce(s.created, now()) AS created_at, coalesce(s.updated, now()) AS updated_at
FROM jsonb_to_recordset({jobs}::jsonb)
  AS j (id uuid, name text, queue text, every text, module text, next timestamptz)
LEFT JOIN LATERAL (SELECT max(last_run) AS last_run, min(next_run) AS next_run, min(created) AS created,
  max(updated) AS updated FROM pgqueuer_schedules WHERE entrypoint = j.queue) AS s ON true
"""
# The runs of one, newest first: a job's entries in the log, and what the queue still has of it.
RUNS: Final = """
SELECT l.job_id AS id, l.job_id AS queue_job_id, 'scheduled' AS trigger_type, NULL::uuid AS triggered_by,
  CASE WHEN bool_or(q.status = 'picked') THEN 'running' WHEN bool_or(q.status = 'queued') THEN 'waiting'
    WHEN bool_or(l.status = 'successful') THEN 'completed' ELSE 'failed' END AS status,
  coalesce(max(l.created) FILTER (WHERE l.status = 'picked'), min(l.created)) AS started_at,
  max(l.created) FILTER (WHERE l.status NOT IN ('queued', 'picked')) AS finished_at,
  greatest(count(*) FILTER (WHERE l.status = 'picked'), 1)::int AS attempts,
  (array_agg(l.traceback ->> 'exception_message' ORDER BY l.id DESC)
    FILTER (WHERE l.traceback IS NOT NULL))[1] AS error,
  NULL::text AS error_stack, NULL::jsonb AS result
FROM pgqueuer_log AS l LEFT JOIN pgqueuer AS q ON q.id = l.job_id
WHERE l.entrypoint = $1 GROUP BY l.job_id
"""
_WAITING: Final = "SELECT id FROM pgqueuer WHERE dedupe_key = $1 AND status <> 'failed' ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True)
class ProductSchedule:
    """A recurring job of a module."""

    id: UUID
    job: Job
    module: str
    every: str


def product_schedules(app: Application) -> Mapping[UUID, ProductSchedule]:
    """All of them by id."""

    def find() -> Mapping[UUID, ProductSchedule]:
        found = [
            ProductSchedule(uuid5(_NAMESPACE, job.name), job, module.name, job.every)
            for module in app.modules
            for job in module.jobs
            if job.every
        ]
        return {one.id: one for one in found}

    return app.once("scheduler.product_schedules", find)


def as_rows(app: Application, locale: str) -> list[dict[str, Any]]:
    """What ``ROWS`` reads, with names in a language."""
    now = datetime.now(UTC)
    return [
        {
            "id": str(one.id),
            "name": one.job.title(locale),
            "queue": one.job.name,
            "every": one.every,
            "module": one.module,
            "next": _next(one.every, now),
        }
        for one in product_schedules(app).values()
    ]


def _next(every: str, now: datetime) -> str | None:
    """For a job whose worker has not run yet."""
    try:
        return next_run("cron", every, "UTC", now).isoformat()
    except NeverRuns:
        return None


async def run_now(connection: Connection, one: ProductSchedule) -> int:
    """Queue its job, unless it waits or runs already; answers the number of the job there is."""
    number = await job_queue.put(connection, one.job.name, {}, tenant_id=None, once=True)
    return number or await connection.fetchval(_WAITING, one.job.name)
