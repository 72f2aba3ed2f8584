"""The operation that issues correcting invoices (KOR)."""

from typing import Any
from uuid import UUID

from pydantic import Field

from bottega.business import contracts
from bottega.business.documents.compose.contract_data import Dossier, read_dossier
from bottega.business.documents.compose.corrected_facts import Standing
from bottega.business.documents.compose.correction_inputs import CorrectInput
from bottega.business.documents.compose.corrections import compose_correction
from bottega.business.documents.compose.drafts import Draft
from bottega.business.documents.compose.invoice_chains import NOT_CORRECTED, refuse_correcting
from bottega.business.documents.content.kinds import CORRECTED
from bottega.business.documents.content.models import Invoice
from bottega.business.documents.issue.issuing import INSTEAD, Issued, issue_draft
from bottega.business.documents.issue.reissue import document_in_view, model_of
from bottega.business.documents.module import module
from bottega.business.documents.tables import Document
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes


class Corrected(Issued):
    """The new correction, and what it leaves to do."""

    warnings: list[contracts.WarningCode] = Field(
        description="Codes of warnings, as settling the contract would give them."
    )
    do_zwrotu: str = Field(description="What the customer is owed now, PLN gross.")


@module.post(
    "/documents/documents/{id}/correct",
    "documents.manage",
    name="documents.correct",
    amounts="refused",
    table=Document,
    label=T(en="Issue correcting invoice", pl="Wystawienie faktury korygującej"),
    act=Act(T(en="Issue a correction…", pl="Wystaw korektę…"), "square-pen", on="issued", then="open"),
    undoable=False,
    instead=INSTEAD,
    answers={404: "No such document.", 409: "It cannot be corrected: the document that stands in the way is named."},
)
async def correct(ctx: Context, id: UUID, data: CorrectInput) -> Corrected:
    """Correct an invoice.

    Issues a correcting invoice with what was, what should be, and the difference at each rate; the corrected one is
    `skorygowany`. Lines that are not named stay. Of an advance invoice `kwota` says what is left of the amount,
    `stawka` at which rate, and `nowyPodzial` shares it among the rates of the contract anew; one that a final invoice
    deducts is corrected through that. After a correction to nothing (`doZera`) a new invoice can be issued, and the
    advances a final one deducted be corrected.
    """
    ctx.refuse_closed()
    row = await document_in_view(ctx, id, issue=True)
    if row["contract_id"] is None:
        raise Conflict(NOT_CORRECTED, code="nie_koryguje_sie")
    dossier = await read_dossier(ctx, row["contract_id"], lock=True)
    row = await document_in_view(ctx, id, issue=True, lock=True)
    standing = await _standing(ctx, dossier, row)
    made, emptied = compose_correction(dossier, standing, data)
    issued = await issue_draft(ctx, Draft("KOR", made, dossier.desk), koryguje_id=id, przyczyna=data.przyczyna)
    if row["stan"] != CORRECTED or emptied:
        await changes.update(ctx, Document, id, {"stan": CORRECTED, "do_zera": emptied})
    if emptied and row["payment_id"] is not None:
        await contracts.note_document(ctx, row["payment_id"], None)
    ctx.describe(
        "documents.document", issued.id, organization_id=row["organization_id"], parent=("documents.document", id)
    )
    notice = await contracts.notice_about(ctx, row["contract_id"], "settlement", dossier.quote.suma)
    return Corrected(**issued.model_dump(), warnings=notice.warnings, do_zwrotu=f"{notice.do_zwrotu:.2f}")


async def _standing(ctx: Context, dossier: Dossier, row: dict[str, Any]) -> Standing:
    """An invoice and the last correction of it that is in force."""
    document = next(one for one in dossier.earlier if one.id == row["id"])
    refuse_correcting(dossier, document)
    last = next((one.id for one in reversed(dossier.in_force("KOR")) if one.koryguje_id == row["id"]), None)
    return Standing(
        document,
        row["customer_id"],
        _invoice(row),
        None if last is None else _invoice(await changes.one(ctx, Document, last)),
    )


def _invoice(row: dict[str, Any]) -> Invoice:
    paper = model_of(row)
    assert isinstance(paper, Invoice)
    return paper
