"""Lists of records with encrypted columns: filters, pages and totals in SQL, decryption of items.

The SQL is the kernel's (``Listing``); sorting by an encrypted column is done by ``sealed_order``, up to its bound.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal
from sqlalchemy.dialects import postgresql as pg

from bottega.kernel import exports, fields, masking, sealed_order, sealing
from bottega.kernel.context import Context
from bottega.kernel.database import Record, Statement
from bottega.kernel.fields import Field
from bottega.kernel.items import Item, Items
from bottega.kernel.list_query import ListQuery
from bottega.kernel.listing import DEEP, Listing, Shape, index_custom_fields
from bottega.kernel.replies import Reply
from bottega.kernel.schemas import wire_name
from bottega.kernel.search import spec_of, understand
from bottega.kernel.search_verification import verified
from bottega.kernel.tables import Table, sql_table

Present = Callable[[Context, list[Item]], Awaitable[list[Item]]]


@dataclass(frozen=True, eq=False)
class RecordList:
    """How the rows of a table are listed.

    ``filters`` and ``sorts`` map what a query string says to columns; ``custom`` is the entity whose custom fields the
    rows have.
    """

    table: type[Table]
    kind: str
    present: Present
    sorts: Mapping[str, str]
    filters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    unlisted: Sequence[str] = ()
    custom: str | None = None

    def __post_init__(self) -> None:
        """Make the index of its custom fields."""
        if self.custom:
            index_custom_fields(self.table)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The columns of an item."""
        left_out = {"custom", *self.unlisted}
        return tuple(c.name for c in sql_table(self.table).columns if c.name not in left_out)

    @cached_property
    def _listing(self) -> Listing:
        described = sql_table(self.table)
        filters = {name: described.columns[column.key] for name, column in self.filters.items()}
        columns = (*self.shown, "custom") if self.custom else self.shown
        return Listing(self.table, columns, filters, searchable=False)

    @cached_property
    def _items(self) -> Items:
        return Items(self.table, self.shown)

    async def page(self, ctx: Context, query: ListQuery, *conditions: ColumnElement[bool]) -> Any:
        """A page of the rows that meet further conditions, or all of them as a file."""
        narrow = and_(*conditions) if conditions else None
        if query.format:
            return await self._export(ctx, query, narrow)
        if ctx.scope.closed:
            return _page([], 0, query)
        shape, values = await self._shape(ctx, query, narrow)
        rows, total = await self._read(ctx, query, shape, values, narrow=narrow)
        items = await self._shown(ctx, await self._items.of(ctx, rows))
        if items:
            ctx.app.access.note(
                ctx, self.kind, [item["id"] for item in items], list(items[0]),
                access_type="read:item" if query.id else None, query_keys=query.keys,
            )  # fmt: skip
        return _page(items, total, query)

    async def _read(
        self, ctx: Context, query: ListQuery, shape: Shape, values: Mapping[str, Any], *,
        narrow: ColumnElement[bool] | None,
    ) -> tuple[Sequence[Record], int]:  # fmt: skip
        if shape.sort in sealing.sealed_names(self.table):
            found = await sealed_order.page(ctx, self._listing, shape, values, query=query, narrow=narrow)
            if found is not None:
                return found
            shape = replace(shape, sort="id")
        if query.offset <= DEEP:
            wanted = self._listing.statement(replace(shape, first=query.page == 1 and narrow is None), narrow)
            rows = await ctx.fetch(wanted, **values, limit=query.page_size, offset=query.offset)
            if rows or query.page == 1:
                return rows, rows[0]["total"] if rows else 0
        total: int = (await ctx.fetch(self._listing.statement(shape, narrow, total=True), **values))[0][0]
        if query.offset >= total:
            return [], total
        wanted = self._listing.statement(shape, narrow)
        return await ctx.fetch(wanted, **values, limit=query.page_size, offset=query.offset), total

    async def _shape(
        self, ctx: Context, query: ListQuery, narrow: ColumnElement[bool] | None
    ) -> tuple[Shape, dict[str, Any]]:
        values: dict[str, Any] = {"tenant_id": ctx.tenant_id}
        narrowed = ctx.scope.visible is not None
        if ctx.scope.visible is not None:
            values["organizations"] = list(ctx.scope.visible)
        if query.full:
            return Shape(full=True, narrowed_to_organizations=narrowed), values
        given = query.filters(self._listing.filters)
        values |= {f"filter_{name}": value for name, value in given.items()}
        ids = query.wanted_ids
        spec = spec_of(self.table.__tablename__)
        wanted = await understand(ctx, spec, query.search) if query.search and spec else None
        if wanted:
            values |= {
                "search_entity": wanted.entity, "search_query": wanted.query, "search_terms": wanted.terms,
            }  # fmt: skip
        if ids is not None:
            values["ids"] = ids
        custom, sort = await self._custom(ctx, query, values)
        masking.refuse_columns(ctx, self.table, {sort, *(self._listing.filters[one].name for one in given)})
        shape = Shape(
            filters=tuple(sorted(given)), custom=custom, sort=sort, descending=query.sort_dir == "desc",
            narrowed_to_organizations=narrowed, by_ids=ids is not None, searched=wanted is not None,
        )  # fmt: skip
        return await verified(ctx, self._listing, shape, values, typed=query.search, narrow=narrow), values

    async def _custom(
        self, ctx: Context, query: ListQuery, values: dict[str, Any]
    ) -> tuple[tuple[str, ...], str]:
        """The filters by custom fields, and what the list is sorted by."""
        sort = self.sorts.get(query.sort_field, "id")
        by_custom = query.sort_field.startswith(("cf:", "cf_"))
        if self.custom is None or not (query.custom or by_custom):
            return (), sort
        known = await fields.known(ctx, self.custom)
        for index, (key, accepted) in enumerate(query.custom.items()):
            values[f"custom_{index}"] = fields.documents(key, accepted, known.get(key))
        if by_custom:
            values["sort_key"] = query.sort_field[3:]
            sort = fields.sort_marker(known.get(query.sort_field[3:]))
        return tuple(fields.filter_marker(known.get(key)) for key in query.custom), sort

    async def _shown(self, ctx: Context, items: list[Item]) -> list[Item]:
        if self.custom:
            await fields.settle(ctx, self.custom, items)
        masking.conceal(ctx, self.table, items)
        return await self.present(ctx, items)

    async def _export(self, ctx: Context, query: ListQuery, narrow: ColumnElement[bool] | None) -> Reply:
        shape, values = await self._shape(ctx, query, narrow)
        sort = "id" if shape.sort in sealing.sealed_names(self.table) else shape.sort
        # A full export has every column that is meant for people; the encrypted ones are opened.
        chosen = replace(shape, paged=False, full=False, sort=sort)
        statement = self._listing.statement(chosen, None if query.full else narrow)
        base = self.table.__tablename__.partition("_")[2]
        known: Mapping[str, Field] = await fields.known(ctx, self.custom) if self.custom else {}
        names = [f"cf_{one.key}" for one in known.values() if not one.gone]
        batches = self._batches(ctx, statement, values, names)
        file = exports.export(query.format or "", base, [], batches, full=query.full)
        return Reply(
            media=file.content_type, headers={"content-disposition": file.disposition}, stream=file.chunks
        )

    async def _batches(
        self, ctx: Context, statement: Statement, values: Mapping[str, Any], custom: Sequence[str]
    ) -> AsyncIterator[Sequence[Item]]:
        """Items of which each has every custom field, in order: the columns of the file are those of the first."""
        if ctx.scope.closed:
            return
        connection = await ctx.begin()
        cursor = await connection.cursor(statement.sql, *statement.args(values))
        while rows := await cursor.fetch(1000):
            items = await self._shown(ctx, await self._items.of_many(ctx, rows))
            for item in items:
                item |= {name: item.pop(name, None) for name in custom}
            ctx.app.access.note(
                ctx, self.kind, [i["id"] for i in items], list(items[0]), access_type="export"
            )
            yield items


def _page(items: Sequence[Item], total: int, query: ListQuery) -> dict[str, Any]:
    return {
        "items": items, "total": total, "page": query.page, "pageSize": query.page_size,
        "totalPages": -(-total // query.page_size),
    }  # fmt: skip


def among(column: ColumnElement[Any], ids: Collection[UUID]) -> ColumnElement[bool]:
    """Whether a column holds one of these ids, in a statement that is the same for any number of them."""
    return column == func.any(literal(sorted(ids), pg.ARRAY(pg.UUID(as_uuid=True))))


def sorts_of(table: type[Table], **further: str) -> dict[str, str]:
    """Every column by its own name and as clients write it, and further names."""
    columns = [column.name for column in sql_table(table).columns if column.name != "custom"]
    return {name: name for name in columns} | {wire_name(name): name for name in columns} | further
