"""Declaration of a CRUD resource: table, input and permissions give list, create, update, delete and export.

Rows of a child resource belong to a ``parent``. What a resource cannot say in these fields it does not do: there are
three slots for functions (``prepare``, ``present``, ``narrow``); an operation that differs more gets a handler of its
own with ``replaces``.
"""

from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement

from bottega.kernel import custom_fields, masking, visibility
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable, sql_table
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module, Run
from bottega.kernel.operation import Operation
from bottega.kernel.resources import pages
from bottega.kernel.resources.bulk import bulk_operation
from bottega.kernel.resources.list_query import ListQuery, list_query
from bottega.kernel.resources.list_sources import ListSource, Narrow, Present, columns_but, ranges_of
from bottega.kernel.resources.operations import Verb, operations, replaced, screen_name
from bottega.kernel.resources.parents import Parent
from bottega.kernel.resources.record_names import named_by
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.resources.used_values import used_values
from bottega.kernel.schemas import Id, Input, partial, wire_name
from bottega.kernel.screens import Screen
from bottega.kernel.search_rows import make_searchable
from bottega.kernel.writes import changes, undo_rules
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.plans import plan_of
from bottega.kernel.writes.preconditions import version_of

Prepare = Callable[[Context, dict[str, Any], UUID | None], Awaitable[dict[str, Any]]]

HIDDEN: Final = frozenset({"tenant_id", "organization_id", "deleted_at", "custom"})


@dataclass(frozen=True)
class Access:
    """The features a resource asks for; there is no operation that none is named for.

    ``manage`` stands for create, edit and delete where those are one.
    """

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
    plural: T
    access: Access
    # What a row is called where another refers to it, over its columns: ``{producent} {symbol}``.
    title: str = ""
    subtitle: str = ""
    # What the names of its operations begin with, where its path does not say it: ``team-member-activities``.
    name: str = ""
    # Whether its list shows whose tenant and which organization's a row is.
    owners: bool = False
    # What is answered where there is no such record.
    missing: T | None = None
    # Columns that its list leaves out; a record that is asked for by its id has them.
    unlisted: Sequence[Any] = ()
    search: Sequence[Any] = ()
    filters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    # The column whose days ``dateFrom`` and ``dateTo`` limit a list to.
    between: Any = None
    # The columns its list is sorted by day by day, which have an index; each costs every write.
    indexed: Sequence[Any] = ()
    # What its rows belong to; their writes hold it.
    parent: Parent | None = None
    prepare: Prepare | None = None
    present: Present | None = None
    narrow: Narrow | None = None
    # Its rows are about everything there is: nothing for who sees only some of it.
    whole: bool = False
    # Columns that are shown nowhere, not even of one record.
    private: Sequence[Any] = ()
    # How it looks.
    screen: Screen | None = None
    # What its list reads.
    source: ListSource = field(init=False, repr=False, compare=False)
    # What ``mount`` derived and nothing has replaced.
    derived: dict[Verb, Operation] = field(default_factory=dict[Verb, Operation], init=False, repr=False, compare=False)
    # What stands now, derived or replaced, and ``bulk``, which is made of them.
    mounted: dict[str, Operation] = field(default_factory=dict[str, Operation], init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the table searchable and indexed by what lists can ask of it."""
        if self.search:
            make_searchable(self.table, self.search)
        object.__setattr__(self, "source", self._source())

    # -- what it looks like ----------------------------------------------------------------------------------

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The columns of a list item."""
        return columns_but(self.table, *self._hidden, *(column.key for column in (*self.unlisted, *self.private)))

    @cached_property
    def only_by_id(self) -> tuple[str, ...]:
        """The further columns of a record that is asked for by its id."""
        return columns_but(self.table, *self._hidden, *self.shown, *(column.key for column in self.private))

    @property
    def _hidden(self) -> frozenset[str]:
        return HIDDEN - {"tenant_id", "organization_id"} if self.owners else HIDDEN

    @cached_property
    def columns_by_filter(self) -> dict[str, Column[Any]]:
        """The columns behind the filters, by query name."""
        described = sql_table(self.table)
        return {name: described.columns[attribute.key] for name, attribute in self.filters.items()}

    @property
    def between_column(self) -> Column[Any] | None:
        """The column behind ``dateFrom`` and ``dateTo``."""
        return None if self.between is None else sql_table(self.table).columns[self.between.key]

    @cached_property
    def query(self) -> type[ListQuery]:
        """The query string of its list."""
        return list_query(self.table.__name__, self.source.filters, days=self.between is not None)

    @cached_property
    def update_input(self) -> type[Input]:
        """The body of an update."""
        return partial(self.input)

    @property
    def kind(self) -> str:
        """Its name in the logs: ``warehouse.material``."""
        return plan_of(self.table).kind

    def mount(self, module: Module, path: str) -> None:
        """Add its operations to a module."""
        self.derived.update(operations(self, module, path))
        for verb, operation in self.derived.items():
            self.mounted[verb] = operation
            module.add(operation)
        if (bulk := self._bulk()) is not None:
            module.add(bulk)
        if self.parent is not None:
            undo_rules.permits(self.table)(self.parent.permit())
        if self.screen is not None:
            module.screen(
                self.name or screen_name(path),
                self.screen.of(
                    label=self.label,
                    plural=self.plural,
                    entity=self.table.entity,
                    title=self.title,
                    subtitle=self.subtitle,
                ),
            )
        if self.title:
            names = named_by(self.source, self.query, self.title, self.subtitle, features=(self.access.view,))
            module.names(self.table.entity, names)
        for source, suggestions in used_values(self):
            module.suggests(source, suggestions)

    def replaces(self, verb: Verb, **options: Any) -> Callable[[Run], Run]:
        """Give one of its operations another handler, which brings its docstring.

        Path, feature, name, body, query, label, answers and status stay those of the derived operation. The handler's
        annotations narrow body, query and answer; options are fields of ``Operation``.

        Raises:
            ValueError: The resource is not mounted, goes without the operation, or something has replaced it already.
        """

        def add(run: Run) -> Run:
            derived = self.derived.pop(verb, None)
            if derived is None:
                message = f"{self.kind}: no derived operation {verb!r} is left to replace"
                raise ValueError(message)
            self.mounted[verb] = replaced(derived, run, options)
            derived.module.replace(derived, self.mounted[verb])
            if verb in ("update", "delete"):
                before, now = self.mounted["bulk"], self._bulk()
                assert now is not None
                derived.module.replace(before, now)
            return run

        return add

    def _bulk(self) -> Operation | None:
        """What changes many of its records, by the operations that change one as they stand now."""
        made = bulk_operation(self, self.mounted.get("update"), self.mounted.get("delete"))
        if made is not None:
            self.mounted["bulk"] = made
        return made

    def _source(self) -> ListSource:
        unfiltered = [name for name in self.shown if wire_name(name) not in self.filters]
        return ListSource(
            self.table,
            self.kind,
            self.shown,
            {**self.columns_by_filter, **ranges_of(self.table, unfiltered)},
            self.between_column,
            sorted_by=self.shown,
            indexed=[sql_table(self.table).columns[attribute.key] for attribute in self.indexed],
            custom=True,
            present=self.present,
            narrow=self.narrow,
            as_stored=True,
            only_by_id=self.only_by_id,
        )

    # -- reading ---------------------------------------------------------------------------------------------

    async def page(self, ctx: Context, query: ListQuery, *conditions: ColumnElement[bool]) -> Any:
        """A page of the rows that meet further conditions, or all of them as a file."""
        return await pages.page(self.source, ctx, query, *conditions)

    # -- writing ---------------------------------------------------------------------------------------------

    async def create(self, ctx: Context, data: Input) -> Created:
        """Write a new row of the caller's organization."""
        values = data.given()
        values.pop("tenant_id", None)
        values["organization_id"] = ctx.organization_for_new(values.pop("organization_id", None))
        if not masking.takes_part(self.table, values, visibility.viewer(ctx)):
            masking.refuse_columns(ctx, self.table, values)
        custom = await custom_fields.checked(
            ctx, self.table.entity, ctx.custom, new=True, organization_id=values["organization_id"]
        )
        if custom:
            values["custom"] = custom
        values = await self._prepared(ctx, values, None)
        return Created(id=await changes.insert(ctx, self.table, values, final=True))

    async def update(self, ctx: Context, data: Input) -> Done:
        """Change the fields that were sent."""
        with self.says_missing():
            return await self._update(ctx, data)

    async def _update(self, ctx: Context, data: Input) -> Done:
        values = data.given()
        record_id: UUID = values.pop("id")
        if self.parent is not None:
            await self.parent.must_see(ctx, self.table, record_id)
        ctx.refuse_closed()
        wanted = values.pop("organization_id", None)
        if wanted is not None and not ctx.scope.sees(wanted):
            raise Forbidden
        values.pop("tenant_id", None)
        masking.refuse_columns(ctx, self.table, values)
        custom = await custom_fields.checked(ctx, self.table.entity, ctx.custom, new=False)
        if custom:
            values["custom"] = custom
        if values:
            values = await self._prepared(ctx, values, record_id)
        where = Where.visible(ctx, version_of(ctx))
        await changes.update(ctx, self.table, record_id, values, where=where, final=True)
        return Done()

    async def delete(self, ctx: Context, data: Id) -> Done:
        """Delete a row, softly."""
        with self.says_missing():
            if self.parent is not None:
                await self.parent.before_delete(ctx, self.table, data.id)
            ctx.refuse_closed()
            await changes.delete(ctx, self.table, data.id, where=Where.visible(ctx, version_of(ctx)), final=True)
        return Done()

    @contextmanager
    def says_missing(self) -> Generator[None]:
        """Say in the resource's own words that there is no such record."""
        try:
            yield
        except NotFound as missing:
            if self.missing is None or missing.error is not NotFound.text:
                raise
            raise NotFound(self.missing) from None

    async def _prepared(self, ctx: Context, values: dict[str, Any], record_id: UUID | None) -> dict[str, Any]:
        if self.parent is not None:
            values = await self.parent.prepare(ctx, self.table, values, record_id)
        return values if self.prepare is None else await self.prepare(ctx, values, record_id)
