"""Purchase orders of a contract, for documents."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context

_ORDERS: Final = "SELECT * FROM contracts_purchase_orders WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL"


_TOGETHER: Final = (
    "SELECT * FROM contracts_purchase_orders WHERE tenant_id = $1 AND contract_id = $2 AND lower(dostawca) = lower($3)"
    " AND data_wyslania IS NOT DISTINCT FROM $4 AND deleted_at IS NULL ORDER BY id"
)


async def orders_together(ctx: Context, order: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The orders of a contract that go to one supplier at once, this one among them: drafts, or sent on one day."""
    rows = await ctx.query(_TOGETHER, ctx.tenant_id, order["contract_id"], order["dostawca"], order["data_wyslania"])
    return [dict(row) for row in rows]


async def purchase_orders(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Orders to suppliers by id; whoever asks sees to it that their contract is in view."""
    rows = await ctx.query(_ORDERS, ctx.tenant_id, list(ids))
    return {row["id"]: dict(row) for row in rows}
