"""Data subject requests in the planner: export and redaction of notes that mention a customer."""

from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure
from bottega.platform.planner.module import module
from bottega.platform.planner.tables import Rule, RuleSet

_WORDS = {Rule: ("note", "unavailability_reason_value"), RuleSet: ("name", "description", "custom")}


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - signature of the hook
    """What notes and schedules say about a customer."""
    for table, words in _WORDS.items():
        await redaction.collect(ctx, collected, table, words)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - signature of the hook
    """Take a customer out of notes and schedules."""
    for table, words in _WORDS.items():
        await redaction.blacken(ctx, erasure, table, words)
