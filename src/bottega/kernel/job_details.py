"""Details of one background job: its payload, attempts and progress, and the lines it left, while they are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast

import msgspec

from bottega.kernel import job_notes, job_progress
from bottega.kernel.database.pools import Connection, Record
from bottega.kernel.job_notes import Line

State = Literal["waiting", "delayed", "active", "completed", "failed", "removed"]

_ROW: Final = (
    "SELECT entrypoint, status::text, payload, attempts, headers, created, updated, execute_after > now() AS later"
    " FROM pgqueuer WHERE id = $1"
)
_LOG: Final = (
    "SELECT entrypoint, status::text, created, traceback ->> 'exception_message' AS reason FROM pgqueuer_log"
    " WHERE job_id = $1 ORDER BY id"
)
_ENDS: Final[Mapping[str, State]] = {"successful": "completed", "failed": "failed", "exception": "failed"}
_HAPPENED: Final = {"queued": "Queued", "picked": "Taken by a worker", "successful": "Done", "failed": "Set aside"}


@dataclass(frozen=True)
class JobDetails:
    """A job that is in the queue, or was not long ago.

    ``payload`` is None when the job is gone or the payload cannot be read; ``tenant`` when it is gone, or the
    installation's. ``progress`` is in percent, where the job told. ``reasons`` are those of its failed attempts.
    """

    number: int
    name: str
    state: State
    tenant: str | None
    payload: Mapping[str, Any] | None
    attempts: int
    progress: int | None
    taken_at: datetime | None
    ended_at: datetime | None
    reasons: Sequence[str]
    lines: Sequence[Line]


async def read_details(connection: Connection, number: int) -> JobDetails | None:
    """A job by its number in the queue; None when nothing is known of it any more. Finished jobs are for a week."""
    row = await connection.fetchrow(_ROW, number)
    log = await connection.fetch(_LOG, number)
    if row is None and not log:
        return None
    notes = await job_notes.read(connection, number)
    [told] = [*(await job_progress.of_jobs(connection, [number])).values(), None][:1]
    reasons = [one["reason"] for one in log if one["reason"]]
    picked = [one["created"] for one in log if one["status"] == "picked"]
    said = [Line(one["created"], _line(one)) for one in log]
    state = _state(row, log)
    return JobDetails(
        number=number,
        name=row["entrypoint"] if row else log[-1]["entrypoint"],
        state=state,
        tenant=_tenant(row),
        payload=_payload(row),
        # The one that runs counts, as the one that succeeded did.
        attempts=(row["attempts"] + (row["status"] in ("picked", "failed"))) if row else max(len(picked), 1),
        progress=100 if state == "completed" else told.percent if told else None,
        taken_at=picked[-1] if picked else None,
        ended_at=log[-1]["created"] if log and state in ("completed", "failed", "removed") else None,
        reasons=reasons,
        lines=sorted([*said, *notes], key=lambda line: line.created_at),
    )


def _state(row: Record | None, log: Sequence[Record]) -> State:
    if row is None:
        return _ENDS.get(log[-1]["status"], "removed")
    if row["status"] == "queued":
        return "delayed" if row["later"] else "waiting"
    return "active" if row["status"] == "picked" else "failed"


def _line(entry: Record) -> str:
    status: str = entry["status"]
    what = "To be tried again" if status == "queued" and entry["reason"] else _HAPPENED.get(status, status)
    return f"{what}: {entry['reason']}" if entry["reason"] else what


def _tenant(row: Record | None) -> str | None:
    headers: Any = row["headers"] if row else None
    if not isinstance(headers, dict):
        return None
    return cast("dict[str, Any]", headers).get("tenantId")


def _payload(row: Record | None) -> Mapping[str, Any] | None:
    if row is None:
        return None
    try:
        return msgspec.json.decode(row["payload"] or b"{}", type=dict[str, Any])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        return None
