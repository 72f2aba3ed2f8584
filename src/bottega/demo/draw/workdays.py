"""Non-working days of the demo: holidays, stock-taking, training."""

from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

BLOCKED: Final = 44
# So long ago the stock was counted, and so long ago everybody learned about new hinges.
COUNTED: Final = (40, 405)
TRAINED: Final = 250
CLOSED: Final = "Przerwa świąteczna"
STOCK_TAKING: Final = "Inwentaryzacja magazynu"
TRAINING: Final = "Szkolenie: nowe systemy szuflad"


def blocked_days(today: date) -> dict[date, str]:
    """The days by date with the reason: from two years ago until there are as many as planned."""
    days = {
        open_day(today - timedelta(days=COUNTED[0])): STOCK_TAKING,
        open_day(today - timedelta(days=COUNTED[1])): STOCK_TAKING,
        open_day(today - timedelta(days=TRAINED)): TRAINING,
    }
    day = today - timedelta(days=730)
    while len(days) < BLOCKED:
        if (reason := closed_because(day)) and day.weekday() < 5:
            days.setdefault(day, reason)
        day += timedelta(days=1)
    return dict(sorted(days.items()))


def open_day(day: date) -> date:
    """The day, or the nearest one before it on which the office is open."""
    while day.weekday() > 4 or closed_because(day):
        day -= timedelta(days=1)
    return day


def some_open_day(day: date) -> date:
    """The day, or one of the five before its weekend: else every third chance day would be a Friday."""
    weekend = day.weekday() - 4
    return open_day(day - timedelta(days=weekend + day.toordinal() % 5) if weekend > 0 else day)


def next_open_day(day: date) -> date:
    """The day, or the next one on which the office is open, and banks are."""
    while day.weekday() > 4 or closed_because(day):
        day += timedelta(days=1)
    return day


def closed_because(day: date) -> str | None:
    """Why nobody works on a day, unless it is just a weekend."""
    if name := _holidays_of(day.year).get(day):
        return name
    return CLOSED if (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1) else None


@cache
def _holidays_of(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("PL", years=year, language="pl"))
