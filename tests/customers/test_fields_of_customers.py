"""Custom fields of customers are like those of any record: named, checked, protected, described."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from crm import FEATURES, Crm, neighbour

from bottega.kernel.context import Context

BASE = "customers:customer_entity"
PERSON, COMPANY = "customers:customer_person_profile", "customers:customer_company_profile"
DEAL, ACTIVITY = "customers:customer_deal", "customers:customer_activity"


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES, "entities.*"))


async def define(crm: Crm, entity: str, key: str, kind: str = "text", **config: Any) -> Any:
    body = {"entityId": entity, "key": key, "kind": kind, "configJson": config}
    return await crm.me.post("/entities/definitions", body)


async def test_a_value_is_shown_with_the_label_and_the_kind_of_its_field_in_their_order(crm: Crm):
    for priority, key, kind, more in (
        (2, "risk", "select", {"label": "Ryzyko", "options": ["low", "high"]}),
        (1, "seats", "integer", {"label": "Miejsca"}),
        (3, "tags", "select", {"multi": True}),
    ):
        for entity in (DEAL, ACTIVITY):
            assert (await define(crm, entity, key, kind, priority=priority, **more)).status_code == 200
    values = {"cf_risk": "low", "cf_seats": 3, "cf_tags": ["a"], "cf_other": 1.5}
    ewa = await crm.person()
    shown = [
        await crm.item("deals", await crm.deal(**values)),
        await crm.item(
            "activities", (await crm.made("activities", {"entityId": ewa, "activityType": "call", **values}))["id"]
        ),
    ]
    for item in shown:
        assert item["customFields"] == [
            {"key": "seats", "label": "Miejsca", "value": 3, "kind": "integer", "multi": False},
            {"key": "risk", "label": "Ryzyko", "value": "low", "kind": "select", "multi": False},
            {"key": "tags", "label": "tags", "value": ["a"], "kind": "select", "multi": True},
            {"key": "other", "label": "other", "value": 1.5, "kind": "number", "multi": False},
        ]
        assert item["customValues"] == {name.removeprefix("cf_"): value for name, value in values.items()}
    assert (await crm.item("deals", await crm.deal("Bez pól")))["customValues"] is None


@pytest.mark.parametrize("entity", [BASE, PERSON])
async def test_people_are_filtered_and_sorted_by_fields_of_either_definition(crm: Crm, entity: str):
    await define(crm, entity, "rank", "integer", filterable=True)
    await define(crm, entity, "vip", "boolean")
    people = {n: await crm.person(f"Osoba {n}", cf_rank=n, cf_vip=n > 9) for n in (10, 9, 100)}
    for query, found in (
        ({"cf_rank": "9"}, [9]),
        ({"cf_rankIn": "9,100,x"}, [9, 100]),
        ({"cf_rank": "many"}, []),
        ({"cf_vip": "yes"}, [10, 100]),
        ({"sortField": "cf:rank"}, [9, 10, 100]),
        ({"sortField": "cf_rank", "sortDir": "desc", "cf_vip": "1"}, [100, 10]),
    ):
        assert [item["cf_rank"] for item in await crm.items("people", **query)] == found, query
    assert len(people) == 3


@pytest.mark.parametrize("entity", [BASE, PERSON])
@pytest.mark.parametrize("key", ["display_name", "primary_email", "first_name", "organization_id"])
async def test_no_field_of_people_has_the_name_of_a_column(crm: Crm, entity: str, key: str):
    refused = await define(crm, entity, key)
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["key"])


@pytest.mark.parametrize(("entity", "path"), [(BASE, "people"), (PERSON, "people"), (COMPANY, "companies")])
async def test_a_kind_that_customers_rely_on_is_refused_with_their_number(crm: Crm, entity: str, path: str):
    assert (await define(crm, entity, "rank")).status_code == 200
    made = await (crm.person if path == "people" else crm.company)(cf_rank="a")
    await (crm.person if path == "people" else crm.company)("Drugi Taki", cf_rank="b")
    refused = await define(crm, entity, "rank", "integer")
    assert (refused.status_code, refused.json()["values"]) == (409, 2)
    await crm.put(path, id=made, cf_rank=None)
    assert (await define(crm, entity, "rank", "integer")).json()["values"] == 1


@pytest.mark.parametrize("related", [BASE, PERSON])
async def test_a_relation_to_customers_points_at_one_in_view(crm: Crm, caller: Any, related: str):
    assert (await define(crm, DEAL, "who", "relation", relatedEntityId=related)).status_code == 200
    stranger = Crm(await neighbour(caller))
    theirs = await stranger.person()
    for nobody in (str(uuid4()), theirs, "Ewa"):
        refused = await crm.me.post("/customers/deals", {"title": "X", "cf_who": nobody})
        assert (refused.status_code, refused.json()["fields"]) == (400, {"cf_who": "There is no such record"})
    ewa = await crm.person()
    assert (await crm.item("deals", await crm.deal(cf_who=ewa)))["cf_who"] == ewa
    await crm.drop("people", ewa)
    gone = await crm.me.post("/customers/deals", {"title": "X", "cf_who": ewa})
    assert gone.status_code == 400


@pytest.mark.parametrize("entity", [BASE, DEAL, "customers:customer_address", "auth:session", "customers:tag"])
async def test_no_table_of_ours_becomes_a_custom_entity(crm: Crm, entity: str):
    refused = await crm.me.post("/entities/entities", {"entityId": entity, "label": "Moje"})
    assert (refused.status_code, refused.json()["error"]) == (
        400,
        "System entities cannot be registered as custom entities",
    )
    records = await crm.me.get("/entities/records", params={"entityId": entity})
    assert records.json()["error"] == "Records are available for custom entities only"


async def test_the_entities_offered_for_fields_are_called_as_people_call_them(crm: Crm):
    listed = (await crm.me.get("/entities/entities")).json()["items"]
    labels = {item["entityId"]: item["label"] for item in listed if item["source"] == "code"}
    assert {name: label for name, label in labels.items() if name.startswith("customers:customer_")} == {
        PERSON: "Customer Person",
        COMPANY: "Customer Company",
        DEAL: "Customer Deal",
        ACTIVITY: "Customer Activity",
    }
    assert (labels["auth:user"], labels["directory:organization"]) == ("User", "Organization")


@pytest.mark.parametrize(("entity", "path"), [(PERSON, "people"), (BASE, "people"), (COMPANY, "companies")])
async def test_the_form_of_a_customer_describes_its_operations_with_its_fields(crm: Crm, entity: str, path: str):
    await define(crm, entity, "rank", "integer", required=True)
    document = (await crm.me.get(f"/entities/forms/{entity}")).json()
    assert set(document["paths"]) == {f"/customers/{path}"}
    operations = document["paths"][f"/customers/{path}"]
    assert set(operations) == {"get", "post", "put", "delete"}
    body = operations["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["allOf"][1] == {"$ref": "#/components/schemas/NewCustomFields"}
    assert document["components"]["schemas"]["NewCustomFields"]["required"] == ["cf_rank"]
    assert "cf_rank" in [parameter["name"] for parameter in operations["get"]["parameters"]]


async def test_the_form_of_people_has_the_fields_of_both_and_of_two_definitions_the_one_that_counts(crm: Crm):
    await define(crm, BASE, "rank", "select", options=["a"])
    await define(crm, BASE, "tie", label="base")
    await define(crm, PERSON, "rank", "integer", required=True)
    await define(crm, PERSON, "tie", label="profile", priority=0)
    await define(crm, PERSON, "own", "boolean")
    for entity in (BASE, PERSON):
        document = (await crm.me.get(f"/entities/forms/{entity}")).json()
        fields = document["components"]["schemas"]["NewCustomFields"]
        assert "required" not in fields
        assert fields["properties"]["cf_rank"]["enum"] == ["a", None]
        assert (fields["properties"]["cf_tie"]["title"], fields["properties"]["cf_own"]["x-kind"]) == (
            "base",
            "boolean",
        )
    # What the form says is what the API takes, and what the screens are told.
    assert (await crm.item("people", await crm.person(cf_rank="a")))["cf_rank"] == "a"
    told = await crm.me.get("/entities/definitions", params={"entityIds": f"{BASE},{PERSON}"})
    assert {item["key"]: item["entityId"] for item in told.json()["items"]} == {
        "rank": BASE,
        "tie": BASE,
        "own": PERSON,
    }


async def test_a_definition_that_comes_to_count_for_values_of_another_kind_is_refused_too(crm: Crm):
    """A richer definition for people, over one for all customers that values were stored by."""
    assert (await define(crm, BASE, "rank", "integer")).status_code == 200
    ewa = await crm.person(cf_rank=5)
    refused = await define(crm, PERSON, "rank", "select", options=["a"])
    assert (refused.status_code, refused.json()["values"]) == (409, 1)
    assert (await define(crm, PERSON, "rank", "integer", filterable=True, encrypted=True)).status_code == 409
    # One that says less, or the same kind, moves nothing.
    assert (await define(crm, PERSON, "rank", "text", listVisible=False)).status_code == 200
    assert (await define(crm, PERSON, "rank", "integer", filterable=True)).status_code == 200
    assert (await crm.item("people", ewa))["cf_rank"] == 5
    await crm.put("people", id=ewa, cf_rank=None)
    assert (await define(crm, PERSON, "rank", "select", options=["a"])).status_code == 200


async def test_an_encrypted_field_of_all_customers_is_opened_in_lists_pages_files_and_the_log(
    crm: Crm, caller: Any, app: Any
):
    assert (await define(crm, BASE, "pin", encrypted=True)).status_code == 200
    ewa = await crm.person(cf_pin="tajne-1")
    await crm.put("people", id=ewa, cf_pin="tajne-2")
    assert (await crm.item("people", ewa))["cf_pin"] == "tajne-2"
    page = (await crm.me.get(f"/customers/people/{ewa}")).json()
    assert page["customFields"] == {"cf_pin": "tajne-2"}
    exported = await crm.me.get("/customers/people", params={"format": "json"})
    assert exported.json()[0]["Pin"] == "tajne-2"
    async with app.database.tenant(crm.me.tenant_id) as connection:
        stored = await connection.fetch("SELECT custom::text FROM customers_people")
    assert "tajne" not in stored[0][0]
    reader = await caller("audit_logs.*", "customers.people.view")
    query = {"resourceId": ewa, "pageSize": 1}
    [log] = (await reader.get("/audit_logs/audit-logs/actions", params=query)).json()["items"]
    assert log["changes"]["cf_pin"] == {"from": "tajne-1", "to": "tajne-2"}


@pytest.mark.parametrize("filterable", [False, True])
@pytest.mark.parametrize("path", ["people", "companies", "deals", "activities"])
async def test_filterable_fields_are_looked_up_in_the_index_and_find_the_same(
    crm: Crm, monkeypatch: pytest.MonkeyPatch, path: str, filterable: bool
):
    entity = {"people": PERSON, "companies": COMPANY, "deals": DEAL, "activities": ACTIVITY}[path]
    await define(crm, entity, "n", "integer", filterable=filterable)
    await define(crm, entity, "many", "select", multi=True, filterable=filterable)
    ewa = await crm.person("Ewa Kos")
    make = {
        "people": crm.person,
        "companies": crm.company,
        "deals": crm.deal,
        "activities": partial(_activity, crm, ewa),
    }[path]
    one, two = await make(cf_n=5, cf_many=["a", "b"]), await make(cf_n=50, cf_many=["b"])
    await make()
    asked: list[str] = []
    query_of = Context.query

    async def listening(ctx: Context, sql: str, *args: Any) -> Any:
        asked.append(sql)
        return await query_of(ctx, sql, *args)

    monkeypatch.setattr(Context, "query", listening)
    for query, found in (
        ({"cf_n": "5.0"}, {one}),
        ({"cf_n": "five"}, set()),
        ({"cf_nIn": "5, 50"}, {one, two}),
        ({"cf_many": "b"}, {one, two}),
        ({"cf_manyIn": "a,c", "cf_n": "5"}, {one}),
        ({"cf_many": "b", "cf_n": "50"}, {two}),
    ):
        answer = (await crm.me.get(f"/customers/{path}", params=query)).json()
        assert ({item["id"] for item in answer["items"]}, answer["total"]) == (found, len(found)), query
        by_time = await crm.items(path, **query, sortField="created_at", sortDir="desc")
        assert {item["id"] for item in by_time} == found
    assert any("custom_ids(" in sql for sql in asked) == filterable


async def _activity(crm: Crm, entity_id: str, **custom: Any) -> str:
    return (await crm.made("activities", {"entityId": entity_id, "activityType": "call", **custom}))["id"]
