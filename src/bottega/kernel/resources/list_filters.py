"""Filters of a list, as data: a column, how it is compared with what a query string gives, and what else can be asked.

A filter that compares a column with one value has variants: ``<f>In`` is one of several values, ``<f>Not`` differs or
is empty, ``<f>Empty`` has no value, or has one, ``<f>From`` and ``<f>To`` are the ends of a range, both included.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, Literal

from sqlalchemy import Boolean, Column, ColumnElement, bindparam, func, select
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.sql import operators

from bottega.kernel.database.tables import SqlTable

Stated = Literal["is", "hash", "range", "present", "empty", "since", "until", "exists"]
Derived = Literal["in", "hash_in", "not", "hash_not", "is_empty", "before"]
How = Stated | Derived
Variant = Literal["eq", "in", "not", "empty", "range"]
# What the names of its parameters end in: ``customerIdIn``.
Part = Literal["in", "not", "empty", "from", "to"]

_HASHED: Final = frozenset({"hash", "hash_in", "hash_not"})
_COMPARED: Final[Mapping[How, Callable[[Any, Any], ColumnElement[bool]]]] = {
    "is": operators.eq,
    "hash": operators.eq,
    "not": operators.is_distinct_from,
    "hash_not": operators.is_distinct_from,
    "since": operators.ge,
    "until": operators.le,
    "before": operators.lt,
}
_RANGED: Final = (int, Decimal, float, date)


@dataclass(frozen=True, eq=False)
class Filter:
    """What a filter asks of a column, with the value that was sent.

    ``is`` that value; ``hash``: encrypted, and its keyed hash is that of the value; ``range``: nobody asks for a single
    value, only for a range, or for none; ``present`` or ``empty``, whatever
    the value; ``since`` or ``until`` that value, which is included; ``exists``: some row of another table has one of
    the values, and the record's id in its column ``of``.

    What variants ask: ``in`` and ``hash_in`` one of several values; ``not`` and ``hash_not`` another value, or none;
    ``is_empty``: whether there is none, as the value says; ``before`` that moment, which is not included.
    """

    column: Column[Any]
    how: How = "is"
    of: Column[Any] | None = None

    @property
    def is_of_moments(self) -> bool:
        """Whether it is about moments, which queries ask for by their days in Warsaw."""
        return issubclass(self.column.type.python_type, datetime)

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """What can be asked by it: for one value, several, another one, none or any, a range.

        Nobody asks for one moment out of many; of an encrypted column only what its hash tells can be asked.
        """
        if self.how not in ("is", "hash", "range") or (self.how == "is" and self.column.info.get("sealed")):
            return ("eq",)
        single: tuple[Variant, ...] = () if self.how == "range" or self.is_of_moments else ("eq", "in", "not")
        empty: tuple[Variant, ...] = ("empty",) if self.column.nullable else ()
        ranged: tuple[Variant, ...] = ("range",) if self.how != "hash" and is_ordered(self.column) else ()
        return (*single, *empty, *ranged)

    @cached_property
    def parts(self) -> "Mapping[Part, Filter]":
        """The filters behind the parameters of its variants, less that for one value, by what their names end in."""
        hashed = self.how == "hash"
        hows: dict[Variant, dict[Part, How]] = {
            "in": {"in": "hash_in" if hashed else "in"},
            "not": {"not": "hash_not" if hashed else "not"},
            "empty": {"empty": "is_empty"},
            "range": {"from": "since", "to": "before" if self.is_of_moments else "until"},
        }
        asked = [how for variant in self.variants for how in hows.get(variant, {}).items()]
        return {part: Filter(self.column, how) for part, how in asked}

    def condition(self, name: str, t: SqlTable) -> ColumnElement[bool]:
        """The condition on records of a table, with a parameter ``filter_<name>``."""
        column = self.column.table.c[f"{self.column.name}_hash"] if self.how in _HASHED else self.column
        place = f"filter_{name}"
        if self.how in _COMPARED:
            return _COMPARED[self.how](column, bindparam(place, type_=column.type))
        values = func.any(bindparam(place, type_=pg.ARRAY(column.type)))
        match self.how:
            case "present":
                return column.is_not(None)
            case "empty":
                return column.is_(None)
            case "is_empty":
                # Once the value is known, PostgreSQL plans it as IS NULL or IS NOT NULL.
                return column.is_(None) == bindparam(place, type_=Boolean())
            case "exists":
                assert self.of is not None
                belongs = (column.table.c.tenant_id == t.c.tenant_id, self.of == t.c.id, column == values)
                return select(column).where(*belongs).correlate(t).exists()
            case _:
                return column == values


def is_ordered(column: Column[Any]) -> bool:
    """Whether values of a column are more or less than each other: numbers, amounts, days and moments."""
    python: Any = column.type.python_type
    return issubclass(python, _RANGED) and not issubclass(python, bool)


# Filters by the names that query strings have for them; one that is but a column asks whether it is the value.
Filters = Mapping[str, Column[Any] | Filter]


def declared(filters: Filters) -> dict[str, Filter]:
    """Filters as they are declared, all of one form."""
    return {name: one if isinstance(one, Filter) else Filter(one) for name, one in filters.items()}
