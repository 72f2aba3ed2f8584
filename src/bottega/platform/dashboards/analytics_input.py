"""Shapes of a request for figures of a list, and of the answer."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from bottega.kernel.aggregates import Function, Period
from bottega.kernel.schemas import Flag, Input, Schema, Stamp, Whole
from bottega.platform.dashboards.comparing import Comparison
from bottega.platform.dashboards.date_ranges import Compared, Preset

Operator = Literal["eq", "neq", "gt", "gte", "lt", "lte", "in", "not_in", "is_null", "is_not_null"]
Name = Annotated[str, Field(min_length=1, max_length=100)]
MOST_FILTERS: Final = 40
MOST_GROUPS: Final = 100


class Metric(Input):
    """What is worked out of the rows."""

    field: Name = Field(description="A column of the list; id counts rows.")
    aggregate: Function = Field(description="The function: all but count take numbers and amounts.")


class Grouping(Input):
    """What rows are put together by."""

    field: Name = Field(description="A column of the list.")
    granularity: Period | None = Field(default=None, description="Of days and moments: local periods.")
    limit: Annotated[Whole, Field(ge=1, le=MOST_GROUPS)] | None = Field(
        default=None, description="So many groups with the greatest values."
    )
    resolve_labels: Flag = Field(default=False, description="Say what the groups are called.")


class DataFilter(Input):
    """What rows must be like."""

    field: Name = Field(description="A filter of the list.")
    operator: Operator
    value: Any = Field(default=None, description="A value, or several for in and not_in.")


class DateRange(Input):
    """Days that rows lie in."""

    field: Name = Field(description="A filter of the list that takes days.")
    preset: Preset


class Comparing(Input):
    """What it is compared with."""

    type: Compared = Field(description="The period before, or the same one of the year before.")


class DataInput(Input):
    """A question about the rows of a list."""

    entity_type: Name = Field(description="Module and list: `finance:transactions`.", examples=["finance:transactions"])
    metric: Metric
    group_by: Grouping | None = None
    filters: Annotated[list[DataFilter], Field(max_length=MOST_FILTERS)] = Field(default_factory=list)
    date_range: DateRange | None = None
    comparison: Comparing | None = Field(default=None, description="Only with a range of days.")


class DataGroup(Schema):
    """Rows that have a value in common."""

    group_key: bool | int | float | str | None
    group_label: str | None
    value: int | float | None


class DataMetadata(Schema):
    """When it was worked out, and how many figures it has."""

    fetched_at: Stamp
    record_count: int
    currency: str = Field(description="Of amounts: those in other currencies are not among them.")


class Data(Schema):
    """The figure of all rows that match, and of their groups, the greatest first."""

    value: int | float | None
    data: list[DataGroup]
    comparison: Comparison | None = None
    metadata: DataMetadata
