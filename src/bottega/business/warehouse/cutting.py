"""Cutting of a board into pieces, stocked remnants and waste (BR-18).

Every piece loses the width of the saw on two of its sides. On a board that is one saw's width longer and wider than it
is, pieces with that margin lie without loss; so the areas are compared there. Enough area is no proof: a board is cut
by a plan (``cut_plans``), or for a reason.
"""

import asyncio
from collections import Counter
from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts import forced, lock_open
from bottega.business.warehouse.cut_plans import Layout, Wanted, laid_out
from bottega.business.warehouse.cut_schemas import Cut, CutResult, KeptRemnant, Piece, PlacedPiece, Remnant
from bottega.business.warehouse.cuts import MaterialCut
from bottega.business.warehouse.material_checks import area_of, fits
from bottega.business.warehouse.materials import Material
from bottega.business.warehouse.module import module
from bottega.business.warehouse.reservations import FORCING, holders, refuse_reserved
from bottega.business.warehouse.stock import shortage
from bottega.business.warehouse.stocked import name_of, stocked
from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import TRY_AGAIN
from bottega.kernel.errors import Conflict, Invalid, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import version_of
from bottega.kernel.schemas import today
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

# Shorter or narrower remnants are waste.
SMALLEST_REMNANT: Final = (300, 100)

TOO_LARGE: Final = T(en="The piece is larger than the board", pl="Element jest większy niż płyta")
TOO_MUCH: Final = T(
    en="The pieces and cuts need {potrzebne} m², the board has {dostepne} m²",
    pl="Elementy z rzazami zajmują {potrzebne} m², a płyta ma {dostepne} m²",
)


NO_PLAN: Final = T(
    en="No cutting plan was found: no place for {n} of the pieces, {dl} x {szer} mm among them; to cut the board"
    " anyway, tick “Despite the objections” and give a reason",
    pl="Nie znaleziono planu rozkroju: nie mieści się {n} elementów, między innymi {dl} x {szer} mm; aby mimo to"
    " ciąć, zaznacz „Mimo zastrzeżeń” i podaj powód",
)


@module.post(
    "/materials/{id}/cut",
    "warehouse.materials.manage",
    name="materials.cut",
    table=Material,
    status=200,
    label=T(en="Cut material", pl="Rozkrój materiału"),
    act=Act(T(en="Cut…", pl="Potnij…"), "scissors"),
    answers={
        400: "The pieces do not fit.",
        404: "No such material, or contract.",
        409: "None of it in stock, reserved for another contract, or no cutting plan was found.",
    },
)
async def cut_material(ctx: Context, id: UUID, data: Cut) -> CutResult:
    """Cut a board.

    Takes one board, or one offcut, out of stock. Remnants of at least 300 x 100 mm become offcuts with the share of the
    purchase price that their area has; smaller ones are waste. 400 if all of it and the cuts need more than there is.
    The rest of the price is a cost of the contract that is named, or else of the one the board is reserved for. 409
    `zarezerwowana_dla` if it is reserved for another contract than the one that is named, unless with `force` and a
    reason.

    The answer says where each piece and each remnant in stock lies, by cuts from edge to edge. 409 `nie_do_pociecia`
    with what finds no place if no such plan is found within two seconds, unless with `force` and a reason.
    """
    reason = forced(ctx, FORCING, force=data.force, powod=data.powod)
    seen = await changes.one(ctx, Material, id)
    ctx.refuse_closed()
    _check(seen, data)
    # Nothing is locked while a plan is searched.
    layout = await asyncio.to_thread(laid_out, _wanted(data), _sides(seen), data.rzaz)
    contract_id = data.contract_id or await _reserved_for(ctx, seen)
    if contract_id is not None:
        # A settled contract gets no more costs, and none is settled meanwhile.
        await lock_open(ctx, contract_id)
    board = await _locked(ctx, seen, data)
    used = await refuse_reserved(ctx, [stocked(board)], contract_id=contract_id, reason=reason)
    used = _refuse_unplanned(layout, reason) or used
    plan = None if layout.left else [asdict(one) for one in layout.placed]
    where = changes.Where(version=version_of(ctx))
    await changes.update(ctx, Material, id, {"ilosc": board["ilosc"] - 1}, where=where)
    rows = [remnant_of(board, one) for one in data.resztki if worth_keeping(one)]
    ids = await changes.insert_many(ctx, Material, rows)
    koszt = _cost(board, rows, "cena_zakupu")
    cost = {"koszt": koszt, "koszt_netto": _net_cost(board, rows, koszt)}
    about = {"material_id": id, "contract_id": contract_id, "data": today(), "plan": plan, "powod": used}
    record = {"organization_id": board["organization_id"], **about, **cost, **data.stored()}
    await changes.insert(ctx, MaterialCut, record)
    await ctx.emit("warehouse.material.cut", record_id=id, resztki=[str(one) for one in ids])
    placed = None if plan is None else [PlacedPiece(**one) for one in plan]
    return CutResult(**_result(board, data, rows, ids), contract_id=contract_id, koszt=koszt, plan=placed)


async def _locked(ctx: Context, seen: dict[str, Any], cut: Cut) -> dict[str, Any]:
    """The board that a plan was searched for, unless it has another size by now."""
    board = await changes.one(ctx, Material, seen["id"], lock=True)
    if _sides(board) != _sides(seen):
        raise Conflict(TRY_AGAIN, code="try_again")
    _check(board, cut)
    return board


def _sides(board: dict[str, Any]) -> tuple[int, int]:
    return board["dlugosc"], board["szerokosc"]


def _wanted(cut: Cut) -> list[Wanted]:
    """Everything that has to come out of the board in one piece; smaller remnants are waste, wherever they lie."""
    pieces = [
        Wanted("formatki", index, piece.dl, piece.szer, piece.obrot)
        for index, piece in enumerate(cut.formatki)
        for _ in range(piece.szt)
    ]
    return pieces + [
        Wanted("resztki", index, one.dl, one.szer, obrot=True)
        for index, one in enumerate(cut.resztki)
        if worth_keeping(one)
    ]


def _refuse_unplanned(layout: Layout, reason: str | None) -> str | None:
    """409 ``nie_do_pociecia`` for what found no place, unless there is a reason; answers it where needed."""
    if not layout.left:
        return None
    if reason is not None:
        return reason
    left = [
        {"rodzaj": one.rodzaj, "indeks": one.indeks, "dl": one.dl, "szer": one.szer, "szt": count}
        for one, count in Counter(layout.left).items()
    ]
    sentence = NO_PLAN.given(n=len(layout.left), dl=left[0]["dl"], szer=left[0]["szer"])
    raise Conflict(sentence, code="nie_do_pociecia", niezmieszczone=left)


async def _reserved_for(ctx: Context, board: dict[str, Any]) -> UUID | None:
    """The contract a board is reserved for, as long as that goes on."""
    contract_id: UUID | None = board["contract_id"]
    return contract_id if contract_id in await holders(ctx, [contract_id]) else None


def _cost(board: dict[str, Any], kept: list[dict[str, Any]], price: str) -> Decimal | None:
    """What of the price of a board, or of its net price, its remnants in stock do not carry."""
    if board[price] is None:
        return None
    # Shares are rounded each, so together they may be a grosz more than the whole.
    return max(board[price] - sum((row[price] for row in kept), Decimal(0)), Decimal(0))


def _net_cost(board: dict[str, Any], kept: list[dict[str, Any]], koszt: Decimal | None) -> Decimal | None:
    """The same net; rounding of shares never makes it more than the gross cost."""
    netto = _cost(board, kept, "cena_netto")
    return None if netto is None or koszt is None else min(netto, koszt)


def _check(board: dict[str, Any], cut: Cut) -> None:
    """409 if there is no such board left, 400 if what is to be cut does not fit on it."""
    if board["ilosc"] < 1:
        raise shortage([{"materialId": str(board["id"]), "nazwa": name_of(board), "dostepne": 0, "potrzebne": 1}])
    wrong = [
        {"code": "nie_miesci_sie", "path": [name, index], "message": TOO_LARGE}
        for name, items in (("formatki", cut.formatki), ("resztki", cut.resztki))
        for index, item in enumerate(items)
        if not _fits(item, _sides(board))
    ]
    if wrong:
        raise InvalidInput(wrong)
    needed, there = needed_area(cut), usable_area(board, cut.rzaz)
    if needed > there:
        details = [{"potrzebne": f"{needed:.3f}", "dostepne": f"{there:.3f}"}]
        sentence = TOO_MUCH.given(potrzebne=round(needed, 3), dostepne=round(there, 3))
        raise Invalid(sentence, code="za_malo_plyty", details=details)


def _fits(item: Piece | Remnant, sides: tuple[int, int]) -> bool:
    """Whether something lies on a board of these sides, as far as it may be turned."""
    if isinstance(item, Piece) and not item.obrot:
        return item.dl <= sides[0] and item.szer <= sides[1]
    return fits((item.dl, item.szer), sides)


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
    area, whole = area_of(remnant.dl, remnant.szer), area_of(board["dlugosc"], board["szerokosc"])
    kept = ("organization_id", "typ", "producent", "symbol", "grubosc", "location_id")
    return {
        **{name: board[name] for name in kept},
        "dlugosc": remnant.dl,
        "szerokosc": remnant.szer,
        "cala": False,
        "pozostalo": area,
        "ilosc": 1,
        "parent_id": board["id"],
        "cena_zakupu": share(board["cena_zakupu"], area, whole),
        "cena_netto": share(board["cena_netto"], area, whole),
    }


def share(price: Decimal | None, part: Decimal, whole: Decimal) -> Decimal | None:
    """The share of a price that a part of an area has, to the grosz."""
    if price is None or not whole:
        return price
    return (price * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _result(board: dict[str, Any], cut: Cut, rows: list[dict[str, Any]], ids: list[UUID]) -> dict[str, Any]:
    area: Decimal = board["pozostalo"] or area_of(board["dlugosc"], board["szerokosc"])
    used = sum((area_of(piece.dl, piece.szer) * piece.szt for piece in cut.formatki), Decimal(0))
    used += sum((row["pozostalo"] for row in rows), Decimal(0))
    kept = [
        KeptRemnant(
            id=id,
            dlugosc=row["dlugosc"],
            szerokosc=row["szerokosc"],
            pozostalo=float(row["pozostalo"]),
            cena_zakupu=row["cena_zakupu"],
        )
        for id, row in zip(ids, rows, strict=True)
    ]
    waste = max(area - used, Decimal(0))
    yielded = round(float(used / area * 100), 1) if area else 0.0
    return {
        "id": board["id"],
        "ilosc": board["ilosc"] - 1,
        "resztki": kept,
        "odpad": float(waste),
        "wykorzystanie": yielded,
    }
