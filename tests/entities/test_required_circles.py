"""Relations that every record must have may not lead back to where they began (decision 0043)."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

import pytest

from callers import Caller, Invite

OAK, ASH, ELM = "wood:oak", "wood:ash", "wood:elm"
RULE = {"validation": [{"rule": "required", "message": "m"}]}


@pytest.fixture
async def me(caller: Invite) -> Caller:
    who = await caller("entities.*", "audit_logs.*")
    for entity in (OAK, ASH, ELM):
        await who.post("/entities/entities", {"entityId": entity, "label": entity})
    return who


async def relate(who: Caller, entity: str, to: str, key: str = "next", **config: Any) -> Any:
    body = {"entityId": entity, "key": key, "kind": "relation", "configJson": {"relatedEntityId": to, **config}}
    return await who.post("/entities/definitions", body)


async def keys(who: Caller, entity: str) -> list[str]:
    answer = await who.get("/entities/definitions", params={"entityId": entity})
    return [item["key"] for item in answer.json()["items"]]


def refused(answer: Any, circle: str) -> bool:
    assert answer.status_code == 400, answer.text
    return answer.json()["code"] == "circular_relation" and f": {circle}." in answer.json()["error"]


@pytest.mark.parametrize("config", [{"required": True}, RULE])
async def test_a_circle_of_required_relations_is_refused_with_its_way(me: Caller, config: dict[str, Any]):
    assert (await relate(me, OAK, ASH, **config)).status_code == 200
    assert (await relate(me, ASH, ELM, **config)).status_code == 200
    answer = await relate(me, ELM, OAK, **config)
    assert refused(answer, "wood:elm.next → wood:oak.next → wood:ash.next → wood:elm")
    assert await keys(me, ELM) == []
    batch = {
        "entityId": ELM,
        "definitions": [
            {"key": "name", "kind": "text"},
            {"key": "next", "kind": "relation", "configJson": {"relatedEntityId": OAK, **config}},
        ],
    }
    assert refused(
        await me.post("/entities/definitions.batch", batch), "wood:elm.next → wood:oak.next → wood:ash.next → wood:elm"
    )
    assert await keys(me, ELM) == []


async def test_one_optional_relation_opens_the_circle_and_a_default_does_too(me: Caller):
    empty = {"entityId": OAK, "recordId": None, "values": {}}
    first = (await me.post("/entities/records", empty)).json()["item"]["recordId"]
    await relate(me, OAK, ASH, required=True)
    assert (await relate(me, ASH, OAK)).status_code == 200
    assert refused(await relate(me, ASH, OAK, required=True), "wood:ash.next → wood:oak.next → wood:ash")
    assert (await relate(me, ASH, OAK, required=True, defaultValue=first)).status_code == 200
    ash = await me.post("/entities/records", {"entityId": ASH, "values": {}})
    assert ash.status_code == 200, ash.text
    assert (await me.post("/entities/records", empty)).json()["fields"] == {"cf_next": "This field is required"}


async def test_a_kind_whose_records_all_need_another_of_the_same_kind_is_refused(me: Caller):
    assert refused(await relate(me, OAK, OAK, required=True), "wood:oak.next → wood:oak")
    assert (await relate(me, OAK, OAK)).status_code == 200


async def test_neither_restoring_nor_undoing_closes_a_circle(me: Caller):
    await relate(me, OAK, ASH, required=True)
    gone = await me.delete("/entities/definitions", {"entityId": OAK, "key": "next"})
    assert (await relate(me, ASH, OAK, required=True)).status_code == 200
    restored = await me.post("/entities/definitions.restore", {"entityId": OAK, "key": "next"})
    assert refused(restored, "wood:oak.next → wood:ash.next → wood:oak")
    token = json.loads(unquote(gone.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
    undone = await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})
    assert (undone.status_code, await keys(me, OAK)) == (400, [])


async def test_of_two_who_close_a_circle_from_both_sides_at_once_one_does(me: Caller):
    for number in range(3):
        answers = await asyncio.gather(
            relate(me, OAK, ASH, f"a{number}", required=True), relate(me, ASH, OAK, f"b{number}", required=True)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 400]
        for entity, key in ((OAK, f"a{number}"), (ASH, f"b{number}")):
            await me.delete("/entities/definitions", {"entityId": entity, "key": key})
