"""Files of a record: list and delete."""

from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Query
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where, find_live, version_of
from bottega.platform.attachments.assignments import named_assignments
from bottega.platform.attachments.module import module
from bottega.platform.attachments.owners import MANAGE, VIEW, find_owner, is_open, person_of
from bottega.platform.attachments.shapes import BESIDE_RECORD, RecordFile, RecordFiles, file_values
from bottega.platform.attachments.tables import Attachment

NOT_FOUND: Final = T(en="Attachment not found", pl="Nie znaleziono pliku")
# More than anybody looks at; a client that wants pages asks the library.
MOST_FILES: Final = 500
_OF_RECORD: Final = f"""
SELECT * FROM attachments_attachments
WHERE tenant_id = $1 AND deleted_at IS NULL
  AND ((entity_id = $2 AND record_id = $3)
       OR assignments @> jsonb_build_array(jsonb_build_object('type', $2::text, 'id', $3::text)))
ORDER BY id DESC LIMIT {MOST_FILES}
"""


class RecordQuery(Query):
    """Whose files."""

    entity_id: str = Field(min_length=1, max_length=200, description="Entity identifier that owns the attachments")
    record_id: str = Field(min_length=1, max_length=200, description="Record identifier within the entity")


class FileId(Query):
    """Which file."""

    id: UUID


@module.get(
    "", VIEW, name="files.list", answers={400: "Missing entity or record identifiers", 404: "There is no such record"}
)
async def list_record_files(ctx: Context, query: RecordQuery) -> RecordFiles:
    """List attachments for a record.

    The files of a record, and those that are assigned to it, newest first, for whoever sees the record.
    """
    owner = await find_owner(ctx, query.entity_id, query.record_id)
    rows = [dict(row) for row in await ctx.query(_OF_RECORD, ctx.tenant_id, owner.entity, owner.record)]
    if owner.is_draft:
        rows = [row for row in rows if row["created_by"] == person_of(ctx)]
    elif owner.id is None:
        rows = [row for row in rows if ctx.scope.sees(row["organization_id"])]
    named = await named_assignments(ctx, rows)
    ctx.app.access.note(ctx, "attachments.attachment", [row["id"] for row in rows], ["file_name", "content"])
    return RecordFiles(
        items=[
            RecordFile(**file_values(row, named[row["id"]], BESIDE_RECORD), created_at=row["created_at"])
            for row in rows
        ]
    )


@module.delete(
    "",
    MANAGE,
    name="files.delete",
    query=FileId,
    table=Attachment,
    label=T(en="Delete attachment", pl="Usunięcie pliku"),
    answers={400: "Missing attachment identifier", 404: "Attachment not found"},
)
async def delete_file(ctx: Context, query: FileId) -> Done:
    """Delete attachment.

    It can be brought back until the purge removes it for good.
    """
    await remove(ctx, query.id)
    return Done()


async def find_file(ctx: Context, attachment_id: UUID, *, manage: bool = False) -> dict[str, Any]:
    """The row of a file that the caller may read, or also change.

    Raises:
        NotFound: There is none in the caller's view.
        Forbidden: It may only be read.
    """
    found = await find_live(ctx, Attachment, attachment_id, Where())
    if found is None or not await is_open(ctx, row := dict(found), manage=manage):
        raise NotFound(NOT_FOUND)
    return row


async def remove(ctx: Context, attachment_id: UUID) -> None:
    """Delete a file, softly."""
    ctx.refuse_closed()
    row = await find_file(ctx, attachment_id, manage=True)
    where = Where(version=version_of(ctx))
    await changes.delete(ctx, Attachment, row["id"], where=where, final=True)
