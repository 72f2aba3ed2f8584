"""Notifications about money: transfers to accept, and transactions to approve."""

from typing import Final
from uuid import UUID

from bottega.business.finance.approvals import Approval
from bottega.business.finance.module import module
from bottega.business.finance.transfers import Transfer
from bottega.kernel.context import Context
from bottega.kernel.events import Event
from bottega.kernel.i18n import T
from bottega.kernel.notification_types import NotificationType
from bottega.platform.auth import colleagues
from bottega.platform.notifications import notify

TRANSFER_WAITING: Final = module.notifies(
    NotificationType(
        "finance.transfer.waiting",
        label=T(en="Money handed over to me", pl="Pieniądze przekazane mi"),
        title=T(en="{nadawca} hands money over to you", pl="{nadawca} przekazuje Ci pieniądze"),
        body=T(
            en="Accept the transfer once you have counted them.",
            pl="Przyjmij przekazanie, gdy pieniądze będą u Ciebie.",
        ),
        severity="warning",
        icon="hand-coins",
        href="/backend/finance/transfers/{sourceEntityId}",
    )
)
APPROVAL_WAITING: Final = module.notifies(
    NotificationType(
        "finance.approval.waiting",
        label=T(en="Transactions I am to approve", pl="Transakcje do mojej akceptacji"),
        title=T(en="A transaction waits for your approval", pl="Transakcja czeka na Twoją akceptację"),
        severity="warning",
        icon="badge-check",
        href="/backend/finance/approvals/{sourceEntityId}",
    )
)
_WAITING_TRANSFER: Final = (
    "SELECT nadawca_id FROM finance_transfers WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"
    " AND decyzja_at IS NULL"
)
_WAITING_APPROVAL: Final = (
    "SELECT reviewer_id, organization_id FROM finance_approvals WHERE tenant_id = $1 AND id = $2"
    " AND deleted_at IS NULL AND decyzja IS NULL"
)


@module.on("finance.transfer.sent")
async def tell_recipient(ctx: Context, event: Event) -> None:
    """Tell the recipient of a transfer that it waits for them."""
    row = await ctx.query_one(_WAITING_TRANSFER, ctx.tenant_id, event.record_id)
    if row is None or event.record_id is None:
        return
    sender = (await colleagues(ctx, [row["nadawca_id"]])).get(row["nadawca_id"])
    await notify(
        ctx,
        TRANSFER_WAITING,
        to=[UUID(event.payload["odbiorcaId"])],
        record=(Transfer.entity, event.record_id),
        variables={"nadawca": sender.shown if sender else T(en="Somebody", pl="Ktoś")},
        group=str(event.record_id),
    )


@module.on("finance.approval.created")
async def tell_reviewer(ctx: Context, event: Event) -> None:
    """Tell who is asked that a transaction waits for them."""
    row = await ctx.query_one(_WAITING_APPROVAL, ctx.tenant_id, event.record_id)
    if row is not None and event.record_id is not None:
        await notify(
            ctx,
            APPROVAL_WAITING,
            to=[row["reviewer_id"]],
            within=row["organization_id"],
            record=(Approval.entity, event.record_id),
            group=str(event.record_id),
        )
