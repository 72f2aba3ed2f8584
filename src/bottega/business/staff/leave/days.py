"""Days that both ends of a leave request stand for."""

from datetime import UTC, date, datetime, time
from typing import Final

from bottega.kernel.time_zones import zone_named

# Approval writes one rule a day.
MOST_DAYS: Final = 366
_LAST_SECOND: Final = time(23, 59, 59)


def day_of(moment: datetime, zone: str) -> date:
    """The day that an end of a request stands for.

    Midnight and the last second of a day in UTC mean that day, as forms send it; any other moment the day it is in the
    time zone of the request.
    """
    utc = moment.astimezone(UTC)
    if utc.time() == time(0) or utc.time().replace(microsecond=0) == _LAST_SECOND:
        return utc.date()
    return moment.astimezone(zone_named(zone)).date()
