"""Expiry: notifications that are out of date leave the inbox by themselves."""

from typing import Any, Final

from bottega.kernel.application import Application
from bottega.kernel.i18n import T
from bottega.platform.notifications.module import module

BATCH: Final = 5_000
EXPIRED: Final = "notifications.expired"
_DISMISS: Final = """
UPDATE notifications_notifications SET status = 'dismissed', dismissed_at = now(), updated_at = now()
WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM notifications_notifications
    WHERE expires_at < now() AND status IN ('unread', 'read') ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING tenant_id, id
"""


@module.job(
    "cleanup_expired", T(en="Dismiss expired notifications", pl="Usuwanie wygasłych powiadomień"), every="*/5 * * * *"
)
async def cleanup_expired(app: Application, _payload: dict[str, Any]) -> int:
    """Dismiss what is out of date and was not acted on, of all tenants; answers how many."""
    expired = 0
    while True:
        async with app.database.across_tenants(
            "what is out of date is dismissed for all tenants at once"
        ) as connection:
            rows = await connection.fetch(_DISMISS, BATCH)
        expired += len(rows)
        for tenant_id in {row["tenant_id"] for row in rows}:
            ids = [row["id"] for row in rows if row["tenant_id"] == tenant_id]
            async with app.acting(tenant_id) as ctx:
                await ctx.emit(EXPIRED, notificationIds=ids, tenantId=tenant_id)
        if len(rows) < BATCH:
            return expired
