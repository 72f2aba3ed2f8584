"""Contacts: people and companies in one list, found by any of their names, sorted and paged."""

from typing import Any

import pytest

from bottega.platform.auth.tenant_setup import found_tenant

LUCJA = "lz@example.com"
FEATURES = ("customers.*", "contacts.view")


@pytest.fixture
async def me(caller: Any) -> Any:
    return await caller(*FEATURES)


async def add(me: Any, path: str, **body: Any) -> str:
    """A new customer; answers the id."""
    made = await me.post(f"/customers/{path}", body)
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def three(me: Any) -> tuple[str, str, str]:
    """Two people and a company."""
    return (
        await add(me, "people", firstName="Łucja", lastName="Żak", displayName="Łucja Żak", primaryEmail=LUCJA),
        await add(me, "people", firstName="Adam", lastName="Kos", displayName="A. K.", preferredName="Adaś"),
        await add(me, "companies", displayName="Meblex", legalName="Fabryka Mebli Dąb", domain="meblex.example.com"),
    )


async def names(me: Any, **query: Any) -> list[str]:
    """Who is listed."""
    answer = await me.get("/contacts/contacts", params=query)
    assert answer.status_code == 200, answer.text
    return [item["display_name"] for item in answer.json()["items"]]


async def test_people_and_companies_are_in_one_list(me: Any):
    lucja, _adam, meblex = await three(me)
    body = (await me.get("/contacts/contacts")).json()
    assert (body["total"], body["page"], body["totalPages"]) == (3, 1, 1)
    by_id = {item["id"]: item for item in body["items"]}
    assert set(by_id[lucja]) == {
        "id",
        "display_name",
        "primary_email",
        "primary_phone",
        "status",
        "lifecycle_stage",
        "source",
        "kind",
        "created_at",
    }
    assert (by_id[lucja]["kind"], by_id[lucja]["primary_email"]) == ("person", LUCJA)
    assert by_id[meblex]["kind"] == "company"
    assert await names(me, kind="company") == ["Meblex"]
    assert (await me.get("/contacts/contacts", params={"kind": "dog"})).status_code == 400


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lucja", ["Łucja Żak"]),
        ("ŻAK łuc", ["Łucja Żak"]),
        ("lz@example", ["Łucja Żak"]),
        ("adas", ["A. K."]),
        ("kos adam", ["A. K."]),
        ("mebli dab", ["Meblex"]),
        ("meblex.example", ["Meblex"]),
        ("example.com", None),
        ("fabryka żak", []),
        ("%", []),
        ("xyz", []),
    ],
)
async def test_everybody_is_found_by_any_of_their_names(me: Any, typed: str, found: list[str] | None):
    await three(me)
    assert sorted(await names(me, search=typed)) == sorted(found if found is not None else ["Łucja Żak", "Meblex"])


async def test_sorting_by_name_and_paging_are_true_in_spite_of_encryption(me: Any):
    await three(me)
    assert await names(me, sortField="displayName") == ["A. K.", "Łucja Żak", "Meblex"]
    assert await names(me, sortField="display_name", sortDir="desc", pageSize=2) == ["Meblex", "Łucja Żak"]
    second = (await me.get("/contacts/contacts", params={"pageSize": 2, "page": 2})).json()
    assert (second["total"], second["totalPages"], len(second["items"])) == (3, 2, 1)
    assert await names(me, sortField="createdAt") == ["Łucja Żak", "A. K.", "Meblex"]


async def test_a_changed_or_deleted_name_is_not_found_any_more(me: Any):
    lucja, _adam, _meblex = await three(me)
    await me.put("/customers/people", {"id": lucja, "displayName": "Łucja Wilk", "lastName": "Wilk"})
    assert await names(me, search="żak") == []
    assert await names(me, search="wilk") == ["Łucja Wilk"]
    await me.delete("/customers/people", {"id": lucja})
    assert await names(me, search="wilk") == []


async def test_strangers_find_nobody(me: Any, caller: Any, app: Any):
    await three(me)
    boss = await caller(super_admin=True)
    made = await boss.post("/directory/organizations", {"name": "Obok"})
    organization = made.json()["id"]
    for stranger in (
        await caller(*FEATURES, within=await found_tenant(app, "Elsewhere")),
        await caller(*FEATURES, organizations=[organization], organization_id=organization),
    ):
        assert await names(stranger) == []
        assert await names(stranger, search="łucja") == []
    blind = await caller("customers.*")
    assert (await blind.get("/contacts/contacts")).status_code == 403
