"""Many records at once: what bulk changes of every resource promise, whatever handlers its single changes have."""

from typing import Any
from uuid import UUID

import pytest
from installed import NOBODYS, OPERATIONS, Mounted, resources
from rows import Json, items, make, send
from test_resources import REDO, UNDO, entity, item_of, same, shown_fields, token_of
from values import good

from bottega.kernel.operation import Operation
from callers import Caller, Invite

BULK = {one.path.removesuffix("/bulk"): one for one in OPERATIONS if one.path.endswith("/bulk")}
CHANGED = [one for one in resources("POST", "PUT") if one.path in BULK]
DELETED = [one for one in resources("POST", "DELETE") if one.path in BULK]
EITHER = [one for one in resources("GET", "POST") if one.path in BULK]
STALE = "2020-01-01T00:00:00.000Z"
CUSTOM = {"cf_bulk": "whatever"}


async def bulk(me: Caller, mounted: Mounted, **body: Any) -> Any:
    """A bulk change."""
    return await send(me, "POST", f"{mounted.path}/bulk", body)


def blamed(answer: Any) -> dict[str, str]:
    """The ids that a refusal names, each with its sentence."""
    return {one["id"]: one["message"] for one in answer.json()["details"]}


def what_is_done(mounted: Mounted) -> Json:
    """A change, or the deletion where nothing can be changed."""
    if not mounted.has("PUT"):
        return {"delete": True}
    # What is booked keeps its custom values, too.
    return {"set": {"komentarz": "whatever"} if mounted.entity == "finance:transaction" else CUSTOM}


def candidates(mounted: Mounted, body: Json) -> dict[str, Any]:
    """Fields with another value than a row has, which several rows may have."""
    fields = mounted.fields("PUT")
    named = [wire for wire in shown_fields(mounted, body) if wire in fields and not mounted.target(wire)]
    values = {wire: good(fields[wire], 7, mounted.schemas.resolve) for wire in named}
    return {wire: value for wire, value in values.items() if not same(value, body[wire])} | CUSTOM


async def shown(me: Caller, mounted: Mounted, ids: list[str], column: str) -> list[Any]:
    """What the list shows of a column of rows."""
    return [(await item_of(me, mounted, row)).get(column) for row in ids]


async def entries(me: Caller) -> list[Json]:
    """The entries of the action log, newest first."""
    answer = await me.get("/audit_logs/audit-logs/actions", params={"limit": 50})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.mark.parametrize("mounted", CHANGED, ids=entity)
async def test_many_rows_change_by_one_entry_and_one_undo(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    made = [await make(me, mounted, n) for n in range(3)]
    ids = [row for row, _body in made]
    before = {row: await item_of(me, mounted, row) for row in ids}
    known = len(await entries(me))
    refusals: list[str] = []
    for wire, value in candidates(mounted, made[0][1]).items():
        answer = await bulk(me, mounted, ids=ids, set={wire: value})
        if answer.status_code == 200:
            break
        refusals.append(f"{wire}: {answer.text}")
        assert answer.status_code in (400, 409), answer.text
        assert set(blamed(answer)) <= set(ids)
        assert {row: await item_of(me, mounted, row) for row in ids} == before
    else:
        pytest.fail(f"no field of {mounted.entity} can be changed alike: {refusals}")
    assert answer.json() == {"ok": True, "count": 3}
    column = shown_fields(mounted, made[0][1]).get(wire, wire)
    assert all(same(one, value) for one in await shown(me, mounted, ids, column))
    [entry] = (await entries(me))[: len(await entries(me)) - known]
    assert entry["commandId"] == mounted.operations["PUT"].command
    if not mounted.operations["PUT"].undoable:
        assert "x-om-operation" not in answer.headers
        return
    undone = await me.post(UNDO, {"undoToken": token_of(answer)})
    assert undone.status_code == 200, undone.text
    assert await shown(me, mounted, ids, column) == [before[row].get(column) for row in ids]
    redone = await me.post(REDO, {"logId": undone.json()["logId"]})
    assert redone.status_code == 200, redone.text
    assert all(same(one, value) for one in await shown(me, mounted, ids, column))


@pytest.mark.parametrize("mounted", DELETED, ids=entity)
async def test_many_rows_go_and_come_back_together(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    ids = [(await make(me, mounted, n, full=False))[0] for n in range(3)]
    gone = await bulk(me, mounted, ids=ids, delete=True)
    assert gone.status_code == 200, gone.text
    assert gone.json() == {"ok": True, "count": 3}
    left = [one for row in ids for one in await items(me, mounted, id=row)]
    assert all(mounted.resource.table.withdrawal and one["status"] == "anulowana" for one in left)
    again = await bulk(me, mounted, ids=ids, delete=True)
    assert (again.status_code, set(blamed(again))) == (404, set(ids)), again.text
    if mounted.operations["DELETE"].undoable:
        back = await me.post(UNDO, {"undoToken": token_of(gone)})
        assert back.status_code == 200, back.text
        assert [len(await items(me, mounted, id=row)) for row in ids] == [1, 1, 1]
    else:
        assert "x-om-operation" not in gone.headers


@pytest.mark.parametrize("mounted", EITHER, ids=entity)
async def test_a_row_of_others_refuses_all_and_is_named_like_one_that_is_not_there(
    mounted: Mounted, caller: Invite
) -> None:
    me, boss = await caller("*"), await caller(super_admin=True)
    made = await boss.post("/directory/organizations", {"name": "Next door"})
    next_door = UUID(made.json()["id"])
    other = await caller("*", organizations=[next_door], organization_id=next_door)
    foreign = (await make(other, mounted, 1, full=False))[0]
    mine = [(await make(me, mounted, n, full=False))[0] for n in (2, 3)]
    here = await caller("*", organizations=[me.organization_id])
    before = [await item_of(me, mounted, row) for row in mine]
    asked = [mine[0], foreign, NOBODYS, mine[1]]
    answer = await bulk(
        here if mounted.entity != "messaging:message" else me, mounted, ids=asked, **what_is_done(mounted)
    )
    assert answer.status_code == 404, answer.text
    assert set(blamed(answer)) == {foreign, NOBODYS}
    first, second = answer.json()["details"]
    assert {**first, "id": "", "path": []} == {**second, "id": "", "path": []}
    assert {one["id"]: one["path"] for one in (first, second)} == {foreign: ["ids", 1], NOBODYS: ["ids", 2]}
    assert [await item_of(me, mounted, row) for row in mine] == before
    assert "x-om-operation" not in answer.headers


LOCKED = [one for one in EITHER if one.entity != "messaging:message"]


@pytest.mark.parametrize("mounted", LOCKED, ids=entity)
async def test_a_row_that_has_changed_since_it_was_seen_refuses_all(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    ids = [(await make(me, mounted, n, full=False))[0] for n in range(3)]
    seen = {row: await item_of(me, mounted, row) for row in ids}
    versions = {row: item.get("updated_at") or item["updatedAt"] for row, item in seen.items()}
    answer = await bulk(me, mounted, ids=ids, versions={**versions, ids[1]: STALE}, **what_is_done(mounted))
    assert answer.status_code == 409, answer.text
    [issue] = answer.json()["details"]
    assert (issue["id"], issue["code"]) == (ids[1], "optimistic_lock_conflict")
    assert issue["currentUpdatedAt"] == versions[ids[1]]
    assert {row: await item_of(me, mounted, row) for row in ids} == seen


@pytest.mark.parametrize("operation", BULK.values(), ids=lambda one: one.path)
async def test_nonsense_is_refused_by_the_name_of_its_field(operation: Operation, caller: Invite) -> None:
    me = await caller("*")
    known = set(operation.body.model_fields) if operation.body else set()
    ids, values = [str(UUID(int=n)) for n in range(1, 202)], {"cf_bulk": "whatever"}
    done = {"set": values} if "set" in known else {"delete": True}
    wrong: list[tuple[Json, list[Any]]] = [
        ({"ids": ids, **done}, ["ids"]),
        ({"ids": [], **done}, ["ids"]),
        ({**done}, ["ids"]),
        ({"ids": [ids[0], ids[1], ids[0].upper()], **done}, ["ids"]),
        ({"ids": ["x"], **done}, ["ids", 0]),
        ({"ids": ids[:1], "versions": {ids[1]: STALE}, **done}, ["versions"]),
        ({"ids": ids[:1], "versions": {ids[0]: "x"}, **done}, ["versions", ids[0]]),
        ({"ids": ids[:1]}, ["delete"] if "delete" in known else ["set"]),
    ]
    if "set" in known:
        wrong += [({"ids": ids[:1], "set": {}}, ["set"]), ({"ids": ids[:1], "set": {"nothingOfOurs": 1}}, ["set"])]
    if {"set", "delete"} <= known:
        wrong.append(({"ids": ids[:1], "set": values, "delete": True}, ["delete"]))
    for body, path in wrong:
        answer = await me.post(operation.path, body)
        assert answer.status_code == 400, (body, answer.text)
        said = {tuple(one["path"]): one["message"] for one in answer.json()["details"]}
        assert tuple(path) in said, (path, said)
        assert said[tuple(path)].strip()


@pytest.mark.parametrize("mounted", CHANGED, ids=entity)
async def test_a_wrong_field_is_named_under_what_is_set(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    for wire in mounted.fields("PUT").keys() - {"id", "tenantId", "organizationId"}:
        answer = await bulk(me, mounted, ids=[NOBODYS], set={wire: {"no": [["such"]]}})
        if answer.status_code == 400:
            assert ["set", wire] in [one["path"][:2] for one in answer.json()["details"]], answer.text
            return
    pytest.fail("every value is taken for every field")
