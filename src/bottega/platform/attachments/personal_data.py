"""Personal data in files: export of what is said of them, and erasure of names and texts that name a person."""

from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure
from bottega.platform.attachments.module import module
from bottega.platform.attachments.tables import Attachment, Partition


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - as it is told
    """Files that name a person, in their name, their text, or what is said of them."""
    await redaction.collect(ctx, collected, Attachment)
    await redaction.collect(ctx, collected, Partition)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - as it is told
    """Take a person out of names and texts."""
    await redaction.blacken(ctx, erasure, Attachment)
    await redaction.blacken(ctx, erasure, Partition)
