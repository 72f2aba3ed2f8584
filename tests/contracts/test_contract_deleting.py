"""Deleting a contract takes all of it along, one undo brings all back; what happened for good is in the way."""

from typing import Any

PATH = "/contracts/contracts"
PARTS: dict[str, dict[str, Any]] = {
    "furniture": {"korpus": "Egger"},
    "fronts": {"typ": "gładki"},
    "handles": {"typ": "gola"},
    "vitrines": {"szyba": "float"},
    "appliances": {"cena": 1},
    "valuations": {"meble": 1},
    "payment_methods": {"typ": "Rata", "rodzaj": "karta", "cena": 1},
    "planned_payments": {"typ": "Rata", "rodzaj": "karta", "cena": 1},
    "assembly_notes": {"uwagi": "x"},
    "purchase_orders": {"nazwa": "Blat", "ilosc": 1},
    "installation_dates": {"data": "2026-12-01T08:00:00Z"},
}


async def test_everything_of_a_contract_goes_with_it_and_comes_back_with_it(office: Any, caller: Any) -> None:
    contract = await office.contract()
    other = await office.contract()
    for part, body in PARTS.items():
        await office.add(part, contractId=contract, **body)
    await office.add("furniture", contractId=other, korpus="Egger")
    fitter = await caller("contracts.view")
    await office.add("worker_assignments", contractId=contract, uzytkownikId=str(fitter.user_id))
    gone = await office.me.delete(PATH, {"id": contract})
    assert gone.status_code == 200, gone.text
    for part in PARTS:
        assert [item["contract_id"] for item in await office.items(part) if item["contract_id"] == contract] == []
    assert len(await office.items("furniture")) == 1
    back = await office.undo(gone)
    assert back.status_code == 200, back.text
    for part in (*PARTS, "worker_assignments"):
        assert len(await office.items(part, contractId=contract)) == 1


async def test_9_confirmed_payments_and_a_settlement_keep_a_contract(office: Any) -> None:
    contract = await office.contract()
    await office.quote(contract, "100.00")
    await office.pay(contract, "60.00")
    refused = await office.me.delete(PATH, {"id": contract})
    assert refused.status_code == 409
    assert refused.json()["code"] == "in_use"
    assert refused.json()["used"]["contracts:payment_method"] == 1
    await office.pay(contract, "40.00")
    await office.settle(contract)
    refused = await office.me.delete(PATH, {"id": contract})
    assert (refused.status_code, refused.json()["code"]) == (409, "contract_settled")
    assert refused.json()["used"]["contracts:payment_method"] == 2
    assert len(await office.items("valuations", contractId=contract)) == 1


async def test_a_contract_that_is_gone_takes_nothing_more(office: Any) -> None:
    contract = await office.contract()
    await office.me.delete(PATH, {"id": contract})
    assert (await office.me.delete(PATH, {"id": contract})).status_code == 404
    refused = await office.me.post("/contracts/fronts", {"contractId": contract, "typ": "gładki"})
    assert refused.status_code == 404
    assert (await office.settle(contract)).status_code == 404
