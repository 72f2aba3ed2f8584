"""Write operations of custom records: create, merge, replace, delete, restore."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.custom_fields import BAD_KEY, FAILED, MOST_KEYS, TOO_MANY
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import version_of
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Query, Schema
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.platform.entities.catalog import Invented
from bottega.platform.entities.definition_writes import NOT_FOUND
from bottega.platform.entities.effective_fields import Fields
from bottega.platform.entities.entity_ids import RESERVED_KEYS
from bottega.platform.entities.module import module
from bottega.platform.entities.records import require_entity
from bottega.platform.entities.tables import CustomRecord

MANAGE: Final = "entities.records.manage"
REQUIRED: Final = T(en="Entity and record are required", pl="Encja i rekord są wymagane")
_LONGEST_WORDS: Final = 20_000
_FIND: Final = "SELECT * FROM entities_records WHERE tenant_id = $1 AND id = $2 FOR UPDATE"


class RecordInput(Input):
    """A record of a custom entity; keys of values may have the prefix cf_."""

    entity_id: str = Field(default="", max_length=200)
    record_id: str | None = Field(default=None, max_length=200, description="What is no UUID gets a new one.")
    values: dict[str, Any] = Field(default_factory=dict[str, Any])


class RecordKey(Input):
    """Which record, in the body."""

    entity_id: str = Field(default="", max_length=200)
    record_id: str = Field(default="", max_length=200)


class RecordKeyQuery(Query):
    """Which record, in the query."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True)

    entity_id: str = Field(default="", max_length=200)
    record_id: str = Field(default="", max_length=200)


class SavedRecord(Schema):
    """Which record was saved."""

    entity_id: str
    record_id: UUID


class RecordSaved(Schema):
    """Record saved."""

    ok: bool
    item: SavedRecord


@module.post(
    "/records",
    MANAGE,
    name="records.create",
    status=200,
    answer=RecordSaved,
    label=T(en="Create record", pl="Dodanie rekordu"),
    answers={400: "Validation failure", 404: "No such entity", 500: "Unexpected failure"},
)
async def create_record(ctx: Context, data: RecordInput) -> dict[str, Any]:
    """Create record.

    In the selected organization. With the id of a record that is there, also a deleted one, it is overwritten.
    """
    return await _save(ctx, data, _uuid(data.record_id), merge=False)


@module.put(
    "/records",
    MANAGE,
    name="records.update",
    answer=RecordSaved,
    label=T(en="Update record", pl="Zmiana rekordu"),
    answers={400: "Validation failure", 404: "No such entity or record", 500: "Unexpected failure"},
    table=CustomRecord,
)
async def update_record(ctx: Context, data: RecordInput) -> dict[str, Any]:
    """Update record.

    Values that are not sent stay. An id that is no UUID, or unknown, makes a new record.
    """
    if not data.entity_id or not data.record_id:
        raise Invalid.of_field("recordId" if data.entity_id else "entityId", REQUIRED)
    return await _save(ctx, data, _uuid(data.record_id), merge=True)


@module.delete(
    "/records",
    MANAGE,
    name="records.delete",
    lenient=True,
    label=T(en="Delete record", pl="Usunięcie rekordu"),
    answers={400: "Missing entity id or record id", 404: "Record not found", 500: "Unexpected failure"},
    table=CustomRecord,
)
async def delete_record(ctx: Context, data: RecordKey, query: RecordKeyQuery) -> Done:
    """Delete record.

    Named in the query or in the body; deleted softly.
    """
    sent = query if query.entity_id and query.record_id else data
    if not sent.entity_id or not sent.record_id:
        raise Invalid.of_field("recordId" if sent.entity_id else "entityId", REQUIRED)
    ctx.refuse_closed()
    invented, _known = await require_entity(ctx, sent.entity_id, manage=True)
    record_id = _uuid(sent.record_id)
    if record_id is None:
        raise NotFound(NOT_FOUND)
    await ctx.begin()
    row = await ctx.query_one(_FIND, ctx.tenant_id, record_id)
    if row is None or row["deleted_at"] is not None or not _theirs(ctx, row, invented):
        raise NotFound(NOT_FOUND)
    _describe(ctx, invented, record_id)
    where = Where.visible(ctx, version_of(ctx))
    await changes.delete(ctx, CustomRecord, record_id, where=where, final=True)
    return Done()


async def _save(ctx: Context, data: RecordInput, record_id: UUID | None, *, merge: bool) -> dict[str, Any]:
    invented, known = await require_entity(ctx, data.entity_id, manage=True)
    sent = _declared(data.values, known)
    row = None
    if record_id is not None:
        await ctx.begin()
        row = await ctx.query_one(_FIND, ctx.tenant_id, record_id)
        if row is not None and not _theirs(ctx, row, invented):
            raise NotFound(NOT_FOUND)
    if row is None:
        record_id = await _insert(ctx, invented, known, sent, record_id)
    else:
        ctx.refuse_closed()
        record_id = row["id"]
        await _overwrite(ctx, invented, known, sent, row, merge=merge)
    return {"ok": True, "item": {"entityId": invented.entity_id, "recordId": record_id}}


async def _insert(
    ctx: Context, invented: Invented, known: Fields, sent: Mapping[str, Any], record_id: UUID | None
) -> UUID:
    organization_id = _home(ctx)
    custom = await custom_fields.checked(ctx, invented.entity_id, sent, new=True, organization_id=organization_id)
    custom = {key: value for key, value in custom.items() if value is not None}
    record_id = record_id or new_id()
    _describe(ctx, invented, record_id)
    values = {
        "id": record_id,
        "organization_id": organization_id,
        "entity_id": invented.entity_id,
        "custom": custom,
        **_words(invented, known, custom, record_id),
    }
    return await changes.insert(ctx, CustomRecord, values, final=True)


async def _overwrite(
    ctx: Context, invented: Invented, known: Fields, sent: Mapping[str, Any], row: Record, *, merge: bool
) -> None:
    """Change a record, or bring a deleted one back with new values."""
    old: dict[str, Any] = row["custom"]
    # What was declared required is there already when values are merged; a record that is overwritten begins anew.
    checked = await custom_fields.checked(
        ctx, invented.entity_id, sent, new=not merge, organization_id=row["organization_id"]
    )
    custom = checked if merge else dict.fromkeys(old) | checked
    merged = {key: value for key, value in ({**old, **custom}).items() if value is not None}
    _describe(ctx, invented, row["id"])
    values: dict[str, Any] = {"custom": custom, **_words(invented, known, merged, row["id"])}
    gone = row["deleted_at"] is not None
    if gone:
        values["deleted_at"] = None
    where = Where(Where.visible(ctx).organizations, version_of(ctx), gone=gone)
    await changes.update(ctx, CustomRecord, row["id"], values, where=where, final=True)


def _home(ctx: Context) -> UUID:
    """The organization of a new record: the selected one, else the caller's own."""
    actor = ctx.actor
    if ctx.scope.organization_id is None and ctx.scope.visible is None and actor.tenant_id == ctx.tenant_id:
        return ctx.organization_for_new(actor.organization_id)
    return ctx.organization_for_new()


def _theirs(ctx: Context, row: Record, invented: Invented) -> bool:
    return row["entity_id"] == invented.entity_id and ctx.scope.sees(row["organization_id"])


def _declared(values: Mapping[str, Any], known: Fields) -> dict[str, Any]:
    """The values by bare key, those of the system's own keys left out; 400 for a key that no field has."""
    if len(values) > MOST_KEYS:
        raise Invalid.of_field("values", TOO_MANY)
    found = {name if name in known.shown else name.removeprefix("cf_"): item for name, item in values.items()}
    found = {key: item for key, item in found.items() if key not in RESERVED_KEYS}
    unknown = {f"cf_{key[:100]}": BAD_KEY for key in found if key not in known.listed}
    if unknown:
        raise Invalid(FAILED, fields=unknown)
    return found


def _words(invented: Invented, known: Fields, custom: Mapping[str, Any], record_id: UUID) -> dict[str, str]:
    """What a record is called and found by; encrypted values stay out of it."""
    open_keys = [key for key, one in known.shown.items() if not one.sealed]
    texts = [_spoken(custom[key]) for key in open_keys if key in custom]
    label_field = invented.label_field
    named = _spoken(custom[label_field]) if label_field in open_keys and label_field in custom else ""
    title = named or next((text for text in texts if text), "") or str(record_id)
    return {"title": title[:500], "subtitle": invented.label, "words": " ".join(texts)[:_LONGEST_WORDS]}


def _spoken(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON


def _describe(ctx: Context, invented: Invented, record_id: UUID) -> None:
    ctx.describe(invented.entity_id.replace(":", "."), record_id)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
