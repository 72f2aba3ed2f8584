"""Personal data in schedules: export and erasure of mentions of a person, in what they run and what came of it."""

from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure
from bottega.platform.scheduler.module import module
from bottega.platform.scheduler.tables import Execution, Schedule

WORDED: Final = (Schedule, Execution)


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - as it is told
    """What was written about a person."""
    for table in WORDED:
        await redaction.collect(ctx, collected, table)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - as it is told
    """Take a person out of what was written."""
    for table in WORDED:
        await redaction.blacken(ctx, erasure, table)
