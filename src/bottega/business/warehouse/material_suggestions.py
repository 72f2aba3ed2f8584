"""Suggestion of materials for a job: smallest fitting offcuts first, then boards, oldest first (BR-18).

The grain of a decor runs along the length of a board, and a piece has to follow it unless it may be turned.
"""

from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from bottega.business.warehouse.materials import Length, Material
from bottega.business.warehouse.module import module
from bottega.business.warehouse.reservations import holders
from bottega.business.warehouse.stocked import name_of
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Of, Unit
from bottega.kernel.schemas import Exact, Flag, Query, Schema
from bottega.kernel.visibility import seen, viewer

MOST: Final = 50

_CANDIDATES: Final = f"""
SELECT id, typ, producent, symbol, dlugosc, szerokosc, grubosc::float8 AS grubosc, cala,
       pozostalo::float8 AS pozostalo, ilosc, location_id, contract_id
FROM warehouse_materials
WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR organization_id = ANY($2)) AND deleted_at IS NULL AND ilosc > 0
  AND lower(symbol) = lower($3) AND ($4::numeric IS NULL OR grubosc = $4) AND ($5::text IS NULL OR typ = $5)
  AND (contract_id IS NULL OR contract_id = $6 OR contract_id <> ALL($12))
  AND {seen(Material, "warehouse_materials", "$11")}
  AND (dlugosc >= $7 AND szerokosc >= $8 OR $9 AND dlugosc >= $8 AND szerokosc >= $7)
  AND (pozostalo IS NULL OR pozostalo >= $7::numeric * $8 / 1000000)
ORDER BY contract_id IS NULL, cala, CASE WHEN NOT cala THEN pozostalo END, created_at, id
LIMIT $10
"""
_HOLDERS: Final = (
    "SELECT DISTINCT contract_id FROM warehouse_materials WHERE tenant_id = $1 AND lower(symbol) = lower($2)"
    " AND contract_id IS NOT NULL AND deleted_at IS NULL AND ilosc > 0"
)
_RESERVED: Final = f"""
SELECT id AS material_id, producent, symbol, dlugosc, szerokosc, grubosc, ilosc, cena_zakupu AS cena, cena_netto
FROM warehouse_materials
WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR organization_id = ANY($2)) AND deleted_at IS NULL AND ilosc > 0
  AND contract_id = $3 AND {seen(Material, "warehouse_materials", "$4")}
ORDER BY cala, symbol, id
LIMIT 200
"""


class PieceQuery(Query):
    """The piece that is needed."""

    symbol: Annotated[str, Field(min_length=1, max_length=60)]
    dl: Length = Field(description="Length along the grain in mm.")
    szer: Length = Field(description="Width in mm.")
    grubosc: Annotated[Exact, Unit("mm")] | None = None
    typ: Annotated[str, Field(max_length=60)] | None = None
    contract_id: Annotated[UUID | None, Of("contracts:contract")] = Field(
        default=None, description="Material reserved for this contract comes first; that of others is left out."
    )
    obrot: Flag = Field(default=False, description="The piece may be turned across the grain.")


class Candidate(Schema):
    """A material the piece can be cut from."""

    id: UUID
    typ: str
    producent: str
    symbol: str
    dlugosc: int
    szerokosc: int
    grubosc: float | None
    cala: bool
    pozostalo: float | None
    ilosc: int
    location_id: UUID | None
    contract_id: UUID | None


class Candidates(Schema):
    """What the piece can be cut from, the best first."""

    items: list[Candidate]


class ContractQuery(Query):
    """The contract goods are to be issued for."""

    contract_id: Annotated[UUID, Of("contracts:contract")]


class ProposedLine(Schema):
    """A line of a goods issue that is not issued yet."""

    material_id: UUID
    nazwa: str
    ilosc: int
    jednostka: str
    cena: Decimal | None
    cena_netto: Decimal | None


class Proposal(Schema):
    """Lines for a goods issue."""

    pozycje: list[ProposedLine]


@module.get("/materials/candidates", "warehouse.view", name="materials.candidates")
async def find_candidates(ctx: Context, query: PieceQuery) -> Candidates:
    """List materials for a piece.

    What a piece can be cut from: what is reserved for the contract first, then offcuts, the smallest that fits, then
    whole boards, the oldest first. What is reserved for other contracts is left out.
    """
    visible = ctx.scope.visible
    reserved = await ctx.query(_HOLDERS, ctx.tenant_id, query.symbol)
    others = await holders(ctx, (row["contract_id"] for row in reserved))
    rows = await ctx.query(
        _CANDIDATES,
        ctx.tenant_id,
        None if visible is None else list(visible),
        query.symbol,
        query.grubosc,
        query.typ,
        query.contract_id,
        query.dl,
        query.szer,
        query.obrot,
        MOST,
        viewer(ctx),
        list(others),
    )
    return Candidates(items=[Candidate(**dict(row)) for row in rows])


@module.get("/goods_issues/proposal", "warehouse.view", name="goods_issues.proposal")
async def propose_lines(ctx: Context, query: ContractQuery) -> Proposal:
    """Propose lines of a goods issue.

    The material that is reserved for a contract, as lines that can be issued.
    """
    visible = ctx.scope.visible
    rows = await ctx.query(
        _RESERVED, ctx.tenant_id, None if visible is None else list(visible), query.contract_id, viewer(ctx)
    )
    lines = [
        ProposedLine(
            material_id=row["material_id"],
            nazwa=name_of(dict(row)),
            ilosc=row["ilosc"],
            jednostka="szt.",
            cena=row["cena"],
            cena_netto=row["cena_netto"],
        )
        for row in rows
    ]
    return Proposal(pozycje=lines)
