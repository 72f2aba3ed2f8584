"""Addresses: one primary address a customer, whoever is quick and whatever is undone."""

import asyncio
from typing import Any

import pytest
from crm import FEATURES, Crm, neighbour

from bottega.platform.auth.tenant_setup import found_tenant

FULL = {
    "name": "Pracownia",
    "purpose": "office",
    "companyName": "Dąb i Syn",
    "addressLine1": "Długa",
    "addressLine2": "2. p.",
    "buildingNumber": "12a",
    "flatNumber": "3",
    "city": "Łódź",
    "region": "łódzkie",
    "postalCode": "90-001",
    "country": "PL",
    "latitude": "51.76",
    "longitude": 19.45,
}


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES))


async def primary(crm: Crm, entity: str) -> list[str]:
    """The lines of the primary addresses."""
    return [i["address_line1"] for i in await crm.items("addresses", entityId=entity) if i["is_primary"]]


async def address(crm: Crm, entity: str, line: str, **more: Any) -> str:
    """A new address; answers the id."""
    return (await crm.made("addresses", {"entityId": entity, "addressLine1": line, **more}))["id"]


async def test_every_field_comes_back_after_undo_of_a_delete(crm: Crm, app: Any):
    ewa = await crm.person()
    made = await crm.made("addresses", {"entityId": ewa, **FULL})
    before = await crm.item("addresses", made["id"])
    assert (before["company_name"], before["building_number"], before["flat_number"]) == ("Dąb i Syn", "12a", "3")
    assert (before["latitude"], before["city"], before["is_primary"]) == (51.76, "Łódź", False)
    assert "created_at" not in before
    async with app.database.tenant(crm.me.tenant_id) as connection:
        stored = await connection.fetchrow("SELECT * FROM customers_addresses")
    assert all(
        stored[name].endswith(":v1")
        for name in ("name", "company_name", "address_line1", "city", "postal_code", "flat_number")
    )
    gone = await crm.drop("addresses", made["id"])
    assert await crm.items("addresses", entityId=ewa) == []
    await crm.undone(gone)
    back = await crm.item("addresses", made["id"])
    assert back.pop("updated_at") > before.pop("updated_at")
    assert back == before


async def test_the_second_primary_address_takes_the_flag_and_undo_gives_it_back(crm: Crm):
    ewa = await crm.person()
    await address(crm, ewa, "Pierwsza", isPrimary=True)
    made = await crm.me.post("/customers/addresses", {"entityId": ewa, "addressLine1": "Druga", "isPrimary": True})
    assert await primary(crm, ewa) == ["Druga"]
    undone = await crm.undone(made)
    assert await primary(crm, ewa) == ["Pierwsza"]
    await crm.redone(undone)
    assert await primary(crm, ewa) == ["Druga"]


async def test_marking_an_existing_address_takes_the_flag_and_undo_gives_it_back(crm: Crm):
    ewa, jan = await crm.person("Ewa Nowak"), await crm.person("Jan Kos")
    await address(crm, jan, "Obca", isPrimary=True)
    await address(crm, ewa, "Pierwsza", isPrimary=True)
    second = await address(crm, ewa, "Druga")
    changed = await crm.put("addresses", id=second, isPrimary=True, city="Łódź")
    assert await primary(crm, ewa) == ["Druga"]
    undone = await crm.undone(changed)
    assert await primary(crm, ewa) == ["Pierwsza"]
    assert (await crm.item("addresses", second))["city"] is None
    await crm.redone(undone)
    assert await primary(crm, ewa) == ["Druga"]
    assert await primary(crm, jan) == ["Obca"]


async def test_undo_refuses_to_make_a_second_primary_address(crm: Crm):
    ewa = await crm.person()
    first = await address(crm, ewa, "Pierwsza", isPrimary=True)
    gone = await crm.drop("addresses", first)
    await address(crm, ewa, "Druga", isPrimary=True)
    refused = await crm.undo(gone)
    assert refused.status_code == 409, refused.text
    assert await primary(crm, ewa) == ["Druga"]


async def test_of_many_who_mark_at_once_one_address_stays_primary(crm: Crm):
    ewa = await crm.person()
    known = [await address(crm, ewa, f"Ulica {n}") for n in range(4)]
    answers = await asyncio.gather(
        *(crm.me.put("/customers/addresses", {"id": one, "isPrimary": True}) for one in known),
        *(
            crm.me.post("/customers/addresses", {"entityId": ewa, "addressLine1": f"Nowa {n}", "isPrimary": True})
            for n in range(4)
        ),
    )
    assert [answer.status_code for answer in answers] == [200] * 4 + [201] * 4
    assert len(await primary(crm, ewa)) == 1


async def test_undoing_and_marking_at_once_never_leaves_two(crm: Crm):
    ewa = await crm.person()
    gone = await crm.drop("addresses", await address(crm, ewa, "Pierwsza", isPrimary=True))
    undone, marked = await asyncio.gather(
        crm.undo(gone),
        crm.me.post("/customers/addresses", {"entityId": ewa, "addressLine1": "Druga", "isPrimary": True}),
    )
    assert marked.status_code == 201, marked.text
    assert undone.status_code in (200, 409)
    assert len(await primary(crm, ewa)) == 1


async def test_strangers_neither_see_nor_change_an_address(crm: Crm, caller: Any, app: Any):
    ewa = await crm.person()
    home = await address(crm, ewa, "Długa")
    for stranger in (await caller(*FEATURES, within=await found_tenant(app, "Elsewhere")), await neighbour(caller)):
        assert (await stranger.get("/customers/addresses", params={"entityId": ewa})).json()["total"] == 0
        added = await stranger.post("/customers/addresses", {"entityId": ewa, "addressLine1": "X"})
        assert (added.status_code, added.json()["error"]) == (404, "Customer not found")
        changed = await stranger.put("/customers/addresses", {"id": home, "isPrimary": True})
        assert (changed.status_code, changed.json()["error"]) == (404, "Address not found")
        assert (await stranger.delete("/customers/addresses", {"id": home})).status_code == 404
    assert (await crm.item("addresses", home))["is_primary"] is False


@pytest.mark.parametrize(
    "wrong",
    [{"addressLine1": ""}, {"latitude": 91}, {"longitude": "x"}, {"isPrimary": None}, {"city": "x" * 151}],
    ids=str,
)
async def test_nonsense_is_refused_by_field(crm: Crm, wrong: dict[str, Any]):
    body = {"entityId": await crm.person(), "addressLine1": "Długa", **wrong}
    answer = await crm.me.post("/customers/addresses", body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["details"][0]["path"][0] == next(iter(wrong))


async def test_sorting_by_city_reads_through_the_encryption(crm: Crm):
    ewa = await crm.person()
    for city in ("Łódź", "Kraków", "Lublin"):
        await address(crm, ewa, "Długa", city=city)
    assert [i["city"] for i in await crm.items("addresses", sortField="city")] == ["Kraków", "Lublin", "Łódź"]
