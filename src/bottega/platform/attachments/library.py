"""The library: all files in view, searched and filtered, and what is said of each."""

from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, and_, false, func, or_, select

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.resources import pages
from bottega.kernel.resources.items import Item
from bottega.kernel.resources.list_query import LAST_PAGE, ListQuery
from bottega.kernel.resources.list_reading import refers_into_view
from bottega.kernel.resources.list_sources import ListSource, among
from bottega.kernel.resources.page_envelope import totals_of
from bottega.kernel.resources.schemas import Page
from bottega.kernel.schemas import Input, Query, Schema, Stamp
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where, version_of
from bottega.platform.attachments.assignments import (
    Assignment,
    Assignments,
    Tags,
    named_assignments,
    stored_assignments,
)
from bottega.platform.attachments.module import module
from bottega.platform.attachments.owners import LIBRARY, MANAGE, VIEW, Owner, kinds_of, person_of
from bottega.platform.attachments.partitions import all_partitions, partition_titles
from bottega.platform.attachments.record_files import find_file, remove
from bottega.platform.attachments.shapes import IN_LIBRARY, FileItem, file_values
from bottega.platform.attachments.tables import Attachment

_KINDS: Final = "SELECT DISTINCT entity_id FROM attachments_attachments WHERE tenant_id = $1 AND deleted_at IS NULL"
MOST_TAGS_LISTED: Final = 500


class LibraryQuery(Query):
    """What to list."""

    page: int = Field(default=1, ge=1, le=LAST_PAGE, description="Page, from 1.")
    page_size: int = Field(default=25, ge=1, le=100, description="Rows a page.")
    search: str | None = Field(default=None, max_length=200, description="Words of the name, or of the text in it.")
    partition: str | None = Field(default=None, max_length=60, description="Only files of this partition, by its code.")
    tags: str | None = Field(
        default=None, max_length=2_000, description="Only files with all of these, between commas."
    )
    sort_field: Literal["fileName", "fileSize", "createdAt"] = Field(
        default="createdAt", description="What they are sorted by."
    )
    sort_dir: Literal["asc", "desc"] = Field(default="desc", description="The direction.")


class PartitionChoice(Schema):
    """A partition to filter by."""

    code: str
    title: str
    description: str | None
    is_public: bool


class LibraryItem(FileItem):
    """A file in the library."""

    partition_title: str
    created_at: Stamp
    updated_at: Stamp


class LibraryPage(Page):
    """A page of files, with what they can be filtered by."""

    items: list[LibraryItem]
    available_tags: list[str]
    partitions: list[PartitionChoice]


class LibraryFile(Schema):
    """What is said of a file."""

    id: UUID
    file_name: str
    file_size: int
    mime_type: str
    partition_code: str
    partition_title: str
    tags: list[str]
    assignments: list[Assignment]
    content: str | None
    custom_fields: dict[str, Any] | None


class LibraryAnswer(Schema):
    """A file of the library."""

    item: LibraryFile


class SaidInput(Input):
    """What is to be said of a file; what is left out stays."""

    tags: Tags | None = None
    assignments: Assignments | None = Field(default=None, description="Records it is shown with.")


class Said(Schema):
    """What is said of a file now."""

    id: UUID
    tags: list[str]
    assignments: list[Assignment]
    custom_fields: dict[str, Any]


class SaidAnswer(Schema):
    """It is kept."""

    ok: bool = True
    item: Said


async def _present(ctx: Context, items: list[Item]) -> list[Item]:
    named = await named_assignments(ctx, items)
    titles = await partition_titles(ctx)
    return [
        LibraryItem(
            **file_values(item, named[item["id"]], IN_LIBRARY),
            partition_title=titles.get(item["partition_code"]) or item["partition_code"],
            created_at=item["created_at"],
            updated_at=item["updated_at"],
        ).model_dump(by_alias=True)
        for item in items
    ]


_list: Final = ListSource(
    Attachment,
    "attachments.attachment",
    (
        "id",
        "file_name",
        "file_size",
        "mime_type",
        "partition_code",
        "content",
        "tags",
        "assignments",
        "created_at",
        "updated_at",
    ),
    sorted_by=("file_name", "file_size", "created_at"),
    present=_present,
)


@module.get("/library", VIEW, name="library.list", answer=LibraryPage, answers={400: "Invalid query"})
async def list_library(ctx: Context, query: LibraryQuery) -> dict[str, Any]:
    """List files.

    The files of the library, and those of records that the caller sees. Words are looked for in names and in the text
    of files.
    """
    wanted = ListQuery.model_construct(
        query.model_fields_set,
        page=query.page,
        page_size=query.page_size,
        search=query.search,
        sort_field=query.sort_field,
        sort_dir=query.sort_dir,
    )
    entities = [row["entity_id"] for row in await ctx.query(_KINDS, ctx.tenant_id)]
    in_view = _in_view(ctx, entities)
    found = await pages.page(_list, ctx, wanted, in_view, *_asked(query))
    known = sorted(await all_partitions(ctx), key=lambda one: one["title"])
    return {
        **found,
        **totals_of(found["total"], query.page_size, least=1),
        "availableTags": await _tags(ctx, in_view),
        "partitions": [PartitionChoice(**_choice(one)) for one in known],
    }


def _choice(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("code", "title", "description", "is_public")}


def _asked(query: LibraryQuery) -> list[ColumnElement[bool]]:
    t = sql_table(Attachment)
    asked: list[ColumnElement[bool]] = []
    if query.partition:
        asked.append(t.c.partition_code == query.partition)
    if tags := [one.strip() for one in (query.tags or "").split(",") if one.strip()]:
        asked.append(t.c.tags.contains(tags))
    return asked


async def _tags(ctx: Context, in_view: ColumnElement[bool]) -> list[str]:
    """The tags of the files in view."""
    t = sql_table(Attachment)
    where = [t.c.tenant_id == ctx.tenant_id, t.c.deleted_at.is_(None), in_view]
    if ctx.scope.visible is not None:
        where.append(among(t.c.organization_id, ctx.scope.visible))
    tags = select(func.unnest(t.c.tags).label("tag")).where(*where).distinct().order_by("tag").limit(MOST_TAGS_LISTED)
    return [row["tag"] for row in await ctx.fetch(tags)]


def _in_view(ctx: Context, entities: list[str]) -> ColumnElement[bool]:
    """Files of the library, of records in the caller's view, and the caller's own of records that are not saved yet."""
    t = sql_table(Attachment)
    seen: list[ColumnElement[bool]] = [t.c.entity_id == LIBRARY]
    for entity in entities:
        for kind in kinds_of(ctx.app).get(entity, ()):
            if kind.open_to(ctx, manage=False):
                there = refers_into_view(kind.source, ctx, t.c.tenant_id, t.c.owner_id)
                seen.append(and_(t.c.entity_id == entity, there))
    person = person_of(ctx)
    seen.append(false() if person is None else and_(t.c.owner_id.is_(None), t.c.created_by == person))
    return or_(*seen)


@module.get("/library/{id}", VIEW, name="library.read", answers={404: "Attachment not found"})
async def read_file(ctx: Context, id: UUID) -> LibraryAnswer:
    """Show a file: what is said of it, and the text in it."""
    row = await find_file(ctx, id)
    named = await named_assignments(ctx, [row])
    titles = await partition_titles(ctx)
    same = ("id", "file_name", "file_size", "mime_type", "partition_code", "tags", "content")
    ctx.app.access.note(ctx, "attachments.attachment", [id], [*same], access_type="read:item")
    return LibraryAnswer(
        item=LibraryFile(
            **{name: row[name] for name in same},
            partition_title=titles.get(row["partition_code"]) or row["partition_code"],
            assignments=named[id],
            custom_fields=await _custom(ctx, row["custom"]) or None,
        )
    )


async def _custom(ctx: Context, stored: dict[str, Any]) -> dict[str, Any]:
    """Custom values by their bare keys, as people read them."""
    item = custom_fields.shown(stored)
    await custom_fields.settle(ctx, Attachment.entity, [item])
    return {name.removeprefix("cf_"): value for name, value in item.items()}


@module.patch(
    "/library/{id}",
    MANAGE,
    name="library.update",
    table=Attachment,
    label=T(en="Update file", pl="Zmiana opisu pliku"),
    answers={404: "Attachment not found"},
)
async def describe_file(ctx: Context, id: UUID, data: SaidInput) -> SaidAnswer:
    """Update a file.

    Changes what is said of it: its tags, the records it is shown with, and custom fields.
    """
    ctx.refuse_closed()
    row = await find_file(ctx, id, manage=True)
    values: dict[str, Any] = {}
    if data.tags is not None:
        values["tags"] = data.tags
    if data.assignments is not None:
        owner = Owner(row["entity_id"], row["record_id"], row["owner_id"], row["organization_id"])
        sent = data.assignments
        values["assignments"] = await stored_assignments(ctx, sent, owner=owner, known=row["assignments"])
    custom = await custom_fields.checked(ctx, Attachment.entity, ctx.custom, new=False)
    if custom:
        values["custom"] = custom
    await changes.update(ctx, Attachment, id, values, where=Where(version=version_of(ctx)), final=True)
    named = await named_assignments(ctx, [{**row, **values}])
    said = Said(id=id, tags=values.get("tags", row["tags"]), assignments=named[id], custom_fields=custom)
    return SaidAnswer(item=said)


@module.delete(
    "/library/{id}",
    MANAGE,
    name="library.delete",
    status=204,
    table=Attachment,
    label=T(en="Delete file", pl="Usunięcie pliku"),
    answers={404: "Attachment not found"},
)
async def delete_library_file(ctx: Context, id: UUID) -> Reply:
    """Delete a file; it can be brought back until the purge removes it for good."""
    await remove(ctx, id)
    return Reply(status=204)
