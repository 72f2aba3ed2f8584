"""Cash to be collected from a customer: due cash instalments, at most the balance."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.business.contracts.money.balances import NOTHING, balances
from bottega.business.contracts.money.schedule_coverage import planned_payments
from bottega.business.contracts.tables.money import CASH
from bottega.kernel.context import Context
from bottega.kernel.schemas import today

# Cash that is agreed for the week after the work is collected with it: nobody goes there again for it.
AHEAD: Final = timedelta(days=7)


async def cash_due(ctx: Context, days: Mapping[UUID, date]) -> dict[UUID, Decimal]:
    """What is to be collected of each contract by a day, PLN gross; ``days`` maps contracts to days.

    Of a contract with a schedule that is what its cash lines up to a week after that day still lack, lines without a
    day among them; without a schedule, all that is owed. What was taken counts though nobody has confirmed it yet.
    """
    plans = await planned_payments(ctx, days, today())
    owed = await balances(ctx, days)
    found: dict[UUID, Decimal] = {}
    for contract_id, day in days.items():
        balance = owed[contract_id]
        left = balance.suma - balance.wszystkie
        lines = plans.get(contract_id)
        if lines is not None:
            due = sum(
                (
                    line["reszta"]
                    for line in lines
                    if line["rodzaj"] == CASH and (line["data"] is None or line["data"] <= day + AHEAD)
                ),
                NOTHING,
            )
            waiting = balance.wszystkie - balance.zaplacono
            left = min(left, due - waiting)
        found[contract_id] = max(left, NOTHING)
    return found
