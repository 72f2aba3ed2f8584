"""The list engine: shape of a request, SQL statement, items of a page, and export as a file."""

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from msgspec import json
from msgspec.structs import replace
from sqlalchemy import ColumnElement, and_

from bottega.kernel import custom_fields, masking, visibility
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record, Statement
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.http.responses import Reply
from bottega.kernel.plaintext_index import Cut
from bottega.kernel.resources import in_memory_order, list_words
from bottega.kernel.resources.filter_values import compared, custom_values, ends_of
from bottega.kernel.resources.items import Item, Shown
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource
from bottega.kernel.resources.list_sql import DEEP, Listing, Shape
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.resources.search_verification import verified
from bottega.kernel.search_rows import spec_of, understand
from bottega.kernel.tabular import exports
from bottega.kernel.tabular.cell_values import Called

# Rows of a file that are in memory at once.
_BATCH: Final = 1_000


async def page(source: ListSource, ctx: Context, query: ListQuery, *conditions: ColumnElement[bool]) -> Any:
    """A page of the rows that meet further conditions, or all of them as a file."""
    narrowed = _narrowed(source, ctx, conditions)
    if query.format:
        return await _export(source, ctx, query, narrowed)
    if ctx.scope.closed:
        return page_of([], 0, page=query.page, size=query.page_size)
    shape, values = await shape_of(source, ctx, query, narrowed)
    if _finds_nothing(values):
        return page_of([], 0, page=query.page, size=query.page_size)
    rows, total = await _read(source, ctx, query, shape, values, narrowed=narrowed)
    items = await items_of(source, ctx, rows)
    _note(source, ctx, items, query)
    return page_of(items, total, page=query.page, size=query.page_size)


def _finds_nothing(values: Mapping[str, Any]) -> bool:
    """Whether a row must have one of several values, and there are none; each list among the values says so."""
    return any(not one and isinstance(one, Sequence) and not isinstance(one, str) for one in values.values())


def _narrowed(
    source: ListSource, ctx: Context, conditions: Sequence[ColumnElement[bool]]
) -> ColumnElement[bool] | None:
    """What the list always insists on, and what this request does."""
    always = source.narrow(ctx) if source.narrow else None
    seen = visibility.narrowed(ctx, source.table)
    if always is None and seen is None:
        return and_(*conditions) if conditions else None
    return and_(*conditions, *(one for one in (always, seen) if one is not None))


async def _read(
    source: ListSource,
    ctx: Context,
    query: ListQuery,
    shape: Shape,
    values: Mapping[str, Any],
    *,
    narrowed: ColumnElement[bool] | None,
) -> tuple[Sequence[Record], int]:
    """The rows of a page and how many there are on all pages."""
    listing = source.listing
    cut = Cut(query.offset, query.page_size, shape.descending)
    chosen = await in_memory_order.chosen(ctx, listing, shape, values, narrow=narrowed, cut=cut)
    if chosen is not None:
        rows = await in_memory_order.rows_of(ctx, listing, chosen.ids, with_deleted=shape.with_deleted)
        return rows, chosen.total
    shape = _in_sql(source, shape)
    return await read(listing, ctx, shape, values, narrowed, offset=query.offset, size=query.page_size)


def _in_sql(source: ListSource, shape: Shape) -> Shape:
    """The same in an order that SQL knows: where nobody else can tell, that of the ids."""
    return replace(shape, sort="id") if shape.sort in sealing.sealed_names(source.table) else shape


async def read(
    listing: Listing,
    ctx: Context,
    shape: Shape,
    values: Mapping[str, Any],
    narrowed: ColumnElement[bool] | None = None,
    *,
    offset: int,
    size: int,
) -> tuple[Sequence[Record], int]:
    """The ``size`` rows after ``offset``, in an order that SQL knows, and how many there are on all pages."""
    if offset > DEEP:
        total = await _total(listing, ctx, shape, values, narrowed)
        if offset >= total:
            return [], total
    cut = replace(shape, first=offset == 0 and narrowed is None)
    rows = await ctx.fetch(listing.statement(cut, narrowed), **values, limit=size, offset=offset)
    if rows:
        return rows, rows[0]["total"]
    return [], 0 if offset == 0 else await _total(listing, ctx, shape, values, narrowed)


async def _total(
    listing: Listing, ctx: Context, shape: Shape, values: Mapping[str, Any], narrowed: ColumnElement[bool] | None
) -> int:
    return (await ctx.fetch(listing.statement(shape, narrowed, total=True), **values))[0][0]


async def items_of(source: ListSource, ctx: Context, rows: Sequence[Record], *, page: bool = True) -> list[Item]:
    """Rows of a ``page``, or of all there are, as clients see them."""
    items = await (source.items.of(ctx, rows) if page else source.items.of_many(ctx, rows))
    masking.conceal(ctx, source.table, items)
    return await source.present(ctx, items) if source.present else items


async def shape_of(
    source: ListSource, ctx: Context, query: ListQuery, narrowed: ColumnElement[bool] | None = None
) -> tuple[Shape, dict[str, Any]]:
    """What a request asks of the list, as a shape and its values."""
    values: dict[str, Any] = {"tenant_id": ctx.tenant_id}
    if query.full and source.as_stored:
        return _finish_shape(ctx, Shape(full=True), values)
    given = {} if query.full else query.filters(source.filters)
    sort = source.sort_column(query.sort_field)
    if masking.lacking(ctx) is not None:
        asked = {sort, *(source.listing.conditions[one].column.name for one in given)}
        masking.refuse_columns(ctx, source.table, asked)
    custom, sort = await custom_values(source, ctx, query, values, sort)
    shape = Shape(sort=sort, descending=query.sort_dir == "desc")
    if query.full:
        return _finish_shape(ctx, shape, values)
    shape = replace(
        shape,
        filters=tuple(sorted(given)),
        days=tuple(query.days),
        custom=custom,
        with_deleted=query.with_deleted and "deleted_at" in sql_table(source.table).c,
    )
    values |= {f"filter_{name}": compared(source, ctx, name, value) for name, value in given.items()}
    if query.days:
        values |= ends_of(source, query.days)
    shape, values = _finish_shape(ctx, await _looked_for(source, ctx, query, shape, values), values)
    return await verified(ctx, source.listing, shape, values, typed=query.search, narrow=narrowed), values


async def _looked_for(
    source: ListSource, ctx: Context, query: ListQuery, shape: Shape, values: dict[str, Any]
) -> Shape:
    """The shape with the ids that were sent, and with the words: their grams in SQL, or the ids of who has them."""
    ids: Sequence[UUID] | None = query.wanted_ids
    if source.find is None:
        shape = replace(shape, searched=await is_searched(ctx, source.table, query.search, values))
    elif (found := await source.find(ctx, query)) is not None:
        if ids is None and not (shape.filters or shape.custom or shape.days):
            values[in_memory_order.FOUND] = found
        wanted = None if ids is None else frozenset(ids)
        ids = found if wanted is None else [one for one in found if one in wanted]
    if ids is None:
        return shape
    values["ids"] = ids
    return replace(shape, by_ids=True)


async def is_searched(ctx: Context, table: type[Table], typed: str | None, values: dict[str, Any]) -> bool:
    """Whether words were typed that the index knows rows of the table by; ``values`` get what it is asked."""
    spec = spec_of(table.__tablename__)
    wanted = await understand(ctx, spec, typed) if typed and spec else None
    if wanted is None:
        return False
    values |= {"search_entity": wanted.entity, "search_query": wanted.query, "search_terms": wanted.terms}
    return True


def _finish_shape(ctx: Context, shape: Shape, values: dict[str, Any]) -> tuple[Shape, dict[str, Any]]:
    if ctx.scope.visible is None:
        return replace(shape, narrowed_to_organizations=False), values
    values["organizations"] = sorted(ctx.scope.visible)
    return shape, values


def _note(source: ListSource, ctx: Context, items: Sequence[Item], query: ListQuery) -> None:
    if items:
        kind = "read:item" if query.id else None
        ctx.app.access.note(
            ctx, source.kind, [item["id"] for item in items], list(items[0]), access_type=kind, query_keys=query.keys
        )


async def _export(source: ListSource, ctx: Context, query: ListQuery, narrowed: ColumnElement[bool] | None) -> Reply:
    shape, values = await shape_of(source, ctx, query, narrowed)
    stored = query.full and source.as_stored
    known: Mapping[str, custom_fields.Field] = {}
    if source.custom:
        known = await custom_fields.known(ctx, source.custom_entity)
    custom = [f"cf_{field.key}" for field in known.values() if not field.gone]
    own = [c.name for c in sql_table(source.table).columns] if stored else source.shown
    # What a function makes of items may have other columns.
    fixed = source.as_stored or source.present is None
    shown = partial(_stored, source, ctx) if stored else partial(_presented, source, ctx, [] if fixed else custom)
    called = None
    if query.headings == "words":
        shown, called = list_words.after(shown, ctx), list_words.headings(ctx, known)
    rows = _all(source, ctx, replace(shape, paged=False, full=stored), values, narrowed=narrowed, shown=shown)
    base = source.listing.custom_of.__tablename__.partition("_")[2]
    columns = [*own, *custom] if fixed else []
    return file_of(query.format or "", base, columns, rows, full=query.full, called=called)


async def _all(
    source: ListSource,
    ctx: Context,
    shape: Shape,
    values: Mapping[str, Any],
    *,
    narrowed: ColumnElement[bool] | None,
    shown: Shown,
) -> AsyncIterator[Sequence[Item]]:
    """Everything a request asks for, a piece at a time, in its order."""
    if ctx.scope.closed or _finds_nothing(values):
        return
    await ctx.begin()
    listing, cut = source.listing, Cut(descending=shape.descending)
    chosen = await in_memory_order.chosen(ctx, listing, shape, values, narrow=narrowed, cut=cut)
    if chosen is None:
        async for items in batches(ctx, listing.statement(_in_sql(source, shape), narrowed), values, shown):
            yield items
        return
    for start in range(0, len(chosen.ids), _BATCH):
        ids = chosen.ids[start : start + _BATCH]
        if rows := await in_memory_order.rows_of(ctx, listing, ids, with_deleted=shape.with_deleted):
            yield await shown(rows)


def file_of(
    format_name: str,
    base: str,
    columns: Sequence[str],
    rows: AsyncIterator[Sequence[Mapping[str, Any]]],
    *,
    full: bool,
    called: Called | None = None,
) -> Reply:
    """The answer that is a file of rows."""
    file = exports.export(format_name, base, columns, rows, full=full, called=called)
    return Reply(media=file.content_type, headers={"content-disposition": file.disposition}, stream=file.chunks)


async def batches(
    ctx: Context, statement: Statement, values: Mapping[str, Any], shown: Shown
) -> AsyncIterator[Sequence[Item]]:
    """All rows of a statement, a piece at a time, as they are ``shown``."""
    if ctx.scope.closed:
        return
    connection = await ctx.begin()
    cursor = await connection.cursor(statement.sql, *statement.args(values))
    while rows := await cursor.fetch(_BATCH):
        yield await shown(rows)


async def _stored(source: ListSource, ctx: Context, rows: Sequence[Record]) -> list[Item]:
    """Rows with all their columns, encrypted ones opened, and their custom values."""
    raw: list[Item] = [dict(row) for row in rows]
    if sealing.sealed_names(source.table):
        await sealing.open_rows(ctx, source.table, raw)
    for row in raw:
        row["custom"] = json.decode(row["custom"])
        row.update(custom_fields.shown(row["custom"]))
    await custom_fields.settle(ctx, source.table.entity, raw)
    masking.conceal(ctx, source.table, raw)
    return raw


async def _presented(source: ListSource, ctx: Context, custom: Sequence[str], rows: Sequence[Record]) -> list[Item]:
    """Items, each with all of these custom values: the columns of a file may be those of its first items."""
    items = await items_of(source, ctx, rows, page=False)
    for item in items:
        item |= {name: item.pop(name, None) for name in custom}
    _note_export(source, ctx, items)
    return items


def _note_export(source: ListSource, ctx: Context, items: Sequence[Item]) -> None:
    ctx.app.access.note(ctx, source.kind, [i["id"] for i in items], list(items[0]), access_type="export")
