"""Windows of time of rules in a range of days, and what is left of them: union and difference of intervals.

Moments are whole seconds since 1970: thousands of windows are compared with each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from bottega.kernel.time_zones import zone_named
from bottega.platform.planner import rule_text
from bottega.platform.planner.exdates import exceptions
from bottega.platform.planner.recurrence import DAY

Interval = tuple[int, int]
_EPOCH: Final = date(1970, 1, 1).toordinal()
_SECONDS: Final = 86_400


class Clock:
    """The clock in a time zone; days without a change of the clock are reckoned without asking the zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Nothing is known yet of any day."""
        self._zone = zone
        self._offsets: dict[int, int | None] = {}

    def moment(self, shown: datetime) -> int:
        """The moment at which the clock shows this; an hour that is skipped in spring counts as the one after it."""
        day = shown.toordinal()
        if day not in self._offsets:
            self._offsets[day] = self._offset(date.fromordinal(day))
        offset = self._offsets[day]
        if offset is None:
            return int(shown.replace(tzinfo=self._zone).timestamp())
        return (day - _EPOCH) * _SECONDS + shown.hour * 3600 + shown.minute * 60 + shown.second - offset

    def _offset(self, day: date) -> int | None:
        """Seconds ahead of UTC all day long; None on a day on which that changes."""
        ends = [datetime(one.year, one.month, one.day, tzinfo=self._zone) for one in (day, day + DAY)]
        first, last = (one.utcoffset() for one in ends)
        return int(first.total_seconds()) if first is not None and first == last else None


@cache
def clock_in(timezone: str) -> Clock:
    """The clock in a known time zone."""
    return Clock(zone_named(timezone))


@dataclass(frozen=True)
class Span:
    """A window of a rule: the day on which it begins, by the clock of the rule, and its moments."""

    day: date
    interval: Interval


@dataclass(frozen=True)
class Expanded:
    """The windows of a rule in a range of days."""

    spans: Sequence[Span]
    is_once: bool
    is_absence: bool
    is_full_day: bool
    first_day: date
    last_day: date | None


def expand(row: Mapping[str, Any], first: date, last: date) -> Expanded:
    """The windows of a stored rule that touch the days from the first to the last; the zone may be any on earth."""
    found = rule_text.read(row["rrule"], datetime.combine(row["first_day"], datetime.min.time()))
    clock, left_out = clock_in(row["timezone"]), exceptions(row["exdates"], zone_named(row["timezone"]))
    reach = DAY + timedelta(days=found.duration.days)
    spans: list[Span] = []
    for day in found.repeat.days(first - reach, last + DAY):
        start = datetime.combine(day, found.start.time())
        if start not in left_out:
            spans.append(Span(day, (clock.moment(start), clock.moment(start + found.duration))))
    once, absence = row["repeats"] == "once", row["kind"] == "unavailability"
    return Expanded(spans, once, absence, found.is_full_day, row["first_day"], row["last_day"])


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time in order, each moment of it once."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        elif end > start:
            merged.append((start, end))
    return merged


def difference(intervals: Sequence[Interval], without: Sequence[Interval]) -> list[Interval]:
    """What is left of intervals in order without others in order."""
    left: list[Interval] = []
    place = 0
    for start, end in intervals:
        while place < len(without) and without[place][1] <= start:
            place += 1
        begins, taken = start, place
        while taken < len(without) and without[taken][0] < end:
            if without[taken][0] > begins:
                left.append((begins, without[taken][0]))
            begins = max(begins, without[taken][1])
            taken += 1
        if begins < end:
            left.append((begins, end))
    return left


def seconds(moment: datetime) -> int:
    """A moment in seconds since 1970."""
    return int(moment.astimezone(UTC).timestamp())
