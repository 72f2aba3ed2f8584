"""Times of schedules: cron expressions in a time zone, and intervals.

A cron expression has the five fields of crontab(5), with names, ``L`` and ``n#k`` besides. Where clocks are set back,
an expression of fixed times runs once; where they are set forward, what would fall into the gap runs right after it.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from cronsim import CronSim, CronSimError

from bottega.kernel.time_zones import is_time_zone, zone_named

Kind = Literal["cron", "interval"]

_FIELDS: Final = 5
_INTERVAL: Final = re.compile(r"([0-9]{1,10})([smhd])")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_UNITS: Final = ((86_400, "day"), (3600, "hour"), (60, "minute"))
# A schedule that runs next after this runs never.
_LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)


class NeverRuns(ValueError):
    """A value that is no cron expression or interval, or that never comes round."""


def next_run(kind: str, value: str, timezone: str, after: datetime) -> datetime:
    """The first instant strictly after ``after``, in UTC; the time zone matters to cron expressions only.

    Raises:
        NeverRuns: There is none, or value or time zone cannot be read.
    """
    try:
        found = after + interval_of(value) if kind == "interval" else _next_of_cron(value, timezone, after)
    except OverflowError:
        raise NeverRuns(value) from None
    if found > _LAST:
        raise NeverRuns(value)
    return found.astimezone(UTC)


def interval_of(value: str) -> timedelta:
    """How long an interval is: ``15m``.

    Raises:
        NeverRuns: It is no whole number above zero with a unit.
        OverflowError: It is longer than time.
    """
    read = _INTERVAL.fullmatch(value)
    if read is None or not int(read[1]):
        raise NeverRuns(value)
    return timedelta(seconds=int(read[1]) * _SECONDS[read[2]])


def _next_of_cron(value: str, timezone: str, after: datetime) -> datetime:
    fields = value.split()
    if len(fields) != _FIELDS or not is_time_zone(timezone):
        raise NeverRuns(value)
    # "No particular day", which leaves the choice to the other day field, as the asterisk does.
    day, weekday = ("*" if field == "?" else field for field in (fields[2], fields[4]))
    try:
        return next(CronSim(" ".join([*fields[:2], day, fields[3], weekday]), after.astimezone(zone_named(timezone))))
    except (CronSimError, StopIteration):
        raise NeverRuns(value) from None


def interval_label(value: str) -> str:
    """An interval in English words, in the largest unit that it is a whole number of; one of a minute stays seconds.

    What is no interval is returned as it is.
    """
    read = _INTERVAL.fullmatch(value)
    if read is None:
        return value
    number, unit = int(read[1]), read[2]
    seconds = number * _SECONDS[unit]
    if unit == "s":
        return _counted(seconds, "second")
    for size, name in _UNITS:
        if seconds and seconds % size == 0:
            return _counted(seconds // size, name)
    return _counted(seconds, "second")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
