"""Profit of contracts (BR-24): net revenue less expenses, issued goods and rated work.

A studio that is an active VAT payer deducts the VAT in what it buys: the one that a net amount tells, otherwise that
of the basic rate. Costs count as they are booked; a rating counts until its payment is booked, and then that does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Self
from uuid import UUID

from bottega.business.contracts import ratings_of
from bottega.business.documents import Revenue, net_revenue, tax_in
from bottega.business.finance import Costs, contract_costs, paid_out
from bottega.business.warehouse import cut_costs, issued_to
from bottega.kernel.context import Context

ZERO: Final = Decimal("0.00")
# Below this margin, in per cent of net revenue, an owner should look closer.
LOW_MARGIN: Final = 20


@dataclass(frozen=True)
class Cost:
    """A part of what a contract costs, PLN: with VAT, and without what the studio deducts of it."""

    brutto: Decimal = ZERO
    netto: Decimal = ZERO
    # The part of the difference that nobody told: VAT at the basic rate.
    szacowany: Decimal = ZERO

    @classmethod
    def of(cls, brutto: Decimal, vat: Decimal, bez_netto: Decimal, *, czynny: bool) -> Self:
        """A cost with the VAT known in it and the gross part of which no VAT is known."""
        if not czynny:
            return cls(brutto, brutto)
        estimated = tax_in(bez_netto)
        return cls(brutto, brutto - vat - estimated, estimated)

    def __add__(self, other: "Cost") -> "Cost":
        """Both together."""
        return Cost(self.brutto + other.brutto, self.netto + other.netto, self.szacowany + other.szacowany)


@dataclass(frozen=True)
class Profit:
    """A contract's result in PLN, all of it net of the VAT that is paid or deducted."""

    revenue: Decimal = ZERO
    spent: Cost = Cost()
    material: Cost = Cost()
    work: Cost = Cost()

    @property
    def result(self) -> Decimal:
        """What is left."""
        return self.revenue - self.spent.netto - self.material.netto - self.work.netto

    @property
    def margin(self) -> Decimal | None:
        """Per cent of the revenue, one decimal; None unless there is revenue: a loss of a loss is no gain."""
        if self.revenue <= 0:
            return None
        return (self.result / self.revenue * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def estimated(self) -> Decimal:
        """The VAT that was taken out of costs at the basic rate."""
        return self.spent.szacowany + self.material.szacowany + self.work.szacowany

    @property
    def low(self) -> bool:
        """Whether somebody should look closer."""
        return self.result < 0 or (self.margin is not None and self.margin < LOW_MARGIN)

    @property
    def rank(self) -> tuple[int, Decimal]:
        """What sorts the worst first: losses without revenue, then by margin, then what has neither."""
        if self.margin is not None:
            return 1, self.margin
        return (0, self.result) if self.result < 0 else (2, ZERO)

    def __add__(self, other: "Profit") -> "Profit":
        """Both together."""
        return Profit(
            self.revenue + other.revenue,
            self.spent + other.spent,
            self.material + other.material,
            self.work + other.work,
        )


async def profits_of(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, Profit]:
    """The result of each contract: a fixed number of statements, however many there are."""
    ids = list(contract_ids)
    revenue, spent = await net_revenue(ctx, ids), await contract_costs(ctx, ids)
    issued, cut = await issued_to(ctx, ids), await cut_costs(ctx, ids)
    ratings = await ratings_of(ctx, ids)
    paid = await paid_out(ctx, (rating for each in ratings.values() for rating in each))
    found: dict[UUID, Profit] = {}
    for one in ids:
        brings: Revenue = revenue[one]
        goods = [issued[one].value] if one in issued else []
        goods += [cut[one]] if one in cut else []
        found[one] = Profit(
            revenue=brings.netto,
            spent=Cost.of(*spent.get(one, _NONE), czynny=brings.czynny),
            material=sum((Cost.of(*each, czynny=brings.czynny) for each in goods), Cost()),
            work=sum(
                (
                    Cost.of(*paid.get(rating, Costs(earned, ZERO, ZERO)), czynny=brings.czynny)
                    for rating, earned in ratings.get(one, {}).items()
                ),
                Cost(),
            ),
        )
    return found


_NONE: Final = Costs(ZERO, ZERO, ZERO)
