"""Comparison of a figure with that of an earlier period."""

from bottega.kernel.schemas import Schema
from bottega.platform.dashboards.answers import Direction


class Comparison(Schema):
    """An earlier figure, and by how many per cent this one differs from it."""

    value: int | float
    change: float
    direction: Direction


def compared(now: float | None, then: float | None) -> Comparison | None:
    """How a figure differs from an earlier one; None where there is none of either.

    From nothing to something it is 100 per cent.
    """
    if now is None or then is None:
        return None
    change = (now - then) / abs(then) * 100 if then else (0.0 if now == 0 else 100.0)
    direction: Direction = "unchanged" if now == then else "up" if now > then else "down"
    return Comparison(value=then, change=round(change, 2), direction=direction)
