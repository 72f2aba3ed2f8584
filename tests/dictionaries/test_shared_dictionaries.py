"""Dictionaries: read downwards through the tree, changed only at home, and never without the currencies."""

import asyncio
import json
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote
from uuid import UUID

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.platform.dictionaries import find_entry, resolve
from bottega.platform.dictionaries.currencies import CURRENCIES
from bottega.platform.directory.tables import Organization
from callers import Caller, Client, Invite
from working import drain_events

UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"
ALL = ("dictionaries.*", "audit_logs.*")


async def organization(app: Application, tenant_id: UUID, parent: UUID | None, name: str) -> UUID:
    made = new_id()
    async with app.acting(tenant_id, made) as ctx:
        values = {"id": made, "organization_id": made, "name": name, "parent_id": parent}
        await changes.insert(ctx, Organization, values)
    return made


@pytest.fixture
async def editor(caller: Invite) -> Caller:
    return await caller(*ALL)


async def make(who: Caller, key: str = "colours", **more: Any) -> dict[str, Any]:
    made = await who.post("/dictionaries", {"key": key, "name": key.title(), **more})
    assert made.status_code == 201, made.text
    return made.json()


async def add(who: Caller, dictionary: str, value: str, **more: Any) -> Any:
    return await who.post(f"/dictionaries/{dictionary}/entries", {"value": value, **more})


def operation(response: Any) -> dict[str, Any]:
    return json.loads(unquote(response.headers["x-om-operation"].removeprefix("omop:")))


async def labels(who: Caller, dictionary: str) -> list[str]:
    return [item["label"] for item in (await who.get(f"/dictionaries/{dictionary}/entries")).json()["items"]]


async def test_a_new_dictionary_is_answered_in_full_and_listed(editor: Caller):
    made = await make(editor, description="", name="  Kolory ")
    assert made == {
        "id": made["id"],
        "key": "colours",
        "name": "Kolory",
        "description": None,
        "isSystem": False,
        "isActive": True,
        "managerVisibility": "default",
        "organizationId": str(editor.organization_id),
        "isInherited": False,
        "createdAt": made["createdAt"],
        "updatedAt": made["updatedAt"],
    }
    assert (await editor.get("/dictionaries")).json() == {"items": [made]}
    assert (await editor.get(f"/dictionaries/{made['id']}")).json() == made


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ({"key": "A", "name": "x"}, "key"),
        ({"key": "-a", "name": "x"}, "key"),
        ({"key": "a" * 101, "name": "x"}, "key"),
        ({"key": "planner.staff", "name": "x"}, "key"),
        ({"key": "a"}, "name"),
        ({"key": "a", "name": "x" * 201}, "name"),
        ({"key": "a", "name": "x", "description": None}, "description"),
        ({"key": "a", "name": "x", "description": "x" * 2001}, "description"),
        ({"key": "a", "name": "x", "isActive": None}, "isActive"),
    ],
)
async def test_a_bad_field_is_a_400_that_names_it(editor: Caller, sent: dict[str, Any], path: str):
    refused = await editor.post("/dictionaries", sent)
    assert refused.status_code == 400
    assert refused.json()["error"] == "Invalid input"
    assert path in [issue["path"][0] for issue in refused.json()["details"]]


async def test_a_bad_key_is_explained(editor: Caller):
    refused = await editor.post("/dictionaries", {"key": "Ala ma", "name": "x"})
    assert refused.json()["details"][0]["message"] == "Use lowercase letters, numbers, hyphen, or underscore."


async def test_a_key_is_taken_until_its_dictionary_is_deleted(editor: Caller):
    made = await make(editor)
    again = await editor.post("/dictionaries", {"key": "colours", "name": "x"})
    assert (again.status_code, again.json()["error"]) == (409, "A dictionary with this key already exists")
    assert (await editor.delete(f"/dictionaries/{made['id']}")).json() == {"ok": True}
    assert (await make(editor))["id"] != made["id"]


async def test_the_same_key_at_once_is_made_once(editor: Caller):
    body = {"key": "race", "name": "Race"}
    answers = await asyncio.gather(*(editor.post("/dictionaries", body) for _ in range(5)))
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409, 409]


async def test_inactive_dictionaries_are_listed_on_request_and_can_come_back(editor: Caller):
    made = await make(editor)
    where = f"/dictionaries/{made['id']}"
    assert (await editor.client.patch(where, json={"isActive": False})).json()["isActive"] is False
    assert (await editor.get("/dictionaries")).json()["items"] == []
    listed = (await editor.get("/dictionaries?includeInactive=yes")).json()["items"]
    assert [item["id"] for item in listed] == [made["id"]]
    assert (await editor.client.patch(where, json={"isActive": True})).json()["isActive"] is True


async def test_a_change_answers_the_whole_dictionary_and_blank_text_clears(editor: Caller):
    made = await make(editor, description="before")
    changed = await editor.client.patch(
        f"/dictionaries/{made['id']}", json={"name": "Hues", "description": "", "isSystem": True}
    )
    assert changed.json() == {**made, "name": "Hues", "description": None, "updatedAt": changed.json()["updatedAt"]}
    nothing = await editor.client.patch(f"/dictionaries/{made['id']}", json={})
    assert nothing.status_code == 400
    assert nothing.json()["details"][0]["message"] == "Provide at least one field to update."


async def test_a_stale_version_is_a_conflict(editor: Caller):
    made = await make(editor)
    stale = {"x-om-ext-optimistic-lock-expected-updated-at": "2020-01-01T00:00:00Z"}
    where = f"/dictionaries/{made['id']}"
    refused = await editor.client.patch(where, json={"name": "x"}, headers=stale)
    assert (refused.status_code, refused.json()["code"]) == (409, "optimistic_lock_conflict")


async def test_the_currencies_stay(editor: Caller):
    made = await make(editor, "currency")
    where = f"/dictionaries/{made['id']}"
    said = "The currency dictionary is required and cannot be modified or deleted."
    refused = {"error": said}
    for field, value, label in (("key", "money", "Key"), ("isActive", False, "Active")):
        answer = await editor.client.patch(where, json={field: value})
        issue = {"code": "custom", "path": [field], "message": said, "label": label}
        assert (answer.status_code, answer.json()) == (400, {**refused, "details": [issue]})
    answer = await editor.delete(where)
    assert (answer.status_code, answer.json()) == (400, refused)
    assert (await editor.client.patch(where, json={"name": "Waluty"})).status_code == 200


async def test_entries_fall_back_to_their_value_and_differ_by_more_than_case(editor: Caller):
    made = await make(editor)
    first = await add(editor, made["id"], "  Red ", color="#FF00aa", icon="circle")
    assert first.status_code == 201
    entry = first.json()
    assert (entry["value"], entry["label"], entry["color"], entry["icon"]) == ("Red", "Red", "#ff00aa", "circle")
    again = await add(editor, made["id"], "RED")
    assert (again.status_code, again.json()["error"]) == (409, "An entry with this value already exists.")
    for sent, field in (
        ({"color": "red"}, "color"),
        ({"icon": ""}, "icon"),
        ({"icon": "x" * 65}, "icon"),
        ({"label": "x" * 151}, "label"),
    ):
        bad = await add(editor, made["id"], "blue", **sent)
        assert (bad.status_code, bad.json()["details"][0]["path"]) == (400, [field])


async def test_a_new_value_resets_the_label_and_case_alone_is_saved(editor: Caller):
    made = await make(editor)
    entry = (await add(editor, made["id"], "red", label="Czerwony", color="#ff0000")).json()
    where = f"/dictionaries/{made['id']}/entries/{entry['id']}"
    changed = (await editor.client.patch(where, json={"value": "RED"})).json()
    assert (changed["value"], changed["label"], changed["color"]) == ("RED", "RED", "#ff0000")
    changed = (await editor.client.patch(where, json={"label": " ", "color": None})).json()
    assert (changed["label"], changed["color"]) == ("RED", None)
    nothing = await editor.client.patch(where, json={})
    assert (nothing.status_code, nothing.json()["details"][0]["message"]) == (
        400,
        "Provide at least one field to update.",
    )
    await add(editor, made["id"], "blue")
    for taken in ("blue", "BLUE", " Blue "):
        clash = await editor.client.patch(where, json={"value": taken})
        assert (clash.status_code, clash.json()["error"]) == (409, "An entry with this value already exists.")
    assert await labels(editor, made["id"]) == ["blue", "RED"]


async def test_an_entry_that_changed_meanwhile_is_a_conflict(editor: Caller):
    made = await make(editor)
    entry = (await add(editor, made["id"], "red")).json()
    where = f"/dictionaries/{made['id']}/entries/{entry['id']}"
    seen = {"x-om-ext-optimistic-lock-expected-updated-at": entry["updatedAt"]}
    assert (await editor.client.patch(where, json={"icon": "star"}, headers=seen)).status_code == 200
    for answer in (
        await editor.client.patch(where, json={"icon": "moon"}, headers=seen),
        await editor.delete(where, headers=seen),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "optimistic_lock_conflict")
    cleared = await editor.client.patch(where, json={"icon": None})
    assert (cleared.json()["icon"], cleared.json()["value"]) == (None, "red")


async def test_of_many_who_add_a_value_in_different_cases_at_once_one_does(editor: Caller):
    made = await make(editor)
    written = ("łóżko", "Łóżko", "ŁÓŻKO", " łÓżko ", normalize("NFD", "Łóżko"))
    answers = await asyncio.gather(*(add(editor, made["id"], value) for value in written))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert len(await labels(editor, made["id"])) == 1


async def test_what_a_deleted_dictionary_held_is_out_of_reach(editor: Caller):
    made = await make(editor)
    entry = (await add(editor, made["id"], "red")).json()["id"]
    await editor.delete(f"/dictionaries/{made['id']}")
    inside = f"/dictionaries/{made['id']}/entries"
    for answer in (
        await add(editor, made["id"], "blue"),
        await editor.client.patch(f"{inside}/{entry}", json={"icon": "x"}),
        await editor.delete(f"{inside}/{entry}"),
    ):
        assert (answer.status_code, answer.json()["error"]) == (404, "Dictionary not found")
    other = await make(editor, "other")
    wrong = await editor.delete(f"/dictionaries/{other['id']}/entries/{entry}")
    assert (wrong.status_code, wrong.json()["error"]) == (404, "Dictionary entry not found")


async def test_entries_are_listed_by_label_in_polish_order(editor: Caller):
    made = await make(editor)
    for value in ("zebra", "łoś", "lis", "ćma", "cis"):
        await add(editor, made["id"], value)
    assert await labels(editor, made["id"]) == ["cis", "ćma", "lis", "łoś", "zebra"]


async def test_entry_writes_are_audited_undone_and_redone(editor: Caller):
    made = await make(editor)
    created = await add(editor, made["id"], "red")
    entry = created.json()
    where = f"/dictionaries/{made['id']}/entries/{entry['id']}"
    said = operation(created)
    assert (said["commandId"], said["actionLabel"], said["resourceKind"], said["resourceId"]) == (
        "dictionaries.entries.create",
        "Add dictionary entry",
        "dictionaries.entry",
        entry["id"],
    )
    updated = await editor.client.patch(where, json={"label": "Czerwony"})
    deleted = await editor.delete(where)
    assert await labels(editor, made["id"]) == []
    assert (await editor.post(UNDO, {"undoToken": operation(deleted)["undoToken"]})).status_code == 200
    listed = (await editor.get(f"/dictionaries/{made['id']}/entries")).json()["items"]
    assert [(item["id"], item["label"]) for item in listed] == [(entry["id"], "Czerwony")]
    undone = await editor.post(UNDO, {"undoToken": operation(updated)["undoToken"]})
    assert await labels(editor, made["id"]) == ["red"]
    assert (await editor.post(REDO, {"logId": undone.json()["logId"]})).status_code == 200
    assert await labels(editor, made["id"]) == ["Czerwony"]


async def test_a_deleted_dictionary_comes_back_with_undo_unless_its_key_is_taken(editor: Caller):
    made = await make(editor)
    await add(editor, made["id"], "red")
    token = operation(await editor.delete(f"/dictionaries/{made['id']}"))["undoToken"]
    assert (await editor.get(f"/dictionaries/{made['id']}")).status_code == 404
    assert (await editor.get(f"/dictionaries/{made['id']}/entries")).status_code == 404
    other = await make(editor)
    refused = await editor.post(UNDO, {"undoToken": token})
    assert (refused.status_code, refused.json()["error"]) == (409, "A dictionary with this key already exists")
    await editor.delete(f"/dictionaries/{other['id']}")
    assert (await editor.post(UNDO, {"undoToken": token})).status_code == 200
    assert await labels(editor, made["id"]) == ["red"]


async def test_what_is_above_is_read_below_but_changed_only_at_home(app: Application, tenant: Founded, caller: Invite):
    root = tenant.organization_id
    left = await organization(app, tenant.tenant_id, root, "left")
    right = await organization(app, tenant.tenant_id, root, "right")
    above = await caller(*ALL, organizations=[root])
    here = await caller(*ALL, organizations=[left], organization_id=left)
    beside = await caller(*ALL, organizations=[right], organization_id=right)
    shared = await make(above, "shared")
    await add(above, shared["id"], "x")
    mine = await make(here, "mine")

    listed = (await here.get("/dictionaries")).json()["items"]
    assert [(item["key"], item["isInherited"]) for item in listed] == [("mine", False), ("shared", True)]
    assert [item["key"] for item in (await beside.get("/dictionaries")).json()["items"]] == ["shared"]
    assert await labels(here, shared["id"]) == ["x"]
    for path in (f"/dictionaries/{mine['id']}", f"/dictionaries/{mine['id']}/entries"):
        assert (await beside.get(path)).status_code == 404

    entry = (await above.get(f"/dictionaries/{shared['id']}/entries")).json()["items"][0]["id"]
    assert (await add(here, shared["id"], "y")).status_code == 403
    assert (await add(beside, mine["id"], "y")).status_code == 404
    inside = f"/dictionaries/{shared['id']}/entries/{entry}"
    for answer in (
        await here.client.patch(f"/dictionaries/{shared['id']}", json={"name": "x"}),
        await here.delete(f"/dictionaries/{shared['id']}"),
        await here.client.patch(inside, json={"label": "y"}),
        await here.delete(inside),
    ):
        assert (answer.status_code, answer.json()["error"]) == (404, "Dictionary not found")


async def test_another_tenant_finds_nothing(app: Application, editor: Caller, caller: Invite):
    made = await make(editor)
    entry = (await add(editor, made["id"], "x")).json()["id"]
    stranger = await caller(*ALL, within=await found_tenant(app, "Elsewhere"))
    assert (await stranger.get("/dictionaries?includeInactive=1")).json() == {"items": []}
    where = f"/dictionaries/{made['id']}"
    assert (await stranger.get(where)).status_code == 404
    assert (await add(stranger, made["id"], "y")).status_code == 404
    assert (await stranger.delete(f"{where}/entries/{entry}")).status_code == 404
    assert await labels(editor, made["id"]) == ["x"]


async def test_a_caller_without_any_organization_reads_and_writes_nothing(editor: Caller, caller: Invite):
    made = await make(editor)
    closed = await caller(*ALL, organizations=[])
    assert (await closed.get("/dictionaries")).json() == {"items": []}
    assert (await closed.get(f"/dictionaries/{made['id']}")).status_code == 404
    assert (await closed.post("/dictionaries", {"key": "a", "name": "a"})).status_code == 403


async def test_reading_needs_view_and_writing_manage(nobody: Client, caller: Invite, editor: Caller):
    viewer = await caller("dictionaries.view")
    made = await make(editor)
    assert (await nobody.get("/dictionaries")).status_code == 401
    assert (await viewer.get(f"/dictionaries/{made['id']}")).status_code == 200
    refused = await viewer.post("/dictionaries", {"key": "a", "name": "a"})
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, ["dictionaries.manage"])


async def test_other_modules_find_values_by_key_or_id_and_hear_of_changes(app: Application, editor: Caller):
    made = await make(editor)
    await add(editor, made["id"], "Red", label="Czerwony")
    async with app.acting(editor.tenant_id, editor.organization_id) as ctx:
        for name in ("colours", UUID(made["id"])):
            found = await find_entry(ctx, name, " rED ")
            assert found is not None
            assert found.label == "Czerwony"
        assert await find_entry(ctx, "colours", "blue") is None
        assert await resolve(ctx, "nothing") is None
    await editor.client.patch(f"/dictionaries/{made['id']}", json={"isActive": False})
    deadline = asyncio.get_running_loop().time() + 5
    while True:
        async with app.acting(editor.tenant_id, editor.organization_id) as ctx:
            if await resolve(ctx, "colours") is None:
                break
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.02)


async def _shared(reader: Any) -> list[Any]:
    return (await reader.get("/dictionaries")).json()["items"]


async def test_a_new_tenant_gets_the_currencies_once(app: Application, tenant: Founded, caller: Invite):
    await drain_events(app, tenant.tenant_id)
    await organization(app, tenant.tenant_id, tenant.organization_id, "second")
    await drain_events(app, tenant.tenant_id)
    reader = await caller("dictionaries.view")
    deadline = asyncio.get_running_loop().time() + 20
    while not (listed := [one for one in await _shared(reader) if one["key"] == "currency"]):
        # Another test may be draining the outbox at this moment.
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.05)
    assert [(item["key"], item["name"], item["description"], item["isSystem"]) for item in listed] == [
        ("currency", "Currencies", "ISO 4217 currencies", True)
    ]
    items = (await reader.get(f"/dictionaries/{listed[0]['id']}/entries")).json()["items"]
    assert len(items) > 150
    assert {"PLN \u2013 Polish Zloty", "EUR \u2013 Euro"} <= {item["label"] for item in items}
    assert [code for code, _name in CURRENCIES[:4]] == ["EUR", "USD", "GBP", "PLN"]
    rest = [code for code, _name in CURRENCIES[4:]]
    assert rest == sorted(set(rest) - {"EUR", "USD", "GBP", "PLN"})
