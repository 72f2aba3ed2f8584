"""Occupied time of members, reported by other modules: leave, events of the calendar, blocked days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context

# Told ``members``, ``start``, ``end`` and ``found``, a list to add an ``Occupied`` to for all that takes time of these
# members between both moments; it may reach beyond them. Asked for all members at once: one statement, not one each.
OCCUPIED: Final = "planner.occupied"


@dataclass(frozen=True)
class Occupied:
    """Time of a member that something else takes, from ``start`` until before ``end``, both with their time zone."""

    member_id: UUID
    start: datetime
    end: datetime


async def occupied(ctx: Context, members: Sequence[UUID], start: datetime, end: datetime) -> list[Occupied]:
    """All that other modules say takes time of these members between two moments."""
    found: list[Occupied] = []
    await ctx.tell(OCCUPIED, members=members, start=start, end=end, found=found)
    wanted = frozenset(members)
    return [one for one in found if one.member_id in wanted and one.start < end and one.end > start]
