"""The operation that answers the contents of several widgets in one request."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import msgspec
from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import FORBIDDEN, Problem
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input
from bottega.platform.dashboards.catalog import needs_of, usable
from bottega.platform.dashboards.features import VIEW
from bottega.platform.dashboards.figure_cache import cache_of, viewpoint
from bottega.platform.dashboards.layouts import MOST_ITEMS, Settings
from bottega.platform.dashboards.module import module
from bottega.platform.dashboards.widget_answers import WidgetRefused, WidgetShown, WidgetsShown
from bottega.platform.dashboards.widget_reading import settled, show

UNKNOWN: Final = T(en="There is no such widget", pl="Nie ma takiego widżetu")


class WantedWidget(Input):
    """A widget, and its settings where it is placed."""

    widget_id: str = Field(min_length=1, max_length=200)
    settings: Settings | None = None


class WidgetsInput(Input):
    """Which widgets."""

    widgets: Annotated[list[WantedWidget], Field(max_length=MOST_ITEMS)]


@module.post("/widgets/show", VIEW, name="widgets.show", status=200, answers={200: "What each widget shows"})
async def show_widgets(ctx: Context, data: WidgetsInput) -> WidgetsShown:
    """Fetch what several widgets show.

    For each widget its figure, groups or first rows, and the view of the list it opens, whose rows are exactly those
    the figure is about. A widget that the caller may not use, or that is not there, says so in its place and keeps no
    other from being shown.
    """
    cache, view = cache_of(ctx), viewpoint(ctx)
    epoch = await cache.epoch(ctx)
    results: list[WidgetShown | WidgetRefused] = []
    for one in data.widgets:
        refused = _refusal(ctx, one.widget_id)
        if refused is not None:
            results.append(refused)
            continue
        key = (view, one.widget_id, msgspec.json.encode(settled(ctx.app.widgets[one.widget_id], one.settings)))
        results.append(await cache.get(epoch, key, lambda one=one: _shown(ctx, one.widget_id, one.settings)))
    return WidgetsShown(results=results, fetched_at=datetime.now(UTC))


def _refusal(ctx: Context, id_: str) -> WidgetRefused | None:
    """Why somebody may not see a widget."""
    widget = ctx.app.widgets.get(id_)
    if widget is None:
        return WidgetRefused(widget_id=id_, error=UNKNOWN(ctx.locale), status=404)
    if not usable(ctx, widget):
        lacking = [one for one in needs_of(ctx.app, widget) if not ctx.may(one)]
        return WidgetRefused(
            widget_id=id_, error=f"{FORBIDDEN(ctx.locale)}: {', '.join(lacking)}".rstrip(": "), status=403
        )
    return None


async def _shown(ctx: Context, id_: str, settings: dict[str, Any] | None) -> WidgetShown | WidgetRefused:
    try:
        return await show(ctx, id_, settings)
    except Problem as problem:
        return WidgetRefused(widget_id=id_, error=str(problem.body(ctx.locale)["error"]), status=problem.status)
