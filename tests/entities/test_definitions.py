"""Definitions of custom fields: which one counts, what may be saved, and what becomes of it."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.platform.directory.tables import Organization
from bottega.platform.entities import FieldInput, define
from callers import Caller, Client, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"
ALL = ("entities.*", "warehouse.*", "audit_logs.*")
MATERIAL = "warehouse:material"


async def organization(app: Application, tenant_id: UUID, parent: UUID | None, name: str) -> UUID:
    made = new_id()
    async with app.acting(tenant_id, made) as ctx:
        values = {"id": made, "organization_id": made, "name": name, "parent_id": parent}
        await changes.insert(ctx, Organization, values)
    return made


@pytest.fixture
async def editor(caller: Invite) -> Caller:
    return await caller(*ALL)


async def save(who: Caller, key: str, kind: str = "text", entity: str = MATERIAL, **config: Any) -> Any:
    return await who.post("/entities/definitions", {"entityId": entity, "key": key, "kind": kind, "configJson": config})


async def listed(who: Any, entity: str = MATERIAL, **query: Any) -> list[dict[str, Any]]:
    answer = await who.get("/entities/definitions", params={"entityId": entity, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def keys(who: Any, entity: str = MATERIAL) -> list[str]:
    return [item["key"] for item in await listed(who, entity)]


def operation(response: Any) -> dict[str, Any]:
    return json.loads(unquote(response.headers["x-om-operation"].removeprefix("omop:")))


async def test_a_saved_definition_is_answered_and_listed_with_its_defaults(editor: Caller):
    saved = await save(editor, "finish", "select", label="", options=["matt", 7], extra={"mine": 1})
    assert saved.status_code == 200, saved.text
    item = saved.json()["item"]
    assert (item["key"], item["kind"], item["isActive"]) == ("finish", "select", True)
    assert item["configJson"]["label"] == "finish"
    assert item["configJson"]["extra"] == {"mine": 1}
    shown = (await listed(editor))[0]
    assert shown["options"] == [{"value": "matt", "label": "matt"}, {"value": "7", "label": "7"}]
    assert (shown["entityId"], shown["label"], shown["formEditable"], shown["listVisible"]) == (
        MATERIAL,
        "finish",
        True,
        True,
    )
    assert (shown["multi"], shown["filterable"], shown["priority"]) == (False, False, 0)


async def test_saving_again_changes_and_both_can_be_undone_and_redone(editor: Caller):
    first = await save(editor, "finish", label="One")
    second = await save(editor, "finish", label="Two")
    assert first.json()["item"]["id"] == second.json()["item"]["id"]
    assert operation(second)["actionLabel"] == "Save custom field"
    undone = await editor.post(UNDO, {"undoToken": operation(second)["undoToken"]})
    assert undone.status_code == 200, undone.text
    assert (await listed(editor))[0]["label"] == "One"
    assert (await editor.post(REDO, {"logId": undone.json()["logId"]})).status_code == 200
    assert (await listed(editor))[0]["label"] == "Two"


async def test_the_same_key_saved_by_many_at_once_is_one_definition(editor: Caller):
    answers = await asyncio.gather(*(save(editor, "race", label=f"L{i}") for i in range(6)))
    assert [a.status_code for a in answers] == [200] * 6
    assert len({a.json()["item"]["id"] for a in answers}) == 1
    assert await keys(editor) == ["race"]


FIRST_RULE = ["configJson", "validation", 0]


def ruled(**rule: Any) -> dict[str, Any]:
    return {"configJson": {"validation": [{"message": "x", **rule}]}}


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"entityId": "Materials"}, ["entityId"]),
        ({"key": "Finish"}, ["key"]),
        ({"key": "a" * 101}, ["key"]),
        ({"key": "ilosc"}, ["key"]),
        ({"key": "custom"}, ["key"]),
        ({"key": "organization_id"}, ["key"]),
        ({"kind": "colour"}, ["kind"]),
        ({"configJson": {"label": "x" * 201}}, ["configJson", "label"]),
        ({"configJson": {"description": "x" * 2001}}, ["configJson", "description"]),
        ({"configJson": {"group": {"code": "A"}}}, ["configJson", "group", "code"]),
        ({"configJson": {"group": {"code": "x", "hint": "x" * 501}}}, ["configJson", "group", "hint"]),
        ({"configJson": {"dictionaryId": "x"}}, ["configJson", "dictionaryId"]),
        ({"configJson": {"relatedEntityId": "Customers"}}, ["configJson", "relatedEntityId"]),
        ({"configJson": {"options": [True]}}, ["configJson", "options", 0]),
        ({"configJson": {"priority": "first"}}, ["configJson", "priority"]),
        ({"configJson": {"fieldset": "A b"}}, ["configJson", "fieldset"]),
        ({"configJson": {"optionsUrl": "no address"}}, ["configJson", "optionsUrl"]),
        ({"configJson": {"group": {"code": "x", "title": "x" * 201}}}, ["configJson", "group", "title"]),
        ({"configJson": {"validation": [{"rule": "required"}]}}, ["configJson", "validation", 0, "message"]),
        ({"configJson": {"validation": [{"rule": "odd", "message": "x"}]}}, ["configJson", "validation", 0, "rule"]),
        ({"configJson": {"validation": [{"rule": "required", "message": "x"}] * 33}}, ["configJson", "validation"]),
        (ruled(rule="lt", param="much"), [*FIRST_RULE, "param"]),
        (ruled(rule="lt", param="nan"), [*FIRST_RULE, "param"]),
        (ruled(rule="gte", param="-inf"), [*FIRST_RULE, "param"]),
        (ruled(rule="gt", param=True), [*FIRST_RULE, "param"]),
        (ruled(rule="lte"), [*FIRST_RULE, "param"]),
        ({"configJson": {"optionsUrl": "javascript:alert(1)"}}, ["configJson", "optionsUrl"]),
        ({"configJson": {"optionsUrl": "//elsewhere.example/options"}}, ["configJson", "optionsUrl"]),
        (ruled(rule="regex", param="("), [*FIRST_RULE, "param"]),
        (ruled(rule="regex", param="(?=a)"), [*FIRST_RULE, "param"]),
        (ruled(rule="regex", param="a" * 501), [*FIRST_RULE, "param"]),
        ({"configJson": {"options": ["x"] * 1001}}, ["configJson", "options"]),
        ({"configJson": {"defaultValue": "x" * 70_000}}, ["configJson"]),
    ],
)
async def test_nonsense_is_a_400_that_names_the_field(editor: Caller, changed: dict[str, Any], path: list[Any]):
    body = {"entityId": MATERIAL, "key": "finish", "kind": "text", **changed}
    refused = await editor.post("/entities/definitions", body)
    assert refused.status_code == 400, refused.text
    assert path in [issue["path"] for issue in refused.json()["details"]]
    assert await keys(editor) == []


async def test_some_entities_have_no_custom_fields_and_dictionaries_need_an_id(editor: Caller):
    refused = await save(editor, "x", entity="entities:definition")
    assert (refused.status_code, refused.json()["error"]) == (400, "Custom fields are not supported for this entity")
    refused = await save(editor, "x", "dictionary")
    assert refused.json()["error"] == "Choose the dictionary of a dictionary field"
    assert (await editor.get("/entities/definitions", params={"entityId": "entities:record"})).json() == {
        "items": [],
        "fieldsetsByEntity": {},
        "entitySettings": {},
    }
    refused = await editor.get("/entities/definitions")
    assert (refused.status_code, refused.json()["error"]) == (400, "Entity is required")


async def test_currencies_and_dictionaries_know_where_their_options_are(editor: Caller):
    dictionary = str(new_id())
    saved = await save(editor, "waluta", "currency", options=["PLN"])
    assert saved.json()["item"]["configJson"]["optionsUrl"] == "/api/currencies/currencies/options"
    assert "options" not in saved.json()["item"]["configJson"]
    config = (await save(editor, "lista", "dictionary", dictionaryId=dictionary)).json()["item"]["configJson"]
    assert config["optionsUrl"] == f"/api/dictionaries/{dictionary}/entries"
    assert config["dictionaryInlineCreate"] is True
    again = await save(editor, "lista", "dictionary", **config)
    assert again.json()["item"]["configJson"] == config


async def test_a_deleted_field_is_hidden_until_restored_or_saved_again(editor: Caller):
    await save(editor, "finish")
    body = {"entityId": MATERIAL, "key": "finish"}
    deleted = await editor.delete("/entities/definitions", body)
    assert deleted.json() == {"ok": True}
    assert await keys(editor) == []
    snapshot = (await editor.get("/entities/definitions.manage", params={"entityId": MATERIAL})).json()
    assert (snapshot["items"], snapshot["deletedKeys"]) == ([], ["finish"])
    assert (await editor.delete("/entities/definitions", body)).status_code == 404
    assert (await editor.post("/entities/definitions.restore", body)).json() == {"ok": True}
    assert await keys(editor) == ["finish"]
    await editor.delete("/entities/definitions", body)
    await save(editor, "finish", label="Back")
    assert [item["label"] for item in await listed(editor)] == ["Back"]
    again = await editor.delete("/entities/definitions", body)
    assert (await editor.post(UNDO, {"undoToken": operation(again)["undoToken"]})).status_code == 200
    assert await keys(editor) == ["finish"]


@pytest.mark.parametrize("body", [{}, {"entityId": MATERIAL}, {"key": "x"}])
async def test_deleting_and_restoring_need_entity_and_key(editor: Caller, body: dict[str, Any]):
    for answer in (
        await editor.delete("/entities/definitions", body),
        await editor.post("/entities/definitions.restore", body),
    ):
        assert (answer.status_code, answer.json()["error"]) == (400, "Entity and key are required")


async def test_the_most_specific_definition_wins_and_is_deleted_only_where_it_was(
    app: Application, tenant: Founded, caller: Invite
):
    child = await organization(app, tenant.tenant_id, tenant.organization_id, "child")
    here = await caller(*ALL)
    there = await caller(*ALL, organization_id=child)
    async with app.acting(tenant.tenant_id) as ctx:
        shared = FieldInput.model_validate({"key": "x", "kind": "text", "configJson": {"label": "tenant"}})
        await define(ctx, MATERIAL, [shared], None, ordered=False)

    async def labels(who: Caller) -> list[str]:
        return [item["label"] for item in await listed(who)]

    assert (await labels(here), await labels(there)) == (["tenant"], ["tenant"])
    await save(here, "x", label="own")
    assert (await labels(here), await labels(there)) == (["own"], ["tenant"])
    body = {"entityId": MATERIAL, "key": "x"}
    assert (await there.delete("/entities/definitions", body)).status_code == 200
    assert (await labels(here), await labels(there)) == (["own"], [])
    assert (await here.delete("/entities/definitions", body)).status_code == 200
    assert await labels(here) == []
    assert (await there.post("/entities/definitions.restore", body)).status_code == 200
    assert (await labels(here), await labels(there)) == ([], ["tenant"])


async def test_an_inactive_winner_hides_its_key(editor: Caller):
    await save(editor, "x")
    await editor.post("/entities/definitions", {"entityId": MATERIAL, "key": "x", "kind": "text", "isActive": False})
    assert await keys(editor) == []
    managed = (await editor.get("/entities/definitions.manage", params={"entityId": MATERIAL})).json()
    assert [(item["key"], item["isActive"]) for item in managed["items"]] == [("x", False)]


async def test_organizations_and_tenants_do_not_see_each_others_definitions(
    app: Application, tenant: Founded, caller: Invite, editor: Caller
):
    await save(editor, "mine")
    beside = await organization(app, tenant.tenant_id, tenant.organization_id, "beside")
    neighbour = await caller(*ALL, organization_id=beside, organizations=[beside])
    stranger = await caller(*ALL, within=await found_tenant(app, "Elsewhere"))
    body = {"entityId": MATERIAL, "key": "mine"}
    for other in (neighbour, stranger):
        assert await keys(other) == []
        assert (await other.delete("/entities/definitions", body)).status_code == 404
        assert (await other.post("/entities/definitions.restore", body)).status_code == 404
        await save(other, "mine", label="theirs")
    assert [item["label"] for item in await listed(editor)] == ["mine"]


async def test_a_batch_is_ordered_saved_whole_or_not_at_all_and_undone_at_once(editor: Caller):
    await save(editor, "kept", priority=50)
    saved = await editor.post(
        "/entities/definitions.batch",
        {
            "entityId": MATERIAL,
            "definitions": [{"key": k, "kind": "text", "configJson": {"fieldset": "a"}} for k in ("c", "b", "a")],
            "fieldsets": [{"code": "a", "label": "First", "groups": [{"code": "g", "title": "G"}]}],
        },
    )
    assert saved.json() == {"ok": True}
    assert await keys(editor) == ["c", "b", "a", "kept"]
    assert [item["key"] for item in await listed(editor, fieldset="a")] == ["c", "b", "a"]
    answer = (await editor.get("/entities/definitions", params={"entityIds": f"{MATERIAL}, x:y"})).json()
    assert answer["fieldsetsByEntity"] == {
        MATERIAL: [{"code": "a", "label": "First", "groups": [{"code": "g", "title": "G"}]}],
        "x:y": [],
    }
    assert answer["entitySettings"][MATERIAL] == {"singleFieldsetPerRecord": True}
    only = {"entityId": MATERIAL, "definitions": [], "singleFieldsetPerRecord": False}
    await editor.post("/entities/definitions.batch", only)
    answer = (await editor.get("/entities/definitions", params={"entityId": MATERIAL})).json()
    assert answer["entitySettings"][MATERIAL] == {"singleFieldsetPerRecord": False}
    assert [one["code"] for one in answer["fieldsetsByEntity"][MATERIAL]] == ["a"]

    bad = [{"key": "d", "kind": "text"}, {"key": "ilosc", "kind": "text"}]
    refused = await editor.post("/entities/definitions.batch", {"entityId": MATERIAL, "definitions": bad})
    assert refused.status_code == 400
    twice = [{"key": "d", "kind": "text"}] * 2
    refused = await editor.post("/entities/definitions.batch", {"entityId": MATERIAL, "definitions": twice})
    assert refused.status_code == 400
    assert await keys(editor) == ["c", "b", "a", "kept"]


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"entityId": "x"}, ["entityId"]),
        ({"definitions": [{"key": "A", "kind": "text"}]}, ["definitions", 0, "key"]),
        (
            {"definitions": [{"key": "a", "kind": "text", "configJson": {"label": "x" * 201}}]},
            ["definitions", 0, "configJson", "label"],
        ),
        ({"definitions": None}, ["definitions"]),
        ({"fieldsets": [{"code": f"c{i}", "label": "x"} for i in range(21)]}, ["fieldsets"]),
        ({"fieldsets": [{"code": "A", "label": "x"}]}, ["fieldsets", 0, "code"]),
        ({"fieldsets": [{"code": "a", "label": ""}]}, ["fieldsets", 0, "label"]),
        ({"fieldsets": [{"code": "a", "label": "x" * 256}]}, ["fieldsets", 0, "label"]),
        ({"fieldsets": [{"code": "a", "label": "x", "icon": "x" * 101}]}, ["fieldsets", 0, "icon"]),
        ({"fieldsets": [{"code": "a", "label": "x", "description": "x" * 2001}]}, ["fieldsets", 0, "description"]),
        (
            {"fieldsets": [{"code": "a", "label": "x", "groups": [{"code": "g", "hint": "x" * 501}]}]},
            ["fieldsets", 0, "groups", 0, "hint"],
        ),
        ({"singleFieldsetPerRecord": "perhaps"}, ["singleFieldsetPerRecord"]),
    ],
)
async def test_a_batch_of_nonsense_is_a_400_that_names_the_field_and_saves_nothing(
    editor: Caller, changed: dict[str, Any], path: list[Any]
):
    body = {"entityId": MATERIAL, "definitions": [{"key": "fine", "kind": "text"}], **changed}
    refused = await editor.post("/entities/definitions.batch", body)
    assert refused.status_code == 400, refused.text
    assert path in [issue["path"] for issue in refused.json()["details"]]
    assert await keys(editor) == []


async def test_reserved_entities_and_dictionaries_without_id_are_refused_in_a_batch_too(editor: Caller):
    text = {"key": "x", "kind": "text"}
    for entity, definition, message in (
        ("entities:record", text, "Custom fields are not supported for this entity"),
        ("query_index:search_token", text, "Custom fields are not supported for this entity"),
        (MATERIAL, {"key": "x", "kind": "dictionary"}, "Choose the dictionary of a dictionary field"),
    ):
        body = {"entityId": entity, "definitions": [text | {"key": "y"}, definition]}
        refused = await editor.post("/entities/definitions.batch", body)
        assert (refused.status_code, refused.json()["error"]) == (400, message)
    assert await keys(editor) == []


async def test_a_key_is_snake_case_and_says_so(editor: Caller):
    refused = await save(editor, "Wykończenie")
    assert refused.json()["details"][0]["message"] == "Only small letters, digits and underscores"


async def test_a_thousand_definitions_are_a_batch_and_one_more_is_not(editor: Caller):
    many = [{"key": f"k{i}", "kind": "integer"} for i in range(1001)]
    refused = await editor.post("/entities/definitions.batch", {"entityId": "shop:thing", "definitions": many})
    assert refused.status_code == 400
    assert refused.json()["details"][0]["path"] == ["definitions"]
    body = {"entityId": "shop:thing", "definitions": many[:1000]}
    saved = await editor.post("/entities/definitions.batch", body)
    assert saved.status_code == 200
    assert len(await keys(editor, "shop:thing")) == 1000
    assert (await editor.post(UNDO, {"undoToken": operation(saved)["undoToken"]})).status_code == 200
    assert await keys(editor, "shop:thing") == []


async def test_one_key_of_two_entities_is_listed_once_by_the_richer_definition(editor: Caller):
    await save(editor, "x", label="plain")
    await save(editor, "x", entity="shop:thing", label="rich", description="more of it")
    items = (await editor.get("/entities/definitions", params={"entityIds": f"{MATERIAL},shop:thing"})).json()["items"]
    assert [(item["entityId"], item["label"]) for item in items] == [("shop:thing", "rich")]


async def test_a_kind_stays_while_records_hold_values(editor: Caller):
    await save(editor, "finish")
    board = {
        "typ": "mdf",
        "producent": "Egger",
        "symbol": "H1180",
        "dlugosc": 2800,
        "szerokosc": 2070,
        "cala": True,
        "ilosc": 3,
        "cf_finish": "matt",
    }
    made = [(await editor.post("/warehouse/materials", board)).json()["id"] for _ in range(2)]
    refused = await save(editor, "finish", "integer")
    assert (refused.status_code, refused.json()["values"]) == (409, 2)
    assert refused.json()["error"].startswith("2 records hold values")
    assert (await save(editor, "finish", encrypted=True)).status_code == 409
    assert (await save(editor, "finish", label="Only the label")).status_code == 200
    for record in made:
        await editor.put("/warehouse/materials", {"id": record, "cf_finish": None})
    assert (await save(editor, "finish", "integer")).status_code == 200


async def test_reading_needs_a_login_and_writing_the_feature(nobody: Client, caller: Invite):
    someone = await caller()
    assert (await nobody.get("/entities/definitions", params={"entityId": MATERIAL})).status_code == 401
    assert await keys(someone) == []
    refused = await save(someone, "x")
    assert refused.json()["requiredFeatures"] == ["entities.definitions.manage"]
