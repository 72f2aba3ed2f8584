"""Detection of cycles of required relations between custom entities.

Two kinds of records that point at each other, or a tree of one kind, are ordinary. A circle of required relations is
refused wherever it would come to count: when a definition is saved, restored, or brought back by undo.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.writes.undo_rules import verifies
from bottega.platform.entities.catalog import Catalog, lock, read_catalog
from bottega.platform.entities.field_schemas import required
from bottega.platform.entities.tables import Definition

CIRCLE: Final = T(
    en="These relations require each other, so no record could be the first: {circle}. Make one of them optional",
    pl="Te relacje wymagają siebie nawzajem, więc żaden rekord nie mógłby być pierwszy: {circle}."
    " Jedna z nich musi być opcjonalna",
)


async def refuse_circles(ctx: Context, entity_ids: Iterable[str]) -> None:
    """400 with the circle when a record of one of the entities requires, however far away, one of its own kind.

    Of two who close a circle from both sides at once the second waits, and sees what the first has saved.
    """
    await lock(ctx, "required relations")
    catalog = await read_catalog(ctx)
    for place in catalog.places:
        for entity_id in entity_ids:
            circle = _circle(catalog, place, entity_id)
            if circle:
                raise Invalid(CIRCLE.given(circle=" → ".join([*circle, entity_id])), code="circular_relation")


def _circle(catalog: Catalog, place: UUID, start: str) -> list[str]:
    """The fields on the way from an entity back to itself; empty when there is no such way."""
    ways: dict[str, list[str]] = {start: []}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for field, there in _required(catalog, place, here):
            way = [*ways[here], field]
            if there == start:
                return way
            if there not in ways:
                ways[there] = way
                waiting.append(there)
    return []


def _required(catalog: Catalog, place: UUID, entity_id: str) -> list[tuple[str, str]]:
    """The required relations of an entity, each as ``module:entity.key``, and where they lead."""
    return [
        (f"{entity_id}.{one.key}", one.config["relatedEntityId"])
        for one in catalog.fields(entity_id, place).shown.values()
        if one.kind == "relation" and "relatedEntityId" in one.config and required(one)
    ]


@verifies(Definition)
async def no_circles(ctx: Context, ids: set[UUID]) -> None:
    """Undo and redo may not close a circle either."""
    rows = await ctx.query(
        "SELECT DISTINCT entity_id FROM entities_definitions WHERE tenant_id = $1 AND id = ANY($2)"
        " AND kind = 'relation' AND is_active",
        ctx.tenant_id,
        list(ids),
    )
    if rows:
        await refuse_circles(ctx, [row["entity_id"] for row in rows])
