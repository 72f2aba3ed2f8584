"""Lines of a goods issue; those of stocked materials reduce the stock."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Final, Literal, NamedTuple, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from bottega.business.warehouse import stock
from bottega.business.warehouse.materials import Material
from bottega.business.warehouse.purchase_prices import NET_ABOVE_GROSS, NetPrice, fits_gross
from bottega.business.warehouse.stocked import Stocked
from bottega.kernel import visibility
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable, number, reference
from bottega.kernel.errors import InvalidInput
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Exact, Input, Money, Schema
from bottega.kernel.writes import changes

MOST_LINES: Final = 200
# Codes of warnings.
Warned = Literal["kwota_rozni_sie_od_pozycji", "pozycje_bez_ceny"]
OTHER_VALUE: Final = "kwota_rozni_sie_od_pozycji"
NO_PRICE: Final = "pozycje_bez_ceny"
GROSZ: Final = Decimal("0.01")

NO_NAME: Final = T(en="A line needs a name or a material", pl="Pozycja wymaga nazwy albo materiału")
NOT_WHOLE: Final = T(
    en="Stocked material is issued in whole pieces", pl="Materiał z magazynu wydaje się w całych sztukach"
)
NO_MATERIAL: Final = T(en="There is no such material", pl="Nie ma takiego materiału")


class GoodsIssueLine(TenantTable):
    """A line of a goods issue; it keeps the name it had on the day."""

    __tablename__ = "warehouse_goods_issue_lines"
    __table_args__ = (Index("ix_warehouse_goods_issue_lines_order", "tenant_id", "goods_issue_id", "lp"),)
    entity = "warehouse:goods_issue_line"
    called = T(en="Goods issue line", pl="Pozycja WZ")
    # Its document stays, and so does what stands on it.
    withdrawal = "deleted_at = now()"

    goods_issue_id: Mapped[UUID] = reference("warehouse_goods_issues", blocks=False)
    lp: Mapped[int]
    material_id: Mapped[UUID | None] = reference("warehouse_materials")
    nazwa: Mapped[str]
    ilosc: Mapped[Decimal] = number(12, 3)
    jednostka: Mapped[str]
    cena: Mapped[Decimal | None]
    cena_netto: Mapped[Decimal | None]


class LineInput(Input):
    """A line: a material in stock, or anything else by name."""

    material_id: Annotated[UUID | None, Of(Material.entity)] = Field(
        default=None, description="The material taken out of stock."
    )
    nazwa: Annotated[str, Field(min_length=1, max_length=255)] | None = Field(
        default=None, description="Name and symbol; that of the material when left out."
    )
    ilosc: Exact = Field(gt=0, max_digits=9, decimal_places=3)
    jednostka: str = Field(default="szt.", min_length=1, max_length=20)
    cena: Annotated[Money, Field(ge=0)] | None = Field(default=None, description="Price of one unit, gross.")
    cena_netto: NetPrice | None = None

    @model_validator(mode="after")
    def make_sense(self) -> Self:
        """A name or a material; and of material whole pieces."""
        if self.material_id is None and self.nazwa is None:
            raise PydanticCustomError("line", "name", {"text": NO_NAME, "field": "nazwa"})
        if self.material_id is not None and self.ilosc != self.ilosc.to_integral_value():
            raise PydanticCustomError("line", "pieces", {"text": NOT_WHOLE, "field": "ilosc"})
        if not fits_gross(self.cena_netto, self.cena):
            raise PydanticCustomError("line", "net price", {"text": NET_ABOVE_GROSS, "field": "cenaNetto"})
        return self


class PricedLine(NamedTuple):
    """A line as far as its value goes."""

    ilosc: Decimal
    cena: Decimal | None


class Valued(Schema):
    """What the lines of a goods issue say about its value."""

    warnings: list[Warned] = Field(
        default=[],
        description=f"`{OTHER_VALUE}`: the lines give another value than `kwota`; `{NO_PRICE}`: lines have no price.",
    )
    wartosc_pozycji: Decimal | None = Field(
        default=None, description="Value of the lines that have a price, PLN gross."
    )
    bez_ceny: list[int] = Field(default=[], description="The lines without a price, by `lp`.")


def about_value(kwota: Decimal, lines: Sequence[PricedLine | LineInput]) -> dict[str, Any]:
    """What the lines of a document in their order say about its value; nothing without lines."""
    without = [place for place, line in enumerate(lines, 1) if line.cena is None]
    values = [(line.cena * line.ilosc).quantize(GROSZ, ROUND_HALF_UP) for line in lines if line.cena is not None]
    total = sum(values, Decimal(0)) if values else None
    warnings: list[Warned] = [OTHER_VALUE] if total is not None and total != kwota else []
    return {"warnings": warnings + [NO_PRICE] * bool(without), "wartosc_pozycji": total, "bez_ceny": without}


async def priced_lines(ctx: Context, document_id: UUID) -> list[PricedLine]:
    """The live lines of a document, in their order, as far as their value goes."""
    rows = await ctx.query(
        "SELECT ilosc, cena FROM warehouse_goods_issue_lines WHERE tenant_id = $1 AND goods_issue_id = $2"
        " AND deleted_at IS NULL ORDER BY lp",
        ctx.tenant_id,
        document_id,
    )
    return [PricedLine(row["ilosc"], row["cena"]) for row in rows]


def pieces(lines: Sequence[LineInput]) -> Counter[UUID]:
    """How many pieces of each material the lines take."""
    taken: Counter[UUID] = Counter()
    for line in lines:
        if line.material_id is not None:
            taken[line.material_id] += int(line.ilosc)
    return taken


async def lock_stock(ctx: Context, lines: Sequence[LineInput], further: Mapping[UUID, int]) -> dict[UUID, Stocked]:
    """Lock the materials of the lines, and further ones; 400 on a line whose material is not there."""
    wanted = pieces(lines)
    found = await stock.lock(ctx, set(wanted) | set(further))
    hidden = await visibility.unseen(ctx, Material, wanted)
    missing = [
        {"code": "not_found", "path": ["pozycje", index, "materialId"], "message": NO_MATERIAL}
        for index, line in enumerate(lines)
        if line.material_id is not None
        and (
            line.material_id not in found
            or line.material_id in hidden
            or not ctx.scope.sees(found[line.material_id].organization_id)
        )
    ]
    if missing:
        raise InvalidInput(missing)
    return found


async def write_lines(
    ctx: Context, document_id: UUID, organization_id: UUID, lines: Sequence[LineInput], found: Mapping[UUID, Stocked]
) -> None:
    """Store the lines of a document."""
    rows: list[dict[str, Any]] = [
        {
            "organization_id": organization_id,
            "goods_issue_id": document_id,
            "lp": place,
            "material_id": line.material_id,
            "nazwa": line.nazwa or (found[line.material_id].nazwa if line.material_id else ""),
            "ilosc": line.ilosc,
            "jednostka": line.jednostka,
            "cena": line.cena,
            "cena_netto": line.cena_netto,
        }
        for place, line in enumerate(lines, 1)
    ]
    await changes.insert_many(ctx, GoodsIssueLine, rows)


async def taken_by(ctx: Context, document_id: UUID) -> tuple[list[UUID], Counter[UUID]]:
    """The live lines of a document, and how many pieces of each material they took."""
    rows = await ctx.query(
        "SELECT id, material_id, ilosc FROM warehouse_goods_issue_lines"
        " WHERE tenant_id = $1 AND goods_issue_id = $2 AND deleted_at IS NULL",
        ctx.tenant_id,
        document_id,
    )
    taken: Counter[UUID] = Counter()
    for row in rows:
        if row["material_id"] is not None:
            taken[row["material_id"]] += int(row["ilosc"])
    return [row["id"] for row in rows], taken


async def remove_lines(ctx: Context, ids: Sequence[UUID]) -> None:
    """Remove lines at the moment of the transaction, which is that of the document if it goes too."""
    moment = await ctx.query_value("SELECT now()")
    await changes.update_many(ctx, GoodsIssueLine, [{"id": id, "deleted_at": moment} for id in ids])


async def lines_of(ctx: Context, document_ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The lines of documents as clients see them; a cancelled document shows those it was cancelled with."""
    rows = await ctx.query(
        "SELECT l.id, l.goods_issue_id, l.lp, l.material_id, l.nazwa, l.ilosc::float8 AS ilosc, l.jednostka, l.cena,"
        " l.cena_netto, round(l.ilosc * l.cena, 2) AS wartosc FROM warehouse_goods_issue_lines AS l"
        " JOIN warehouse_goods_issues AS d ON d.tenant_id = l.tenant_id AND d.id = l.goods_issue_id"
        " WHERE l.tenant_id = $1 AND l.goods_issue_id = ANY($2) AND l.deleted_at IS NOT DISTINCT FROM d.deleted_at"
        " ORDER BY l.lp",
        ctx.tenant_id,
        list(document_ids),
    )
    found: dict[UUID, list[dict[str, Any]]] = {document_id: [] for document_id in document_ids}
    for row in rows:
        line = dict(row)
        found[line.pop("goods_issue_id")].append(line)
    return found
