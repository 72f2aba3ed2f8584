"""Materials: what may be stored about boards and offcuts."""

from typing import Any
from uuid import uuid4

import pytest

from bottega.platform.auth import found_tenant

MDF = {"typ": "mdf", "producent": "Egger", "symbol": "W1000", "dlugosc": 2800, "szerokosc": 2070}
OFFCUT = {"cala": False, "ilosc": 1, "dlugosc": 1000, "szerokosc": 500}


async def change(warehouse: Any, material_id: Any, **values: Any):
    return await warehouse.me.put("/warehouse/materials", {"id": material_id, **values})


async def test_a_material_is_created_listed_changed_deleted_and_brought_back(warehouse: Any):
    board = await warehouse.board()
    me = warehouse.me
    listed = await me.get("/warehouse/materials", params={"search": "118", "sortField": "symbol"})
    assert [item["id"] for item in listed.json()["items"]] == [board]
    assert (await change(warehouse, board, ilosc=7)).status_code == 200
    gone = await me.delete("/warehouse/materials", params={"id": board})
    assert gone.status_code == 200
    assert (await me.get("/warehouse/materials")).json()["total"] == 0
    assert (await warehouse.undo(gone)).status_code == 200
    assert await warehouse.in_stock(board) == 7


async def test_lists_show_lengths_and_areas_as_numbers_and_hide_what_the_reference_hides(warehouse: Any):
    offcut = await warehouse.material(await warehouse.board(**OFFCUT, grubosc="18,0".replace(",", ".")))
    assert (offcut["dlugosc"], offcut["grubosc"], offcut["pozostalo"], offcut["ilosc"]) == (1000, 18, 0.5, 1)
    [listed] = (await warehouse.me.get("/warehouse/materials")).json()["items"]
    assert set(offcut) - set(listed) == {"uwagi", "legacy_id", "location_id", "parent_id", "cena_zakupu", "cena_netto"}
    assert set(listed) == {
        "id",
        "typ",
        "producent",
        "symbol",
        "dlugosc",
        "szerokosc",
        "grubosc",
        "cala",
        "pozostalo",
        "ilosc",
        "contract_id",
        "created_at",
        "updated_at",
    }


async def test_what_is_left_of_an_offcut_is_all_of_it_unless_somebody_says_less(warehouse: Any):
    assert (await warehouse.material(await warehouse.board(**OFFCUT)))["pozostalo"] == 0.5
    assert (await warehouse.material(await warehouse.board(**OFFCUT, pozostalo=0.31)))["pozostalo"] == 0.31
    square = await warehouse.board(**{**OFFCUT, "dlugosc": 333, "szerokosc": 333})
    assert (await warehouse.material(square))["pozostalo"] == 0.111


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"cala": True, "pozostalo": 1}, "pozostalo"),
        ({**OFFCUT, "pozostalo": 0.501}, "pozostalo"),
        ({**OFFCUT, "pozostalo": -0.1}, "pozostalo"),
        ({**OFFCUT, "pozostalo": 0.1234}, "pozostalo"),
        ({"ilosc": -1}, "ilosc"),
        ({"ilosc": 1.5}, "ilosc"),
        ({"dlugosc": 0}, "dlugosc"),
        ({"dlugosc": 10_001}, "dlugosc"),
        ({"szerokosc": "2070,5"}, "szerokosc"),
        ({"grubosc": 0.2}, "grubosc"),
        ({"grubosc": 100.1}, "grubosc"),
        ({"typ": ""}, "typ"),
        ({"typ": "x" * 61}, "typ"),
        ({"producent": "x" * 81}, "producent"),
        ({"symbol": None}, "symbol"),
        ({"cala": None}, "cala"),
        ({"uwagi": "x" * 1001}, "uwagi"),
        ({"legacyId": "x" * 61}, "legacyId"),
        ({"contractId": "umowa"}, "contractId"),
        ({"locationId": str(uuid4())}, "locationId"),
        ({"parentId": str(uuid4()), **OFFCUT}, "parentId"),
        ({"cenaZakupu": -1}, "cenaZakupu"),
        ({"cenaZakupu": "1.005"}, "cenaZakupu"),
    ],
)
async def test_nonsense_is_refused_and_its_field_named(warehouse: Any, values: Any, field: Any):
    answer = await warehouse.me.post("/warehouse/materials", {**MDF, "cala": True, "ilosc": 1, **values})
    assert answer.status_code == 400, answer.text
    assert answer.json()["details"][0]["path"] == [field]


async def test_an_unknown_kind_of_material_is_stored_and_an_unknown_field_ignored(warehouse: Any):
    board = await warehouse.board(typ="płyta z odzysku", kolorRamy="czarny")
    assert (await warehouse.material(board))["typ"] == "płyta z odzysku"


async def test_an_offcut_does_not_become_whole_again(warehouse: Any):
    offcut = await warehouse.board(**OFFCUT)
    refused = await change(warehouse, offcut, cala=True, pozostalo=None)
    assert (refused.status_code, refused.json()["code"]) == (409, "pozostaje_resztka")
    assert (await warehouse.material(offcut))["cala"] is False


async def test_a_board_that_is_no_longer_whole_has_all_of_its_area_left(warehouse: Any):
    board = await warehouse.board(ilosc=1)
    assert (await change(warehouse, board, cala=False)).status_code == 200
    shown = await warehouse.material(board)
    assert (shown["cala"], shown["pozostalo"]) == (False, 5.796)


async def test_what_is_left_follows_the_sides_until_something_was_taken(warehouse: Any):
    offcut = await warehouse.board(**OFFCUT)
    assert (await change(warehouse, offcut, dlugosc=800)).status_code == 200
    assert (await warehouse.material(offcut))["pozostalo"] == 0.4
    assert (await change(warehouse, offcut, pozostalo=0.3)).status_code == 200
    assert (await change(warehouse, offcut, dlugosc=700)).status_code == 200
    assert (await warehouse.material(offcut))["pozostalo"] == 0.3
    refused = await change(warehouse, offcut, dlugosc=500)
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["pozostalo"])
    assert (await change(warehouse, offcut, pozostalo=None)).status_code == 200
    assert (await warehouse.material(offcut))["pozostalo"] == 0.35


async def test_a_whole_board_keeps_no_remaining_area_when_its_sides_change(warehouse: Any):
    board = await warehouse.board()
    assert (await change(warehouse, board, dlugosc=2500)).status_code == 200
    assert (await warehouse.material(board))["pozostalo"] is None
    assert (await change(warehouse, board, pozostalo=1)).status_code == 400


async def test_an_offcut_is_no_larger_than_the_board_it_was_cut_off(warehouse: Any):
    board = await warehouse.board()
    for sides, status in (((2800, 2070), 201), ((2070, 2800), 201), ((2801, 100), 400), ((2100, 2071), 400)):
        body = {**OFFCUT, "dlugosc": sides[0], "szerokosc": sides[1], "typ": "mdf", "producent": "E", "symbol": "s"}
        answer = await warehouse.me.post("/warehouse/materials", {**body, "parentId": board})
        assert answer.status_code == status, (sides, answer.text)
    whole = await warehouse.me.post("/warehouse/materials", {**body, "cala": True, "parentId": board, "dlugosc": 10})
    assert whole.status_code == 400
    offcut = await warehouse.board(**OFFCUT, parentId=board)
    assert (await change(warehouse, offcut, dlugosc=3000, pozostalo=None)).status_code == 400
    assert (await change(warehouse, offcut, parentId=offcut)).status_code == 400


async def test_an_imported_key_is_used_once_until_its_material_is_deleted(warehouse: Any):
    first = await warehouse.board(legacyId="MAG-1")
    body = {"typ": "mdf", "producent": "E", "symbol": "s", "dlugosc": 1, "szerokosc": 1, "cala": True, "ilosc": 1}
    again = await warehouse.me.post("/warehouse/materials", {**body, "legacyId": "MAG-1"})
    assert (again.status_code, again.json()["code"]) == (409, "legacy_id")
    await warehouse.me.delete("/warehouse/materials", {"id": first})
    await warehouse.board(legacyId="MAG-1")


async def test_a_material_on_a_goods_issue_is_in_use_until_that_is_cancelled(warehouse: Any):
    board = await warehouse.board()
    document = await warehouse.issued({"materialId": board, "ilosc": 1})
    refused = await warehouse.me.delete("/warehouse/materials", {"id": board})
    assert (refused.status_code, refused.json()["used"]) == (409, {"warehouse:goods_issue_line": 1})
    await warehouse.me.delete("/warehouse/goods_issues", {"id": document["id"]})
    assert (await warehouse.me.delete("/warehouse/materials", {"id": board})).status_code == 200


async def test_filters_ask_for_kind_contract_and_whole_boards(warehouse: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(contractId=contract)
    offcut = await warehouse.board(**OFFCUT, typ="mdf")
    for query, wanted in (
        ({"contractId": contract}, board),
        ({"cala": "yes"}, board),
        ({"cala": "0"}, offcut),
        ({"typ": "mdf"}, offcut),
    ):
        found = await warehouse.me.get("/warehouse/materials", params=query)
        assert [item["id"] for item in found.json()["items"]] == [wanted], query
    assert (await warehouse.me.get("/warehouse/materials", params={"cala": "może"})).status_code == 400


async def test_a_change_without_anything_in_it_leaves_no_trace(warehouse: Any):
    board = await warehouse.board()
    answer = await change(warehouse, board)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert "x-om-operation" not in answer.headers


async def test_a_new_row_for_another_organization_is_forbidden(warehouse: Any, app: Any, tenant: Any):
    other = await found_tenant(app, "Inny Dom")
    body = {"nazwa": "Regał A", "organizationId": str(other.organization_id)}
    confined = await warehouse.me.post("/warehouse/locations", body)
    assert confined.status_code == 403


async def test_the_name_of_a_location_is_unique_and_free_again_after_deletion(warehouse: Any):
    me = warehouse.me
    made = await me.post("/warehouse/locations", {"nazwa": "Rampa"})
    again = await me.post("/warehouse/locations", {"nazwa": " rampa "})
    assert (again.status_code, again.json()["fieldErrors"]["nazwa"]) == (
        409,
        "A location with this name already exists",
    )
    await me.delete("/warehouse/locations", {"id": made.json()["id"]})
    assert (await me.post("/warehouse/locations", {"nazwa": "RAMPA"})).status_code == 201


async def test_a_location_with_material_or_goods_issues_is_not_deleted(warehouse: Any):
    me, place = warehouse.me, warehouse.location_id
    board = await warehouse.board(locationId=place)
    document = await warehouse.issued()
    refused = await me.delete("/warehouse/locations", {"id": place})
    assert refused.status_code == 409
    assert refused.json()["used"] == {"warehouse:material": 1, "warehouse:goods_issue": 1}
    await me.delete("/warehouse/goods_issues", {"id": document["id"]})
    await me.put("/warehouse/materials", {"id": board, "locationId": None})
    assert (await me.delete("/warehouse/locations", {"id": place})).status_code == 200
