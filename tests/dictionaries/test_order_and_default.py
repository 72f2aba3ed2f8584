"""Dictionaries in order: entries by position and label, one of them the default, which new records take."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import asyncpg
import pytest

from callers import Caller, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"


@pytest.fixture
async def editor(caller: Invite) -> Caller:
    return await caller("dictionaries.*", "audit_logs.*", "entities.*", "warehouse.*")


async def make(who: Caller) -> dict[str, Any]:
    made = await who.post("/dictionaries", {"key": "sizes", "name": "Rozmiary"})
    assert made.status_code == 201, made.text
    return made.json()


async def add(who: Caller, dictionary: str, value: str, **more: Any) -> Any:
    made = await who.post(f"/dictionaries/{dictionary}/entries", {"value": value, **more})
    assert made.status_code == 201, made.text
    return made


def token_of(response: Any) -> str:
    return json.loads(unquote(response.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]


async def labels(who: Caller, dictionary: str) -> list[str]:
    return [item["label"] for item in (await who.get(f"/dictionaries/{dictionary}/entries")).json()["items"]]


async def test_entries_stand_by_position_and_those_of_one_position_by_label(editor: Caller):
    made = await make(editor)
    for value in ("duży", "Ącki", "mały"):
        assert (await add(editor, made["id"], value)).json()["position"] == 0
    assert await labels(editor, made["id"]) == ["Ącki", "duży", "mały"]
    where = f"/dictionaries/{made['id']}/entries"
    known = {one["label"]: one["id"] for one in (await editor.get(where)).json()["items"]}
    for place, label in enumerate(("mały", "duży"), 1):
        moved = await editor.client.patch(f"{where}/{known[label]}", json={"position": place})
        assert (moved.status_code, moved.json()["position"]) == (200, place)
    # Whoever comes later stands behind those who have places.
    assert (await add(editor, made["id"], "Bardzo duży")).json()["position"] == 3
    assert (await add(editor, made["id"], "średni", position=1)).json()["position"] == 1
    assert await labels(editor, made["id"]) == ["Ącki", "mały", "średni", "duży", "Bardzo duży"]
    for wrong in (-1, 1_000_001, 1.5, "x", True, None):
        refused = await editor.client.patch(f"{where}/{known['mały']}", json={"position": wrong})
        assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["position"])


async def test_one_entry_is_the_default_and_undo_gives_the_flag_back(editor: Caller):
    made = await make(editor)
    where = f"/dictionaries/{made['id']}/entries"

    async def default() -> list[str]:
        return [one["value"] for one in (await editor.get(where)).json()["items"] if one["isDefault"]]

    first = (await add(editor, made["id"], "a", isDefault=True)).json()
    await add(editor, made["id"], "b")
    assert await default() == ["a"]
    third = await add(editor, made["id"], "c", isDefault=True)
    assert await default() == ["c"]
    token = token_of(third)
    assert (await editor.post(UNDO, {"undoToken": token})).status_code == 200
    assert await default() == ["a"]
    cleared = await editor.client.patch(f"{where}/{first['id']}", json={"isDefault": False})
    assert cleared.json()["isDefault"] is False
    assert await default() == []


async def test_of_many_who_set_the_default_at_once_one_entry_has_it(editor: Caller):
    made = await make(editor)
    where = f"/dictionaries/{made['id']}/entries"
    ids = [(await add(editor, made["id"], value)).json()["id"] for value in "abcde"]
    answers = await asyncio.gather(
        *(editor.client.patch(f"{where}/{entry}", json={"isDefault": True}) for entry in ids)
    )
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert sum(one["isDefault"] for one in (await editor.get(where)).json()["items"]) == 1


async def test_an_entry_that_was_deleted_before_it_had_a_position_comes_back(editor: Caller, dsn: str):
    made = await make(editor)
    entry = (await add(editor, made["id"], "a")).json()
    gone = await editor.delete(f"/dictionaries/{made['id']}/entries/{entry['id']}")
    owner = await asyncpg.connect(dsn)
    try:
        await owner.execute(
            "UPDATE action_changes SET before = before - ARRAY['position', 'is_default'] WHERE record_id = $1",
            UUID(entry["id"]),
        )
    finally:
        await owner.close()
    token = token_of(gone)
    undone = await editor.post(UNDO, {"undoToken": token})
    assert undone.status_code == 200, undone.text
    [back] = (await editor.get(f"/dictionaries/{made['id']}/entries")).json()["items"]
    assert (back["value"], back["position"], back["isDefault"]) == ("a", 0, False)


async def test_new_records_take_the_default_of_the_dictionary_unless_the_field_has_its_own(editor: Caller):
    made = await make(editor)
    await add(editor, made["id"], "mały")
    await add(editor, made["id"], "duży", isDefault=True)
    location = "warehouse:location"
    for key, own in (("size", {}), ("other", {"defaultValue": "mały"})):
        config = {"dictionaryId": made["id"], **own}
        body = {"entityId": location, "key": key, "kind": "dictionary", "configJson": config}
        assert (await editor.post("/entities/definitions", body)).status_code == 200
    for sent, kept in (
        ({}, {"cf_size": "duży", "cf_other": "mały"}),
        ({"cf_size": "mały", "cf_other": None}, {"cf_size": "mały"}),
    ):
        row = await editor.post("/warehouse/locations", {"nazwa": f"Regał {len(sent)}", **sent})
        assert row.status_code == 201, row.text
        [item] = (await editor.get("/warehouse/locations", params={"id": row.json()["id"]})).json()["items"]
        assert {name: item[name] for name in item if name.startswith("cf_") and item[name]} == kept
