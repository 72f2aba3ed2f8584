"""Notifications about measurements that wait for approval."""

from typing import Final

from bottega.business.measurements.measurements import Measurement
from bottega.business.measurements.module import module
from bottega.kernel.context import Context
from bottega.kernel.events import Event
from bottega.kernel.i18n import T
from bottega.kernel.notification_types import NotificationType
from bottega.platform.notifications import notify

WAITING: Final = module.notifies(
    NotificationType(
        "measurements.measurement.waiting",
        label=T(en="Measurements to approve", pl="Pomiary do zatwierdzenia"),
        title=T(en="A measurement waits for approval", pl="Pomiar czeka na zatwierdzenie"),
        icon="ruler",
        href="/backend/measurements/measurements/{sourceEntityId}",
        hours=720,
        usually="app",
    )
)
_WAITING: Final = (
    "SELECT organization_id FROM measurements_measurements WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"
    " AND zatwierdzony_at IS NULL"
)


@module.on("measurements.measurement.created")
async def tell_approvers(ctx: Context, event: Event) -> None:
    """Tell those who approve measurements of one that waits."""
    row = await ctx.query_one(_WAITING, ctx.tenant_id, event.record_id)
    if row is not None and event.record_id is not None:
        await notify(
            ctx,
            WAITING,
            holders_of="measurements.approve",
            within=row["organization_id"],
            record=(Measurement.entity, event.record_id),
            group=str(event.record_id),
        )
