"""SQL of figures of a list: a function of a column over the rows that match, and over each group of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Numeric,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    text,
)

from bottega.kernel.aggregates import Aggregate
from bottega.kernel.database.tables import SqlTable
from bottega.kernel.local_time import TIME_ZONE

# The currency of organizations. An amount in ``x_amount`` with another one in ``x_currency`` is not added to theirs.
CURRENCY: Final = "PLN"
_DECIMALS: Final = 4


def aggregated(t: SqlTable, source: FromClause, where: Sequence[ColumnElement[bool]], asked: Aggregate) -> Any:
    """The row of all (``whole``), then at most ``limit`` groups: their ``key``, ``n`` rows, and the ``value``."""
    columns: list[Any] = [func.count().label("n"), _value(asked, t.c[asked.column]).label("value")]
    key = _key(t.c[asked.by], asked) if asked.by else literal_column("NULL", Text())
    whole = func.grouping(key) == 1 if asked.by else literal_column("true", Boolean())
    columns = [key.label("key"), *columns, whole.label("whole")]
    figures: Any = select(*columns).select_from(source).where(*where, *_in_our_currency(t, asked))
    if not asked.by:
        return figures
    grouped = figures.group_by(text("GROUPING SETS ((1), ())")).order_by(text("4 DESC, 3 DESC NULLS LAST, 1"))
    return grouped.limit(bindparam("limit", type_=Integer) + 1)


def _key(column: Column[Any], asked: Aggregate) -> ColumnElement[Any]:
    """What rows of a group have in common; of moments the first day of the period, where one is named."""
    if not asked.grain:
        return column
    local: Any = column
    if issubclass(column.type.python_type, datetime):
        local = func.timezone(literal_column(f"'{TIME_ZONE}'"), column)
    return cast(func.date_trunc(literal_column(f"'{asked.grain}'"), local), Date)


def _value(asked: Aggregate, column: Column[Any]) -> ColumnElement[Any]:
    match asked.function:
        case "count":
            return func.count() if asked.column == "id" else func.count(column)
        case "sum":
            return func.coalesce(func.sum(column), 0)
        case "avg":
            return func.coalesce(func.round(cast(func.avg(column), Numeric), _DECIMALS), 0)
        case "min":
            return func.min(column)
        case "max":
            return func.max(column)


def _in_our_currency(t: SqlTable, asked: Aggregate) -> Sequence[ColumnElement[bool]]:
    """Amounts of one currency only, where rows say which one: those in others cannot be added to them."""
    name, _, kind = asked.column.rpartition("_")
    beside = t.c.get(f"{name}_currency") if kind == "amount" and asked.function != "count" else None
    return () if beside is None else (func.coalesce(beside, CURRENCY) == CURRENCY,)
