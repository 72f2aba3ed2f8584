"""Issuing of a document: number, file and row in one transaction.

The number is taken last, when nothing can refuse any more: the row of its series is locked until the transaction ends,
so numbers have no gaps and no two documents the same, however many are issued at once (BR-16).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, cast
from uuid import UUID

import msgspec

from bottega.business import contracts, finance
from bottega.business.documents import document_files
from bottega.business.documents.compose.contract_data import utc_now
from bottega.business.documents.compose.drafts import Draft, Subject, draft
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.kinds import INVOICES, KINDS, Kind
from bottega.business.documents.content.models import CashReport, CashVoucher, Invoice, Letter, Paper, text_of
from bottega.business.documents.content.vat_gross_method import together
from bottega.business.documents.issue.inputs import IssueInput, refuse_foreign_fields
from bottega.business.documents.issue.single_documents import refuse_second
from bottega.business.documents.ksef.awaited_numbers import awaited
from bottega.business.documents.ksef.fa3 import IN_FORCE, fa3
from bottega.business.documents.ksef.file_checks import checked
from bottega.business.documents.module import module
from bottega.business.documents.render.pdf import printed
from bottega.business.documents.seller import logo_of
from bottega.business.documents.tables import Document
from bottega.kernel import masking
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Conflict, Forbidden, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Schema
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

AHEAD: Final = T(en="A document cannot be dated in the future", pl="Dokumentu nie można wystawić z datą przyszłą")
OUT_OF_ORDER: Final = T(
    en="The series already has a document of {data}: dates must follow the numbers",
    pl="W tej serii jest już dokument z {data}: kolejność dat musi odpowiadać kolejności numerów",
)
NOT_FINISHED: Final = T(
    en="The warranty card is issued when the work is finished", pl="Kartę gwarancyjną wystawia się po zakończeniu prac"
)
_OF_ONE_NIP: Final = (
    "SELECT organization_id FROM documents_seller_profiles WHERE tenant_id = $1 AND nip = $2 AND deleted_at IS NULL"
)
_TAKEN: Final = (
    "SELECT EXISTS (SELECT FROM documents_documents WHERE tenant_id = $1 AND organization_id = ANY($2) AND rodzaj = $3"
    " AND lower(numer) = lower($4))"
)
INSTEAD: Final = T(
    en="Cancel the document, or issue a correcting invoice", pl="Anuluj dokument albo wystaw fakturę korygującą"
)


class Issued(Schema):
    """The new document."""

    id: UUID
    rodzaj: Kind
    numer: str
    data_wystawienia: date
    sha256: str


@module.post(
    "/documents/documents",
    "documents.view",
    name="documents.issue",
    label=T(en="Issue document", pl="Wystawienie dokumentu"),
    act=Act(T(en="Issue a document…", pl="Wystaw dokument…"), "file-plus", on="issued", then="open", tone="good"),
    undoable=False,
    instead=INSTEAD,
    answers={409: "It cannot be issued: the reason, and what is missing."},
)
async def issue(ctx: Context, data: IssueInput) -> Issued:
    """Issue a document.

    Gives the next number of its series, sets the document in type and keeps it for good. Needs the feature of its kind.
    What is there once, such as the warranty card of a contract, is not issued twice: 409 `juz_wystawiony` names it. A
    cash voucher is for an entry of the ledger; one that has its voucher already gets that one back. With an
    `Idempotency-Key` a double click issues one.
    """
    require_kind(ctx, data.rodzaj, issue=True)
    ctx.refuse_closed()
    refuse_foreign_fields(data)
    return await issue_document(ctx, data.rodzaj, data.subject(), data.wishes())


async def issue_document(ctx: Context, kind: str, subject: Subject, wishes: Wishes) -> Issued:
    """Compose and issue a document of a kind (``kinds.KINDS``); whoever calls has asked whether the caller may.

    Raises:
        NotFound: What it is about is not there, or not in view.
        Conflict: 409 with the reason why it cannot be issued.
    """
    made = await draft(ctx, kind, subject, wishes, lock=True)
    return await issue_draft(ctx, made) if made.issued is None else await already_issued(ctx, made.issued)


async def already_issued(ctx: Context, document_id: UUID) -> Issued:
    """A document that was issued before."""
    row = await changes.one(ctx, Document, document_id)
    ctx.describe("documents.document", document_id, organization_id=row["organization_id"])
    return Issued(**{name: row[name] for name in Issued.model_fields})


def require_kind(ctx: Context, kind: str, *, issue: bool = False) -> None:
    """403 unless the caller may see, or issue, documents of a kind."""
    about = KINDS[kind]
    needed = about.to_issue if issue else (about.feature,)
    if not ctx.may(*needed):
        raise Forbidden(requiredFeatures=list(needed))
    if about.about_amounts:
        masking.refuse(ctx)


@dataclass(frozen=True)
class Numbered:
    """A draft that has its number and the columns of its row; the moment of issue is the file's as well."""

    made: Draft
    paper: Paper
    row: Mapping[str, Any]
    moment: datetime


async def issue_draft(ctx: Context, made: Draft, **more: Any) -> Issued:
    """Number a draft and keep it; ``more`` are further columns of its row."""
    numbered = await number_draft(ctx, made, **more)
    return await keep(ctx, numbered, await set_in_type(ctx, numbered))


async def number_draft(ctx: Context, made: Draft, **more: Any) -> Numbered:
    """Take the next number for a draft: whoever does it keeps the document in the same transaction."""
    paper, desk = made.paper, made.desk
    if isinstance(paper, Letter) and paper.szkic:
        raise Conflict(NOT_FINISHED, code="umowa_niezakonczona")
    if paper.data_wystawienia > desk.today:
        raise InvalidInput.field("dataWystawienia", AHEAD)
    await ctx.begin()
    await refuse_second(ctx, made)
    number = await _number(ctx, made, desk.organization_id)
    paper, moment = msgspec.structs.replace(paper, numer=number), utc_now()
    row: dict[str, Any] = {
        **_row(paper, moment, ctx.actor.user_id),
        **made.references,
        **more,
        "id": new_id(),
        "organization_id": desk.organization_id,
        "contract_id": desk.contract_id,
        "customer_id": desk.customer_id,
        "rodzaj": made.kind,
        "seria": number.rpartition("/")[0],
        "dla_ksef": isinstance(paper, Invoice) and for_ksef(paper, made),
    }
    return Numbered(made, paper, row, row["wystawiono_at"])


async def set_in_type(ctx: Context, numbered: Numbered, *, patient: bool = False) -> dict[str, bytes]:
    """The files of a numbered document: its PDF, and what KSeF gets of an invoice."""
    logo = logo_of(dict(numbered.made.desk.profile))
    pdf = await printed(ctx, numbered.paper, numbered.moment, logo=logo, patient=patient)
    return {"pdf": pdf, **files_for_ksef(numbered)}


def files_for_ksef(numbered: Numbered) -> dict[str, bytes]:
    """What KSeF gets of a numbered document: of invoices only, and not before it can name those it is about."""
    paper = numbered.paper
    if numbered.row["dla_ksef"] and isinstance(paper, Invoice) and not awaited(paper):
        return {"xml": checked(fa3(paper, numbered.moment))}
    return {}


async def keep(ctx: Context, numbered: Numbered, files: Mapping[str, bytes]) -> Issued:
    """Keep a numbered document with its files."""
    row, made = numbered.row, numbered.made
    digests = {format: sha256(content).hexdigest() for format, content in files.items()}
    hashes = {"sha256": digests["pdf"], "xml_sha256": digests.get("xml")}
    await changes.insert(ctx, Document, {**row, **hashes})
    for format, content in files.items():
        await document_files.keep(ctx, row["id"], format, content, digests[format])
    if payment_id := made.references.get("payment_id"):
        await contracts.note_document(ctx, payment_id, row["id"])
    if transaction_id := made.references.get("transaction_id"):
        await finance.note_voucher(ctx, transaction_id, row["id"], row["numer"])
    desk, number = made.desk, row["numer"]
    await ctx.emit(
        "documents.document.issued",
        record_id=row["id"],
        within=desk.organization_id,
        rodzaj=made.kind,
        numer=number,
        contractId=str(desk.contract_id) if desk.contract_id else None,
    )
    ctx.describe("documents.document", row["id"], organization_id=desk.organization_id)
    day = numbered.paper.data_wystawienia
    return Issued(
        id=row["id"], rodzaj=cast("Kind", made.kind), numer=number, data_wystawienia=day, sha256=digests["pdf"]
    )


def for_ksef(invoice: Invoice, made: Draft) -> bool:
    """Whether an invoice goes to KSeF.

    Those of consumers only if the studio wants it (art. 106ga ust. 2 pkt 4); a correction goes where the corrected
    invoice went, a final invoice where its advances are (art. 106j ust. 4).
    """
    if made.kind not in INVOICES or invoice.data_wystawienia < IN_FORCE:
        return False
    if not invoice.nabywca.konsument:
        return True
    if invoice.korekta is not None:
        return invoice.korekta.w_ksef
    if invoice.zaliczki:
        return any(one.w_ksef for one in invoice.zaliczki)
    return bool(made.desk.profile["ksef_konsumenci"])


async def _number(ctx: Context, made: Draft, organization_id: UUID) -> str:
    """The next number; 409 if the series already has a later document, because dates do not run backwards."""
    series = KINDS[made.kind].series
    if series is None:
        assert made.paper.numer is not None
        return made.paper.numer
    day = made.paper.data_wystawienia
    # Patterns without a cash box do not ask for one; its code begins what a voucher says of it.
    box = made.paper.kasa.partition(" ")[0] if isinstance(made.paper, CashVoucher) else ""
    homes = await _sharing_numbers(ctx, made, organization_id)

    async def taken(number: str) -> bool:
        return len(homes) > 1 and await ctx.query_value(_TAKEN, ctx.tenant_id, homes, made.kind, number)

    number = await series.next(ctx, homes[0], day, taken=taken, KASA=box)
    last: date | None = await ctx.query_value(
        "SELECT max(data_wystawienia) FROM documents_documents WHERE tenant_id = $1 AND organization_id = ANY($2)"
        " AND rodzaj = $3 AND seria = $4",
        ctx.tenant_id,
        homes,
        made.kind,
        number.rpartition("/")[0],
    )
    if last is not None and last > day:
        raise Conflict(OUT_OF_ORDER.given(data=last), code="data_przed_poprzednia")
    return number


async def _sharing_numbers(ctx: Context, made: Draft, organization_id: UUID) -> list[UUID]:
    """The organizations that number their invoices together: those of one NIP, for KSeF knows no other difference.

    The first is the one whose counter they use.
    """
    nip = made.paper.sprzedawca.nip
    if made.kind not in INVOICES or nip is None:
        return [organization_id]
    rows = await ctx.query(_OF_ONE_NIP, ctx.tenant_id, nip)
    return sorted({organization_id, *(row["organization_id"] for row in rows)})


def _row(paper: Paper, moment: datetime, user_id: UUID | None) -> dict[str, Any]:
    """The columns that say what stands on a document."""
    values: dict[str, Any] = {
        "numer": paper.numer,
        "data_wystawienia": paper.data_wystawienia,
        "wystawiono_at": moment,
        "wystawil_id": user_id,
        "tresc": text_of(paper),
        "nabywca": _other(paper),
        "stawki": [],
    }
    if isinstance(paper, Invoice):
        values |= {
            "data_sprzedazy": paper.data_sprzedazy,
            "netto": paper.razem.netto,
            "vat": paper.razem.vat,
            "brutto": paper.razem.brutto,
            "stawki": msgspec.to_builtins(paper.stawki),
            "termin_platnosci": paper.platnosc.termin if paper.platnosc else None,
            "zamowienie": msgspec.to_builtins(together(paper.stawki_pozycji)) if paper.rodzaj in INVOICES else None,
        }
    elif isinstance(paper, CashVoucher):
        values["brutto"] = paper.kwota
    return values


def _other(paper: Paper) -> str:
    """Whom a document is for; a cash report is found by its cash box, and a voucher may leave it to be written in."""
    if isinstance(paper, CashReport):
        return paper.kasa
    if isinstance(paper, Invoice):
        return paper.nabywca.nazwa
    return paper.strona.nazwa if paper.strona is not None else ""
