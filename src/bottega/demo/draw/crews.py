"""Schedule of the two crews, without double booking or work on blocked days."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Final

from bottega.demo.texts.stories import ON_BLOCKED_DAY, TOMORROW

CREWS: Final = {"A": ("Damian Kowal", "Szymon Dąb"), "B": ("Rafał Sosna", "Oleksandr Bondar")}
LEADERS: Final = {crew: people[0] for crew, people in CREWS.items()}


class Crews:
    """Who is where on which day."""

    def __init__(self, blocked: dict[date, str]) -> None:
        """Nobody is anywhere yet."""
        self._blocked = blocked
        self._taken: set[tuple[str, date]] = set()

    def reserve(
        self, wanted: date, days: int, crew: str, today: date, *, forced: int | None = None
    ) -> tuple[str, date]:
        """The nearest free days on the same side of today, with the crew that has them; a story keeps its crew."""
        if forced == ON_BLOCKED_DAY:
            start = max(day for day in self._blocked if day <= wanted)
            self._take(crew, start, days)
            return crew, start
        other = "B" if crew == "A" else "A"
        for start in [next_working(today, self._blocked)] if forced == TOMORROW else _around(wanted):
            if (start > today) != (wanted > today) or (wanted <= today < start + timedelta(days=days - 1)):
                continue
            for one in (crew,) if forced else (crew, other):
                if self._free(one, start, days):
                    self._take(one, start, days)
                    return one, start
        message = f"no crew is free about {wanted}"
        raise LookupError(message)

    def free_on(self, crew: str, day: date) -> bool:
        """Whether a crew works on a day and is at no installation."""
        return self._free(crew, day, 1)

    def _free(self, crew: str, start: date, days: int) -> bool:
        return all(works_on(day, self._blocked) and (crew, day) not in self._taken for day in _run(start, days))

    def _take(self, crew: str, start: date, days: int) -> None:
        self._taken |= {(crew, day) for day in _run(start, days)}


def works_on(day: date, blocked: dict[date, str]) -> bool:
    """Whether the studio works on a day."""
    return day.weekday() < 5 and day not in blocked


def next_working(day: date, blocked: dict[date, str]) -> date:
    """The first working day after a day."""
    return next(later for days in count(1) if works_on(later := day + timedelta(days=days), blocked))


def _run(start: date, days: int) -> list[date]:
    return [start + timedelta(days=n) for n in range(days)]


def _around(day: date) -> Iterator[date]:
    """The day and those around it, nearest first, for half a year."""
    yield day
    for distance in range(1, 180):
        yield day + timedelta(days=distance)
        yield day - timedelta(days=distance)
