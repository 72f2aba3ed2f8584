"""Names of records by their ids and by words, as far as the caller may see them."""

from typing import Any
from uuid import uuid4

import pytest

from bottega.kernel.application import Application
from bottega.platform.auth import found_tenant

SOME = ("warehouse.*", "contracts.*", "customers.*", "finance.*")


async def _board(me: Any, symbol: str = "H1180 ST37") -> str:
    body = {"typ": "plyta", "producent": "Egger", "symbol": symbol, "dlugosc": 2800, "szerokosc": 2070}
    answer = await me.post("/warehouse/materials", {**body, "grubosc": 18, "cala": True, "ilosc": 1})
    return answer.json()["id"]


async def test_records_are_called_by_their_titles_in_the_callers_language(caller: Any):
    me = await caller(*SOME)
    board = await _board(me)
    ewa = (
        await me.post("/customers/people", {"firstName": "Ewa", "lastName": "Kos", "primaryPhone": "600100200"})
    ).json()["id"]
    asked = {"warehouse:material": [board, str(uuid4())], "customers:customer_entity": [ewa], "nobody:knows": [board]}
    answer = await me.post("/ui/names", asked, headers={"accept-language": "pl"})
    assert answer.status_code == 200
    assert answer.json() == {
        "warehouse:material": {board: {"title": "Egger H1180 ST37", "subtitle": "2800 \u00d7 2070 \u00d7 18 mm"}},
        "customers:customer_entity": {ewa: {"title": "Ewa Kos", "subtitle": "600100200"}},
        "nobody:knows": {},
    }


async def test_a_contract_is_shown_with_its_customer(caller: Any):
    me = await caller(*SOME)
    ewa = (await me.post("/customers/people", {"firstName": "Ewa", "lastName": "Kos"})).json()["id"]
    made = await me.post("/contracts/contracts", {"numer": "K/2026/1", "typ": "kuchnia", "customerId": ewa})
    contract = made.json()["id"]
    asked = {"contracts:contract": [contract]}
    named = (await me.post("/ui/names", asked)).json()["contracts:contract"][contract]
    assert named == {"title": "K/2026/1", "subtitle": "Ewa Kos"}


async def test_people_and_companies_are_chosen_apart_and_together(caller: Any):
    me = await caller(*SOME)
    ewa = (await me.post("/customers/people", {"firstName": "Ewa", "lastName": "Jawor"})).json()["id"]
    firm = (await me.post("/customers/companies", {"displayName": "Jawor Meble"})).json()["id"]
    offered = {}
    for entity in ("customer_person_profile", "customer_company_profile", "customer_entity"):
        found = await me.get(f"/ui/choices/customers:{entity}", params={"search": "jawor"})
        offered[entity] = {one["id"] for one in found.json()["items"]}
    assert offered == {
        "customer_person_profile": {ewa},
        "customer_company_profile": {firm},
        "customer_entity": {ewa, firm},
    }
    asked = {"customers:customer_company_profile": [ewa, firm]}
    assert [*(await me.post("/ui/names", asked)).json()["customers:customer_company_profile"]] == [firm]


async def test_an_address_is_named_in_one_line_and_found_by_whose_it_is(caller: Any):
    me, poor = await caller(*SOME), await caller("customers.people.view")
    ewa = (await me.post("/customers/people", {"firstName": "Ewa", "lastName": "Jawor"})).json()["id"]
    await me.post("/customers/people", {"firstName": "Adam", "lastName": "Bez Adresu"})
    place = {"addressLine1": "Długa", "buildingNumber": "4", "flatNumber": "12", "postalCode": "62-030"}
    made = await me.post("/customers/addresses", {"entityId": ewa, **place, "city": "Luboń"})
    name = {"title": "Długa 4/12, 62-030 Luboń", "subtitle": "Ewa Jawor"}
    asked = {"customers:customer_address": [made.json()["id"]]}
    assert [*(await me.post("/ui/names", asked)).json()["customers:customer_address"].values()] == [name]
    found = (await me.get("/ui/choices/customers:customer_address", params={"search": "jawor"})).json()["items"]
    assert found == [{"id": made.json()["id"], **name}]
    assert (await me.get("/ui/choices/customers:customer_address", params={"search": "bez"})).json()["items"] == []
    assert (await poor.post("/ui/names", asked)).json() == {"customers:customer_address": {}}


async def test_what_is_not_in_view_has_no_name(app: Application, caller: Any):
    me, poor = await caller(*SOME), await caller("warehouse.view")
    boss = await caller(super_admin=True)
    next_door = (await boss.post("/directory/organizations", {"name": f"Obok {uuid4()}"})).json()["id"]
    other = await caller(*SOME, organizations=[next_door], organization_id=next_door)
    stranger = await caller(*SOME, within=await found_tenant(app, "obcy"))
    board = await _board(me)
    asked = {"warehouse:material": [board]}
    for one in (other, stranger):
        assert (await one.post("/ui/names", asked)).json() == {"warehouse:material": {}}
    assert (await poor.post("/ui/names", {"contracts:contract": [board]})).json() == {"contracts:contract": {}}
    assert (await poor.get("/ui/choices/contracts:contract")).status_code == 403
    assert (await poor.get("/ui/choices/nobody:knows")).status_code == 404


async def test_choices_are_found_by_their_words_and_bounded(caller: Any):
    me = await caller(*SOME)
    for symbol in ("H1180 ST37", "W1000 ST9", "H3700 ST10"):
        await _board(me, symbol)
    found = await me.get("/ui/choices/warehouse:material", params={"search": "w1000"})
    assert [one["title"] for one in found.json()["items"]] == ["Egger W1000 ST9"]
    assert len((await me.get("/ui/choices/warehouse:material", params={"limit": 2})).json()["items"]) == 2
    assert (await me.get("/ui/choices/warehouse:material", params={"limit": 101})).status_code == 400


async def test_everybody_signed_in_may_know_what_colleagues_are_called(caller: Any):
    me = await caller("warehouse.view")
    items = (await me.get("/ui/choices/auth:user")).json()["items"]
    assert items
    assert {*items[0]} == {"id", "title", "subtitle"}
    one = items[0]["id"]
    assert (await me.post("/ui/names", {"auth:user": [one]})).json()["auth:user"][one]["title"] == items[0]["title"]


async def test_roles_have_names_for_those_who_may_list_them(caller: Any):
    me, poor = await caller("auth.roles.*"), await caller("warehouse.view")
    made = (await me.post("/auth/roles", {"name": "Lakiernik"})).json()["id"]
    assert (await me.post("/ui/names", {"auth:role": [made]})).json() == {
        "auth:role": {made: {"title": "Lakiernik", "subtitle": ""}}
    }
    assert made in {one["id"] for one in (await me.get("/ui/choices/auth:role?search=lakier")).json()["items"]}
    assert (await poor.post("/ui/names", {"auth:role": [made]})).json() == {"auth:role": {}}


@pytest.mark.parametrize(
    "asked", [{"warehouse:material": ["x"]}, {"warehouse:material": "x"}, {"a:b": [str(uuid4())] * 201}]
)
async def test_what_is_no_list_of_some_ids_is_refused(caller: Any, asked: Any):
    me = await caller("warehouse.view")
    assert (await me.post("/ui/names", asked)).status_code == 400
    half = {entity: [str(uuid4()) for _ in range(150)] for entity in ("a:b", "c:d")}
    assert (await me.post("/ui/names", half)).status_code == 400
