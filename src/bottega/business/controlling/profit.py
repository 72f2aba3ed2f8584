"""What contracts earn (BR-24): net revenue less what was spent, issued from stock and paid for work.

Costs count as they are booked; a rating counts until its payment is booked, and then that payment does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from bottega.business.contracts import ratings_of
from bottega.business.documents import net_revenue
from bottega.business.finance import contract_costs, paid_out
from bottega.business.warehouse import issued_to
from bottega.kernel.context import Context

ZERO: Final = Decimal("0.00")
# Below this margin, in per cent of net revenue, an owner should look closer.
LOW_MARGIN: Final = 20


@dataclass(frozen=True)
class Profit:
    """A contract's result in PLN: revenue net of VAT, costs as booked."""

    revenue: Decimal
    spent: Decimal
    material: Decimal
    work: Decimal

    @property
    def result(self) -> Decimal:
        """What is left."""
        return self.revenue - self.spent - self.material - self.work

    @property
    def margin(self) -> Decimal | None:
        """Per cent of the revenue, one decimal; None without revenue."""
        if not self.revenue:
            return None
        return (self.result / self.revenue * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def low(self) -> bool:
        """Whether somebody should look closer."""
        return self.result < 0 or (self.margin is not None and self.margin < LOW_MARGIN)


def together(profits: Iterable[Profit]) -> Profit:
    """The sum of several."""
    found = list(profits)
    return Profit(
        *(
            sum((getattr(one, part) for one in found), ZERO)
            for part in ("revenue", "spent", "material", "work")
        )
    )


async def profits_of(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, Profit]:
    """The result of each contract: a fixed number of statements, however many there are."""
    ids = list(contract_ids)
    revenue, spent = await net_revenue(ctx, ids), await contract_costs(ctx, ids)
    issued, ratings = await issued_to(ctx, ids), await ratings_of(ctx, ids)
    paid = await paid_out(ctx, (rating for each in ratings.values() for rating in each))
    return {
        one: Profit(
            revenue=revenue.get(one, ZERO),
            spent=spent.get(one, ZERO),
            material=issued[one].value if one in issued else ZERO,
            work=sum((paid.get(rating, earned) for rating, earned in ratings.get(one, {}).items()), ZERO),
        )
        for one in ids
    }
