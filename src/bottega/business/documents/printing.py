"""Print operations of contracts: a preview of the next document, or the issued one.

A GET never takes a number (docs/decisions/0060-a-get-takes-no-number.md): until a document is issued its preview bears
a watermark and no number; once it is, the kept file is served byte for byte.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from bottega.business.contracts import require_contract
from bottega.business.documents.compose import cash_vouchers
from bottega.business.documents.compose.contract_data import Dossier, read_dossier, utc_now
from bottega.business.documents.compose.drafts import Draft, Subject, draft
from bottega.business.documents.compose.due_invoices import due_next
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.models import Letter
from bottega.business.documents.issue.inputs import Issue, PaymentId
from bottega.business.documents.issue.issuing import require_kind
from bottega.business.documents.issue.reissue import give_kept
from bottega.business.documents.module import module
from bottega.business.documents.render import downloads
from bottega.business.documents.render.downloads import Format, PrintedDocument
from bottega.business.documents.render.pdf import PREVIEW, SAMPLE, printed
from bottega.business.documents.render.redaction import as_seen
from bottega.business.documents.seller import logo_of
from bottega.kernel.context import Context
from bottega.kernel.http.responses import Reply
from bottega.kernel.schemas import Flag, Money, Query

SECTION = "Contracts"


class PrintQuery(Query):
    """How a document is printed."""

    format: Format | None = Field(default=None, description="pdf, json, html, or xml of an issued invoice.")
    podglad: Flag = Field(default=False, description="A preview, even where a document is issued already.")
    duplikat: Flag = Field(default=False, description="A duplicate of the issued document, with today's date.")
    draft: Flag = Field(default=False, description="The same as podglad.")
    payment_id: PaymentId = Field(default=None, description="Invoice, KP: the payment it is for.")
    wyspa_brutto: Annotated[Money, Field(ge=0)] | None = Field(
        default=None, description="Gross value of a kitchen island."
    )

    @property
    def preview(self) -> bool:
        """Whether a preview is wanted."""
        return self.podglad or self.draft

    def wishes(self) -> Wishes:
        """What was chosen."""
        return Wishes(payment_id=self.payment_id, wyspa=self.wyspa_brutto)


class InvoiceQuery(PrintQuery):
    """How an invoice is printed."""

    rodzaj: Literal["FV", "FZ", "FK"] | None = Field(
        default=None, description="The kind; what is due next, or else the newest one, if left out."
    )


def _print(path: str, feature: str, name: str, query: type[PrintQuery] = PrintQuery) -> Any:
    return module.get(
        f"/contracts/contracts/{{id}}/print/{path}",
        feature,
        name=name,
        section=SECTION,
        query=query,
        amounts=None if path == "warranty" else "refused",
        answer=PrintedDocument,
        other_media=downloads.OTHERS,
        answers={409: "It cannot be printed: the reason, and what is missing."},
    )


@_print("invoice", "contracts.drukuj_faktura", "print.invoice", InvoiceQuery)
async def print_invoice(ctx: Context, id: UUID, query: InvoiceQuery) -> Reply:
    """Print invoice.

    The invoice that is due next (advance, VAT or final) as a preview, or the newest issued one as it was issued. 409
    names what of seller, buyer, price or the grounds of the 8 % rate is missing.
    """
    dossier = await read_dossier(ctx, id)
    kind = query.rodzaj or ("FZ" if query.payment_id else due_next(dossier))
    kinds = (
        (kind,) if kind and (query.rodzaj or query.payment_id) else ("FV", "FZ", "FK", "KOR") if kind is None else ()
    )
    stored = _newest(dossier, query, *kinds)
    return await _given(ctx, kind or "FV", id, query, stored)


@_print("proforma", "contracts.drukuj_proforma", "print.proforma")
async def print_proforma(ctx: Context, id: UUID, query: PrintQuery) -> Reply:
    """Print pro forma invoice.

    The newest issued one, or a preview. It is no invoice in the sense of the VAT act.
    """
    return await _of_kind(ctx, "PF", id, query)


@_print("kp", "contracts.drukuj_kp", "print.kp")
async def print_kp(ctx: Context, id: UUID, query: PrintQuery) -> Reply:
    """Print cash receipt (KP).

    For the newest confirmed cash payment without a receipt, or the one that is named; else the newest issued one. 409
    without a confirmed cash payment.
    """
    await require_contract(ctx, id)
    stored = await cash_vouchers.receipt_to_print(ctx, id, query.payment_id)
    return await _given(ctx, "KP", id, query, stored)


@_print("warranty", "contracts.view", "print.warranty")
async def print_warranty(ctx: Context, id: UUID, query: PrintQuery) -> Reply:
    """Print warranty card.

    The issued card, or a preview; before the work is finished a sample with the watermark `WZÓR`.
    """
    return await _of_kind(ctx, "GW", id, query)


class PreviewQuery(Issue, PrintQuery):
    """What is to be previewed: the same as for issuing."""


@module.get(
    "/documents/preview",
    "documents.view",
    name="documents.preview",
    answer=PrintedDocument,
    other_media=downloads.OTHERS,
    answers={409: "It cannot be made: the reason, and what is missing."},
)
async def preview(ctx: Context, query: PreviewQuery) -> Reply:
    """Preview a document.

    What issuing would make, with a watermark and no number. Nothing is written.
    """
    require_kind(ctx, query.rodzaj)
    drafted = await draft(ctx, query.rodzaj, query.subject(), query.wishes())
    return await preview_of(ctx, drafted, query.format)


async def _of_kind(ctx: Context, kind: str, contract_id: UUID, query: PrintQuery) -> Reply:
    await require_contract(ctx, contract_id)
    dossier = await read_dossier(ctx, contract_id)
    return await _given(ctx, kind, contract_id, query, _newest(dossier, query, kind))


def _newest(dossier: Dossier, query: PrintQuery, *kinds: str) -> UUID | None:
    wanted = query.payment_id
    found = [one.id for one in dossier.in_force(*kinds) if wanted in (None, one.payment_id)]
    return found[-1] if found else None


async def _given(ctx: Context, kind: str, contract_id: UUID, query: PrintQuery, stored: UUID | None) -> Reply:
    if stored is not None and not query.preview:
        return await give_kept(ctx, stored, query.format, duplicate=query.duplikat)
    made = await draft(ctx, kind, Subject(contract_id), query.wishes())
    return await preview_of(ctx, made, query.format)


async def preview_of(ctx: Context, made: Draft, wanted: Format | None) -> Reply:
    """A draft as it would be printed, marked as what it is."""
    paper = as_seen(ctx, made.paper)
    marks = SAMPLE if isinstance(paper, Letter) and paper.szkic else PREVIEW
    format = downloads.format_of(ctx, wanted)
    logo = logo_of(dict(made.desk.profile))
    match format:
        case "json":
            return downloads.as_json(paper, **downloads.marks_json(marks))
        case "html":
            return downloads.as_page(paper, marks, logo)
        case "xml":
            raise downloads.no_xml()
        case _:
            content = await printed(ctx, paper, utc_now(), marks=marks, logo=logo)
            return downloads.as_file(content, downloads.PDF, downloads.file_name(paper, "pdf"))
