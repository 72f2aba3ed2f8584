"""Absences of people, reported by other modules; they count as busy time.

Leave belongs to the module of the staff, which stands above this one; it takes part and nothing here knows it.
"""

from collections.abc import Sequence
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


# Told ``people``, ``first``, ``last`` and ``found``, a list to add absences to that touch these days, both ends
# included; they may reach beyond them. Told within the transaction that plans an event.
ABSENCES: Final = "calendar.absences"


async def absences(ctx: Context, people: Sequence[UUID], first: date, last: date) -> list[Absence]:
    """Everybody among the people who is away on any of the days, as all modules say."""
    found: list[Absence] = []
    await ctx.tell(ABSENCES, people=people, first=first, last=last, found=found)
    wanted = frozenset(people)
    return [one for one in found if one.person_id in wanted and one.first <= last and one.last >= first]
