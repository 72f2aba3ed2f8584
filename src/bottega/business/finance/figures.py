"""Sums of the ledger by contract: costs and payments for work."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from bottega.kernel.context import Context

# Expenses without an invoice, and so without VAT.
UNTAXED: Final = ("robocizna", "wynagrodzenia", "zus_podatki")
# What was reversed is no cost, and neither is what reverses it.
_COSTS: Final = """
SELECT contract_id, sum(kwota) AS brutto, coalesce(sum(kwota - kwota_netto), 0) AS vat,
  coalesce(sum(kwota) FILTER (WHERE kwota_netto IS NULL AND coalesce(kategoria, '') <> ALL($3)), 0) AS bez_netto
FROM finance_transactions
WHERE tenant_id = $1 AND contract_id = ANY($2) AND stan = 'zaksiegowana' AND deleted_at IS NULL
  AND typ = 'rozchod' AND charakter = 'zwykla' AND storno_id IS NULL
  AND coalesce(linked_entity_type, '') NOT IN ('payment_method', 'work_rating')
GROUP BY contract_id
"""
_PAID: Final = """
SELECT linked_entity_id, sum(kwota) AS brutto, coalesce(sum(kwota - kwota_netto), 0) AS vat, 0.00 AS bez_netto
FROM finance_transactions
WHERE tenant_id = $1 AND linked_entity_type = 'work_rating' AND linked_entity_id = ANY($2) AND typ = 'rozchod'
  AND stan = 'zaksiegowana' AND storno_id IS NULL AND deleted_at IS NULL
GROUP BY linked_entity_id
"""


class Costs(NamedTuple):
    """Expenses, PLN: gross, the VAT in those whose net amount is known, and the gross amount of the others."""

    brutto: Decimal
    vat: Decimal
    bez_netto: Decimal


async def contract_costs(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, Costs]:
    """What was booked as spent on contracts, by contract (BR-24).

    Refunds to the client are no cost, and what was paid for rated work is counted with the ratings (``paid_out``).
    Wages and social insurance bear no VAT.
    """
    rows = await ctx.query(_COSTS, ctx.tenant_id, list(contract_ids), list(UNTAXED))
    return {row[0]: Costs(*row[1:]) for row in rows}


async def paid_out(ctx: Context, rating_ids: Iterable[UUID]) -> dict[UUID, Costs]:
    """What was paid out for work that was rated, by rating; who is not in it has not been paid.

    It bears no VAT unless its net amount says so: an invoice of a subcontractor.
    """
    return {row[0]: Costs(*row[1:]) for row in await ctx.query(_PAID, ctx.tenant_id, list(rating_ids))}
