"""How long a text of a customer, a deal or a note may be, and what is filled in when nothing is sent."""

from typing import Any

import pytest
from crm import FEATURES, Crm

BASE = {"description": 4000, "primaryPhone": 50, "status": 100, "lifecycleStage": 100, "source": 150}
APPEARANCE = {"appearanceIcon": 100}
LIMITS: dict[str, dict[str, int]] = {
    "people": {
        **BASE,
        "displayName": 200,
        "firstName": 120,
        "lastName": 120,
        "preferredName": 120,
        "jobTitle": 150,
        "department": 150,
        "seniority": 100,
        "timezone": 120,
        "linkedInUrl": 300,
        "twitterUrl": 300,
    },
    "companies": {
        **BASE,
        "displayName": 200,
        "legalName": 200,
        "brandName": 200,
        "domain": 200,
        "websiteUrl": 300,
        "industry": 150,
        "sizeBucket": 100,
    },
    "deals": {"title": 200, "description": 4000, "status": 50, "pipelineStage": 100, "valueCurrency": 3, "source": 150},
    "activities": {**APPEARANCE, "activityType": 100, "subject": 200, "body": 8000},
    "comments": {**APPEARANCE, "body": 8000},
    "addresses": {
        "name": 150,
        "purpose": 150,
        "companyName": 200,
        "addressLine1": 300,
        "addressLine2": 300,
        "buildingNumber": 50,
        "flatNumber": 50,
        "city": 150,
        "region": 150,
        "postalCode": 30,
        "country": 150,
    },
    "tags": {"slug": 80, "label": 120, "color": 30, "description": 400},
    "dictionaries/statuses": {"value": 150, "label": 150, "icon": 48},
}


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES))


def text(field: str, length: int) -> str:
    """A text of that length that the field takes."""
    return f"https://x.pl/{'a' * (length - 13)}" if field.endswith("Url") else "a" * length


async def body(crm: Crm, path: str, more: int) -> dict[str, Any]:
    """Every text as long as it may be, and so much more."""
    texts = {field: text(field, length + more) for field, length in LIMITS[path].items()}
    about = {"entityId": await crm.person()} if path in ("activities", "comments", "addresses") else {}
    return texts | about


@pytest.mark.parametrize("path", LIMITS)
async def test_every_text_may_be_as_long_as_the_brief_says_and_no_longer(crm: Crm, path: str):
    await crm.made(path, await body(crm, path, 0))
    refused = await crm.me.post(f"/customers/{path}", await body(crm, path, 1))
    assert refused.status_code == 400, refused.text
    assert {issue["path"][0] for issue in refused.json()["details"]} == set(LIMITS[path])


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("people", {"nextInteraction": {"at": "2030-01-01", "name": "a" * 201}}),
        ("people", {"nextInteraction": {"at": "2030-01-01", "name": ""}}),
        ("people", {"nextInteraction": {"at": "2030-01-01", "name": "a", "refId": "a" * 192}}),
        ("people", {"nextInteraction": {"at": "2030-01-01", "name": "a", "icon": "a" * 101}}),
        ("people", {"isActive": None}),
        ("people", {"tags": "x"}),
        ("companies", {"annualRevenue": -1}),
        ("companies", {"annualRevenue": "many"}),
        ("companies", {"annualRevenue": 10**15}),
        ("deals", {"probability": -1}),
        ("deals", {"valueAmount": 10**13}),
        ("deals", {"valueCurrency": "EURO"}),
        ("activities", {"appearanceColor": "red"}),
        ("activities", {"activityType": " "}),
        ("comments", {"appearanceColor": "#12345"}),
        ("comments", {"body": "  "}),
        ("tags", {"slug": "Ąę"}),
        ("dictionaries/statuses", {"color": "#1234567"}),
    ],
    ids=str,
)
async def test_a_value_beyond_its_bounds_is_refused_by_its_field(crm: Crm, path: str, wrong: dict[str, Any]):
    short = {field: text(field, min(length, 20)) for field, length in LIMITS[path].items()}
    about = {"entityId": await crm.person("Ewa Nowak")} if path in ("activities", "comments") else {}
    refused = await crm.me.post(f"/customers/{path}", {**short, **about, **wrong})
    assert refused.status_code == 400, refused.text
    assert {issue["path"][0] for issue in refused.json()["details"]} == set(wrong)


async def test_numbers_written_as_text_are_numbers_but_a_probability_is_not(crm: Crm):
    firm = await crm.company(annualRevenue="1200.5")
    page = (await crm.me.get(f"/customers/companies/{firm}")).json()
    assert page["profile"]["annualRevenue"] == "1200.50"
    assert (await crm.item("deals", await crm.deal(valueAmount="7", probability=55.0)))["probability"] == 55
    assert (await crm.me.post("/customers/deals", {"title": "x", "probability": "55"})).status_code == 400


async def test_what_is_not_sent_is_filled_in(crm: Crm):
    ewa, firm = await crm.person(), await crm.company()
    for path, name, record in (("people", "person", ewa), ("companies", "company", firm)):
        page = (await crm.me.get(f"/customers/{path}/{record}")).json()
        assert page[name]["isActive"] is True
    quiet = await crm.person("Nie Czynny", isActive=False)
    assert (await crm.me.get(f"/customers/people/{quiet}")).json()["person"]["isActive"] is False
    assert (await crm.item("deals", await crm.deal()))["status"] == "open"
    address = await crm.made("addresses", {"entityId": ewa, "addressLine1": "Polna 1"})
    assert (await crm.item("addresses", address["id"]))["is_primary"] is False


async def test_unknown_keys_are_ignored_but_not_inside_the_next_interaction(crm: Crm):
    ewa = await crm.person(deletedAt="2020-01-01", kind="company", nonsense={"a": 1})
    assert [item["id"] for item in await crm.items("people")] == [ewa]
    strict = {"at": "2030-01-01T10:00:00Z", "name": "Pomiar", "color": "#AABBCC", "more": 1}
    refused = await crm.me.put("/customers/people", {"id": ewa, "nextInteraction": strict})
    assert refused.json()["details"][0]["path"] == ["nextInteraction", "more"]
