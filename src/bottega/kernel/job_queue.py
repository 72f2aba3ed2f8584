"""The job queue: retries with backoff, then a dead-letter state with the reason.

The tables and the scheduling are pgqueuer's. A row is *queued*, *picked* by a worker, or *failed*, which is "set aside"
here: it waits for somebody to retry or drop it. Whatever a row holds and however a job ends, the worker goes on.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

import msgspec
import structlog
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as QueuedJob
from pgqueuer.models import TracebackRecord
from pgqueuer.queries import Queries
from pydantic import ValidationError

from bottega.kernel import job_progress
from bottega.kernel.database.pools import Connection, RawConnection
from bottega.kernel.errors import Problem
from bottega.kernel.job_progress import Progress, ProgressState, Reporter
from bottega.kernel.logs import describe, places
from bottega.kernel.modules import Job

if TYPE_CHECKING:
    from bottega.kernel.application import Application

log = structlog.get_logger()

LONGEST_PAUSE: Final = timedelta(hours=1)
GROWTH: Final = 4
# A worker that has not been heard of for this long has died with its jobs.
SILENCE: Final = timedelta(seconds=30)
UNKNOWN_FOR: Final = timedelta(minutes=15)

STOPPED: Final = "The worker was stopped while it ran this job."
DIED: Final = "The worker ended while it ran this job."
UNREADABLE_PAYLOAD: Final = "The payload is not a JSON object."

_ENQUEUE: Final = QueryQueueBuilder().build_enqueue_query("skip")


class JobFailed(Exception):
    """A job that is set aside; the text is the reason an administrator reads, and holds no values of anybody's."""


async def put(
    connection: Connection, name: str, payload: Mapping[str, Any], *, tenant_id: UUID | None, once: bool = False
) -> int | None:
    """Queue a job over a connection of a pool, with its transaction; ``once`` unless it waits or runs already.

    Answers its number in the queue, None where ``once`` found it there.
    """
    numbers = await _enqueue(connection, name, [(tenant_id, payload)], key=name if once else None)
    return numbers[0] if numbers else None


async def put_many(
    connection: Connection, name: str, payloads: Sequence[tuple[UUID | None, Mapping[str, Any]]]
) -> list[int]:
    """Queue a job for each tenant and payload, in one statement; answers their numbers in the same order."""
    return await _enqueue(connection, name, payloads) if payloads else []


async def _enqueue(
    connection: Connection, name: str, payloads: Sequence[tuple[UUID | None, Mapping[str, Any]]], key: str | None = None
) -> list[int]:
    """The connection's codec turns ``headers`` into JSON.

    The library's own ``enqueue`` hands over finished text, which the codec would wrap in a JSON string.
    """
    n = len(payloads)
    headers = [{"tenantId": str(tenant_id)} if tenant_id else None for tenant_id, _ in payloads]
    bodies = [msgspec.json.encode(payload) for _, payload in payloads]
    rows = await connection.fetch(_ENQUEUE, [0] * n, [name] * n, bodies, [timedelta(0)] * n, [key] * n, headers)
    return [row["id"] for row in rows]


def pause_after(attempts: int, first: timedelta) -> timedelta:
    """How long to wait after so many failed attempts, at least one."""
    return min(first * GROWTH ** min(attempts - 1, 20), LONGEST_PAUSE)


def reason_of(error: BaseException) -> str:
    """Why something failed, in words without values: a refusal's sentence, or the kind of error and its place."""
    if isinstance(error, Problem):
        return str(error.body("en")["error"])
    return f"{describe(error)} at {places(error).rpartition(' > ')[2]}"


class JobQueue(Queries):
    """pgqueuer's statements, proof against rows that cannot be read and workers that die."""

    def __init__(self, connection: RawConnection, app: "Application") -> None:
        """Work over a connection without codecs, for this application's jobs."""
        super().__init__(AsyncpgDriver(connection))
        self._app = app
        self._jobs: dict[str, Job] = {job.name: job for job in app.jobs}
        self._first_pause = timedelta(seconds=app.settings.job_retry_seconds)
        self.running: set[asyncio.Task[Any]] = set()
        self._interrupted: set[int] = set()
        # What runs here and has said how far it is.
        self._reporters: dict[int, Reporter] = {}

    async def dequeue(self, *args: Any, **options: Any) -> list[QueuedJob]:
        """Pick jobs; rows that cannot be read are set aside instead of ending the worker."""
        await self._release_jobs_of_dead_workers()
        try:
            return await super().dequeue(*args, **options)
        except ValidationError:
            return await self._readable(options["queue_manager_id"])

    async def _readable(self, queue_manager_id: UUID) -> list[QueuedJob]:
        """What this worker has picked and can read; the rest is set aside."""
        rows = await self.driver.fetch(
            "SELECT * FROM pgqueuer WHERE status = 'picked' AND queue_manager_id = $1", queue_manager_id
        )
        readable: list[QueuedJob] = []
        for row in rows:
            try:
                readable.append(QueuedJob.model_validate(row))
            except ValidationError as error:
                fields = ", ".join(sorted({str(one["loc"][0]) for one in error.errors()}))
                await self._set_aside(QueuedJob.model_construct(**cast("Any", row)), f"Its {fields} cannot be read.")
        return readable

    async def _release_jobs_of_dead_workers(self) -> None:
        """Give back what workers were at that died; each time counts as a failed attempt."""
        rows = await self.driver.fetch(
            "UPDATE pgqueuer SET status = 'queued', attempts = attempts + 1, queue_manager_id = NULL, slot = NULL,"
            " updated = now(), execute_after = now() + $3 * (interval '1 second' * $4 ^ least(attempts, 20))"
            " WHERE status = 'picked' AND entrypoint = ANY($1) AND heartbeat < now() - $2::interval RETURNING *",
            list(self._jobs),
            SILENCE,
            self._first_pause.total_seconds(),
            GROWTH,
        )
        for row in rows:
            try:
                queued = QueuedJob.model_validate(row)
            except ValidationError:
                # Picked again and set aside for what cannot be read of it.
                continue
            log.warning("job.worker_died", job=queued.entrypoint, job_id=queued.id, attempt=queued.attempts)
            if queued.attempts >= self._jobs[queued.entrypoint].attempts:
                await self.tell_failure(queued, None)
                await self._set_aside(queued, DIED)

    async def set_aside_unknown(self) -> None:
        """Set jobs aside that no module has known for a while, so that they are seen; newer servers may be starting."""
        rows = await self.driver.fetch(
            "SELECT * FROM pgqueuer WHERE status = 'queued' AND entrypoint <> ALL($1)"
            " AND created < now() - $2::interval",
            list(self._jobs),
            UNKNOWN_FOR,
        )
        for row in rows:
            await self._set_aside(QueuedJob.model_construct(**cast("Any", row)), "No module knows this job.")

    async def _set_aside(self, queued: QueuedJob, reason: str) -> None:
        log.error("job.set_aside", job=queued.entrypoint, job_id=queued.id, reason=reason)
        failed = TracebackRecord.from_exception(JobFailed(reason), queued.id)
        await self.log_jobs([(queued, "failed", failed)])

    async def log_jobs(self, job_status: Sequence[Any]) -> None:
        """Note how jobs ended; of one that keeps failing with the same payload only the newest stays set aside."""
        await super().log_jobs(list(job_status))
        aside = [queued.id for queued, status, _ in job_status if status == "failed"]
        await self._end_progress({one.id: "failed" if one.id in aside else "finished" for one, _, _ in job_status})
        if aside:
            await self.driver.execute(
                "DELETE FROM pgqueuer AS old USING pgqueuer AS newest WHERE newest.id = ANY($1)"
                " AND old.status = 'failed' AND old.id < newest.id AND old.entrypoint = newest.entrypoint"
                " AND old.payload IS NOT DISTINCT FROM newest.payload",
                aside,
            )

    async def retry_job(self, job: QueuedJob, delay: timedelta, traceback_record: TracebackRecord | None) -> None:
        """Queue a job again; one that was only interrupted has not used up an attempt."""
        await super().retry_job(job, delay, traceback_record)
        await self._end_progress({job.id: "waiting"})
        if job.id in self._interrupted:
            self._interrupted.discard(job.id)
            await self.driver.execute("UPDATE pgqueuer SET attempts = greatest(attempts - 1, 0) WHERE id = $1", job.id)

    async def _end_progress(self, states: Mapping[int, ProgressState]) -> None:
        """Note what became of jobs where they said how far they are."""
        await self.driver.execute(job_progress.END, list(states), list(states.values()))
        for job_id, state in states.items():
            reporter = self._reporters.pop(job_id, None)
            if reporter is not None:
                reporter.end(state)

    def reporter(self, queued: QueuedJob, payload: Mapping[str, Any]) -> Reporter:
        """What an attempt of a job says of its progress."""
        told = Progress(queued.id, queued.entrypoint, tenant_of(payload))
        reporter = self._reporters[queued.id] = Reporter(self._app.database, told, self._app.job_watch)
        return reporter

    def interrupt(self, queued: QueuedJob) -> RetryRequested:
        """What a job raises that is stopped with its worker: it begins anew with the next one."""
        self._interrupted.add(queued.id)
        return RetryRequested(timedelta(0), STOPPED)

    def retry(self, job: Job, queued: QueuedJob, error: BaseException) -> RetryRequested | None:
        """What a failed job raises to be tried again; None when that would not help any more."""
        attempts = queued.attempts + 1
        # A failure may know that it is permanent, as that of a mail to an address that does not exist.
        if attempts >= job.attempts or getattr(error, "permanent", False):
            return None
        return RetryRequested(pause_after(attempts, self._first_pause), reason_of(error))

    async def tell_failure(self, queued: QueuedJob, problem: Problem | None) -> None:
        """Let the job's module tell whoever waits for it that it failed for good."""
        job = self._jobs[queued.entrypoint]
        if job.failed is None:
            return
        try:
            await job.failed(self._app, read_payload(queued), problem)
        except JobFailed:
            log.warning("job.failure_not_told", job=job.name, job_id=queued.id, reason=UNREADABLE_PAYLOAD)
        except Exception:
            log.exception("job.failure_not_told", job=job.name, job_id=queued.id)


def tenant_of(payload: Mapping[str, Any]) -> UUID | None:
    """Whose job it is; None for one of the installation."""
    try:
        return UUID(payload["tenantId"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def read_payload(queued: QueuedJob) -> dict[str, Any]:
    """The payload of a job.

    Raises:
        JobFailed: It is not a JSON object.
    """
    try:
        return msgspec.json.decode(queued.payload or b"{}", type=dict[str, Any])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        raise JobFailed(UNREADABLE_PAYLOAD) from None
