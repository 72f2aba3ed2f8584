"""The job that runs a schedule: it notes how each attempt went, and what fails for good is seen in the history."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import structlog

from bottega.kernel import job_notes
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import translate
from bottega.kernel.errors import Invalid, Problem
from bottega.kernel.i18n import T
from bottega.kernel.logs import describe, places
from bottega.kernel.moments import milliseconds
from bottega.platform.scheduler import sentences
from bottega.platform.scheduler.module import module
from bottega.platform.scheduler.running import FAILED, STARTED, Run, perform, skip, skip_reason

log = structlog.get_logger()

# The queue that schedules run through, as the reference's clients know it.
QUEUE: Final = "scheduler-execution"
OUR_FAULT: Final = 500
# The schedule of an execution, if it is the one that the payload of the job means.
_SCHEDULE: Final = """
SELECT j.*, e.trigger_type FROM scheduler_executions AS e
JOIN scheduler_jobs AS j ON j.tenant_id = e.tenant_id AND j.id = e.schedule_id
WHERE e.tenant_id = $1 AND e.id = $2
"""
_BEGIN: Final = """
UPDATE scheduler_executions SET status = 'running', attempts = attempts + 1, updated_at = now(),
  started_at = coalesce(started_at, clock_timestamp())
WHERE tenant_id = $1 AND id = $2 AND status <> 'completed' RETURNING started_at, attempts
"""
_END: Final = """
UPDATE scheduler_executions SET status = $3, updated_at = now(), error = coalesce($4, error, $6),
  error_stack = coalesce($5, error_stack), finished_at = CASE WHEN $3 = 'failed' THEN clock_timestamp() END
WHERE tenant_id = $1 AND id = $2 AND status <> 'completed' RETURNING error
"""


async def _given_up(app: Application, payload: Mapping[str, Any], problem: Problem | None) -> None:
    """Note that a run failed for good."""
    async with _reading(app, payload) as (ctx, run):
        if run is not None and not _differs(run, payload):
            await _end(ctx, run, "failed", sentences.reason(problem) if problem else None)


@module.job(
    "execution",
    T(en="Run a schedule", pl="Wykonanie harmonogramu"),
    queue=QUEUE,
    attempts=3,
    failed=_given_up,
    open_to_tenants=True,
)
async def execute(app: Application, payload: Mapping[str, Any]) -> None:
    """Run a schedule; what is not there any more, or done already, is none of its business."""
    run = await _begin(app, payload)
    if run is None:
        return
    try:
        await perform(app, run)
    except Exception as error:
        problem = error if isinstance(error, Problem) else translate(error)
        refused = problem is not None and problem.status < OUR_FAULT
        async with app.acting(run.tenant_id) as ctx:
            if problem is not None and refused:
                # The same question gets the same answer.
                await _end(ctx, run, "failed", sentences.reason(problem))
            else:
                told = sentences.BROKE_DOWN.given(kind=describe(error))
                await _end(ctx, run, "waiting", told, places(error))
        if not refused:
            raise


async def _begin(app: Application, payload: Mapping[str, Any]) -> Run | None:
    """Note that it runs; None if there is nothing to do.

    Raises:
        Invalid: The schedule is not the one that was meant when the job was queued.
    """
    async with _reading(app, payload) as (ctx, run):
        if run is None:
            return None
        if _differs(run, payload):
            raise Invalid(sentences.MISMATCH)
        begun = await ctx.query_one(_BEGIN, run.tenant_id, run.execution_id)
        if begun is None:
            return None
        reason = await skip_reason(ctx, run)
        if reason is not None:
            await skip(ctx, run, reason)
            return None
        await job_notes.note(await ctx.begin(), f"Attempt {begun['attempts']} of schedule {run.id}")
        await run.publish(
            ctx,
            STARTED,
            scheduleName=run.schedule["name"],
            scopeType=run.schedule["scope_type"],
            triggerType=run.schedule["trigger_type"],
            startedAt=milliseconds(begun["started_at"]),
        )
        return run


@asynccontextmanager
async def _reading(app: Application, payload: Mapping[str, Any]) -> AsyncGenerator[tuple[Context, Run | None]]:
    """A transaction in the tenant a payload names, and the run it names; none for a payload that names none."""
    try:
        tenant_id, execution_id = UUID(payload["tenantId"]), UUID(payload["executionId"])
    except (KeyError, TypeError, ValueError, AttributeError):
        tenant_id = execution_id = UUID(int=0)
    async with app.acting(tenant_id) as ctx:
        await ctx.begin()
        row = await ctx.query_one(_SCHEDULE, tenant_id, execution_id)
        yield ctx, Run(dict(row), execution_id, f"scheduler-{row['id']}-{execution_id}") if row else None


def _differs(run: Run, payload: Mapping[str, Any]) -> bool:
    """Whether a payload means another schedule, or another scope: schedules may queue anything under this name."""
    organization = run.schedule["organization_id"]
    meant = (str(run.id), run.schedule["scope_type"], str(organization) if organization else None)
    return meant != (payload.get("scheduleId"), payload.get("scopeType"), payload.get("organizationId"))


async def _end(ctx: Context, run: Run, status: str, error: T | None, stack: str | None = None) -> None:
    """Note how an attempt ended; publish it, if it was the last."""
    said = error and {"en": error("en"), "pl": error("pl")}
    unknown = {"en": sentences.CUT_OFF("en"), "pl": sentences.CUT_OFF("pl")}
    row = await ctx.query_one(_END, run.tenant_id, run.execution_id, status, said, stack, unknown)
    if row is None or status != "failed":
        return
    await job_notes.note(await ctx.begin(), f"Failed: {row['error']['en']}")
    await run.publish(ctx, FAILED, error=row["error"]["en"], failedAt=milliseconds(datetime.now(UTC)))


async def run_locally(app: Application, schedule: Mapping[str, Any], key: str) -> None:
    """Run a schedule at once and once, without queue and history (``QUEUE_STRATEGY=local``); a failure is logged."""
    run = Run(schedule, None, key)
    try:
        async with app.acting(run.tenant_id) as ctx:
            reason = await skip_reason(ctx, run)
            if reason is not None:
                await skip(ctx, run, reason)
                return
        await perform(app, run)
    except Exception as error:
        log.exception("schedule.failed", schedule=str(run.id))
        problem = error if isinstance(error, Problem) else translate(error)
        told = sentences.reason(problem) if problem else sentences.BROKE_DOWN.given(kind=describe(error))
        async with app.acting(run.tenant_id) as ctx:
            await run.publish(ctx, FAILED, error=told("en"), failedAt=milliseconds(datetime.now(UTC)))
