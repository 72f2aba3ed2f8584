"""Lists of custom records: filter, sort, search, page and export in one statement.

A list item has the values under their bare keys, beside ``id``, ``created_at`` and ``updated_at``.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import sql_table
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources import list_reading, pages
from bottega.kernel.resources.list_query import as_uuids
from bottega.kernel.resources.list_sql import LARGEST_PAGE, PAGE_SIZE, Listing, Shape
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.resources.schemas import Page
from bottega.kernel.schemas import Flag, Query, snake_name
from bottega.platform.entities.catalog import Invented, catalog_of
from bottega.platform.entities.definition_writes import NOT_FOUND
from bottega.platform.entities.effective_fields import Fields
from bottega.platform.entities.entity_ids import ENTITY_REQUIRED, SYSTEM_BLOCKED, is_system
from bottega.platform.entities.module import module
from bottega.platform.entities.restricted_entities import require_access
from bottega.platform.entities.tables import CustomRecord

CUSTOM_ONLY: Final = T(
    en="Records are available for custom entities only", pl="Rekordy są dostępne tylko dla własnych encji"
)
WHOLE_LIST: Final = 1000
_LAST_PAGE: Final = 1_000_000_000
_OWN: Final = ("id", "created_at", "updated_at", "deleted_at")
_RAW: Final = ("id", "organization_id", "created_at", "updated_at", "deleted_at")
_LISTING: Final = Listing(CustomRecord, (*_OWN, "custom"), {"entity_id": sql_table(CustomRecord).columns["entity_id"]})


def _count(smallest: int, largest: int, otherwise: int) -> BeforeValidator:
    """A number that is moved into its range, and replaced where it is none."""

    def read(value: Any) -> int:
        try:
            return min(max(int(value), smallest), largest)
        except (TypeError, ValueError):
            return otherwise

    return BeforeValidator(read)


class RecordsQuery(Query):
    """Which records; any other key filters by the field of that name."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        str_strip_whitespace=True,
        extra="allow",
        json_schema_extra={"required": ["entityId"]},
    )

    entity_id: str = Field(default="", max_length=200, description="The custom entity.")
    page: Annotated[int, _count(1, _LAST_PAGE, 1)] = Field(default=1, description="Page, from 1.")
    page_size: Annotated[int, _count(1, LARGEST_PAGE, PAGE_SIZE)] = Field(
        default=PAGE_SIZE, description="Rows a page, 1 to 100."
    )
    sort_field: str = Field(default="id", max_length=200, description="A field, or id, created_at, updated_at.")
    sort_dir: str = Field(default="asc", max_length=20, description="asc or desc.")
    with_deleted: Flag = Field(default=False, description="Deleted records too.")
    search: str | None = Field(default=None, max_length=500, description="Text to find in any field.")
    format: str | None = Field(default=None, max_length=80, description="csv, json, xml, markdown or xlsx.")
    export_scope: str | None = Field(default=None, max_length=20, description="full: every column, filters ignored.")
    older_scope: str | None = Field(default=None, max_length=20, alias="export_scope", description="The same.")
    all: Flag = Field(default=False, description="One page of up to 1000 records.")
    full: Flag = Field(default=False, description="The same as exportScope=full.")

    @property
    def whole(self) -> bool:
        """Whether the raw rows are wanted."""
        return self.full or "full" in (self.export_scope, self.older_scope)

    @property
    def rows(self) -> int:
        """Rows a page."""
        return WHOLE_LIST if self.all else self.page_size

    @property
    def offset(self) -> int:
        """Rows before the page."""
        return 0 if self.all else (self.page - 1) * self.page_size


class RecordPage(Page):
    """Paginated records."""

    items: list[dict[str, Any]]


@module.get(
    "/records",
    "entities.records.view",
    name="records.list",
    answer=RecordPage,
    answers={400: "Missing entity id", 404: "No such entity", 500: "Unexpected failure"},
)
async def list_records(ctx: Context, query: RecordsQuery) -> dict[str, Any] | Reply:
    """List records.

    Those of the caller's organizations. Every field filters by its key, several values separated by commas; `search`
    looks into all of them; with `format` the answer is a file of all records.
    """
    invented, known = await require_entity(ctx, query.entity_id)
    if query.format:
        return await _export(ctx, query, known)
    if ctx.scope.closed:
        return _page(query, [], 0)
    shape, values = await _ask(ctx, query, known)
    rows, total = await list_reading.read(_LISTING, ctx, shape, values, offset=query.offset, size=query.rows)
    items = await _items(ctx, query, known, rows)
    if items:
        kind = invented.entity_id.replace(":", ".")
        keys: list[str] = sorted([*query.model_fields_set, *(query.model_extra or {})])
        ctx.app.access.note(ctx, kind, [row["id"] for row in rows], list(items[0]), query_keys=keys)
    return _page(query, items, total)


async def require_entity(ctx: Context, entity_id: str, *, manage: bool = False) -> tuple[Invented, Fields]:
    """The custom entity behind an id and its fields where the caller is.

    400 for a system's, 404 for no entity, 403 without the permission that a restricted one asks for.
    """
    if not entity_id:
        raise Invalid.of_field("entityId", ENTITY_REQUIRED)
    if is_system(entity_id):
        raise Invalid.of_field("entityId", CUSTOM_ONLY, code=SYSTEM_BLOCKED, entityId=entity_id)
    catalog = await catalog_of(ctx)
    invented = catalog.entity(entity_id, ctx.scope.organization_id)
    if invented is None:
        raise NotFound(NOT_FOUND)
    require_access(ctx, catalog, entity_id, manage=manage)
    return invented, catalog.fields(entity_id, ctx.scope.organization_id)


async def _ask(ctx: Context, query: RecordsQuery, known: Fields) -> tuple[Shape, dict[str, Any]]:
    """What a request asks, as a shape and its values."""
    values: dict[str, Any] = {"tenant_id": ctx.tenant_id, "filter_entity_id": query.entity_id}
    visible = ctx.scope.visible
    if visible is not None:
        values["organizations"] = list(visible)
    if query.format and query.whole:
        whole = Shape(filters=("entity_id",), narrowed_to_organizations=visible is not None, full=True, paged=False)
        return whole, values
    wanted = filters_of(query.model_extra or {}, known)
    for index, (key, accepted) in enumerate(wanted.items()):
        values[f"custom_{index}"] = custom_fields.documents(key, accepted, known.listed[key])
    ids = (query.model_extra or {}).get("id")
    if ids is not None:
        values["ids"] = as_uuids([part.strip() for part in str(ids).split(",")])
    searched = await list_reading.is_searched(ctx, CustomRecord, query.search, values)
    sort = _sort(query.sort_field, known)
    if sort.startswith("cf:"):
        values["sort_key"] = query.sort_field.removeprefix("cf_").removeprefix("cf:")
    shape = Shape(
        filters=("entity_id",),
        sort=sort,
        custom=tuple(custom_fields.filter_marker(known.listed[key]) for key in wanted),
        descending=query.sort_dir == "desc",
        searched=searched,
        narrowed_to_organizations=visible is not None,
        by_ids="" if ids is None else "many",
        with_deleted=query.with_deleted,
        paged=not query.format,
    )
    return shape, values


def filters_of(sent: Mapping[str, Any], known: Fields) -> dict[str, list[str]]:
    """The accepted values by field: ``key=v``, ``cf_key=v``, ``key=a,b`` and ``cf_keyIn=a,b``."""
    found: dict[str, list[str]] = {}
    for name, value in sent.items():
        key = name if name in known.shown else name.removeprefix("cf_").removesuffix("In")
        if key in known.shown:
            text = str(value)
            parts = [part.strip() for part in text.split(",")] if "," in text else []
            found[key] = [text, *parts]
    return found


def _sort(wanted: str, known: Fields) -> str:
    key = wanted.removeprefix("cf_").removeprefix("cf:")
    if key in known.shown:
        return custom_fields.sort_marker(known.listed[key])
    column = snake_name(wanted)
    return column if column in ("created_at", "updated_at") else "id"


async def _items(
    ctx: Context, query: RecordsQuery, known: Fields, rows: Sequence[Record], own: Sequence[str] = _OWN
) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for row in rows:
        item: dict[str, Any] = {"id": row["id"], **msgspec.json.decode(row["custom"])}
        for name in own[1:]:
            value = row[name]
            if name == "organization_id" or value is not None:
                item[name] = value if value is None or isinstance(value, UUID) else milliseconds(value)
        items.append(item)
    if known.listed:
        await custom_fields.settle(ctx, query.entity_id, items, prefix="")
    return items


async def _export(ctx: Context, query: RecordsQuery, known: Fields) -> Reply:
    shape, values = await _ask(ctx, query, known)
    own = _RAW if query.whole else _OWN[:3]
    columns = ["id", *known.shown, *own[1:]]
    kind = query.entity_id.replace(":", ".")

    async def shown(rows: Sequence[Record]) -> list[dict[str, Any]]:
        items = await _items(ctx, query, known, rows, _RAW if query.whole else _OWN)
        ctx.app.access.note(ctx, kind, [row["id"] for row in rows], list(items[0]), access_type="export")
        return items

    batches = pages.batches(ctx, _LISTING.statement(shape), values, shown)
    return pages.file_of(query.format or "", query.entity_id, columns, batches, full=query.whole)


def _page(query: RecordsQuery, items: Sequence[Any], total: int) -> dict[str, Any]:
    return page_of(items, total, page=1 if query.all else query.page, size=query.rows)
