"""Figures of contracts in the ledger, many at a time: what they cost, and what was paid for work on them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context

# What was reversed is no cost, and neither is what reverses it.
_COSTS: Final = """
SELECT contract_id, sum(kwota) AS kwota FROM finance_transactions
WHERE tenant_id = $1 AND contract_id = ANY($2) AND stan = 'zaksiegowana' AND deleted_at IS NULL
  AND typ = 'rozchod' AND charakter = 'zwykla' AND storno_id IS NULL
  AND coalesce(linked_entity_type, '') NOT IN ('payment_method', 'work_rating')
GROUP BY contract_id
"""
_PAID: Final = """
SELECT linked_entity_id, sum(kwota) AS kwota FROM finance_transactions
WHERE tenant_id = $1 AND linked_entity_type = 'work_rating' AND linked_entity_id = ANY($2) AND typ = 'rozchod'
  AND stan = 'zaksiegowana' AND storno_id IS NULL AND deleted_at IS NULL
GROUP BY linked_entity_id
"""


async def contract_costs(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, Decimal]:
    """What was booked as spent on contracts, PLN gross, by contract (BR-24).

    Refunds to the client are no cost, and what was paid for rated work is counted with the ratings (``paid_out``).
    """
    return {row[0]: row[1] for row in await ctx.query(_COSTS, ctx.tenant_id, list(contract_ids))}


async def paid_out(ctx: Context, rating_ids: Iterable[UUID]) -> dict[UUID, Decimal]:
    """What was paid out for work that was rated, by rating; who is not in it has not been paid."""
    return {row[0]: row[1] for row in await ctx.query(_PAID, ctx.tenant_id, list(rating_ids))}
