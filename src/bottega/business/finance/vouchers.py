"""What a cash document needs to know of an entry: its cash box, its cash report, and its place in it (brief §10.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context

# The place in a report is that among everything that ever went through the box in its period, so it never changes:
# entries are added at the end, and what is cancelled keeps its place.
_VOUCHERS: Final = """
SELECT t.id AS transaction_id, t.linked_entity_type, t.linked_entity_id, t.typ, t.kwota, t.data, t.nazwa, t.contract_id,
       t.autor_id, b.id AS cash_box_id, b.nazwa AS kasa, b.kod, r.id AS report_id, r.numer AS report_number,
       CASE WHEN r.id IS NOT NULL THEN (
           SELECT count(*) FROM finance_transactions AS o WHERE o.tenant_id = t.tenant_id
           AND o.cash_box_id = t.cash_box_id AND o.lp_kasowe <= t.lp_kasowe
           AND (o.data AT TIME ZONE 'Europe/Warsaw')::date BETWEEN r.dzien_od AND r.dzien_do) END::int AS position
FROM finance_transactions AS t
JOIN finance_cash_boxes AS b ON b.tenant_id = t.tenant_id AND b.id = t.cash_box_id
LEFT JOIN finance_cash_reports AS r ON r.tenant_id = t.tenant_id AND r.cash_box_id = t.cash_box_id
    AND r.deleted_at IS NULL AND (t.data AT TIME ZONE 'Europe/Warsaw')::date BETWEEN r.dzien_od AND r.dzien_do
WHERE t.tenant_id = $1 AND t.stan = 'zaksiegowana' AND t.deleted_at IS NULL
  AND (t.id = ANY($2) OR t.linked_entity_type = 'payment_method' AND t.linked_entity_id = ANY($3))
"""


@dataclass(frozen=True)
class Voucher:
    """A booked cash entry as a document shows it; KP for ``przychod``, KW for ``rozchod``.

    Report number and position are None as long as no cash report covers its day.
    """

    transaction_id: UUID
    linked_entity_type: str | None
    linked_entity_id: UUID | None
    typ: str
    kwota: Decimal
    data: datetime
    nazwa: str
    contract_id: UUID | None
    autor_id: UUID | None
    cash_box_id: UUID
    kasa: str
    kod: str
    report_id: UUID | None
    report_number: str | None
    position: int | None


async def vouchers(
    ctx: Context, *, transaction_ids: Iterable[UUID] = (), payment_ids: Iterable[UUID] = ()
) -> list[Voucher]:
    """The vouchers of booked cash entries, by their own ids or by those of payments of contracts; others have none."""
    rows: list[Any] = await ctx.query(_VOUCHERS, ctx.tenant_id, list(transaction_ids), list(payment_ids))
    return [Voucher(**dict(row)) for row in rows]
