"""Data subject requests in checklists: export and redaction."""

from typing import Final
from uuid import UUID

from bottega.business.field.module import module
from bottega.business.field.tables import Check, ChecklistItem
from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure

# What a customer signed is a document, and is kept and handed out with it.
WORDED: Final = (Check, ChecklistItem)


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - signature of the hook
    """What was written about a person in checklists."""
    for table in WORDED:
        await redaction.collect(ctx, collected, table)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - signature of the hook
    """Take a person out of what was written."""
    for table in WORDED:
        await redaction.blacken(ctx, erasure, table)
