"""Availability of people, shared by all generators that plan appointments."""

from collections import defaultdict
from datetime import date
from typing import Final

DAY: Final = 24 * 60
# When one meets: minutes since midnight.
HOURS: Final = tuple(range(8 * 60, 17 * 60, 30))


class Diary:
    """The time that is taken, by person and day."""

    def __init__(self) -> None:
        """Nobody has anything to do."""
        self._taken: defaultdict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)

    def take_days(self, who: str, days: list[date]) -> None:
        """Take whole days."""
        for day in days:
            self._taken[who, day].append((0, DAY))

    def free(self, who: str, day: date, start: int, end: int) -> bool:
        """Whether somebody has time from one minute to another."""
        return all(end <= begun or start >= ended for begun, ended in self._taken[who, day])

    def take(self, who: str, day: date, wanted: int, minutes: int) -> int | None:
        """Take the time nearest to what is wanted; when it begins, or None when the day is full."""
        for start in sorted(HOURS, key=lambda hour: (abs(hour - wanted), hour)):
            if self.free(who, day, start, start + minutes):
                self._taken[who, day].append((start, start + minutes))
                return start
        return None
