"""Personal data in layouts: export and erasure of persons named in the settings of widgets."""

from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure
from bottega.platform.dashboards.module import module
from bottega.platform.dashboards.tables import DashboardLayout


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - as it is told
    """Layouts that name a person."""
    await redaction.collect(ctx, collected, DashboardLayout)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - as it is told
    """Take a person out of layouts."""
    await redaction.blacken(ctx, erasure, DashboardLayout)
