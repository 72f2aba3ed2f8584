"""Starting of a schedule by hand."""

from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Problem
from bottega.kernel.schemas import Id, Schema
from bottega.kernel.screens import Act
from bottega.platform.scheduler import sentences
from bottega.platform.scheduler.access import find, refuse_others
from bottega.platform.scheduler.claiming import queue_runs
from bottega.platform.scheduler.module import module
from bottega.platform.scheduler.product_schedules import ProductSchedule, run_now

_REASON: Final = "schedules of the system belong to all tenants, and statements name whose others are"
_ROW: Final = "SELECT * FROM scheduler_jobs WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"


class Triggered(Schema):
    """It waits in the queue."""

    ok: bool = True
    job_id: str
    message: str


@module.post(
    "/trigger",
    "scheduler.jobs.trigger",
    name="jobs.trigger",
    status=200,
    undoable=False,
    unmarked=True,
    label=T(en="Run schedule now", pl="Uruchomienie harmonogramu"),
    act=Act(T(en="Run now", pl="Uruchom teraz"), "zap", on="jobs"),
    answers={
        400: ("Invalid request or local strategy not supported", Problem),
        401: ("Unauthorized", Problem),
        403: ("Access denied", Problem),
        404: ("Schedule not found", Problem),
    },
)
async def trigger_schedule(ctx: Context, data: Id) -> Triggered:
    """Manually trigger a schedule.

    It is queued at once, and its next run by the clock stays as it is. One that is disabled is skipped.
    """
    number = await _queue(ctx, data.id)
    return Triggered(job_id=f"job-{number}", message=sentences.QUEUED(ctx.locale))


async def _queue(ctx: Context, schedule_id: UUID) -> Any:
    ctx.refuse_closed()
    found = await find(ctx, schedule_id)
    refuse_others(ctx, found)
    if ctx.app.settings.queue_strategy == "local":
        raise Invalid(sentences.TRIGGER_NEEDS_QUEUE, message=sentences.ONLY_WITH_QUEUE)
    async with ctx.database.across_tenants(_REASON) as connection:
        if isinstance(found, ProductSchedule):
            return await run_now(connection, found)
        rows = await connection.fetch(_ROW, found["tenant_id"], schedule_id)
        numbers = await queue_runs(connection, rows, trigger="manual", triggered_by=ctx.actor.id)
    if not numbers:
        raise Invalid(sentences.TRIGGER_FAILED)
    return numbers[0]
