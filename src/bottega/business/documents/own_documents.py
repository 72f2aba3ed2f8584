"""Documents issued by a user in field work."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bottega.business.documents import document_files
from bottega.business.documents.compose.drafts import Subject
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.kinds import CANCELLED, VOUCHERS, Kind
from bottega.business.documents.issue.cash_receipts import give_voucher
from bottega.business.documents.issue.issuing import Issued, issue_document
from bottega.business.documents.issue.reissue import model_of
from bottega.business.documents.render import downloads
from bottega.business.documents.tables import Document
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.http.responses import Reply
from bottega.kernel.writes import changes

PROTOCOLS: Final = ("PRO", "PRP")
KINDS: Final = ("KP", *PROTOCOLS)


@dataclass(frozen=True)
class OwnPaper:
    """A document in force that somebody has issued."""

    id: UUID
    rodzaj: Kind
    numer: str
    contract_id: UUID | None
    measurement_id: UUID | None


async def papers_by(
    ctx: Context, person_id: UUID, contract_ids: Collection[UUID], measurement_ids: Collection[UUID]
) -> list[OwnPaper]:
    """What somebody has issued for contracts and measurements, in order."""
    rows = await ctx.query(
        "SELECT id, rodzaj, numer, contract_id, measurement_id FROM documents_documents WHERE tenant_id = $1"
        " AND wystawil_id = $2 AND rodzaj = ANY($3) AND (contract_id = ANY($4) OR measurement_id = ANY($5))"
        f" AND stan <> '{CANCELLED}' AND deleted_at IS NULL ORDER BY id",
        ctx.tenant_id,
        person_id,
        list(KINDS),
        list(contract_ids),
        list(measurement_ids),
    )
    return [OwnPaper(**dict(row)) for row in rows]


async def give_own(ctx: Context, document_id: UUID) -> Reply:
    """The file, as it was issued, of a protocol of the caller's or a receipt of their cash box; 404 for all others."""
    row = await changes.one(ctx, Document, document_id)
    if row["rodzaj"] in VOUCHERS:
        return await give_voucher(ctx, document_id, "pdf")
    if row["wystawil_id"] is None or row["wystawil_id"] != ctx.actor.user_id or row["rodzaj"] not in PROTOCOLS:
        raise NotFound
    paper = model_of(row)
    content = await document_files.kept(ctx, document_id, "pdf")
    reply = downloads.as_file(content, downloads.PDF, downloads.file_name(paper, "pdf"))
    reply.headers["etag"] = f'"{row["sha256"]}"'
    return reply


async def protocol_of(ctx: Context, measurement_id: UUID, uwagi: str | None) -> Issued:
    """The measurement protocol of a measurement: the one in force, else a new one."""
    await ctx.begin()
    name = f"documents.measurement:{measurement_id}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", name)
    row = await ctx.query_one(
        "SELECT id, rodzaj, numer, data_wystawienia, sha256 FROM documents_documents WHERE tenant_id = $1"
        f" AND measurement_id = $2 AND rodzaj = 'PRP' AND stan <> '{CANCELLED}' AND deleted_at IS NULL",
        ctx.tenant_id,
        measurement_id,
    )
    if row is not None:
        return Issued(**dict(row))
    return await issue_document(ctx, "PRP", Subject(measurement_id=measurement_id), Wishes(uwagi=uwagi))
