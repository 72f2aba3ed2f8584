"""Custom fields as forms and lists of other modules show them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bottega.kernel.context import Context
from bottega.platform.entities.catalog import catalog_of
from bottega.platform.entities.entity_ids import reserved
from bottega.platform.entities.field_schemas import required, schema_of


@dataclass(frozen=True)
class FormField:
    """A custom field by its name in requests, with the JSON Schema of its value, and where it is shown."""

    name: str
    kind: str
    several: bool
    schema: dict[str, Any]
    # The entity whose record it names, of a relation.
    relation: str | None
    listed: bool
    filtered: bool
    edited: bool
    required: bool
    fieldset: str
    options: Sequence[dict[str, str]]


async def form_fields(ctx: Context, entity_id: str) -> Sequence[FormField]:
    """The custom fields of an entity's records in the selected organization, in their order."""
    if ctx.scope.closed or reserved(entity_id):
        return ()
    found = (await catalog_of(ctx)).of_records(entity_id, ctx.scope.organization_id).shown
    return [
        FormField(
            f"cf_{key}",
            one.kind,
            one.multi,
            schema_of(one),
            one.config.get("relatedEntityId"),
            listed=one.config.get("listVisible", True),
            filtered=bool(one.config.get("filterable")),
            edited=one.config.get("formEditable", True),
            required=required(one),
            fieldset=one.config.get("fieldset") or "",
            options=[
                {"value": option["value"], "label": option["label"] or option["value"]}
                for option in one.config.get("options") or ()
            ],
        )
        for key, one in found.items()
    ]


async def field_config(ctx: Context, entity_id: str, key: str, kind: str) -> Mapping[str, Any] | None:
    """How a custom field of some kind is configured for the records of the selected organization; None without it."""
    if ctx.scope.closed or reserved(entity_id):
        return None
    one = (await catalog_of(ctx)).of_records(entity_id, ctx.scope.organization_id).shown.get(key)
    return one.config if one is not None and one.kind == kind else None


async def definitions_version(ctx: Context) -> Hashable:
    """Something that is another one after any definition of the tenant has changed."""
    return await catalog_of(ctx)
