"""Absences of people, reported by other modules through registered sources; they count as busy time.

Leave belongs to the module of the staff, which stands above this one; it registers a source and nothing here knows it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context


@dataclass(frozen=True)
class Absence:
    """Somebody is away from the first to the last day, both included."""

    person_id: UUID
    first: date
    last: date


# Who of these people is away on any of these days, both ends included; absences may reach beyond them.
Source = Callable[[Context, Sequence[UUID], date, date], Awaitable[Sequence[Absence]]]

SOURCES: Final[list[Source]] = []


def absence_source(source: Source) -> Source:
    """Ask this function too who is away; it runs inside the transaction that plans an event."""
    SOURCES.append(source)
    return source


async def absences(ctx: Context, people: Sequence[UUID], first: date, last: date) -> list[Absence]:
    """Everybody among the people who is away on any of the days, by all sources."""
    found: list[Absence] = []
    for source in SOURCES:
        found += await source(ctx, people, first, last)
    wanted = frozenset(people)
    return [one for one in found if one.person_id in wanted and one.first <= last and one.last >= first]
