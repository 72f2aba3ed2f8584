"""Progress of background jobs: how much of a long job is done, and of how much, while it runs and a minute after.

A job says so with ``report``, wherever in its work it knows; outside of a job that does nothing. What is said is a row
of ``job_progress``, written beside the job's own transactions and at most twice a second, so that a job may report
every record. Whoever shows jobs reads it there: the list of jobs, the live stream, the terminal of the worker.
"""

import time
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.pools import LOST, Connection, Database, Record
from bottega.kernel.database.tables import Table
from bottega.kernel.errors import Unavailable
from bottega.kernel.i18n import T

log = structlog.get_logger()

# Nobody reads faster, and a job that reports every record must not write for every record.
SECONDS_BETWEEN_WRITES: Final = 0.5
# What has ended is still shown to whoever looks once a second, or comes back after a lost connection.
KEPT: Final = timedelta(minutes=1)

# What became of the job that reported: it runs, waits for another attempt, is finished, or was set aside.
ProgressState = Literal["running", "waiting", "finished", "failed"]

_WRITE: Final = """
INSERT INTO job_progress AS p (job_id, tenant_id, name, person_id, record_id, done, total, stage, state, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running', clock_timestamp())
ON CONFLICT (job_id) DO UPDATE SET tenant_id = excluded.tenant_id, person_id = excluded.person_id,
  record_id = excluded.record_id, done = excluded.done, total = excluded.total, stage = excluded.stage,
  state = 'running', updated_at = clock_timestamp()
"""
# The parameters are texts: the connection of the queue has no codecs.
END: Final = """
UPDATE job_progress AS p SET state = e.state, updated_at = clock_timestamp()
FROM unnest($1::bigint[], $2::text[]) AS e (id, state) WHERE p.job_id = e.id AND p.state <> e.state
"""
_SWEEP: Final = """
DELETE FROM job_progress WHERE updated_at < now() - $1::interval
  AND NOT EXISTS (SELECT FROM pgqueuer AS q WHERE q.id = job_id)
"""
_RECENT: Final = """
SELECT * FROM job_progress WHERE updated_at > $1 AND (tenant_id IS NULL OR tenant_id = ANY($2)) ORDER BY updated_at
"""


class JobProgress(Table):
    """How far a job is; ``total`` is empty while the job does not know it, ``stage`` a text by language."""

    __tablename__ = "job_progress"

    job_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    # None for work of the installation.
    tenant_id: Mapped[UUID | None]
    name: Mapped[str]
    # Who waits for it, and the record that says what it is about, such as an import.
    person_id: Mapped[UUID | None]
    record_id: Mapped[UUID | None]
    done: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int | None] = mapped_column(BigInteger)
    stage: Mapped[dict[str, Any] | None]
    state: Mapped[str] = closed(get_args(ProgressState), server_default="running")
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


@dataclass(frozen=True)
class Progress:
    """How far a job is: ``done`` of ``total``, which is None where the job does not know it yet."""

    job_id: int
    name: str
    tenant_id: UUID | None
    done: int = 0
    total: int | None = None
    stage: T | None = None
    person_id: UUID | None = None
    record_id: UUID | None = None
    state: ProgressState = "running"
    updated_at: datetime | None = None

    @property
    def job(self) -> str:
        """The job's id as lists of jobs have it: ``job-12``."""
        return f"job-{self.job_id}"

    @property
    def percent(self) -> int | None:
        """How much is done of what the job knows of; None where it does not know how much there is."""
        return None if self.total is None else 100 * self.done // self.total if self.total else 100

    @property
    def said(self) -> str:
        """As the command line says it: ``500 of 1001, writing``."""
        of = "" if self.total is None else f" of {self.total}"
        stage = f", {self.stage('en')}" if self.stage else ""
        return f"{self.done}{of}{stage}"


Watch = Callable[[Progress], None]


class Reporter:
    """What one attempt of a job has said, and how much of it is written."""

    def __init__(self, database: Database, told: Progress, watch: Watch | None) -> None:
        """Nothing has been said yet; ``watch`` is told of every write."""
        self._database = database
        self._watch = watch
        self._said: Progress = told
        self._written: Progress = told
        self._written_at = float("-inf")

    async def say(self, said: Mapping[str, Any]) -> None:
        """Remember it, and write it unless that was done a moment ago; the end and another stage are always written."""
        before, self._said = self._said, replace(self._said, **said)
        news = self._said.done == self._said.total or self._said.stage != before.stage
        if news or time.monotonic() - self._written_at >= SECONDS_BETWEEN_WRITES:
            await self.write()

    async def write(self) -> None:
        """Write what was said last; a job never fails because that cannot be."""
        one = self._said
        if one == self._written:
            return
        self._written, self._written_at = one, time.monotonic()
        values = (one.job_id, one.tenant_id, one.name, one.person_id, one.record_id, one.done, one.total)
        try:
            async with self._database.across_tenants("a job says how far it is, whosever it is") as connection:
                await connection.execute(_WRITE, *values, _by_language(one.stage))
        except (*LOST, asyncpg.PostgresError, Unavailable) as error:
            log.warning("job.progress_not_written", error=error)
        if self._watch is not None:
            self._watch(one)

    def end(self, state: ProgressState) -> None:
        """Tell who watches what became of the job, if it said anything."""
        if self._watch is not None and self._written_at > float("-inf"):
            self._watch(replace(self._written, state=state))


_current: ContextVar[Reporter | None] = ContextVar("job_progress", default=None)


async def report(
    done: int, of: int | None, *, stage: T | None = None, person_id: UUID | None = None, record_id: UUID | None = None
) -> None:
    """Say how far the job is that runs this code; nothing happens where none does.

    ``stage`` says what it is at, where there are several. ``person_id`` is who waits for it, and may follow it without
    seeing other jobs; ``record_id`` is the record that stands for the work. Both stay once they are said.
    """
    reporter = _current.get()
    if reporter is None:
        return
    lasting = {"person_id": person_id, "record_id": record_id}
    known = {name: value for name, value in lasting.items() if value is not None}
    await reporter.say({"done": done, "total": of, "stage": stage, **known})


@contextmanager
def reporting(reporter: Reporter) -> Generator[None]:
    """Let what is reported within the block be that job's."""
    token = _current.set(reporter)
    try:
        yield
    finally:
        _current.reset(token)


def record_progress(record_id: str) -> str:
    """SQL: how much of the running work is done that a record stands for; NULL where no work has said so.

    The argument is the SQL of the record's id.
    """
    return f"(SELECT p.done FROM job_progress AS p WHERE p.record_id = {record_id} ORDER BY p.job_id DESC LIMIT 1)"


async def recent(database: Database, since: datetime, tenants: Collection[UUID]) -> list[Progress]:
    """What was written since a moment about jobs of these tenants and of the installation, oldest first."""
    async with database.across_tenants("one process follows the jobs of all its listeners") as connection:
        rows = await connection.fetch(_RECENT, since, list(tenants))
    return [_read(row) for row in rows]


async def of_jobs(connection: Connection, numbers: Sequence[int]) -> dict[str, Progress]:
    """How far jobs are, by their id; those that have said nothing are left out."""
    rows = await connection.fetch("SELECT * FROM job_progress WHERE job_id = ANY($1)", list(numbers))
    return {one.job: one for one in map(_read, rows)}


async def sweep(connection: Connection) -> None:
    """Forget how far jobs were that are gone."""
    await connection.execute(_SWEEP, KEPT)


def _read(row: Record) -> Progress:
    values = dict(row)
    stage: Any = values["stage"]
    values["stage"] = T(**stage) if stage else None
    return Progress(**values)


def _by_language(stage: T | None) -> dict[str, str] | None:
    """A text as it is stored: in every language, its placeholders filled."""
    if stage is None:
        return None
    found = {"en": stage("en"), "pl": stage("pl"), "es": stage("es") if stage.es else None}
    found["de"] = stage("de") if stage.de else None
    return {name: said for name, said in found.items() if said is not None}
