"""Translation of a request for figures into what its list can be asked; every wrong field is named at once."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Column, ColumnElement, func, literal, or_
from sqlalchemy.dialects import postgresql as pg

from bottega.kernel.aggregates import Aggregate
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.operation import Operation
from bottega.kernel.resources.filter_fields import MOST_VALUES, type_of
from bottega.kernel.resources.list_aggregates import column_named, is_day, is_number
from bottega.kernel.resources.list_filters import declared, is_ordered
from bottega.kernel.schemas import midnight, wire_name
from bottega.platform.dashboards.analytics_input import DataFilter, DataInput
from bottega.platform.dashboards.list_figures import filters_of, takes_period, written

UNKNOWN_LIST: Final = T(en="There is no such list", pl="Nie ma takiej listy")
NOT_SHOWN: Final = T(en="The list has no such column", pl="Lista nie ma takiej kolumny")
NO_NUMBER: Final = T(
    en="Only numbers and amounts have sums, means and limits", pl="Sumy, średnie i granice mają tylko liczby i kwoty"
)
SEALED: Final = T(en="Encrypted columns have no groups", pl="Kolumny szyfrowane nie mają grup")
NO_FILTER: Final = T(en="The list cannot be asked this", pl="Tej listy nie można o to zapytać")
NO_DAYS: Final = T(en="The list takes no days of this field", pl="Lista nie przyjmuje dni tego pola")
WRONG_VALUE: Final = T(en="This value cannot be compared with the field", pl="Tej wartości nie można porównać z polem")
NO_RANGE: Final = T(en="A comparison needs a range of days", pl="Porównanie wymaga zakresu dni")

# What the parameters of a list end in, by operator.
_ENDINGS: Final = {
    "eq": "",
    "neq": "Not",
    "gte": "From",
    "lte": "To",
    "in": "In",
    "is_null": "Empty",
    "is_not_null": "Empty",
}


@dataclass
class Plan:
    """What a list is asked: filters of its query, further conditions, the figure, and where each filter came from."""

    operation: Operation
    aggregate: Aggregate
    filters: dict[str, str] = field(default_factory=dict[str, str])
    conditions: list[ColumnElement[bool]] = field(default_factory=list[ColumnElement[bool]])
    period: str = ""
    places: dict[str, int] = field(default_factory=dict[str, int])


def list_of(ctx: Context, entity_type: str) -> Operation:
    """The list of an entity type.

    Raises:
        InvalidInput: There is none that figures can be asked of.
    """
    module, _, screen = entity_type.partition(":")
    operation = ctx.app.command(f"{module}.{screen}.list") if screen else None
    if operation is None or operation.source is None:
        raise InvalidInput.field("entityType", UNKNOWN_LIST)
    return operation


class Planning:
    """One request on its way to a plan."""

    def __init__(self, ctx: Context, operation: Operation, data: DataInput) -> None:
        """Nothing is wrong yet."""
        self._ctx, self._operation, self._data = ctx, operation, data
        self._source = operation.source
        self._names = filters_of(operation)
        self._issues: list[dict[str, Any]] = []

    def plan(self) -> Plan:
        """What the list is asked.

        Raises:
            InvalidInput: It names every field that is wrong.
        """
        plan = Plan(self._operation, self._aggregate())
        for place, one in enumerate(self._data.filters):
            self._filter(plan, place, one)
        if self._data.date_range is not None:
            plan.period = self._period(self._data.date_range.field)
        elif self._data.comparison is not None:
            self._blame(NO_RANGE, "comparison")
        if self._issues:
            raise InvalidInput(self._issues)
        return plan

    def _blame(self, text: T, *path: str | int) -> str:
        self._issues.append({"code": "custom", "path": list(path), "message": text(self._ctx.locale)})
        return ""

    def _aggregate(self) -> Aggregate:
        metric, group = self._data.metric, self._data.group_by
        columns = sql_table(self._source.table).columns
        measured = column_named(self._source, metric.field) or self._blame(NOT_SHOWN, "metric", "field")
        if measured and metric.aggregate != "count" and not is_number(columns[measured]):
            self._blame(NO_NUMBER, "metric", "field")
        if group is None:
            return Aggregate(metric.aggregate, measured)
        by = column_named(self._source, group.field) or self._blame(NOT_SHOWN, "groupBy", "field")
        if by in sealing.sealed_names(self._source.table):
            self._blame(SEALED, "groupBy", "field")
        grain = group.granularity if by and is_day(columns[by]) else None
        return Aggregate(metric.aggregate, measured, by, grain or "")

    def _period(self, name: str) -> str:
        """The name under which the list takes the days of a field."""
        if f"{wire_name(name)}From" in self._names:
            return wire_name(name)
        between = self._source.between
        if takes_period(self._operation) and between is not None and wire_name(between.name) == wire_name(name):
            return "date"
        return self._blame(NO_DAYS, "dateRange", "field")

    def _filter(self, plan: Plan, place: int, one: DataFilter) -> None:
        if one.operator in _ENDINGS:
            name = f"{wire_name(one.field)}{_ENDINGS[one.operator]}"
            if name not in self._names:
                self._blame(NO_FILTER, "filters", place, "field")
            elif (value := self._value(one)) is None:
                self._blame(WRONG_VALUE, "filters", place, "value")
            else:
                plan.filters[name], plan.places[name] = value, place
            return
        known = declared(self._source.filters).get(one.field)
        fits = known is not None and known.how in ("is", "range") and not known.column.info.get("sealed")
        if known is None or not fits or (one.operator in ("gt", "lt") and not is_ordered(known.column)):
            self._blame(NO_FILTER, "filters", place, "field")
            return
        condition = _condition(known.column, one)
        if condition is None:
            self._blame(WRONG_VALUE, "filters", place, "value")
        else:
            plan.conditions.append(condition)

    def _value(self, one: DataFilter) -> str | None:
        """A value as a query string has it; None for what no query string can have."""
        if one.operator in ("is_null", "is_not_null"):
            return str(one.operator == "is_null").lower()
        values = _several(one.value)
        if not values or (one.operator != "in" and isinstance(one.value, list)):
            return None
        if not all(isinstance(value, str | int | float) for value in values):
            return None
        texts = list(written(self._ctx, {str(place): value for place, value in enumerate(values)}).values())
        if one.operator != "in":
            return texts[0] or None
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(texts)
        return line.getvalue()


def _several(value: Any) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, list) else [value]


def _condition(column: Column[Any], one: DataFilter) -> ColumnElement[bool] | None:
    """What no parameter of a list says: more or less than a value, none of several; None for no such value."""
    kind: TypeAdapter[Any] = TypeAdapter(type_of(column))
    sent = _several(one.value) if one.operator == "not_in" else [one.value]
    try:
        values = [kind.validate_python(value) for value in sent]
    except ValidationError:
        return None
    if not values or len(values) > MOST_VALUES:
        return None
    if one.operator == "not_in":
        return or_(column.is_(None), column != func.all(literal(values, pg.ARRAY(column.type))))
    (value,) = values
    if is_day(column) and not hasattr(value, "hour") and column.type.python_type.__name__ == "datetime":
        # A moment is after a day when it is on a later one.
        return column >= midnight(value + timedelta(days=1)) if one.operator == "gt" else column < midnight(value)
    return column > literal(value, column.type) if one.operator == "gt" else column < literal(value, column.type)


def blaming_filters(refusal: InvalidInput, places: Mapping[str, int]) -> InvalidInput:
    """A refusal of the list, naming the filters of the request instead of parameters of the list."""
    details = [
        {**one, "path": ["filters", places[one["path"][0]], "value"]}
        if one["path"][:1] and one["path"][0] in places
        else one
        for one in refusal.details["details"]
    ]
    return InvalidInput(details)
