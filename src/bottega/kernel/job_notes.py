"""Notes of background jobs: lines that a job leaves while it runs; how far it is says ``job_progress``."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.pools import Connection
from bottega.kernel.database.tables import Table

_CURRENT: Final[ContextVar[int | None]] = ContextVar("job", default=None)


class JobNote(Table):
    """A line of a job.

    Without a tenant, like the queue: who may read it is decided by the job.
    """

    __tablename__ = "job_notes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    job_id: Mapped[int] = mapped_column(BigInteger, index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"), index=True)
    line: Mapped[str]


@dataclass(frozen=True)
class Line:
    """What a job noted, and when."""

    created_at: datetime
    line: str


@contextmanager
def about(job_id: int) -> Generator[None]:
    """Make notes of the block those of a job."""
    token = _CURRENT.set(job_id)
    try:
        yield
    finally:
        _CURRENT.reset(token)


async def note(connection: Connection, line: str) -> None:
    """Note a line of the job that runs; outside of a job nothing is noted.

    Administrators read it: it holds no values of anybody's.
    """
    job_id = _CURRENT.get()
    if job_id is not None:
        # The clock, not the transaction's: lines of one transaction have an order.
        await connection.execute(
            "INSERT INTO job_notes (job_id, created_at, line) VALUES ($1, clock_timestamp(), $2)", job_id, line
        )


async def read(connection: Connection, job_id: int) -> list[Line]:
    """The lines of a job, oldest first."""
    rows = await connection.fetch("SELECT created_at, line FROM job_notes WHERE job_id = $1 ORDER BY id", job_id)
    return [Line(**dict(row)) for row in rows]


async def sweep(connection: Connection, kept: timedelta) -> None:
    """Remove what was noted long ago of jobs that are gone."""
    await connection.execute(
        "DELETE FROM job_notes WHERE created_at < now() - $1::interval"
        " AND NOT EXISTS (SELECT FROM pgqueuer WHERE pgqueuer.id = job_id)",
        kept,
    )
