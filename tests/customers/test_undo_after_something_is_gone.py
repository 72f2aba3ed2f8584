"""Undo brings back whatever can still be brought back, and names the rest; where nothing can, it says why."""

import json
from typing import Any
from urllib.parse import unquote

import pytest

from callers import Caller, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller("customers.*", "audit_logs.*")


async def undo(me: Caller, answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.is_success, answer.text
    said = json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))
    undone = await me.post(UNDO, {"undoToken": said["undoToken"]})
    assert undone.status_code == status, undone.text
    return undone.json()


async def made(me: Caller, path: str, **body: Any) -> str:
    answer = await me.post(f"/customers/{path}", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def person(me: Caller, name: str, **more: Any) -> str:
    return await made(me, "people", firstName=name, lastName="N", displayName=f"{name} N", **more)


async def detail(me: Caller, kind: str, id_: str) -> dict[str, Any]:
    answer = await me.get(f"/customers/{kind}/{id_}", params={"include": "people"})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def tags_of(me: Caller, id_: str) -> list[str]:
    return [one["label"] for one in (await detail(me, "people", id_))["tags"]]


async def tagged(me: Caller) -> tuple[str, str, str]:
    tag = await made(me, "tags", slug="wzor", label="Wzór")
    people = [await person(me, name) for name in ("Ala", "Beata")]
    for one in people:
        assert (await me.post("/customers/tags/assign", {"tagId": tag, "entityId": one})).status_code == 201
    return tag, *people


async def test_a_tag_comes_back_to_those_who_are_still_there(me: Caller) -> None:
    tag, ala, beata = await tagged(me)
    deleted = await me.delete(f"/customers/tags?id={tag}")
    assert (await me.delete(f"/customers/people?id={beata}")).status_code == 200
    undone = await undo(me, deleted)
    [left] = undone["leftOut"]
    assert (left["resourceKind"], left["missingKind"]) == ("customers.tag_assignment", "customers.customer_entity")
    assert left["missingId"] == beata
    assert await tags_of(me, ala) == ["Wzór"]
    # And away again, though one of those it was taken from is gone.
    redone = await me.post(REDO, {"logId": undone["logId"]})
    assert redone.status_code == 200, redone.text
    assert await tags_of(me, ala) == []


async def test_nothing_is_named_when_everything_comes_back(me: Caller) -> None:
    tag, ala, beata = await tagged(me)
    undone = await undo(me, await me.delete(f"/customers/tags?id={tag}"))
    assert set(undone) == {"ok", "logId"}
    assert await tags_of(me, ala) == await tags_of(me, beata) == ["Wzór"]


async def test_a_person_comes_back_without_the_company_that_is_gone(me: Caller) -> None:
    firm = await made(me, "companies", displayName="Splot")
    ala = await person(me, "Ala", companyEntityId=firm)
    deleted = await me.delete(f"/customers/people?id={ala}")
    assert (await me.delete(f"/customers/companies?id={firm}")).status_code == 200
    [left] = (await undo(me, deleted))["leftOut"]
    assert (left["resourceId"], left["missingId"]) == (ala, firm)
    assert (await detail(me, "people", ala))["person"]["displayName"] == "Ala N"


async def test_a_company_comes_back_without_the_colleague_who_is_gone(me: Caller) -> None:
    firm = await made(me, "companies", displayName="Splot")
    ala, beata = [await person(me, name, companyEntityId=firm) for name in ("Ala", "Beata")]
    deleted = await me.delete("/customers/companies", {"id": firm, "force": True})
    assert (await me.delete(f"/customers/people?id={beata}")).status_code == 200
    [left] = (await undo(me, deleted))["leftOut"]
    assert (left["resourceKind"], left["resourceId"]) == ("customers.person", beata)
    people = (await detail(me, "companies", firm))["people"]
    assert [one["id"] for one in people] == [ala]


async def test_what_cannot_be_without_what_is_gone_is_refused_and_named(me: Caller) -> None:
    ala = await person(me, "Ala")
    note = await made(me, "comments", entityId=ala, body="Dzwoniła")
    deleted = await me.delete(f"/customers/comments?id={note}")
    assert (await me.delete(f"/customers/people?id={ala}")).status_code == 200
    refused = await undo(me, deleted, 409)
    assert (refused["code"], refused["ids"]) == ("record_modified", [note])
    assert refused["missing"] == [{"resourceKind": "customers.customer_entity", "resourceId": ala}]


async def test_a_tie_alone_whose_end_is_gone_is_refused_and_named(me: Caller) -> None:
    tag, ala, _ = await tagged(me)
    taken = await me.post("/customers/tags/unassign", {"tagId": tag, "entityId": ala})
    assert (await me.delete(f"/customers/people?id={ala}")).status_code == 200
    refused = await undo(me, taken, 409)
    assert [one["resourceId"] for one in refused["missing"]] == [ala]


async def test_a_change_back_to_what_is_gone_is_refused(me: Caller) -> None:
    old, new = [await made(me, "companies", displayName=name) for name in ("Splot", "Węzeł")]
    ala = await person(me, "Ala", companyEntityId=old)
    moved = await me.put("/customers/people", {"id": ala, "companyEntityId": new})
    assert (await me.delete(f"/customers/companies?id={old}")).status_code == 200
    refused = await undo(me, moved, 409)
    assert [one["resourceId"] for one in refused["missing"]] == [old]


async def test_undo_and_redo_are_changes_that_others_notice(me: Caller) -> None:
    ala = await person(me, "Ala")

    async def changed_at() -> str:
        return (await detail(me, "people", ala))["person"]["updatedAt"]

    stamps = [await changed_at()]
    changed = await me.put("/customers/people", {"id": ala, "description": "x"})
    stamps.append(await changed_at())
    undone = await undo(me, changed)
    stamps.append(await changed_at())
    assert (await me.post(REDO, {"logId": undone["logId"]})).status_code == 200
    stamps.append(await changed_at())
    assert stamps == sorted(set(stamps))
    # A form that was opened before is told so.
    lock = {"x-om-ext-optimistic-lock-expected-updated-at": stamps[1]}
    stale = await me.client.put("/customers/people", json={"id": ala, "description": "y"}, headers=lock)
    assert (stale.status_code, stale.json()["code"]) == (409, "optimistic_lock_conflict")


async def test_earlier_changes_are_still_undone_after_later_ones_were(me: Caller) -> None:
    ala = await person(me, "Ala")
    first = await me.put("/customers/people", {"id": ala, "description": "one"})
    second = await me.put("/customers/people", {"id": ala, "description": "two"})
    await undo(me, second)
    await undo(me, first)
    assert (await detail(me, "people", ala))["person"]["description"] is None
