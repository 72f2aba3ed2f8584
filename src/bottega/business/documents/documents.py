"""Issued documents: list, detail, cancellation."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field
from sqlalchemy import ColumnElement, func, literal
from sqlalchemy.dialects import postgresql as pg

from bottega.business import contracts
from bottega.business.documents.compose import cash_vouchers
from bottega.business.documents.compose.contract_data import hold_papers
from bottega.business.documents.compose.history import Earlier, earlier_of
from bottega.business.documents.compose.invoice_chains import refuse_cancelling
from bottega.business.documents.compose.letters import DRAFT
from bottega.business.documents.content.kinds import (
    CANCELLED,
    INVOICES,
    ISSUED,
    KINDS,
    MANAGE,
    Kind,
    State,
    visible_kinds,
)
from bottega.business.documents.content.models import Letter, plain
from bottega.business.documents.issue.inputs import IssueInput
from bottega.business.documents.issue.reissue import document_in_view, link_of, model_of
from bottega.business.documents.module import module
from bottega.business.documents.render.downloads import Format
from bottega.business.documents.render.redaction import as_seen
from bottega.business.documents.signatures import SIGNATURE
from bottega.business.documents.tables import NOT_SET, Document
from bottega.kernel import masking
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.errors import Conflict, Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

ALREADY: Final = T(en="The document is cancelled already", pl="Dokument jest już anulowany")
IN_KSEF: Final = T(
    en="The invoice is in KSeF: issue a correcting invoice", pl="Faktura jest w KSeF: wystaw fakturę korygującą"
)


def narrow(ctx: Context) -> ColumnElement[bool] | None:
    """Only kinds the caller may see."""
    allowed = visible_kinds(ctx)
    if len(allowed) == len(KINDS):
        return None
    return sql_table(Document).c.rodzaj == func.any(literal(allowed, pg.ARRAY(pg.TEXT)))


documents = module.mount(
    "/documents/documents",
    Resource(
        table=Document,
        input=IssueInput,
        label=T(en="Document", pl="Dokument"),
        plural=T(en="Documents", pl="Dokumenty"),
        title="{numer}",
        subtitle="{nabywca}",
        unlisted=(Document.stawki, Document.zamowienie, Document.seria, Document.przyczyna, Document.do_zera),
        # What stands on a document is told by its details, which redact it for each reader.
        private=(Document.tresc,),
        search=(Document.numer, Document.nabywca),
        filters={
            "rodzaj": Document.rodzaj,
            "stan": Document.stan,
            "contractId": Document.contract_id,
            "customerId": Document.customer_id,
            "transactionId": Document.transaction_id,
            "cashBoxId": Document.cash_box_id,
            "numer": Document.numer,
        },
        between=Document.data_wystawienia,
        indexed=(Document.numer, Document.termin_platnosci),
        narrow=narrow,
        access=Access(view="documents.view"),
    ),
)


@documents.replaces("list", name="issued.list")
async def list_documents(ctx: Context, query: ListQuery) -> Any:
    """List documents.

    A page of documents of the caller's organizations, filtered, sorted and searched; with `format` a file of all of
    them.
    """
    return await documents.page(ctx, query)


class DocumentDetail(Schema):
    """A document with what stands on it."""

    model_config = ConfigDict(extra="allow", alias_generator=None)

    id: UUID
    rodzaj: Kind
    numer: str
    stan: State
    data_wystawienia: date
    contract_id: UUID | None
    koryguje_id: UUID | None
    brutto: str | None
    sha256: str
    numer_ksef: str | None
    ksef_link: str | None
    przyczyna: str | None
    do_zera: bool = Field(description="Its corrections took back all that it charges.")
    formaty: list[Format]
    korekty: list[UUID]
    tresc: dict[str, Any]


@module.get("/documents/documents/{id}", "documents.view", name="issued.show")
async def show_document(ctx: Context, id: UUID) -> DocumentDetail:
    """Show a document.

    Everything that stands on it, the files there are, its corrections, and the link to look it up in KSeF.
    """
    row = await document_in_view(ctx, id)
    paper = as_seen(ctx, model_of(row))
    masking.conceal(ctx, Document, [row])
    formats = await ctx.query(
        "SELECT format FROM documents_files WHERE tenant_id = $1 AND document_id = $2 AND format <> $3 ORDER BY format",
        ctx.tenant_id,
        id,
        SIGNATURE,
    )
    # What the worker has not set in type yet is set when it is asked for.
    waiting: list[Format] = ["pdf"] if row["sha256"] == NOT_SET else []
    corrections = await ctx.query(
        "SELECT id FROM documents_documents WHERE tenant_id = $1 AND koryguje_id = $2 ORDER BY id", ctx.tenant_id, id
    )
    return DocumentDetail(
        id=id,
        rodzaj=row["rodzaj"],
        numer=row["numer"],
        stan=row["stan"],
        data_wystawienia=row["data_wystawienia"],
        contract_id=row["contract_id"],
        koryguje_id=row["koryguje_id"],
        brutto=_shown(row["brutto"]),
        sha256=row["sha256"],
        numer_ksef=row["numer_ksef"],
        ksef_link=link_of(row, paper) if row["xml_sha256"] else None,
        przyczyna=row["przyczyna"],
        do_zera=row["do_zera"],
        formaty=[*waiting, *(one["format"] for one in formats), "json", "html"],
        korekty=[one["id"] for one in corrections],
        tresc=plain(paper),
    )


def _shown(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


class CancelInput(Input):
    """Why a document is cancelled."""

    przyczyna: str = Field(min_length=3, max_length=500)


@module.post(
    "/documents/documents/{id}/cancel",
    "documents.view",
    name="documents.cancel",
    status=200,
    table=Document,
    label=T(en="Cancel document", pl="Anulowanie dokumentu"),
    act=Act(
        T(en="Cancel…", pl="Anuluj…"),
        "ban",
        on="issued",
        when={"stan": ISSUED},
        confirm=T(
            en="A cancelled document keeps its number and cannot be restored. Cancel it?",
            pl="Anulowany dokument zachowa numer i nie da się go przywrócić. Anulować?",
        ),
        tone="danger",
    ),
    undoable=False,
    instead=T(en="Issue the document again", pl="Wystaw dokument ponownie"),
    answers={409: "It is cancelled already, or can only be corrected."},
)
async def cancel(ctx: Context, id: UUID, data: CancelInput) -> Done:
    """Cancel a document.

    For one that nobody outside has received: its number stays used, its file stays as it was. Asks for
    `documents.manage`; warranty cards, protocols, statements, purchase orders and drafts of contracts are cancelled by
    whoever may issue them. An invoice that is in KSeF, or corrected, or settled by a final invoice, cannot be
    cancelled, nor can a correction that later invoices of the contract build on; the one in the way is named.
    """
    ctx.refuse_closed()
    row = await document_in_view(ctx, id, issue=True)
    _require_cancelling(ctx, row)
    if row["contract_id"] is not None:
        await hold_papers(ctx, row["contract_id"])
    row = await document_in_view(ctx, id, issue=True, lock=True)
    contract_id: UUID | None = row["contract_id"]
    earlier = [] if contract_id is None else (await earlier_of(ctx, [contract_id]))[contract_id]
    _refuse_cancelling(row, earlier)
    await cash_vouchers.refuse_reported(ctx, row)
    values = {"stan": CANCELLED, "przyczyna": data.przyczyna, "anulowany_at": datetime.now(UTC)}
    await changes.update(ctx, Document, id, values)
    if row["payment_id"] is not None:
        await contracts.note_document(ctx, row["payment_id"], None)
    await cash_vouchers.withdraw(ctx, row)
    if row["koryguje_id"] is not None:
        corrected = next(one for one in earlier if one.id == row["koryguje_id"])
        others = any(one.koryguje_id == corrected.id and one.id != id and one.stan != CANCELLED for one in earlier)
        await _restore_corrected(ctx, corrected, others=others)
    await ctx.emit("documents.document.cancelled", record_id=id, within=row["organization_id"], numer=row["numer"])
    return Done()


def _require_cancelling(ctx: Context, row: dict[str, Any]) -> None:
    """403 unless the caller manages documents, or may issue this one anew; a signed contract is no draft any more."""
    if ctx.may(MANAGE):
        return
    paper = model_of(row)
    signed = row["rodzaj"] == "UM" and isinstance(paper, Letter) and paper.podtytul != DRAFT
    if signed or not KINDS[row["rodzaj"]].reissued:
        raise Forbidden(requiredFeatures=[MANAGE])


def _refuse_cancelling(row: Mapping[str, Any], earlier: Sequence[Earlier]) -> None:
    if row["stan"] == CANCELLED:
        raise Conflict(ALREADY, code="juz_anulowany")
    if row["numer_ksef"]:
        raise Conflict(IN_KSEF, code="faktura_w_ksef")
    document = next((one for one in earlier if one.id == row["id"]), None)
    if document is not None and document.rodzaj in INVOICES:
        refuse_cancelling(earlier, document)


async def _restore_corrected(ctx: Context, corrected: Earlier, *, others: bool) -> None:
    """An invoice without its last correction charges something again; without any it stands as it was issued."""
    values: dict[str, Any] = {"do_zera": False} if others else {"do_zera": False, "stan": ISSUED, "przyczyna": None}
    await changes.update(ctx, Document, corrected.id, values)
    if corrected.do_zera and corrected.payment_id is not None:
        await contracts.note_document(ctx, corrected.payment_id, corrected.id)
