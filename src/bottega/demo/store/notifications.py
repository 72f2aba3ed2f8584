"""Storage of the demo's notifications: those that rules of the studio make today, and an announcement to all."""

from datetime import date
from typing import Final

from bottega.business.contracts.notices import tell_late_orders, tell_overdue, tell_settled
from bottega.demo.bulk_insert import Destination
from bottega.kernel.events import Event
from bottega.platform.notifications.fan_out import Content, fan_out

ANNOUNCEMENT: Final = Content(
    type="studio.announcement",
    title="Zebranie zespołu w piątek o 9:00",
    body="Omówimy montaże na przyszły tydzień i urlopy. Kto nie może być, niech da znać w biurze.",
    icon="megaphone",
    link_href="/backend/calendar",
)
SETTLED_LATELY: Final = 5
_SETTLED: Final = (
    "SELECT id FROM contracts_contracts WHERE tenant_id = $1 AND organization_id = $2 AND rozliczona"
    " ORDER BY rozliczona_at DESC, id LIMIT $3"
)


async def store_notifications(into: Destination, today: date) -> None:
    """Tell people what they would have been told; the demo mails nobody."""
    ctx, place = into.ctx, into.organization_id
    await fan_out(ctx, ANNOUNCEMENT, sorted(into.users.values()), place)
    for row in await ctx.query(_SETTLED, ctx.tenant_id, place, SETTLED_LATELY):
        await tell_settled(ctx, Event("contracts.contract.settled", ctx.tenant_id, place, row["id"], {}))
    await tell_overdue(ctx, today)
    await tell_late_orders(ctx, today)
    await ctx.query("UPDATE notifications_notifications SET mail = 'none' WHERE tenant_id = $1", ctx.tenant_id)
