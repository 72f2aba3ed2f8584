"""Report of open and late purchase orders."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.access import own_only, visible
from bottega.business.contracts.module import module
from bottega.business.contracts.progress_facts import LEAD_TIME
from bottega.business.contracts.tables.work import PurchaseOrder
from bottega.kernel.context import Context
from bottega.kernel.schemas import Query, Schema, Whole, today
from bottega.kernel.visibility import seen

MOST: Final = 1000
# $1 tenant, $2 organizations or null for all, $3 today, $4 the only person, $5 days a supplier may take, $6 only late.
_EXPECTED: Final = "coalesce(o.data_obiecana, o.data_wyslania + $5::int)"
_OPEN: Final = f"""
SELECT o.id, o.contract_id, c.numer, o.nazwa, o.ilosc::float8 AS ilosc, o.jednostka, o.dostawca, o.data_wyslania,
    o.data_obiecana, {_EXPECTED} AS oczekiwana, greatest($3::date - {_EXPECTED}, 0) AS dni_opoznienia,
    count(*) OVER () AS razem
FROM contracts_purchase_orders AS o JOIN contracts_contracts AS c
    ON c.tenant_id = o.tenant_id AND c.id = o.contract_id AND c.deleted_at IS NULL AND NOT c.rozwiazana
WHERE o.tenant_id = $1 AND o.deleted_at IS NULL AND o.data_wyslania IS NOT NULL AND o.data_odbioru IS NULL
    AND ($2::uuid[] IS NULL OR o.organization_id = ANY($2))
    AND {seen(PurchaseOrder, "o", "$4")}
    AND (NOT $6::bool OR {_EXPECTED} < $3::date)
ORDER BY o.data_wyslania, o.id LIMIT $7
"""


class LeadTimeQuery(Query):
    """How long suppliers may take."""

    lead_time: Whole = Field(
        default=LEAD_TIME.days, ge=0, le=365, description="Days from sending to delivery before an order is late."
    )


class OpenOrder(Schema):
    """An order that was sent and not received."""

    id: UUID
    contract_id: UUID
    numer: str
    nazwa: str
    ilosc: float
    jednostka: str | None
    dostawca: str | None
    data_wyslania: date
    data_obiecana: date | None = Field(description="The day the supplier promised.")
    oczekiwana: date = Field(description="The day it should be there: the promised one, or else the lead time after.")
    dni_opoznienia: int


class OpenOrders(Schema):
    """Open orders, those that wait longest first; at most 1000 of them, `total` counts all."""

    total: int
    items: list[OpenOrder]


@module.get("/purchase_orders/open", "contracts.view", name="purchase_orders.open")
async def list_open(ctx: Context, query: LeadTimeQuery) -> OpenOrders:
    """List open purchase orders.

    Orders that were sent and not received, those that wait longest first, with the day they should be there; nobody
    waits for those of a dissolved contract.
    """
    return await _report(ctx, query.lead_time, only_late=False)


@module.get("/purchase_orders/late", "contracts.view", name="purchase_orders.late")
async def list_late(ctx: Context, query: LeadTimeQuery) -> OpenOrders:
    """List late purchase orders.

    Orders that were sent, should be there by the day their supplier promised, or else after the lead time (21 days
    unless said otherwise), and were not received.
    """
    return await _report(ctx, query.lead_time, only_late=True)


async def _report(ctx: Context, lead_time: int, *, only_late: bool) -> OpenOrders:
    if ctx.scope.closed:
        return OpenOrders(total=0, items=[])
    rows = await ctx.query(_OPEN, ctx.tenant_id, visible(ctx), today(), own_only(ctx), lead_time, only_late, MOST)
    items = [OpenOrder(**_without_total(dict(row))) for row in rows]
    return OpenOrders(total=rows[0]["razem"] if rows else 0, items=items)


def _without_total(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "razem"}
