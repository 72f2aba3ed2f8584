"""The list operation of a resource: page, total, items and export."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import json
from sqlalchemy import ColumnElement, and_

from bottega.kernel import exports, fields, masking, sealed_order, sealing, visibility
from bottega.kernel.context import Context
from bottega.kernel.database import Record, Statement
from bottega.kernel.list_query import ListQuery
from bottega.kernel.listing import DEEP, Shape
from bottega.kernel.replies import Reply
from bottega.kernel.schemas import midnight, snake_name
from bottega.kernel.search import Wanted, spec_of, understand
from bottega.kernel.tables import sql_table

if TYPE_CHECKING:
    from bottega.kernel.resources import Resource


async def page(resource: "Resource", ctx: Context, query: ListQuery, *conditions: ColumnElement[bool]) -> Any:
    """A page of the rows that meet further conditions, or all of them as a file."""
    narrowed = _narrowed(resource, ctx, conditions)
    if query.format:
        return await _export(resource, ctx, query, narrowed)
    if ctx.scope.closed:
        return _page([], 0, query)
    shape, values = await shape_of(resource, ctx, query)
    rows, total = await _read(resource, ctx, query, shape, values, narrowed=narrowed)
    items = await items_of(resource, ctx, rows)
    _note(resource, ctx, items, query)
    return _page(items, total, query)


def _narrowed(
    resource: "Resource", ctx: Context, conditions: Sequence[ColumnElement[bool]]
) -> ColumnElement[bool] | None:
    """What the resource always insists on, and what this request does."""
    always = resource.narrow(ctx) if resource.narrow else None
    seen = visibility.narrowed(ctx, resource.table)
    if always is None and seen is None:
        return and_(*conditions) if conditions else None
    return and_(*conditions, *(one for one in (always, seen) if one is not None))


async def _read(
    resource: "Resource", ctx: Context, query: ListQuery, shape: Shape, values: Mapping[str, Any], *,
    narrowed: ColumnElement[bool] | None,
) -> tuple[Sequence[Record], int]:  # fmt: skip
    """The rows of a page and how many there are on all pages."""
    if shape.sort in sealing.sealed_names(resource.table):
        found = await sealed_order.page(ctx, resource.listing, shape, values, query=query, narrow=narrowed)
        if found is not None:
            return found
        shape = _replace(shape, sort="id")
    if query.offset > DEEP:
        total = (await ctx.fetch(resource.listing.statement(shape, narrowed, total=True), **values))[0][0]
        if query.offset >= total:
            return [], total
    cut = _replace(shape, first=query.page == 1 and narrowed is None)
    rows = await ctx.fetch(
        resource.listing.statement(cut, narrowed), **values, limit=query.page_size, offset=query.offset
    )
    if rows:
        return rows, rows[0]["total"]
    if query.page == 1:
        return [], 0
    return [], (await ctx.fetch(resource.listing.statement(shape, narrowed, total=True), **values))[0][0]


async def items_of(
    resource: "Resource", ctx: Context, rows: Sequence[Record], *, page: bool = True
) -> list[dict[str, Any]]:
    """Rows of a ``page``, or of all there are, as clients see them."""
    items = await (resource.items.of(ctx, rows) if page else resource.items.of_many(ctx, rows))
    if any(len(item) > len(resource.shown) for item in items):
        await fields.settle(ctx, resource.table.entity, items)
    masking.conceal(ctx, resource.table, items)
    return await resource.present(ctx, items) if resource.present else items


async def shape_of(resource: "Resource", ctx: Context, query: ListQuery) -> tuple[Shape, dict[str, Any]]:
    """What a request asks of the list, as a shape and its values."""
    values: dict[str, Any] = {"tenant_id": ctx.tenant_id}
    if query.full:
        return _finish_shape(ctx, Shape(full=True), values)
    given = query.filters(resource.columns_by_filter)
    values |= {f"filter_{name}": value for name, value in given.items()}
    if query.days:
        values |= _ends(resource, query.days)
    ids = query.wanted_ids
    if ids is not None:
        values["ids"] = ids
    custom = query.custom
    sort = _sort(resource, query.sort_field)
    if masking.lacking(ctx) is not None:
        asked = {sort, *(resource.columns_by_filter[one].name for one in given)}
        masking.refuse_columns(ctx, resource.table, asked)
    known: Mapping[str, fields.Field] = {}
    if custom or sort.startswith("cf:"):
        known = await fields.known(ctx, resource.table.entity)
    for index, (key, accepted) in enumerate(custom.items()):
        values[f"custom_{index}"] = fields.documents(key, accepted, known.get(key))
    wanted: Wanted | None = None
    spec = spec_of(resource.table.__tablename__)
    if query.search and spec:
        wanted = await understand(ctx, spec, query.search)
    if wanted:
        values |= {
            "search_entity": wanted.entity, "search_query": wanted.query, "search_terms": wanted.terms,
        }  # fmt: skip
    if sort.startswith("cf:"):
        values["sort_key"] = sort[3:]
        sort = fields.sort_marker(known.get(sort[3:]))
    shape = Shape(
        filters=tuple(sorted(given)), days=tuple(query.days), sort=sort,
        custom=tuple(fields.filter_marker(known.get(key)) for key in custom),
        descending=query.sort_dir == "desc", searched=wanted is not None, by_ids=ids is not None,
        with_deleted=query.with_deleted,
    )  # fmt: skip
    return _finish_shape(ctx, shape, values)


def _ends(resource: "Resource", days: Mapping[str, date]) -> dict[str, Any]:
    """The ends of a period as the column has them: days, or the midnights in Warsaw around them."""
    column = resource.between_column
    assert column is not None
    if column.type.python_type is date:
        return dict(days)
    return {name: midnight(day + timedelta(days=name == "date_to")) for name, day in days.items()}


def _finish_shape(ctx: Context, shape: Shape, values: dict[str, Any]) -> tuple[Shape, dict[str, Any]]:
    if ctx.scope.visible is None:
        return _replace(shape, narrowed_to_organizations=False), values
    values["organizations"] = list(ctx.scope.visible)
    return shape, values


def _sort(resource: "Resource", wanted: str) -> str:
    if wanted.startswith(("cf:", "cf_")):
        return f"cf:{wanted[3:]}"
    column = snake_name(wanted)
    return column if column in resource.shown else "id"


def _note(resource: "Resource", ctx: Context, items: Sequence[dict[str, Any]], query: ListQuery) -> None:
    if items:
        kind = "read:item" if query.id else None
        ctx.app.access.note(
            ctx,
            resource.kind,
            [item["id"] for item in items],
            list(items[0]),
            access_type=kind,
            query_keys=query.keys,
        )


async def _export(
    resource: "Resource", ctx: Context, query: ListQuery, narrowed: ColumnElement[bool] | None
) -> Reply:
    shape, values = await shape_of(resource, ctx, query)
    # A file may be longer than what can be sorted by an encrypted column.
    sort = "id" if shape.sort in sealing.sealed_names(resource.table) else shape.sort
    statement = resource.listing.statement(_replace(shape, paged=False, sort=sort), narrowed)
    columns = [c.name for c in sql_table(resource.table).columns] if query.full else list(resource.shown)
    known = await fields.known(ctx, resource.table.entity)
    columns += [f"cf_{field.key}" for field in known.values() if not field.gone]
    base = resource.table.__tablename__.partition("_")[2]
    batches = _batches(resource, ctx, statement, values, full=query.full)
    file = exports.export(query.format or "", base, columns, batches, full=query.full)
    return Reply(
        media=file.content_type, headers={"content-disposition": file.disposition}, stream=file.chunks
    )


async def _batches(
    resource: "Resource", ctx: Context, statement: Statement, values: dict[str, Any], *, full: bool
) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    if ctx.scope.closed:
        return
    connection = await ctx.begin()
    cursor = await connection.cursor(statement.sql, *statement.args(values))
    while rows := await cursor.fetch(1000):
        if full:
            raw = [
                {**row, "custom": (custom := json.decode(row["custom"])), **fields.shown(custom)}
                for row in rows
            ]
            await fields.settle(ctx, resource.table.entity, raw)
            masking.conceal(ctx, resource.table, raw)
            yield raw
        else:
            items = await items_of(resource, ctx, rows, page=False)
            _note_export(resource, ctx, items)
            yield items


def _note_export(resource: "Resource", ctx: Context, items: Sequence[dict[str, Any]]) -> None:
    ctx.app.access.note(ctx, resource.kind, [i["id"] for i in items], list(items[0]), access_type="export")


def _replace(shape: Shape, **changed: Any) -> Shape:
    return Shape(**{**shape.__dict__, **changed})


def _page(items: Sequence[Any], total: int, query: ListQuery) -> dict[str, Any]:
    return {
        "items": items,
        "total": total,
        "page": query.page,
        "pageSize": query.page_size,
        "totalPages": -(-total // query.page_size),
    }
