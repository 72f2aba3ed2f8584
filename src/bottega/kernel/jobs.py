"""Jobs: work outside requests, queued in the transaction that wants it, run by the worker, or by the clock.

The queue is pgqueuer's, in the same database: a job exists exactly when its cause was committed.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import structlog
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job as QueuedJob
from pgqueuer.models import Schedule
from pgqueuer.queries import Queries

from bottega.kernel import events, limits, sums
from bottega.kernel.database import RawConnection
from bottega.kernel.guards import FOLD_ABOVE
from bottega.kernel.idempotency import KEPT_HOURS
from bottega.kernel.modules import Job

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.registry import Application

log = structlog.get_logger()


async def enqueue(ctx: "Context", name: str, **payload: Any) -> None:
    """Queue a job with this transaction; ``payload`` must be plain JSON values."""
    connection = await ctx.begin()
    body = msgspec.json.encode({"tenantId": str(ctx.tenant_id), **payload})
    await Queries(AsyncpgDriver(connection)).enqueue(name, body)


async def run(app: "Application", connection: RawConnection, stop: asyncio.Event) -> None:
    """Work until told to stop: queued jobs, scheduled ones, events and the kernel's own upkeep."""
    queue = PgQueuer(AsyncpgDriver(connection))
    for job in app.jobs:
        _register(app, queue, job)
    tasks = [
        asyncio.create_task(
            queue.run(dequeue_timeout=timedelta(seconds=5), shutdown_on_listener_failure=True)
        ),
        asyncio.create_task(_repeat(stop, 0.5, lambda: events.drain(app))),
        asyncio.create_task(_repeat(stop, 2.0, lambda: fold_counts(app))),
        asyncio.create_task(_repeat(stop, 2.0, lambda: sums.fold(app.database))),
        asyncio.create_task(_repeat(stop, 5.0, lambda: _heartbeat(app))),
        asyncio.create_task(_repeat(stop, 60.0, lambda: _sweep(app))),
    ]
    waiting = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([*tasks, waiting], return_when=asyncio.FIRST_COMPLETED)
    queue.shutdown.set()
    stop.set()
    for task in tasks[1:]:
        task.cancel()
    await asyncio.wait(tasks, timeout=5)
    for task in done - {waiting}:
        if (error := task.exception()) is not None:
            raise error


def _register(app: "Application", queue: PgQueuer, job: Job) -> None:
    async def perform(queued: QueuedJob) -> None:
        payload: dict[str, Any] = msgspec.json.decode(queued.payload or b"{}")
        log.info("job.started", job=job.name)
        await job.run(app, payload)

    queue.entrypoint(job.name)(perform)
    if job.every:

        async def by_the_clock(_schedule: Schedule) -> None:
            await job.run(app, {})

        queue.schedule(job.name, job.every)(by_the_clock)


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
    async with app.database.across_tenants(
        "row counts of all tenants are folded by one worker"
    ) as connection:
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
    async with app.database.across_tenants(
        "the worker's heartbeat belongs to the installation"
    ) as connection:
        await connection.execute(
            "INSERT INTO installation (key, value) VALUES ('worker', '{}')"
            " ON CONFLICT (key) DO UPDATE SET updated_at = now()"
        )


async def _sweep(app: "Application") -> None:
    """Remove allowances that have run out, and answers nobody will ask for again."""
    async with app.database.across_tenants("rate limits are kept for the whole installation") as connection:
        await limits.sweep(connection)
        await connection.execute(
            "DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(hours => $1)", KEPT_HOURS
        )


@asynccontextmanager
async def worker_connection(app: "Application") -> AsyncGenerator[RawConnection]:
    """The connection the queue works on."""
    connection = await app.database.listener()
    try:
        yield connection
    finally:
        await connection.close()
