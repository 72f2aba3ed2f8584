"""Details of a job in the queue: state, progress, attempts and log."""

import re
from typing import Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Connection
from bottega.kernel.errors import Forbidden, Invalid, NotFound
from bottega.kernel.job_details import JobDetails, read_details
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.schemas import Problem
from bottega.kernel.schemas import Query, Schema
from bottega.platform.scheduler import sentences
from bottega.platform.scheduler.module import module

_REASON: Final = "schedules of the system belong to all tenants, and statements name whose others are"
_NUMBER: Final = re.compile(r"(?:job-)?([0-9]{1,18})")
_EXECUTION: Final = """
SELECT j.scope_type, j.tenant_id, j.organization_id, e.schedule_id, e.result FROM scheduler_executions AS e
JOIN scheduler_jobs AS j ON j.tenant_id = e.tenant_id AND j.id = e.schedule_id WHERE e.queue_job_id = $1
"""


class QueueQuery(Query):
    """Which queue."""

    # Required, but its absence is said in the operation's own words.
    model_config = ConfigDict(json_schema_extra={"required": ["queue"]})

    queue: str = Field(default="", max_length=200, description="The queue that the job is in.")


class QueueJob(Schema):
    """A job; what is not known any more, because it is done, is null."""

    id: str
    name: str
    data: dict[str, Any] | None
    state: str
    progress: int | None = Field(description="How much is done, in percent.")
    returnvalue: Any
    failed_reason: str | None
    stacktrace: list[str] | None = Field(description="Why each failed attempt failed, and where in the program.")
    attempts_made: int
    processed_on: str | None
    finished_on: str | None
    logs: list[str]


@module.get(
    "/queue-jobs/{jobId}",
    "scheduler.jobs.view",
    name="queue_jobs.read",
    # Payloads and results are about anything: nothing for who sees only some records, or no amounts.
    whole=True,
    unmarked=True,
    answers={
        400: ("Invalid request or local strategy not supported", Problem),
        401: ("Unauthorized", Problem),
        403: ("Access denied", Problem),
        404: ("Job not found", Problem),
        500: ("Internal server error", Problem),
    },
)
async def read_queue_job(ctx: Context, jobId: str, query: QueueQuery) -> QueueJob:  # noqa: N803 - as the path has it
    """Get job details and logs.

    Of a job of the caller's tenant and organization; of any for super-admins. Finished jobs are known for a week.
    """
    if not query.queue:
        raise Invalid.of_field("queue", sentences.QUEUE_REQUIRED)
    if query.queue not in {job.name for job in ctx.app.jobs}:
        raise Invalid.of_field("queue", sentences.NO_QUEUE)
    if ctx.app.settings.queue_strategy == "local":
        raise Invalid(sentences.LOGS_NEED_QUEUE, available=False)
    number = _NUMBER.fullmatch(jobId)
    async with ctx.database.across_tenants(_REASON) as connection:
        found = await read_details(connection, int(number[1])) if number else None
        if found is None or found.name != query.queue:
            raise NotFound(sentences.NO_JOB)
        execution = await _permitted(ctx, connection, found)
    return _shown(found, execution)


async def _permitted(ctx: Context, connection: Connection, found: JobDetails) -> dict[str, Any] | None:
    """The run a job is of, if it is of one; 403 for a job that is not the caller's."""
    row = await connection.fetchrow(_EXECUTION, found.number)
    execution = dict(row) if row else None
    if not ctx.actor.acl.super_admin and not _is_mine(ctx, found, execution):
        raise Forbidden
    return execution


def _is_mine(ctx: Context, found: JobDetails, execution: dict[str, Any] | None) -> bool:
    if execution is not None:
        within = execution["scope_type"] == "tenant" or ctx.scope.sees(execution["organization_id"])
        return execution["scope_type"] != "system" and execution["tenant_id"] == ctx.tenant_id and within
    # A job without an organization is seen by those whom none confines.
    organization = _uuid((found.payload or {}).get("organizationId"))
    within = ctx.scope.allowed is None if organization is None else ctx.scope.sees(organization)
    return found.tenant is not None and found.tenant == str(ctx.tenant_id) and within


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError):
        return None


def _shown(found: JobDetails, execution: dict[str, Any] | None) -> QueueJob:
    data = found.payload
    if data is None and execution is not None:
        data = {"scheduleId": str(execution["schedule_id"])}
    return QueueJob(
        id=f"job-{found.number}",
        name=found.name,
        data=None if data is None else dict(data),
        state=found.state,
        progress=found.progress,
        returnvalue=execution["result"] if execution else None,
        failed_reason=found.reasons[-1] if found.reasons and found.state in ("failed", "delayed") else None,
        stacktrace=list(found.reasons) or None,
        attempts_made=found.attempts,
        processed_on=milliseconds(found.taken_at) if found.taken_at else None,
        finished_on=milliseconds(found.ended_at) if found.ended_at else None,
        logs=[f"{milliseconds(line.created_at)} {line.line}" for line in found.lines],
    )
