"""Notifications about deals that were won or lost, for their owners."""

from typing import Final
from uuid import UUID

from bottega.business.customers.module import module
from bottega.business.customers.tables_activity import Deal
from bottega.kernel.context import Context
from bottega.kernel.events import Event
from bottega.kernel.i18n import T
from bottega.kernel.notification_types import NotificationType
from bottega.platform.notifications import notify

PAGE: Final = "/backend/customers/deals/{sourceEntityId}"
# A deal's title is encrypted, so that no notification holds it.
WON: Final = module.notifies(
    NotificationType(
        "customers.deal.won",
        label=T(en="Deals won", pl="Wygrane szanse"),
        title=T(en="Your deal was won", pl="Twoja szansa jest wygrana"),
        severity="success",
        icon="award",
        href=PAGE,
        hours=168,
        usually="app",
    )
)
LOST: Final = module.notifies(
    NotificationType(
        "customers.deal.lost",
        label=T(en="Deals lost", pl="Przegrane szanse"),
        title=T(en="Your deal was lost", pl="Twoja szansa jest przegrana"),
        severity="warning",
        icon="circle-x",
        href=PAGE,
        hours=168,
        usually="app",
    )
)


@module.on("customers.deal.won")
async def tell_won(ctx: Context, event: Event) -> None:
    """Tell the owner of a deal that it was won."""
    await _tell(ctx, event, WON)


@module.on("customers.deal.lost")
async def tell_lost(ctx: Context, event: Event) -> None:
    """Tell the owner of a deal that it was lost."""
    await _tell(ctx, event, LOST)


async def _tell(ctx: Context, event: Event, declared: NotificationType) -> None:
    owner, by = event.payload.get("ownerUserId"), event.payload.get("byUserId")
    if owner is not None and event.record_id is not None and owner != by:
        record = (Deal.entity, event.record_id)
        await notify(ctx, declared, to=[UUID(owner)], record=record, group=str(event.record_id))
