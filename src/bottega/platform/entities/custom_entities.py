"""Custom entities: those of modules, and those a tenant defines for its navigation."""

from typing import Annotated, Any, Final, Literal
from urllib.parse import quote
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Invalid, NotFound, Unauthorized
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.entities.catalog import catalog_of, lock
from bottega.platform.entities.definition_saving import place_of
from bottega.platform.entities.definition_writes import NOT_FOUND
from bottega.platform.entities.definitions import MANAGE
from bottega.platform.entities.entity_ids import ENTITY_REQUIRED, SYSTEM_BLOCKED, EntityId, declared_entities, is_system
from bottega.platform.entities.module import module
from bottega.platform.entities.restricted_entities import may_view, refuse_opening
from bottega.platform.entities.tables import CustomEntity

SYSTEM_ENTITY: Final = T(
    en="System entities cannot be registered as custom entities",
    pl="Encji systemowej nie można zarejestrować jako własnej",
)


class EntityInput(Input):
    """A kind of records; what is left out of a known one stays."""

    entity_id: EntityId
    label: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[str, Field(max_length=2000)] | None = None
    label_field: Annotated[
        str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", examples=["nazwa"])
    ] = Field(default="", description="The field a record is called by.")
    default_editor: Literal["markdown", "simpleMarkdown", "htmlRichText"] = "markdown"
    show_in_sidebar: bool = False
    is_restricted: bool = Field(
        default=False, description="Its records ask for a permission of their own (`entities.records.…`)."
    )
    is_active: bool = True


class EntityKey(Input):
    """Which custom entity."""

    entity_id: str = ""


class EntityItem(Schema):
    """A kind of records."""

    entity_id: str
    source: Literal["code", "custom"]
    label: str
    description: str | None = None
    label_field: str | None = None
    default_editor: str | None = None
    show_in_sidebar: bool | None = None
    is_restricted: bool | None = Field(
        default=None, description="Whether its records ask for a permission of their own."
    )
    count: int = Field(description="How many custom fields it has.")


class EntityList(Schema):
    """List of entities."""

    items: list[EntityItem]


class SavedEntityItem(Schema):
    """A custom entity as it was saved."""

    id: UUID
    entity_id: str
    label: str
    description: str | None = None


class SavedEntity(Schema):
    """Entity saved."""

    ok: bool
    item: SavedEntityItem


class SidebarItem(Schema):
    """A custom entity in the navigation."""

    entity_id: str
    label: str
    href: str


class Sidebar(Schema):
    """Sidebar entities for navigation."""

    items: list[SidebarItem]


def _view_of(ctx: Context) -> UUID | None:
    """The organization the caller looks from; 401 without any."""
    if ctx.scope.organization_id is None and ctx.scope.visible is not None:
        raise Unauthorized
    return ctx.scope.organization_id


@module.get("/entities", name="entities.list", answer=EntityList)
async def list_entities(ctx: Context) -> dict[str, Any]:
    """List available entities.

    The kinds of records of the installed modules, and those invented by the selected organization or its tenant.
    """
    catalog, place = await catalog_of(ctx), _view_of(ctx)
    labels: dict[str, T] = {one.table.entity: one.label for part in ctx.app.modules for one in part.resources}
    items: list[dict[str, Any]] = []
    for name, table in declared_entities().items():
        label = table.called or labels.get(name)
        items.append({"entityId": name, "source": "code", "label": label(ctx.locale) if label else name})
    for one in catalog.visible_entities(place):
        item = {
            "entityId": one.entity_id,
            "source": "custom",
            "label": one.label,
            "description": one.description,
            "labelField": one.label_field,
            "defaultEditor": one.default_editor,
            "showInSidebar": one.show_in_sidebar,
            "isRestricted": one.is_restricted,
        }
        items.append({name: value for name, value in item.items() if value is not None})
    for item in items:
        item["count"] = len(catalog.fields(item["entityId"], place).shown)
    return {"items": items}


@module.post(
    "/entities",
    MANAGE,
    name="entities.save",
    status=200,
    answer=SavedEntity,
    label=T(en="Save custom entity", pl="Zapis własnej encji"),
    answers={400: "Validation error"},
)
async def save_entity(ctx: Context, data: EntityInput) -> dict[str, Any]:
    """Upsert custom entity.

    In the selected organization; with all organizations selected, in the whole tenant. Saving a deleted one brings it
    back. Records of a restricted one ask for `entities.records.<module>.<entity>.view` and `.manage` besides the
    permissions for records; only whoever holds both lifts the restriction.
    """
    if is_system(data.entity_id):
        raise Invalid.of_field("entityId", SYSTEM_ENTITY, code=SYSTEM_BLOCKED, entityId=data.entity_id)
    place = place_of(ctx)
    await lock(ctx, data.entity_id)
    row = await _own(ctx, data.entity_id, place)
    values = {**data.given(), "is_active": data.is_active}
    if row is None:
        record_id = new_id()
        await changes.insert(ctx, CustomEntity, {**values, "id": record_id, "organization_id": place})
    else:
        record_id = row["id"]
        refuse_opening(ctx, row, {**row, **values})
        await changes.update(ctx, CustomEntity, record_id, values)
    item = {"id": record_id, "entityId": data.entity_id, "label": data.label}
    description = data.description if "description" in values or row is None else row["description"]
    return {"ok": True, "item": item | ({"description": description} if description else {})}


@module.delete(
    "/entities",
    MANAGE,
    name="entities.delete",
    label=T(en="Delete custom entity", pl="Usunięcie własnej encji"),
    answers={400: "Missing entity id", 404: "Entity not found in scope"},
)
async def delete_entity(ctx: Context, data: EntityKey) -> Done:
    """Soft delete custom entity.

    Its records stay, and are there again once it is saved again.
    """
    if not data.entity_id:
        raise Invalid.of_field("entityId", ENTITY_REQUIRED)
    place = place_of(ctx)
    await lock(ctx, data.entity_id)
    row = await _own(ctx, data.entity_id, place)
    if row is None or not row["is_active"]:
        raise NotFound(NOT_FOUND)
    await changes.update(ctx, CustomEntity, row["id"], {"is_active": False})
    return Done()


async def _own(ctx: Context, entity_id: str, place: UUID | None) -> dict[str, Any] | None:
    row = await ctx.query_one(
        "SELECT id, entity_id, description, is_active, is_restricted FROM entities_entities"
        " WHERE tenant_id = $1 AND entity_id = $2 AND organization_id IS NOT DISTINCT FROM $3",
        ctx.tenant_id,
        entity_id,
        place,
    )
    return dict(row) if row is not None else None


@module.get("/sidebar-entities", name="entities.sidebar", answer=Sidebar)
async def list_sidebar(ctx: Context) -> dict[str, Any]:
    """Get sidebar entities.

    The custom entities that stand in the navigation of the selected organization, by label.
    """
    catalog, place = await catalog_of(ctx), _view_of(ctx)
    return {
        "items": [
            {
                "entityId": one.entity_id,
                "label": one.label,
                "href": f"/backend/entities/user/{quote(one.entity_id, safe='')}/records",
            }
            for one in catalog.visible_entities(place)
            if one.show_in_sidebar and may_view(ctx, catalog, one.entity_id)
        ]
    }
