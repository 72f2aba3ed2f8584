"""Transfer of files to another record, such as one that was saved after its files were sent."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.attachments.module import module
from bottega.platform.attachments.owners import LIBRARY, MANAGE, Owner, find_owner, is_open
from bottega.platform.attachments.tables import Attachment

NONE_FOUND: Final = T(en="Attachments not found", pl="Nie znaleziono plików")
NOT_SAVED: Final = T(en="Save the record first", pl="Najpierw zapisz rekord")
_SENT: Final = """
SELECT * FROM attachments_attachments
WHERE tenant_id = $1 AND entity_id = $2 AND id = ANY($3) AND deleted_at IS NULL
  AND ($4::text IS NULL OR record_id = $4) ORDER BY id FOR UPDATE
"""


class TransferInput(Input):
    """Which files go where."""

    entity_id: str = Field(min_length=1, max_length=200, description="The kind of both records.")
    attachment_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    from_record_id: str | None = Field(default=None, max_length=200, description="Only files of this record.")
    to_record_id: str = Field(min_length=1, max_length=200, description="The record they will be of.")


class Transferred(Schema):
    """They are there."""

    ok: bool = True
    updated: int = Field(description="How many files were moved.")


@module.post(
    "/transfer",
    MANAGE,
    name="files.transfer",
    table=Attachment,
    label=T(en="Transfer attachments", pl="Przeniesienie plików"),
    answers={404: "No attachment, or no record"},
)
async def transfer_files(ctx: Context, data: TransferInput) -> Transferred:
    """Transfer attachments.

    Moves files of one kind of records to another record of that kind, and their assignments with them. Those that are
    not found are left out, as long as there is one.
    """
    ctx.refuse_closed()
    target = await find_owner(ctx, data.entity_id, data.to_record_id, manage=True)
    if target.is_draft:
        raise Invalid.of_field("toRecordId", NOT_SAVED)
    await ctx.begin()
    rows = await ctx.query(_SENT, ctx.tenant_id, target.entity, data.attachment_ids, data.from_record_id)
    moved = [_moved(row, target) for row in rows if await _may_move(ctx, row)]
    if not moved:
        raise NotFound(NONE_FOUND)
    await changes.update_many(ctx, Attachment, moved)
    return Transferred(updated=len(moved))


async def _may_move(ctx: Context, row: Any) -> bool:
    try:
        return await is_open(ctx, row, manage=True)
    except Forbidden:
        return False


def _moved(row: Any, target: Owner) -> dict[str, Any]:
    """What changes of a file: its record, and the assignment to that."""
    before, after = (row["entity_id"], row["record_id"]), {"type": target.entity, "id": target.record}
    kept = [
        one for one in row["assignments"] if (one["type"], one["id"]) not in {before, (target.entity, target.record)}
    ]
    return {
        "id": row["id"],
        "record_id": target.record,
        "owner_id": target.id,
        "organization_id": target.organization_id or row["organization_id"],
        "assignments": kept if target.entity == LIBRARY else [after, *kept],
    }
