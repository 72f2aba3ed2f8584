"""The OpenAPI document of a tenant: operations on records with its custom fields.

The document of the installation knows only what modules bring. This one is made when it is asked for, so a definition
counts in it with the next request.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.openapi.document import describe
from bottega.kernel.openapi.schemas import reachable
from bottega.kernel.operation import Operation
from bottega.platform.entities.catalog import catalog_of
from bottega.platform.entities.definition_saving import UNSUPPORTED
from bottega.platform.entities.definition_writes import NOT_FOUND
from bottega.platform.entities.effective_fields import FieldDefinition
from bottega.platform.entities.entity_ids import families, reserved, table_of
from bottega.platform.entities.field_schemas import Json, properties, required_names, schema_of
from bottega.platform.entities.module import module
from bottega.platform.entities.tables import CustomRecord

FIELDS: Final = "CustomFields"
NEW_FIELDS: Final = "NewCustomFields"
_REF: Final = "#/components/schemas/"

Definitions = Mapping[str, FieldDefinition]


@module.get(
    "/forms/{entity_id}",
    name="forms.read",
    answer=dict[str, Any],
    answers={200: "OpenAPI 3.1 document", 400: "The entity has no custom fields", 404: "No such entity"},
)
async def read_form(ctx: Context, entity_id: str) -> dict[str, Any]:
    """Describe the records of an entity with their custom fields.

    An OpenAPI document of the operations on its records, as they are in the selected organization at this moment:
    bodies, items of lists and filters hold the custom fields that are defined.
    """
    if reserved(entity_id):
        raise Invalid.of_field("entityId", UNSUPPORTED)
    catalog, place = await catalog_of(ctx), ctx.scope.organization_id
    table = table_of(entity_id)
    invented = None if table is not None or ctx.scope.closed else catalog.entity(entity_id, place)
    if table is None and invented is None:
        raise NotFound(NOT_FOUND)
    known = catalog.of_records(families(table)[0] if table is not None else entity_id, place).shown
    wanted = table or CustomRecord
    operations = [one for one in ctx.app.operations if _is_about(one, wanted)]
    whole = describe(ctx.app, ctx.locale)
    prefix = "cf_" if table is not None else ""
    paths: dict[str, Json] = {}
    for one in operations:
        described = deepcopy(whole["paths"][one.path][one.method.lower()])
        _extend(one, described, known, entity_id if invented else None)
        paths.setdefault(one.path, {})[one.method.lower()] = described
    mine = {"type": "object", "properties": properties(known, prefix)}
    needed = required_names(known, prefix)
    components = reachable([paths, whole["components"]["responses"]], whole["components"]["schemas"])
    components[FIELDS] = mine
    components[NEW_FIELDS] = mine | ({"required": needed} if needed else {})
    label = invented.label if invented else entity_id
    return {
        **{name: whole[name] for name in ("openapi", "servers", "security")},
        "info": whole["info"] | {"title": label, "description": "Records with the custom fields of this tenant."},
        "paths": paths,
        "components": whole["components"] | {"schemas": components},
    }


def _is_about(operation: Operation, table: type[Any]) -> bool:
    if table is CustomRecord:
        return operation.module is module and operation.name.startswith("records.")
    return (operation.custom_table or operation.table) is table


def _extend(operation: Operation, described: Json, known: Definitions, custom: str | None) -> None:
    """Put the fields into a body, or into the filters and items of a list; in place."""
    fields = {"$ref": f"{_REF}{NEW_FIELDS if operation.method == 'POST' else FIELDS}"}
    if operation.method in {"POST", "PUT", "PATCH"} and "requestBody" in described:
        for content in described["requestBody"]["content"].values():
            mine = {"properties": {"entityId": {"const": custom}, "values": fields}} if custom else fields
            content["schema"] = {"allOf": [content["schema"], mine]}
    elif operation.method == "GET" and "{" not in operation.path:
        described["parameters"] += _filters(known, "" if custom else "cf_")
        items = {"properties": {"items": {"type": "array", "items": fields}}}
        content = described["responses"][str(operation.status)]["content"]["application/json"]
        content["schema"] = {"allOf": [content["schema"], items]}


def _filters(known: Definitions, prefix: str) -> list[Json]:
    """A filter a field; encrypted values are not filtered by."""
    return [
        {
            "name": prefix + key,
            "in": "query",
            "required": False,
            "schema": {"type": "string"},
            "description": f"{schema_of(one)['title']}: equal to this value.",
        }
        for key, one in known.items()
        if not one.sealed
    ]
