"""Stored files of issued documents: written once, hashed, encrypted, verified on read.

They lie in the database, not in the file storage: number, row and file are one transaction, so no number is ever taken
for a document that cannot be shown (docs/decisions/0061-documents-in-the-database.md).
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from bottega.business.documents.content.kinds import KINDS
from bottega.business.documents.content.models import paper_of
from bottega.business.documents.render.pdf import printed
from bottega.business.documents.seller import logo_of, profile_of
from bottega.business.documents.tables import NOT_SET, Document
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import NotFound

PLACE: Final = "documents_files.content"


class Damaged(Exception):
    """The bytes that were kept are not those that were issued."""


async def keep(ctx: Context, document_id: UUID, format: str, content: bytes, digest: str) -> None:
    """Keep a file of a new document; ``digest`` is its SHA-256 in hexadecimal."""
    keys = await sealing.keys_of(ctx)
    await ctx.query(
        "INSERT INTO documents_files (tenant_id, id, document_id, format, content, sha256) VALUES ($1,$2,$3,$4,$5,$6)",
        ctx.tenant_id,
        new_id(),
        document_id,
        format,
        keys.seal(b64encode(content).decode(), PLACE),
        digest,
    )


async def kept(ctx: Context, document_id: UUID, format: str) -> bytes:
    """A file of a document, byte for byte as it was issued; 404 if the document has none in that format."""
    found = await kept_of(ctx, [document_id], format)
    if document_id not in found:
        raise NotFound
    return found[document_id]


async def kept_of(ctx: Context, document_ids: Sequence[UUID], format: str) -> dict[UUID, bytes]:
    """The files of several documents; PDFs that the worker has not made yet are made at once, and not kept here."""
    rows = await ctx.query(
        "SELECT document_id, content, sha256 FROM documents_files"
        " WHERE tenant_id = $1 AND document_id = ANY($2) AND format = $3",
        ctx.tenant_id,
        document_ids,
        format,
    )
    keys = await sealing.keys_of(ctx)
    found = {row["document_id"]: _opened(keys, row) for row in rows}
    if format == "pdf" and len(found) < len(document_ids):
        found |= await _made_of(ctx, [one for one in document_ids if one not in found])
    return found


async def _made_of(ctx: Context, document_ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """PDFs of documents that wait for the worker: the bytes that will be kept, for they come of the same text."""
    rows = await ctx.query(
        "SELECT id, organization_id, rodzaj, tresc, wystawiono_at FROM documents_documents"
        " WHERE tenant_id = $1 AND id = ANY($2) AND sha256 = $3",
        ctx.tenant_id,
        document_ids,
        NOT_SET,
    )
    return {row["id"]: await _made(ctx, await sealing.opened(ctx, Document, row)) for row in rows}


async def _made(ctx: Context, row: Mapping[str, Any]) -> bytes:
    paper = paper_of(row["tresc"], KINDS[row["rodzaj"]].model)
    logo = logo_of(await profile_of(ctx, row["organization_id"]))
    return await printed(ctx, paper, row["wystawiono_at"], logo=logo)


def _opened(keys: Any, row: Any) -> bytes:
    content = b64decode(keys.open(row["content"], PLACE))
    if sha256(content).hexdigest() != row["sha256"]:
        reason = f"a file of document {row['document_id']} was changed after it was issued"
        raise Damaged(reason)
    return content
