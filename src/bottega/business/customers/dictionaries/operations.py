"""The nine dictionaries of customers: inherited on read, changed in one's own organization."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.customers.dictionaries.entries import KINDS, LONGEST, Word, locked_word, words_of
from bottega.business.customers.formats.field_types import Color
from bottega.business.customers.module import module
from bottega.business.customers.tables_activity import DictionaryEntry
from bottega.kernel import field_markers
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Invalid, InvalidInput, NotFound
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.resource import version_of
from bottega.kernel.schemas import Blankable, Input, Schema, Stamp
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.platform.dictionaries import normalized

KIND: Final = "customers.dictionary_entry"
UNKNOWN_KIND: Final = T(en="Failed to load dictionary entries", pl="Nie udało się wczytać pozycji słownika")
ENTRY_NOT_FOUND: Final = T(en="Dictionary entry not found", pl="Nie znaleziono pozycji słownika")
NOTHING_SENT: Final = T(en="No changes provided", pl="Nie podano żadnych zmian")

Value = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Label = Annotated[str, Field(max_length=LONGEST, description="Blank for the value itself.")]
Icon = Annotated[str, Field(min_length=1, max_length=48), field_markers.Icon]


class WordInput(Input):
    """A value to choose from."""

    value: Value
    label: Label = ""
    color: Annotated[Color | None, Blankable] = None
    icon: Annotated[Icon | None, Blankable] = None


class WordUpdate(Input):
    """What to change; a new value without a label becomes the label too."""

    value: Value = ""
    label: Label = ""
    color: Annotated[Color | None, Blankable] = None
    icon: Annotated[Icon | None, Blankable] = None


class WordItem(Schema):
    """A value of a dictionary."""

    id: UUID
    value: str
    label: str
    color: str | None
    icon: str | None
    organization_id: UUID
    updated_at: Stamp


class ListedWord(WordItem):
    """A value as the caller's organization reads it."""

    is_inherited: bool


class WordList(Schema):
    """Dictionary entries."""

    items: list[ListedWord]


class Deleted(Schema):
    """Entry deleted."""

    success: bool = True


@module.get(
    "/dictionaries/{kind}",
    "customers.people.view",
    name="dictionaries.list",
    answer=WordList,
    answers={400: "Failed to resolve dictionary context"},
)
async def list_words(ctx: Context, kind: str) -> dict[str, Any]:
    """List dictionary entries.

    Statuses, sources and the like: the organization's own first, then those it inherits from organizations above; a
    value that both have is the organization's own.
    """
    home = ctx.scope.organization_id
    words = await words_of(ctx, stored_kind(kind))
    if words:
        ctx.app.access.note(ctx, KIND, [word.id for word in words], ["value", "label", "color", "icon"])
    return {
        "items": [{**shown(word), "isInherited": home is not None and word.organization_id != home} for word in words]
    }


@module.post(
    "/dictionaries/{kind}",
    "customers.settings.manage",
    name="dictionaries.create",
    label=T(en="Add customer dictionary entry", pl="Dodanie pozycji słownika klientów"),
    answer=WordItem,
    answers={
        200: ("Dictionary entry updated", WordItem),
        201: "Dictionary entry created",
        400: "Invalid payload",
        409: "Duplicate value conflict",
    },
)
async def create_word(ctx: Context, data: WordInput, kind: str) -> Reply:
    """Create or override dictionary entry.

    In the selected organization. A value it has already, whatever the case, is updated by what was sent: answered with
    200 instead of 201.
    """
    stored = stored_kind(kind)
    home = ctx.organization_for_new()
    own = await locked_word(ctx, home, stored, normalized(data.value))
    values = data.given()
    if own is not None:
        values = {name: new for name, new in values.items() if new != "" and new != getattr(own, name)}
        ctx.describe(KIND, own.id, organization_id=home)
        if values:
            await changes.update(ctx, DictionaryEntry, own.id, values)
        return Reply(await _read(ctx, home, stored, own.id), 200)
    word_id = new_id()
    ctx.describe(KIND, word_id, organization_id=home)
    row = {
        "id": word_id,
        "organization_id": home,
        "kind": stored,
        "value": data.value,
        "normalized_value": normalized(data.value),
        "label": data.label or data.value,
        "color": data.color,
        "icon": data.icon,
    }
    await changes.insert(ctx, DictionaryEntry, row)
    return Reply(await _read(ctx, home, stored, word_id), 201)


@module.patch(
    "/dictionaries/{kind}/{id}",
    "customers.settings.manage",
    name="dictionaries.update",
    table=DictionaryEntry,
    label=T(en="Update customer dictionary entry", pl="Zmiana pozycji słownika klientów"),
    answer=WordItem,
    answers={
        200: "Updated dictionary entry",
        400: "Invalid payload",
        404: "Entry not found",
        409: "Duplicate value conflict",
    },
)
async def update_word(ctx: Context, data: WordUpdate, kind: str, id: UUID) -> dict[str, Any]:
    """Update dictionary entry.

    Only one of the selected organization. A new value without a label becomes the label too; records that hold the old
    value keep it.
    """
    values = data.given()
    if not values:
        raise InvalidInput([{"code": "custom", "path": [], "message": NOTHING_SENT}])
    stored = stored_kind(kind)
    home = ctx.organization_for_new()
    known = await _read(ctx, home, stored, id)
    value = values.get("value", known["value"])
    if "value" in values:
        values["normalized_value"] = normalized(value)
    if "label" in values or value != known["value"]:
        values["label"] = values.get("label") or value
    ctx.describe(KIND, id, organization_id=home)
    await changes.update(ctx, DictionaryEntry, id, values, where=Where([home], version_of(ctx)))
    return await _read(ctx, home, stored, id)


@module.delete(
    "/dictionaries/{kind}/{id}",
    "customers.settings.manage",
    name="dictionaries.delete",
    table=DictionaryEntry,
    label=T(en="Delete customer dictionary entry", pl="Usunięcie pozycji słownika klientów"),
    answers={200: "Entry deleted", 404: "Entry not found"},
)
async def delete_word(ctx: Context, kind: str, id: UUID) -> Deleted:
    """Delete dictionary entry.

    Only one of the selected organization; records that hold the value keep it.
    """
    home = ctx.organization_for_new()
    await _read(ctx, home, stored_kind(kind), id)
    ctx.describe(KIND, id, organization_id=home)
    await changes.delete(ctx, DictionaryEntry, id, where=Where([home], version_of(ctx)))
    return Deleted()


def stored_kind(kind: str) -> str:
    """How a kind is stored; 400 for one that is not among the nine."""
    if kind not in KINDS:
        raise Invalid.of_field("kind", UNKNOWN_KIND)
    return KINDS[kind]


def shown(word: Word) -> dict[str, Any]:
    """A word as clients see it."""
    return {
        "id": word.id,
        "value": word.value,
        "label": word.label,
        "color": word.color,
        "icon": word.icon,
        "organizationId": word.organization_id,
        "updatedAt": milliseconds(word.updated_at) if word.updated_at else None,
    }


async def _read(ctx: Context, organization_id: UUID, kind: str, word_id: UUID) -> dict[str, Any]:
    """An entry of the organization as clients see it; 404 when there is none of that kind."""
    row = await ctx.query_one(
        "SELECT id, value, label, color, icon, updated_at FROM customers_dictionary_entries"
        " WHERE tenant_id = $1 AND organization_id = $2 AND kind = $3 AND id = $4",
        ctx.tenant_id,
        organization_id,
        kind,
        word_id,
    )
    if row is None:
        raise NotFound(ENTRY_NOT_FOUND)
    found = dict(row)
    changed: datetime = found.pop("updated_at")
    return {**found, "organizationId": organization_id, "updatedAt": milliseconds(changed)}
