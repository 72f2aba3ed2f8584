"""Price, payments and balance of contracts (BR-1 to BR-3), summed in SQL for many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.business.contracts.access import IN_VIEW, own_only, visible
from bottega.business.contracts.tables.money import EARNEST, REFUND
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record

NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True)
class Quote:
    """The effective valuation of a contract, PLN gross; all zeros while there is none."""

    meble: Decimal = NOTHING
    dodatki: Decimal = NOTHING
    sprzet: Decimal = NOTHING

    @property
    def suma(self) -> Decimal:
        """BR-1."""
        return self.meble + self.dodatki + self.sprzet


@dataclass(frozen=True)
class Balance:
    """What is owed and paid, PLN gross; ``wszystkie`` counts payments that are not confirmed, too."""

    suma: Decimal = NOTHING
    zaplacono: Decimal = NOTHING
    # Confirmed earnest money, and all payments whether confirmed or not, but for those that were refused.
    zadatki: Decimal = NOTHING
    wszystkie: Decimal = NOTHING
    rozwiazana: bool = False

    @property
    def do_zaplaty(self) -> Decimal:
        """BR-3: negative when too much was paid."""
        return self.suma - self.zaplacono

    @property
    def overpaid(self) -> Decimal:
        """What was paid beyond the price; without a price nobody knows."""
        return max(-self.do_zaplaty, NOTHING) if self.suma or self.rozwiazana else NOTHING


QUOTES: Final = (
    "SELECT DISTINCT ON (contract_id) contract_id, meble, dodatki, sprzet FROM contracts_valuations"
    " WHERE tenant_id = $1 AND contract_id = ANY($2) AND deleted_at IS NULL"
    " ORDER BY contract_id, created_at DESC, id DESC"
)
SIGNED: Final = f"CASE WHEN typ = '{REFUND}' THEN -cena ELSE cena END"
_FIGURES: Final = f"""
SELECT c.id, coalesce(c.kwota_rozwiazania, v.suma, 0.00) AS suma, p.zaplacono, p.zadatki, p.wszystkie,
    c.rozwiazana
FROM contracts_contracts AS c
LEFT JOIN LATERAL (
    SELECT meble + dodatki + sprzet AS suma FROM contracts_valuations AS v
    WHERE v.tenant_id = c.tenant_id AND v.contract_id = c.id AND v.deleted_at IS NULL
    ORDER BY v.created_at DESC, v.id DESC LIMIT 1
) AS v ON true
CROSS JOIN LATERAL (
    SELECT coalesce(sum({SIGNED}) FILTER (WHERE potwierdzona), 0.00) AS zaplacono,
        coalesce(sum(cena) FILTER (WHERE potwierdzona AND typ = '{EARNEST}'), 0.00) AS zadatki,
        coalesce(sum({SIGNED}) FILTER (WHERE NOT odrzucona), 0.00) AS wszystkie
    FROM contracts_payments AS p
    WHERE p.tenant_id = c.tenant_id AND p.contract_id = c.id AND p.deleted_at IS NULL
) AS p
WHERE c.tenant_id = $1 AND c.id = """
BALANCES: Final = f"{_FIGURES} ANY($2)"
_BALANCE_IN_VIEW: Final = f"{_FIGURES} $2 AND {IN_VIEW}"


async def valuations(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, Quote]:
    """The effective valuation of each contract: its newest row (BR-1)."""
    wanted = list(ids)
    rows = await ctx.query(QUOTES, ctx.tenant_id, wanted)
    found = {row["contract_id"]: Quote(row["meble"], row["dodatki"], row["sprzet"]) for row in rows}
    return {contract_id: found.get(contract_id, Quote()) for contract_id in wanted}


async def balances(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, Balance]:
    """What each contract costs, what was paid and what is left; of a dissolved one, what the studio keeps."""
    wanted = list(ids)
    rows = await ctx.query(BALANCES, ctx.tenant_id, wanted)
    found = {row["id"]: _balance(row) for row in rows}
    return {contract_id: found.get(contract_id, Balance()) for contract_id in wanted}


async def require_balance(ctx: Context, contract_id: UUID) -> Balance:
    """The same of one contract in the caller's view, or 404; one statement."""
    return _balance(await ctx.require(_BALANCE_IN_VIEW, ctx.tenant_id, contract_id, visible(ctx), own_only(ctx)))


def _balance(row: Record) -> Balance:
    return Balance(row["suma"], row["zaplacono"], row["zadatki"], row["wszystkie"], row["rozwiazana"])
