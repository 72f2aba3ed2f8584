"""What is reserved for one contract is not taken for another one without a word (BR-17)."""

import asyncio
from typing import Any
from uuid import UUID


async def numbered(warehouse: Any) -> tuple[str, str]:
    """A contract and its number."""
    contract = await warehouse.contract()
    listed = await warehouse.office.get("/contracts/contracts", params={"id": contract})
    return contract, listed.json()["items"][0]["numer"]


async def log(caller: Any) -> str:
    """What the tenant's log of actions says."""
    reader = await caller("audit_logs.view_self", "audit_logs.view_tenant")
    return (await reader.get("/audit_logs/audit-logs/actions")).text


def refused(answer: Any, board: str, contract: str, number: str) -> None:
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "zarezerwowana_dla"), answer.text
    assert (body["materialId"], body["contractId"], body["numer"]) == (board, contract, number)
    assert number in body["error"]


async def test_boards_of_another_contract_are_issued_only_for_a_reason(warehouse: Any):
    contract, number = await numbered(warehouse)
    board = await warehouse.board(ilosc=2, contractId=contract)
    line = {"materialId": board, "ilosc": 1}
    refused(await warehouse.issue(line), board, contract, number)
    silent = await warehouse.issue(line, force=True)
    assert (silent.status_code, silent.json()["details"][0]["code"]) == (400, "powod_required")
    assert await warehouse.in_stock(board) == 2
    forced = await warehouse.issued(line, force=True, powod="Nowa płyta jutro")
    assert (forced["powod"], await warehouse.in_stock(board)) == ("Nowa płyta jutro", 1)
    own = await warehouse.issued(line, contractId=contract, force=True, powod="zbędny")
    assert (own["powod"], await warehouse.in_stock(board)) == (None, 0)


async def test_who_may_not_change_reservations_may_not_pass_them_by(warehouse: Any, caller: Any):
    board = await warehouse.board(contractId=await warehouse.contract())
    clerk = await caller("warehouse.view", "warehouse.create")
    body = warehouse.document({"materialId": board, "ilosc": 1}, contractId=await warehouse.contract())
    answer = await clerk.post("/warehouse/goods_issues", {**body, "force": True, "powod": "Pilne"})
    assert (answer.status_code, answer.json()["requiredFeatures"]) == (403, ["warehouse.materials.manage"])
    assert (await clerk.post("/warehouse/goods_issues", body)).status_code == 409


async def test_a_changed_document_takes_no_more_of_another_contract(warehouse: Any):
    contract, number = await numbered(warehouse)
    board, free = await warehouse.board(ilosc=3, contractId=contract), await warehouse.board(ilosc=3)
    document = await warehouse.issued({"materialId": free, "ilosc": 1})

    async def change(*lines: dict[str, Any], **more: Any):
        body = {"id": document["id"], "pozycje": list(lines), **more}
        return await warehouse.me.put("/warehouse/goods_issues", body)

    refused(await change({"materialId": board, "ilosc": 1}), board, contract, number)
    assert (await warehouse.in_stock(board), await warehouse.in_stock(free)) == (3, 2)
    assert (await change({"materialId": board, "ilosc": 2}, force=True, powod="Pilne")).status_code == 200
    # What was taken with a reason stays taken; more of it needs one again.
    assert (await change({"materialId": board, "ilosc": 1})).status_code == 200
    refused(await change({"materialId": board, "ilosc": 2}), board, contract, number)
    assert ((await warehouse.shown(document["id"]))["powod"], await warehouse.in_stock(board)) == ("Pilne", 2)


async def test_a_document_does_not_carry_reserved_boards_to_another_contract(warehouse: Any):
    contract, number = await numbered(warehouse)
    board = await warehouse.board(contractId=contract)
    document = await warehouse.issued({"materialId": board, "ilosc": 1}, contractId=contract)
    other = {"id": document["id"], "contractId": await warehouse.contract()}
    refused(await warehouse.me.put("/warehouse/goods_issues", other), board, contract, number)
    assert (await warehouse.shown(document["id"]))["contract_id"] == contract
    forced = await warehouse.me.put("/warehouse/goods_issues", {**other, "force": True, "powod": "Zamiana"})
    assert forced.status_code == 200
    assert (await warehouse.shown(document["id"]))["powod"] == "Zamiana"


async def test_a_board_of_another_contract_is_cut_only_for_a_reason(warehouse: Any):
    contract, number = await numbered(warehouse)
    board, other = await warehouse.board(ilosc=3, contractId=contract), await warehouse.contract()

    async def cut(**more: Any):
        body = {"formatki": [{"dl": 600, "szer": 400}], **more}
        return await warehouse.me.post(f"/warehouse/materials/{board}/cut", body)

    refused(await cut(contractId=other), board, contract, number)
    assert (await cut(contractId=other, force=True)).status_code == 400
    assert await warehouse.in_stock(board) == 3
    assert (await cut(contractId=other, force=True, powod="Pomyłka w cięciu")).status_code == 200
    assert (await cut()).json()["contractId"] == contract
    listed = await warehouse.me.get("/warehouse/cuts", params={"materialId": board})
    assert [(row["contract_id"], row["powod"]) for row in listed.json()["items"]] == [
        (other, "Pomyłka w cięciu"),
        (contract, None),
    ]


async def test_what_is_reserved_for_a_contract_that_is_over_is_free(warehouse: Any, app: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(ilosc=2, contractId=contract)
    async with app.database.tenant(warehouse.me.tenant_id) as connection:
        await connection.execute("UPDATE contracts_contracts SET rozliczona = true WHERE id = $1", UUID(contract))
    assert (await warehouse.issue({"materialId": board, "ilosc": 1})).status_code == 201
    query = {"symbol": "H1180 ST37", "dl": 500, "szer": 500}
    found = await warehouse.me.get("/warehouse/materials/candidates", params=query)
    assert [one["id"] for one in found.json()["items"]] == [board]


async def test_of_those_who_want_the_last_board_its_contract_gets_it_or_nobody(warehouse: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(ilosc=1, contractId=contract)
    others = [await warehouse.contract() for _ in range(2)]
    cut = {"formatki": [{"dl": 600, "szer": 400}]}
    answers = await asyncio.gather(
        *(warehouse.issue({"materialId": board, "ilosc": 1}, contractId=one) for one in others),
        warehouse.me.post(f"/warehouse/materials/{board}/cut", cut),
        warehouse.issue({"materialId": board, "ilosc": 1}, contractId=contract),
        warehouse.me.post(f"/warehouse/materials/{board}/cut", {**cut, "contractId": others[0]}),
    )
    assert all(answer.status_code == 409 for answer in (*answers[:2], answers[4]))
    assert sorted(answer.status_code for answer in answers[2:4]) in ([200, 409], [201, 409])
    assert await warehouse.in_stock(board) == 0


async def test_a_reserved_board_is_not_made_less_or_another_without_a_reason(warehouse: Any, caller: Any):
    contract, number = await numbered(warehouse)
    board = await warehouse.board(ilosc=3, contractId=contract, cenaZakupu="200")

    async def change(**values: Any):
        return await warehouse.me.put("/warehouse/materials", {"id": board, **values})

    for less in ({"ilosc": 2}, {"symbol": "W1000 ST9"}, {"szerokosc": 2000}, {"cala": False, "ilosc": 1}):
        refused(await change(**less), board, contract, number)
    assert (await warehouse.material(board))["ilosc"] == 3
    # More of it, another place, and giving the reservation up take nothing from anybody.
    assert (await change(ilosc=4, locationId=warehouse.location_id, symbol="H1180 ST37")).status_code == 200
    assert (await change(ilosc=3, force=True)).status_code == 400
    assert (await change(ilosc=3, force=True, powod="Inwentura")).status_code == 200
    assert "Inwentura" in await log(caller)
    assert (await change(ilosc=1, contractId=None)).status_code == 200


async def test_a_reserved_board_is_deleted_only_for_a_reason(warehouse: Any, caller: Any):
    contract, number = await numbered(warehouse)
    board, used_up = (await warehouse.board(contractId=contract), await warehouse.board(ilosc=0, contractId=contract))
    assert (await warehouse.me.delete("/warehouse/materials", params={"id": used_up})).status_code == 200
    refused(await warehouse.me.delete("/warehouse/materials", params={"id": board}), board, contract, number)
    body = {"id": board, "force": True}
    assert (await warehouse.me.delete("/warehouse/materials", body)).status_code == 400
    forced = await warehouse.me.delete("/warehouse/materials", {**body, "powod": "Zalana"})
    assert forced.status_code == 200, forced.text
    assert "Zalana" in await log(caller)


HEAD = "Kod;Typ;Producent;Dekor;Długość (mm);Szer.;Grubość;Ilość szt."


async def imported(warehouse: Any, *rows: str, who: Any = None, **form: Any):
    files = {"file": ("stan.csv", "\r\n".join([HEAD, *rows]).encode("cp1250"), "text/csv")}
    return await (who or warehouse.me).client.post("/warehouse/materials/import", files=files, data=form)


def row(code: str, count: int) -> str:
    return f"{code};plyta_laminowana;Egger;H1180 ST37;2800;2070;18;{count}"


async def test_a_stock_list_takes_nothing_that_is_reserved_without_a_reason(warehouse: Any, caller: Any):
    contract, number = await numbered(warehouse)
    board = await warehouse.board(ilosc=3, contractId=contract, legacyId="A1")
    answer = await imported(warehouse, row("A1", 2), row("A2", 9))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_rows")
    [error] = answer.json()["errors"]
    assert (error["line"], number in error["reason"]) == (2, True)
    assert (await imported(warehouse, row("A1", 4))).json()["updated"] == 1
    assert (await imported(warehouse, row("A1", 3), row("A2", 9), skipBad="true")).json()["created"] == 1
    assert await warehouse.in_stock(board) == 4
    assert (await imported(warehouse, row("A1", 3), force="true")).status_code == 400
    forced = await imported(warehouse, row("A1", 3), force="true", powod="Inwentura")
    assert (forced.status_code, forced.json()["updated"], await warehouse.in_stock(board)) == (200, 1, 3)
    assert "Inwentura" in await log(caller)


async def test_a_stock_list_of_a_limited_person_does_not_reach_what_they_do_not_see(warehouse: Any, caller: Any):
    board = await warehouse.board(ilosc=3, contractId=await warehouse.contract(), legacyId="A1")
    limited = await caller("warehouse.*", "contracts.only_assigned")
    answer = await imported(warehouse, row("A1", 9), who=limited, force="true", powod="Nie moje")
    assert (answer.status_code, answer.json()["errors"][0]["column"]) == (400, "Kod")
    assert "umow" not in answer.text
    assert await warehouse.in_stock(board) == 3


async def test_a_dissolved_contract_gives_its_boards_back_at_once(warehouse: Any):
    contract = await warehouse.contract()
    boards = [await warehouse.board(contractId=contract) for _ in range(2)]
    other = await warehouse.board(contractId=await warehouse.contract())
    body = {"strona": "klient", "powod": "Rezygnacja"}
    dissolved = await warehouse.office.post(f"/contracts/contracts/{contract}/rozwiaz", body)
    assert dissolved.status_code == 200, dissolved.text
    assert [(await warehouse.material(one))["contract_id"] for one in boards] == [None, None]
    assert (await warehouse.material(other))["contract_id"] is not None


async def test_a_board_that_is_issued_while_its_contract_is_dissolved_is_not_lost(warehouse: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(ilosc=1, contractId=contract)
    body = {"strona": "klient", "powod": "Rezygnacja"}
    issued, dissolved = await asyncio.gather(
        warehouse.issue({"materialId": board, "ilosc": 1}, contractId=contract),
        warehouse.office.post(f"/contracts/contracts/{contract}/rozwiaz", body),
    )
    assert (dissolved.status_code, issued.status_code in (201, 409)) == (200, True)
    kept = await warehouse.material(board)
    assert (kept["ilosc"], kept["contract_id"]) == (int(issued.status_code == 409), None)
