"""The event ``notified`` of the live stream: a reader has a new notification, or one of a group was refreshed."""

from typing import Final

from bottega.kernel.application import Application
from bottega.kernel.registrations import LiveMessage, LiveWindow
from bottega.platform.notifications.module import module

_RECENT: Final = """
SELECT id, tenant_id, recipient_user_id, type, severity, created_at FROM notifications_notifications
WHERE created_at > $1 AND tenant_id = ANY($2) AND status = 'unread' ORDER BY created_at, id
"""


@module.streams("notified")
async def find_notified(app: Application, window: LiveWindow) -> list[LiveMessage]:
    """Notifications since the last look, each for its reader alone; what they say is read from the inbox."""
    async with app.database.across_tenants("one process looks for notifications of all its listeners") as connection:
        rows = await connection.fetch(_RECENT, window.since, list(window.tenants))
    return [
        LiveMessage(
            key,
            row["tenant_id"],
            {"id": row["id"], "type": row["type"], "severity": row["severity"]},
            person_id=row["recipient_user_id"],
        )
        for row in rows
        if (key := (row["id"], row["created_at"])) not in window.known
    ]
