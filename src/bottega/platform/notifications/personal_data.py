"""Data subject requests in notifications: export and redaction of what they say about a person."""

from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure
from bottega.platform.notifications.module import module
from bottega.platform.notifications.tables import Notification


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - signature of the hook
    """The notifications that name a person."""
    await redaction.collect(ctx, collected, Notification)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - signature of the hook
    """Take a person out of what others were told."""
    await redaction.blacken(ctx, erasure, Notification)
