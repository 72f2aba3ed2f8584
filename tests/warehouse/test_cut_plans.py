"""Boards are cut by a plan of cuts from edge to edge (BR-18)."""

import itertools
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bottega.business.warehouse.cut_plans import Wanted, can_be_cut, laid_out

BOARD = (2800, 2070)


async def cut(warehouse: Any, material_id: Any, **body: Any):
    return await warehouse.me.post(f"/warehouse/materials/{material_id}/cut", body)


def wanted(*sides: tuple[int, int], obrot: bool = True) -> list[Wanted]:
    return [Wanted("formatki", index, *one, obrot) for index, one in enumerate(sides)]


def refuse_nonsense(plan: list[Any], board: tuple[int, int], rzaz: float) -> None:
    """Everything lies on the board, a saw's width apart, and comes out by cuts from edge to edge."""
    for one in plan:
        assert min(one.x, one.y) >= 0
        assert one.x + one.dl <= board[0]
        assert one.y + one.szer <= board[1]
    for one, other in itertools.combinations(plan, 2):
        apart = max(
            one.x - other.x - other.dl,
            other.x - one.x - one.dl,
            one.y - other.y - other.szer,
            other.y - one.y - one.szer,
        )
        assert apart >= rzaz - 1e-6
    # Tenths of a millimetre, which floats hold without a remainder.
    tenths = [tuple(round(10 * side) for side in (one.x, one.y, one.dl + rzaz, one.szer + rzaz)) for one in plan]
    assert can_be_cut(tenths)


async def test_what_cannot_be_cut_is_refused_however_much_area_is_left(warehouse: Any):
    board = await warehouse.board(ilosc=2, cenaZakupu="200")
    three = [{"dl": 1500, "szer": 1100, "szt": 3}]
    answer = await cut(warehouse, board, formatki=three)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "nie_do_pociecia"), answer.text
    assert body["niezmieszczone"] == [{"rodzaj": "formatki", "indeks": 0, "dl": 1500, "szer": 1100, "szt": 1}]
    assert (await cut(warehouse, board, formatki=three, force=True)).status_code == 400
    assert await warehouse.in_stock(board) == 2
    forced = await cut(warehouse, board, formatki=three, force=True, powod="Sklejka z trzech płyt")
    assert (forced.status_code, forced.json()["plan"]) == (200, None)
    [kept] = (await warehouse.me.get("/warehouse/cuts")).json()["items"]
    assert (kept["powod"], kept["koszt"]) == ("Sklejka z trzech płyt", "200.00")


async def test_the_answer_says_where_pieces_and_remnants_lie(warehouse: Any):
    board = await warehouse.board()
    answer = await cut(
        warehouse,
        board,
        formatki=[{"dl": 1000, "szer": 2070}, {"dl": 800, "szer": 600, "szt": 2}],
        resztki=[{"dl": 900, "szer": 1200}, {"dl": 250, "szer": 90}],
        powod="nie trzeba",
    )
    plan = answer.json()["plan"]
    assert sorted((one["rodzaj"], one["indeks"]) for one in plan) == [
        ("formatki", 0),
        ("formatki", 1),
        ("formatki", 1),
        ("resztki", 0),
    ]
    assert all(one["x"] + one["dl"] <= 2800 and one["y"] + one["szer"] <= 2070 for one in plan)
    assert (await warehouse.me.get("/warehouse/cuts")).json()["items"][0]["powod"] is None


async def test_a_remnant_that_the_pieces_leave_no_room_for_is_no_remnant(warehouse: Any):
    board = await warehouse.board(dlugosc=1000, szerokosc=1000)
    frame = {"formatki": [{"dl": 600, "szer": 600}], "rzaz": 0}
    answer = await cut(warehouse, board, **frame, resztki=[{"dl": 600, "szer": 500}])
    assert (answer.status_code, answer.json()["niezmieszczone"][0]["rodzaj"]) == (409, "resztki")
    assert (await cut(warehouse, board, **frame, resztki=[{"dl": 1000, "szer": 400}])).status_code == 200


async def test_pieces_with_grain_are_not_turned(warehouse: Any):
    board = await warehouse.board(ilosc=2)
    across = {"dl": 500, "szer": 2500, "obrot": False}
    answer = await cut(warehouse, board, formatki=[across])
    assert (answer.status_code, answer.json()["details"][0]["path"]) == (400, ["formatki", 0])
    assert (await cut(warehouse, board, formatki=[{**across, "obrot": True}])).json()["plan"][0]["obrocona"] is True
    four = {"dl": 2000, "szer": 680, "szt": 4}
    assert (await cut(warehouse, board, formatki=[{**four, "obrot": False}])).status_code == 409
    assert (await cut(warehouse, board, formatki=[four])).status_code == 200


async def test_a_thousand_pieces_of_one_board_are_the_most(warehouse: Any):
    board = await warehouse.board()
    answer = await cut(warehouse, board, formatki=[{"dl": 5, "szer": 5, "szt": 1000}, {"dl": 5, "szer": 5}])
    assert answer.status_code == 400
    assert "1000" in answer.text
    assert (await cut(warehouse, board, formatki=[{"dl": 5, "szer": 5, "szt": 1000}])).status_code == 200


def test_five_pieces_around_a_hole_cannot_be_cut_from_edge_to_edge():
    around = [(0, 0, 2, 1), (2, 0, 1, 2), (1, 2, 2, 1), (0, 1, 1, 2)]
    assert not can_be_cut(around)
    assert can_be_cut(around[:3])
    assert can_be_cut([])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(50, 1400), st.integers(50, 1400)), min_size=1, max_size=25), st.booleans())
def test_every_plan_keeps_on_the_board_apart_and_within_reach_of_the_saw(sides: Any, obrot: bool):
    found = laid_out(wanted(*sides, obrot=obrot), BOARD, Decimal("3.2"))
    refuse_nonsense(found.placed, BOARD, 3.2)
    assert len(found.placed) + len(found.left) == len(sides)
    assert obrot or not any(one.obrocona for one in found.placed)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 8))
def test_a_grid_of_pieces_that_fills_the_board_is_found(columns: int, rows: int, kerf: int):
    board = columns * 150 + (columns - 1) * kerf, rows * 90 + (rows - 1) * kerf
    assert laid_out(wanted(*[(150, 90)] * (columns * rows)), board, Decimal(kerf)).left == []
