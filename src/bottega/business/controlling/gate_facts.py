"""Data collection for gates: a fixed number of statements for a page of contracts."""

from collections.abc import Sequence

from bottega.business.contracts import Progress, balances, planned_payments, valuations
from bottega.business.controlling.gates import Facts
from bottega.business.measurements import measured
from bottega.business.warehouse import issued_to
from bottega.kernel import masking
from bottega.kernel.context import Context
from bottega.kernel.schemas import today


async def facts_of(ctx: Context, contracts: Sequence[Progress]) -> list[Facts]:
    """The facts of contracts, in their order."""
    ids = [one.id for one in contracts]
    day = today()
    quotes, owed = await valuations(ctx, ids), await balances(ctx, ids)
    plans, issued = await planned_payments(ctx, ids, day), await issued_to(ctx, ids)
    seen = await measured(ctx, {one.customer_id for one in contracts})
    return [
        Facts(
            contract=one,
            today=day,
            measured=one.customer_id in seen,
            quote=quotes[one.id],
            balance=owed[one.id],
            issued=one.id in issued,
            plan=tuple(plans.get(one.id, ())),
            with_amounts=masking.lacking(ctx) is None,
        )
        for one in contracts
    ]
