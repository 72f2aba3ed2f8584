"""Read operations of field definitions, for forms and for administrators."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.schemas import Query, Schema
from bottega.platform.entities.catalog import Catalog, catalog_of
from bottega.platform.entities.definition_schema import Kind
from bottega.platform.entities.effective_fields import FieldDefinition
from bottega.platform.entities.entity_ids import ENTITY_REQUIRED, reserved
from bottega.platform.entities.module import module

MANAGE: Final = "entities.definitions.manage"
MOST_ENTITIES: Final = 200
_SHOWN: Final = (
    "description",
    "optionsUrl",
    "input",
    "dictionaryId",
    "dictionaryInlineCreate",
    "relatedEntityId",
    "validation",
    "maxAttachmentSizeMb",
    "acceptExtensions",
    "defaultValue",
    "fieldset",
    "group",
)


class DefinitionsQuery(Query):
    """Whose fields are wanted."""

    entity_id: list[str] = Field(
        default_factory=list[str], max_length=MOST_ENTITIES, description="An entity; may be repeated."
    )
    entity_ids: str | None = Field(default=None, max_length=20_000, description="More entities, separated by commas.")
    fieldset: str | None = Field(default=None, max_length=100, description="Only fields of this fieldset.")

    @property
    def wanted(self) -> list[str]:
        """Every entity that was named, once, in order."""
        named = [*self.entity_id, *(self.entity_ids or "").split(",")]
        return list(dict.fromkeys(name.strip() for name in named if name.strip()))[:MOST_ENTITIES]


class Choice(Schema):
    """A value to choose."""

    value: str
    label: str


class DefinitionItem(Schema):
    """A field as forms and lists use it."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")

    key: str
    kind: Kind
    label: str
    entity_id: str
    multi: bool = False
    filterable: bool = False
    form_editable: bool = True
    list_visible: bool = True
    priority: float = 0
    options: list[Choice] | None = None


class DefinitionList(Schema):
    """Definition list."""

    items: list[DefinitionItem]
    fieldsets_by_entity: dict[str, list[dict[str, Any]]]
    entity_settings: dict[str, dict[str, Any]]


@module.get("/definitions", name="definitions.list", answer=DefinitionList, answers={400: "Missing entity id"})
async def list_definitions(ctx: Context, query: DefinitionsQuery) -> dict[str, Any]:
    """List active custom field definitions.

    The most specific definition of each key counts: the organization's, then the tenant's, then the module's. Where
    several entities have a key, the better described definition is listed.
    """
    if not query.wanted:
        raise Invalid.of_field("entityId", ENTITY_REQUIRED)
    catalog, place = await catalog_of(ctx), ctx.scope.organization_id
    entities = [name for name in query.wanted if not reserved(name)]
    best: dict[str, FieldDefinition] = {}
    for name in entities:
        for one in _in_view(ctx, catalog, name):
            if query.fieldset is not None and one.config.get("fieldset") != query.fieldset:
                continue
            if one.key not in best or _telling(best[one.key]) < _telling(one):
                best[one.key] = one
    items = sorted(best.values(), key=lambda one: (one.priority, one.key))
    return {
        "items": [_shown(catalog, one, place) for one in items],
        "fieldsetsByEntity": {name: fieldsets_of(catalog, name, place) for name in entities},
        "entitySettings": {name: settings_of(catalog, name, place) for name in entities},
    }


def _in_view(ctx: Context, catalog: Catalog, entity_id: str) -> Iterable[FieldDefinition]:
    if ctx.scope.closed:
        return ()
    return catalog.fields(entity_id, ctx.scope.organization_id).shown.values()


def _telling(one: FieldDefinition) -> tuple[int, float, int]:
    """The larger one is listed: the one whose rules count where records hold both, and of equals the longer one."""
    return (one.richness, -one.priority, len(one.config))


def _shown(catalog: Catalog, one: FieldDefinition, place: UUID | None) -> dict[str, Any]:
    config = one.config
    item: dict[str, Any] = {
        "key": one.key,
        "kind": one.kind,
        "label": one.label,
        "entityId": one.entity_id,
        "multi": one.multi,
        "filterable": bool(config.get("filterable")),
        "formEditable": config.get("formEditable", True),
        "listVisible": config.get("listVisible", True),
        "priority": one.priority,
        "required": bool(config.get("required")),
    }
    if "options" in config:
        item["options"] = [
            {"value": option["value"], "label": option["label"] or option["value"]} for option in config["options"]
        ]
    editor = config.get("editor")
    if not editor and one.kind == "multiline":
        invented = catalog.entity(one.entity_id, place)
        editor = (invented.default_editor if invented else None) or "markdown"
    if editor:
        item["editor"] = editor
    return item | {name: config[name] for name in _SHOWN if name in config}


def fieldsets_of(catalog: Catalog, entity_id: str, place: UUID | None) -> list[dict[str, Any]]:
    """The fieldsets of an entity's form."""
    return list(catalog.form(entity_id, place).get("fieldsets", ()))


def settings_of(catalog: Catalog, entity_id: str, place: UUID | None) -> dict[str, Any]:
    """How the fieldsets are used."""
    single = catalog.form(entity_id, place).get("singleFieldsetPerRecord", True)
    return {"singleFieldsetPerRecord": single}


class EntityQuery(Query):
    """Which entity."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, json_schema_extra={"required": ["entityId"]}
    )

    entity_id: str = Field(default="", max_length=200, description="module:entity")


class ManagedItem(Schema):
    """A definition with all of its configuration."""

    id: UUID
    key: str
    kind: Kind
    config_json: dict[str, Any] | None
    is_active: bool
    organization_id: UUID | None
    tenant_id: UUID | None


class ManagedList(Schema):
    """Scoped definitions and deleted keys."""

    items: list[ManagedItem]
    deleted_keys: list[str]
    fieldsets: list[dict[str, Any]]
    settings: dict[str, Any]


@module.get(
    "/definitions.manage", MANAGE, name="definitions.manage", answer=ManagedList, answers={400: "Missing entity id"}
)
async def manage_definitions(ctx: Context, query: EntityQuery) -> dict[str, Any]:
    """Get management snapshot.

    The definitions that reach the selected organization, inactive ones too, and the keys that were deleted in it.
    """
    if not query.entity_id:
        raise Invalid.of_field("entityId", ENTITY_REQUIRED)
    catalog, place = await catalog_of(ctx), ctx.scope.organization_id
    found: dict[str, FieldDefinition] = {}
    candidates = () if ctx.scope.closed else catalog.candidates(query.entity_id, place)
    for one in candidates:
        if one.key not in found or found[one.key].rank < one.rank:
            found[one.key] = one
    ordered = sorted(found.values(), key=lambda one: (one.priority, one.key))
    return {
        "items": [managed(one) for one in ordered if not one.is_removed],
        "deletedKeys": sorted(one.key for one in ordered if one.is_removed),
        "fieldsets": fieldsets_of(catalog, query.entity_id, place),
        "settings": settings_of(catalog, query.entity_id, place),
    }


def managed(one: FieldDefinition) -> Mapping[str, Any]:
    """A definition with everything an administrator edits."""
    return {
        "id": one.id,
        "key": one.key,
        "kind": one.kind,
        "configJson": dict(one.config),
        "isActive": one.is_active,
        "organizationId": one.organization_id,
        "tenantId": one.tenant_id,
    }
