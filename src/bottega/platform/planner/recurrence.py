"""Recurrence of a rule: the windows that its text means, a range of days at a time.

The text has three lines (RFC 5545): ``DTSTART:20260105T080000Z``, ``DURATION:PT8H`` and ``RRULE:FREQ=WEEKLY;BYDAY=MO``.
Its days and hours are those of the clock in the rule's time zone (docs/decisions/0126).
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from typing import Any, Final, Literal

from bottega.platform.planner.tables import Repeats

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
# Which of them in a month or a year, 0 for all of them, and the day of the week, 0 for Monday.
Weekday = tuple[int, int]

DAY: Final = timedelta(days=1)
# How far occurrences are counted, and how far the first one is looked for.
HORIZON: Final = 30 * 366
_REPEATS: Final[dict[Frequency, Repeats]] = {
    "DAILY": "daily",
    "WEEKLY": "weekly",
    "MONTHLY": "monthly",
    "YEARLY": "yearly",
}


@dataclass(frozen=True)
class Repeat:
    """On which days windows begin, counted from the day ``start``.

    Whether a day is one of them is worked out for each day by itself, so a range costs what it has of days, however
    long ago the rule began and whether it ever applies.
    """

    start: date
    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | None = None
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weekdays: frozenset[Weekday] = frozenset()
    # The first day of a week, 0 for Monday.
    week_start: int = 0

    @cached_property
    def last(self) -> date | None:
        """The last day, if there is one; of a count that is not reached before the horizon, the last one before it."""
        if self.count is None:
            return self.until
        days = list(islice(self._uncounted(self.start, self.start + HORIZON * DAY), self.count))
        return days[-1] if days else self.start - DAY

    @cached_property
    def first(self) -> date | None:
        """The first day; None if there is none before the horizon."""
        return next(self._uncounted(self.start, self.start + HORIZON * DAY), None)

    @property
    def is_reached(self) -> bool:
        """Whether as many days come before the horizon as are counted."""
        if self.count is None:
            return True
        days = self._uncounted(self.start, self.start + HORIZON * DAY)
        return sum(1 for _ in islice(days, self.count)) == self.count

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days from the first to the last, both included."""
        end = self.last
        return self._uncounted(first, last if end is None else min(last, end))

    def _uncounted(self, first: date, last: date) -> Iterator[date]:
        end = last if self.until is None else min(last, self.until)
        step = self._step
        day = self.start + max(0, -(-(first - self.start).days // step)) * step * DAY
        while day <= end:
            if self._has(day):
                yield day
            day += step * DAY

    @cached_property
    def _step(self) -> int:
        """How many days are between two that may be ones, beginning with the first."""
        if self.frequency == "DAILY":
            return self.interval
        own = {(0, self.start.weekday())}
        return 7 * self.interval if self.frequency == "WEEKLY" and self.weekdays in (frozenset(), own) else 1

    def _has(self, day: date) -> bool:
        """Whether windows begin on a day, not before the start, as far as neither count nor end says otherwise."""
        return self._is_its_turn(day) and self._is_in_its_months(day) and self._is_its_day(day)

    def _is_its_turn(self, day: date) -> bool:
        """Whether the day lies in one of every ``interval`` days, weeks, months or years."""
        match self.frequency:
            case "DAILY":
                passed = (day - self.start).days
            case "WEEKLY":
                passed = (self._week(day) - self._week(self.start)).days // 7
            case "MONTHLY":
                passed = (day.year - self.start.year) * 12 + day.month - self.start.month
            case "YEARLY":
                passed = day.year - self.start.year
        return passed % self.interval == 0

    def _week(self, day: date) -> date:
        return day - (day.weekday() - self.week_start) % 7 * DAY

    def _is_in_its_months(self, day: date) -> bool:
        if self.months:
            return day.month in self.months
        whole = bool(self.month_days or self.weekdays)
        return self.frequency != "YEARLY" or whole or day.month == self.start.month

    def _is_its_day(self, day: date) -> bool:
        if not (self.month_days or self.weekdays):
            match self.frequency:
                case "DAILY":
                    return True
                case "WEEKLY":
                    return day.weekday() == self.start.weekday()
                case _:
                    return day.day == self.start.day
        if self.month_days and not {day.day, day.day - monthrange(day.year, day.month)[1] - 1} & self.month_days:
            return False
        return not self.weekdays or any(self._is_weekday(day, which, weekday) for which, weekday in self.weekdays)

    def _is_weekday(self, day: date, which: int, weekday: int) -> bool:
        if day.weekday() != weekday:
            return False
        if which == 0:
            return True
        if self.frequency == "YEARLY" and not self.months:
            number, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
        else:
            number, length = day.day, monthrange(day.year, day.month)[1]
        return which == ((number - 1) // 7 + 1 if which > 0 else -((length - number) // 7 + 1))


@dataclass(frozen=True)
class Recurrence:
    """Windows that begin at ``start``, by the clock in the rule's time zone, last ``duration``, and come again.

    ``repeat`` says when, ``said`` is the text of it, after ``RRULE:``.
    """

    start: datetime
    duration: timedelta
    repeat: Repeat
    said: str

    @property
    def is_full_day(self) -> bool:
        """Whether its windows are whole days."""
        return self.start.time() == time.min and self.duration == DAY

    @property
    def repeats(self) -> Repeats:
        """How often the windows come again."""
        return "once" if self.repeat.count == 1 else _REPEATS[self.repeat.frequency]

    @property
    def text(self) -> str:
        """The three lines that are stored."""
        hours, minutes = divmod(int(self.duration / timedelta(minutes=1)), 60)
        lasts = f"{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"
        return f"DTSTART:{self.start:%Y%m%dT%H%M%S}Z\nDURATION:PT{lasts}\nRRULE:{self.said}"

    def columns(self) -> dict[str, Any]:
        """The columns of a rule that say when its windows are."""
        first, last = self.repeat.first or self.start.date(), self.repeat.last
        # A window that ends at midnight takes nothing of the day that begins then.
        spans = self.start + self.duration - timedelta(microseconds=1)
        return {
            "rrule": self.text,
            "repeats": self.repeats,
            "first_day": first,
            "last_day": None if last is None else max(first, last) + (spans.date() - self.start.date()),
        }


def once(start: datetime, duration: timedelta) -> Recurrence:
    """A single window."""
    return Recurrence(start, duration, Repeat(start.date(), "DAILY", count=1), "FREQ=DAILY;COUNT=1")


def full_day(day: date) -> Recurrence:
    """A whole day by the clock in the rule's time zone: ``DURATION:PT24H``."""
    return once(datetime.combine(day, time.min), DAY)


def weekly(start: datetime, duration: timedelta) -> Recurrence:
    """A window every week, on the day of the week of the first."""
    named = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[start.weekday()]
    return Recurrence(start, duration, Repeat(start.date(), "WEEKLY"), f"FREQ=WEEKLY;BYDAY={named}")
