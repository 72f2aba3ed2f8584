"""Example schedules: normal working hours and weekends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.writes import changes
from bottega.platform.planner.recurrence import Recurrence, weekly
from bottega.platform.planner.tables import Rule, RuleSet

# A Monday.
FIRST_WEEK: Final = date(2025, 1, 6)
_NAMED: Final = (
    "SELECT id FROM planner_availability_rule_sets"
    " WHERE tenant_id = $1 AND organization_id = $2 AND name = $3 AND deleted_at IS NULL ORDER BY id LIMIT 1"
)
_THERE: Final = (
    "SELECT rrule FROM planner_availability_rules"
    " WHERE tenant_id = $1 AND subject_type = 'ruleset' AND subject_id = $2 AND deleted_at IS NULL"
)


@dataclass(frozen=True)
class Schedule:
    """A schedule with the same hours on some days of the week, 0 for Monday."""

    name: str
    description: str
    timezone: str
    weekdays: Sequence[int]
    start: time
    hours: int

    @property
    def windows(self) -> list[Recurrence]:
        """Its weekly windows."""
        days = [FIRST_WEEK + timedelta(days=one) for one in self.weekdays]
        return [weekly(datetime.combine(day, self.start), timedelta(hours=self.hours)) for day in days]


EXAMPLES: Final = (
    Schedule("Normal working hours", "Monday to Friday, 09:00 to 17:00", "UTC", range(5), time(9), 8),
    Schedule("Weekends", "Saturday and Sunday, 10:00 to 14:00", "UTC", (5, 6), time(10), 4),
)


async def seed_schedules(ctx: Context, organization_id: UUID, schedules: Sequence[Schedule] = EXAMPLES) -> int:
    """Make schedules and those of their rules that an organization does not have; answers how many rules were made."""
    await ctx.begin()
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"planner.examples:{organization_id}")
    made = 0
    for one in schedules:
        of = await ctx.query_value(_NAMED, ctx.tenant_id, organization_id, one.name)
        if of is None:
            values = {"name": one.name, "description": one.description, "timezone": one.timezone}
            of = await changes.insert(ctx, RuleSet, {**values, "organization_id": organization_id})
        there = {row["rrule"] for row in await ctx.query(_THERE, ctx.tenant_id, of)}
        shared = {
            "organization_id": organization_id,
            "subject_type": "ruleset",
            "subject_id": of,
            "timezone": one.timezone,
        }
        rows = [{**shared, **window.columns()} for window in one.windows if window.text not in there]
        made += len(await changes.insert_many(ctx, Rule, rows))
    return made
