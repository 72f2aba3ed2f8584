"""The catalog of widgets: what modules declare, what each needs, and who may use it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bottega.kernel import masking
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.http.pipeline import authorize
from bottega.kernel.operation import Operation
from bottega.kernel.schemas import Schema
from bottega.kernel.widgets import Size, Widget
from bottega.platform.dashboards.features import ASSIGN
from bottega.platform.dashboards.module import module


class WidgetItem(Schema):
    """A widget that modules offer."""

    id: str
    title: str
    description: str | None
    default_size: Size
    default_enabled: bool
    default_settings: dict[str, Any] | None
    features: list[str]
    module_id: str
    icon: str | None
    loader_key: str
    supports_refresh: bool


class WidgetItems(Schema):
    """All widgets, in the order of modules."""

    items: list[WidgetItem]


@module.get("/widgets/catalog", ASSIGN, name="widgets.catalog", answers={200: "Widgets available for assignment."})
async def read_catalog(ctx: Context) -> WidgetItems:
    """List available dashboard widgets.

    Returns the catalog of widgets that modules expose, including defaults and feature requirements.
    """
    return WidgetItems(items=described(ctx, ctx.app.widgets))


def described(ctx: Context, ids: Iterable[str]) -> list[WidgetItem]:
    """Widgets as the catalog shows them, in the caller's language."""
    return [_item(ctx, id_, ctx.app.widgets[id_]) for id_ in ids]


def _item(ctx: Context, id_: str, widget: Widget) -> WidgetItem:
    owner = id_.partition(".")[0]
    return WidgetItem(
        id=id_,
        title=widget.title(ctx.locale),
        description=widget.description(ctx.locale) if widget.description else None,
        default_size=widget.size,
        default_enabled=widget.enabled,
        default_settings=default_settings(widget) or None,
        features=needs_of(ctx.app, widget),
        module_id=owner,
        icon=widget.icon,
        loader_key=f"{owner}:{widget.screen}",
        supports_refresh=True,
    )


def default_settings(widget: Widget) -> dict[str, Any]:
    """What may be set of a widget, as it is where nobody has."""
    settings: dict[str, Any] = {"pageSize": widget.rows} if widget.rows else {}
    return settings | ({"dateRange": widget.dates} if widget.period else {})


def operations_of(app: Application, widget: Widget) -> Sequence[Operation]:
    """The list a widget opens, and what it reads instead, if it does."""
    wanted = (widget.list_command, widget.reads) if widget.reads else (widget.list_command,)
    found = [app.command(command) for command in wanted]
    assert all(found), f"{wanted} are no operations"
    return [one for one in found if one is not None]


def needs_of(app: Application, widget: Widget) -> list[str]:
    """The features that a widget needs."""
    listed = [feature for one in operations_of(app, widget) for feature in one.features]
    return list(dict.fromkeys([*widget.needs, *listed]))


def usable(ctx: Context, widget: Widget) -> bool:
    """Whether the caller may use a widget: what it reads lets them in, and shows them the amounts in it."""
    if not ctx.actor.acl.allows_all(widget.needs, ctx.scope.organization_id):
        return False
    try:
        for operation in operations_of(ctx.app, widget):
            authorize(ctx, operation)
        if widget.unit == "money" and not widget.reads:
            masking.refuse_columns(ctx, _table(ctx.app, widget), {widget.figure.column})
    except Forbidden:
        return False
    return True


def _table(app: Application, widget: Widget) -> Any:
    return operations_of(app, widget)[0].source.table


def in_order(app: Application, chosen: Iterable[str], may: Callable[[Widget], bool]) -> list[str]:
    """The widgets among the chosen that are there and may be used, in the order of modules."""
    wanted = set(chosen)
    return [id_ for id_, widget in app.widgets.items() if id_ in wanted and may(widget)]
