"""Execution of one job: within its time, and what becomes of it when it fails."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import structlog
from pgqueuer.core.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Context as JobContext
from pgqueuer.models import Job as QueuedJob
from structlog.contextvars import bound_contextvars

from bottega.kernel import job_notes
from bottega.kernel.errors import Problem
from bottega.kernel.job_progress import reporting
from bottega.kernel.job_queue import JobFailed, JobQueue, read_payload, reason_of
from bottega.kernel.modules import Job

if TYPE_CHECKING:
    from bottega.kernel.application import Application

log = structlog.get_logger()

OUR_FAULT: Final = 500


@dataclass
class JobExecutor(AbstractEntrypointExecutor):
    """Runs a job within its time, and decides what becomes of it when it fails."""

    parameters: EntrypointExecutorParameters
    app: "Application"
    job: Job
    queue: JobQueue

    async def execute(self, job: QueuedJob, context: JobContext) -> None:  # noqa: ARG002 - signature of the library
        """Run once.

        Raises:
            RetryRequested: It shall run again.
            JobFailed: It is set aside.
        """
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self.queue.running.add(task)
        try:
            with bound_contextvars(job=self.job.name, job_id=job.id, attempt=job.attempts + 1), job_notes.about(job.id):
                await self._attempt(job)
        except asyncio.CancelledError:
            raise self.queue.interrupt(job) from None
        finally:
            self.queue.running.discard(task)

    async def _attempt(self, queued: QueuedJob) -> None:
        log.info("job.started")
        payload = read_payload(queued)
        reporter = self.queue.reporter(queued, payload)
        try:
            with reporting(reporter):
                async with asyncio.timeout(self.job.seconds):
                    await self.job.run(self.app, payload)
            await reporter.write()
        except Problem as refusal:
            if refusal.status < OUR_FAULT:
                # The same question gets the same answer.
                await self.queue.tell_failure(queued, refusal)
                raise JobFailed(reason_of(refusal)) from None
            await self._again(queued, refusal)
        except Exception as error:
            log.exception("job.failed")
            await self._again(queued, error)
        else:
            log.info("job.finished")

    async def _again(self, queued: QueuedJob, error: Exception) -> None:
        retry = self.queue.retry(self.job, queued, error)
        if retry is not None:
            raise retry from None
        await self.queue.tell_failure(queued, error if isinstance(error, Problem) else None)
        raise JobFailed(reason_of(error)) from None
