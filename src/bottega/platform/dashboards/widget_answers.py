"""Shapes of what widgets show."""

from datetime import date
from typing import Any

from pydantic import Field

from bottega.kernel.aggregates import Period
from bottega.kernel.schemas import Schema, Stamp
from bottega.kernel.widgets import Chart, Tone, Unit
from bottega.platform.dashboards.comparing import Comparison


class Opened(Schema):
    """A view of a list: its screen and address, the filters of its query, and the column it is sorted by."""

    screen: str
    href: str
    filters: dict[str, str]
    sort: str


class PartShown(Schema):
    """A group of a figure, and the view of its rows."""

    key: bool | int | float | str | None
    label: str | None
    value: int | float | None
    n: int | None = Field(description="How many rows it has.")
    tone: Tone
    opens: Opened | None = None


class WidgetShown(Schema):
    """What a widget shows."""

    widget_id: str
    value: int | float | None
    total: int = Field(description="How many rows the list that it opens has.")
    unit: Unit
    alarm: bool = Field(description="It should be none, and is not.")
    chart: Chart
    grain: Period | None = Field(description="Of columns along time.")
    parts: list[PartShown]
    columns: list[str] = Field(description="Columns of the rows, as the list has them.")
    items: list[dict[str, Any]]
    opens: Opened
    first: date | None
    last: date | None
    comparison: Comparison | None


class WidgetRefused(Schema):
    """Why a widget shows nothing."""

    widget_id: str
    error: str
    status: int


class WidgetsShown(Schema):
    """What widgets show, in the order they were asked for."""

    results: list[WidgetShown | WidgetRefused]
    fetched_at: Stamp
