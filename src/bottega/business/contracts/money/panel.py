"""The money report: planned against paid amounts, and arrears by customer (BR-9)."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.access import own_only, visible
from bottega.business.contracts.module import module
from bottega.business.contracts.money.balances import NOTHING, SIGNED
from bottega.business.contracts.money.schedule_coverage import BUCKETS, Span, planned_of
from bottega.business.customers import Party, parties
from bottega.kernel.context import Context
from bottega.kernel.schemas import Schema, today

MOST: Final = 100
CURRENT: Final = BUCKETS[0]

_SCOPE: Final = (
    "p.tenant_id = $1 AND p.deleted_at IS NULL AND ($2::uuid[] IS NULL OR p.contract_id = ANY($2))"
    " AND ($3::uuid[] IS NULL OR p.organization_id = ANY($3))"
)
# $1 tenant, $2 contracts or null, $3 organizations or null, $4 today, $5 the names of the buckets in order.
# Two sums say whether a contract lacks anything; the schedule is gone through line by line for those that do.
PANEL: Final = f"""
WITH paid AS MATERIALIZED (
    SELECT p.contract_id, coalesce(sum({SIGNED}) FILTER (WHERE potwierdzona), 0.00) AS suma,
        coalesce(sum({SIGNED}) FILTER (WHERE NOT potwierdzona AND NOT odrzucona), 0.00) AS oczekuje
    FROM contracts_payments AS p WHERE {_SCOPE} GROUP BY 1
), plans AS MATERIALIZED (
    SELECT contract_id, plan.suma, least(plan.suma, greatest(0.00, coalesce(paid.suma, 0.00))) AS pokryto
    FROM (
        SELECT p.contract_id, sum(p.cena) AS suma FROM contracts_planned_payments AS p JOIN contracts_contracts AS c
            ON c.tenant_id = p.tenant_id AND c.id = p.contract_id AND c.deleted_at IS NULL AND NOT c.rozwiazana
        WHERE {_SCOPE} GROUP BY 1
    ) AS plan LEFT JOIN paid USING (contract_id)
), lines AS MATERIALIZED ({planned_of("contract_id IN (SELECT contract_id FROM plans WHERE pokryto < suma)")}
), totals AS (
    SELECT coalesce(sum(suma), 0.00) AS plan, coalesce(sum(pokryto), 0.00) AS pokryto FROM plans
), received AS (
    SELECT coalesce(sum(suma), 0.00) AS wplacono, coalesce(sum(oczekuje), 0.00) AS oczekuje FROM paid
), buckets AS (
    SELECT array_agg(kwota ORDER BY lp) AS kwoty, array_agg(pozycje ORDER BY lp) AS pozycje FROM (
        SELECT b.lp, coalesce(sum(reszta), 0.00) AS kwota, count(*) FILTER (WHERE reszta > 0) AS pozycje
        FROM unnest($5::text[]) WITH ORDINALITY AS b (przedzial, lp) LEFT JOIN lines USING (przedzial) GROUP BY 1
    ) AS b
), late AS (
    SELECT l.contract_id, c.numer, c.customer_id, sum(l.reszta) AS kwota, max(l.dni) AS dni, min(l.data) AS od,
        count(*) OVER () AS razem
    FROM lines AS l JOIN contracts_contracts AS c ON c.tenant_id = $1 AND c.id = l.contract_id
    WHERE l.przedzial <> '{CURRENT}' AND l.reszta > 0
    GROUP BY 1, 2, 3 ORDER BY 5 DESC, 4 DESC, 1 LIMIT {MOST}
)
SELECT * FROM totals CROSS JOIN received CROSS JOIN buckets LEFT JOIN late ON true
ORDER BY dni DESC, kwota DESC, contract_id
"""
_ASSIGNED: Final = (
    "SELECT contract_id FROM contracts_worker_assignments WHERE tenant_id = $1 AND uzytkownik_id = $2"
    " AND deleted_at IS NULL"
)


class Bucket(Schema):
    """Planned payments that are due since so many days, and what they still lack; PLN gross."""

    przedzial: Span = Field(description="Days since it was due.")
    kwota: str
    pozycje: int = Field(description="How many of them lack something.")


class Overdue(Schema):
    """A contract that is late, PLN gross."""

    contract_id: UUID
    numer: str
    customer_id: UUID
    klient: str | None
    kwota: str
    dni: int = Field(description="Days since the oldest of its planned payments was due.")
    od: date


class MoneyPanel(Schema):
    """Planned against received, PLN gross."""

    plan: str = Field(description="All planned payments.")
    pokryto: str = Field(description="What confirmed payments cover of them.")
    wplacono: str = Field(description="All confirmed payments, less refunds.")
    oczekuje: str = Field(description="Payments that wait for confirmation.")
    przeterminowane: str
    przedzialy: list[Bucket]
    zalegle_umowy: int = Field(description="How many contracts are late.")
    zalegle: list[Overdue] = Field(description="The 100 that are late the longest.")


@module.get("/money", "contracts.view", name="contracts.money", amounts="refused")
async def show_money(ctx: Context) -> MoneyPanel:
    """Show money panel.

    What is planned, what came in, and what is late: by days since it was due, and by contract. Confirmed payments cover
    planned ones in the order of their days (BR-9); dissolved contracts plan nothing any more.
    """
    person = own_only(ctx)
    only: list[UUID] | None = None
    if person is not None:
        only = [row["contract_id"] for row in await ctx.query(_ASSIGNED, ctx.tenant_id, person)]
    rows = await ctx.query(PANEL, ctx.tenant_id, only, visible(ctx), today(), BUCKETS)
    found, late = rows[0], [dict(row) for row in rows if row["contract_id"] is not None]
    names = await parties(ctx, [row["customer_id"] for row in late])
    return MoneyPanel(
        plan=str(found["plan"]),
        pokryto=str(found["pokryto"]),
        wplacono=str(found["wplacono"]),
        oczekuje=str(found["oczekuje"]),
        przeterminowane=str(sum(found["kwoty"][1:], NOTHING)),
        przedzialy=[
            Bucket(przedzial=name, kwota=str(kwota), pozycje=pozycje)
            for name, kwota, pozycje in zip(BUCKETS, found["kwoty"], found["pozycje"], strict=True)
        ],
        zalegle_umowy=late[0]["razem"] if late else 0,
        zalegle=[_overdue(row, names) for row in late],
    )


def _overdue(row: dict[str, Any], names: dict[UUID, Party]) -> Overdue:
    customer = names.get(row["customer_id"])
    return Overdue(
        contract_id=row["contract_id"],
        numer=row["numer"],
        customer_id=row["customer_id"],
        klient=customer.display_name if customer else None,
        kwota=str(row["kwota"]),
        dni=row["dni"],
        od=row["od"],
    )
