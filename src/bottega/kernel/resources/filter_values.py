"""Values of a list's filters as SQL compares them: hashes, documents of custom fields, ends of a period."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.tables import CLASSES
from bottega.kernel.encryption import sealing
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource
from bottega.kernel.schemas import midnight


def compared(source: ListSource, ctx: Context, name: str, value: Any) -> Any:
    """What a filter compares a column with."""
    one = source.listing.conditions[name]
    match one.how:
        case "hash" | "hash_not":
            return _digest(ctx, one.column, value)
        case "hash_in":
            return [_digest(ctx, one.column, plain) for plain in value]
        case "since" | "before" if one.is_of_moments and not isinstance(value, datetime):
            return midnight(value + timedelta(days=one.how == "before"))
        case _:
            return value


def _digest(ctx: Context, column: Column[Any], plain: str) -> str:
    return sealing.digest(ctx, CLASSES[column.table.name], column.name, plain)


async def custom_values(
    source: ListSource, ctx: Context, query: ListQuery, values: dict[str, Any], sort: str
) -> tuple[tuple[str, ...], str]:
    """The filters by custom fields, and what the list is sorted by, which may be one of them."""
    by_custom = query.sort_field.startswith(("cf:", "cf_"))
    # A full file ignores filters.
    asked = {} if query.full else query.custom
    if not source.custom or not (asked or by_custom):
        return (), sort
    known = await custom_fields.known(ctx, source.custom_entity)
    for index, (key, accepted) in enumerate(asked.items()):
        values[f"custom_{index}"] = custom_fields.documents(key, accepted, known.get(key))
    if by_custom:
        values["sort_key"] = query.sort_field[3:]
        sort = custom_fields.sort_marker(known.get(query.sort_field[3:]))
    return tuple(custom_fields.filter_marker(known.get(key)) for key in asked), sort


def ends_of(source: ListSource, days: Mapping[str, date]) -> dict[str, Any]:
    """The ends of a period as the column has them: days, or the midnights in Warsaw around them."""
    column = source.between
    assert column is not None
    if column.type.python_type is date:
        return dict(days)
    return {name: midnight(day + timedelta(days=name == "date_to")) for name, day in days.items()}
