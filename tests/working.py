"""The worker of a test: the queue as it is, worked off once by the product's own worker in this process."""

import asyncio
from datetime import timedelta

from pgqueuer.types import QueueExecutionMode

from bottega.kernel import jobs
from bottega.kernel.application import Application


async def work_off(app: Application, *, seconds: float = 60) -> None:
    """Run everything that waits in the queue, retries included, and return when nothing waits any more."""
    async with jobs.worker_connection(app) as connection:
        worker, _ = jobs.make_worker(app, connection)
        async with asyncio.timeout(seconds):
            await worker.qm.run(
                mode=QueueExecutionMode.drain,
                dequeue_timeout=timedelta(seconds=0.2),
                log_aggregation_interval=timedelta(0),
            )
