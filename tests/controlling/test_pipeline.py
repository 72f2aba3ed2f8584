"""The pipeline over HTTP: contracts by stage with what they wait for, each organization its own."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.http import metrics
from bottega.kernel.schemas import today
from bottega.platform.auth import found_tenant
from callers import Caller, Invite

FEATURES = ("controlling.view", "contracts.*", "customers.*", "warehouse.*")


async def made(me: Caller, path: str, **body: Any) -> str:
    """Create something; answers its id."""
    answer = await me.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def contract(me: Caller, numer: str, *, signed: bool = True) -> str:
    """A contract of a new customer."""
    customer = await made(me, "/customers/people", firstName="Ewa", lastName="Mazur", displayName="Ewa Mazur")
    day = today().isoformat() if signed else None
    return await made(me, "/contracts/contracts", numer=numer, typ="szafa", customerId=customer, dataPodpisania=day)


async def ordered(me: Caller, contract_id: str, **days: str) -> str:
    """A purchase order of a contract."""
    return await made(me, "/contracts/purchase_orders", contractId=contract_id, nazwa="Fronty", ilosc=1, **days)


async def stages(me: Caller) -> dict[str, int]:
    """How many contracts are in each stage that has any."""
    answer = await me.get("/controlling/stages")
    return {one["etap"]: one["liczba"] for one in answer.json()["items"] if one["liczba"]}


async def test_a_contract_moves_through_the_stages(caller: Invite) -> None:
    me = await caller(*FEATURES)
    one = await contract(me, "K/1", signed=False)
    assert await stages(me) == {"szkic": 1}
    day = today().isoformat()
    await me.put("/contracts/contracts", {"id": one, "dataPodpisania": day})
    assert await stages(me) == {"podpisana": 1}
    order = await ordered(me, one, dataWyslania=day)
    assert await stages(me) == {"zamowiona": 1}
    await me.put("/contracts/purchase_orders", {"id": order, "dataOdbioru": day})
    assert await stages(me) == {"skompletowana": 1}
    shelf = await made(me, "/warehouse/locations", nazwa="Regał")
    await made(me, "/warehouse/goods_issues", contractId=one, nr="AUTO", data=day, kwota="1.00", locationId=shelf)
    assert await stages(me) == {"w_montazu": 1}
    await me.put("/contracts/contracts", {"id": one, "zakonczona": True})
    assert await stages(me) == {"zakonczona": 1}


async def test_the_list_shows_the_nearest_installation_first_and_what_each_contract_waits_for(caller: Invite) -> None:
    me = await caller(*FEATURES)
    late, soon, never = [await contract(me, numer) for numer in ("K/1", "K/2", "K/3")]
    for one, days in ((late, 20), (soon, 3)):
        moment = (datetime.now(UTC) + timedelta(days=days)).isoformat()
        await made(me, "/contracts/installation_dates", contractId=one, data=moment, opcje={"utworzWydarzenie": False})
    answer = await me.get("/controlling/contracts", headers={"accept-language": "pl"})
    items = answer.json()["items"]
    assert [one["id"] for one in items] == [soon, late, never]
    assert {one["nastepnaBramka"] for one in items} == {"pomiar"}
    assert items[0]["brakuje"] == ["brak zatwierdzonego pomiaru u klienta"]
    assert items[0]["etapNazwa"] == "Podpisana"
    found = await me.get("/controlling/contracts", params={"etap": "podpisana", "search": "/2", "pageSize": 1})
    assert ([one["id"] for one in found.json()["items"]], found.json()["total"]) == ([soon], 1)
    assert (await me.get("/controlling/contracts", params={"etap": "rozliczona"})).json()["total"] == 0
    assert (await me.get("/controlling/contracts", params={"etap": "gotowa"})).status_code == 400


async def test_readiness_names_every_gate(caller: Invite) -> None:
    me = await caller(*FEATURES)
    one = await contract(me, "K/1")
    await made(me, "/contracts/valuations", contractId=one, meble="5000.00")
    await ordered(me, one, dataWyslania="2026-01-05")
    answer = await me.get(f"/controlling/contracts/{one}/readiness", headers={"accept-language": "pl"})
    gates = {gate["kod"]: (gate["otwarta"], gate["brakuje"]) for gate in answer.json()["bramki"]}
    assert gates["wycena"] == gates["podpis"] == (True, [])
    assert gates["dostawy"] == (False, ["zamówienia nieodebrane: 1, w tym opóźnione: 1"])
    assert gates["rozliczenie"] == (False, ["do zapłaty 5\N{NO-BREAK SPACE}000,00\N{NO-BREAK SPACE}zł"])


async def test_strangers_see_no_contract_and_its_features_are_asked_for(app: Application, caller: Invite) -> None:
    me = await caller(*FEATURES)
    one = await contract(me, "K/1")
    other = await caller(*FEATURES, within=await found_tenant(app, f"Other {new_id()}"))
    assert (await other.get("/controlling/contracts")).json()["total"] == 0
    assert (await other.get(f"/controlling/contracts/{one}/readiness")).status_code == 404
    assert (await (await caller("contracts.view")).get("/controlling/stages")).status_code == 403


async def test_a_page_takes_as_many_statements_whatever_its_size(caller: Invite) -> None:
    me = await caller(*FEATURES)
    for number in range(6):
        await contract(me, f"K/{number}")
    counts: set[int] = set()
    for size in (1, 3, 6):
        before = metrics.statements("GET /controlling/contracts")
        assert len((await me.get("/controlling/contracts", params={"pageSize": size})).json()["items"]) == size
        counts.add(metrics.statements("GET /controlling/contracts") - before)
    assert len(counts) == 1
