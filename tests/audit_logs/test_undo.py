"""Undo and redo over the API: what was changed comes back, once, for those who may, and never over newer changes."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Client, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"
ACTIONS = "/audit_logs/audit-logs/actions"
MATERIALS = "/warehouse/materials"
LOGS = ("audit_logs.*",)


def of_field(name: str, text: str, label: str) -> dict[str, Any]:
    """A refusal of one field."""
    return {"error": text, "details": [{"code": "custom", "path": [name], "message": text, "label": label}]}


GONE = {"error": "Undo token not available"}
NO_REDO = {"error": "Redo target not available"}


def board(**changed: Any) -> dict[str, Any]:
    return {
        "typ": "mdf",
        "producent": "Egger",
        "symbol": "H1180",
        "dlugosc": 2800,
        "szerokosc": 2070,
        "cala": True,
        "ilosc": 3,
        **changed,
    }


def operation(response: Any) -> dict[str, Any]:
    assert response.status_code in (200, 201), response.text
    return json.loads(unquote(response.headers["x-om-operation"].removeprefix("omop:")))


def token(response: Any) -> str:
    return operation(response)["undoToken"]


async def amount(who: Any, record: str) -> int | None:
    items = (await who.get(MATERIALS, params={"id": record})).json()["items"]
    return items[0]["ilosc"] if items else None


@pytest.fixture
async def worker(caller: Invite):
    return await caller("warehouse.*", *LOGS)


async def test_strangers_can_neither_undo_nor_redo(nobody: Client):
    assert (await nobody.post(UNDO, json={"undoToken": "x"})).status_code == 401
    assert (await nobody.post(REDO, json={"logId": "x"})).status_code == 401


@pytest.mark.parametrize("body", [{}, {"undoToken": ""}, {"undoToken": "  "}, {"undoToken": None}, {"undoToken": 7}])
async def test_a_missing_token_is_refused(worker: Caller, body: dict[str, Any]):
    refused = await worker.post(UNDO, body)
    assert (refused.status_code, refused.json()) == (400, of_field("undoToken", "Invalid undo token", "Undo token"))


async def test_a_body_that_is_no_json_is_a_missing_token(worker: Caller):
    refused = await worker.client.post(UNDO, content=b"{", headers={"content-type": "application/json"})
    assert (refused.status_code, refused.json()) == (400, of_field("undoToken", "Invalid undo token", "Undo token"))


async def test_an_unknown_token_is_not_available(worker: Caller):
    for unknown in ("abc", str(new_id())):
        refused = await worker.post(UNDO, {"undoToken": unknown})
        assert (refused.status_code, refused.json()) == (400, GONE)


async def test_a_blank_log_id_is_invalid_and_an_unknown_one_is_no_target(worker: Caller):
    blank = await worker.post(REDO, {"logId": " "})
    assert (blank.status_code, blank.json()) == (400, of_field("logId", "Invalid log id", "Entry"))
    for unknown in ("abc", str(new_id())):
        refused = await worker.post(REDO, {"logId": unknown})
        assert (refused.status_code, refused.json()) == (400, NO_REDO)


async def test_undo_takes_a_change_back_and_redo_makes_it_again_under_a_new_entry(worker: Caller):
    record = (await worker.post(MATERIALS, board())).json()["id"]
    changed = operation(await worker.put(MATERIALS, {"id": record, "ilosc": 9}))
    undone = await worker.post(UNDO, {"undoToken": f" {changed['undoToken']} "})
    assert undone.json() == {"ok": True, "logId": changed["id"]}
    assert await amount(worker, record) == 3
    redone = await worker.post(REDO, {"logId": changed["id"]})
    assert redone.status_code == 200, redone.text
    again = operation(redone)
    assert redone.json() == {"ok": True, "logId": again["id"], "undoToken": again["undoToken"]}
    assert again["id"] != changed["id"]
    assert again["undoToken"] != changed["undoToken"]
    assert (again["commandId"], again["actionLabel"]) == (changed["commandId"], changed["actionLabel"])
    assert await amount(worker, record) == 9
    assert (await worker.post(UNDO, {"undoToken": again["undoToken"]})).status_code == 200
    assert await amount(worker, record) == 3


async def test_redoing_a_creation_keeps_the_id(worker: Caller):
    made = operation(await worker.post(MATERIALS, board()))
    assert (await worker.post(UNDO, {"undoToken": made["undoToken"]})).status_code == 200
    assert await amount(worker, made["resourceId"]) is None
    assert (await worker.post(REDO, {"logId": made["id"]})).status_code == 200
    assert await amount(worker, made["resourceId"]) == 3


async def test_a_token_works_once(worker: Caller):
    made = token(await worker.post(MATERIALS, board()))
    assert (await worker.post(UNDO, {"undoToken": made})).status_code == 200
    replayed = await worker.post(UNDO, {"undoToken": made})
    assert (replayed.status_code, replayed.json()) == (400, GONE)


async def test_of_simultaneous_undos_one_wins(worker: Caller):
    record = (await worker.post(MATERIALS, board())).json()["id"]
    changed = token(await worker.put(MATERIALS, {"id": record, "ilosc": 9}))
    answers = await asyncio.gather(*(worker.post(UNDO, {"undoToken": changed}) for _ in range(6)))
    assert sorted(a.status_code for a in answers) == [200, 400, 400, 400, 400, 400]
    assert await amount(worker, record) == 3


async def test_of_simultaneous_redos_one_wins(worker: Caller):
    made = operation(await worker.post(MATERIALS, board()))
    await worker.post(UNDO, {"undoToken": made["undoToken"]})
    answers = await asyncio.gather(*(worker.post(REDO, {"logId": made["id"]}) for _ in range(6)))
    assert sorted(a.status_code for a in answers) == [200, 400, 400, 400, 400, 400]
    assert await amount(worker, made["resourceId"]) == 3


async def test_an_undo_and_a_write_at_the_same_time_never_lose_the_write(worker: Caller):
    record = (await worker.post(MATERIALS, board())).json()["id"]
    for step in range(5):
        changed = token(await worker.put(MATERIALS, {"id": record, "ilosc": 100 + step}))
        undone, written = await asyncio.gather(
            worker.post(UNDO, {"undoToken": changed}), worker.put(MATERIALS, {"id": record, "ilosc": 200 + step})
        )
        assert written.status_code == 200
        assert undone.status_code in (200, 400, 409)
        assert await amount(worker, record) == 200 + step


async def test_changes_of_one_record_are_undone_newest_first(worker: Caller):
    made = token(await worker.post(MATERIALS, board()))
    record = operation(await worker.post(MATERIALS, board(symbol="other")))
    changed = token(await worker.put(MATERIALS, {"id": record["resourceId"], "ilosc": 9}))
    early = await worker.post(UNDO, {"undoToken": record["undoToken"]})
    assert (early.status_code, early.json()) == (400, GONE)
    for each in (changed, record["undoToken"], made):
        assert (await worker.post(UNDO, {"undoToken": each})).status_code == 200


async def test_undo_refuses_to_overwrite_what_somebody_else_changed_since(worker: Caller, caller: Invite):
    record = (await worker.post(MATERIALS, board())).json()["id"]
    changed = token(await worker.put(MATERIALS, {"id": record, "ilosc": 9}))
    other = await caller("warehouse.*")
    assert (await other.put(MATERIALS, {"id": record, "uwagi": "mine"})).status_code == 200
    refused = await worker.post(UNDO, {"undoToken": changed})
    assert refused.status_code == 409
    assert (refused.json()["code"], refused.json()["ids"]) == ("record_modified", [record])
    assert await amount(worker, record) == 9
    listed = (await worker.get(ACTIONS, params={"resourceId": record, "undoableOnly": "true"})).json()["items"]
    # Nothing was used up by the attempt.
    assert changed in [item["undoToken"] for item in listed]


async def test_redo_refuses_to_overwrite_what_was_changed_since(worker: Caller):
    record = (await worker.post(MATERIALS, board())).json()["id"]
    changed = operation(await worker.put(MATERIALS, {"id": record, "ilosc": 9}))
    await worker.post(UNDO, {"undoToken": changed["undoToken"]})
    await worker.put(MATERIALS, {"id": record, "ilosc": 5})
    refused = await worker.post(REDO, {"logId": changed["id"]})
    assert refused.status_code == 409
    assert await amount(worker, record) == 5


async def test_others_actions_take_the_right_for_the_tenant(worker: Caller, caller: Invite):
    made = operation(await worker.post(MATERIALS, board()))
    colleague = await caller("warehouse.*", "audit_logs.undo_self", "audit_logs.redo_self")
    refused = await colleague.post(UNDO, {"undoToken": made["undoToken"]})
    assert (refused.status_code, refused.json()) == (400, GONE)
    chief = await caller("warehouse.*", *LOGS)
    assert (await chief.post(UNDO, {"undoToken": made["undoToken"]})).status_code == 200
    refused = await colleague.post(REDO, {"logId": made["id"]})
    assert (refused.status_code, refused.json()) == (400, NO_REDO)
    assert (await chief.post(REDO, {"logId": made["id"]})).status_code == 200


async def test_undo_and_redo_ask_for_the_features_of_the_action(worker: Caller, caller: Invite):
    made = operation(await worker.post(MATERIALS, board()))
    reader = await caller("warehouse.view", *LOGS)
    assert (await reader.post(UNDO, {"undoToken": made["undoToken"]})).json() == GONE
    await worker.post(UNDO, {"undoToken": made["undoToken"]})
    assert (await reader.post(REDO, {"logId": made["id"]})).json() == NO_REDO
    assert await amount(worker, made["resourceId"]) is None


async def test_another_tenant_cannot_undo_even_with_every_right(worker: Caller, caller: Invite, app: Application):
    made = operation(await worker.post(MATERIALS, board()))
    elsewhere = await caller("warehouse.*", *LOGS, within=await found_tenant(app, "Elsewhere"))
    assert (await elsewhere.post(UNDO, {"undoToken": made["undoToken"]})).json() == GONE
    await worker.post(UNDO, {"undoToken": made["undoToken"]})
    assert (await elsewhere.post(REDO, {"logId": made["id"]})).json() == NO_REDO


async def test_a_super_admin_undoes_in_another_tenant_by_naming_it(worker: Caller, caller: Invite, app: Application):
    made = operation(await worker.post(MATERIALS, board()))
    root = await caller(super_admin=True, within=await found_tenant(app, "Elsewhere"))
    assert (await root.post(UNDO, {"undoToken": made["undoToken"]})).json() == GONE
    there = {"tenantId": str(worker.tenant_id)}
    assert (await root.post(UNDO, {"undoToken": made["undoToken"]}, params=there)).status_code == 200
    assert await amount(worker, made["resourceId"]) is None


async def test_another_organization_cannot_undo(worker: Caller, caller: Invite, admin: Caller):
    made = operation(await worker.post(MATERIALS, board()))
    other = (await admin.post("/directory/organizations", {"name": "Other"})).json()["id"]
    there = await caller("warehouse.*", *LOGS, organizations=[other], organization_id=other)
    assert (await there.post(UNDO, {"undoToken": made["undoToken"]})).json() == GONE
    await worker.post(UNDO, {"undoToken": made["undoToken"]})
    assert (await there.post(REDO, {"logId": made["id"]})).json() == NO_REDO


async def test_undo_and_redo_themselves_leave_the_log_as_told(worker: Caller):
    made = operation(await worker.post(MATERIALS, board()))
    await worker.post(UNDO, {"undoToken": made["undoToken"]})
    about = {"resourceId": made["resourceId"]}
    (entry,) = (await worker.get(ACTIONS, params=about)).json()["items"]
    assert (entry["executionState"], entry["undoToken"]) == ("undone", None)
    again = (await worker.post(REDO, {"logId": made["id"]})).json()
    newer, older = (await worker.get(ACTIONS, params=about)).json()["items"]
    assert (older["id"], older["executionState"]) == (made["id"], "redone")
    assert (newer["id"], newer["executionState"], newer["undoToken"]) == (again["logId"], "done", again["undoToken"])
    assert newer["organizationId"] == older["organizationId"]
    assert newer["snapshotAfter"]["symbol"] == "H1180"


async def test_what_cannot_be_undone_says_what_to_do_instead(admin: Caller):
    made = await admin.post("/directory/tenants", {"name": "Short lived"})
    tenant = {"tenantId": made.json()["id"]}
    (entry,) = (await admin.get(ACTIONS, params=tenant)).json()["items"]
    assert entry["undoToken"] is None
    assert "instead" in entry["undoHint"]
    refused = await admin.post(UNDO, {"undoToken": entry["id"]}, params=tenant)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_undoable")
    assert refused.json()["error"] == entry["undoHint"]
