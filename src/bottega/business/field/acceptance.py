"""Acceptance at the customer's: signature, protocol, job and contract done."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.business.calendar import DONE, is_installation, note_progress
from bottega.business.documents import BAD_SIGNATURE, Acceptance, Issued, accept, looks_signed, require_signature
from bottega.business.field.jobs import contract_of_job, job_of
from bottega.business.field.module import module
from bottega.business.field.schemas import ProtocolIssued
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.http.requests import Upload
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Day, Input, today

REPAIRS: Final = "poprawki"
NOT_ACCEPTED: Final = T(
    en="Only an installation, or repairs after one, can be accepted", pl="Odbiera się tylko montaż albo poprawki po nim"
)
IN_THE_PAST: Final = T(
    en="The day for mending defects cannot be in the past", pl="Termin usunięcia usterek nie może być w przeszłości"
)
INSTEAD: Final = T(
    en="Cancel the protocol, and set the contract to unfinished", pl="Anuluj protokół i cofnij zakończenie umowy"
)


def _signature(file: Upload) -> Upload:
    if not looks_signed(file.content):
        raise PydanticCustomError("signature", "bad signature", {"text": BAD_SIGNATURE})
    return file


def _ahead(day: date | None) -> date | None:
    if day is not None and day < today():
        raise PydanticCustomError("day", "in the past", {"text": IN_THE_PAST})
    return day


class AcceptanceInput(Input):
    """What the customer says, and signs."""

    podpis: Annotated[Upload, AfterValidator(_signature)] = Field(description="The signature, a PNG of at most 200 KB.")
    osoba: Annotated[str, Field(min_length=2, max_length=120)] = Field(description="Who signs.")
    uwagi: Annotated[str, Field(max_length=2000)] | None = Field(
        default=None, description="Remarks and defects; none if left out."
    )
    termin: Annotated[Day | None, AfterValidator(_ahead)] = Field(
        default=None, description="The day until which defects are mended."
    )


@module.post(
    "/jobs/{eventId}/acceptance",
    "field.work",
    name="jobs.accept",
    files=True,
    repeatable=True,
    label=T(en="Sign acceptance", pl="Podpisanie odbioru"),
    undoable=False,
    answer=ProtocolIssued,
    instead=INSTEAD,
    answers={
        404: "It is no job of the caller",
        409: "Accepted already (`juz_odebrano`, with the protocol), or nothing to accept",
    },
)
async def accept_job(ctx: Context, eventId: UUID, data: AcceptanceInput) -> Issued:  # noqa: N803 - the path's own name
    """Have a job accepted.

    Issues the acceptance protocol with the customer's signature on it, without amounts, and marks job and contract as
    finished. A form issued before to be signed by hand is cancelled. `GET /field/documents/{id}` is the file.
    """
    ctx.refuse_closed()
    await require_signature(ctx, data.podpis.content, field="podpis")
    job = await job_of(ctx, eventId, lock=True)
    if not (is_installation(job["typ"]) or job["typ"] == REPAIRS):
        raise Conflict(NOT_ACCEPTED, code="nie_do_odbioru")
    contract_id = await contract_of_job(ctx, job)
    given = Acceptance(data.osoba, data.podpis.content, data.uwagi or None, data.termin)
    issued = await accept(ctx, contract_id, given)
    await note_progress(ctx, job, DONE)
    return issued
