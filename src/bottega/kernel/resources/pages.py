"""The list engine as operations call it: a page, or all rows as a file."""

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from msgspec import json
from msgspec.structs import replace
from sqlalchemy import ColumnElement

from bottega.kernel import custom_fields, masking
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record, Statement
from bottega.kernel.database.tables import sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.http.responses import Reply
from bottega.kernel.plaintext_index import Cut
from bottega.kernel.resources import in_memory_order, list_aggregates, list_totals, list_words
from bottega.kernel.resources.items import Item, Shown
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_reading import Found, finds_nothing, found, in_sql, items_of, narrowed, shape_of
from bottega.kernel.resources.list_sources import ListSource
from bottega.kernel.resources.list_sql import Shape
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.tabular import exports
from bottega.kernel.tabular.cell_values import Called

# Rows of a file that are in memory at once.
_BATCH: Final = 1_000


async def page(source: ListSource, ctx: Context, query: ListQuery, *conditions: ColumnElement[bool]) -> Any:
    """A page of the rows that meet further conditions, or all of them as a file.

    A record that is asked for by its id is whole: it has the columns that are ``only_by_id``, too.
    """
    if query.id is not None and not query.format:
        source = source.record
    narrow = narrowed(source, ctx, (*conditions, *query.conditions))
    if query.aggregate is not None:
        return await list_aggregates.page(source, ctx, query, query.aggregate, narrow)
    sums = list_totals.asked(source, ctx, query)
    if query.format:
        return await _export(source, ctx, query, narrow)
    items, total, added = await found(source, ctx, query, narrow, sums) if not ctx.scope.closed else Found([], 0, {})
    _note(source, ctx, items, query)
    answer = page_of(items, total, page=query.page, size=query.page_size)
    return {**answer, "totals": list_totals.shown(sums, added)} if sums else answer


def _note(source: ListSource, ctx: Context, items: Sequence[Item], query: ListQuery) -> None:
    if items:
        kind = "read:item" if query.id else None
        ctx.app.access.note(
            ctx, source.kind, [item["id"] for item in items], list(items[0]), access_type=kind, query_keys=query.keys
        )


async def _export(source: ListSource, ctx: Context, query: ListQuery, narrow: ColumnElement[bool] | None) -> Reply:
    shape, values = await shape_of(source, ctx, query, narrow)
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
    rows = _all(source, ctx, replace(shape, paged=False, full=stored), values, narrow=narrow, shown=shown)
    base = source.listing.custom_of.__tablename__.partition("_")[2]
    columns = [*own, *custom] if fixed else []
    return file_of(query.format or "", base, columns, rows, full=query.full, called=called)


async def _all(
    source: ListSource,
    ctx: Context,
    shape: Shape,
    values: Mapping[str, Any],
    *,
    narrow: ColumnElement[bool] | None,
    shown: Shown,
) -> AsyncIterator[Sequence[Item]]:
    """Everything a request asks for, a piece at a time, in its order."""
    if ctx.scope.closed or finds_nothing(values):
        return
    await ctx.begin()
    listing, cut = source.listing, Cut(descending=shape.descending)
    chosen = await in_memory_order.chosen(ctx, listing, shape, values, narrow=narrow, cut=cut)
    if chosen is None:
        async for items in batches(ctx, listing.statement(in_sql(source, shape), narrow), values, shown):
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
