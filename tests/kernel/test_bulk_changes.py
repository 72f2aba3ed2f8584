"""Bulk changes: who may make and undo them, what stands in the log, and that many rows cost little more than one."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

from bottega.kernel.application import Application
from bottega.kernel.context import system_context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.http import metrics
from callers import Caller, Invite

LOCATIONS, MATERIALS = "/warehouse/locations", "/warehouse/materials"
BULK = f"{LOCATIONS}/bulk"
UNDO, REDO = (f"/audit_logs/audit-logs/actions/{verb}" for verb in ("undo", "redo"))


async def locations(me: Caller, count: int = 3) -> list[str]:
    """The ids of new locations."""
    made = [await me.post(LOCATIONS, {"nazwa": f"Rack {new_id()}"}) for _ in range(count)]
    assert {one.status_code for one in made} == {201}
    return [one.json()["id"] for one in made]


async def named(me: Caller, **query: Any) -> dict[str, str]:
    """The names of locations by id."""
    listed = await me.get(LOCATIONS, params={"pageSize": 100, **query})
    return {one["id"]: one["nazwa"] for one in listed.json()["items"]}


def operation_of(answer: Any) -> dict[str, Any]:
    """What the header of a write says of it."""
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))


async def test_each_of_both_asks_for_the_feature_of_the_single_operation(caller: Invite) -> None:
    boss = await caller("*")
    editor = await caller("warehouse.view", "warehouse.edit")
    remover = await caller("warehouse.view", "warehouse.delete")
    ids = await locations(boss)
    change, deletion = {"ids": ids, "set": {"cf_side": "left"}}, {"ids": ids, "delete": True}
    for who, body, feature in ((remover, change, "warehouse.edit"), (editor, deletion, "warehouse.delete")):
        refused = await who.post(BULK, body)
        assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, [feature])
    assert (await editor.post(BULK, change)).status_code == 200
    assert (await remover.post(BULK, deletion)).status_code == 200
    assert await named(boss) == {}


async def test_the_log_has_one_entry_that_says_how_many_there_were(caller: Invite) -> None:
    me = await caller("*")
    ids = await locations(me)
    changed = await me.post(BULK, {"ids": ids, "set": {"cf_side": "left"}})
    told = operation_of(changed)
    assert (told["commandId"], told["actionLabel"]) == ("warehouse.locations.update", "Update location (3)")
    log = (await me.get("/audit_logs/audit-logs/actions", params={"resourceKind": "warehouse.location"})).json()
    assert [one["actionLabel"] for one in log["items"]].count("Update location (3)") == 1
    polish = await me.post(BULK, {"ids": ids, "delete": True}, headers={"accept-language": "pl"})
    assert operation_of(polish)["actionLabel"] == "Usunięcie: lokalizacja (3)"


async def test_the_history_of_each_record_has_the_entry_with_what_became_of_it(caller: Invite) -> None:
    me = await caller("*")
    ids = await boards(me, 3)
    assert (await me.post(f"{MATERIALS}/bulk", {"ids": ids, "set": {"ilosc": 7}})).status_code == 200
    other = (await boards(me, 1))[0]
    for more in ({}, {"includeRelated": "true"}):
        for row in ids:
            asked = {"resourceKind": "warehouse.material", "resourceId": row, **more}
            changed, made = (await me.get("/audit_logs/audit-logs/actions", params=asked)).json()["items"]
            assert changed["snapshotAfter"]["id"] == made["resourceId"] == row
            assert changed["changes"]["ilosc"] == {"from": 4, "to": 7}
        asked = {"resourceKind": "warehouse.material", "resourceId": other, **more}
        assert len((await me.get("/audit_logs/audit-logs/actions", params=asked)).json()["items"]) == 1


async def test_who_lacks_the_feature_undoes_nothing_of_it(caller: Invite) -> None:
    boss = await caller("*")
    ids = await locations(boss)
    gone = await boss.post(BULK, {"ids": ids, "delete": True})
    editor = await caller("warehouse.view", "warehouse.edit", "audit_logs.*")
    refused = await editor.post(UNDO, {"undoToken": operation_of(gone)["undoToken"]})
    assert refused.status_code == 400, refused.text
    assert await named(boss) == {}
    undone = await boss.post(UNDO, {"undoToken": operation_of(gone)["undoToken"]})
    assert undone.status_code == 200, undone.text
    assert set(await named(boss)) == set(ids)


async def test_undo_of_many_is_refused_as_a_whole_once_one_has_moved_on(caller: Invite) -> None:
    me = await caller("*")
    ids = await locations(me)
    changed = await me.post(BULK, {"ids": ids, "set": {"cf_side": "left"}})
    assert (await me.put(LOCATIONS, {"id": ids[1], "nazwa": "Elsewhere"})).status_code == 200
    refused = await me.post(UNDO, {"undoToken": operation_of(changed)["undoToken"]})
    assert (refused.status_code, refused.json().get("code")) in {(409, "record_modified"), (400, None)}
    listed = (await me.get(LOCATIONS)).json()["items"]
    assert [one["cf_side"] for one in listed] == ["left"] * 3


async def test_a_rule_of_the_database_is_refused_for_the_rows_that_break_it(caller: Invite) -> None:
    me = await caller("*")
    ids = await locations(me)
    before = await named(me)
    refused = await me.post(BULK, {"ids": ids, "set": {"nazwa": "All the same"}})
    assert (refused.status_code, refused.json()["code"]) == (409, "bulk_refused"), refused.text
    first = min(ids)
    assert {one["id"] for one in refused.json()["details"]} == set(ids) - {first}
    assert {tuple(one["path"]) for one in refused.json()["details"]} == {("set", "nazwa")}
    assert refused.json()["error"] == "Refused for 2 of 3 records; nothing was changed"
    assert await named(me) == before
    alone = await me.post(BULK, {"ids": [first], "set": {"nazwa": "All the same"}})
    assert (alone.status_code, alone.json()) == (200, {"ok": True, "count": 1})


BOARD = {"typ": "mdf", "producent": "Egger", "symbol": "H1180", "dlugosc": 2800, "szerokosc": 2070, "ilosc": 4}


async def boards(me: Caller, count: int) -> list[str]:
    """The ids of new boards."""
    made = [await me.post(MATERIALS, {**BOARD, "cala": True, "grubosc": 18}) for _ in range(count)]
    assert {one.status_code for one in made} == {201}, made[0].text
    return [one.json()["id"] for one in made]


async def test_many_rows_are_found_by_their_new_words_and_each_is_announced(app: Application, caller: Invite) -> None:
    me = await caller("*")
    ids = await boards(me, 3)
    assert (await me.post(f"{MATERIALS}/bulk", {"ids": ids, "set": {"producent": "Kronospan"}})).status_code == 200
    found = (await me.get(MATERIALS, params={"search": "kronospan"})).json()
    assert {one["id"] for one in found["items"]} == set(ids)
    assert (await me.get(MATERIALS, params={"search": "egger"})).json()["total"] == 0
    ctx = system_context(app, me.tenant_id)
    try:
        told = await ctx.query(
            "SELECT record_id FROM event_outbox WHERE tenant_id = $1 AND name = 'warehouse.material.updated'",
            me.tenant_id,
        )
    finally:
        await ctx.close()
    assert sorted(str(row["record_id"]) for row in told) == sorted(ids)
    assert (await me.post(f"{MATERIALS}/bulk", {"ids": ids, "delete": True})).status_code == 200
    assert (await me.get(MATERIALS, params={"search": "kronospan"})).json()["total"] == 0
    assert (await me.get(MATERIALS)).json()["total"] == 0


async def test_a_repeated_request_changes_nothing_twice(caller: Invite) -> None:
    me = await caller("*")
    ids, key = await locations(me), {"idempotency-key": str(new_id())}
    first = await me.post(BULK, {"ids": ids, "delete": True}, headers=key)
    again = await me.post(BULK, {"ids": ids, "delete": True}, headers=key)
    assert (first.status_code, again.status_code) == (200, 200), again.text
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["x-om-operation"] == first.headers["x-om-operation"]


async def test_a_row_that_was_deleted_since_it_was_seen_is_named_as_gone(caller: Invite) -> None:
    me = await caller("*")
    ids = await locations(me)
    seen = {one["id"]: one["updated_at"] for one in (await me.get(LOCATIONS)).json()["items"]}
    assert (await me.delete(LOCATIONS, {"id": ids[1]})).status_code == 200
    refused = await me.post(BULK, {"ids": ids, "versions": seen, "set": {"cf_side": "left"}})
    assert refused.status_code == 409, refused.text
    [issue] = refused.json()["details"]
    assert (issue["id"], issue["code"], issue["path"]) == (ids[1], "record_gone", ["ids", 1])


async def test_a_row_in_use_keeps_all_from_being_deleted(caller: Invite) -> None:
    me = await caller("*")
    ids = await locations(me)
    used = await me.post(MATERIALS, {**BOARD, "cala": True, "grubosc": 18, "locationId": ids[2]})
    assert used.status_code == 201, used.text
    refused = await me.post(BULK, {"ids": ids, "delete": True})
    assert refused.status_code == 409, refused.text
    [issue] = refused.json()["details"]
    assert (issue["id"], issue["code"], issue["used"]) == (ids[2], "in_use", {"warehouse:material": 1})
    assert set(await named(me)) == set(ids)


async def test_custom_fields_are_changed_like_others_and_the_rest_of_them_stays(caller: Invite) -> None:
    me = await caller("*")
    ids = await locations(me)
    for values in ({"cf_side": "left", "cf_floor": 2}, {"customFields": {"side": "right"}}, {"cf_floor": None}):
        changed = await me.post(BULK, {"ids": ids, "set": values})
        assert changed.status_code == 200, changed.text
    listed = (await me.get(LOCATIONS)).json()["items"]
    assert [(one["cf_side"], "cf_floor" in one) for one in listed] == [("right", False)] * 3


async def test_many_rows_take_as_many_statements_as_few(caller: Invite) -> None:
    me = await caller("*")
    ids = await boards(me, 40)
    taken: list[int] = []
    for some in (ids[:2], ids):
        before = metrics.statements(f"POST {MATERIALS}/bulk")
        changed = await me.post(f"{MATERIALS}/bulk", {"ids": some, "set": {"uwagi": f"{len(some)} of them"}})
        assert changed.status_code == 200, changed.text
        taken.append(metrics.statements(f"POST {MATERIALS}/bulk") - before)
    assert taken[0] == taken[1] <= 6
    [board] = (await me.get(MATERIALS, params={"id": ids[-1]})).json()["items"]
    assert board["uwagi"] == "40 of them"


async def test_two_who_change_the_same_rows_at_once_both_get_an_answer(caller: Invite) -> None:
    me = await caller("*")
    ids = await locations(me, 8)
    bodies = [{"ids": ids, "set": {"cf_side": "left"}}, {"ids": ids[::-1], "set": {"cf_side": "right"}}]
    answers = await asyncio.gather(*(me.post(BULK, body) for body in bodies * 3))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert 200 in {answer.status_code for answer in answers}
    listed = (await me.get(LOCATIONS)).json()["items"]
    assert len({one["cf_side"] for one in listed}) == 1
