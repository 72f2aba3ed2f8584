"""The worker process: runs jobs, delivers events, keeps the schedule."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from bottega.app import create_application
from bottega.kernel import jobs
from bottega.kernel.application import Application
from bottega.kernel.job_progress import Progress
from bottega.kernel.keys.secrets import Secrets
from bottega.processes.job_bars import Shown
from bottega.settings import Settings


async def run_worker(
    settings: Settings, dsn: str, secrets: Secrets, stop: asyncio.Event, show: Callable[[Shown], None]
) -> None:
    """Work until told to stop; ``show`` is told how far long jobs are."""
    app = create_application(settings, dsn, secrets)

    def watch(progress: Progress) -> None:
        # Whoever showed it may be gone, as a parent that was killed.
        with suppress(OSError):
            show(_shown(app, progress))

    app.job_watch = watch
    await app.open()
    try:
        async with jobs.worker_connection(app) as connection:
            await jobs.run(app, connection, stop)
    finally:
        await app.close()


def _shown(app: Application, one: Progress) -> Shown:
    """A job as a terminal shows it, in English like everything there."""
    titles = {job.name: job.title("en") for job in app.jobs}
    return Shown(one.job, titles.get(one.name, one.name), one.said, one.done, one.total, one.state)
