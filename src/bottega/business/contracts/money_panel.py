"""The money panel: what was planned against what came in, and who is late with how much (BR-9)."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.ageing import BUCKETS, PLANNED
from bottega.business.contracts.figures import NOTHING, SIGNED
from bottega.business.contracts.module import module
from bottega.business.contracts.scope import own_only, visible
from bottega.business.customers import Party, parties
from bottega.kernel.context import Context
from bottega.kernel.schemas import Schema, today

MOST: Final = 100
CURRENT: Final = BUCKETS[0]

# $1 tenant, $2 contracts or null, $3 organizations or null, $4 today.
_BUCKETS: Final = (
    "SELECT przedzial, sum(reszta) AS kwota, count(*) FILTER (WHERE reszta > 0) AS pozycje, sum(cena) AS plan,"
    f" sum(pokryto) AS pokryto FROM ({PLANNED}) AS rows GROUP BY 1"
)
_OVERDUE: Final = f"""
SELECT r.contract_id, c.numer, c.customer_id, sum(r.reszta) AS kwota, max(r.dni) AS dni, min(r.data) AS od,
    count(*) OVER () AS razem
FROM ({PLANNED}) AS r JOIN contracts_contracts AS c ON c.tenant_id = $1 AND c.id = r.contract_id
WHERE r.przedzial <> '{CURRENT}' AND r.reszta > 0
GROUP BY 1, 2, 3 ORDER BY max(r.dni) DESC, sum(r.reszta) DESC, 1 LIMIT {MOST}
"""
_RECEIVED: Final = f"""
SELECT coalesce(sum({SIGNED}) FILTER (WHERE potwierdzona), 0.00) AS wplacono,
    coalesce(sum({SIGNED}) FILTER (WHERE NOT potwierdzona), 0.00) AS oczekuje
FROM contracts_payment_methods
WHERE tenant_id = $1 AND deleted_at IS NULL AND ($2::uuid[] IS NULL OR contract_id = ANY($2))
    AND ($3::uuid[] IS NULL OR organization_id = ANY($3))
"""
_ASSIGNED: Final = (
    "SELECT contract_id FROM contracts_worker_assignments WHERE tenant_id = $1 AND uzytkownik_id = $2"
    " AND deleted_at IS NULL"
)


class Bucket(Schema):
    """Planned payments that are due since so many days, and what they still lack; PLN gross."""

    przedzial: str = Field(description="nieprzeterminowane, 1-7, 8-30, 31-60 or 60+ days.")
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


@module.get("/money", "contracts.view", name="contracts.money")
async def show_money(ctx: Context) -> MoneyPanel:
    """Show money panel.

    What is planned, what came in, and what is late: by days since it was due, and by contract. Confirmed payments cover
    planned ones in the order of their days (BR-9); dissolved contracts plan nothing any more.
    """
    person = own_only(ctx)
    only: list[UUID] | None = None
    if person is not None:
        only = [row["contract_id"] for row in await ctx.query(_ASSIGNED, ctx.tenant_id, person)]
    scope = (ctx.tenant_id, only, visible(ctx))
    buckets = {row["przedzial"]: row for row in await ctx.query(_BUCKETS, *scope, today())}
    late = await ctx.query(_OVERDUE, *scope, today())
    [received] = await ctx.query(_RECEIVED, *scope)
    names = await parties(ctx, [row["customer_id"] for row in late])
    return MoneyPanel(
        plan=_sum(buckets, "plan"), pokryto=_sum(buckets, "pokryto"),
        wplacono=str(received["wplacono"]), oczekuje=str(received["oczekuje"]),
        przeterminowane=_sum({name: row for name, row in buckets.items() if name != CURRENT}, "kwota"),
        przedzialy=[_bucket(name, buckets.get(name)) for name in BUCKETS],
        zalegle_umowy=late[0]["razem"] if late else 0,
        zalegle=[_overdue(dict(row), names) for row in late],
    )  # fmt: skip


def _sum(rows: dict[str, Any], column: str) -> str:
    return str(sum((row[column] for row in rows.values()), NOTHING))


def _bucket(name: str, row: Any) -> Bucket:
    return Bucket(
        przedzial=name, kwota=str(row["kwota"] if row else NOTHING), pozycje=row["pozycje"] if row else 0
    )


def _overdue(row: dict[str, Any], names: dict[UUID, Party]) -> Overdue:
    customer = names.get(row["customer_id"])
    return Overdue(
        contract_id=row["contract_id"], numer=row["numer"], customer_id=row["customer_id"],
        klient=customer.display_name if customer else None, kwota=str(row["kwota"]), dni=row["dni"], od=row["od"],
    )  # fmt: skip
