"""Reading of a list: the shape of a request, its rows in their order, and the items of a page."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import ColumnElement, and_, select

from bottega.kernel import masking, visibility
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.plaintext_index import Cut
from bottega.kernel.resources import in_memory_order
from bottega.kernel.resources.filter_values import compared, custom_values, ends_of
from bottega.kernel.resources.items import Item
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource, among
from bottega.kernel.resources.list_sql import DEEP, FIRST_PAGE, LATER_PAGES, Listing, Shape
from bottega.kernel.resources.search_verification import verified
from bottega.kernel.search_rows import spec_of, understand


class Found(NamedTuple):
    """The items of a page, how many there are on all pages, and the sums of all of them."""

    items: list[Item]
    total: int
    sums: Mapping[str, Decimal]


async def found(
    source: ListSource, ctx: Context, query: ListQuery, narrow: ColumnElement[bool] | None, sums: tuple[str, ...] = ()
) -> Found:
    """What a query asks for, with the ``sums`` of these columns."""
    shape, values = await shape_of(source, ctx, query, narrow)
    if finds_nothing(values):
        return Found([], 0, {})
    rows, total = await _read(source, ctx, query, shape, values, narrow=narrow)
    added: Mapping[str, Decimal] = {}
    if sums and total:
        asked = replace(shape, sums=sums, sort="id", descending=False)
        [row] = await ctx.fetch(source.listing.statement(asked, narrow), **values)
        added = {name: row[name] for name in sums if row[name] is not None}
    return Found(await items_of(source, ctx, rows), total, added)


async def first_items(source: ListSource, ctx: Context, query: ListQuery) -> list[Item]:
    """The items of a page for somebody who chooses one: what is only named is not noted as read."""
    return [] if ctx.scope.closed else (await found(source, ctx, query, narrowed(source, ctx, ()))).items


async def items_with(source: ListSource, ctx: Context, ids: Collection[UUID]) -> list[Item]:
    """The items in view with these ids, in no order; what is only named is not noted as read."""
    if ctx.scope.closed:
        return []
    values: dict[str, Any] = {"tenant_id": ctx.tenant_id, "ids": list(ids)}
    shape, values = _finish_shape(ctx, Shape(by_ids="many", paged=False), values)
    rows = await ctx.fetch(source.listing.statement(shape, narrowed(source, ctx, ())), **values)
    return await items_of(source, ctx, rows)


async def ids_in_view(source: ListSource, ctx: Context, ids: Collection[UUID]) -> set[UUID]:
    """Those of the ids that the list would show the caller."""
    if ctx.scope.closed or not ids:
        return set()
    values: dict[str, Any] = {"tenant_id": ctx.tenant_id, "ids": list(ids)}
    shape, values = _finish_shape(ctx, Shape(by_ids="many", paged=False), values)
    rows = await ctx.fetch(source.listing.statement(shape, narrowed(source, ctx, ())), **values)
    return {row["id"] for row in rows}


def refers_into_view(
    source: ListSource, ctx: Context, tenant_id: ColumnElement[Any], record_id: ColumnElement[Any]
) -> ColumnElement[bool]:
    """Whether columns of another table name a record that the list would show the caller."""
    t = sql_table(source.table)
    where: list[ColumnElement[bool]] = [t.c.tenant_id == tenant_id, t.c.id == record_id]
    if "deleted_at" in t.c:
        where.append(t.c.deleted_at.is_(None))
    if ctx.scope.visible is not None:
        where.append(among(t.c.organization_id, ctx.scope.visible))
    where += [t.c[name] == value for name, value in source.fixed.items()]
    narrow = narrowed(source, ctx, ())
    return (
        select(t.c.id).select_from(t).where(*where, *([] if narrow is None else [narrow])).correlate_except(t).exists()
    )


async def most_used(
    source: ListSource, ctx: Context, column: str, *, words: Sequence[str], limit: int
) -> Sequence[str]:
    """The texts in a column of the rows in view that are like all of ``words``, the most frequent first."""
    if ctx.scope.closed:
        return []
    shape, values = _finish_shape(ctx, Shape(used=column, paged=False), {"tenant_id": ctx.tenant_id})
    statement = source.listing.statement(shape, narrowed(source, ctx, ()))
    return [row[column] for row in await ctx.fetch(statement, **values, words=words, limit=limit)]


def finds_nothing(values: Mapping[str, Any]) -> bool:
    """Whether a row must have one of several values, and there are none; each list among the values says so."""
    return any(not one and isinstance(one, Sequence) and not isinstance(one, str) for one in values.values())


def narrowed(source: ListSource, ctx: Context, conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool] | None:
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
    narrow: ColumnElement[bool] | None,
) -> tuple[Sequence[Record], int]:
    """The rows of a page and how many there are on all pages."""
    listing = source.listing
    cut = Cut(query.offset, query.page_size, shape.descending)
    chosen = await in_memory_order.chosen(ctx, listing, shape, values, narrow=narrow, cut=cut)
    if chosen is not None:
        rows = await in_memory_order.rows_of(ctx, listing, chosen.ids, with_deleted=shape.with_deleted)
        return rows, chosen.total
    shape = in_sql(source, shape)
    return await read(listing, ctx, shape, values, narrow, offset=query.offset, size=query.page_size)


def in_sql(source: ListSource, shape: Shape) -> Shape:
    """The same in an order that SQL knows: where nobody else can tell, that of the ids."""
    return replace(shape, sort="id") if shape.sort in sealing.sealed_names(source.table) else shape


async def read(
    listing: Listing,
    ctx: Context,
    shape: Shape,
    values: Mapping[str, Any],
    narrow: ColumnElement[bool] | None = None,
    *,
    offset: int,
    size: int,
) -> tuple[Sequence[Record], int]:
    """The ``size`` rows after ``offset``, in an order that SQL knows, and how many there are on all pages."""
    if offset > DEEP:
        total = await total_of(listing, ctx, shape, values, narrow)
        if offset >= total:
            return [], total
    reach = next((one for one in LATER_PAGES if offset + size <= one), 0) if offset else FIRST_PAGE
    cut = replace(shape, reach=0 if narrow is not None else reach)
    rows = await ctx.fetch(listing.statement(cut, narrow), **values, limit=size, offset=offset)
    if rows:
        return rows, rows[0]["total"]
    return [], 0 if offset == 0 else await total_of(listing, ctx, shape, values, narrow)


async def total_of(
    listing: Listing, ctx: Context, shape: Shape, values: Mapping[str, Any], narrow: ColumnElement[bool] | None
) -> int:
    """How many rows there are on all pages."""
    return (await ctx.fetch(listing.statement(shape, narrow, total=True), **values))[0][0]


async def items_of(source: ListSource, ctx: Context, rows: Sequence[Record], *, page: bool = True) -> list[Item]:
    """Rows of a ``page``, or of all there are, as clients see them."""
    items = await (source.items.of(ctx, rows) if page else source.items.of_many(ctx, rows))
    masking.conceal(ctx, source.table, items)
    return await source.present(ctx, items) if source.present else items


async def shape_of(
    source: ListSource, ctx: Context, query: ListQuery, narrow: ColumnElement[bool] | None = None
) -> tuple[Shape, dict[str, Any]]:
    """What a request asks of the list, as a shape and its values."""
    values: dict[str, Any] = {"tenant_id": ctx.tenant_id}
    if query.full and source.as_stored:
        return _finish_shape(ctx, Shape(full=True), values)
    given = {} if query.full else query.filters(source.listing.conditions)
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
    return await verified(ctx, source.listing, shape, values, typed=query.search, narrow=narrow), values


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
    if len(ids) == 1:
        values["id"] = ids[0]
        return replace(shape, by_ids="one")
    values["ids"] = ids
    return replace(shape, by_ids="many")


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
