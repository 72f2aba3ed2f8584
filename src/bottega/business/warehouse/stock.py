"""Stock movements, with materials locked in the order of their ids.

So nobody takes the last piece twice, and nobody waits in a circle.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.business.warehouse.materials import Material
from bottega.business.warehouse.stocked import Stocked, stocked
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.writes import changes

SHORT: Final = T(
    en="Not enough in stock: {nazwa}, available {dostepne}, needed {potrzebne}",
    pl="Brak na stanie: {nazwa}, dostępne {dostepne}, potrzebne {potrzebne}",
)

_LOCK: Final = (
    "SELECT id, organization_id, producent, symbol, dlugosc, szerokosc, grubosc, ilosc, contract_id"
    " FROM warehouse_materials WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL ORDER BY id"
    " FOR NO KEY UPDATE"
)


async def lock(ctx: Context, ids: set[UUID]) -> dict[UUID, Stocked]:
    """The materials with these ids that are there, whoever sees them, locked."""
    if not ids:
        return {}
    await ctx.begin()
    rows = await ctx.query(_LOCK, ctx.tenant_id, sorted(ids))
    return {row["id"]: stocked(dict(row)) for row in rows}


def check(materials: Mapping[UUID, Stocked], needed: Mapping[UUID, int]) -> None:
    """409 ``brak_na_stanie`` unless there is enough of everything."""
    missing: list[dict[str, Any]] = [
        {"materialId": str(id), "nazwa": found.nazwa, "dostepne": found.ilosc, "potrzebne": needed[id]}
        for id, found in materials.items()
        if needed.get(id, 0) > found.ilosc
    ]
    if missing:
        raise shortage(missing)


def shortage(missing: list[dict[str, Any]]) -> Conflict:
    """The refusal of what is not there: the first shortage is named, all are listed."""
    details: dict[str, Any] = {"code": "brak_na_stanie", **missing[0], "braki": missing}
    return Conflict(SHORT.given(**missing[0]), **details)


async def move(ctx: Context, materials: Mapping[UUID, Stocked], taken: Mapping[UUID, int]) -> None:
    """Take pieces out of locked stock; a negative number gives them back."""
    check(materials, taken)
    await changes.update_many(
        ctx,
        Material,
        [{"id": id, "ilosc": found.ilosc - taken[id]} for id, found in materials.items() if taken.get(id, 0) != 0],
    )
