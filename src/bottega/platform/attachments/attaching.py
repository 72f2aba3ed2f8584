"""Attaching by programs: a file that is made here, and so needs no inspection, becomes one of a record."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from bottega.kernel import jobs
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from bottega.platform.attachments import partitions
from bottega.platform.attachments.content_types import HEAD_BYTES, type_of
from bottega.platform.attachments.file_names import safe_name
from bottega.platform.attachments.reading_kinds import READ_JOB, kind_of_text
from bottega.platform.attachments.tables import Attachment


@dataclass(frozen=True)
class NewAttachment:
    """A file of our own making, and whose it is."""

    entity: str
    record_id: UUID
    name: str
    content: bytes
    tags: tuple[str, ...] = ()
    size: tuple[int, int] | None = None
    created_by: UUID | None = None


async def attach(ctx: Context, organization_id: UUID, file: NewAttachment) -> UUID:
    """Store a file of a record in its private partition; answers its id."""
    attachment_id, name = new_id(), safe_name(file.name)
    kind = type_of(file.content[:HEAD_BYTES], name)
    storage = partitions.storage_for(ctx.app, partitions.PRIVATE.code)
    key = partitions.key_of(attachment_id)
    await partitions.storage_called(ctx.app, storage).put(ctx.tenant_id, key, file.content, kind)
    width, height = file.size or (None, None)
    await changes.insert(
        ctx,
        Attachment,
        {
            "id": attachment_id,
            "organization_id": organization_id,
            "entity_id": file.entity,
            "record_id": str(file.record_id),
            "owner_id": file.record_id,
            "created_by": file.created_by,
            "partition_code": partitions.PRIVATE.code,
            "storage": storage,
            "file_name": name,
            "mime_type": kind,
            "file_size": len(file.content),
            "sha256": sha256(file.content).hexdigest(),
            "width": width,
            "height": height,
            "tags": list(file.tags),
            "assignments": [{"type": file.entity, "id": str(file.record_id)}],
        },
    )
    if kind_of_text(kind, len(file.content)):
        await jobs.enqueue(ctx, READ_JOB, attachmentId=str(attachment_id))
    return attachment_id
