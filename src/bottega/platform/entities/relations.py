"""Select options of relation fields: custom records by their label field."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.schemas import Query, Schema
from bottega.kernel.text.folding import fold, like, sort_key
from bottega.platform.entities.effective_fields import Fields
from bottega.platform.entities.module import module
from bottega.platform.entities.records import require_entity

MOST: Final = 50
# How many encrypted labels are opened to find some of them.
MOST_OPENED: Final = 5_000
_USUAL: Final = ("name", "title", "code", "email")
_THEIRS: Final = (
    "tenant_id = $1 AND entity_id = $2 AND deleted_at IS NULL AND ($4::uuid[] IS NULL OR organization_id = ANY($4))"
)


class OptionsQuery(Query):
    """Whose options."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        str_strip_whitespace=True,
        json_schema_extra={"required": ["entityId"]},
    )

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
    if chosen is not None and known.shown[chosen].sealed:
        found = await _sealed_options(ctx, query, chosen)
    else:
        found = await _options(ctx, query, chosen)
    return {"items": [{"value": str(id_), "label": str(label or id_)} for id_, label in found]}


async def _options(ctx: Context, query: OptionsQuery, chosen: str | None) -> Sequence[tuple[UUID, Any]]:
    label = "custom ->> $3" if chosen else "nullif(title, id::text)"
    rows = await ctx.query(
        f"SELECT id, {label}, $3::text FROM entities_records WHERE {_THEIRS}"
        f" AND ($5::text IS NULL OR fold({label}) LIKE fold($5)) ORDER BY sort_key({label}), id LIMIT {MOST}",
        ctx.tenant_id,
        query.entity_id,
        chosen,
        _view(ctx),
        like(query.q.lower()) if query.q else None,
    )
    return [(row[0], row[1]) for row in rows]


async def _sealed_options(ctx: Context, query: OptionsQuery, chosen: str) -> Sequence[tuple[UUID, Any]]:
    """Encrypted labels are searched and put in order once they are opened: those of the newest records."""
    rows = await ctx.query(
        f"SELECT id, custom ->> $3 FROM entities_records WHERE {_THEIRS} ORDER BY id DESC LIMIT {MOST_OPENED}",
        ctx.tenant_id,
        query.entity_id,
        chosen,
        _view(ctx),
    )
    keys = await sealing.keys_of(ctx)
    labels = [(row[0], custom_fields.unsealed(keys, query.entity_id, chosen, row[1])) for row in rows]
    wanted = fold(query.q or "")
    found = [one for one in labels if not wanted or wanted in fold(str(one[1] or ""))]
    return sorted(found, key=lambda one: (one[1] is None, sort_key(str(one[1])), one[0]))[:MOST]


def _view(ctx: Context) -> list[UUID] | None:
    return None if ctx.scope.visible is None else list(ctx.scope.visible)


def _label_field(wanted: str | None, usual: str | None, known: Fields) -> str | None:
    """The field records are labelled by: the one asked for, the entity's, or one with a telling name."""
    for name in (wanted, usual, *_USUAL):
        if name in known.shown:
            return name
    return None
