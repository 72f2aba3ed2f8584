"""Days of leave: calendar days of both ends of a request, and working days by Polish law."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

# Approval writes one rule a day.
MOST_DAYS: Final = 366
_SATURDAY: Final = 5
_LAST_SECOND: Final = time(23, 59, 59)


def day_of(moment: datetime, zone: str) -> date:
    """The day that an end of a request stands for.

    Midnight and the last second of a day in UTC mean that day, as forms send it; any other moment the day it is in the
    time zone of the request.
    """
    utc = moment.astimezone(UTC)
    if utc.time() == time(0) or utc.time().replace(microsecond=0) == _LAST_SECOND:
        return utc.date()
    return moment.astimezone(ZoneInfo(zone)).date()


def days_between(first: date, last: date) -> list[date]:
    """All days from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def working_days(first: date, last: date) -> list[date]:
    """The days on which leave is taken: no weekends, and no public holidays of Poland.

    Leave is counted by working days (Labour Code art. 154); days off by law are those of the act of 18 January 1951,
    since 2025 with the 24th of December.
    """
    return [
        day for day in days_between(first, last) if day.weekday() < _SATURDAY and day not in public_holidays(day.year)
    ]


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of Poland in a year."""
    return frozenset(holidays.country_holidays("PL", years=year))
