"""Write operations of field definitions: single, batch, delete, restore."""

from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.entities.catalog import catalog_of, lock
from bottega.platform.entities.definition_saving import place_of, save
from bottega.platform.entities.definition_schema import BatchInput, DefinitionInput, Kind
from bottega.platform.entities.definitions import MANAGE
from bottega.platform.entities.module import module
from bottega.platform.entities.relation_cycles import refuse_circles
from bottega.platform.entities.tables import Definition, Form

REQUIRED: Final = T(en="Entity and key are required", pl="Encja i klucz są wymagane")
NOT_FOUND: Final = T(en="Not found", pl="Nie znaleziono")
KIND: Final = "entities.definition"
_CLASH: Final = "Records hold values of another kind; `values` says how many"


class DefinitionKey(Input):
    """Which definition."""

    entity_id: str = ""
    key: str = ""

    def required(self) -> "DefinitionKey":
        """Both must be there."""
        if not self.entity_id or not self.key:
            raise Invalid.of_field("key" if self.entity_id else "entityId", REQUIRED)
        return self


class SavedItem(Schema):
    """A definition as it was saved."""

    id: UUID
    key: str
    kind: Kind
    config_json: dict[str, Any]
    is_active: bool


class Saved(Schema):
    """Definition saved."""

    ok: bool
    item: SavedItem


@module.post(
    "/definitions",
    MANAGE,
    name="definitions.save",
    status=200,
    answer=Saved,
    label=T(en="Save custom field", pl="Zapis pola dodatkowego"),
    answers={400: "Validation failed", 409: _CLASH},
)
async def save_definition(ctx: Context, data: DefinitionInput) -> dict[str, Any]:
    """Upsert custom field definition.

    In the selected organization; with all organizations selected, in the whole tenant. Saving a deleted key brings it
    back. The kind of a field cannot change while records hold values of it.
    """
    place = place_of(ctx)
    row = (await save(ctx, data.entity_id, [data], place, ordered=False))[0]
    item = {
        "id": row["id"],
        "key": row["key"],
        "kind": row["kind"],
        "configJson": row["config"],
        "isActive": row["is_active"],
    }
    return {"ok": True, "item": item}


@module.post(
    "/definitions.batch",
    MANAGE,
    name="definitions.batch",
    status=200,
    label=T(en="Save custom fields", pl="Zapis pól dodatkowych"),
    answers={400: "Validation error", 409: _CLASH, 500: "Unexpected failure"},
)
async def save_batch(ctx: Context, data: BatchInput) -> Done:
    """Save multiple custom field definitions.

    All or none; their order becomes their priority. Definitions that are not sent stay as they are, and so do the
    fieldsets when they are left out.
    """
    place = place_of(ctx)
    await save(ctx, data.entity_id, data.definitions, place, ordered=True)
    config: dict[str, Any] = {}
    if data.fieldsets is not None:
        config["fieldsets"] = [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in data.fieldsets]
    if data.single_fieldset_per_record is not None:
        config["singleFieldsetPerRecord"] = data.single_fieldset_per_record
    if config:
        await _save_form(ctx, data.entity_id, place, config)
    return Done()


async def _save_form(ctx: Context, entity_id: str, place: UUID | None, config: dict[str, Any]) -> None:
    """Merge into the form of a place; the entity is locked already."""
    row = await ctx.query_one(
        "SELECT id, config FROM entities_forms WHERE tenant_id = $1 AND entity_id = $2"
        " AND organization_id IS NOT DISTINCT FROM $3",
        ctx.tenant_id,
        entity_id,
        place,
    )
    if row is None:
        values = {"entity_id": entity_id, "organization_id": place, "config": config}
        await changes.insert(ctx, Form, values)
    else:
        await changes.update(ctx, Form, row["id"], {"config": {**row["config"], **config}})


@module.delete(
    "/definitions",
    MANAGE,
    name="definitions.delete",
    label=T(en="Delete custom field", pl="Usunięcie pola dodatkowego"),
    answers={400: "Missing entity id or key", 404: "Definition not found"},
)
async def delete_definition(ctx: Context, data: DefinitionKey) -> Done:
    """Soft delete custom field definition.

    The field disappears in the selected organization only, also when it comes from the tenant or a module; values stay.
    """
    data.required()
    place = place_of(ctx)
    await lock(ctx, data.entity_id)
    row = await _own(ctx, data, place)
    if row is not None and not row["is_removed"]:
        await changes.update(ctx, Definition, row["id"], {"is_active": False, "is_removed": True})
        return Done()
    inherited = (await catalog_of(ctx)).fields(data.entity_id, place).shown.get(data.key)
    if row is not None or inherited is None:
        raise NotFound(NOT_FOUND)
    shadow = {
        "id": new_id(),
        "entity_id": data.entity_id,
        "organization_id": place,
        "key": data.key,
        "kind": inherited.kind,
        "is_active": False,
        "is_removed": True,
    }
    await changes.insert(ctx, Definition, shadow)
    return Done()


@module.post(
    "/definitions.restore",
    MANAGE,
    name="definitions.restore",
    status=200,
    label=T(en="Restore custom field", pl="Przywrócenie pola dodatkowego"),
    answers={400: "Missing entity id or key", 404: "Definition not found"},
)
async def restore_definition(ctx: Context, data: DefinitionKey) -> Done:
    """Restore definition.

    A field that was deleted in the selected organization is there again, with the values that records kept.
    """
    data.required()
    place = place_of(ctx)
    await lock(ctx, data.entity_id)
    row = await _own(ctx, data, place)
    if row is None or not row["is_removed"]:
        raise NotFound(NOT_FOUND)
    if row["config"] is None:
        await changes.delete(ctx, Definition, row["id"])
    else:
        await changes.update(ctx, Definition, row["id"], {"is_active": True, "is_removed": False})
    await refuse_circles(ctx, [data.entity_id])
    return Done()


async def _own(ctx: Context, data: DefinitionKey, place: UUID | None) -> Record | None:
    return await ctx.query_one(
        "SELECT id, config, is_removed FROM entities_definitions WHERE tenant_id = $1 AND entity_id = $2 AND key = $3"
        " AND organization_id IS NOT DISTINCT FROM $4",
        ctx.tenant_id,
        data.entity_id,
        data.key,
        place,
    )
