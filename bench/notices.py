"""An inbox of notifications against the yardstick: the list, and how many are unread."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import asyncpg

from bench.sides import HEAD, Comparison, Rounds, get
from bottega.kernel.database import computed_pages
from bottega.platform.auth.tenant_setup import Founded
from bottega.platform.notifications.inbox import COUNT_UNREAD, OWN

# In an inbox: as many as somebody gets in a year.
INBOX: Final = 2_000
_ADD: Final = """
INSERT INTO notifications_notifications (tenant_id, organization_id, recipient_user_id, type, title, body, status)
SELECT u.tenant_id, u.organization_id, u.id, 'bench.notice', 'Order ' || n, 'It is late.',
       CASE WHEN n % 10 = 0 THEN 'unread' ELSE 'read' END
FROM auth_users AS u, generate_series(1, $2) AS n WHERE u.tenant_id = $1
"""
_READER: Final = "SELECT id FROM auth_users WHERE tenant_id = $1"
_readers: dict[UUID, UUID] = {}


async def add_notices(dsn: str, home: Founded) -> None:
    """Fill the inbox of the user of a tenant."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_ADD, home.tenant_id, INBOX)
        await connection.execute("ANALYZE notifications_notifications")
    finally:
        await connection.close()


async def bare(connection: Any, tenant_id: UUID, what: str) -> Any:
    """What the yardstick answers: the product's own statements, encoded as they come."""
    if tenant_id not in _readers:
        _readers[tenant_id] = await connection.fetchval(_READER, tenant_id)
    reader = _readers[tenant_id]
    if what == "unread":
        return {"unreadCount": await connection.fetchval(COUNT_UNREAD, tenant_id, reader)}
    order, values = "created_at DESC, id DESC", (tenant_id, reader, *[None] * 6)
    rows, total = await computed_pages.read(connection.fetch, OWN, *values, order=order, page=1, size=20)
    return {"items": [dict(row) for row in rows], "total": total}


async def measure_notices(rounds: Rounds, headers: Mapping[str, str]) -> None:
    """Print the table."""
    print(f"\nAn inbox of {INBOX:,} notifications; the yardstick runs the same statements.\n\n{HEAD}")
    for name, path, what in (
        ("notifications: unread", "/api/notifications/unread-count", "unread"),
        ("notifications: newest 20", "/api/notifications?pageSize=20", "list"),
    ):
        if rounds.wants(name):
            await rounds.compare(Comparison(name, get(path, headers), get(f"/notices?what={what}"), 0.60))
