"""SQL of a list: page, total, filters, sorting and search in one statement, cached per shape of request.

The total comes from ``row_counts`` when the filters are among the columns rows are counted by; else the matching
rows are counted in the same statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.sql import visitors

from bottega.kernel.custom_fields import INDEXED
from bottega.kernel.database.pools import Statement
from bottega.kernel.database.tables import RowCount, SqlTable, Table, sql_table
from bottega.kernel.resources.aggregate_sql import aggregated
from bottega.kernel.resources.list_filters import Filter, Filters, declared
from bottega.kernel.resources.list_shapes import Shape, form_of, most_used, read_as

PAGE_SIZE: Final = 50
LARGEST_PAGE: Final = 100
# Beyond this offset the total is looked up first, so that an absurd page number costs nothing.
DEEP: Final = 5_000
# How far the first page reaches into a list, and how far later ones do: one statement and one plan for each.
FIRST_PAGE: Final = LARGEST_PAGE
LATER_PAGES: Final = (500, 2_000, DEEP + LARGEST_PAGE)
# Statements of one list that are kept composed.
_MOST_COMPOSED: Final = 256


@dataclass(frozen=True)
class Listing:
    """The listable side of a table: which columns are shown, filtered and sorted by.

    Rows of a ``joined`` table have the ids of its rows: they hold the custom values, and the time of the last change is
    the later of both. ``fixed`` are values of columns that
    all records of the list have.
    """

    table: type[Table]
    shown: tuple[str, ...]
    filters: Filters
    # The column whose days a period is about.
    between: Column[Any] | None = None
    joined: type[Table] | None = None
    fixed: Mapping[str, str] = field(default_factory=dict[str, str])

    @cached_property
    def conditions(self) -> Mapping[str, Filter]:
        """The filters and their variants, all of one form: ``customerId``, ``customerId_in``."""
        stated = declared(self.filters)
        parts = {f"{name}_{part}": made for name, one in stated.items() for part, made in one.parts.items()}
        return {**parts, **stated}

    @cached_property
    def custom_of(self) -> type[Table]:
        """The table that holds the custom values."""
        return self.joined or self.table

    def is_counted(self, shape: Shape) -> bool:
        """Whether nothing is asked but values of the columns that rows are counted by."""
        facets = self.table.counted_by
        asked = shape.custom or shape.days or shape.searched or shape.by_ids or shape.with_deleted
        if facets is None or asked:
            return False
        by = [self.conditions[name] for name in shape.filters]
        return all(one.how == "is" and one.column.name in facets for one in by) and {*self.fixed} <= {*facets}

    def facets(self, shape: Shape) -> Mapping[int, BindParameter[Any]]:
        """The counted columns that must have one value, by their places, and the parameter with it."""
        known = self._facets.get(shape.filters)
        if known is None:
            counted = self.table.counted_by or ()
            equal = [name for name in shape.filters if self.conditions[name].how == "is"]
            by = {self.conditions[name].column.name: self._value(name) for name in equal}
            by |= {name: self._fixed(name) for name in self.fixed}
            known = {counted.index(name): value for name, value in by.items() if name in counted}
            self._facets[shape.filters] = known
        return known

    @cached_property
    def _facets(self) -> dict[tuple[str, ...], Mapping[int, BindParameter[Any]]]:
        return {}

    def _value(self, name: str) -> BindParameter[Any]:
        return bindparam(f"filter_{name}", type_=self.conditions[name].column.type)

    def _fixed(self, name: str) -> BindParameter[Any]:
        return bindparam(f"fixed_{name}", self.fixed[name], type_=sql_table(self.table).columns[name].type)

    def statement(self, shape: Shape, narrow: ColumnElement[bool] | None = None, *, total: bool = False) -> Statement:
        """The statement of a shape; each row carries ``total``, or there is nothing but the total.

        Composing takes longer than most lists, so it is done once for each shape and for each form of a narrowing
        condition, whatever the values in it.
        """
        key, marks = ((), ()) if narrow is None else form_of(narrow)
        place = (shape, total, key)
        known = self._composed.get(place)
        if known is None:
            if len(self._composed) >= _MOST_COMPOSED:
                self._composed.clear()
            known = self._composed[place] = Statement(self._compose(shape, narrow, total=total), marks)
        return known.again(marks)

    @cached_property
    def _composed(self) -> dict[Any, Statement]:
        return {}

    def showing(self, *names: str) -> "Listing":
        """The same list with other columns; it keeps its composed statements too."""
        if names not in self._others:
            self._others[names] = replace(self, shown=names)
        return self._others[names]

    @cached_property
    def _others(self) -> dict[tuple[str, ...], "Listing"]:
        return {}

    def _compose(self, shape: Shape, narrow: ColumnElement[bool] | None, *, total: bool) -> Select[Any]:
        t = sql_table(self.table)
        where = self._where(t, shape)
        if narrow is not None:
            where.append(narrow)
        if total:
            # For pages that have no rows to carry it.
            return select(self._total(t, shape, where, narrow))
        if shape.sums:
            sums = (func.sum(t.c[one]).label(one) for one in shape.sums)
            return select(*sums).select_from(self._source(t, *where)).where(*where)
        if shape.aggregate is not None:
            return aggregated(t, self._source(t, *where), where, shape.aggregate)
        if shape.used:
            return most_used(t.c[shape.used], self._source(t, *where), where)
        names = t.columns.keys() if shape.full else self.shown
        read = [read_as(name, self._column(name), exact=shape.full) for name in names]
        ordered = self._order(t, shape)
        source = self._source(t, *read, *where, *ordered)
        query: Any = select(*read).select_from(source).where(*where).order_by(*ordered)
        if shape.paged:
            query = query.add_columns(self._total(t, shape, where, narrow).label("total"))
            query = _cut(query, shape)
        return query

    def _column(self, name: str) -> ColumnElement[Any]:
        """A column as the list has it, of whichever half."""
        own = sql_table(self.table).columns
        if self.joined is None or name not in ("custom", "updated_at"):
            return own[name]
        other = sql_table(self.joined).columns[name]
        return other if name == "custom" else func.greatest(own[name], other)

    def _source(self, t: SqlTable, *asked: ColumnElement[Any]) -> FromClause:
        """What is read: the table, and the joined one if anything is asked of it."""
        if self.joined is None:
            return t
        j = sql_table(self.joined)
        if not any(getattr(part, "table", None) is j for one in asked for part in visitors.iterate(one)):
            return t
        return t.join(j, and_(j.c.tenant_id == t.c.tenant_id, j.c.id == t.c.id))

    def _where(self, t: SqlTable, shape: Shape) -> list[ColumnElement[bool]]:
        where: list[ColumnElement[bool]] = [t.c.tenant_id == bindparam("tenant_id", type_=pg.UUID(as_uuid=True))]
        if not shape.with_deleted and "deleted_at" in t.c:
            where.append(t.c.deleted_at.is_(None))
        if shape.narrowed_to_organizations:
            where.append(t.c.organization_id == func.any(bindparam("organizations", type_=pg.ARRAY(pg.UUID))))
        if shape.by_ids == "one":
            # Not one of an array: PostgreSQL takes arrays for ten, and so plans anew for one that is shorter.
            where.append(t.c.id == bindparam("id", type_=pg.UUID(as_uuid=True)))
        elif shape.by_ids:
            where.append(t.c.id == func.any(bindparam("ids", type_=pg.ARRAY(pg.UUID))))
        where += [t.c[name] == self._fixed(name) for name in self.fixed]
        where += [self.conditions[name].condition(name, t) for name in shape.filters]
        where += [self._within(end) for end in shape.days]
        where += [self._custom(t, index, marker) for index, marker in enumerate(shape.custom)]
        if shape.searched:
            found = func.search_ids(
                bindparam("search_entity", type_=pg.TEXT),
                cast(bindparam("search_query", type_=pg.TEXT), pg.TSQUERY),
                bindparam("search_terms", type_=pg.ARRAY(pg.TEXT)),
            )
            column: ColumnElement[Any] = literal_column("found")
            ids: Select[Any] = select(column).select_from(found.alias("found"))
            where.append(t.c.id.in_(ids))
        return where

    def _within(self, end: str) -> ColumnElement[bool]:
        """One end of a period; of moments the midnights in Warsaw that enclose it are given."""
        column = self.between
        assert column is not None
        value = bindparam(end, type_=column.type)
        if end == "date_from":
            return column >= value
        return column <= value if column.type.python_type is date else column < value

    def _custom(self, t: SqlTable, index: int, marker: str) -> ColumnElement[bool]:
        """Records whose custom values contain one of the accepted documents; by the index where that is worth it."""
        accepted = bindparam(f"custom_{index}", type_=pg.ARRAY(pg.JSONB))
        if marker != INDEXED:
            return self._column("custom").op("@>", is_comparison=True)(func.any(accepted))
        found = func.custom_ids(self.custom_of.__tablename__, accepted).alias(f"custom_found_{index}")
        column: ColumnElement[Any] = literal_column(f"custom_found_{index}")
        ids: Select[Any] = select(column).select_from(found)
        return t.c.id.in_(ids)

    def _order(self, t: SqlTable, shape: Shape) -> list[Any]:
        keys: list[Any] = []
        if shape.sort == "cf:text":
            keys.append(func.sort_key(self._column("custom").op("->>")(bindparam("sort_key", type_=pg.TEXT))))
        elif shape.sort.startswith("cf:"):
            keys.append(self._column("custom").op("->")(bindparam("sort_key", type_=pg.TEXT)))
        elif shape.sort != "id":
            keys.append(sort_expression(self._column(shape.sort)))
        keys.append(t.c.id)
        # PostgreSQL's own places for NULL, so that an index serves both directions.
        return [key.desc() if shape.descending else key.asc() for key in keys]

    def _total(
        self, t: SqlTable, shape: Shape, where: Sequence[ColumnElement[bool]], narrow: ColumnElement[bool] | None
    ) -> Any:
        if narrow is not None or not self.is_counted(shape):
            rows = select(func.count()).select_from(self._source(t, *where)).where(*where)
            return rows.correlate(None).scalar_subquery()
        counts = sql_table(RowCount)
        entity: str = vars(self.table)["entity"]
        conditions = [
            counts.c.tenant_id == bindparam("tenant_id", type_=pg.UUID(as_uuid=True)),
            counts.c.entity == entity,
        ]
        if shape.narrowed_to_organizations:
            conditions.append(counts.c.organization_id == func.any(bindparam("organizations", type_=pg.ARRAY(pg.UUID))))
        for place, value in self.facets(shape).items():
            conditions.append(counts.c.facets[place + 1] == cast(value, pg.TEXT))
        summed = select(func.coalesce(func.sum(counts.c.n), 0)).where(and_(*conditions))
        return cast(summed.scalar_subquery(), pg.BIGINT)


def _cut(query: Select[Any], shape: Shape) -> Select[Any]:
    """Only a page of the rows."""
    rows, offset = bindparam("limit", type_=Integer), bindparam("offset", type_=pg.BIGINT)
    if not shape.easy:
        return query.limit(rows).offset(offset)
    page = select(query.limit(literal_column(str(shape.reach))).subquery("page")).limit(rows)
    return page if shape.reach == FIRST_PAGE else page.offset(offset)


def sort_expression(column: ColumnElement[Any]) -> Any:
    """What a column sorts by: text by the Polish alphabet."""
    return func.sort_key(column) if isinstance(column.type, Text) else column
