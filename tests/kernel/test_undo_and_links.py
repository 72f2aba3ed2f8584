"""What undo takes away may be in use by then, and what it brings back may belong to nothing any more."""

import json
from typing import Any
from urllib.parse import unquote

from callers import Caller, Invite

BOARD = {
    "typ": "mdf",
    "producent": "Egger",
    "symbol": "W1000",
    "dlugosc": 2800,
    "szerokosc": 2070,
    "cala": True,
    "ilosc": 1,
}
UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"


def token(answer: Any) -> dict[str, str]:
    assert answer.is_success, answer.text
    said = json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))
    return {"undoToken": said["undoToken"]}


async def _shelf(me: Caller) -> str:
    return (await me.post("/warehouse/locations", {"nazwa": "Regał"})).json()["id"]


async def test_what_is_in_use_by_now_is_not_deleted_again_by_redo(caller: Invite) -> None:
    me = await caller("warehouse.*", "audit_logs.*")
    shelf = await _shelf(me)
    undone = await me.post(UNDO, token(await me.delete("/warehouse/locations", {"id": shelf})))
    assert undone.status_code == 200, undone.text
    assert (await me.post("/warehouse/materials", {**BOARD, "locationId": shelf})).status_code == 201
    refused = await me.post(REDO, {"logId": undone.json()["logId"]})
    assert (refused.status_code, refused.json()["used"]) == (409, {"warehouse:material": 1})
    assert len((await me.get("/warehouse/locations")).json()["items"]) == 1


async def test_what_belongs_to_something_deleted_by_now_does_not_come_back(caller: Invite) -> None:
    me = await caller("warehouse.*", "audit_logs.*")
    shelf = await _shelf(me)
    board = (await me.post("/warehouse/materials", {**BOARD, "locationId": shelf})).json()["id"]
    deleted = await me.delete("/warehouse/materials", {"id": board})
    assert (await me.delete("/warehouse/locations", {"id": shelf})).status_code == 200
    refused = await me.post(UNDO, token(deleted))
    assert (refused.status_code, refused.json()["code"]) == (409, "record_modified")
    assert (await me.get("/warehouse/materials")).json()["items"] == []
