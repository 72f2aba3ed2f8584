"""Source of a list, as data: the table, the columns its items show, its filters and its sorting.

A resource makes one of itself; an operation that lists rows of a table by hand declares one for ``pages.py``.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, func, literal
from sqlalchemy.dialects import postgresql as pg

from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table, TenantChild, TenantTable, sql_table
from bottega.kernel.plaintext_index import PackedIds
from bottega.kernel.resources.items import Item, Items
from bottega.kernel.resources.list_filters import Filter, Filters, Variant, is_ordered
from bottega.kernel.resources.list_indexes import index_custom_fields, index_for_listing
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sql import Listing
from bottega.kernel.schemas import snake_name, wire_name

Present = Callable[[Context, list[Item]], Awaitable[list[Item]]]
Narrow = Callable[[Context], ColumnElement[bool] | None]
Find = Callable[[Context, ListQuery], Awaitable[PackedIds | None]]


@dataclass(frozen=True, eq=False)
class ListSource:
    """A list of rows of a table; ``kind`` is what they are called in the logs.

    ``filters`` are columns by the names that query strings have for them, ``custom`` says whether the rows are shown
    with their custom fields, ``present`` makes of items what clients see, ``narrow`` is what always limits the list.
    ``joined`` and ``fixed`` are those of the ``Listing``. ``find`` says whom a query looks for, where grams in SQL do
    not: everybody in view who has the words, or None where none were sent.
    """

    table: type[TenantTable | TenantChild]
    kind: str
    shown: tuple[str, ...]
    filters: Filters = field(default_factory=dict[str, Column[Any] | Filter])
    # The column whose days ``dateFrom`` and ``dateTo`` limit the list to.
    between: Column[Any] | None = None
    # The columns it is sorted by, all where none are named, and further names that query strings have for them.
    sorted_by: Sequence[str] = ()
    called: Mapping[str, str] = field(default_factory=dict[str, str])
    # Those it is sorted by day by day, which have an index; each costs every write, so others go without.
    indexed: Sequence[Column[Any]] = ()
    custom: bool = False
    present: Present | None = None
    narrow: Narrow | None = None
    joined: type[TenantChild] | None = None
    fixed: Mapping[str, str] = field(default_factory=dict[str, str])
    find: Find | None = None
    # Whether files have columns of their own, and full ones the rows as they are stored; else both have the items.
    as_stored: bool = False
    # The columns that are shown besides where one record is asked for by its id.
    only_by_id: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Make the indexes of its filters, its period, its daily sorts and its custom fields."""
        between = [] if self.between is None else [self.between]
        # Whatever else a filter asks of a column has an index where the table declares one.
        equal = [column for column in self.filters.values() if isinstance(column, Column)]
        index_for_listing(self.table, [*equal, *between], self.indexed)
        if self.custom:
            index_custom_fields(self.listing.custom_of)

    @cached_property
    def listing(self) -> Listing:
        """Its SQL."""
        columns = (*self.shown, "custom") if self.custom else self.shown
        return Listing(self.table, columns, self.filters, self.between, self.joined, self.fixed)

    @cached_property
    def variants(self) -> Mapping[str, tuple[Variant, ...]]:
        """What can be asked by each of its filters, by name."""
        return {name: self.listing.conditions[name].variants for name in self.filters}

    @cached_property
    def record(self) -> "ListSource":
        """The same list where one record is asked for by its id: whole, so that a form can be filled with it."""
        return replace(self, shown=(*self.shown, *self.only_by_id), only_by_id=()) if self.only_by_id else self

    @cached_property
    def items(self) -> Items:
        """What is shown of its rows."""
        return Items(self.table, self.shown, custom_of=self.listing.custom_of if self.custom else None)

    @property
    def custom_entity(self) -> str:
        """What its custom fields are defined for."""
        return vars(self.listing.custom_of)["entity"]

    def sort_column(self, wanted: str) -> str:
        """The column behind ``sortField``, in either style; the id for what it is not sorted by."""
        name = self.called.get(wanted) or snake_name(wanted)
        return name if name in (self.sorted_by or columns_but(self.table)) else "id"


def columns_but(table: type[Table], *unlisted: str) -> tuple[str, ...]:
    """The columns of a table, in their order, less some and the custom values."""
    return tuple(c.name for c in sql_table(table).columns if c.name not in {"custom", *unlisted})


def ranges_of(table: type[Table], names: Sequence[str]) -> dict[str, Filter]:
    """Filters for ranges of every number, amount, day and moment among these columns; they have no indexes."""
    ordered = [one for one in sql_table(table).columns if one.name in names and is_ordered(one)]
    return {wire_name(one.name): Filter(one, "range") for one in ordered}


def columns_of(**filters: Any) -> dict[str, Column[Any]]:
    """The columns behind attributes of table classes."""
    return {name: sql_table(one.class_).columns[one.key] for name, one in filters.items()}


def among(column: ColumnElement[Any], ids: Collection[UUID]) -> ColumnElement[bool]:
    """Whether a column holds one of these ids, in a statement that is the same for any number of them."""
    return column == func.any(literal(sorted(ids), pg.ARRAY(pg.UUID(as_uuid=True))))
