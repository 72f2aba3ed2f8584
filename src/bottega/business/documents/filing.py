"""The files of issued documents: written once with their hash, sealed, and checked each time they are given out.

They lie in the database, not in the file storage: number, row and file are one transaction, so no number is ever taken
for a document that cannot be shown (docs/decisions/0061-documents-in-the-database.md).
"""

from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.identifiers import new_id

PLACE: Final = "documents_files.content"


class Damaged(Exception):
    """The bytes that were kept are not those that were issued."""


async def keep(ctx: Context, document_id: UUID, format: str, content: bytes, digest: str) -> None:
    """Keep a file of a new document; ``digest`` is its SHA-256 in hexadecimal."""
    keys = await sealing.keys_of(ctx)
    await ctx.query(
        "INSERT INTO documents_files (tenant_id, id, document_id, format, content, sha256) VALUES ($1,$2,$3,$4,$5,$6)",
        ctx.tenant_id, new_id(), document_id, format, keys.seal(b64encode(content).decode(), PLACE), digest,
    )  # fmt: skip


async def kept(ctx: Context, document_id: UUID, format: str) -> bytes:
    """A file of a document, byte for byte as it was issued; 404 if the document has none in that format."""
    found = await kept_of(ctx, [document_id], format)
    if document_id not in found:
        raise NotFound
    return found[document_id]


async def kept_of(ctx: Context, document_ids: list[UUID], format: str) -> dict[UUID, bytes]:
    """The files of several documents."""
    rows = await ctx.query(
        "SELECT document_id, content, sha256 FROM documents_files"
        " WHERE tenant_id = $1 AND document_id = ANY($2) AND format = $3",
        ctx.tenant_id, document_ids, format,
    )  # fmt: skip
    keys = await sealing.keys_of(ctx)
    return {row["document_id"]: _opened(keys, row) for row in rows}


def _opened(keys: Any, row: Any) -> bytes:
    content = b64decode(keys.open(row["content"], PLACE))
    if sha256(content).hexdigest() != row["sha256"]:
        reason = f"a file of document {row['document_id']} was changed after it was issued"
        raise Damaged(reason)
    return content
