"""Reissue of stored documents: the original bytes, or a marked duplicate."""

from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts import require_contract
from bottega.business.documents import document_files
from bottega.business.documents.content.kinds import CANCELLED, KINDS
from bottega.business.documents.content.models import Invoice, Paper, paper_of
from bottega.business.documents.issue.issuing import require_kind
from bottega.business.documents.ksef.awaited_numbers import awaited
from bottega.business.documents.ksef.numbers import drawing, link
from bottega.business.documents.module import module
from bottega.business.documents.render import downloads
from bottega.business.documents.render.downloads import Format, PrintedDocument
from bottega.business.documents.render.pdf import CLEAN, Marks, printed
from bottega.business.documents.render.redaction import as_seen
from bottega.business.documents.seller import logo_of, profile_of
from bottega.business.documents.signatures import signature_on
from bottega.business.documents.tables import Document
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Flag, Query, today
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

NO_DUPLICATE: Final = T(
    en="There is no duplicate of a cancelled document", pl="Duplikatu anulowanego dokumentu się nie wystawia"
)
IN_KSEF: Final = T(
    en="There is no duplicate of an invoice in KSeF: its file has the number and the code",
    pl="Duplikatu faktury z KSeF się nie wystawia: jej plik ma numer i kod",
)
WAITS: Final = T(
    en="The KSeF file is made when the KSeF number of {numery} is known: enter it first",
    pl="Plik KSeF powstanie, gdy znany będzie numer KSeF faktury {numery}: najpierw wpisz ten numer",
)
NO_NUMBER: Final = T(en="The invoice has no KSeF number yet", pl="Faktura nie ma jeszcze numeru KSeF")


class FileQuery(Query):
    """Which file."""

    format: Format | None = Field(default=None, description="pdf, json, html, or xml of an invoice.")
    duplikat: Flag = Field(
        default=False, description="A duplicate with today's date (art. 106l); there is none of an invoice in KSeF."
    )
    ksef: Flag | None = Field(
        default=None, description="With the number of KSeF and the code that leads there; so it is if there is one."
    )


@module.get(
    "/documents/documents/{id}/file",
    "documents.view",
    name="documents.file",
    act=Act(T(en="Download", pl="Pobierz"), "download", on="issued", then="download"),
    answer=PrintedDocument,
    other_media=downloads.OTHERS,
    answers={404: "No such document, or not in that format."},
)
async def show_file(ctx: Context, id: UUID, query: FileQuery) -> Reply:
    """File of a document.

    The file as it was issued, byte for byte and checked against its hash. An invoice in KSeF has its number and the
    code that leads there (Dz.U. 2025 poz. 1815, § 9), unless `ksef=0` asks for the file of the day of issue.
    `duplikat=1` gives a copy marked DUPLIKAT with today's date.
    """
    return await give_kept(ctx, id, query.format, duplicate=query.duplikat, ksef=query.ksef)


async def document_in_view(
    ctx: Context, document_id: UUID, *, issue: bool = False, lock: bool = False
) -> dict[str, Any]:
    """A document the caller may see, opened; 404 out of view, 403 without the feature of its kind."""
    row = await changes.one(ctx, Document, document_id, lock=lock)
    require_kind(ctx, row["rodzaj"], issue=issue)
    if row["contract_id"] is not None:
        await require_contract(ctx, row["contract_id"])
    return row


def model_of(row: dict[str, Any]) -> Paper:
    """What stands on a document."""
    return paper_of(row["tresc"], KINDS[row["rodzaj"]].model)


async def give_kept(
    ctx: Context, document_id: UUID, wanted: Format | None, *, duplicate: bool = False, ksef: bool | None = None
) -> Reply:
    """An issued document in a format; the kept file unless a marked copy is asked for."""
    row = await document_in_view(ctx, document_id)
    return await reply_of(ctx, row, wanted, paper=as_seen(ctx, model_of(row)), duplicate=duplicate, ksef=ksef)


async def reply_of(
    ctx: Context,
    row: dict[str, Any],
    wanted: Format | None,
    *,
    paper: Paper | None = None,
    duplicate: bool = False,
    ksef: bool | None = None,
) -> Reply:
    """The same of a document the caller was found to see; ``paper`` is what they see of it, if not all."""
    document_id: UUID = row["id"]
    kept = model_of(row)
    paper = kept if paper is None else paper
    format = downloads.format_of(ctx, wanted)
    if format == "xml":
        refuse_waiting(row, kept)
        return downloads.as_file(
            await document_files.kept(ctx, document_id, "xml"), downloads.XML, downloads.file_name(paper, "xml")
        )
    marks = _marks(row, paper, duplicate=duplicate, ksef=ksef)
    if format == "json":
        return downloads.as_json(
            paper, id=str(document_id), stan=row["stan"], sha256=row["sha256"], **downloads.marks_json(marks)
        )
    profile = await profile_of(ctx, row["organization_id"])
    if format == "html":
        return downloads.as_page(paper, marks, logo_of(profile))
    name = downloads.file_name(paper, "pdf")
    if marks == CLEAN and paper == kept:
        content = await document_files.kept(ctx, document_id, "pdf")
        reply = downloads.as_file(content, downloads.PDF, name)
        reply.headers["etag"] = f'"{sha256(content).hexdigest()}"'
        return reply
    # What was issued is printed as it is.
    signature = await signature_on(ctx, document_id, paper)
    issued_at, logo = row["wystawiono_at"], logo_of(profile)
    content = await printed(ctx, paper, issued_at, marks=marks, logo=logo, complete=False, signature=signature)
    return downloads.as_file(content, downloads.PDF, name)


def refuse_waiting(row: dict[str, Any], paper: Paper) -> None:
    """409 naming the invoices without whose KSeF numbers the file cannot be made."""
    if row["dla_ksef"] and not row["xml_sha256"] and isinstance(paper, Invoice):
        numbers = awaited(paper)
        raise Conflict(WAITS.given(numery=", ".join(numbers)), code="czeka_na_numer_ksef", numery=numbers)


def _marks(row: dict[str, Any], paper: Paper, *, duplicate: bool, ksef: bool | None) -> Marks:
    if duplicate and row["stan"] == CANCELLED:
        raise Conflict(NO_DUPLICATE, code="dokument_anulowany")
    if duplicate and row["numer_ksef"]:
        raise Conflict(IN_KSEF, code="faktura_w_ksef")
    if ksef is None:
        ksef = bool(row["numer_ksef"] and row["xml_sha256"])
    if ksef and not row["numer_ksef"]:
        raise Conflict(NO_NUMBER, code="brak_numeru_ksef")
    if not duplicate and not ksef:
        return CLEAN
    issued = today().isoformat() if duplicate else None
    code = drawing(link_of(row, paper)) if ksef else None
    return Marks(duplikat=issued, ksef=row["numer_ksef"] if ksef else None, qr=code)


def link_of(row: dict[str, Any], paper: Paper) -> str:
    """Where an invoice can be looked up in KSeF."""
    assert paper.sprzedawca.nip is not None
    assert row["xml_sha256"] is not None
    return link(paper.sprzedawca.nip, row["data_wystawienia"], bytes.fromhex(row["xml_sha256"]))
