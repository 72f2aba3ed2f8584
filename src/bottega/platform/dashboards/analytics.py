"""Figures of any list, as widgets of one's own ask for them: a function of a column, by group, in a period."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.errors import InvalidInput
from bottega.kernel.http.pipeline import authorize
from bottega.kernel.resources.aggregate_sql import CURRENCY
from bottega.kernel.resources.list_aggregates import Figures
from bottega.kernel.schemas import today
from bottega.platform.dashboards.analytics_input import Data, DataGroup, DataInput, DataMetadata
from bottega.platform.dashboards.analytics_plan import Plan, Planning, blaming_filters, list_of
from bottega.platform.dashboards.comparing import compared
from bottega.platform.dashboards.date_ranges import Days, days_before, days_of
from bottega.platform.dashboards.features import ANALYSE
from bottega.platform.dashboards.figure_cache import cache_of, viewpoint
from bottega.platform.dashboards.labels import key_of, labels_of
from bottega.platform.dashboards.list_figures import figures, within
from bottega.platform.dashboards.module import module
from bottega.platform.dashboards.numbers import number


@module.post(
    "/widgets/data",
    ANALYSE,
    name="widgets.data",
    status=200,
    answers={200: "Aggregated data for the widget.", 400: "Invalid request payload"},
)
async def read_data(ctx: Context, data: DataInput) -> Data:
    """Fetch aggregated data for dashboard widgets.

    Executes an aggregation query against the specified entity type and returns the result. Supports date range
    filtering, grouping, and period-over-period comparison. An entity type is a list, `finance:transactions`: its
    features are needed, its filters can be asked, and what it does not show the caller is not counted. Days are those
    of the organization's time zone, amounts those in its currency.
    """
    operation = list_of(ctx, data.entity_type)
    authorize(ctx, operation)
    plan = Planning(ctx, operation, data).plan()
    cache, asked = cache_of(ctx), msgspec.json.encode(data.model_dump(mode="json"))
    epoch = await cache.epoch(ctx)
    try:
        found: Data = await cache.get(epoch, (viewpoint(ctx), asked), lambda: _work_out(ctx, data, plan))
    except InvalidInput as refusal:
        raise blaming_filters(refusal, plan.places) from None
    return found


async def _work_out(ctx: Context, data: DataInput, plan: Plan) -> Data:
    """The figures, those of the earlier period, and what the groups are called."""
    most = data.group_by.limit if data.group_by else None
    days = days_of(data.date_range.preset, today()) if data.date_range else None
    found = await _figures(ctx, plan, days, most)
    beside = None
    if data.comparison is not None and data.date_range is not None:
        before = days_before(data.date_range.preset, today(), data.comparison.type)
        then = await _figures(ctx, plan, before, most)
        beside = compared(number(found.whole.value), number(then.whole.value))
    groups = await _groups(ctx, data, plan, found)
    count = len(groups) if data.group_by else int(found.whole.value is not None)
    metadata = DataMetadata(fetched_at=datetime.now(UTC), record_count=count, currency=CURRENCY)
    return Data(value=number(found.whole.value), data=groups, comparison=beside, metadata=metadata)


async def _figures(ctx: Context, plan: Plan, days: Days | None, most: int | None) -> Figures:
    filters = {**plan.filters, **(within(plan.period, days) if days else {})}
    return await figures(ctx, plan.operation, filters, plan.aggregate, plan.conditions, most=most)


async def _groups(ctx: Context, data: DataInput, plan: Plan, found: Figures) -> list[DataGroup]:
    labels: Any = {}
    if data.group_by is not None and data.group_by.resolve_labels and not plan.aggregate.grain:
        column = sql_table(plan.operation.source.table).columns[plan.aggregate.by]
        labels = await labels_of(ctx, plan.operation, column, [one.key for one in found.groups])
    return [
        DataGroup(group_key=key_of(one.key), group_label=labels.get(one.key), value=number(one.value))
        for one in found.groups
    ]
