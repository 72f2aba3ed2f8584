"""Jobs that members have or had, here or elsewhere."""

from typing import Annotated, Any

from pydantic import Field

from bottega.business.staff.field_types import Name, Text200, Text2000
from bottega.business.staff.list_items import JobHistoryPage
from bottega.business.staff.module import module
from bottega.business.staff.timeline.of_member import ACCESS, OfMember, of_member, with_member
from bottega.business.staff.timeline.tables import JobHistory
from bottega.kernel.context import Context
from bottega.kernel.field_markers import WholeDay
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Resource
from bottega.kernel.schemas import Blankable, Moment
from bottega.kernel.screens import Screen


class JobHistoryInput(OfMember):
    """A job somebody has or had."""

    name: Name = Field(description="The position.")
    company_name: Text200 = None
    description: Text2000 = None
    start_date: Annotated[Moment, WholeDay]
    end_date: Annotated[Moment | None, Blankable, WholeDay] = Field(
        default=None, description="None for the present job."
    )


job_histories = module.mount(
    "/job-histories",
    Resource(
        table=JobHistory,
        input=JobHistoryInput,
        label=T(en="Job history entry", pl="Wpis o zatrudnieniu"),
        plural=T(en="Job history", pl="Przebieg zatrudnienia"),
        title="{name}",
        subtitle="{company_name}",
        name="team-member-job-histories",
        owners=True,
        missing=T(en="Job history entry not found", pl="Nie znaleziono wpisu o zatrudnieniu"),
        filters={"entityId": JobHistory.entity_id},
        parent=of_member(),
        present=with_member,
        access=ACCESS,
        screen=Screen(
            icon="briefcase",
            columns="name company_name start_date end_date description",
            quick="name company_name start_date end_date",
            empty=T(en="No jobs are noted yet", pl="Nie zapisano jeszcze żadnego zatrudnienia"),
        ),
    ),
)


@job_histories.replaces("list", answer=JobHistoryPage)
async def list_job_histories(ctx: Context, query: ListQuery) -> Any:
    """List job histories of team members.

    A page of the jobs that members of the caller's organizations have or had; with `format` a file of all of them.
    """
    return await job_histories.page(ctx, query)
