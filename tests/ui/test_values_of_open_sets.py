"""Suggestions for fields of open sets: values of dictionaries and values that records have, in the caller's view."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from bottega.kernel.application import Application
from bottega.platform.auth import found_tenant

ALL = ("warehouse.*", "contracts.*", "customers.*", "finance.*", "dictionaries.*")
MAKERS = "warehouse:material.producent"
COLOURS = "contracts:front.kolor"


async def _boards(me: Any, *makers: str) -> list[str]:
    made: list[str] = []
    for number, maker in enumerate(makers):
        body = {"typ": "plyta", "producent": maker, "symbol": f"H{number}", "dlugosc": 2800, "szerokosc": 2070}
        answer = await me.post("/warehouse/materials", {**body, "grubosc": 18, "cala": True, "ilosc": 1})
        made.append(answer.json()["id"])
    return made


async def _contract(me: Any, number: str) -> str:
    ewa = (await me.post("/customers/people", {"firstName": "Ewa", "lastName": "Kos"})).json()["id"]
    made = await me.post("/contracts/contracts", {"numer": number, "typ": "kuchnia", "customerId": ewa})
    return made.json()["id"]


async def _offered(me: Any, source: str, **asked: Any) -> list[str]:
    answer = await me.get(f"/ui/suggestions/{source}", params=asked)
    assert answer.status_code == 200, answer.text
    return [one["value"] for one in answer.json()["items"]]


async def test_values_of_records_are_offered_the_most_frequent_first_then_by_name(caller: Any):
    me = await caller(*ALL)
    await _boards(me, "Swiss Krono", "Łódź", "Egger", "Lamex", "Egger", "Swiss Krono", "Egger")
    assert await _offered(me, MAKERS) == ["Egger", "Swiss Krono", "Lamex", "Łódź"]
    answer = await me.get(f"/ui/suggestions/{MAKERS}", params={"limit": 1})
    assert answer.json() == {"items": [{"value": "Egger", "label": "Egger", "colour": None, "icon": None}]}


async def test_values_of_records_are_found_by_every_folded_word(caller: Any):
    me = await caller(*ALL)
    await _boards(me, "Swiss Krono", "Łódź 100%", "Egger")
    assert await _offered(me, MAKERS, search="LODZ") == ["Łódź 100%"]
    assert await _offered(me, MAKERS, search="krono  swi") == ["Swiss Krono"]
    assert await _offered(me, MAKERS, search="krono egger") == []
    assert await _offered(me, MAKERS, search="0%") == ["Łódź 100%"]
    assert await _offered(me, MAKERS, search="_") == []
    assert len(await _offered(me, MAKERS, search="  ")) == 3


async def test_values_that_have_words_are_called_and_found_by_them_and_so_in_files(caller: Any):
    me = await caller(*ALL)
    for kind in ("blat_kompakt", "tapeta_wodoodporna", "blat_kompakt"):
        body = {"typ": kind, "producent": "Egger", "symbol": "H1", "dlugosc": 2800, "szerokosc": 2070, "grubosc": 18}
        assert (await me.post("/warehouse/materials", {**body, "cala": True, "ilosc": 1})).status_code == 201
    source = "/ui/suggestions/warehouse:material.typ"
    polish = {"accept-language": "pl"}
    offered = (await me.get(source, headers=polish)).json()["items"]
    assert [(one["value"], one["label"]) for one in offered] == [
        ("blat_kompakt", "Blat kompaktowy"),
        ("tapeta_wodoodporna", "tapeta_wodoodporna"),
    ]
    assert [
        one["value"] for one in (await me.get(source, params={"search": "kompaktowy"}, headers=polish)).json()["items"]
    ] == ["blat_kompakt"]
    file = (await me.get("/warehouse/materials", params={"format": "csv", "headings": "words"}, headers=polish)).text
    assert "Blat kompaktowy" in file
    assert "blat_kompakt" in (await me.get("/warehouse/materials", params={"format": "csv"}, headers=polish)).text


async def test_deleted_records_and_empty_fields_offer_nothing(caller: Any):
    me = await caller(*ALL)
    gone, _ = await _boards(me, "Pfleiderer", "Egger")
    assert (await me.delete("/warehouse/materials", {"id": gone})).status_code == 200
    assert await _offered(me, MAKERS) == ["Egger"]
    contract = await _contract(me, "K/2026/1")
    made = await me.post("/contracts/fronts", {"contractId": contract, "typ": "rama", "kolor": None})
    assert made.status_code == 201
    assert await _offered(me, COLOURS) == []


async def test_values_out_of_view_are_not_offered(app: Application, caller: Any):
    me = await caller(*ALL)
    boss = await caller(super_admin=True)
    next_door = (await boss.post("/directory/organizations", {"name": f"Obok {uuid4()}"})).json()["id"]
    other = await caller(*ALL, organizations=[next_door], organization_id=next_door)
    stranger = await caller(*ALL, within=await found_tenant(app, "obcy"))
    await _boards(me, "Egger")
    await _boards(other, "Lamex")
    nowhere = await caller(*ALL, organizations=[])
    for one, values in ((me, ["Egger"]), (other, ["Lamex"]), (stranger, []), (nowhere, [])):
        assert await _offered(one, MAKERS) == values
    assert (await me.post("/customers/dictionaries/sources", {"value": "Targi"})).status_code == 201
    for one, values in ((me, ["Targi"]), (other, []), (stranger, []), (nowhere, [])):
        assert await _offered(one, "customers:sources", search="targi") == values


async def test_who_sees_some_contracts_is_offered_what_those_have(caller: Any):
    me = await caller(*ALL)
    fitter = await caller("contracts.view", "contracts.only_assigned")
    own, foreign = await _contract(me, "K/2026/1"), await _contract(me, "K/2026/2")
    for contract, colour in ((own, "szary"), (foreign, "zielony"), (foreign, "szary")):
        made = await me.post("/contracts/fronts", {"contractId": contract, "typ": "rama", "kolor": colour})
        assert made.status_code == 201
    assigned = {"contractId": own, "uzytkownikId": str(fitter.user_id)}
    assert (await me.post("/contracts/worker_assignments", assigned)).status_code == 201
    assert await _offered(me, COLOURS) == ["szary", "zielony"]
    assert await _offered(fitter, COLOURS) == ["szary"]
    assert await _offered(fitter, COLOURS, search="ziel") == []


async def test_only_the_newest_records_are_looked_through(app: Application, caller: Any):
    me = await caller(*ALL)
    contract = await _contract(me, "K/2026/1")
    ids = [
        (await me.post("/contracts/fronts", {"contractId": contract, "typ": "rama", "kolor": colour})).json()["id"]
        for colour in ("wenge", "dab")
    ]
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute(
            "INSERT INTO contracts_fronts SELECT (jsonb_populate_record(f, jsonb_build_object('id', uuidv7()))).*"
            " FROM contracts_fronts f, generate_series(1, 4999) WHERE f.tenant_id = $1 AND f.id = $2",
            me.tenant_id,
            UUID(ids[1]),
        )
    assert await _offered(me, COLOURS) == ["dab"]


async def test_a_dictionary_offers_its_words_in_its_order_with_colour_and_icon(caller: Any):
    me = await caller(*ALL)
    word = {"value": "vip_gold", "label": "Złoty klient", "color": "#aabbcc", "icon": "lucide:star"}
    assert (await me.post("/customers/dictionaries/statuses", word)).status_code == 201
    answer = (await me.get("/ui/suggestions/customers:statuses", params={"limit": 100})).json()["items"]
    listed = (await me.get("/customers/dictionaries/statuses")).json()["items"]
    assert answer == [
        {"value": one["value"], "label": one["label"], "colour": one["color"], "icon": one["icon"]} for one in listed
    ]
    for words in ("zloty", "GOLD", "vip klient"):
        assert await _offered(me, "customers:statuses", search=words) == ["vip_gold"]
    assert len(await _offered(me, "customers:statuses", limit=1)) == 1


async def test_currencies_are_offered_out_of_their_dictionary(caller: Any):
    me = await caller(*ALL)
    assert await _offered(me, "customers:currency") == []
    made = (await me.post("/dictionaries", {"key": "currency", "name": "Waluty"})).json()["id"]
    for value, label in (("PLN", "Z\u0142oty"), ("EUR", "Euro")):
        added = await me.post(f"/dictionaries/{made}/entries", {"value": value, "label": label})
        assert added.status_code == 201, added.text
    listed = (await me.get("/customers/dictionaries/currency")).json()["entries"]
    assert await _offered(me, "customers:currency") == [one["value"] for one in listed] != []
    assert await _offered(me, "customers:currency", search="zlot") == ["PLN"]


async def test_suggestions_are_for_those_who_may_see_where_they_come_from(caller: Any, nobody: Any):
    poor = await caller("messaging.view")
    for source, feature in ((MAKERS, "warehouse.view"), ("customers:sources", "customers.people.view")):
        refused = await poor.get(f"/ui/suggestions/{source}")
        assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, [feature])
    unknown = await poor.get("/ui/suggestions/warehouse:material.cena", headers={"accept-language": "pl"})
    assert (unknown.status_code, unknown.json()["error"]) == (404, "Nie ma podpowiedzi o tej nazwie")
    assert (await nobody.get(f"/ui/suggestions/{MAKERS}")).status_code == 401


@pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"search": "x" * 201}])
async def test_a_limit_out_of_bounds_and_too_many_words_are_refused(caller: Any, asked: Any):
    me = await caller("warehouse.view")
    assert (await me.get(f"/ui/suggestions/{MAKERS}", params=asked)).status_code == 400


async def test_no_words_are_a_fault(caller: Any):
    me = await caller("warehouse.view")
    for words in ("\\", "%", "\x00", "'", '{"', "\ud7ff", "a\\b"):
        assert (await me.get(f"/ui/suggestions/{MAKERS}", params={"search": words})).status_code in {200, 400}
