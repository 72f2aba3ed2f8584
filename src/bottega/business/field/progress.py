"""Progress of a job, reported by the assigned worker."""

from typing import Final
from uuid import UUID

from bottega.business.calendar import Progress, note_progress
from bottega.business.field.jobs import job_of
from bottega.business.field.module import module
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input

INSTEAD: Final = T(en="Report it again", pl="Zgłoś postęp ponownie")


class ProgressInput(Input):
    """How far it has come."""

    status: Progress


@module.post(
    "/jobs/{eventId}/progress",
    "field.work",
    name="jobs.progress",
    status=200,
    label=T(en="Report progress of job", pl="Zgłoszenie postępu zlecenia"),
    undoable=False,
    instead=INSTEAD,
    answers={404: "It is no job of the caller"},
)
async def report_progress(ctx: Context, eventId: UUID, data: ProgressInput) -> Done:  # noqa: N803 - the path's own name
    """Report how far a job has come.

    `w_trakcie` on arrival, `wykonane` when it is done; the office sees it in the calendar.
    """
    job = await job_of(ctx, eventId, lock=True)
    await note_progress(ctx, job, data.status)
    return Done()
