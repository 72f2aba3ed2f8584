"""Schedules of the demo: hours of the office, and of those who install furniture."""

from datetime import time
from typing import Final

from bottega.demo.bulk_insert import Destination
from bottega.kernel.local_time import TIME_ZONE
from bottega.platform.planner.examples import Schedule, seed_schedules
from bottega.platform.planner.reasons import seed_reasons

SCHEDULES: Final = (
    Schedule("Biuro", "Poniedziałek–piątek, 9:00–17:00", TIME_ZONE, range(5), time(9), 8),
    Schedule("Montażyści", "Poniedziałek–piątek, 8:00–16:00", TIME_ZONE, range(5), time(8), 8),
)


async def store_schedules(into: Destination) -> None:
    """Write the schedules, and the reasons of absences."""
    await seed_reasons(into.ctx, into.organization_id)
    await seed_schedules(into.ctx, into.organization_id, SCHEDULES)
