"""What was issued to contracts: since when, and what it was worth; cancelled documents do not count."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from bottega.kernel.context import Context

_ISSUED: Final = """
SELECT contract_id, min(data) AS od, sum(kwota) AS wartosc FROM warehouse_goods_issues
WHERE tenant_id = $1 AND deleted_at IS NULL AND contract_id = ANY($2) GROUP BY 1
"""


class Issued(NamedTuple):
    """The goods issues (WZ) of a contract: the day of the first, and their value in PLN gross."""

    since: date
    value: Decimal


async def issued_to(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, Issued]:
    """What was issued to each contract; one that got nothing is missing."""
    rows = await ctx.query(_ISSUED, ctx.tenant_id, list(contract_ids))
    return {row["contract_id"]: Issued(row["od"], row["wartosc"]) for row in rows}
