"""Entries of a dictionary: unique regardless of case, listed by label, deleted permanently."""

import re
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel import field_markers
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Forbidden, InvalidInput, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.resource import version_of
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Schema, Stamp, Whole
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.undo_rules import Putting, permits
from bottega.platform.dictionaries.dictionaries import NOTHING_SENT
from bottega.platform.dictionaries.inheritance import LEAVING, ORDER, find_dictionary, home_of, normalized, note
from bottega.platform.dictionaries.module import module
from bottega.platform.dictionaries.tables import Entry

ENTRY_NOT_FOUND: Final = T(en="Dictionary entry not found", pl="Nie znaleziono pozycji słownika")
BAD_COLOR: Final = T(
    en="Color must be a valid six-digit hex code like #3366ff",
    pl="Kolor musi być sześciocyfrowym kodem szesnastkowym, na przykład #3366ff",
)
KIND: Final = "dictionaries.entry"
MOST_POSITION: Final = 1_000_000
_NOT_THERE: Final = "Dictionary or entry not found"
_HELD: Final = "Records hold the value in a custom field; `values` says how many"
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}")


def _color(value: str) -> str:
    if not _COLOR.fullmatch(value):
        raise PydanticCustomError("color", "bad color", {"text": BAD_COLOR})
    return value.lower()


Value = Annotated[str, Field(min_length=1, max_length=150)]
Label = Annotated[str, Field(max_length=150, description="Blank for the value itself.")]
Color = Annotated[str, AfterValidator(_color), Field(description="#rrggbb"), field_markers.Colour]
Icon = Annotated[str, Field(min_length=1, max_length=64), field_markers.Icon]
Position = Annotated[Whole, Field(ge=0, le=MOST_POSITION)]
_ONE_DEFAULT: Final = "Takes the flag from the other entries."


class EntryInput(Input):
    """A new value."""

    value: Value
    label: Label = ""
    color: Color | None = None
    icon: Icon | None = None
    position: Position = Field(default=0, description="Behind the others where they have places, when left out.")
    is_default: bool = Field(default=False, description=_ONE_DEFAULT)


class EntryUpdate(Input):
    """What to change; a new value without a label becomes the label too."""

    value: Value = ""
    label: Label = ""
    color: Color | None = None
    icon: Icon | None = None
    position: Position = 0
    is_default: bool = Field(default=False, description=_ONE_DEFAULT)


class EntryItem(Schema):
    """A value of a dictionary."""

    id: UUID
    value: str
    label: str
    color: str | None
    icon: str | None
    position: int = Field(description="Low ones come first; entries of one position by label.")
    is_default: bool = Field(description="New records take it where their field has no default of its own.")
    created_at: Stamp
    updated_at: Stamp | None


class EntryList(Schema):
    """Dictionary entries."""

    items: list[EntryItem]


@permits(Entry)
async def held_values_stay(ctx: Context, putting: Putting) -> None:
    """A value does not leave its dictionary by undo or redo either while somebody holds it."""
    for change in () if putting.done else putting.changes:
        before, after = change.before, change.after
        if before and (after is None or after["normalized_value"] != before["normalized_value"]):
            await ctx.tell(LEAVING, dictionary_id=before["dictionary_id"], value=before["value"])


@module.get(
    "/{dictionaryId}/entries",
    "dictionaries.view",
    name="entries.list",
    answer=EntryList,
    common=True,
    answers={400: "Invalid parameters", 404: "Dictionary not found", 500: "Failed to load dictionary entries"},
)
async def list_entries(ctx: Context, dictionaryId: UUID) -> dict[str, Any]:  # noqa: N803 - the path's own name
    """List dictionary entries.

    All of them, by position and label, also those of a dictionary from above.
    """
    await find_dictionary(ctx, dictionaryId)
    rows = await ctx.query(
        f"SELECT * FROM dictionaries_entries AS e WHERE tenant_id = $1 AND dictionary_id = $2 ORDER BY {ORDER}",
        ctx.tenant_id,
        dictionaryId,
    )
    items = [_shown(row) for row in rows]
    note(ctx, KIND, items)
    return {"items": items}


@module.post(
    "/{dictionaryId}/entries",
    "dictionaries.manage",
    name="entries.create",
    answer=EntryItem,
    label=T(en="Add dictionary entry", pl="Dodanie pozycji słownika"),
    answers={
        400: "Validation failed",
        404: "Dictionary not found",
        409: "An entry with this value already exists",
        500: "Failed to create dictionary entry",
    },
    table=Entry,
)
async def create_entry(
    ctx: Context,
    data: EntryInput,
    dictionaryId: UUID,  # noqa: N803 - the path's own name
) -> dict[str, Any]:
    """Create dictionary entry.

    Only in the organization the dictionary belongs to; values differ by more than case.
    """
    home = home_of(ctx)
    dictionary = await find_dictionary(ctx, dictionaryId)
    if dictionary["organization_id"] != home:
        raise Forbidden
    entry_id = new_id()
    _describe(ctx, entry_id, dictionaryId)
    values = {
        "id": entry_id,
        "organization_id": home,
        "dictionary_id": dictionaryId,
        "value": data.value,
        "normalized_value": normalized(data.value),
        "label": data.label or data.value,
        "color": data.color,
        "icon": data.icon,
        "position": await _place(ctx, data, dictionaryId),
        "is_default": data.is_default,
    }
    if data.is_default:
        await _take_flag(ctx, dictionaryId)
    await changes.insert(ctx, Entry, values, final=True)
    return _shown(await _find(ctx, dictionaryId, entry_id))


@module.patch(
    "/{dictionaryId}/entries/{entryId}",
    "dictionaries.manage",
    name="entries.update",
    answer=EntryItem,
    label=T(en="Update dictionary entry", pl="Zmiana pozycji słownika"),
    answers={
        400: "Validation failed",
        404: _NOT_THERE,
        409: "An entry with this value already exists",
        500: "Failed to update entry",
    },
    table=Entry,
)
async def update_entry(
    ctx: Context,
    data: EntryUpdate,
    dictionaryId: UUID,  # noqa: N803 - the path's own name
    entryId: UUID,  # noqa: N803 - likewise
) -> dict[str, Any]:
    """Update dictionary entry.

    A new value without a label becomes the label too. 409 while records hold the old value in a custom field.
    """
    values = data.given()
    if not values:
        raise InvalidInput([{"code": "custom", "path": [], "message": NOTHING_SENT}])
    await find_dictionary(ctx, dictionaryId, own=True)
    row = await _find(ctx, dictionaryId, entryId)
    value = values.get("value", row["value"])
    if "value" in values:
        values["normalized_value"] = normalized(value)
        if values["normalized_value"] != row["normalized_value"]:
            await ctx.tell(LEAVING, dictionary_id=dictionaryId, value=row["value"])
    if "label" in values or value != row["value"]:
        values["label"] = values.get("label") or value
    _describe(ctx, entryId, dictionaryId)
    where = Where([row["organization_id"]], version_of(ctx))
    if values.get("is_default") and not row["is_default"]:
        await _take_flag(ctx, dictionaryId)
    await changes.update(ctx, Entry, entryId, values, where=where, final=True)
    return _shown(await _find(ctx, dictionaryId, entryId))


@module.delete(
    "/{dictionaryId}/entries/{entryId}",
    "dictionaries.manage",
    name="entries.delete",
    label=T(en="Delete dictionary entry", pl="Usunięcie pozycji słownika"),
    answers={400: "Validation failed", 404: _NOT_THERE, 409: _HELD, 500: "Failed to delete entry"},
    table=Entry,
)
async def delete_entry(
    ctx: Context,
    dictionaryId: UUID,  # noqa: N803 - the path's own name
    entryId: UUID,  # noqa: N803 - likewise
) -> Done:
    """Delete dictionary entry.

    409 while records hold the value in a custom field.
    """
    await find_dictionary(ctx, dictionaryId, own=True)
    row = await _find(ctx, dictionaryId, entryId)
    await ctx.tell(LEAVING, dictionary_id=dictionaryId, value=row["value"])
    _describe(ctx, entryId, dictionaryId)
    where = Where([row["organization_id"]], version_of(ctx))
    await changes.delete(ctx, Entry, entryId, where=where, final=True)
    return Done()


async def _place(ctx: Context, data: EntryInput, dictionary_id: UUID) -> int:
    """Where a new entry stands that does not say so: by its label, or behind the others where they have places."""
    if "position" in data.model_fields_set:
        return data.position
    last: int = await ctx.query_value(
        "SELECT coalesce(max(position), 0) FROM dictionaries_entries WHERE tenant_id = $1 AND dictionary_id = $2",
        ctx.tenant_id,
        dictionary_id,
    )
    return min(last + 1, MOST_POSITION) if last else 0


async def _take_flag(ctx: Context, dictionary_id: UUID) -> None:
    """No entry of the dictionary is the default any more."""
    rows = await ctx.query(
        "SELECT id FROM dictionaries_entries WHERE tenant_id = $1 AND dictionary_id = $2 AND is_default",
        ctx.tenant_id,
        dictionary_id,
    )
    await changes.update_many(ctx, Entry, [{"id": row["id"], "is_default": False} for row in rows])


def _describe(ctx: Context, entry_id: UUID, dictionary_id: UUID) -> None:
    ctx.describe(KIND, entry_id, parent=("dictionaries.dictionary", dictionary_id))


async def _find(ctx: Context, dictionary_id: UUID, entry_id: UUID) -> Record:
    row = await ctx.query_one(
        "SELECT * FROM dictionaries_entries WHERE tenant_id = $1 AND dictionary_id = $2 AND id = $3",
        ctx.tenant_id,
        dictionary_id,
        entry_id,
    )
    if row is None:
        raise NotFound(ENTRY_NOT_FOUND)
    return row


def _shown(row: Record) -> dict[str, Any]:
    return {
        "id": row["id"],
        "value": row["value"],
        "label": row["label"],
        "color": row["color"],
        "icon": row["icon"],
        "position": row["position"],
        "isDefault": row["is_default"],
        "createdAt": milliseconds(row["created_at"]),
        "updatedAt": milliseconds(row["updated_at"]),
    }
