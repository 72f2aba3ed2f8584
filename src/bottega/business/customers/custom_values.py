"""Custom field values of an item: all values, and each with its definition."""

from collections.abc import Sequence
from typing import Any, cast

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.custom_fields import Field
from bottega.kernel.schemas import Schema


class CustomField(Schema):
    """A custom field with its value."""

    key: str
    label: str
    value: Any
    kind: str
    multi: bool


async def decorate(ctx: Context, entity: str, items: Sequence[dict[str, Any]]) -> None:
    """Add ``customValues`` and ``customFields`` to items that have ``cf_<key>``, in place."""
    known = await custom_fields.known(ctx, entity)
    order = {key: place for place, key in enumerate(known)}
    for item in items:
        values = {name[3:]: value for name, value in item.items() if name.startswith("cf_")}
        item["customValues"] = values or None
        item["customFields"] = [
            _described(key, values[key], known.get(key))
            for key in sorted(values, key=lambda key: (order.get(key, len(order)), key))
        ]


def _described(key: str, value: Any, field: Field | None) -> dict[str, Any]:
    """A field that nobody defined is what its value is."""
    many = field.many if field else isinstance(value, list)
    return {
        "key": key,
        "label": (field and field.label) or key,
        "value": value,
        "kind": (field and field.defined_as) or _kind(value),
        "multi": many,
    }


def _kind(value: Any) -> str:
    first: Any = next(iter(cast("list[Any]", value)), None) if isinstance(value, list) else value
    if isinstance(first, bool):
        return "boolean"
    return "number" if isinstance(first, int | float) else "text"
