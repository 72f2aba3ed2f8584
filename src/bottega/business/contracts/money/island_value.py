"""The gross value of the kitchen island of a contract, kept for all its invoices."""

from decimal import Decimal
from uuid import UUID

from bottega.business.contracts.tables.contract import Contract
from bottega.kernel.context import Context
from bottega.kernel.writes import changes


async def note_island(ctx: Context, contract_id: UUID, wyspa: Decimal) -> None:
    """Note what the kitchen island of a contract costs, PLN gross; whoever calls holds the contract."""
    await changes.update(ctx, Contract, contract_id, {"wyspa_brutto": wyspa})
