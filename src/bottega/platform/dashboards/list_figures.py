"""Figures of lists, asked for through the operation of the list, with its permissions and conditions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement

from bottega.kernel.aggregates import Aggregate
from bottega.kernel.context import Context
from bottega.kernel.http.command_calls import read
from bottega.kernel.operation import Operation
from bottega.kernel.resources.list_aggregates import Figures
from bottega.kernel.resources.list_query import ListQuery, PeriodQuery
from bottega.kernel.widgets import ME
from bottega.platform.auth import person_of
from bottega.platform.dashboards.date_ranges import Days

# What every list takes is no filter of one.
_COMMON: Final = {field.alias or name for name, field in ListQuery.model_fields.items()}
_NOBODY: Final = UUID(int=0)


def filters_of(operation: Operation) -> set[str]:
    """The names of the filters of a list, as its query string has them."""
    query = operation.query
    assert query is not None
    return {field.alias or name for name, field in query.model_fields.items()} - _COMMON


def takes_period(operation: Operation) -> bool:
    """Whether a list takes ``dateFrom`` and ``dateTo``."""
    return isinstance(operation.query, type) and issubclass(operation.query, PeriodQuery)


def written(ctx: Context, filters: Mapping[str, Any]) -> dict[str, str]:
    """Filters as a query string has them; ``ME`` is the caller, or nobody."""
    return {name: _written(ctx, value) for name, value in filters.items()}


def _written(ctx: Context, value: Any) -> str:
    if value == ME:
        return str(person_of(ctx) or _NOBODY)
    return str(value).lower() if isinstance(value, bool) else str(value)


def within(name: str, days: Days) -> dict[str, str]:
    """The filters that limit a list to some days."""
    ends = {f"{name}From": days.first, f"{name}To": days.last}
    return {end: day.isoformat() for end, day in ends.items() if day is not None}


async def figures(
    ctx: Context,
    operation: Operation,
    filters: Mapping[str, str],
    asked: Aggregate,
    conditions: Sequence[ColumnElement[bool]] = (),
    *,
    most: int | None = None,
) -> Figures:
    """The figure of the rows that a list has with these filters, and of their groups, ``most`` of them at most.

    Raises:
        Problem: As the list itself refuses a request.
    """
    ask: Callable[[Any], object] = lambda query: query.asking(asked, *conditions)  # noqa: E731 - it is an argument
    page = await read(ctx, operation, {**filters, **({} if most is None else {"pageSize": str(most)})}, ask)
    found: Figures = page["figures"]
    return found
