"""Local time: the zone in which days begin and end, for Python and for SQL.

A constant, not a setting: sums by day, closed cash reports and whole days of the calendar are stored as days of this
zone. Another one would need all of them worked out anew.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

TIME_ZONE: Final = "Europe/Warsaw"
LOCAL_ZONE: Final = ZoneInfo(TIME_ZONE)


def local_day(moment: datetime) -> date:
    """The day a moment falls on."""
    return moment.astimezone(LOCAL_ZONE).date()


def local_day_sql(moment: str) -> str:
    """SQL of the day that a point in time, which is SQL, falls on."""
    return f"({moment} AT TIME ZONE '{TIME_ZONE}')::date"
