"""The worker of a test: what its own file put in the queue, worked off by the product's own worker in this process."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pgqueuer.types import QueueExecutionMode

from bottega.kernel import jobs
from bottega.kernel.application import Application
from bottega.kernel.events import drain
from bottega.platform.search.indexing import follow_some

_began: dict[str, datetime] = {}


def begin(path: str) -> None:
    """A test of this file begins: what is in the queue before its first one is of other files."""
    if path not in _began:
        _began.clear()
        _began[path] = datetime.now(UTC)


async def drain_events(app: Application, *tenants: UUID) -> None:
    """Tell subscribers the events of these tenants; those that other tests left are dropped unseen."""
    async with app.database.across_tenants("a test leaves the events of others alone") as connection:
        await connection.execute("DELETE FROM event_outbox WHERE tenant_id <> ALL($1)", list(tenants))
    await drain(app)


async def follow_changes(app: Application, *tenants: UUID) -> None:
    """Do what follows from the changed search rows of these tenants; those that other tests left are dropped unseen."""
    async with app.database.across_tenants("a test leaves the changes of others alone") as connection:
        await connection.execute("DELETE FROM search_changes WHERE tenant_id <> ALL($1)", list(tenants))
    for _ in range(50):
        if not await follow_some(app):
            return


async def work_off(app: Application, *, seconds: float = 60) -> None:
    """Run everything that this file's tests put in the queue, retries included, and return when nothing waits any more.

    Jobs of other files are dropped unseen: ten thousand mails of one test would fill the time of another.
    """
    [began] = _began.values()
    async with jobs.worker_connection(app) as connection:
        await connection.execute("DELETE FROM pgqueuer WHERE created < $1", began)
        worker, _ = jobs.make_worker(app, connection)
        async with asyncio.timeout(seconds):
            await worker.qm.run(
                mode=QueueExecutionMode.drain,
                dequeue_timeout=timedelta(seconds=0.2),
                log_aggregation_interval=timedelta(0),
            )
