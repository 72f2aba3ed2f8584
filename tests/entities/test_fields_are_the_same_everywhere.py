"""Custom fields behave alike on materials, people, companies and deals, without a line in those modules."""

import json
from typing import Any
from urllib.parse import unquote

import pytest

from callers import Caller, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"
BOARD = {"typ": "mdf", "producent": "E", "symbol": "H", "dlugosc": 1, "szerokosc": 1, "cala": True, "ilosc": 1}
KINDS = {
    "warehouse:material": ("/warehouse/materials", BOARD),
    "customers:customer_person_profile": (
        "/customers/people",
        {"firstName": "Ewa", "lastName": "Lis", "displayName": "Ewa Lis"},
    ),
    "customers:customer_entity": (
        "/customers/people",
        {"firstName": "Ewa", "lastName": "Lis", "displayName": "Ewa Lis"},
    ),
    "customers:customer_company_profile": ("/customers/companies", {"displayName": "Lis i Syn"}),
    "customers:customer_deal": ("/customers/deals", {"title": "Kuchnia"}),
}


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller("entities.*", "warehouse.*", "customers.*", "audit_logs.*")


async def found(me: Caller, path: str, **query: Any) -> list[dict[str, Any]]:
    answer = await me.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def made(me: Caller, path: str, body: dict[str, Any], **custom: Any) -> str:
    answer = await me.post(path, {**body, **custom})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def told(answer: Any) -> dict[str, Any]:
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))


@pytest.mark.parametrize("entity", KINDS)
async def test_a_field_is_created_changed_filtered_sorted_exported_shown_and_undone(me: Caller, entity: str):
    path, body = KINDS[entity]
    for key, kind, config in (
        ("size", "integer", {"filterable": True, "validation": [{"rule": "lte", "param": 99, "message": "too big"}]}),
        ("word", "text", {}),
        ("tags", "select", {"multi": True, "options": ["a", "b", "c"]}),
        ("pin", "text", {"encrypted": True}),
    ):
        field = {"entityId": entity, "key": key, "kind": kind, "configJson": config}
        assert (await me.post("/entities/definitions", field)).status_code == 200

    one = await made(me, path, body, cf_size="7", customFields={"word": "łoś"}, cf_tags=["a"], cf_pin="tajne")
    two = await made(me, path, body, customValues={"size": 50, "word": "lis"}, cf_tags=["a", "b"])
    for wrong, message in (({"cf_size": 100}, "too big"), ({"cf_tags": ["z"]}, "Choose one of the options")):
        refused = await me.post(path, {**body, **wrong})
        assert (refused.status_code, refused.json()["error"]) == (400, "Validation failed")
        assert list(refused.json()["fields"].values()) == [message]
        assert (await me.put(path, {"id": one, **wrong})).status_code == 400

    for query, ids in (
        ({"cf_size": "7"}, [one]),
        ({"cf_sizeIn": "7,50"}, [one, two]),
        ({"cf_word": "lis"}, [two]),
        ({"cf_tags": "a"}, [one, two]),
        ({"cf_tags": "b"}, [two]),
        ({"cf_size": "8"}, []),
    ):
        assert sorted(item["id"] for item in await found(me, path, **query)) == sorted(ids), query
    assert [item["id"] for item in await found(me, path, sortField="cf_size", sortDir="desc")] == [two, one]
    assert [item["id"] for item in await found(me, path, sortField="cf:word")] == [two, one]

    changed = await me.put(path, {"id": one, "cf_size": 9, "cf_tags": None})
    assert changed.status_code == 200, changed.text
    item = (await found(me, path, cf_size="9"))[0]
    assert (item["cf_size"], item["cf_word"], item["cf_pin"]) == (9, "łoś", "tajne")
    assert "cf_tags" not in item
    export = (await me.get(path, params={"format": "csv"})).text
    assert {"Size", "Word", "Pin"} <= set(export.splitlines()[0].split(","))
    assert "łoś" in export
    assert "tajne" in export
    if path.startswith("/customers"):
        detail = (await me.get(f"{path}/{one}")).json()
        assert (detail["customFields"]["cf_size"], detail["customFields"]["cf_pin"]) == (9, "tajne")

    undone = await me.post(UNDO, {"undoToken": told(changed)["undoToken"]})
    assert undone.status_code == 200, undone.text
    item = (await found(me, path, cf_size="7"))[0]
    assert (item["cf_tags"], item["cf_pin"]) == (["a"], "tajne")
    assert (await me.post(REDO, {"logId": undone.json()["logId"]})).status_code == 200
    assert [item["id"] for item in await found(me, path, cf_size="9")] == [one]
