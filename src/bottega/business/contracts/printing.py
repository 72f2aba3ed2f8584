"""What documents print of a contract beside its facts and texts: its orders to suppliers."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context

_ORDERS: Final = (
    "SELECT * FROM contracts_purchase_orders WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL"
)


async def purchase_orders(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Orders to suppliers by id; whoever asks sees to it that their contract is in view."""
    rows = await ctx.query(_ORDERS, ctx.tenant_id, list(ids))
    return {row["id"]: dict(row) for row in rows}
