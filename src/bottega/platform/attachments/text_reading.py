"""Text extraction from files as a background job, for search."""

import shutil
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import structlog

from bottega.kernel import jobs, search_rows
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.pool import Exceeded
from bottega.kernel.writes.undo_rules import verifies
from bottega.platform.attachments import partitions
from bottega.platform.attachments.inspection import READ
from bottega.platform.attachments.module import module
from bottega.platform.attachments.reading_kinds import READ_JOB, kind_of_text
from bottega.platform.attachments.tables import Attachment

log = structlog.get_logger()

READ_EVENT: Final = "attachments.attachment.read"
_FIND: Final = "SELECT * FROM attachments_attachments WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"
_KEEP: Final = """
UPDATE attachments_attachments SET content = $3 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL RETURNING id
"""
_UNREAD: Final = """
SELECT id, mime_type, file_size, partition_code FROM attachments_attachments
WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL AND content IS NULL
"""


@module.job("read_text", T(en="Read text of files", pl="Odczyt tekstu plików"), attempts=3, seconds=600)
async def read_text_of_file(app: Application, payload: Mapping[str, Any]) -> None:
    """Read the text of one file, if it is still there, and let it be found by that."""
    tenant_id, attachment_id = UUID(payload["tenantId"]), UUID(payload["attachmentId"])
    async with app.acting(tenant_id) as ctx:
        row = await ctx.query_one(_FIND, tenant_id, attachment_id)
    if row is None:
        return
    text = await text_of(app, dict(row))
    if not text:
        return
    async with app.acting(tenant_id, row["organization_id"]) as ctx:
        await ctx.begin()
        if await ctx.query_value(_KEEP, tenant_id, attachment_id, text):
            await search_rows.renew(ctx, Attachment, [attachment_id])
            await ctx.emit(READ_EVENT, record_id=attachment_id, within=row["organization_id"])


async def text_of(app: Application, row: Mapping[str, Any]) -> str:
    """The text in a file; empty where it has none, or cannot be read."""
    kind = kind_of_text(row["mime_type"], row["file_size"])
    tesseract = shutil.which("tesseract") or ""
    if kind is None or (kind == "picture" and not tesseract):
        return ""
    try:
        storage = partitions.storage_called(app, row["storage"])
        pieces = await storage.get(row["tenant_id"], partitions.key_of(row["id"]))
        content = b"".join([piece async for piece in pieces])
        [text] = await app.sandbox.run(READ, row["tenant_id"], content, kind, tesseract, patient=True)
    except (Exceeded, Invalid, NotFound, KeyError) as error:
        log.warning("attachments.text_not_read", id=str(row["id"]), kind=kind, error=error)
        return ""
    return text


@verifies(Attachment)
async def read_again(ctx: Context, ids: set[UUID]) -> None:
    """Read files whose text an undo has taken back to before it was read."""
    reads = {row["code"] for row in await partitions.all_partitions(ctx) if row["requires_ocr"]}
    for row in await ctx.query(_UNREAD, ctx.tenant_id, list(ids)):
        if row["partition_code"] in reads and kind_of_text(row["mime_type"], row["file_size"]):
            await jobs.enqueue(ctx, READ_JOB, attachmentId=str(row["id"]))
