"""Dictionaries: list, create, change and archive.

``is_active`` hides a dictionary from those who look for one, and can be set again; deleting it is for good, as far as
clients can tell, though undo brings it back.
"""

import re
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Invalid, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.resource import version_of
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Flag, Input, Query, Schema, Stamp
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.platform.dictionaries.inheritance import find_dictionary, home_of, note, readable
from bottega.platform.dictionaries.module import module
from bottega.platform.dictionaries.tables import Dictionary, Visibility

PROTECTED: Final = T(
    en="The currency dictionary is required and cannot be modified or deleted.",
    pl="Słownik walut jest niezbędny: nie można go zmienić ani usunąć.",
)
NOTHING_SENT: Final = T(en="Provide at least one field to update.", pl="Podaj co najmniej jedno pole do zmiany.")
BAD_KEY: Final = T(
    en="Use lowercase letters, numbers, hyphen, or underscore.",
    pl="Użyj małych liter, cyfr, łącznika lub podkreślenia.",
)
CURRENCIES: Final = frozenset({"currency", "currencies"})
NOT_THERE: Final = "Dictionary not found"
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")


def _well_formed(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise PydanticCustomError("key", "bad key", {"text": BAD_KEY})
    return key


Key = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_well_formed)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Description = Annotated[str, Field(max_length=2000, description="Blank for none.")]


class DictionaryInput(Input):
    """A new dictionary of the selected organization."""

    key: Key = Field(description="What programs call it: small letters, digits, - and _.")
    name: Name
    description: Description = ""
    is_system: bool = False
    is_active: bool = True


class DictionaryUpdate(Input):
    """What to change; what is left out stays."""

    key: Key = ""
    name: Name = ""
    description: Description = ""
    is_system: bool = Field(default=False, description="Accepted and ignored.")
    is_active: bool = True


class DictionaryItem(Schema):
    """A dictionary."""

    id: UUID
    key: str
    name: str
    description: str | None
    is_system: bool
    is_active: bool
    manager_visibility: Visibility | None = Field(description="Whether the screen of dictionaries shows it.")
    organization_id: UUID | None
    is_inherited: bool = Field(description="It belongs to an organization above the selected one.")
    created_at: Stamp
    updated_at: Stamp | None


class DictionaryList(Schema):
    """Dictionary collection."""

    items: list[DictionaryItem]


class ListingQuery(Query):
    """Which dictionaries to list."""

    include_inactive: Flag = Field(
        default=False, description="Inactive ones too.", json_schema_extra={"type": "string"}
    )


@module.get(
    "",
    "dictionaries.view",
    name="dictionaries.list",
    answer=DictionaryList,
    common=True,
    answers={500: "Failed to load dictionaries"},
)
async def list_dictionaries(ctx: Context, query: ListingQuery) -> dict[str, Any]:
    """List dictionaries.

    Those of the caller's organizations and of every organization above them, by name, unpaged.
    """
    reach = await readable(ctx)
    rows = await ctx.query(
        "SELECT * FROM dictionaries_dictionaries WHERE tenant_id = $1 AND deleted_at IS NULL"
        " AND ($2::uuid[] IS NULL OR organization_id = ANY($2)) AND ($3 OR is_active) ORDER BY sort_key(name), id",
        ctx.tenant_id,
        None if reach is None else list(reach),
        query.include_inactive,
    )
    items = [shown(ctx, row) for row in rows]
    note(ctx, "dictionaries.dictionary", items)
    return {"items": items}


@module.get(
    "/{dictionaryId}",
    "dictionaries.view",
    name="dictionaries.get",
    answer=DictionaryItem,
    answers={400: "Invalid parameters", 404: NOT_THERE, 500: "Failed to load dictionary"},
)
async def get_dictionary(ctx: Context, dictionaryId: UUID) -> dict[str, Any]:  # noqa: N803 - the path's own name
    """Get dictionary.

    One that the caller's organizations read; `isInherited` says whether it comes from above.
    """
    item = shown(ctx, await find_dictionary(ctx, dictionaryId))
    note(ctx, "dictionaries.dictionary", [item])
    return item


@module.post(
    "",
    "dictionaries.manage",
    name="dictionaries.create",
    answer=DictionaryItem,
    label=T(en="Create dictionary", pl="Dodanie słownika"),
    answers={400: "Validation failed", 409: "Dictionary key already exists", 500: "Failed to create dictionary"},
    table=Dictionary,
)
async def create_dictionary(ctx: Context, data: DictionaryInput) -> dict[str, Any]:
    """Create dictionary.

    It belongs to the selected organization; a key is free again once its dictionary is deleted.
    """
    values = data.given() | {"organization_id": home_of(ctx), "description": data.description or None}
    made = await changes.insert(ctx, Dictionary, values, final=True)
    return await _fresh(ctx, made)


@module.patch(
    "/{dictionaryId}",
    "dictionaries.manage",
    name="dictionaries.update",
    answer=DictionaryItem,
    label=T(en="Update dictionary", pl="Zmiana słownika"),
    answers={
        400: "Validation failed or protected dictionary",
        404: NOT_THERE,
        409: "Dictionary key already exists",
        500: "Failed to update dictionary",
    },
    table=Dictionary,
)
async def update_dictionary(
    ctx: Context,
    data: DictionaryUpdate,
    dictionaryId: UUID,  # noqa: N803 - the path's own name
) -> dict[str, Any]:
    """Update dictionary.

    Only in the organization it belongs to. The dictionary of currencies keeps its key and stays active.
    """
    values = data.given()
    if not values:
        raise InvalidInput([{"code": "custom", "path": [], "message": NOTHING_SENT}])
    row = await find_dictionary(ctx, dictionaryId, own=True)
    values.pop("is_system", None)
    renamed = values.get("key", row["key"]) != row["key"]
    if row["key"] in CURRENCIES and (renamed or not values.get("is_active", True)):
        raise Invalid.of_field("key" if renamed else "isActive", PROTECTED)
    if "description" in values:
        values["description"] = values["description"] or None
    where = Where([row["organization_id"]], version_of(ctx))
    await changes.update(ctx, Dictionary, dictionaryId, values, where=where, final=True)
    return await _fresh(ctx, dictionaryId)


@module.delete(
    "/{dictionaryId}",
    "dictionaries.manage",
    name="dictionaries.delete",
    label=T(en="Delete dictionary", pl="Usunięcie słownika"),
    answers={400: "Protected dictionary cannot be deleted", 404: NOT_THERE, 500: "Failed to delete dictionary"},
    table=Dictionary,
)
async def delete_dictionary(ctx: Context, dictionaryId: UUID) -> Done:  # noqa: N803 - the path's own name
    """Delete dictionary.

    Records that hold its values keep them. The dictionary of currencies cannot be deleted.
    """
    row = await find_dictionary(ctx, dictionaryId, own=True)
    if row["key"] in CURRENCIES:
        raise Invalid(PROTECTED)
    where = Where([row["organization_id"]], version_of(ctx))
    await changes.delete(ctx, Dictionary, dictionaryId, where=where, final=True)
    return Done()


async def _fresh(ctx: Context, dictionary_id: UUID) -> dict[str, Any]:
    """A dictionary as it is after a write."""
    return shown(ctx, await find_dictionary(ctx, dictionary_id))


def shown(ctx: Context, row: Record) -> dict[str, Any]:
    """A dictionary as clients see it."""
    selected = ctx.scope.organization_id
    return {
        "id": row["id"],
        "key": row["key"],
        "name": row["name"],
        "description": row["description"],
        "isSystem": row["is_system"],
        "isActive": row["is_active"],
        "managerVisibility": row["manager_visibility"],
        "organizationId": row["organization_id"],
        "isInherited": selected is not None and row["organization_id"] != selected,
        "createdAt": milliseconds(row["created_at"]),
        "updatedAt": milliseconds(row["updated_at"]),
    }
