"""Queries on contracts for other modules: many contracts in one statement."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.access import own_only, visible
from bottega.business.contracts.money.balances import SIGNED
from bottega.business.contracts.progress_facts import LATE
from bottega.business.contracts.tables.contract import Contract
from bottega.kernel.context import Context
from bottega.kernel.schemas import today
from bottega.kernel.visibility import seen

Row = dict[str, Any]

SPECIFIED: Final = {
    "furniture": "contracts_furniture",
    "fronts": "contracts_fronts",
    "handles": "contracts_handles",
    "vitrines": "contracts_vitrines",
    "appliances": "contracts_appliances",
}
_FACTS: Final = """
SELECT c.*, d.data AS termin_montazu, coalesce(d.przelozono, 0) AS przelozono
FROM contracts_contracts AS c LEFT JOIN LATERAL (
    SELECT (array_agg(data ORDER BY created_at DESC, id DESC))[1] AS data,
        count(*) FILTER (WHERE wydarzenie_id IS NOT NULL) AS przelozono
    FROM contracts_installation_dates AS d
    WHERE d.tenant_id = c.tenant_id AND d.contract_id = c.id AND d.deleted_at IS NULL
) AS d ON true
WHERE c.tenant_id = $1 AND c.id = ANY($2) AND c.deleted_at IS NULL
"""
_ORDERS: Final = f"""
SELECT contract_id, count(*) FILTER (WHERE data_wyslania IS NULL) AS robocze,
    count(*) FILTER (WHERE data_wyslania IS NOT NULL AND data_odbioru IS NULL) AS wyslane,
    count(*) FILTER (WHERE data_odbioru IS NOT NULL) AS odebrane,
    count(*) FILTER (WHERE {LATE.format(today="$3::date")}) AS opoznione
FROM contracts_purchase_orders WHERE tenant_id = $1 AND contract_id = ANY($2) AND deleted_at IS NULL GROUP BY 1
"""
_IN_VIEW: Final = f"""
SELECT p.id, p.contract_id, p.typ, p.rodzaj, p.cena, p.data, p.potwierdzona FROM contracts_payments AS p
JOIN contracts_contracts AS c ON c.tenant_id = p.tenant_id AND c.id = p.contract_id AND c.deleted_at IS NULL
WHERE p.tenant_id = $1 AND p.potwierdzona AND p.deleted_at IS NULL
    AND ($2::uuid[] IS NULL OR c.organization_id = ANY($2)) AND {seen(Contract, "c", "$3")}
ORDER BY p.data, p.id
"""
_RATED: Final = """
SELECT id, contract_id, kwota FROM contracts_work_ratings
WHERE tenant_id = $1 AND contract_id = ANY($2) AND deleted_at IS NULL
"""


async def contract_facts(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, Row]:
    """The rows of contracts, with the agreed day of installation and how often it was put off.

    ``termin_montazu`` is the newest agreed date, ``przelozono`` the number of times the calendar moved it.
    """
    rows = await ctx.query(_FACTS, ctx.tenant_id, list(ids))
    return {row["id"]: dict(row) for row in rows}


async def specification(ctx: Context, contract_id: UUID) -> dict[str, list[Row]]:
    """What is built: furniture, fronts, handles, vitrines and appliances of a contract, as they were entered."""
    return (await specifications(ctx, [contract_id]))[contract_id]


async def specifications(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, dict[str, list[Row]]]:
    """The same of many contracts, in as many statements."""
    found: dict[UUID, dict[str, list[Row]]] = {one: {name: [] for name in SPECIFIED} for one in ids}
    for name, table in SPECIFIED.items():
        rows = await ctx.query(
            f"SELECT * FROM {table} WHERE tenant_id = $1 AND contract_id = ANY($2) AND deleted_at IS NULL ORDER BY id",
            ctx.tenant_id,
            list(found),
        )
        for row in rows:
            found[row["contract_id"]][name].append(dict(row))
    return found


async def payments_of(ctx: Context, contract_id: UUID) -> list[Row]:
    """The payments of a contract in the order of their days, those without one last."""
    rows = await ctx.query(
        "SELECT * FROM contracts_payments WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL"
        " ORDER BY data NULLS LAST, id",
        ctx.tenant_id,
        contract_id,
    )
    return [dict(row) for row in rows]


async def payments_for(ctx: Context, transaction_ids: Iterable[UUID]) -> dict[UUID, Row]:
    """The payments of some entries of the ledger, by the ids of the entries; a credited fee's is that of the fee."""
    rows = await ctx.query(
        "SELECT * FROM contracts_payments WHERE tenant_id = $1 AND transaction_id = ANY($2) AND deleted_at IS NULL",
        ctx.tenant_id,
        list(transaction_ids),
    )
    return {row["transaction_id"]: dict(row) for row in rows}


async def payments_in_view(ctx: Context) -> dict[UUID, list[Row]]:
    """The confirmed payments of contracts in the caller's view, by contract, in the order of their days."""
    found: dict[UUID, list[Row]] = {}
    for row in await ctx.query(_IN_VIEW, ctx.tenant_id, visible(ctx), own_only(ctx)):
        found.setdefault(row["contract_id"], []).append(dict(row))
    return found


async def confirmed_payments(ctx: Context) -> list[Row]:
    """Every confirmed payment of the tenant, for whoever checks the books; ``kwota`` of a refund is negative."""
    rows = await ctx.query(
        f"SELECT id, organization_id, contract_id, transaction_id, {SIGNED} AS kwota FROM contracts_payments"
        " WHERE tenant_id = $1 AND potwierdzona AND deleted_at IS NULL",
        ctx.tenant_id,
    )
    return [dict(row) for row in rows]


async def orders_of(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """How many purchase orders of each contract are ``robocze``, ``wyslane``, ``odebrane`` and ``opoznione``."""
    rows = await ctx.query(_ORDERS, ctx.tenant_id, list(ids), today())
    return {row["contract_id"]: {k: v for k, v in dict(row).items() if k != "contract_id"} for row in rows}


async def ratings_of(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, dict[UUID, Decimal]]:
    """What each rating of the work on contracts earned, PLN gross: by contract, then by rating."""
    found: dict[UUID, dict[UUID, Decimal]] = {}
    for row in await ctx.query(_RATED, ctx.tenant_id, list(ids)):
        found.setdefault(row["contract_id"], {})[row["id"]] = row["kwota"]
    return found


async def rated_workers(ctx: Context, transaction_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Whose pay some entries of the ledger are: the worker by the id of the entry that paid their ratings."""
    rows = await ctx.query(
        "SELECT DISTINCT ON (transaction_id) transaction_id, uzytkownik_id FROM contracts_work_ratings"
        " WHERE tenant_id = $1 AND transaction_id = ANY($2) AND deleted_at IS NULL ORDER BY transaction_id, id",
        ctx.tenant_id,
        list(transaction_ids),
    )
    return {row["transaction_id"]: row["uzytkownik_id"] for row in rows}


async def assigned_workers(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Who is assigned to each contract, in the order they were."""
    found: dict[UUID, list[UUID]] = {contract_id: [] for contract_id in ids}
    rows = await ctx.query(
        "SELECT contract_id, uzytkownik_id FROM contracts_worker_assignments WHERE tenant_id = $1"
        " AND contract_id = ANY($2) AND deleted_at IS NULL ORDER BY created_at, id",
        ctx.tenant_id,
        list(found),
    )
    for row in rows:
        found[row["contract_id"]].append(row["uzytkownik_id"])
    return found


async def contracts_of_worker(ctx: Context, user_id: UUID) -> list[UUID]:
    """The contracts somebody is assigned to, whoever asks."""
    rows = await ctx.query(
        "SELECT contract_id FROM contracts_worker_assignments WHERE tenant_id = $1 AND uzytkownik_id = $2"
        " AND deleted_at IS NULL",
        ctx.tenant_id,
        user_id,
    )
    return [row["contract_id"] for row in rows]


async def assembly_notes_of(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, list[Row]]:
    """The notes about the assembly of each contract, newest first."""
    rows = await ctx.query(
        "SELECT id, contract_id, uwagi, autor_id, created_at FROM contracts_assembly_notes WHERE tenant_id = $1"
        " AND contract_id = ANY($2) AND deleted_at IS NULL ORDER BY id DESC",
        ctx.tenant_id,
        list(ids),
    )
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row["contract_id"], []).append(dict(row))
    return found
