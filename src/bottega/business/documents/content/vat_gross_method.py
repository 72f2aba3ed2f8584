"""VAT calculation by the gross method.

Law: the tax of a rate is ``gross * rate / (100 + rate)`` of the sum at that rate (VAT act art. 106e ust. 7-8); that of
an advance is counted the same way from the amount received (art. 106f ust. 1 pkt 3); a final invoice shows what is left
after the advances, net and tax alike (art. 106f ust. 3). Amounts are PLN with two decimals, rounded half up (art. 106e
ust. 11).
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec

GROSZ: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")
# Rates as invoices name them, lowest first; ``zw`` is exempt.
PERCENT: Final[Mapping[str, int]] = {"zw": 0, "8": 8, "23": 23}
BASIC: Final = "23"


class RateTotal(msgspec.Struct, frozen=True):
    """What is due at one rate."""

    stawka: str
    netto: Decimal
    vat: Decimal
    brutto: Decimal

    def __add__(self, other: "RateTotal") -> "RateTotal":
        """Both together."""
        return RateTotal(self.stawka, self.netto + other.netto, self.vat + other.vat, self.brutto + other.brutto)

    def __neg__(self) -> "RateTotal":
        """The same, to be subtracted."""
        return RateTotal(self.stawka, -self.netto, -self.vat, -self.brutto)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.netto or self.vat or self.brutto)


def rounded(amount: Decimal) -> Decimal:
    """An amount to the grosz, half up and away from zero."""
    return amount.quantize(GROSZ, ROUND_HALF_UP)


def rate_total(stawka: str, brutto: Decimal) -> RateTotal:
    """Net and tax in a gross amount."""
    percent = PERCENT[stawka]
    vat = rounded(brutto * percent / (100 + percent))
    return RateTotal(stawka, brutto - vat, vat, brutto)


def tax_in(brutto: Decimal) -> Decimal:
    """The tax in what is bought, of which nobody said the net amount: that of the basic rate."""
    return rate_total(BASIC, brutto).vat


def by_rate(amounts: Iterable[tuple[str, Decimal]]) -> tuple[RateTotal, ...]:
    """Gross amounts with their rates, added up for each rate; the tax is counted once a rate, from the sum."""
    gross: dict[str, Decimal] = {}
    for stawka, brutto in amounts:
        gross[stawka] = gross.get(stawka, ZERO) + brutto
    return tuple(rate_total(stawka, gross[stawka]) for stawka in PERCENT if stawka in gross)


def together(*totals: Iterable[RateTotal]) -> tuple[RateTotal, ...]:
    """Totals of several documents added up for each rate; rates of which nothing is left stay out."""
    found: dict[str, RateTotal] = {}
    for group in totals:
        for one in group:
            found[one.stawka] = found[one.stawka] + one if one.stawka in found else one
    return tuple(found[stawka] for stawka in PERCENT if found.get(stawka))


def negative(totals: Iterable[RateTotal]) -> tuple[RateTotal, ...]:
    """Totals to be subtracted."""
    return tuple(-one for one in totals)


def gross_of(totals: Iterable[RateTotal]) -> Decimal:
    """What is due at all rates."""
    return sum((one.brutto for one in totals), ZERO)


def whole(totals: Sequence[RateTotal]) -> RateTotal:
    """All rates in one line."""
    return RateTotal(
        "razem", sum((one.netto for one in totals), ZERO), sum((one.vat for one in totals), ZERO), gross_of(totals)
    )


def spread(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """An amount in proportion to shares, to the grosz: the parts add up, and none is negative or above its share.

    Each part ends where the running total of the shares does, so what rounding leaves over falls to the last one.
    """
    total = sum(shares, ZERO)
    parts: list[Decimal] = []
    reached = before = ZERO
    for share in shares:
        reached += share
        until = rounded(amount * reached / total)
        parts.append(until - before)
        before = until
    return parts


def advance(left: Sequence[RateTotal], amount: Decimal) -> tuple[RateTotal, ...]:
    """An advance split among what is not invoiced yet, in proportion to its gross at each rate.

    For the first advance that is the whole order. An advance that takes all there is left takes
    the net and tax that are left too, so that the order adds up to the grosz.
    """
    parts = spread(amount, [one.brutto for one in left])
    return tuple(
        one if part == one.brutto else rate_total(one.stawka, part)
        for one, part in zip(left, parts, strict=True)
        if part
    )


def remaining(order: Iterable[RateTotal], *invoiced: Iterable[RateTotal]) -> tuple[RateTotal, ...]:
    """What of an order is left after the advances: net and tax are subtracted, never counted anew."""
    return together(order, *(negative(one) for one in invoiced))


def shared_out(total: RateTotal, gross: Sequence[Decimal]) -> list[RateTotal]:
    """The net and tax of lines of one rate: they add up to those of the rate.

    The order of an advance invoice shows net and tax of each line (art. 106f ust. 1 pkt 4).
    """
    taxes = spread(total.vat, gross) if total.vat else [ZERO for _ in gross]
    return [RateTotal(total.stawka, one - tax, tax, one) for one, tax in zip(gross, taxes, strict=True)]
