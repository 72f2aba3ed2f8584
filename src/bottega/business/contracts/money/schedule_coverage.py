"""Ageing of the payment schedule: allocates confirmed payments to instalments by date (BR-9).

Planned payments without a day come last. Running sums say in one statement what each planned payment still lacks.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final, Literal, get_args
from uuid import UUID

from bottega.business.contracts.money.balances import SIGNED
from bottega.kernel.context import Context

Span = Literal["nieprzeterminowane", "1-7", "8-30", "31-60", "60+"]
BUCKETS: Final[tuple[Span, ...]] = get_args(Span)


def planned_of(chosen: str) -> str:
    """SQL: what each planned payment lacks, of the contracts for whose ``contract_id`` the condition holds.

    Parameters: $1 tenant, $3 organizations or null for all, $4 today; the condition may have others.
    """
    return f"""
SELECT p.id, p.contract_id, p.organization_id, p.typ, p.rodzaj, p.cena, p.data, p.pokryto, p.cena - p.pokryto AS reszta,
    greatest($4::date - p.data, 0) AS dni,
    CASE WHEN p.pokryto >= p.cena THEN NULL
        WHEN p.data IS NULL OR p.data >= $4::date THEN 'nieprzeterminowane'
        WHEN $4::date - p.data <= 7 THEN '1-7' WHEN $4::date - p.data <= 30 THEN '8-30'
        WHEN $4::date - p.data <= 60 THEN '31-60' ELSE '60+' END AS przedzial
FROM (
    SELECT s.*, least(s.cena, greatest(0.00, coalesce(paid.suma, 0.00) - (s.do_tej - s.cena))) AS pokryto
    FROM (
        SELECT p.*, sum(p.cena) OVER (PARTITION BY p.contract_id ORDER BY p.data NULLS LAST, p.id) AS do_tej
        FROM contracts_planned_payments AS p JOIN contracts_contracts AS c
            ON c.tenant_id = p.tenant_id AND c.id = p.contract_id AND c.deleted_at IS NULL AND NOT c.rozwiazana
        WHERE p.tenant_id = $1 AND p.deleted_at IS NULL AND ({chosen})
            AND ($3::uuid[] IS NULL OR p.organization_id = ANY($3))
    ) AS s LEFT JOIN (
        SELECT contract_id, sum({SIGNED}) AS suma FROM contracts_payments
        WHERE tenant_id = $1 AND deleted_at IS NULL AND potwierdzona AND ({chosen})
            AND ($3::uuid[] IS NULL OR organization_id = ANY($3))
        GROUP BY 1
    ) AS paid ON paid.contract_id = s.contract_id
) AS p
"""


# $2 contracts.
PLANNED: Final = planned_of("contract_id = ANY($2)")


async def planned_payments(ctx: Context, ids: Iterable[UUID], today: date) -> dict[UUID, list[dict[str, Any]]]:
    """Each contract's planned payments with what was paid of them.

    ``pokryto`` and ``reszta`` are PLN gross, ``dni`` the days since it was due, ``przedzial`` one of ``BUCKETS``,
    or None when nothing is lacking.
    """
    rows = await ctx.query(
        f"{PLANNED} ORDER BY p.contract_id, p.data NULLS LAST, p.id", ctx.tenant_id, list(ids), None, today
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["contract_id"], []).append(dict(row))
    return found


_LACKING: Final = f"SELECT id FROM ({planned_of('true')}) AS p WHERE reszta > 0 AND przedzial = ANY($2)"


async def lacking(
    ctx: Context, spans: Collection[Span], organizations: Sequence[UUID] | None, today: date
) -> list[UUID]:
    """The planned payments that lack something and are due since one of these spans of days."""
    rows = await ctx.query(_LACKING, ctx.tenant_id, list(spans), organizations, today)
    return [row["id"] for row in rows]
