"""Background jobs: declared by modules, enqueued in a transaction or by schedule, run by the worker.

The queue is pgqueuer's, in the same database: a job exists exactly when its cause was committed.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import structlog
from pgqueuer import PgQueuer
from pgqueuer.core.executors import EntrypointExecutorParameters
from pgqueuer.models import Job as QueuedJob
from pgqueuer.models import Schedule

from bottega.kernel import events, job_notes, job_progress, job_queue, rate_limits
from bottega.kernel.database import running_totals
from bottega.kernel.database.guards import FOLD_ABOVE
from bottega.kernel.database.pools import RawConnection
from bottega.kernel.http.idempotency import KEPT_HOURS
from bottega.kernel.job_execution import JobExecutor
from bottega.kernel.job_queue import SILENCE, JobQueue
from bottega.kernel.modules import Job

if TYPE_CHECKING:
    from bottega.kernel.application import Application
    from bottega.kernel.context import Context

log = structlog.get_logger()

NOTES_KEPT: Final = timedelta(days=7)
# Two seconds before the parent loses its patience.
SECONDS_TO_FINISH: Final = 4.0
SECONDS_TO_GIVE_BACK: Final = 2.0


async def enqueue(ctx: "Context", name: str, **payload: Any) -> None:
    """Queue a job with this transaction; ``payload`` must be plain JSON values."""
    connection = await ctx.begin()
    body = {"tenantId": str(ctx.tenant_id), **payload}
    await job_queue.put(connection, name, body, tenant_id=ctx.tenant_id)


async def enqueue_now(app: "Application", name: str) -> None:
    """Queue a job of the whole installation at once, unless it waits or runs already."""
    async with app.database.across_tenants("a job by the clock belongs to the installation") as connection:
        await job_queue.put(connection, name, {}, tenant_id=None, once=True)


async def run(app: "Application", connection: RawConnection, stop: asyncio.Event) -> None:
    """Work until told to stop: queued jobs, scheduled ones, events and the kernel's own upkeep."""
    worker, queue = make_worker(app, connection)
    working = asyncio.create_task(
        worker.run(dequeue_timeout=timedelta(seconds=5), shutdown_on_listener_failure=True, heartbeat_timeout=SILENCE)
    )
    upkeep = [
        asyncio.create_task(_repeat(stop, 0.5, lambda: events.drain(app))),
        asyncio.create_task(_repeat(stop, 2.0, lambda: fold_counts(app))),
        asyncio.create_task(_repeat(stop, 2.0, lambda: running_totals.fold(app.database))),
        asyncio.create_task(_repeat(stop, 5.0, lambda: _heartbeat(app))),
        asyncio.create_task(_repeat(stop, 60.0, lambda: _sweep(app))),
        asyncio.create_task(_repeat(stop, 60.0, queue.set_aside_unknown)),
        *(asyncio.create_task(_repeat(stop, one.seconds(app.settings), partial(one.run, app))) for one in app.upkeeps),
    ]
    waiting = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([working, waiting], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        for task in upkeep:
            task.cancel()
        await asyncio.gather(*upkeep, return_exceptions=True)
    if not working.done():
        await _wind_down(worker, queue, working)
    await working


def make_worker(app: "Application", connection: RawConnection) -> tuple[PgQueuer, JobQueue]:
    """A worker that knows every job, over a connection of its own without codecs, and its queue."""
    queue = JobQueue(connection, app)
    worker = PgQueuer(queue.driver, queries=queue)
    for job in app.jobs:
        _register(app, worker, queue, job)
    return worker, queue


async def _wind_down(worker: PgQueuer, queue: JobQueue, working: asyncio.Task[None]) -> None:
    """Let jobs finish that can in time; the others go back into the queue, and the next worker begins them anew."""
    worker.shutdown.set()
    await asyncio.wait({working}, timeout=SECONDS_TO_FINISH)
    for task in list(queue.running):
        task.cancel()
    await asyncio.wait({working}, timeout=SECONDS_TO_GIVE_BACK)
    if not working.done():
        log.warning("worker.jobs_not_given_back", jobs=len(queue.running))
        # What it still holds is taken up when its heartbeat has been missing long enough.
        working.cancel()


def _register(app: "Application", worker: PgQueuer, queue: JobQueue, job: Job) -> None:
    def executor(parameters: EntrypointExecutorParameters) -> JobExecutor:
        return JobExecutor(parameters, app, job, queue)

    async def unused(_queued: QueuedJob) -> None:
        """The executor knows what to run."""

    worker.entrypoint(job.name, on_failure="hold", executor_factory=executor)(unused)
    if job.every:

        async def by_the_clock(_schedule: Schedule) -> None:
            # Through the queue: it is tried again when it fails, and never runs twice at once.
            await enqueue_now(app, job.name)

        worker.schedule(job.name, job.every)(by_the_clock)


async def _repeat(stop: asyncio.Event, seconds: float, work: Any) -> None:
    while not stop.is_set():
        try:
            await work()
        except Exception:
            log.exception("worker.upkeep_failed")
        await asyncio.sleep(seconds)


async def fold_counts(app: "Application", *, above: int = FOLD_ABOVE) -> int:
    """Add up the differences in ``row_counts``, where many have gathered; answers how many rows were folded.

    A reader sees either the differences or their sum: both are one transaction.
    """
    async with app.database.across_tenants("row counts of all tenants are folded by one worker") as connection:
        return await connection.fetchval(
            "WITH crowded AS (SELECT tenant_id, entity FROM row_counts GROUP BY 1, 2 HAVING count(*) > $1),"
            " gone AS (DELETE FROM row_counts USING crowded WHERE row_counts.tenant_id = crowded.tenant_id"
            "   AND row_counts.entity = crowded.entity"
            "   RETURNING row_counts.tenant_id, row_counts.entity, organization_id, facets, n),"
            " sums AS (INSERT INTO row_counts (tenant_id, entity, organization_id, facets, n)"
            "   SELECT tenant_id, entity, organization_id, facets, sum(n) FROM gone"
            "   GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0)"
            " SELECT count(*) FROM gone",
            above,
        )


async def _heartbeat(app: "Application") -> None:
    async with app.database.across_tenants("the worker's heartbeat belongs to the installation") as connection:
        await connection.execute(
            "INSERT INTO installation (key, value) VALUES ('worker', '{}')"
            " ON CONFLICT (key) DO UPDATE SET updated_at = now()"
        )


async def _sweep(app: "Application") -> None:
    """Remove allowances that have run out, answers nobody will ask for again, and what the queue noted long ago."""
    async with app.database.across_tenants("rate limits are kept for the whole installation") as connection:
        await rate_limits.sweep(connection)
        await connection.execute(
            "DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(hours => $1)", KEPT_HOURS
        )
        await connection.execute(
            "DELETE FROM pgqueuer_log WHERE created < now() - $1::interval"
            " AND NOT EXISTS (SELECT FROM pgqueuer WHERE pgqueuer.id = job_id)",
            NOTES_KEPT,
        )
        await job_progress.sweep(connection)
        await job_notes.sweep(connection, NOTES_KEPT)
        await connection.execute("DELETE FROM pgqueuer_statistics WHERE created < now() - $1::interval", NOTES_KEPT)


@asynccontextmanager
async def worker_connection(app: "Application") -> AsyncGenerator[RawConnection]:
    """The connection the queue works on."""
    connection = await app.database.listener()
    try:
        yield connection
    finally:
        await connection.close()
