"""The API described with a tenant's own fields, as they are at this moment."""

from typing import Any

import jsonschema_rs
import pytest

from bottega.kernel.application import Application
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Client, Invite

MATERIAL = "warehouse:material"
TOOL = "shop:tool"


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller("entities.*", "warehouse.*", "audit_logs.*", "customers.*")


async def form(who: Any, entity: str = MATERIAL) -> dict[str, Any]:
    answer = await who.get(f"/entities/forms/{entity}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def define(who: Caller, key: str, kind: str = "text", entity: str = MATERIAL, **config: Any) -> None:
    body = {"entityId": entity, "key": key, "kind": kind, "configJson": config}
    answer = await who.post("/entities/definitions", body)
    assert answer.status_code == 200, answer.text


def new_fields(document: dict[str, Any]) -> dict[str, Any]:
    return document["components"]["schemas"]["NewCustomFields"]


async def test_a_definition_counts_with_the_next_request(me: Caller):
    assert new_fields(await form(me))["properties"] == {}
    await define(me, "finish", "select", options=["matt", "gloss"], label="Finish", required=True)
    document = await form(me)
    assert new_fields(document) == {
        "type": "object",
        "required": ["cf_finish"],
        "properties": {
            "cf_finish": {"type": "string", "enum": ["matt", "gloss"], "title": "Finish", "x-kind": "select"}
        },
    }
    await define(me, "finish", "select", options=["matt", "gloss", "silk"])
    value = new_fields(await form(me))["properties"]["cf_finish"]
    assert (value["type"], value["enum"]) == (["string", "null"], ["matt", "gloss", "silk", None])
    await me.delete("/entities/definitions", {"entityId": MATERIAL, "key": "finish"})
    assert new_fields(await form(me))["properties"] == {}


async def test_create_update_and_list_hold_the_fields(me: Caller):
    await define(me, "n", "integer")
    await define(me, "pin", encrypted=True)
    document = await form(me)
    assert document["openapi"] == "3.1.0"
    path = document["paths"]["/warehouse/materials"]
    assert set(path) == {"get", "post", "put", "delete"}
    for method, name in (("post", "NewCustomFields"), ("put", "CustomFields")):
        schema = path[method]["requestBody"]["content"]["application/json"]["schema"]
        assert schema["allOf"][1] == {"$ref": f"#/components/schemas/{name}"}
    assert "cf_n" in [one["name"] for one in path["get"]["parameters"]]
    assert "cf_pin" not in [one["name"] for one in path["get"]["parameters"]]
    shown = path["get"]["responses"]["200"]["content"]["application/json"]["schema"]["allOf"][1]
    assert shown["properties"]["items"]["items"] == {"$ref": "#/components/schemas/CustomFields"}
    whole = (await me.client.get("http://testserver/api/docs/openapi")).json()
    assert "CustomFields" not in whole["components"]["schemas"]


@pytest.mark.parametrize(
    ("kind", "config", "good", "bad"),
    [
        ("integer", {"validation": [{"rule": "gte", "param": 1, "message": "m"}]}, [1, None], [0, "x", 1.5]),
        ("float", {"validation": [{"rule": "lt", "param": "2.5", "message": "m"}]}, [2.4], [2.5, "x"]),
        ("boolean", {}, [True, None], ["perhaps", 3]),
        ("text", {"validation": [{"rule": "regex", "param": "^[A-Z]+$", "message": "m"}]}, ["AB"], ["ab"]),
        ("text", {"multi": True}, [["a", "b"]], [{"a": 1}]),
        ("select", {"options": ["a", 2]}, ["a", "2", None], ["b"]),
        ("text", {"required": True}, ["x"], [None]),
    ],
)
async def test_the_schema_and_the_api_agree(
    me: Caller, kind: str, config: dict[str, Any], good: list[Any], bad: list[Any]
):
    await define(me, "x", kind, **config)
    schema = new_fields(await form(me))
    for value in (*good, *bad):
        board = {"typ": "mdf", "producent": "E", "symbol": "H", "dlugosc": 1, "szerokosc": 1, "cala": True, "ilosc": 1}
        answer = await me.post("/warehouse/materials", {**board, "cf_x": value})
        accepted = value in good
        assert (answer.status_code == 201) == accepted, (value, answer.text)
        assert jsonschema_rs.is_valid(schema, {"cf_x": value}) == accepted, value


async def test_a_custom_entity_has_its_fields_under_bare_names(app: Application, me: Caller, caller: Invite):
    await me.post("/entities/entities", {"entityId": TOOL, "label": "Tools"})
    await define(me, "name", entity=TOOL, validation=[{"rule": "required", "message": "m"}])
    document = await form(me, TOOL)
    assert (document["info"]["title"], new_fields(document)["required"]) == ("Tools", ["name"])
    body = document["paths"]["/entities/records"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["allOf"][1]["properties"]["entityId"] == {"const": TOOL}
    assert "name" in [one["name"] for one in document["paths"]["/entities/records"]["get"]["parameters"]]
    stranger = await caller("entities.*", within=await found_tenant(app, "Elsewhere"))
    assert (await stranger.get(f"/entities/forms/{TOOL}")).status_code == 404


async def test_unknown_and_reserved_entities_have_no_form(nobody: Client, me: Caller):
    for entity, status in (("no:such", 404), ("nonsense", 404), ("entities:definition", 400)):
        assert (await me.get(f"/entities/forms/{entity}")).status_code == status
    assert (await nobody.get(f"/entities/forms/{MATERIAL}")).status_code == 401
