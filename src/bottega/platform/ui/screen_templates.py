"""Screens of all modules in one language, with every operation they name: callers get what of it is theirs."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bottega.kernel.application import Application
from bottega.kernel.database.tables import Table
from bottega.kernel.modules import Module, address_of
from bottega.kernel.openapi.document import describe
from bottega.kernel.operation import Operation
from bottega.kernel.schemas import snake_name
from bottega.kernel.screens import Board, Child, Screen
from bottega.kernel.tabular.exports import formats
from bottega.platform.ui.screen_fields import Described, fields_of, is_paged, of_body

Json = dict[str, Any]

VERBS: Final = ("create", "update", "delete", "bulk", "import")
_READING: Final = ("show", "read", "get")
_DAYS: Final = ("day", "moment")
# What an action is where nothing else is said.
_PLAIN: Final = {"form": "dialog", "then": "stay", "tone": "plain"}
# What the API does by convention: the method on the path of the list, the record's id in the body.
_BY_CONVENTION: Final = {"create": "POST", "update": "PUT", "delete": "DELETE"}


@dataclass(frozen=True)
class Action:
    """An action with the operation behind it."""

    operation: Operation
    shown: Json


@dataclass(frozen=True)
class Template:
    """A screen as it is for somebody who may do everything."""

    key: str
    screen: Screen
    listed: Operation
    operations: Mapping[str, Operation]
    shown: Json
    fields: Sequence[Json]
    actions: Sequence[Action]
    # The screens of what belongs to its records, and the filter of each that takes a record's id.
    children: Mapping[str, str]

    @property
    def tables(self) -> list[type[Table]]:
        """The tables its fields are columns of."""
        return [one for one in (self.listed.table, self.listed.custom_table) if one is not None]


async def templates_of(app: Application, locale: str) -> Mapping[str, Template]:
    """The screens of all modules by ``module.screen``, made once a process and language."""
    key = f"ui.templates.{locale}"
    if key not in app.kept:
        # Half a second of work, during which others are served.
        made = await asyncio.to_thread(_made, app, locale)
        app.kept.setdefault(key, made)
    return app.kept[key]


def _made(app: Application, locale: str) -> dict[str, Template]:
    known = Described(describe(app, locale))
    dependent = _dependent(app.modules)
    found: dict[str, Template] = {}
    for module in app.modules:
        for name, screen in module.screens.items():
            template = _template(module, name, known, locale, dependent.get(screen.entity, {}))
            found[template.key] = template
    return found


def _dependent(modules: Sequence[Module]) -> Mapping[str, Mapping[str, str]]:
    """By entity, the screens of the resources whose parent its records are, and the filter of each by the parent."""
    found: dict[str, dict[str, str]] = {}
    for module in modules:
        by_entity = {screen.entity: name for name, screen in module.screens.items()}
        for one in module.resources:
            name = by_entity.get(one.table.entity)
            if name is None or one.parent is None:
                continue
            by = next((by for by, column in one.columns_by_filter.items() if column.name == one.parent.column), None)
            if by is not None:
                found.setdefault(one.parent.table.entity, {})[screen_key(module, name)] = by
    return found


def screen_key(module: Module, name: str) -> str:
    """What a manifest calls a screen; one without a name of its own is its module's."""
    return f"{module.name}.{name}".rstrip(".")


def _template(module: Module, name: str, known: Described, locale: str, dependent: Mapping[str, str]) -> Template:
    screen = module.screens[name]
    listed = module.by_name.get(f"{name}.list")
    assert listed is not None, f"{module.name}.{name} has a screen, but no list"
    operations = {verb: one for verb in VERBS if (one := module.by_name.get(f"{name}.{verb}")) is not None}
    read = next(
        (one for verb in _READING if (one := module.by_name.get(f"{name}.{verb}")) and one.method == "GET"), None
    )
    if read is not None and "{" in read.path:
        operations["read"] = read
    fields, filters = fields_of(known, listed, operations.get("create"), operations.get("update"))
    place = {"href": address_of(module, name), "path": listed.path, "paged": is_paged(listed)}
    shown = _arranged(screen, locale) | place
    if (sort := opening_order(screen, fields)) and place["paged"]:
        shown["sort"] = sort
    if filters:
        shown["filters"] = filters
    parameters = {one["name"] for one in known.parameters(listed)}
    if "dateFrom" in parameters:
        shown["period"] = True
    if "format" in parameters:
        shown["export"] = formats()
    actions = [
        Action(one, _action(one, known, locale))
        for one in module.operations
        if one.act is not None and (one.act.on or one.screen) == name
    ]
    children = {_full(child, module): child.by for child in screen.children} | dict(dependent)
    return Template(screen_key(module, name), screen, listed, operations, shown, fields, actions, children)


def _arranged(screen: Screen, locale: str) -> Json:
    """What the declaration says, in a language."""
    said: Json = {
        "label": screen.label(locale) if screen.label else None,
        "plural": screen.plural(locale) if screen.plural else None,
        "icon": screen.icon,
        "entity": screen.entity,
        "title": screen.title,
        "subtitle": screen.subtitle,
        "page": screen.page,
        "empty": screen.empty(locale) if screen.empty else None,
        "columns": screen.columns.split(),
        "quick": screen.quick.split(),
        "groups": [{"label": one.title(locale), "fields": one.fields.split()} for one in screen.groups],
        "presets": [{"label": one.title(locale), "filters": one.filters} for one in screen.presets],
        "views": [_view(one) for one in screen.views],
        "tones": {name: {_json(value): tone for value, tone in tones.items()} for name, tones in screen.tones.items()},
    }
    return {name: value for name, value in said.items() if value}


def opening_order(screen: Screen, fields: Sequence[Json]) -> str:
    """The column a list opens by, as its fields are called; empty where rows have no day of their own."""
    columns = {snake_name(one["name"]): one for one in fields if one.get("sort")}
    shown = [found for name in screen.columns.split() if (found := columns.get(name)) is not None]
    day = next((one["name"] for one in shown if one["kind"] in _DAYS), None)
    if not screen.sort:
        return f"-{day}" if day else ""
    down = "-" if screen.sort.startswith("-") else ""
    return down + str(columns[screen.sort.removeprefix("-")]["name"])


def _view(view: Any) -> Json:
    if isinstance(view, Board):
        return {"view": "board", "by": view.by, **({"sum": view.sum} if view.sum else {})}
    return {"view": "days", "day": view.day, **({"until": view.until} if view.until else {})}


def _json(value: Any) -> str:
    """A value as the key of a JSON object."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def way_to(verb: str, operation: Operation, path: str) -> bool | str:
    """Method and path of an operation; True where both are the conventional ones."""
    conventional = operation.method == _BY_CONVENTION.get(verb) and operation.path == path
    return True if conventional else operation.key


def _action(operation: Operation, known: Described, locale: str) -> Json:
    act = operation.act
    assert act is not None
    fields = of_body(known, operation)
    said: Json = {
        "op": operation.key,
        "label": act.title(locale),
        "icon": act.icon,
        "when": dict(act.when),
        "confirm": act.confirm(locale) if act.confirm else None,
        "form": act.form or ("dialog" if fields else "none"),
        "then": act.then,
        "tone": act.tone,
        "fields": fields,
    }
    shown = {name: value for name, value in said.items() if value and value != _PLAIN.get(name)}
    if not operation.undoable:
        shown["final"] = True
    return shown


def _full(child: Child, module: Module) -> str:
    """The key of a child's screen; one without a module is its parent's neighbour."""
    return child.screen if "." in child.screen else screen_key(module, child.screen)
