"""The jobs of a day with all their data, in a fixed number of statements."""

from datetime import date, timedelta
from typing import Annotated, Any, Final

from pydantic import Field

from bottega.business.field.job_data import describe
from bottega.business.field.jobs import jobs_of_days
from bottega.business.field.module import module
from bottega.business.field.schemas import Days
from bottega.kernel.context import Context
from bottega.kernel.schemas import Day, Query, Whole, today

MOST_DAYS: Final = 14


class DaysQuery(Query):
    """Which days."""

    date: Day | None = Field(default=None, description="The first day, in Warsaw; today if left out.")
    days: Annotated[Whole, Field(ge=1, le=MOST_DAYS)] = Field(default=1, description="How many days from it on.")


@module.get("/day", "field.view", name="day.read", answer=Days, amounts="own")
async def read_day(ctx: Context, query: DaysQuery) -> Any:
    """Get one's own jobs.

    What the caller is sent to on a day, or on several from it on: their own events, and installations of contracts
    they work on. Each with hours, the customer's name, telephone and address, what is built, notes, the checklist, and
    what was issued there. No prices; what is to be collected is there for those who may carry cash.
    """
    first: date = query.date or today()
    last = first + timedelta(days=query.days - 1)
    return await describe(ctx, await jobs_of_days(ctx, first, last), first, last)
