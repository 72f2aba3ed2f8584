"""KSeF files that waited for the numbers they name, made in the transaction in which the last number comes."""

from collections.abc import Collection
from hashlib import sha256
from typing import Final
from uuid import UUID

from bottega.business.documents import document_files
from bottega.business.documents.compose.contract_data import utc_now
from bottega.business.documents.content.kinds import CANCELLED, KINDS
from bottega.business.documents.content.models import Invoice, paper_of
from bottega.business.documents.ksef.awaited_numbers import Known, awaited, with_numbers
from bottega.business.documents.ksef.fa3 import fa3
from bottega.business.documents.ksef.file_checks import checked
from bottega.business.documents.tables import Document
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.writes import changes

# Kinds of invoices that others name.
NAMED: Final = frozenset({"FV", "FZ", "FK"})
_WAITING: Final = (
    "SELECT id, rodzaj, tresc FROM documents_documents WHERE tenant_id = $1 AND contract_id = $2 AND dla_ksef"
    " AND xml_sha256 IS NULL AND stan <> $3 AND deleted_at IS NULL ORDER BY id FOR UPDATE"
)
_NAMED: Final = (
    "SELECT numer, rodzaj, dla_ksef, numer_ksef FROM documents_documents"
    " WHERE tenant_id = $1 AND contract_id = $2 AND numer = ANY($3) AND deleted_at IS NULL"
)


async def make_awaited_files(ctx: Context, contract_id: UUID) -> None:
    """Make the files of a contract's invoices that waited for numbers which are known by now."""
    rows = await ctx.query(_WAITING, ctx.tenant_id, contract_id, CANCELLED)
    papers: dict[UUID, Invoice] = {}
    for row in rows:
        opened = await sealing.opened(ctx, Document, row)
        papers[row["id"]] = paper_of(opened["tresc"], KINDS[row["rodzaj"]].model)
    known = await known_of(ctx, contract_id, {name for paper in papers.values() for name in awaited(paper)})
    for document_id, paper in papers.items():
        complete = with_numbers(paper, known)
        if awaited(complete):
            continue
        content = checked(fa3(complete, utc_now()))
        digest = sha256(content).hexdigest()
        await document_files.keep(ctx, document_id, "xml", content, digest)
        await changes.update(ctx, Document, document_id, {"xml_sha256": digest})


async def known_of(ctx: Context, contract_id: UUID, numbers: Collection[str]) -> dict[str, Known]:
    """What is known of invoices of a contract, by their own numbers."""
    if not numbers:
        return {}
    rows = await ctx.query(_NAMED, ctx.tenant_id, contract_id, list(numbers))
    return {row["numer"]: Known(row["dla_ksef"], row["numer_ksef"]) for row in rows if row["rodzaj"] in NAMED}
