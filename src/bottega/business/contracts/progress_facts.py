"""Progress of contracts: the facts that stages and gates are computed from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.access import own_only, visible
from bottega.business.contracts.tables.contract import Contract, Kind
from bottega.kernel.context import Context
from bottega.kernel.schemas import today
from bottega.kernel.text.folding import like
from bottega.kernel.visibility import seen

# How long suppliers usually take when they promise no day; an order that is out longer is late.
LEAD_TIME: Final = timedelta(days=21)
# SQL: the day an order that was sent should be there.
EXPECTED: Final = f"coalesce(data_obiecana, data_wyslania + {LEAD_TIME.days})"
# SQL: an order that was sent, is not there, and should be; the parameter is today.
LATE: Final = f"data_odbioru IS NULL AND data_wyslania IS NOT NULL AND {EXPECTED} < {{today}}"

# $1 tenant, $2 contracts or null for all, $3 organizations in view, $4 whose assignments limit the view, $5 today,
# $6 a pattern of the number.
_PROGRESS: Final = f"""
SELECT c.id, c.numer, c.typ, c.customer_id, c.uzytkownik_id, c.data_podpisania, c.zakonczona, c.rozliczona,
    c.rozwiazana, d.data AS termin, coalesce(o.robocze, 0) AS robocze, coalesce(o.wyslane, 0) AS wyslane,
    coalesce(o.odebrane, 0) AS odebrane, coalesce(o.opoznione, 0) AS opoznione, o.oczekiwane
FROM contracts_contracts AS c
LEFT JOIN (
    SELECT contract_id, count(*) FILTER (WHERE data_wyslania IS NULL) AS robocze,
        count(*) FILTER (WHERE data_wyslania IS NOT NULL AND data_odbioru IS NULL) AS wyslane,
        count(*) FILTER (WHERE data_odbioru IS NOT NULL) AS odebrane,
        count(*) FILTER (WHERE {LATE.format(today="$5::date")}) AS opoznione,
        max({EXPECTED}) FILTER (WHERE data_odbioru IS NULL) AS oczekiwane
    FROM contracts_purchase_orders
    WHERE tenant_id = $1 AND deleted_at IS NULL AND ($2::uuid[] IS NULL OR contract_id = ANY($2))
    GROUP BY 1
) AS o ON o.contract_id = c.id
LEFT JOIN (
    SELECT DISTINCT ON (contract_id) contract_id, data FROM contracts_installation_dates
    WHERE tenant_id = $1 AND deleted_at IS NULL AND ($2::uuid[] IS NULL OR contract_id = ANY($2))
    ORDER BY contract_id, created_at DESC, id DESC
) AS d ON d.contract_id = c.id
WHERE c.tenant_id = $1 AND c.deleted_at IS NULL AND ($2::uuid[] IS NULL OR c.id = ANY($2))
    AND ($3::uuid[] IS NULL OR c.organization_id = ANY($3))
    AND {seen(Contract, "c", "$4")}
    AND ($6::text IS NULL OR c.numer ILIKE $6)
ORDER BY c.id DESC
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """A contract with the number of its purchase orders by state and its agreed day of installation.

    ``robocze`` are drafts, ``wyslane`` sent and not received, ``opoznione`` those among them that are late, and
    ``oczekiwane`` is the day when the last of them should be there.
    """

    id: UUID
    numer: str
    typ: Kind
    customer_id: UUID
    uzytkownik_id: UUID | None
    data_podpisania: date | None
    zakonczona: bool
    rozliczona: bool
    rozwiazana: bool
    termin: datetime | None
    robocze: int
    wyslane: int
    odebrane: int
    opoznione: int
    oczekiwane: date | None = None


def expected(order: Mapping[str, Any]) -> date | None:
    """The day an order should be there; None for a draft without a promise."""
    sent: date | None = order["data_wyslania"]
    return order["data_obiecana"] or (sent + LEAD_TIME if sent else None)


async def progress(ctx: Context, ids: Iterable[UUID] | None = None, *, numer: str | None = None) -> list[Progress]:
    """The contracts in the caller's view, newest first: those with the ids, or all whose number contains ``numer``."""
    rows = await ctx.query(
        _PROGRESS,
        ctx.tenant_id,
        None if ids is None else list(ids),
        visible(ctx),
        own_only(ctx),
        today(),
        like(numer) if numer else None,
    )
    return [Progress(*row) for row in rows]
