"""Sums of goods issued to contracts, without cancelled documents."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from bottega.business.warehouse.purchase_prices import Value
from bottega.kernel.context import Context

# Lines with a net price say how much VAT is in them; the rest of the value does not.
_ISSUED: Final = """
SELECT d.contract_id, min(d.data) AS od, sum(d.kwota) AS brutto, coalesce(sum(l.vat), 0) AS vat,
    sum(d.kwota) - coalesce(sum(l.brutto), 0) AS bez_netto
FROM warehouse_goods_issues AS d LEFT JOIN LATERAL (
    SELECT sum(round(i.ilosc * i.cena, 2)) AS brutto,
        sum(round(i.ilosc * i.cena, 2) - round(i.ilosc * i.cena_netto, 2)) AS vat
    FROM warehouse_goods_issue_lines AS i
    WHERE i.tenant_id = d.tenant_id AND i.goods_issue_id = d.id AND i.deleted_at IS NULL
        AND i.cena IS NOT NULL AND i.cena_netto IS NOT NULL
) AS l ON true
WHERE d.tenant_id = $1 AND d.deleted_at IS NULL AND d.contract_id = ANY($2) GROUP BY 1
"""


class Issued(NamedTuple):
    """The goods issues (WZ) of a contract: the day of the first, and their value.

    What of a document's value its lines with net prices do not explain, is without one: a negative rest where it is
    worth less than these lines.
    """

    since: date
    value: Value


async def issued_to(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, Issued]:
    """What was issued to each contract; one that got nothing is missing."""
    rows = await ctx.query(_ISSUED, ctx.tenant_id, list(contract_ids))
    return {row["contract_id"]: Issued(row["od"], Value(row["brutto"], row["vat"], row["bez_netto"])) for row in rows}
