"""Measurement protocols issued by the measurer before the fee is approved."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from bottega.business.documents import Issued, protocol_of
from bottega.business.field.jobs import person_of
from bottega.business.field.module import module
from bottega.business.field.schemas import ProtocolIssued
from bottega.business.measurements import measurement_facts
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input

INSTEAD: Final = T(en="Have the office cancel the protocol", pl="Poproś biuro o anulowanie protokołu")


class ProtocolInput(Input):
    """What is to stand on the protocol."""

    uwagi: Annotated[str, Field(max_length=1000)] | None = None


@module.post(
    "/measurements/{measurementId}/protocol",
    "field.work",
    name="measurements.protocol",
    status=200,
    label=T(en="Issue measurement protocol", pl="Wystawienie protokołu pomiaru"),
    undoable=False,
    answer=ProtocolIssued,
    instead=INSTEAD,
    answers={404: "It is no measurement of the caller", 409: "Something is missing for the protocol"},
)
async def issue_protocol(ctx: Context, measurementId: UUID, data: ProtocolInput) -> Issued:  # noqa: N803 - the path's own name
    """Issue the protocol of one's own measurement.

    The measurement need not be approved. A second time it answers the protocol that is in force.
    `GET /field/documents/{id}` is the file.
    """
    ctx.refuse_closed()
    person = person_of(ctx)
    facts = (await measurement_facts(ctx, [measurementId])).get(measurementId)
    if facts is None or facts.uzytkownik_id != person:
        raise NotFound
    return await protocol_of(ctx, measurementId, data.uwagi or None)
