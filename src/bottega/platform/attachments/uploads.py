"""Upload of a file: streamed to disk, looked into, and stored with its row, or not at all."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from bottega.kernel import custom_fields, jobs
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Invalid, TooLarge
from bottega.kernel.http.requests import parse_json
from bottega.kernel.http.spooled_forms import SpooledUpload
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input
from bottega.kernel.writes import changes
from bottega.platform.attachments import partitions
from bottega.platform.attachments.assignments import Assignments, Tags, named_assignments, stored_assignments
from bottega.platform.attachments.content_types import HEAD_BYTES, type_of
from bottega.platform.attachments.file_names import extension_of, safe_name
from bottega.platform.attachments.inspection import inspect
from bottega.platform.attachments.module import module
from bottega.platform.attachments.owners import MANAGE, Owner, find_owner, person_of
from bottega.platform.attachments.reading_kinds import READ_JOB, kind_of_text
from bottega.platform.attachments.shapes import BESIDE_RECORD, NewFile, Uploaded, file_values
from bottega.platform.attachments.tables import Attachment
from bottega.platform.entities import field_config
from bottega.settings import Settings

SELECT_ONE: Final = T(
    en="Select a specific organization before uploading an attachment.", pl="Przed wysłaniem pliku wybierz organizację."
)
OVER_QUOTA: Final = T(
    en="Attachment storage quota exceeded for this tenant.", pl="Przekroczono limit miejsca na załączniki firmy."
)
WRONG_EXTENSION: Final = T(en="File type not allowed", pl="Niedozwolony rodzaj pliku")
OVER_LIMIT: Final = T(en="File exceeds {most:g} MB limit", pl="Plik przekracza limit {most:g} MB")
EMPTY: Final = T(en="The file is empty", pl="Plik jest pusty")
NO_FIELD: Final = T(en="There is no such field for files", pl="Nie ma takiego pola na pliki")

_USED: Final = "SELECT coalesce(sum(file_size), 0)::bigint FROM attachments_attachments WHERE tenant_id = $1"


def _object_of_form(value: Any) -> Any:
    return (parse_json(value.encode()) if value.strip() else {}) if isinstance(value, str) else value


class UploadInput(Input):
    """A file, and whose it is."""

    entity_id: str = Field(
        min_length=1,
        max_length=200,
        description="The kind of the record: `contracts:contract`; `attachments:library` for none.",
    )
    record_id: str = Field(
        min_length=1,
        max_length=200,
        description="The record. Of one that is not saved yet, anything that is no id: only the sender sees the file"
        " until it is transferred.",
    )
    file: SpooledUpload
    field_key: str | None = Field(default=None, max_length=100, description="The custom field it is for.")
    partition_code: str | None = Field(default=None, max_length=60, description="Where to keep it.")
    tags: Tags = Field(default=[], description="A JSON array, or texts between commas.")
    assignments: Assignments = Field(default=[], description="Further records it is shown with, as a JSON array.")
    custom_fields: Annotated[dict[str, Any], BeforeValidator(_object_of_form)] = Field(
        default={}, description="Custom values by key, as a JSON object."
    )


def _largest(settings: Settings) -> int:
    return settings.attachment_max_bytes


@module.post(
    "",
    MANAGE,
    name="files.create",
    status=200,
    files=True,
    spooled=_largest,
    table=Attachment,
    label=T(en="Upload attachment", pl="Dodanie pliku"),
    answer=Uploaded,
    answers={
        400: "Payload validation error",
        404: "There is no such record",
        413: "The file is too large, or the tenant has no room for it",
        429: "Several files of the tenant are being read; `Retry-After` says when to come back.",
    },
)
async def upload_file(ctx: Context, data: UploadInput) -> Uploaded:
    """Upload attachment.

    Stores a file of a record or of the library. What it is follows from its content; what a browser could run is
    refused, as are pictures and archives that would grow beyond bounds. Its text is read in the background, if its
    partition wants that.
    """
    ctx.refuse_closed()
    name = safe_name(data.file.name)
    owner = await find_owner(ctx, data.entity_id, data.record_id, manage=True)
    config = await _field(ctx, data)
    _check_field(config, name, data.file.size)
    wanted, of_field = data.partition_code, config.get("partitionCode")
    partition = await partitions.chosen_partition(ctx, owner.entity, wanted=wanted, of_field=of_field)
    row = await _row(ctx, data, owner, name)
    row |= await _looked_into(ctx, data.file, name)
    row["partition_code"] = partition["code"]
    row["storage"] = partitions.storage_for(ctx.app, partition["code"])
    await _store(ctx, row, data.file)
    if partition["requires_ocr"] and kind_of_text(row["mime_type"], row["file_size"]):
        await jobs.enqueue(ctx, READ_JOB, attachmentId=str(row["id"]))
    return Uploaded(item=await _shown(ctx, row))


async def _field(ctx: Context, data: UploadInput) -> Mapping[str, Any]:
    if not data.field_key:
        return {}
    config = await field_config(ctx, data.entity_id, data.field_key, "attachment")
    if config is None:
        raise Invalid.of_field("fieldKey", NO_FIELD)
    return config


def _check_field(config: Mapping[str, Any], name: str, size: int) -> None:
    if size == 0:
        raise Invalid.of_field("file", EMPTY)
    accepted = {one.lower().lstrip(".") for one in config.get("acceptExtensions") or ()}
    if accepted and extension_of(name) not in accepted:
        raise Invalid.of_field("file", WRONG_EXTENSION)
    most = config.get("maxAttachmentSizeMb")
    if most is not None and size > most * 1024 * 1024:
        raise Invalid.of_field("file", OVER_LIMIT.given(most=most))


async def _row(ctx: Context, data: UploadInput, owner: Owner, name: str) -> dict[str, Any]:
    """What is known of a file before its content is looked at."""
    organization_id = owner.organization_id or ctx.scope.organization_id
    if organization_id is None:
        raise Invalid(SELECT_ONE)
    custom = await custom_fields.checked(
        ctx, Attachment.entity, ctx.custom | data.custom_fields, new=True, organization_id=organization_id
    )
    return {
        "id": new_id(),
        "organization_id": organization_id,
        "entity_id": owner.entity,
        "record_id": owner.record,
        "owner_id": owner.id,
        "created_by": person_of(ctx),
        "file_name": name,
        "file_size": data.file.size,
        "sha256": data.file.sha256,
        "tags": data.tags,
        "assignments": await stored_assignments(ctx, data.assignments, owner=owner),
        "custom": custom,
    }


async def _looked_into(ctx: Context, file: SpooledUpload, name: str) -> dict[str, Any]:
    kind = type_of(file.read(0, HEAD_BYTES), name)
    # Nobody else waits for this connection while a process looks at the file.
    await ctx.close()
    size = await inspect(ctx, file, kind)
    return {"mime_type": kind, "width": size and size[0], "height": size and size[1]}


async def _store(ctx: Context, row: dict[str, Any], file: SpooledUpload) -> None:
    """The file first, without a connection; it goes again if its row cannot be written."""
    storage, key = partitions.storage_called(ctx.app, row["storage"]), partitions.key_of(row["id"])
    await _require_room(ctx, row["file_size"])
    await ctx.close()
    await storage.put(ctx.tenant_id, key, file.file, row["mime_type"])
    try:
        # Whoever uploads at the same time waits for the other's row, so that nobody gets past the quota.
        await partitions.hold_files(ctx)
        await _require_room(ctx, row["file_size"])
        await partitions.require_partition(ctx, row["partition_code"])
        await changes.insert(ctx, Attachment, row)
    except BaseException:
        await storage.delete(ctx.tenant_id, key)
        raise


async def _require_room(ctx: Context, size: int) -> None:
    if await ctx.query_value(_USED, ctx.tenant_id) + size > ctx.app.settings.attachment_quota_bytes:
        raise TooLarge(OVER_QUOTA)


async def _shown(ctx: Context, row: Mapping[str, Any]) -> NewFile:
    named = await named_assignments(ctx, [row])
    values = file_values({**row, "content": None}, named[row["id"]], BESIDE_RECORD)
    return NewFile(**values, width=row["width"], height=row["height"], custom_fields=row["custom"])
