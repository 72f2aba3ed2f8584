"""Cash receipts in field work: into the fitter's cash box, confirmed later by the office."""

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.business.contracts import PaymentWarning
from bottega.business.documents import take_cash
from bottega.business.field.jobs import contract_of_job, job_of
from bottega.business.field.module import module
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Money, Schema

INSTEAD: Final = T(
    en="Have the office reject the payment, which cancels its receipt",
    pl="Poproś biuro o odrzucenie wpłaty, co anuluje jej KP",
)
# What a customer pays with; a refund is not taken.
Taken = Literal["Zadatek", "Zaliczka", "Rata", "Dopłata", "Wpłata końcowa"]


class CashInput(Input):
    """Cash that the customer has handed over."""

    kwota: Annotated[Money, Field(gt=0, le=9_999_999)] = Field(description="PLN gross.")
    typ: Taken = Field(default="Wpłata końcowa", description="What it is for.")
    opis: Annotated[str, Field(max_length=255)] | None = None


class CashReceipt(Schema):
    """What was taken: `/field/documents/{dokumentId}` is the receipt."""

    dokument_id: Annotated[UUID, Of("documents:document")]
    numer: str
    kwota: float
    payment_id: Annotated[UUID, Of("contracts:payment_method")]
    warnings: list[PaymentWarning] = Field(
        description="`nadplata`, `suma_wplat_ponad_wycene`, `limit_gotowki_b2b`: to be told to the office."
    )


@module.post(
    "/jobs/{eventId}/cash",
    "field.work",
    "finance.transfer",
    name="jobs.cash",
    amounts="own",
    label=T(en="Collect cash at the customer's", pl="Przyjęcie gotówki u klienta"),
    undoable=False,
    instead=INSTEAD,
    answers={
        404: "It is no job of the caller",
        409: "The job has no contract, it is settled or dissolved, or the receipt lacks something",
    },
)
async def take(ctx: Context, eventId: UUID, data: CashInput) -> CashReceipt:  # noqa: N803 - the path's own name
    """Take cash at a job.

    A payment of the job's contract into the caller's own cash box, with its receipt (KP) issued at once. It counts once
    the office has confirmed it; a payment that is rejected cancels its receipt.
    """
    ctx.refuse_closed()
    contract_id = await contract_of_job(ctx, await job_of(ctx, eventId))
    taken = await take_cash(ctx, contract_id, kwota=data.kwota, typ=data.typ, opis=data.opis or None)
    return CashReceipt(
        dokument_id=taken.dokument_id,
        numer=taken.numer,
        kwota=float(taken.kwota),
        payment_id=taken.payment_id,
        warnings=taken.warnings,
    )
