"""Response schemas of a resource, derived from its table."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, create_model
from sqlalchemy import JSON, Column

from bottega.kernel.database.closed_sets import members_of
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.field_markers import Amount
from bottega.kernel.schemas import Schema


class Created(Schema):
    """The id of a new record."""

    id: UUID


class Done(Schema):
    """It is done."""

    ok: bool = True


class Problem(Schema):
    """Why a request was refused."""

    model_config = ConfigDict(extra="allow")

    error: str


class Page(Schema):
    """A page of a list."""

    total: int = Field(description="Rows that match, on all pages.")
    page: int
    page_size: int
    total_pages: int


class ListPage(Page):
    """A page of the list engine, which adds amounts up."""

    totals: dict[str, str] = Field(
        default={}, description="Sums of all rows that match, by column; where `totals` asks for them."
    )


def page_schema(
    table: type[Table], shown: tuple[str, ...], name: str = "", *, only_by_id: tuple[str, ...] = ()
) -> type[Schema]:
    """A page of the items of a table: raw rows in snake_case, and custom fields as ``cf_<key>``.

    Its schemas are called by the ``name``, or that of the table. An item that is asked for by its id has the columns
    that are ``only_by_id``, too.
    """
    described, called = sql_table(table), name or table.__name__
    columns: dict[str, Any] = {column: item_field(described.columns[column]) for column in shown}
    columns |= {column: _field_by_id(described.columns[column]) for column in only_by_id}
    config = ConfigDict(extra="allow", alias_generator=None)
    item = create_model(f"{called}Item", __config__=config, **columns)
    items: Any = list[item]
    return create_model(f"{called}Page", __base__=ListPage, items=(items, ...))


def _field_by_id(column: Column[Any]) -> tuple[Any, Any]:
    """The same of a column that is only there where one record is asked for."""
    kind = Any if isinstance(column.type, JSON) else item_field(column)[0]
    said = "Only where one record is asked for by its `id`."
    return kind, Field(default_factory=lambda: None, description=said, json_schema_extra={"x-only-by-id": True})


def item_field(column: Column[Any]) -> tuple[Any, Any]:
    """The JSON type of a column in a list: money as text, other exact numbers as numbers, closed sets by members."""
    python: Any = column.type.python_type
    if python is Decimal:
        python = float if column.info.get("number") else Annotated[str, Amount]
    elif issubclass(python, datetime | date):
        python = datetime if issubclass(python, datetime) else date
    elif members := members_of(column):
        python = Literal[members]
    return (python | None if column.nullable else python, ...)
