"""Labels of groups: what records, members of closed sets and values of dictionaries are called for the caller."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.loose_references import entity_behind
from bottega.kernel.moments import milliseconds
from bottega.kernel.operation import Operation
from bottega.kernel.resources.list_words import NO, YES
from bottega.kernel.resources.record_names import names_in_view
from bottega.kernel.schemas import wire_name

# Values of an open set that are looked through for what they are called.
_MOST_OFFERED: Final = 500


async def labels_of(ctx: Context, operation: Operation, column: Column[Any], keys: Sequence[Any]) -> Mapping[Any, str]:
    """What the values of a column of a list are called, as far as they are called anything but themselves."""
    entity = entity_behind(column)
    if entity is not None:
        ids = {key for key in keys if isinstance(key, UUID)}
        return {id_: name.title for id_, name in (await names_in_view(ctx, entity, ids)).items()}
    if any(isinstance(key, bool) for key in keys):
        return {True: YES(ctx.locale), False: NO(ctx.locale)}
    texts = operation.module.words.texts(operation.screen, column.name)
    if texts:
        return {member: text(ctx.locale) for member, text in texts.items()}
    source = _suggested(ctx.app, operation, column.name)
    offered = ctx.app.suggestions.get(source) if source else None
    if offered is None or not offered.shown_to(ctx):
        return {}
    return {one.value: one.label for one in await offered.find(ctx, (), _MOST_OFFERED)}


def key_of(value: Any) -> Any:
    """The value that the rows of a group have in common, as JSON has it."""
    if isinstance(value, datetime):
        return milliseconds(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _suggested(app: Application, operation: Operation, name: str) -> str | None:
    """The source of what the form of a list's records offers in a field."""
    known: dict[str, Mapping[str, str]] = app.once("dashboards.suggested", dict[str, Mapping[str, str]])
    if operation.command not in known:
        create = operation.module.by_name.get(f"{operation.screen}.create")
        schema = create.body.model_json_schema(by_alias=True) if create and create.body else {}
        fields: Mapping[str, Any] = schema.get("properties", {})
        known[operation.command] = {wire: found for wire, field in fields.items() if (found := _source_in(field))}
    return known[operation.command].get(wire_name(name))


def _source_in(field: Mapping[str, Any]) -> str | None:
    parts: Sequence[Mapping[str, Any]] = [field, *field.get("anyOf", ())]
    return next((part["x-suggest"] for part in parts if "x-suggest" in part), None)
