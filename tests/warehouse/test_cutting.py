"""Cutting boards and choosing what to cut (BR-18)."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from bottega.business.warehouse.cut_schemas import Cut, Piece
from bottega.business.warehouse.cutting import needed_area, usable_area


async def cut(warehouse: Any, material_id: Any, **body: Any):
    return await warehouse.me.post(f"/warehouse/materials/{material_id}/cut", body)


async def offcuts(warehouse: Any):
    listed = await warehouse.me.get("/warehouse/materials", params={"cala": "false", "sortField": "dlugosc"})
    return listed.json()["items"]


async def test_a_cut_takes_one_board_and_keeps_remnants_worth_keeping(warehouse: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(ilosc=3, cenaZakupu="579.60", locationId=warehouse.location_id, contractId=contract)
    answer = await cut(
        warehouse,
        board,
        formatki=[{"dl": 2000, "szer": 580, "szt": 2}],
        resztki=[{"dl": 1000, "szer": 500}, {"dl": 299, "szer": 200}, {"dl": 100, "szer": 300}],
    )
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["ilosc"], body["odpad"], body["wykorzystanie"]) == (2, 2.946, 49.2)
    assert await warehouse.in_stock(board) == 2
    small, large = await offcuts(warehouse)
    assert (small["dlugosc"], small["szerokosc"]) == (100, 300)
    assert (large["typ"], large["producent"], large["symbol"], large["grubosc"]) == (
        "plyta_laminowana",
        "Egger",
        "H1180 ST37",
        18,
    )
    assert (large["cala"], large["ilosc"], large["pozostalo"], large["contract_id"]) == (False, 1, 0.5, None)
    # 0.5 m² of a board of 5.796 m² that cost 579.60.
    assert {kept["id"]: kept["cenaZakupu"] for kept in body["resztki"]} == {small["id"]: "3.00", large["id"]: "50.00"}


async def test_a_remnant_remembers_its_board(warehouse: Any, app: Any):
    board = await warehouse.board()
    made = (await cut(warehouse, board, resztki=[{"dl": 500, "szer": 500}])).json()["resztki"][0]
    async with app.database.tenant(warehouse.me.tenant_id) as connection:
        parent = await connection.fetchval("SELECT parent_id FROM warehouse_materials WHERE id = $1", made["id"])
    assert str(parent) == board


async def test_pieces_and_cuts_together_are_no_more_than_the_board(warehouse: Any):
    board = await warehouse.board(dlugosc=1000, szerokosc=1000)
    exact = [{"dl": 1000, "szer": 498}, {"dl": 1000, "szer": 498}]
    assert (await cut(warehouse, board, resztki=exact, rzaz=4)).status_code == 200
    too_much = await cut(warehouse, board, resztki=[exact[0], {"dl": 1000, "szer": 499}], rzaz=4)
    assert (too_much.status_code, too_much.json()["code"]) == (400, "za_malo_plyty")
    without_kerf = await cut(warehouse, board, resztki=[exact[0], {"dl": 1000, "szer": 502}], rzaz=0)
    assert without_kerf.status_code == 200


async def test_a_piece_larger_than_the_board_is_named(warehouse: Any):
    board = await warehouse.board()
    answer = await cut(warehouse, board, formatki=[{"dl": 300, "szer": 300}, {"dl": 2801, "szer": 100}])
    assert answer.status_code == 400
    assert answer.json()["details"][0]["path"] == ["formatki", 1]
    assert (await cut(warehouse, board, formatki=[{"dl": 2000, "szer": 2700}])).status_code == 200
    assert (await cut(warehouse, board)).status_code == 400
    assert (await cut(warehouse, board, formatki=[{"dl": 0, "szer": 1}])).status_code == 400


async def test_an_offcut_gives_no_more_than_what_is_left_of_it(warehouse: Any):
    offcut = await warehouse.board(cala=False, ilosc=1, dlugosc=1000, szerokosc=1000, pozostalo="0.4")
    assert (await cut(warehouse, offcut, formatki=[{"dl": 1000, "szer": 500}])).status_code == 400
    done = await cut(warehouse, offcut, formatki=[{"dl": 990, "szer": 390}])
    assert done.status_code == 200
    assert await warehouse.in_stock(offcut) == 0


async def test_without_a_board_there_is_nothing_to_cut(warehouse: Any):
    board = await warehouse.board(ilosc=1)
    answers = await asyncio.gather(*(cut(warehouse, board, resztki=[{"dl": 400, "szer": 400}]) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert (refused.json()["code"], refused.json()["dostepne"]) == ("brak_na_stanie", 0)
    assert len(await offcuts(warehouse)) == 1


async def test_a_cut_is_undone_and_done_again_remnants_and_all(warehouse: Any):
    board = await warehouse.board(ilosc=2)
    done = await cut(warehouse, board, resztki=[{"dl": 400, "szer": 400}, {"dl": 500, "szer": 300}])
    undone = await warehouse.undo(done)
    assert undone.status_code == 200, undone.text
    assert (await warehouse.in_stock(board), await offcuts(warehouse)) == (2, [])
    assert (await warehouse.redo(undone)).status_code == 200
    assert (await warehouse.in_stock(board), len(await offcuts(warehouse))) == (1, 2)


async def test_a_cut_whose_remnant_has_gone_out_is_not_undone(warehouse: Any):
    board = await warehouse.board(ilosc=2)
    done = await cut(warehouse, board, resztki=[{"dl": 400, "szer": 400}])
    await warehouse.issued({"materialId": done.json()["resztki"][0]["id"], "ilosc": 1})
    assert (await warehouse.undo(done)).status_code == 409
    assert (await warehouse.in_stock(board), len(await offcuts(warehouse))) == (1, 1)


async def test_a_piece_is_cut_from_the_smallest_offcut_that_fits_then_from_the_oldest_board(warehouse: Any):
    old = await warehouse.board(ilosc=1)
    new = await warehouse.board(ilosc=1)
    await warehouse.board(ilosc=0)
    large = await warehouse.board(cala=False, ilosc=1, dlugosc=1500, szerokosc=900)
    small = await warehouse.board(cala=False, ilosc=1, dlugosc=1200, szerokosc=600)
    await warehouse.board(cala=False, ilosc=1, dlugosc=1200, szerokosc=600, pozostalo="0.2")
    across = await warehouse.board(cala=False, ilosc=1, dlugosc=600, szerokosc=1200)
    await warehouse.board(cala=False, ilosc=1, dlugosc=1200, szerokosc=600, symbol="W1000 ST9")
    mine, others = await warehouse.contract(), await warehouse.contract()
    reserved = await warehouse.board(cala=False, ilosc=1, dlugosc=2000, szerokosc=1000, contractId=mine)
    await warehouse.board(cala=False, ilosc=1, dlugosc=1200, szerokosc=600, contractId=others)

    async def candidates(**more: Any) -> list[str]:
        query = {"symbol": "h1180 st37", "dl": 1100, "szer": 550, **more}
        found = await warehouse.me.get("/warehouse/materials/candidates", params=query)
        return [item["id"] for item in found.json()["items"]]

    assert await candidates() == [small, large, old, new]
    assert await candidates(contractId=mine) == [reserved, small, large, old, new]
    turned = await candidates(obrot="true")
    assert set(turned[:2]) == {small, across}
    assert await candidates(grubosc=16) == []


async def test_a_goods_issue_is_proposed_from_what_is_reserved_for_the_contract(warehouse: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(ilosc=2, contractId=contract, cenaZakupu="320", cenaNetto="260.16")
    await warehouse.board()
    found = await warehouse.me.get("/warehouse/goods_issues/proposal", params={"contractId": contract})
    lines = found.json()["pozycje"]
    name = "Egger H1180 ST37 2800x2070x18 mm"
    prices = {"cena": "320.00", "cenaNetto": "260.16"}
    assert lines == [{"materialId": board, "nazwa": name, "ilosc": 2, "jednostka": "szt.", **prices}]
    await warehouse.issued(*lines, contractId=contract)
    assert await warehouse.in_stock(board) == 0


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 8))
def test_a_grid_of_pieces_with_saw_cuts_between_them_always_counts_as_fitting(columns: Any, rows: Any, kerf: Any):
    dl, szer = 150, 90
    board = {
        "dlugosc": columns * dl + (columns - 1) * kerf,
        "szerokosc": rows * szer + (rows - 1) * kerf,
        "pozostalo": None,
    }
    wanted = Cut(formatki=[Piece(dl=dl, szer=szer, szt=columns * rows)], rzaz=Decimal(kerf))
    assert needed_area(wanted) == usable_area(board, wanted.rzaz)


async def test_a_path_with_an_id_knows_its_methods_and_its_ids(warehouse: Any):
    client = warehouse.me.client
    for method in ("GET", "PURGE"):
        refused = await client.request(method, f"/warehouse/materials/{uuid4()}/cut")
        assert (refused.status_code, refused.headers["allow"]) == (405, "POST"), refused.text
    assert (await cut(warehouse, "płyta", resztki=[{"dl": 400, "szer": 400}])).status_code == 400
    assert (await cut(warehouse, uuid4(), resztki=[{"dl": 400, "szer": 400}])).status_code == 404
