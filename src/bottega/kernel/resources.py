"""A resource is data: its table, its input and who may do what give list, create, update, delete and export.

What a resource cannot say in these fields it does not do: there are three slots for functions (``prepare``,
``present``, ``narrow``), and an operation that differs more is left out with ``without`` and written by hand.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from bottega.kernel import changes, exports, fields, sealing
from bottega.kernel.changes import Where
from bottega.kernel.context import Context, milliseconds
from bottega.kernel.database import Record, Statement
from bottega.kernel.errors import Forbidden, Invalid
from bottega.kernel.i18n import T
from bottega.kernel.list_query import ListQuery, list_query
from bottega.kernel.listing import DEEP, Listing, Shape, index_for_listing
from bottega.kernel.modules import Module
from bottega.kernel.replies import Reply
from bottega.kernel.resource_schemas import Created, Done
from bottega.kernel.schemas import Id, Input, partial, snake_name
from bottega.kernel.search import Wanted, make_searchable, spec_of, understand
from bottega.kernel.tables import TenantTable, sql_table

if TYPE_CHECKING:
    Attribute = InstrumentedAttribute[Any]
else:
    Attribute = InstrumentedAttribute

Prepare = Callable[[Context, dict[str, Any], UUID | None], Awaitable[dict[str, Any]]]
Present = Callable[[Context, list[dict[str, Any]]], Awaitable[list[dict[str, Any]]]]
Narrow = Callable[[Context], ColumnElement[bool] | None]

HIDDEN: Final = frozenset({"tenant_id", "organization_id", "deleted_at", "updated_at", "custom"})
VERSION_HEADER: Final = "x-om-ext-optimistic-lock-expected-updated-at"


@dataclass(frozen=True)
class Access:
    """The features a resource asks for; ``manage`` stands for create and edit where those are one."""

    view: str
    manage: str = ""
    create: str = ""
    edit: str = ""
    delete: str = ""


@dataclass(frozen=True)
class Resource:
    """Rows of one table as clients see them."""

    table: type[TenantTable]
    input: type[Input]
    label: T
    access: Access
    plural: T | None = None
    unlisted: Sequence[Any] = ()
    search: Sequence[Any] = ()
    filters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    prepare: Prepare | None = None
    present: Present | None = None
    narrow: Narrow | None = None
    without: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Make the table searchable and indexed by what lists can ask of it."""
        if self.search:
            make_searchable(self.table, self.search)
        index_for_listing(self.table, list(self.columns_by_filter.values()), self.shown)

    # -- what it looks like ----------------------------------------------------------------------------------

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The columns of a list item."""
        hidden = HIDDEN | {column.key for column in self.unlisted}
        return tuple(column.name for column in sql_table(self.table).columns if column.name not in hidden)

    @cached_property
    def columns_by_filter(self) -> dict[str, Column[Any]]:
        """The columns behind the filters, by query name."""
        described = sql_table(self.table)
        return {name: described.columns[attribute.key] for name, attribute in self.filters.items()}

    @cached_property
    def listing(self) -> Listing:
        """The SQL side of its list."""
        return Listing(self.table, (*self.shown, "custom"), self.columns_by_filter, bool(self.search))

    @cached_property
    def query(self) -> type[ListQuery]:
        """The query string of its list."""
        return list_query(self.table.__name__, self.columns_by_filter)

    @cached_property
    def update_input(self) -> type[Input]:
        """The body of an update."""
        return partial(self.input)

    @property
    def kind(self) -> str:
        """Its name in the logs: ``warehouse.material``."""
        return self.table.entity.replace(":", ".")

    @cached_property
    def _moments(self) -> tuple[str, ...]:
        described = sql_table(self.table)
        return tuple(name for name in self.shown if described.columns[name].type.python_type is datetime)

    def mount(self, module: Module, path: str) -> None:
        """Add its operations to a module."""
        from bottega.kernel.resource_operations import operations  # noqa: PLC0415 - they are built from this class

        for operation in operations(self, module, path):
            module.add(operation)

    # -- reading ---------------------------------------------------------------------------------------------

    async def page(self, ctx: Context, query: ListQuery) -> Any:
        """A page of rows, or all of them as a file."""
        if query.format:
            return await self._export(ctx, query)
        if ctx.scope.closed:
            return _page([], 0, query)
        shape, values = await self.shape(ctx, query)
        narrowed = self.narrow(ctx) if self.narrow else None
        if query.offset > DEEP:
            total = (await ctx.fetch(self._compiled(shape, narrowed, total=True), **values))[0][0]
            if query.offset >= total:
                return _page([], total, query)
        rows = await ctx.fetch(
            self._compiled(shape, narrowed), **values, limit=query.page_size, offset=query.offset
        )
        if rows:
            total = rows[0]["total"]
        elif query.page == 1:
            total = 0
        else:
            total = (await ctx.fetch(self._compiled(shape, narrowed, total=True), **values))[0][0]
        items = await self.items(ctx, rows)
        self._note(ctx, items, query)
        return _page(items, total, query)

    async def items(self, ctx: Context, rows: Sequence[Record]) -> list[dict[str, Any]]:
        """Rows as clients see them."""
        shown, moments = self.shown, self._moments
        items: list[dict[str, Any]] = []
        customised = False
        for row in rows:
            # The columns of an item come first in the row; what follows is for us.
            item = dict(zip(shown, row, strict=False))
            for name in moments:
                if (moment := item[name]) is not None:
                    item[name] = milliseconds(moment)
            if custom := row["custom"]:
                item.update(fields.shown(custom))
                customised = True
            items.append(item)
        if customised:
            await fields.settle(ctx, self.table.entity, items)
        if sealing.has_sealed(self.table):
            keys = await sealing.keys_of(ctx)
            for item in items:
                sealing.open_row(keys, self.table, item)
        return await self.present(ctx, items) if self.present else items

    async def shape(self, ctx: Context, query: ListQuery) -> tuple[Shape, dict[str, Any]]:
        """What a request asks of the list, as a shape and its values."""
        values: dict[str, Any] = {"tenant_id": ctx.tenant_id}
        if query.full:
            return self._finish_shape(ctx, Shape(full=True), values)
        given = query.filters(self.columns_by_filter)
        values |= {f"filter_{name}": value for name, value in given.items()}
        ids = query.wanted_ids
        if ids is not None:
            values["ids"] = ids
        custom = query.custom
        sort = self._sort(query.sort_field)
        known: Mapping[str, fields.Field] = {}
        if custom or sort.startswith("cf:"):
            known = await fields.known(ctx, self.table.entity)
        for index, (key, accepted) in enumerate(custom.items()):
            values[f"custom_{index}"] = fields.documents(key, accepted, known.get(key))
        wanted: Wanted | None = None
        spec = spec_of(self.table.__tablename__)
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
            filters=tuple(sorted(given)), custom=tuple("x" for _ in custom), sort=sort,
            descending=query.sort_dir == "desc", searched=wanted is not None, by_ids=ids is not None,
            with_deleted=query.with_deleted,
        )  # fmt: skip
        return self._finish_shape(ctx, shape, values)

    def _finish_shape(
        self, ctx: Context, shape: Shape, values: dict[str, Any]
    ) -> tuple[Shape, dict[str, Any]]:
        if ctx.scope.visible is None:
            return _replace(shape, narrowed_to_organizations=False), values
        values["organizations"] = list(ctx.scope.visible)
        return shape, values

    def _sort(self, wanted: str) -> str:
        if wanted.startswith(("cf:", "cf_")):
            return f"cf:{wanted[3:]}"
        column = snake_name(wanted)
        return column if column in self.shown else "id"

    @cached_property
    def _statements(self) -> dict[tuple[Shape, bool], Statement]:
        return {}

    def _compiled(
        self, shape: Shape, narrowed: ColumnElement[bool] | None, *, total: bool = False
    ) -> Statement:
        build = self.listing.total if total else self.listing.statement
        if narrowed is not None:
            return build(shape, narrowed)
        found = self._statements.get((shape, total))
        if found is None:
            found = self._statements[shape, total] = build(shape)
        return found

    def _note(self, ctx: Context, items: Sequence[dict[str, Any]], query: ListQuery) -> None:
        if items:
            kind = "read:item" if query.id else None
            ctx.app.access.note(
                ctx,
                self.kind,
                [item["id"] for item in items],
                list(items[0]),
                access_type=kind,
                query_keys=query.keys,
            )

    async def _export(self, ctx: Context, query: ListQuery) -> Reply:
        shape, values = await self.shape(ctx, query)
        statement = self._compiled(_replace(shape, paged=False), self.narrow(ctx) if self.narrow else None)
        columns = [c.name for c in sql_table(self.table).columns] if query.full else list(self.shown)
        known = await fields.known(ctx, self.table.entity)
        columns += [f"cf_{field.key}" for field in known.values() if not field.gone]
        base = self.table.__tablename__.partition("_")[2]
        batches = self._batches(ctx, statement, values, full=query.full)
        file = exports.export(query.format or "", base, columns, batches, full=query.full)
        return Reply(
            media=file.content_type, headers={"content-disposition": file.disposition}, stream=file.chunks
        )

    async def _batches(
        self, ctx: Context, statement: Statement, values: dict[str, Any], *, full: bool
    ) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        if ctx.scope.closed:
            return
        connection = await ctx.begin()
        cursor = await connection.cursor(statement.sql, *statement.args(values))
        while rows := await cursor.fetch(1000):
            if full:
                raw = [{**dict(row), **fields.shown(row["custom"])} for row in rows]
                await fields.settle(ctx, self.table.entity, raw)
                yield raw
            else:
                items = await self.items(ctx, rows)
                self._note_export(ctx, items)
                yield items

    def _note_export(self, ctx: Context, items: Sequence[dict[str, Any]]) -> None:
        ctx.app.access.note(ctx, self.kind, [i["id"] for i in items], list(items[0]), access_type="export")

    # -- writing ---------------------------------------------------------------------------------------------

    async def create(self, ctx: Context, data: Input) -> Created:
        """Write a new row of the caller's organization."""
        values = data.given()
        values.pop("tenant_id", None)
        values["organization_id"] = ctx.organization_for_new(values.pop("organization_id", None))
        custom = await fields.checked(
            ctx, self.table.entity, ctx.custom, new=True, organization_id=values["organization_id"]
        )
        if custom:
            values["custom"] = custom
        if self.prepare:
            values = await self.prepare(ctx, values, None)
        return Created(id=await changes.insert(ctx, self.table, values, final=True))

    async def update(self, ctx: Context, data: Input) -> Done:
        """Change the fields that were sent."""
        values = data.given()
        record_id: UUID = values.pop("id")
        ctx.refuse_closed()
        wanted = values.pop("organization_id", None)
        if wanted is not None and not ctx.scope.sees(wanted):
            raise Forbidden
        values.pop("tenant_id", None)
        custom = await fields.checked(ctx, self.table.entity, ctx.custom, new=False)
        if custom:
            values["custom"] = custom
        if self.prepare and values:
            values = await self.prepare(ctx, values, record_id)
        where = Where.visible(ctx, version_of(ctx))
        await changes.update(ctx, self.table, record_id, values, where=where, final=True)
        return Done()

    async def delete(self, ctx: Context, data: Id) -> Done:
        """Delete a row, softly."""
        ctx.refuse_closed()
        await changes.delete(ctx, self.table, data.id, where=Where.visible(ctx, version_of(ctx)), final=True)
        return Done()


def version_of(ctx: Context) -> datetime | None:
    """The version of a record the client has seen, if it said so."""
    sent = ctx.headers.get(VERSION_HEADER)
    if not sent:
        return None
    try:
        version = datetime.fromisoformat(sent)
    except ValueError:
        raise Invalid from None
    if version.tzinfo is None:
        raise Invalid
    return version


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
