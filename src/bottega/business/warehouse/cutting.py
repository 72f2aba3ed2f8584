"""Cutting a board: pieces leave, remnants worth keeping become stock of their own, the rest is waste (BR-18).

Every piece loses the width of the saw on two of its sides. On a board that is one saw's width longer and wider than it
is, pieces with that margin lie without loss; so the areas are compared there.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bottega.business.warehouse.areas import area_of, fits
from bottega.business.warehouse.materials import Length, Material
from bottega.business.warehouse.module import module
from bottega.business.warehouse.stock import name_of, shortage
from bottega.kernel import changes
from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.resources import version_of
from bottega.kernel.schemas import Exact, Input, Schema, Whole

# Shorter or narrower remnants are waste.
SMALLEST_REMNANT: Final = (300, 100)

NOTHING: Final = T(en="Name what is cut: pieces or remnants", pl="Podaj, co wycięto: formatki albo resztki")
TOO_LARGE: Final = T(en="The piece is larger than the board", pl="Element jest większy niż płyta")
TOO_MUCH: Final = T(
    en="The pieces and cuts need {potrzebne} m², the board has {dostepne} m²",
    pl="Elementy z rzazami zajmują {potrzebne} m², a płyta ma {dostepne} m²",
)


class Piece(Input):
    """A piece that is needed."""

    dl: Length
    szer: Length
    szt: Annotated[Whole, Field(ge=1, le=1000)] = 1


class Remnant(Input):
    """A piece that is left over."""

    dl: Length
    szer: Length


class Cut(Input):
    """What a board is cut into."""

    formatki: Annotated[list[Piece], Field(max_length=500)] = Field(default=[], description="Pieces needed.")
    resztki: Annotated[list[Remnant], Field(max_length=100)] = Field(
        default=[], description="What is left over."
    )
    rzaz: Annotated[Exact, Field(ge=0, le=20, description="Width of the saw in mm.")] = Decimal(4)

    @model_validator(mode="after")
    def cut_something(self) -> Self:
        """At least one piece or remnant."""
        if not self.formatki and not self.resztki:
            raise PydanticCustomError("cut", "nothing", {"text": NOTHING})
        return self


class KeptRemnant(Schema):
    """A remnant that is in stock now."""

    id: UUID
    dlugosc: int
    szerokosc: int
    pozostalo: float = Field(description="m²")
    cena_zakupu: Decimal | None = Field(description="Its share of what the board cost.")


class CutResult(Schema):
    """What became of the board."""

    id: UUID
    ilosc: int = Field(description="Boards left.")
    resztki: list[KeptRemnant]
    odpad: float = Field(description="Waste in m², cuts included.")
    wykorzystanie: float = Field(description="Per cent of the board that became pieces or remnants.")


@module.post(
    "/materials/{id}/cut",
    "warehouse.materials.manage",
    name="materials.cut",
    table=Material,
    status=200,
    label=T(en="Cut material", pl="Rozkrój materiału"),
    answers={400: "The pieces do not fit.", 404: "No such material.", 409: "None of it in stock."},
)
async def cut_material(ctx: Context, id: UUID, data: Cut) -> CutResult:
    """Cut a board.

    Takes one board, or one offcut, out of stock. Remnants of at least 300 x 100 mm become offcuts with the share of the
    purchase price that their area has; smaller ones are waste. 400 if all of it and the cuts need more than there is.
    """
    board = await changes.one(ctx, Material, id, lock=True)
    ctx.refuse_closed()
    _check(board, data)
    version = version_of(ctx)
    where = changes.Where(version=version) if version else None
    await changes.update(ctx, Material, id, {"ilosc": board["ilosc"] - 1}, where=where)
    rows = [remnant_of(board, one) for one in data.resztki if worth_keeping(one)]
    ids = await changes.insert_many(ctx, Material, rows)
    await ctx.emit("warehouse.material.cut", record_id=id, resztki=[str(one) for one in ids])
    return _result(board, data, rows, ids)


def _check(board: dict[str, Any], cut: Cut) -> None:
    """409 if there is no such board left, 400 if what is to be cut does not fit on it."""
    if board["ilosc"] < 1:
        raise shortage(
            [{"materialId": str(board["id"]), "nazwa": name_of(board), "dostepne": 0, "potrzebne": 1}]
        )
    pieces: tuple[tuple[str, Sequence[Piece | Remnant]], ...]
    pieces = (("formatki", cut.formatki), ("resztki", cut.resztki))
    wrong = [
        {"code": "nie_miesci_sie", "path": [name, index], "message": TOO_LARGE}
        for name, items in pieces
        for index, item in enumerate(items)
        if not fits((item.dl, item.szer), (board["dlugosc"], board["szerokosc"]))
    ]
    if wrong:
        raise InvalidInput(wrong)
    needed, there = needed_area(cut), usable_area(board, cut.rzaz)
    if needed > there:
        figures = {"potrzebne": f"{needed:.3f}", "dostepne": f"{there:.3f}"}
        raise Invalid(TOO_MUCH.given(**figures), code="za_malo_plyty", details=[figures])


def needed_area(cut: Cut) -> Decimal:
    """The area in m² of everything that is cut, each piece with its saw's margin."""
    pieces = [(piece.dl, piece.szer, piece.szt) for piece in cut.formatki]
    pieces += [(remnant.dl, remnant.szer, 1) for remnant in cut.resztki]
    return sum((with_kerf(dl, szer, cut.rzaz) * count for dl, szer, count in pieces), Decimal(0))


def usable_area(board: dict[str, Any], rzaz: Decimal) -> Decimal:
    """The area in m² there is to cut from, with the saw's margin; of an offcut at most what is left of it."""
    whole = with_kerf(board["dlugosc"], board["szerokosc"], rzaz)
    if board["pozostalo"] is None:
        return whole
    return whole - (area_of(board["dlugosc"], board["szerokosc"]) - board["pozostalo"])


def with_kerf(dl: int, szer: int, rzaz: Decimal) -> Decimal:
    """An area in m² whose sides, in mm, are longer by one saw's width."""
    return (dl + rzaz) * (szer + rzaz) / 1_000_000


def worth_keeping(remnant: Remnant) -> bool:
    """Whether a remnant is large enough to be stored."""
    return fits(SMALLEST_REMNANT, (remnant.dl, remnant.szer))


def remnant_of(board: dict[str, Any], remnant: Remnant) -> dict[str, Any]:
    """The row of a remnant: what the board is, without its reservation, and its share of the price."""
    area = area_of(remnant.dl, remnant.szer)
    kept = ("organization_id", "typ", "producent", "symbol", "grubosc", "location_id")
    return {
        **{name: board[name] for name in kept},
        "dlugosc": remnant.dl,
        "szerokosc": remnant.szer,
        "cala": False,
        "pozostalo": area,
        "ilosc": 1,
        "parent_id": board["id"],
        "cena_zakupu": share(board["cena_zakupu"], area, area_of(board["dlugosc"], board["szerokosc"])),
    }


def share(price: Decimal | None, part: Decimal, whole: Decimal) -> Decimal | None:
    """The share of a price that a part of an area has, to the grosz."""
    if price is None or not whole:
        return price
    return (price * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _result(board: dict[str, Any], cut: Cut, rows: list[dict[str, Any]], ids: list[UUID]) -> CutResult:
    area: Decimal = board["pozostalo"] or area_of(board["dlugosc"], board["szerokosc"])
    used = sum((area_of(piece.dl, piece.szer) * piece.szt for piece in cut.formatki), Decimal(0))
    used += sum((row["pozostalo"] for row in rows), Decimal(0))
    kept = [
        KeptRemnant(
            id=id, dlugosc=row["dlugosc"], szerokosc=row["szerokosc"], pozostalo=float(row["pozostalo"]),
            cena_zakupu=row["cena_zakupu"],
        )
        for id, row in zip(ids, rows, strict=True)
    ]  # fmt: skip
    waste = max(area - used, Decimal(0))
    yielded = round(float(used / area * 100), 1) if area else 0.0
    return CutResult(
        id=board["id"], ilosc=board["ilosc"] - 1, resztki=kept, odpad=float(waste), wykorzystanie=yielded
    )
