"""Data subject requests in the staff: what is said about people in words, and everything about a member."""

from typing import Final
from uuid import UUID

from bottega.business.staff.leave.tables import LeaveRequest
from bottega.business.staff.module import module
from bottega.business.staff.tables import Team, TeamMember, TeamRole
from bottega.business.staff.timeline.tables import Activity, Address, Comment, JobHistory
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure

WORDED: Final[tuple[type[TenantTable], ...]] = (
    Team,
    TeamRole,
    TeamMember,
    Activity,
    Comment,
    Address,
    JobHistory,
    LeaveRequest,
)


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - signature of the hook
    """What was written about a person among the staff."""
    for table in WORDED:
        await redaction.collect(ctx, collected, table)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - signature of the hook
    """Take a person out of what was written."""
    for table in WORDED:
        await redaction.blacken(ctx, erasure, table)
