"""Queries on goods issues for other modules: one with its lines, and numbers by contract."""

from typing import Any, Final
from uuid import UUID

from bottega.business.warehouse.goods_issues import GoodsIssue
from bottega.business.warehouse.locations import Location
from bottega.kernel.context import Context
from bottega.kernel.writes import changes

_NUMBERS: Final = (
    "SELECT nr FROM warehouse_goods_issues WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL"
    " ORDER BY data, id"
)
_LINES: Final = (
    "SELECT lp, nazwa, jednostka, ilosc, cena FROM warehouse_goods_issue_lines"
    " WHERE tenant_id = $1 AND goods_issue_id = $2 AND deleted_at IS NULL ORDER BY lp"
)


async def goods_issue_numbers(ctx: Context, contract_id: UUID) -> list[str]:
    """The numbers of the goods issues of a contract that are in force, by their days."""
    return [row["nr"] for row in await ctx.query(_NUMBERS, ctx.tenant_id, contract_id)]


async def goods_issue_with_lines(
    ctx: Context, goods_issue_id: UUID
) -> tuple[dict[str, Any], list[dict[str, Any]], str]:
    """A goods issue in force and in view, its lines, and the name of its location; 404 without one."""
    issue = await changes.one(ctx, GoodsIssue, goods_issue_id)
    lines = await ctx.query(_LINES, ctx.tenant_id, goods_issue_id)
    place = await changes.one(ctx, Location, issue["location_id"])
    return issue, [dict(line) for line in lines], place["nazwa"]
