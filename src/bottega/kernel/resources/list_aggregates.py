"""Figures of a list: what is worked out of all rows that match, as a whole and by group, instead of a page of them.

Whoever asks sends what the list would be asked, so that the figure is that of exactly those rows: the handler of the
list narrows, the engine filters, and what a caller does not see is not counted.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from msgspec.structs import replace
from sqlalchemy import Column, ColumnElement

from bottega.kernel import masking
from bottega.kernel.aggregates import Aggregate
from bottega.kernel.context import Context
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_reading import finds_nothing, shape_of, total_of
from bottega.kernel.resources.list_sources import ListSource
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.schemas import snake_name

# Groups of a figure, where fewer are not asked for.
MOST_GROUPS: Final = 400


class Group(NamedTuple):
    """Rows that have a value in common: how many, and their figure."""

    key: Any
    n: int
    value: Any


class Figures(NamedTuple):
    """The figure of all rows that match, and of their groups, the greatest first."""

    whole: Group
    groups: list[Group]


async def page(
    source: ListSource, ctx: Context, query: ListQuery, asked: Aggregate, narrow: ColumnElement[bool] | None
) -> dict[str, Any]:
    """A page without items, with the ``figures`` of all of them; ``pageSize`` is how many groups there are at most.

    Raises:
        Forbidden: The caller does not see amounts.
    """
    masking.refuse_columns(ctx, source.table, {asked.column, asked.by})
    found = Figures(Group(None, 0, 0 if asked.function in ("count", "sum", "avg") else None), [])
    if not ctx.scope.closed:
        found = await _figures(source, ctx, query, asked, narrow) or found
    size = query.page_size
    return {**page_of([], found.whole.n, page=query.page, size=size), "figures": found}


async def _figures(
    source: ListSource, ctx: Context, query: ListQuery, asked: Aggregate, narrow: ColumnElement[bool] | None
) -> Figures | None:
    shape, values = await shape_of(source, ctx, query, narrow)
    if finds_nothing(values):
        return None
    shape = replace(shape, sort="id", descending=False)
    if asked.is_total:
        total = await total_of(source.listing, ctx, shape, values, narrow)
        return Figures(Group(None, total, total), [])
    statement = source.listing.statement(replace(shape, aggregate=asked, paged=False), narrow)
    limit = {"limit": query.page_size if "page_size" in query.model_fields_set else MOST_GROUPS} if asked.by else {}
    rows = await ctx.fetch(statement, **values, **limit)
    groups = [Group(row["key"], row["n"], row["value"]) for row in rows if not row["whole"]]
    whole = next(Group(None, row["n"], row["value"]) for row in rows if row["whole"])
    return Figures(whole, groups)


def column_named(source: ListSource, name: str) -> str | None:
    """The column that a list shows under a name, in either style; None where it shows none."""
    column = source.called.get(name) or snake_name(name)
    return column if column in source.shown else None


def is_number(column: Column[Any]) -> bool:
    """Whether values of a column can be added up."""
    python: Any = column.type.python_type
    return issubclass(python, int | float | Decimal) and not issubclass(python, bool)


def is_day(column: Column[Any]) -> bool:
    """Whether values of a column are days or moments, which have periods."""
    return issubclass(column.type.python_type, date)
