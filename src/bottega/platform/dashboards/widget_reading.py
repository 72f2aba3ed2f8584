"""Contents of a widget: its figure, groups and first rows, and the view of the list that it opens."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from pydantic import BaseModel

from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.http.command_calls import read
from bottega.kernel.modules import address_of
from bottega.kernel.operation import Operation
from bottega.kernel.resources.list_aggregates import Figures, Group
from bottega.kernel.schemas import today, wire_name
from bottega.kernel.widgets import Part, Reading, Widget
from bottega.platform.dashboards.catalog import default_settings, operations_of
from bottega.platform.dashboards.comparing import Comparison, compared
from bottega.platform.dashboards.date_ranges import PRESETS, Days, bucket_of, days_before, days_of
from bottega.platform.dashboards.labels import key_of, labels_of
from bottega.platform.dashboards.list_figures import figures, filters_of, within, written
from bottega.platform.dashboards.numbers import number
from bottega.platform.dashboards.widget_answers import Opened, PartShown, WidgetShown

MOST_ROWS: Final = 20


async def show(ctx: Context, id_: str, sent: Mapping[str, Any] | None) -> WidgetShown:
    """What a widget shows, with the settings it has where it is placed; a wrong one counts as if it were not there.

    Raises:
        Problem: As the list refuses a request.
    """
    widget = ctx.app.widgets[id_]
    settings = settled(widget, sent)
    listed, read_by = operations_of(ctx.app, widget)[0], operations_of(ctx.app, widget)[-1]
    days = days_of(settings["dateRange"], today()) if widget.period else None
    filters = written(ctx, widget.filters) | (within(widget.period, days) if days else {})
    opened = _opened(listed, filters, widget.sort)
    if widget.made is not None:
        # Its own page is asked for all: what it is made of says what it shows.
        found = widget.made(await read(ctx, read_by, filters if read_by is listed else {}), ctx.locale)
        parts = [_part(one, opened) for one in found.parts]
        return _shown(id_, widget, found, parts, opened=opened, days=days, rows=settings.get("pageSize"))
    reading, parts = await _of_list(ctx, widget, listed, filters, opened, days=days, rows=settings.get("pageSize"))
    beside = None
    if widget.compared and widget.period and days:
        before = {**filters, **_cleared(widget.period), **within(widget.period, _earlier(settings))}
        then = await figures(ctx, listed, {k: v for k, v in before.items() if v}, _whole_of(widget))
        beside = compared(number(reading.value), number(then.whole.value))
    return _shown(id_, widget, reading, parts, opened=opened, days=days, comparison=beside)


def settled(widget: Widget, sent: Mapping[str, Any] | None) -> dict[str, Any]:
    """The settings of a widget: those that were sent, as far as they make sense."""
    settings = default_settings(widget)
    size, dates = (sent or {}).get("pageSize"), (sent or {}).get("dateRange")
    if "pageSize" in settings and isinstance(size, int) and not isinstance(size, bool) and 1 <= size <= MOST_ROWS:
        settings["pageSize"] = size
    if "dateRange" in settings and dates in PRESETS:
        settings["dateRange"] = dates
    return settings


def _earlier(settings: Mapping[str, Any]) -> Days:
    return days_before(settings["dateRange"], today())


def _cleared(period: str) -> dict[str, str]:
    return {f"{period}From": "", f"{period}To": ""}


def _whole_of(widget: Widget) -> Any:
    figure = widget.figure
    return type(figure)(function=figure.function, column=figure.column)


async def _of_list(
    ctx: Context,
    widget: Widget,
    listed: Operation,
    filters: Mapping[str, str],
    opened: Opened,
    *,
    days: Days | None,
    rows: int | None,
) -> tuple[Reading, list[PartShown]]:
    """The figure of a list, its groups as far as they are asked for, and its first rows."""
    found: Figures | None = None
    if not rows or not widget.figure.is_total:
        found = await figures(ctx, listed, filters, widget.figure)
    items: Sequence[Mapping[str, Any]] = ()
    if rows:
        order = {"sortField": widget.sort.lstrip("-"), "sortDir": "desc" if widget.sort.startswith("-") else "asc"}
        page = await read(ctx, listed, {**filters, **(order if widget.sort else {}), "pageSize": str(rows)})
        answer: Mapping[str, Any] = page.model_dump(by_alias=True) if isinstance(page, BaseModel) else page
        items, total = answer["items"][:rows], answer["total"]
        found = found or Figures(Group(None, total, total), [])
    assert found is not None
    groups = _without_gaps(found.groups, widget.figure.grain, days) if days else found.groups
    parts = await _parts(ctx, widget, listed, groups, opened)
    return Reading(found.whole.value, found.whole.n, (), items), parts


def _without_gaps(groups: Sequence[Group], grain: str, days: Days) -> Sequence[Group]:
    """Groups of time with those that have no rows among them, up to today."""
    if not groups or not grain or days.first is None or days.last is None:
        return groups
    known = {one.key: one for one in groups}
    filled: list[Group] = []
    start, last = bucket_of(days.first, grain).first, max([min(days.last, today()), *known])
    while start is not None and start <= last:
        filled.append(known.get(start) or Group(start, 0, 0))
        end = bucket_of(start, grain).last
        start = None if end is None else end + timedelta(days=1)
    return filled


async def _parts(
    ctx: Context, widget: Widget, listed: Operation, groups: Sequence[Group], opened: Opened
) -> list[PartShown]:
    """Groups with what they are called and the rows they open; those of time in the order of time."""
    by, grain = widget.figure.by, widget.figure.grain
    if not groups:
        return []
    if grain:
        groups = sorted(groups, key=lambda one: one.key or date.min)
    column = sql_table(listed.source.table).columns[by]
    labels: Mapping[Any, str] = {} if grain else await labels_of(ctx, listed, column, [one.key for one in groups])
    narrower = _narrower(listed, by, grain)
    return [
        _part(
            Part(key_of(one.key), one.value, one.n, labels.get(one.key), narrower(one.key) if narrower else None),
            opened,
        )
        for one in groups
    ]


def _narrower(listed: Operation, by: str, grain: str) -> Callable[[Any], Mapping[str, Any] | None] | None:
    """The filters that leave only the rows of a group; None where the list cannot be asked for them."""
    name, known = wire_name(by), filters_of(listed)
    if (f"{name}From" if grain else name) not in known:
        return None
    empty = {f"{name}Empty": True} if f"{name}Empty" in known else None

    def narrower(key: Any) -> Mapping[str, Any] | None:
        if key is None:
            return empty
        return within(name, bucket_of(key, grain)) if grain else {name: key_of(key)}

    return narrower


def _opened(listed: Operation, filters: Mapping[str, str], sort: str) -> Opened:
    return Opened(
        screen=f"{listed.module.name}.{listed.screen}",
        href=address_of(listed.module, listed.screen),
        filters=dict(filters),
        sort=sort,
    )


def _part(part: Part, opened: Opened) -> PartShown:
    narrowed = None
    if part.filters is not None:
        values = {
            name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in part.filters.items()
        }
        narrowed = opened.model_copy(update={"filters": {**opened.filters, **values}})
    return PartShown(key=part.key, label=part.label, value=number(part.value), n=part.n, tone=part.tone, opens=narrowed)


def _shown(
    id_: str,
    widget: Widget,
    reading: Reading,
    parts: list[PartShown],
    *,
    opened: Opened,
    days: Days | None,
    rows: int | None = None,
    comparison: Comparison | None = None,
) -> WidgetShown:
    items = [dict(one) for one in reading.items]
    return WidgetShown(
        widget_id=id_,
        value=number(reading.value),
        total=reading.total,
        unit=widget.unit,
        alarm=widget.alarm and bool(reading.value),
        chart=widget.chart,
        grain=widget.figure.grain or None,
        parts=parts,
        columns=widget.columns.split(),
        items=items if rows is None else items[:rows],
        opens=opened,
        first=days.first if days else None,
        last=days.last if days else None,
        comparison=comparison,
    )
