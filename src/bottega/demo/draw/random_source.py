"""Deterministic random source: the same seed gives the same names, dates and ids."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar
from uuid import UUID

from bottega.kernel.local_time import LOCAL_ZONE

Thing = TypeVar("Thing")

# Prices rise by this much a year; those of the tables are of today.
YEARLY_RISE = 0.045
_VERSION = 7 << 76
_VARIANT = 2 << 62


class Chance:
    """A source of made-up facts; parts of the demo take one each, so that one does not disturb the other."""

    def __init__(self, seed: int, part: str) -> None:
        """Begin anew for a part."""
        self._random = random.Random(f"{seed}:{part}")  # noqa: S311 - it is to repeat itself

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of them."""
        return self._random.choice(things)

    def weighted(self, weights: Mapping[Thing, float]) -> Thing:
        """One of them, some more often than others."""
        return self._random.choices(list(weights), list(weights.values()))[0]

    def some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """Several different ones."""
        return self._random.sample(things, count)

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """All of them in any order."""
        return self._random.sample(things, len(things))

    def quotas(self, shares: Mapping[Thing, float], count: int) -> list[Thing]:
        """So many things in any order, each as often as its share says to the nearest one.

        A studio of 192 contracts is small: left to chance a share of a fifth would be a fourth as often as a sixth.
        """
        whole = sum(shares.values())
        exact = {thing: count * share / whole for thing, share in shares.items()}
        counts = {thing: int(share) for thing, share in exact.items()}
        by_rest = sorted(exact, key=lambda thing: counts[thing] - exact[thing])
        for thing in by_rest[: count - sum(counts.values())]:
            counts[thing] += 1
        return self.shuffled([thing for thing, times in counts.items() for _ in range(times)])

    def spread(self, total: int, bounds: Sequence[tuple[int, int]]) -> list[int]:
        """Whole numbers, one within each pair of bounds, that add up to a total.

        Raises:
            ValueError: The bounds do not allow it.
        """
        numbers = [low for low, _ in bounds]
        room = [place for place, (low, high) in enumerate(bounds) for _ in range(high - low)]
        missing = total - sum(numbers)
        if not 0 <= missing <= len(room):
            message = f"{total} cannot be spread over {len(bounds)} within their bounds"
            raise ValueError(message)
        for place in self.some(room, missing):
            numbers[place] += 1
        return numbers

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def around(self, low: float, mode: float, high: float) -> float:
        """A number that is mostly near the middle one."""
        return self._random.triangular(low, high, mode)

    def happens(self, share: float) -> bool:
        """Whether something happens that happens to this share."""
        return self._random.random() < share

    def moment(self, day: date) -> datetime:
        """A moment of a working day."""
        at = time(self.between(7, 15), self.between(0, 59), self.between(0, 59))
        return datetime.combine(day, at, LOCAL_ZONE).astimezone(UTC)

    def new_id(self, moment: datetime) -> UUID:
        """An id as it would have been made at a moment."""
        bits = self._random.getrandbits(74)
        milliseconds = int(moment.timestamp() * 1000)
        return UUID(int=milliseconds << 80 | _VERSION | (bits >> 62) << 64 | _VARIANT | bits & ((1 << 62) - 1))


def price_on(price: float, day: date, today: date) -> Decimal:
    """What something cost on a day that costs ``price`` today."""
    years = (today - day).days / 365.25
    return grosze(price / (1 + YEARLY_RISE) ** years)


def grosze(amount: float | Decimal) -> Decimal:
    """An amount to the grosz."""
    return Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def working_day(day: date) -> date:
    """The day, or the Friday before it."""
    return day - timedelta(days=max(day.weekday() - 4, 0))
