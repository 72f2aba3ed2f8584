"""The history of a schedule."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.database.computed_pages import read
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Invalid
from bottega.kernel.field_markers import Of
from bottega.kernel.resources.schemas import Problem
from bottega.kernel.schemas import Query, Schema, Stamp
from bottega.platform.scheduler import sentences
from bottega.platform.scheduler.access import find, refuse_others
from bottega.platform.scheduler.executing import QUEUE
from bottega.platform.scheduler.module import module
from bottega.platform.scheduler.product_schedules import RUNS, ProductSchedule

_REASON: Final = "schedules of the system belong to all tenants, and statements name whose others are"
PAGE_SIZE: Final = 20
LARGEST_PAGE: Final = 100

# One whose job an operator has removed from the queue never ends by itself.
_RUNS: Final = """
SELECT e.id, e.queue_job_id, e.trigger_type, e.triggered_by, coalesce(e.started_at, e.created_at) AS started_at,
  CASE WHEN lost THEN 'failed' ELSE e.status END AS status, e.finished_at, e.attempts,
  CASE WHEN lost THEN $3::jsonb ELSE e.error END AS error, e.error_stack, e.result, e.created_at
FROM scheduler_executions AS e LEFT JOIN pgqueuer AS q ON q.id = e.queue_job_id,
  LATERAL (SELECT e.status IN ('waiting', 'running') AND q.id IS NULL AS lost) AS l
WHERE e.tenant_id = $1 AND e.schedule_id = $2
"""
_REMOVED: Final = {"en": sentences.REMOVED.en, "pl": sentences.REMOVED.pl}


def _size(value: Any) -> Any:
    """A number of rows; what is none, or out of bounds, is the usual one."""
    try:
        return int(value) if 1 <= int(value) <= LARGEST_PAGE else PAGE_SIZE
    except (TypeError, ValueError):
        return PAGE_SIZE


class ExecutionsQuery(Query):
    """How much of the history."""

    page_size: Annotated[int, BeforeValidator(_size)] = Field(
        default=PAGE_SIZE, description="How many of the newest, 1 to 100."
    )


class ExecutionItem(Schema):
    """A run of a schedule."""

    id: str
    schedule_id: Annotated[UUID, Of("scheduler:job")]
    started_at: Stamp
    finished_at: Stamp | None
    status: Literal["waiting", "running", "completed", "failed"]
    trigger_type: Literal["scheduled", "manual"]
    triggered_by_user_id: Annotated[UUID | None, Of("auth:user")]
    error_message: str | None
    error_stack: str | None
    duration_ms: int | None = Field(description="From the first attempt to the end, in milliseconds.")
    queue_job_id: str
    queue_name: str
    attempts_made: int
    result: Any


class ExecutionPage(Schema):
    """The newest runs."""

    items: list[ExecutionItem]
    total: int
    page: int
    page_size: int


@module.get(
    "/jobs/{id}/executions",
    "scheduler.jobs.view",
    name="executions.list",
    # Payloads and results are about anything: nothing for who sees only some records, or no amounts.
    whole=True,
    unmarked=True,
    answers={
        400: ("Local strategy not supported", Problem),
        401: ("Unauthorized", Problem),
        403: ("Access denied", Problem),
        404: ("Schedule not found", Problem),
    },
)
async def list_executions(ctx: Context, id: UUID, query: ExecutionsQuery) -> ExecutionPage:
    """Get execution history for a schedule.

    The newest runs first. Runs are kept for a month, failed ones for three, and of one schedule the newest 5000 at
    most; those of the product's own jobs for a week.
    """
    found = await find(ctx, id)
    refuse_others(ctx, found)
    if ctx.app.settings.queue_strategy == "local":
        raise Invalid(sentences.HISTORY_NEEDS_QUEUE, message=sentences.SET_ASYNC, items=[])
    async with ctx.database.across_tenants(_REASON) as connection:
        if isinstance(found, ProductSchedule):
            queue, sql, args, order = found.job.name, RUNS, [found.job.name], "id DESC"
        else:
            queue, sql, args, order = QUEUE, _RUNS, [found["tenant_id"], id, _REMOVED], "created_at DESC, id DESC"
        rows, total = await read(connection.fetch, sql, *args, order=order, page=1, size=query.page_size)
    items = [_item(row, id, queue, ctx.locale) for row in rows]
    return ExecutionPage(items=items, total=total, page=1, page_size=query.page_size)


def _item(row: Record, schedule_id: UUID, queue: str, locale: str) -> ExecutionItem:
    began, ended = row["started_at"], row["finished_at"]
    return ExecutionItem(
        id=str(row["id"]),
        schedule_id=schedule_id,
        started_at=began,
        finished_at=ended,
        status=row["status"],
        trigger_type=row["trigger_type"],
        triggered_by_user_id=row["triggered_by"],
        error_message=sentence(row["error"], locale),
        error_stack=row["error_stack"],
        duration_ms=round((ended - began).total_seconds() * 1000) if ended else None,
        queue_job_id=f"job-{row['queue_job_id']}",
        queue_name=queue,
        attempts_made=row["attempts"],
        result=row["result"],
    )


def sentence(error: Mapping[str, str] | str | None, locale: str) -> str | None:
    """Why a run failed, in the reader's language where it is known in several."""
    return error.get(locale, error["en"]) if isinstance(error, Mapping) else error
