"""Notifications about accounts: passwords that are set anew, roles that are given and taken away."""

from bottega.kernel.context import Context, Scope
from bottega.kernel.events import Event
from bottega.kernel.notification_types import NotificationType
from bottega.platform.auth import RESET_COMPLETED, RESET_REQUESTED, ROLE_ASSIGNED, ROLE_REVOKED
from bottega.platform.notifications.module import module
from bottega.platform.notifications.notifying import notify


async def _tell(ctx: Context, event: Event, declared: NotificationType, **variables: str) -> None:
    """Tell the user an event is about, whatever organization it happened in."""
    ctx.scope = Scope(ctx.tenant_id)
    await notify(ctx, declared, to=[event.record_id], variables=variables)


@module.on("auth.password.reset.requested")
async def tell_request(ctx: Context, event: Event) -> None:
    """Tell a user that a new password was asked for."""
    await _tell(ctx, event, RESET_REQUESTED)


@module.on("auth.password.reset.completed")
async def tell_reset(ctx: Context, event: Event) -> None:
    """Tell a user that their password was set anew."""
    await _tell(ctx, event, RESET_COMPLETED)


@module.on("auth.role.assigned")
async def tell_assigned(ctx: Context, event: Event) -> None:
    """Tell a user of new roles."""
    await _tell(ctx, event, ROLE_ASSIGNED, role=", ".join(event.payload["roles"]))


@module.on("auth.role.revoked")
async def tell_revoked(ctx: Context, event: Event) -> None:
    """Tell a user of roles they no longer have."""
    await _tell(ctx, event, ROLE_REVOKED, role=", ".join(event.payload["roles"]))
