"""The dictionaries of customers: read down the tree, changed at home, undone; and currencies."""

import asyncio
from typing import Any
from unicodedata import normalize
from uuid import uuid4

import pytest
from crm import FEATURES, Crm, neighbour

from bottega.business.customers.dictionaries.entries import KINDS
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES))


async def below(crm: Crm, caller: Any) -> Caller:
    """Somebody of an organization below that of the test."""
    boss = await caller(super_admin=True)
    parent = str(crm.me.organization_id)
    made = await boss.post("/directory/organizations", {"name": f"Filia {uuid4()}", "parentId": parent})
    assert made.status_code == 201, made.text
    organization = made.json()["id"]
    return await caller(*FEATURES, organizations=[organization], organization_id=organization)


@pytest.mark.parametrize("kind", KINDS)
async def test_each_of_the_nine_keeps_its_own_values(crm: Crm, kind: str):
    made = await crm.made(f"dictionaries/{kind}", {"value": " Nowy ", "color": "#AABBCC", "icon": "lucide:star"})
    assert (made["value"], made["label"], made["color"], made["icon"]) == ("Nowy", "Nowy", "#aabbcc", "lucide:star")
    assert made["organizationId"] == str(crm.me.organization_id)
    [listed] = await crm.items(f"dictionaries/{kind}")
    assert listed == {**made, "isInherited": False}
    other = next(name for name in KINDS if name != kind)
    assert await crm.items(f"dictionaries/{other}") == []


async def test_an_unknown_kind_is_refused(crm: Crm):
    answer = await crm.me.get("/customers/dictionaries/moods")
    assert (answer.status_code, answer.json()["error"]) == (400, "Failed to load dictionary entries")
    assert (await crm.me.post("/customers/dictionaries/moods", {"value": "x"})).status_code == 400


async def test_the_same_value_in_another_case_is_updated_not_added(crm: Crm):
    made = await crm.made("dictionaries/statuses", {"value": "active", "label": "Aktywny"})
    again = await crm.me.post("/customers/dictionaries/statuses", {"value": "ACTIVE", "color": "#112233"})
    assert again.status_code == 200
    moved = again.json()["updatedAt"]
    assert again.json() == {**made, "value": "ACTIVE", "color": "#112233", "updatedAt": moved}
    assert moved > made["updatedAt"]
    same = await crm.me.post("/customers/dictionaries/statuses", {"value": "ACTIVE"})
    assert (same.status_code, same.json()) == (200, again.json())
    assert "x-om-operation" not in same.headers
    composed = await crm.made("dictionaries/statuses", {"value": "Łóżko"})
    other = {"value": normalize("NFD", "łóżko")}
    assert (await crm.me.post("/customers/dictionaries/statuses", other)).json()["id"] == composed["id"]
    assert len(await crm.items("dictionaries/statuses")) == 2


async def test_many_who_add_one_value_at_once_get_one_entry(crm: Crm):
    answers = await asyncio.gather(
        *(crm.me.post("/customers/dictionaries/sources", {"value": "Targi"}) for _ in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_changing_a_value_resets_its_label_and_a_blank_label_is_the_value(crm: Crm):
    made = await crm.made("dictionaries/sources", {"value": "fair", "label": "Targi"})
    path = f"/customers/dictionaries/sources/{made['id']}"

    async def patch(**body: Any) -> Any:
        return await crm.me.client.patch(path, json=body)

    assert (await patch(value="fairs")).json()["label"] == "fairs"
    assert (await patch(label="Targi meblowe")).json()["label"] == "Targi meblowe"
    assert (await patch(label="")).json()["label"] == "fairs"
    assert (await patch(color=None)).status_code == 200
    nothing = await patch()
    assert (nothing.status_code, nothing.json()["details"][0]["message"]) == (400, "No changes provided")
    await crm.made("dictionaries/sources", {"value": "web"})
    clash = await patch(value="WEB")
    assert (clash.status_code, clash.json()["error"]) == (409, "An entry with this value already exists.")


async def test_what_is_above_is_inherited_overridden_and_not_changed_from_below(crm: Crm, caller: Any):
    branch = Crm(await below(crm, caller))
    above = await crm.made("dictionaries/statuses", {"value": "active", "label": "Z góry"})
    await crm.made("dictionaries/statuses", {"value": "old", "label": "Stary"})
    listed = await branch.items("dictionaries/statuses")
    assert [(word["label"], word["isInherited"]) for word in listed] == [("Stary", True), ("Z góry", True)]
    own = await branch.made("dictionaries/statuses", {"value": "Active", "label": "Własny"})
    listed = await branch.items("dictionaries/statuses")
    assert [(word["label"], word["isInherited"]) for word in listed] == [("Własny", False), ("Stary", True)]
    path = f"/customers/dictionaries/statuses/{above['id']}"
    assert (await branch.me.client.patch(path, json={"label": "x"})).status_code == 404
    assert (await branch.me.delete(path)).status_code == 404
    # Those above see their own; that of a branch neither hides nor doubles it.
    assert [word["id"] for word in await crm.items("dictionaries/statuses") if word["value"] == "active"] == [
        above["id"]
    ]
    assert own["id"] != above["id"]


async def test_strangers_see_and_change_nothing(crm: Crm, caller: Any, app: Any):
    made = await crm.made("dictionaries/statuses", {"value": "active"})
    for stranger in (await caller(*FEATURES, within=await found_tenant(app, "Elsewhere")), await neighbour(caller)):
        assert await Crm(stranger).items("dictionaries/statuses") == []
        gone = await stranger.delete(f"/customers/dictionaries/statuses/{made['id']}")
        assert gone.status_code == 404
    wrong_kind = await crm.me.delete(f"/customers/dictionaries/sources/{made['id']}")
    assert wrong_kind.status_code == 404
    assert len(await crm.items("dictionaries/statuses")) == 1


async def test_adding_changing_and_deleting_are_undone(crm: Crm):
    made = await crm.me.post("/customers/dictionaries/statuses", {"value": "active"})
    path = f"/customers/dictionaries/statuses/{made.json()['id']}"
    changed = await crm.me.client.patch(path, json={"label": "Aktywny"})
    gone = await crm.me.delete(path)
    assert gone.json() == {"success": True}
    await crm.undone(gone)
    assert [word["label"] for word in await crm.items("dictionaries/statuses")] == ["Aktywny"]
    await crm.undone(changed)
    assert [word["label"] for word in await crm.items("dictionaries/statuses")] == ["active"]
    await crm.undone(made)
    assert await crm.items("dictionaries/statuses") == []


async def test_currencies_are_those_of_the_nearest_active_dictionary(crm: Crm, caller: Any):
    """Called `currency` or `currencies`, own ones first, read from above when there are none."""
    boss, branch = await caller(super_admin=True), await below(crm, caller)

    async def shown(who: Caller) -> list[str]:
        return [one["value"] for one in (await who.get("/customers/dictionaries/currency")).json()["entries"]]

    async def kept(who: Caller, key: str, code: str) -> str:
        made = (await who.post("/dictionaries", {"key": key, "name": key})).json()["id"]
        assert (await who.post(f"/dictionaries/{made}/entries", {"value": code})).status_code == 201
        return made

    await kept(boss, "currencies", "PLN")
    assert (await shown(crm.me), await shown(branch)) == (["PLN"], ["PLN"])
    editor = await caller(
        "dictionaries.*", organizations=[branch.organization_id], organization_id=branch.organization_id
    )
    inactive = {"key": "currencies", "name": "Odłożone", "isActive": False}
    assert (await editor.post("/dictionaries", inactive)).status_code == 201
    assert await shown(branch) == ["PLN"]
    await kept(editor, "currency", "CZK")
    assert (await shown(crm.me), await shown(branch)) == (["PLN"], ["CZK"])


async def test_currencies_come_from_the_dictionary_of_that_name(crm: Crm, caller: Any):
    missing = await crm.me.get("/customers/dictionaries/currency")
    assert (missing.status_code, missing.json()["error"]) == (404, "Currency dictionary is not configured yet.")
    boss = await caller(super_admin=True)
    made = await boss.post("/dictionaries", {"key": "currency", "name": "Waluty"})
    assert made.status_code == 201, made.text
    dictionary = made.json()["id"]
    for code, label in (("PLN", "PLN: złoty"), ("EUR", "EUR: euro")):
        added = await boss.post(f"/dictionaries/{dictionary}/entries", {"value": code, "label": label})
        assert added.status_code == 201, added.text
    found = (await crm.me.get("/customers/dictionaries/currency")).json()
    assert found["id"] == dictionary
    assert [(entry["value"], entry["label"]) for entry in found["entries"]] == [
        ("EUR", "EUR: euro"),
        ("PLN", "PLN: złoty"),
    ]
    assert all(entry["id"] for entry in found["entries"])
