"""What administrators define by mistake or on purpose: circles, names that are taken, patterns that would explode."""

import time
from typing import Any
from urllib.parse import unquote

import pytest

from bottega.kernel.application import Application
from bottega.platform.entities import FieldInput
from bottega.platform.entities import define as define_for
from callers import Caller, Invite

OAK, ASH = "wood:oak", "wood:ash"


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller("entities.*", "warehouse.*", "audit_logs.*")


async def define(me: Caller, entity: str, key: str, kind: str = "text", **config: Any) -> Any:
    return await me.post("/entities/definitions", {"entityId": entity, "key": key, "kind": kind, "configJson": config})


async def add(me: Caller, entity: str, record: str | None = None, /, **values: Any) -> Any:
    return await me.post("/entities/records", {"entityId": entity, "recordId": record, "values": values})


async def test_entities_that_relate_to_each_other_in_a_circle_are_listed_chosen_and_deleted_like_any_other(me: Caller):
    for entity, other in ((OAK, ASH), (ASH, OAK)):
        await me.post("/entities/entities", {"entityId": entity, "label": entity, "labelField": "name"})
        assert (await define(me, entity, "name")).status_code == 200
        for key, related in (("next", other), ("self", entity)):
            assert (await define(me, entity, key, "relation", relatedEntityId=related)).status_code == 200
    oak = (await add(me, OAK, name="Dąb")).json()["item"]["recordId"]
    ash = (await add(me, ASH, name="Jesion", next=oak)).json()["item"]["recordId"]
    assert (await add(me, OAK, oak, name="Dąb", next=ash, self=oak)).status_code == 200
    items = (await me.get("/entities/records", params={"entityId": OAK, "next": ash})).json()["items"]
    assert [(item["id"], item["next"], item["self"]) for item in items] == [(oak, ash, oak)]
    for entity, label in ((OAK, "Dąb"), (ASH, "Jesion")):
        options = (await me.get("/entities/relations/options", params={"entityId": entity})).json()["items"]
        assert [one["label"] for one in options] == [label]
        assert (await me.get(f"/entities/forms/{entity}")).status_code == 200
    assert (await me.delete("/entities/records", {"entityId": OAK, "recordId": oak})).status_code == 200
    assert (await add(me, ASH, name="x", next=oak)).json()["fields"] == {"cf_next": "There is no such record"}


@pytest.mark.parametrize("key", ["ilosc", "organization_id", "tenant_id", "id", "deleted_at", "custom"])
async def test_a_key_that_is_the_name_of_a_column_is_refused(me: Caller, key: str):
    answer = await define(me, "warehouse:material", key)
    assert (answer.status_code, answer.json()["details"][0]["path"]) == (400, ["key"])
    batch = {
        "entityId": "warehouse:material",
        "definitions": [{"key": "x", "kind": "text"}, {"key": key, "kind": "text"}],
    }
    answer = await me.post("/entities/definitions.batch", batch)
    assert (answer.status_code, answer.json()["details"][0]["path"]) == (400, ["definitions", 1, "key"])
    shown = (await me.get("/entities/definitions", params={"entityId": "warehouse:material"})).json()["items"]
    assert shown == []


@pytest.mark.parametrize(
    "pattern", ["(a+)+(b", "(?=a)b", r"(a)\1", "a" * 501, "((a{1000}){1000}){1000}", "(?<=x)y", "", "["]
)
async def test_a_pattern_that_cannot_be_matched_in_linear_time_is_not_saved(me: Caller, pattern: str):
    started = time.perf_counter()
    rule = {"rule": "regex", "param": pattern, "message": "m"}
    assert (await define(me, "warehouse:material", "x", validation=[rule])).status_code == 400
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("kind", "default", "config"),
    [
        ("integer", "many", {}),
        ("integer", 1.5, {}),
        ("float", "nan", {}),
        ("boolean", "perhaps", {}),
        ("text", {"a": 1}, {}),
        ("text", ["a"], {}),
        ("select", "b", {"options": ["a"]}),
        ("text", "x" * 9, {"validation": [{"rule": "regex", "param": "^x{1,3}$", "message": "short"}]}),
        ("integer", 3, {"validation": [{"rule": "gt", "param": 5, "message": "more"}]}),
        ("relation", "01900000-0000-7000-8000-000000000000", {"relatedEntityId": "warehouse:material"}),
    ],
)
async def test_a_default_that_the_field_itself_refuses_is_refused_with_it(
    me: Caller, kind: str, default: Any, config: dict[str, Any]
):
    """Otherwise nobody could make a record without naming a field they know nothing of."""
    sent = {"key": "x", "kind": kind, "configJson": {**config, "defaultValue": default}}
    refused = await me.post("/entities/definitions", {"entityId": "warehouse:material", **sent})
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["configJson", "defaultValue"])
    batch = {"entityId": "warehouse:material", "definitions": [sent]}
    refused = await me.post("/entities/definitions.batch", batch)
    assert refused.json()["details"][0]["path"] == ["definitions", 0, "configJson", "defaultValue"]
    shown = (await me.get("/entities/definitions", params={"entityId": "warehouse:material"})).json()["items"]
    assert shown == []


async def test_33_rules_are_too_many_and_a_rule_needs_its_message(me: Caller):
    rule = {"rule": "required", "message": "m"}
    assert (await define(me, OAK, "x", validation=[rule] * 33)).status_code == 400
    assert (await define(me, OAK, "x", validation=[{"rule": "required"}])).status_code == 400
    assert (await define(me, OAK, "x", validation=[rule] * 32)).status_code == 200


async def test_a_kind_that_records_rely_on_is_refused_with_their_number(me: Caller):
    await me.post("/entities/entities", {"entityId": OAK, "label": "Oak"})
    await define(me, OAK, "age", "integer")
    for age in (1, 2, 3):
        await add(me, OAK, age=age)
    refused = await define(me, OAK, "age", "text")
    assert (refused.status_code, refused.json()["values"]) == (409, 3)
    assert refused.json()["error"].startswith("3 records hold values")
    items = (await me.get("/entities/records", params={"entityId": OAK, "age": "2"})).json()["items"]
    assert [item["age"] for item in items] == [2]


async def test_the_log_shows_encrypted_values_of_records_to_those_who_may_see_them(me: Caller):
    await me.post("/entities/entities", {"entityId": OAK, "label": "Oak"})
    await define(me, OAK, "pin", encrypted=True)
    record = (await add(me, OAK, pin="tajne")).json()["item"]["recordId"]
    changed = await me.put("/entities/records", {"entityId": OAK, "recordId": record, "values": {"pin": "inne"}})
    assert OAK.replace(":", ".") in unquote(changed.headers["x-om-operation"])
    log = (await me.get("/audit_logs/audit-logs/actions", params={"pageSize": 1})).json()["items"][0]
    assert log["changes"]["cf_pin"] == {"from": "tajne", "to": "inne"}


async def test_a_narrower_definition_of_another_kind_is_refused_while_its_organization_holds_values(
    me: Caller, app: Application
):
    shared = FieldInput.model_validate({"key": "age", "kind": "integer"})
    async with app.acting(me.tenant_id) as ctx:
        await define_for(ctx, OAK, [shared], None, ordered=False)
    await me.post("/entities/entities", {"entityId": OAK, "label": "Oak"})
    record = (await add(me, OAK, age=7)).json()["item"]["recordId"]
    refused = await define(me, OAK, "age", "text")
    assert (refused.status_code, refused.json()["values"]) == (409, 1)
    assert (await define(me, OAK, "age", "integer", label="Wiek")).status_code == 200
    # Removing it does not make its values something else either.
    await me.delete("/entities/definitions", {"entityId": OAK, "key": "age"})
    assert (await define(me, OAK, "age", "text")).status_code == 409
    await me.post("/entities/definitions.restore", {"entityId": OAK, "key": "age"})
    await me.put("/entities/records", {"entityId": OAK, "recordId": record, "values": {"age": None}})
    assert (await define(me, OAK, "age", "text")).status_code == 200
