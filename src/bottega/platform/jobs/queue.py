"""Operations on jobs and events: those of the caller's tenant, or all for super-admins.

The queue's tables hold every tenant's work, so each statement names the tenant it is about.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel import job_reports
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Connection
from bottega.kernel.errors import Conflict, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.job_progress import Progress
from bottega.kernel.job_reports import Kind, State, Work
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.schemas import Query, Schema
from bottega.platform.jobs.module import module

REASON: Final = "the queue holds the work of all tenants, and statements name whose is meant"
LARGEST_PAGE: Final = 100
LAST_PAGE: Final = 1_000_000
NOT_SET_ASIDE: Final = T(
    en="The job has not been set aside: it is waiting or running",
    pl="Zadanie nie jest odłożone: czeka albo właśnie trwa",
)
Id = Annotated[str, Field(max_length=40, description="As the list has it: `job-12`, `event-7`.")]


class JobQuery(Query):
    """Which jobs."""

    state: State | None = Field(default=None, description="Only those that wait, run or are set aside.")
    page: Annotated[int, Field(ge=1, le=LAST_PAGE, description="Page, from 1.")] = 1
    page_size: Annotated[int, Field(ge=1, le=LARGEST_PAGE, alias="pageSize", description="Rows a page.")] = 50


class JobId(Query):
    """Which job."""

    id: Id


class JobProgress(Schema):
    """How far a job is."""

    done: int
    of: int | None = Field(description="Empty while the job does not know it.")
    stage: str | None = Field(description="What it is at, where there are several steps.")
    record_id: UUID | None = Field(description="The record that stands for the work, such as an import.")


class JobItem(Schema):
    """A job, or an event that has not reached everybody yet; the reason is there when it has failed."""

    id: str
    kind: Kind
    name: str
    title: str | None
    tenant_id: UUID | None
    state: State
    attempts: int
    created_at: str
    due_at: str | None
    reason: str | None
    progress: JobProgress | None = Field(description="Of a long job that says how far it is.")


class JobPage(Schema):
    """A page of jobs and events, newest first."""

    items: list[JobItem]
    page: int
    page_size: int
    total: int
    total_pages: int


class Done(Schema):
    """It was done."""

    ok: bool = True


@module.get("", "jobs.view", name="list")
async def list_jobs(ctx: Context, query: JobQuery) -> JobPage:
    """List background jobs.

    What waits, runs or was set aside after it had failed too often, with the reason; newest first.
    """
    titles = {job.name: job.title for job in ctx.app.jobs}
    async with ctx.database.across_tenants(REASON) as connection:
        found, total = await job_reports.find(
            connection, tenant_id=_whose(ctx), state=query.state, page=query.page, size=query.page_size
        )
    items = [_item(one, titles.get(one.name), ctx.locale) for one in found]
    return JobPage(**page_of(items, total, page=query.page, size=query.page_size))


@module.post(
    "/{id}/retry",
    "jobs.manage",
    name="retry",
    status=200,
    undoable=False,
    label=T(en="Retry background job", pl="Ponowienie zadania w tle"),
    answers={404: "There is no such job.", 409: "It is not set aside."},
)
async def retry_job(ctx: Context, id: Id) -> Done:
    """Retry a job that was set aside.

    It is queued again, with all its attempts.
    """
    await _change(ctx, id, job_reports.retry)
    return Done()


@module.delete(
    "",
    "jobs.manage",
    name="drop",
    undoable=False,
    label=T(en="Drop background job", pl="Usunięcie zadania w tle"),
    answers={404: "There is no such job.", 409: "It is not set aside."},
)
async def drop_job(ctx: Context, query: JobId) -> Done:
    """Drop a job that was set aside.

    It will not be done. One that waits or runs cannot be dropped.
    """
    await _change(ctx, query.id, job_reports.drop)
    return Done()


async def _change(ctx: Context, job_id: str, change: Callable[[Connection, Sequence[str]], Awaitable[int]]) -> None:
    async with ctx.database.across_tenants(REASON) as connection:
        found, _ = await job_reports.find(connection, tenant_id=_whose(ctx), ids=[job_id])
        if not found:
            raise NotFound
        if not await change(connection, [job_id]):
            raise Conflict(NOT_SET_ASIDE, code="not_set_aside")
    # The queue's tables keep no images, so the entry of the action log is asked for here.
    ctx.describe("jobs.job", job_id)
    ctx.changed += 1


def _whose(ctx: Context) -> UUID | None:
    """None for super-admins: they look after the installation."""
    return None if ctx.actor.acl.super_admin else ctx.tenant_id


def _item(one: Work, title: T | None, locale: str) -> JobItem:
    return JobItem(
        id=one.id,
        kind=one.kind,
        name=one.name,
        title=title(locale) if title else None,
        tenant_id=_uuid(one.tenant),
        state=one.state,
        attempts=one.attempts,
        created_at=milliseconds(one.created_at),
        due_at=milliseconds(one.due_at) if one.due_at else None,
        reason=one.reason,
        progress=_progress(one.progress, locale) if one.progress else None,
    )


def _progress(one: Progress, locale: str) -> JobProgress:
    stage = one.stage(locale) if one.stage else None
    return JobProgress(done=one.done, of=one.total, stage=stage, record_id=one.record_id)


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
