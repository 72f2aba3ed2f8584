"""Chains of reschedules: predecessors of an event, and how often it was moved."""

from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context

# What items say beyond their own columns: what has no place in an order, and the chain of reschedules around them.
_MORE: Final = """
SELECT e.id, e.opis, e.opcje, e.powod, n.to_event_id AS przelozone_na, (
    WITH RECURSIVE earlier AS (
        SELECT r.from_event_id AS id FROM calendar_reschedules AS r
        WHERE r.tenant_id = e.tenant_id AND r.to_event_id = e.id AND r.deleted_at IS NULL
        UNION
        SELECT r.from_event_id FROM earlier JOIN calendar_reschedules AS r
        ON r.tenant_id = e.tenant_id AND r.to_event_id = earlier.id AND r.deleted_at IS NULL
    ) SELECT count(*) FROM earlier
) AS przelozono
FROM calendar_events AS e LEFT JOIN calendar_reschedules AS n
ON n.tenant_id = e.tenant_id AND n.from_event_id = e.id AND n.deleted_at IS NULL
WHERE e.tenant_id = $1 AND e.id = ANY($2)
"""
_AHEAD: Final = """
WITH RECURSIVE later AS (
    SELECT r.to_event_id AS id FROM calendar_reschedules AS r
    WHERE r.tenant_id = $1 AND r.from_event_id = $2 AND r.deleted_at IS NULL
    UNION
    SELECT r.to_event_id FROM later JOIN calendar_reschedules AS r
    ON r.tenant_id = $1 AND r.from_event_id = later.id AND r.deleted_at IS NULL
) SELECT EXISTS (SELECT FROM later WHERE id = $3)
"""


async def with_chain(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The text and the options of a page of events, and the reschedules around them."""
    rows = await ctx.query(_MORE, ctx.tenant_id, [item["id"] for item in items])
    more = {row["id"]: dict(row) for row in rows}
    return [{**item, **more[item["id"]]} for item in items]


async def leads_to(ctx: Context, event_id: UUID, other_id: UUID) -> bool:
    """Whether an event was replaced, step by step, by the other one."""
    return await ctx.query_value(_AHEAD, ctx.tenant_id, event_id, other_id)


async def is_replaced(ctx: Context, event_id: UUID) -> bool:
    """Whether another event took the place of this one."""
    return await ctx.query_value(
        "SELECT EXISTS (SELECT FROM calendar_reschedules WHERE tenant_id = $1 AND from_event_id = $2"
        " AND deleted_at IS NULL)",
        ctx.tenant_id,
        event_id,
    )
