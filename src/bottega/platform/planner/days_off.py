"""Days off of a member, entered by another module within its own command."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.writes import changes
from bottega.platform.planner.recurrence import full_day
from bottega.platform.planner.tables import Rule

# Days of one command; each of them becomes a rule of its own.
MOST_DAYS: Final = 366


@dataclass(frozen=True)
class DaysOff:
    """Whole days on which a member is not available, and why; ``timezone`` is where these days begin and end.

    The member and the reason are those of the caller's organization: who enters the days has asked for that.
    """

    member_id: UUID
    organization_id: UUID
    days: Sequence[date]
    timezone: str
    note: str | None = None
    reason_entry_id: UUID | None = None
    reason_value: str | None = None


async def add_days_off(ctx: Context, off: DaysOff) -> list[UUID]:
    """Write a full-day unavailability rule for each day, in its order; answers the ids of the rules.

    The rules are changes of the caller's command: its undo takes them back. Rules that are there already stay.

    Raises:
        ValueError: There are more than ``MOST_DAYS`` days; whoever asks has a sentence of its own for that.
    """
    if len(off.days) > MOST_DAYS:
        message = f"{len(off.days)} days at once; at most {MOST_DAYS}"
        raise ValueError(message)
    return await changes.insert_many(
        ctx,
        Rule,
        [
            {
                "organization_id": off.organization_id,
                "subject_type": "member",
                "subject_id": off.member_id,
                "timezone": off.timezone,
                "kind": "unavailability",
                "note": off.note,
                "unavailability_reason_entry_id": off.reason_entry_id,
                "unavailability_reason_value": off.reason_value,
                **full_day(day).columns(),
            }
            for day in off.days
        ],
    )
