"""Options of relation fields: records of a custom entity by the field they are called by."""

from typing import Any, Final

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from bottega.kernel import fields
from bottega.kernel.context import Context
from bottega.kernel.schemas import Query, Schema
from bottega.kernel.text import like
from bottega.platform.entities.catalog import Fields
from bottega.platform.entities.module import module
from bottega.platform.entities.records import require_entity

MOST: Final = 50
_USUAL: Final = ("name", "title", "code", "email")


class OptionsQuery(Query):
    """Whose options."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True,
        json_schema_extra={"required": ["entityId"]},
    )  # fmt: skip

    entity_id: str = Field(default="", max_length=200)
    label_field: str | None = Field(default=None, max_length=100, description="A field of the entity.")
    q: str | None = Field(default=None, max_length=200, description="Text the label contains.")


class OptionItem(Schema):
    """A record to choose."""

    value: str
    label: str


class OptionList(Schema):
    """Option list."""

    items: list[OptionItem]


@module.get(
    "/relations/options",
    "entities.definitions.view",
    name="relations.options",
    answer=OptionList,
    answers={404: "No such entity"},
)
async def list_options(ctx: Context, query: OptionsQuery) -> dict[str, Any]:
    """List relation options.

    Up to 50 records of the caller's organizations, by their label; a field that is not declared is ignored.
    """
    if not query.entity_id:
        return {"items": []}
    invented, known = await require_entity(ctx, query.entity_id)
    chosen = _label_field(query.label_field, invented.label_field, known)
    sealed = chosen is not None and known.shown[chosen].sealed
    label = "custom ->> $3" if chosen else "nullif(title, id::text)"
    # Encrypted labels cannot be searched in the database.
    pattern = like(query.q.lower()) if query.q and not sealed else None
    visible = ctx.scope.visible
    rows = await ctx.query(
        f"SELECT id, {label} AS label, $3::text FROM entities_records WHERE tenant_id = $1 AND entity_id = $2"
        " AND deleted_at IS NULL AND ($4::uuid[] IS NULL OR organization_id = ANY($4))"
        f" AND ($5::text IS NULL OR fold({label}) LIKE fold($5)) ORDER BY sort_key({label}), id LIMIT {MOST}",
        ctx.tenant_id, query.entity_id, chosen, None if visible is None else list(visible), pattern,
    )  # fmt: skip
    items = [{"id": row["id"], "label": row["label"]} for row in rows]
    if sealed:
        keys = await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id)
        for item in items:
            item["label"] = fields.unsealed(keys, query.entity_id, chosen or "", item["label"])
    return {
        "items": [{"value": str(item["id"]), "label": str(item["label"] or item["id"])} for item in items]
    }


def _label_field(wanted: str | None, usual: str | None, known: Fields) -> str | None:
    """The field records are labelled by: the one asked for, the entity's, or one with a telling name."""
    for name in (wanted, usual, *_USUAL):
        if name in known.shown:
            return name
    return None
