"""Goods issues: their numbers, their lines, and the stock they move (BR-16, BR-17)."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

from bottega.platform.auth import found_tenant


def take(material_id: Any, count: Any, **more: Any):
    return {"materialId": material_id, "ilosc": count, **more}


async def test_an_automatic_number_names_year_and_month_and_counts_from_one(warehouse: Any):
    month = f"WZ/{warehouse.today:%Y/%m}"
    assert (await warehouse.issued())["nr"] == f"{month}/001"
    assert (await warehouse.issued(nr=""))["nr"] == f"{month}/002"
    assert (await warehouse.issued(nr="auto"))["nr"] == f"{month}/003"


async def test_each_month_counts_for_itself(warehouse: Any):
    earlier = warehouse.today.replace(day=1) - timedelta(days=1)
    await warehouse.issued()
    document = await warehouse.issued(data=earlier.isoformat())
    assert document["nr"] == f"WZ/{earlier:%Y/%m}/001"


async def test_twenty_who_issue_at_once_get_twenty_numbers_without_a_gap(warehouse: Any):
    made = await asyncio.gather(*(warehouse.issue() for _ in range(20)))
    assert [answer.status_code for answer in made] == [201] * 20
    listed = await warehouse.me.get("/warehouse/goods_issues", params={"pageSize": 100})
    numbers = sorted(item["nr"] for item in listed.json()["items"])
    assert numbers == [f"WZ/{warehouse.today:%Y/%m}/{n:03d}" for n in range(1, 21)]


async def test_an_issue_that_fails_gives_its_number_back(warehouse: Any):
    board = await warehouse.board(ilosc=1)
    assert (await warehouse.issue(take(board, 2))).status_code == 409
    assert (await warehouse.issued())["nr"].endswith("/001")


async def test_a_number_given_by_hand_is_unique_whatever_its_case(warehouse: Any):
    assert (await warehouse.issue(nr="WZ specjalna 1")).status_code == 201
    again = await warehouse.issue(nr=" wz SPECJALNA 1 ")
    assert again.status_code == 409
    assert again.json()["code"] == "nr"


async def test_the_series_passes_over_a_number_given_by_hand(warehouse: Any):
    prefix = f"WZ/{warehouse.today:%Y/%m}"
    await warehouse.issued(nr=f"{prefix}/002")
    assert [(await warehouse.issued())["nr"] for _ in range(2)] == [f"{prefix}/001", f"{prefix}/003"]


async def test_the_same_number_by_hand_and_from_the_series_at_once_is_given_only_once(warehouse: Any):
    prefix = f"WZ/{warehouse.today:%Y/%m}"
    answers = await asyncio.gather(
        *(warehouse.issue(nr=f"{prefix}/{n:03d}") for n in range(1, 6)), *(warehouse.issue() for _ in range(10))
    )
    assert all(answer.status_code in (201, 409) for answer in answers)
    # Those who asked for the next number all got one.
    assert [answer.status_code for answer in answers[5:]] == [201] * 10
    listed = await warehouse.me.get("/warehouse/goods_issues", params={"pageSize": 100})
    numbers = sorted(item["nr"] for item in listed.json()["items"])
    assert numbers == [f"{prefix}/{n:03d}" for n in range(1, len(numbers) + 1)]


async def test_a_number_from_the_series_stays_and_one_by_hand_may_be_corrected(warehouse: Any):
    me = warehouse.me
    automatic = await warehouse.issued()
    refused = await me.put("/warehouse/goods_issues", {"id": automatic["id"], "nr": "WZ inna"})
    assert refused.status_code == 409
    assert refused.json()["code"] == "numer_z_serii"
    kept = await me.put("/warehouse/goods_issues", {"id": automatic["id"], "nr": "AUTO", "uwagi": "x"})
    assert kept.status_code == 200
    assert (await warehouse.shown(automatic["id"]))["nr"] == automatic["nr"]
    manual = await warehouse.issued(nr="WZ stara")
    assert (await me.put("/warehouse/goods_issues", {"id": manual["id"], "nr": "WZ nowa"})).status_code == 200
    assert (await warehouse.shown(manual["id"]))["nr"] == "WZ nowa"


async def test_lines_take_material_out_of_stock_and_are_shown_with_the_document(warehouse: Any):
    board = await warehouse.board(ilosc=5)
    document = await warehouse.issued(
        take(board, 2, cena="320.00"), {"nazwa": "Zawias Blum", "ilosc": "12", "jednostka": "kpl.", "cena": 14.5}
    )
    assert await warehouse.in_stock(board) == 3
    first, second = document["pozycje"]
    assert (first["lp"], first["nazwa"], first["ilosc"], first["jednostka"]) == (
        1,
        "Egger H1180 ST37 2800x2070x18 mm",
        2,
        "szt.",
    )
    assert (first["cena"], first["wartosc"]) == ("320.00", "640.00")
    assert (second["lp"], second["nazwa"], second["wartosc"], second["material_id"]) == (
        2,
        "Zawias Blum",
        "174.00",
        None,
    )
    listed = await warehouse.me.get("/warehouse/goods_issues")
    assert "pozycje" not in listed.json()["items"][0]


async def test_a_line_over_stock_is_refused_with_what_is_available(warehouse: Any):
    board = await warehouse.board(ilosc=1)
    answer = await warehouse.issue(take(board, 3))
    assert answer.status_code == 409
    body = answer.json()
    assert (body["code"], body["dostepne"], body["potrzebne"], body["materialId"]) == ("brak_na_stanie", 1, 3, board)
    assert await warehouse.in_stock(board) == 1
    assert (await warehouse.me.get("/warehouse/goods_issues")).json()["total"] == 0


async def test_two_lines_of_one_material_count_together(warehouse: Any):
    board = await warehouse.board(ilosc=3)
    assert (await warehouse.issue(take(board, 2), take(board, 2))).status_code == 409
    await warehouse.issued(take(board, 2), take(board, 1))
    assert await warehouse.in_stock(board) == 0


async def test_the_last_board_issued_by_two_at_once_goes_to_one_of_them(warehouse: Any):
    board = await warehouse.board(ilosc=1)
    answers = await asyncio.gather(*(warehouse.issue(take(board, 1)) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert (refused.json()["code"], refused.json()["dostepne"]) == ("brak_na_stanie", 0)
    assert await warehouse.in_stock(board) == 0


async def test_documents_that_take_the_same_boards_in_opposite_order_do_not_block_each_other(warehouse: Any):
    one, other = await warehouse.board(ilosc=50), await warehouse.board(ilosc=50, symbol="W1000 ST9")
    answers = await asyncio.gather(
        *(warehouse.issue(take(one, 1), take(other, 1)) for _ in range(8)),
        *(warehouse.issue(take(other, 1), take(one, 1)) for _ in range(8)),
    )
    assert [answer.status_code for answer in answers] == [201] * 16
    assert (await warehouse.in_stock(one), await warehouse.in_stock(other)) == (34, 34)


async def test_deleting_a_document_cancels_it_gives_the_material_back_and_frees_no_number(warehouse: Any):
    board = await warehouse.board(ilosc=5)
    document = await warehouse.issued(take(board, 4))
    gone = await warehouse.me.delete("/warehouse/goods_issues", {"id": document["id"]})
    assert gone.json() == {"ok": True}
    assert await warehouse.in_stock(board) == 5
    [listed] = (await warehouse.me.get("/warehouse/goods_issues")).json()["items"]
    assert (listed["nr"], listed["status"]) == (document["nr"], "anulowana")
    kept = await warehouse.shown(document["id"])
    assert (kept["nr"], kept["status"], len(kept["pozycje"])) == (document["nr"], "anulowana", 1)
    assert (await warehouse.issued())["nr"].endswith("/002")
    assert (await warehouse.issue(nr=document["nr"])).status_code == 409
    again = await warehouse.me.delete("/warehouse/goods_issues", {"id": document["id"]})
    assert again.status_code == 404
    assert await warehouse.in_stock(board) == 5


async def test_a_document_cancelled_by_two_at_once_gives_its_material_back_once(warehouse: Any):
    board = await warehouse.board(ilosc=3)
    document = await warehouse.issued(take(board, 3))
    answers = await asyncio.gather(
        *(warehouse.me.delete("/warehouse/goods_issues", {"id": document["id"]}) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404]
    assert await warehouse.in_stock(board) == 3


async def test_new_lines_replace_the_old_ones_and_stock_follows(warehouse: Any):
    one, other = await warehouse.board(ilosc=5), await warehouse.board(ilosc=5, symbol="W1000 ST9")
    document = await warehouse.issued(take(one, 5))
    body = {"id": document["id"], "pozycje": [take(one, 2), take(other, 4)]}
    assert (await warehouse.me.put("/warehouse/goods_issues", body)).status_code == 200
    assert (await warehouse.in_stock(one), await warehouse.in_stock(other)) == (3, 1)
    shown = await warehouse.shown(document["id"])
    assert [line["ilosc"] for line in shown["pozycje"]] == [2, 4]
    too_much = {"id": document["id"], "uwagi": "więcej", "pozycje": [take(other, 6)]}
    refused = await warehouse.me.put("/warehouse/goods_issues", too_much)
    assert (refused.status_code, refused.json()["dostepne"]) == (409, 1)
    assert (await warehouse.shown(document["id"]))["uwagi"] is None
    assert (await warehouse.in_stock(one), await warehouse.in_stock(other)) == (3, 1)


async def test_lines_changed_by_several_at_once_leave_the_stock_that_the_last_ones_say(warehouse: Any):
    board = await warehouse.board(ilosc=10)
    document = await warehouse.issued(take(board, 1))
    answers = await asyncio.gather(
        *(
            warehouse.me.put("/warehouse/goods_issues", {"id": document["id"], "pozycje": [take(board, count)]})
            for count in range(2, 8)
        )
    )
    assert [answer.status_code for answer in answers] == [200] * 6
    (line,) = (await warehouse.shown(document["id"]))["pozycje"]
    assert await warehouse.in_stock(board) == 10 - line["ilosc"]


async def test_what_makes_no_sense_on_a_document_is_named(warehouse: Any):
    board = await warehouse.board()
    later = warehouse.today + timedelta(days=8)
    cases = [
        ({"kwota": "12,50"}, "kwota"),
        ({"kwota": "1.005"}, "kwota"),
        ({"kwota": -1}, "kwota"),
        ({"data": later.isoformat()}, "data"),
        ({"data": None}, "data"),
        ({"nr": "x" * 41}, "nr"),
        ({"contractId": "umowa"}, "contractId"),
        ({"locationId": str(uuid4())}, "locationId"),
        ({"pozycje": [{"ilosc": 1}]}, "pozycje"),
        ({"pozycje": [{"nazwa": "x", "ilosc": 0}]}, "pozycje"),
        ({"pozycje": [take(board, "1.5")]}, "pozycje"),
        ({"pozycje": [take(str(uuid4()), 1)]}, "pozycje"),
    ]
    for changed, field in cases:
        answer = await warehouse.issue(**changed)
        assert answer.status_code == 400, (changed, answer.text)
        assert answer.json()["details"][0]["path"][0] == field, (changed, answer.text)


async def test_the_value_may_be_text_or_a_number_and_is_shown_as_text(warehouse: Any):
    assert (await warehouse.issued(kwota=1234.5))["kwota"] == "1234.50"
    assert (await warehouse.issued(kwota="0"))["kwota"] == "0.00"


async def test_the_day_of_issue_is_that_of_warsaw_and_may_be_seven_days_ahead(warehouse: Any):
    assert (await warehouse.issued(data="2026-03-09T23:30:00Z"))["data"] == "2026-03-10"
    ahead = warehouse.today + timedelta(days=7)
    assert (await warehouse.issued(data=ahead.isoformat()))["data"] == ahead.isoformat()


async def test_documents_are_found_by_number_contract_and_location(opened: Any, warehouse: Any):
    document = await warehouse.issued(uwagi="Brama od podwórza, dzwonić do Łukasza")
    await warehouse.issued()
    other = await opened(warehouse.me)
    await other.issued()
    for query in ({"contractId": document["contract_id"]}, {"search": "lukasz"}, {"search": document["nr"]}):
        found = (await warehouse.me.get("/warehouse/goods_issues", params=query)).json()
        assert [item["id"] for item in found["items"]] == [document["id"]], query
    here = (await warehouse.me.get("/warehouse/goods_issues", params={"locationId": warehouse.location_id})).json()
    assert here["total"] == 2


async def test_the_number_says_nothing_about_other_organizations_and_tenants(opened: Any, caller: Any, app: Any):
    first = await opened()
    elsewhere = await found_tenant(app, "Inny Dom")
    stranger = await opened(await caller("warehouse.*", within=elsewhere), within=elsewhere)
    document = await first.issued(nr="WZ wspólna")
    assert (await stranger.issued(nr="WZ wspólna"))["nr"] == "WZ wspólna"
    assert (await stranger.issued())["nr"].endswith("/001")
    board = await first.board()
    assert (await stranger.issue(take(board, 1))).status_code == 400
    assert (await stranger.me.delete("/warehouse/goods_issues", {"id": document["id"]})).status_code == 404
    changed = await stranger.me.put("/warehouse/goods_issues", {"id": document["id"], "pozycje": []})
    assert changed.status_code == 404


async def test_an_empty_change_is_fine_and_leaves_no_trace(warehouse: Any, app: Any):
    document = await warehouse.issued()
    answer = await warehouse.me.put("/warehouse/goods_issues", {"id": document["id"]})
    assert (answer.status_code, answer.json()) == (
        200,
        {"ok": True, "warnings": [], "wartoscPozycji": None, "bezCeny": []},
    )
    assert "x-om-operation" not in answer.headers


async def test_9_a_settled_or_dissolved_contract_gets_no_goods(warehouse: Any, caller: Any):
    board = await warehouse.board(ilosc=5)
    settled, dissolved, other = [await warehouse.contract() for _ in range(3)]
    assert (await warehouse.office.post(f"/contracts/contracts/{settled}/settle")).status_code == 200
    body = {"strona": "klient", "powod": "Rezygnacja"}
    assert (await warehouse.office.post(f"/contracts/contracts/{dissolved}/rozwiaz", body)).status_code == 200
    document = await warehouse.issued(contractId=other)
    for contract, code in ((settled, "contract_settled"), (dissolved, "contract_dissolved")):
        refused = await warehouse.issue(take(board, 1), contractId=contract)
        assert (refused.status_code, refused.json()["code"]) == (409, code)
        moved = await warehouse.me.put("/warehouse/goods_issues", {"id": document["id"], "contractId": contract})
        assert (moved.status_code, moved.json()["code"]) == (409, code)
    assert await warehouse.in_stock(board) == 5
    assert (await warehouse.issue(contractId=str(uuid4()))).status_code == 404


async def test_9_settling_and_issuing_goods_at_once_leaves_no_goods_on_a_settled_contract_unseen(warehouse: Any):
    for _ in range(4):
        contract = await warehouse.contract()
        settled, issued = await asyncio.gather(
            warehouse.office.post(f"/contracts/contracts/{contract}/settle"), warehouse.issue(contractId=contract)
        )
        assert settled.status_code == 200
        # Either may have been first; goods that came too late are refused for that reason and no other.
        assert (issued.status_code, issued.json().get("code")) in ((201, None), (409, "contract_settled"))
        listed = await warehouse.me.get("/warehouse/goods_issues", params={"contractId": contract})
        assert listed.json()["total"] == int(issued.status_code == 201)


async def test_9_goods_that_were_issued_keep_a_contract_from_being_deleted_and_reserved_ones_do_not(warehouse: Any):
    contract = await warehouse.contract()
    await warehouse.board(contractId=contract)
    document = await warehouse.issued(contractId=contract)
    refused = await warehouse.office.delete("/contracts/contracts", {"id": contract})
    assert (refused.status_code, refused.json()["used"]) == (409, {"warehouse:goods_issue": 1})
    await warehouse.me.delete("/warehouse/goods_issues", {"id": document["id"]})
    assert (await warehouse.office.delete("/contracts/contracts", {"id": contract})).status_code == 200


async def test_a_board_is_reserved_for_a_contract_that_is_there(warehouse: Any):
    board = {
        "typ": "mdf",
        "producent": "Egger",
        "symbol": "W1000",
        "dlugosc": 2800,
        "szerokosc": 2070,
        "cala": True,
        "ilosc": 1,
    }
    refused = await warehouse.me.post("/warehouse/materials", {**board, "contractId": str(uuid4())})
    assert refused.status_code == 404


async def test_a_series_is_listed_without_a_gap(warehouse: Any):
    for _ in range(3):
        last = await warehouse.issued()
    assert (await warehouse.me.delete("/warehouse/goods_issues", {"id": last["id"]})).status_code == 200
    listed = (await warehouse.me.get("/warehouse/goods_issues", params={"sortField": "nr"})).json()
    assert [(item["nr"][-3:], item["status"]) for item in listed["items"]] == [
        ("001", "wystawiona"),
        ("002", "wystawiona"),
        ("003", "anulowana"),
    ]


async def test_a_value_that_is_not_that_of_the_lines_is_said(warehouse: Any):
    lines = [
        {"nazwa": "Zawias", "ilosc": "3", "cena": "12.35"},
        {"nazwa": "Klej", "ilosc": "0.333", "cena": "10.00"},
        {"nazwa": "Kołki", "ilosc": 1},
    ]
    made = (await warehouse.issue(*lines, kwota="1150.40")).json()
    assert made["warnings"] == ["kwota_rozni_sie_od_pozycji", "pozycje_bez_ceny"]
    assert (made["wartoscPozycji"], made["bezCeny"]) == ("40.38", [3])

    async def change(**values: Any) -> Any:
        return (await warehouse.me.put("/warehouse/goods_issues", {"id": made["id"], **values})).json()

    assert (await change(kwota="40.38"))["warnings"] == ["pozycje_bez_ceny"]
    assert (await change(pozycje=lines[:2]))["warnings"] == []
    assert (await change(pozycje=lines[:1]))["warnings"] == ["kwota_rozni_sie_od_pozycji"]
    assert await change(uwagi="Rampa") == {"ok": True, "warnings": [], "wartoscPozycji": None, "bezCeny": []}
    assert (await warehouse.issue(kwota="99.00")).json()["warnings"] == []
