"""Ranges of days by name, such as ``this_month``, and the periods they are compared with."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, get_args

Preset = Literal[
    "today",
    "yesterday",
    "tomorrow",
    "today_and_tomorrow",
    "this_week",
    "last_week",
    "this_month",
    "last_month",
    "this_quarter",
    "last_quarter",
    "this_year",
    "last_year",
    "last_7_days",
    "last_30_days",
    "last_90_days",
    "last_12_months",
    "next_3_days",
    "next_7_days",
    "until_yesterday",
]
Compared = Literal["previous_period", "previous_year"]
PRESETS: Final[tuple[str, ...]] = get_args(Preset)


class Days(NamedTuple):
    """Days from one to another, both included; None has no end."""

    first: date | None
    last: date | None


# The days of a range on a day, so many periods before.
_Range = Callable[[date, int], Days]


def _around(before: int, after: int) -> _Range:
    """From so many days before to so many after; the period before ends where it begins."""

    def days(day: date, back: int) -> Days:
        start = day - timedelta(days=before + back * (before + after + 1))
        return Days(start, start + timedelta(days=before + after))

    return days


def _week(weeks_ago: int) -> _Range:
    """From Monday to Sunday."""

    def days(day: date, back: int) -> Days:
        monday = day - timedelta(days=day.weekday() + 7 * (weeks_ago + back))
        return Days(monday, monday + timedelta(days=6))

    return days


def _months(length: int, ago: int = 0, *, each: int = 0) -> _Range:
    """A period of so many months, which begins with each such period of a year, or with ``each`` so many."""

    def days(day: date, back: int) -> Days:
        step = each or length
        begun = (day.year * 12 + day.month - 1) // step * step - ago - back * length
        return Days(_first_of(begun), _first_of(begun + length) - timedelta(days=1))

    return days


def _first_of(month: int) -> date:
    """The first day of a month, counted from the year 0."""
    return date(month // 12, month % 12 + 1, 1)


def _past(day: date, back: int) -> Days:
    return Days(None, day - timedelta(days=1 + back))


_RANGES: Final[Mapping[str, _Range]] = {
    "today": _around(0, 0),
    "yesterday": _around(1, -1),
    "tomorrow": _around(-1, 1),
    "today_and_tomorrow": _around(0, 1),
    "this_week": _week(0),
    "last_week": _week(1),
    "this_month": _months(1),
    "last_month": _months(1, 1),
    "this_quarter": _months(3),
    "last_quarter": _months(3, 3),
    "this_year": _months(12),
    "last_year": _months(12, 12),
    "last_7_days": _around(6, 0),
    "last_30_days": _around(29, 0),
    "last_90_days": _around(89, 0),
    "last_12_months": _months(12, 11, each=1),
    "next_3_days": _around(0, 2),
    "next_7_days": _around(0, 6),
    "until_yesterday": _past,
}


def days_of(preset: str, day: date) -> Days:
    """The days of a range as it is on a day."""
    return _RANGES[preset](day, 0)


def days_before(preset: str, day: date, compared: Compared = "previous_period") -> Days:
    """The days a range is compared with: the whole period before, or the same one of the year before."""
    if compared == "previous_period":
        return _RANGES[preset](day, 1)
    # The last of February may be another one.
    return _RANGES[preset](day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day), 0)


def bucket_of(day: date, grain: str) -> Days:
    """The days of the bucket of time that a day lies in."""
    match grain:
        case "day":
            return Days(day, day)
        case "week":
            return _week(0)(day, 0)
        case _:
            return _months({"month": 1, "quarter": 3, "year": 12}[grain])(day, 0)
