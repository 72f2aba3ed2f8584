"""Public holidays of Poland, and working days between them."""

from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

_SATURDAY: Final = 5


def days_between(first: date, last: date) -> list[date]:
    """All days from the first to the last, both included; none if the last is earlier."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def working_days(first: date, last: date) -> list[date]:
    """The working days from the first to the last, both included.

    Leave is counted by them (Labour Code art. 154); days off by law are those of the act of 18 January 1951, since 2025
    with the 24th of December.
    """
    return [day for day in days_between(first, last) if day.weekday() < _SATURDAY and not is_public_holiday(day)]


def is_public_holiday(day: date) -> bool:
    """Whether a day is a public holiday of Poland."""
    return day in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("PL", years=year))
