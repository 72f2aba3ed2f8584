"""The worker process: runs jobs, delivers events, keeps the schedule."""

import asyncio

from bottega.app import create_application
from bottega.kernel import jobs
from bottega.kernel.keys.secrets import Secrets
from bottega.settings import Settings


async def run_worker(settings: Settings, dsn: str, secrets: Secrets, stop: asyncio.Event) -> None:
    """Work until told to stop."""
    app = create_application(settings, dsn, secrets)
    await app.open()
    try:
        async with jobs.worker_connection(app) as connection:
            await jobs.run(app, connection, stop)
    finally:
        await app.close()
