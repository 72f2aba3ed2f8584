"""Filters of a list, as data: a column, and how it is compared with what a query string gives."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import BindParameter, Column, ColumnElement, bindparam, func, select
from sqlalchemy.dialects import postgresql as pg

from bottega.kernel.database.tables import SqlTable

How = Literal["is", "hash", "present", "empty", "since", "until", "exists"]


@dataclass(frozen=True, eq=False)
class Filter:
    """What a filter asks of a column, with the value that was sent.

    ``is`` that value; ``hash``: encrypted, and its keyed hash is that of the value; ``present`` or ``empty``, whatever
    the value; ``since`` or ``until`` that moment, which is included; ``exists``: some row of another table has one of
    the values, and the record's id in its column ``of``.
    """

    column: Column[Any]
    how: How = "is"
    of: Column[Any] | None = None

    def condition(self, name: str, t: SqlTable) -> ColumnElement[bool]:
        """The condition on records of a table, with a parameter ``filter_<name>``."""
        column = self.column
        value: BindParameter[Any] = bindparam(f"filter_{name}", type_=column.type)
        match self.how:
            case "is":
                return column == value
            case "hash":
                return column.table.c[f"{column.name}_hash"] == value
            case "present":
                return column.is_not(None)
            case "empty":
                return column.is_(None)
            case "since":
                return column >= value
            case "until":
                return column <= value
            case "exists":
                assert self.of is not None
                values = bindparam(f"filter_{name}", type_=pg.ARRAY(column.type))
                belongs = (column.table.c.tenant_id == t.c.tenant_id, self.of == t.c.id, column == func.any(values))
                return select(column).where(*belongs).correlate(t).exists()
