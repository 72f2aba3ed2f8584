"""Indexes of lists: what is filtered and sorted by, in the order that pages have, and custom fields."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Index, text

from bottega.kernel.database.indexes import declare_index
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.resources.list_sql import sort_expression


def index_for_listing(table: type[Table], filters: Sequence[Column[Any]], sorts: Sequence[Column[Any]]) -> None:
    """Declare the indexes of a list: one for every filter and every sort that is named, each ending in the id.

    None is made where another index serves as well, nor for filters by a reference: few rows share one, and references
    have an index of their own.

    Raises:
        ValueError: A sort is by an encrypted column, whose order says nothing; ``in_memory_order`` sorts by it.
    """
    t = sql_table(table)
    wanted: dict[str, Any] = {column.name: column for column in filters if not column.info.get("target")}
    for column in sorts:
        if column.info.get("sealed"):
            message = f"{t.name}.{column.name} is encrypted: no index sorts by it"
            raise ValueError(message)
        expression = sort_expression(column)
        wanted[column.name if expression is column else f"{column.name}_sort"] = expression
    for name, expression in wanted.items():
        declare_index(f"ix_{t.name}_by_{name}", t, t.c.tenant_id, expression, t.c.id)


def index_custom_fields(table: type[Table]) -> None:
    """Declare the index that lists look filterable custom fields up in, where the table has such values."""
    t = sql_table(table)
    if "custom" in t.columns and f"ix_{t.name}_custom" not in {index.name for index in t.indexes}:
        # Rows without custom values, most of them, cost it nothing.
        Index(
            f"ix_{t.name}_custom",
            t.c.custom,
            postgresql_using="gin",
            postgresql_ops={"custom": "jsonb_path_ops"},
            postgresql_where=text("custom <> '{}'::jsonb"),
            _table=t,
        )
