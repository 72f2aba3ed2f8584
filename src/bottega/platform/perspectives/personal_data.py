"""Personal data in saved views: export and erasure of persons named in filters, searches and names of views."""

from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure
from bottega.platform.perspectives.module import module
from bottega.platform.perspectives.tables import Perspective


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - as it is told
    """Views that name a person."""
    await redaction.collect(ctx, collected, Perspective)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - as it is told
    """Take a person out of views."""
    await redaction.blacken(ctx, erasure, Perspective)
