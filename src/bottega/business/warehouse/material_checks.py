"""Validation of a material's dimensions, remaining area and origin.

Areas are in m² with three decimals, sides in mm. A whole board has no remaining area; an offcut has at most its own,
and is no larger than the board it was cut from.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts import forced, hold
from bottega.business.warehouse.locations import require_location
from bottega.business.warehouse.reservations import FORCING, refuse_reserved
from bottega.business.warehouse.stocked import stocked
from bottega.kernel import visibility
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput, NotFound
from bottega.kernel.i18n import T

WHOLE_HAS_NO_REST: Final = T(en="A whole board has no remaining area", pl="Cała płyta nie ma pozostałej powierzchni")
MORE_THAN_AREA: Final = T(
    en="The remaining area exceeds that of the board", pl="Pozostała powierzchnia jest większa niż cała płyta"
)
NO_PARENT: Final = T(en="There is no such board", pl="Nie ma takiej płyty")
LARGER_THAN_PARENT: Final = T(
    en="An offcut cannot be larger than the board it was cut from",
    pl="Resztka nie może być większa niż płyta, z której powstała",
)
STAYS_CUT: Final = T(en="An offcut cannot become a whole board again", pl="Resztka nie może znów stać się całą płytą")

CHANGED: Final = T(en="Changed reserved material: {powod}", pl="Zmiana zarezerwowanego materiału: {powod}")

MATERIALS: Final = "warehouse_materials"
_SHAPING: Final = frozenset({"cala", "pozostalo", "dlugosc", "szerokosc", "parent_id"})
# What a material is; something else is not what was reserved.
_BEING: Final = ("typ", "producent", "symbol", "grubosc", "dlugosc", "szerokosc", "cala")
_TAKING: Final = _SHAPING | {"ilosc", *_BEING}
_ROW: Final = (
    "SELECT * FROM warehouse_materials WHERE tenant_id = $1 AND id = $2"
    " AND deleted_at IS NULL AND ($3::uuid[] IS NULL OR organization_id = ANY($3)) AND {seen} FOR NO KEY UPDATE"
)
_MILLION: Final = Decimal(1_000_000)
_THREE_DECIMALS: Final = Decimal("0.001")


def area_of(dlugosc: int, szerokosc: int) -> Decimal:
    """The area in m² of a piece whose sides are in mm."""
    return (Decimal(dlugosc) * szerokosc / _MILLION).quantize(_THREE_DECIMALS, ROUND_HALF_UP)


def fits(piece: tuple[int, int], board: tuple[int, int]) -> bool:
    """Whether a piece can lie on a board, one way or the other."""
    short, long = sorted(piece)
    narrow, wide = sorted(board)
    return short <= narrow and long <= wide


def with_area(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a whole row, the remaining area of an offcut filled in; 400 on what contradicts itself."""
    row = dict(values)
    area = area_of(row["dlugosc"], row["szerokosc"])
    left: Decimal | None = row.get("pozostalo")
    if row["cala"]:
        if left is not None:
            raise InvalidInput.field("pozostalo", WHOLE_HAS_NO_REST)
    elif left is None:
        row["pozostalo"] = area
    elif left > area:
        raise InvalidInput.field("pozostalo", MORE_THAN_AREA)
    return row


async def prepare(ctx: Context, values: dict[str, Any], material_id: UUID | None) -> dict[str, Any]:
    """Check a material that is about to be written, and work out what is left of an offcut."""
    reason = forced(ctx, FORCING, force=values.pop("force", False), powod=values.pop("powod", None))
    if values.get("contract_id"):
        await hold(ctx, values["contract_id"])
    if values.get("location_id"):
        await require_location(ctx, values["location_id"])
    if material_id is None:
        values = with_area(values)
        await _check_parent(ctx, values, None)
    elif not _TAKING.isdisjoint(values):
        row = await _locked(ctx, material_id)
        if not _SHAPING.isdisjoint(values):
            shape = reshaped(row, values)
            await _check_parent(ctx, {**row, **values}, material_id)
            values = {**values, "pozostalo": shape["pozostalo"]}
        await _keep_reserved(ctx, row, values, reason)
    return values


async def _locked(ctx: Context, material_id: UUID) -> dict[str, Any]:
    visible = ctx.scope.visible
    await ctx.begin()
    row = await ctx.query_one(
        _ROW.format(seen=visibility.seen(MATERIALS, MATERIALS, "$4")),
        ctx.tenant_id,
        material_id,
        None if visible is None else list(visible),
        visibility.viewer(ctx),
    )
    if row is None:
        raise NotFound
    return dict(row)


async def _keep_reserved(ctx: Context, row: dict[str, Any], values: Mapping[str, Any], reason: str | None) -> None:
    """409 for taking away what is reserved, unless it is reserved otherwise at once, or there is a reason."""
    if values.get("contract_id", row["contract_id"]) != row["contract_id"] or not takes_away(row, values):
        return
    if not row["ilosc"]:
        return
    used = await refuse_reserved(ctx, [stocked(row)], contract_id=None, reason=reason)
    if used is not None:
        label = CHANGED.given(powod=used)
        ctx.describe("warehouse.material", row["id"], label=label, organization_id=row["organization_id"])


def takes_away(row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether new values leave less of a material than there was, or another one."""
    after = {**row, **values}
    less = any(
        row[name] is not None and after[name] is not None and after[name] < row[name] for name in ("ilosc", "pozostalo")
    )
    return less or any(after[name] != row[name] for name in _BEING)


def reshaped(row: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row with new values put on top, and what is left of it; 409 if an offcut would become whole again."""
    if values.get("cala") and not row["cala"]:
        raise Conflict(STAYS_CUT, code="pozostaje_resztka")
    before = dict(row)
    if "pozostalo" not in values and before["pozostalo"] == area_of(row["dlugosc"], row["szerokosc"]):
        # Nothing had been taken of it: what is left follows the sides.
        before["pozostalo"] = None
    return with_area({**before, **values})


async def _check_parent(ctx: Context, shape: Mapping[str, Any], material_id: UUID | None) -> None:
    parent_id: UUID | None = shape.get("parent_id")
    if parent_id is None:
        return
    visible = ctx.scope.visible
    parent = await ctx.query_one(
        "SELECT dlugosc, szerokosc FROM warehouse_materials WHERE tenant_id = $1 AND id = $2"
        f" AND ($3::uuid[] IS NULL OR organization_id = ANY($3)) AND {visibility.seen(MATERIALS, MATERIALS, '$4')}",
        ctx.tenant_id,
        parent_id,
        None if visible is None else list(visible),
        visibility.viewer(ctx),
    )
    if parent is None or parent_id == material_id:
        raise InvalidInput.field("parentId", NO_PARENT, code="not_found")
    if not fits((shape["dlugosc"], shape["szerokosc"]), (parent["dlugosc"], parent["szerokosc"])):
        raise InvalidInput.field("dlugosc", LARGER_THAN_PARENT)
