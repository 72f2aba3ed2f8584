"""A double click is one click."""

import asyncio
from typing import Any

from bottega.kernel.database.identifiers import new_id


def location() -> dict[str, str]:
    return {"nazwa": f"Regał {new_id()}"}


async def test_a_repeated_request_gets_the_first_answer_and_writes_nothing(caller: Any) -> None:
    me = await caller("warehouse.*")
    key, body = {"idempotency-key": str(new_id())}, location()
    first = await me.post("/warehouse/locations", body, headers=key)
    again = await me.post("/warehouse/locations", body, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["x-om-operation"] == again.headers["x-om-operation"]
    assert again.headers["idempotency-replayed"] == "true"
    assert (await me.get("/warehouse/locations")).json()["total"] == 1


async def test_a_double_click_at_the_same_moment_writes_once(caller: Any) -> None:
    me = await caller("warehouse.*")
    key, body = {"idempotency-key": "click"}, location()
    answers = await asyncio.gather(*(me.post("/warehouse/locations", body, headers=key) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (await me.get("/warehouse/locations")).json()["total"] == 1


async def test_a_key_is_no_password_for_another_request_or_another_person(caller: Any) -> None:
    me, colleague = await caller("warehouse.*"), await caller("warehouse.*")
    key = {"idempotency-key": "monday"}
    mine = await me.post("/warehouse/locations", location(), headers=key)
    other = await me.post("/warehouse/locations", location(), headers=key)
    theirs = await colleague.post("/warehouse/locations", location(), headers=key)
    assert mine.status_code == 201
    assert other.status_code == 409
    assert other.json()["code"] == "idempotency_key_reused"
    assert theirs.status_code == 201
    assert theirs.json()["id"] != mine.json()["id"]


async def test_a_refused_request_leaves_its_key_free(caller: Any) -> None:
    me = await caller("warehouse.*")
    key, body = {"idempotency-key": "again"}, location()
    assert (await me.post("/warehouse/locations", body)).status_code == 201
    assert (await me.post("/warehouse/locations", body, headers=key)).status_code == 409
    taken = (await me.get("/warehouse/locations")).json()["items"][0]["id"]
    assert (await me.delete("/warehouse/locations", {"id": taken})).status_code == 200
    assert (await me.post("/warehouse/locations", body, headers=key)).status_code == 201
