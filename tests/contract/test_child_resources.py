"""What every child resource promises: a row stays with its parent, whose history shows what happens to it."""

from typing import Any

import pytest
from installed import NOBODYS, OPERATIONS, Mounted, resources
from rows import body_of, items, make, send, target_of

from bottega.kernel.resources.parents import Parent
from bottega.kernel.schemas import wire_name
from callers import Invite

HISTORY = "/audit_logs/audit-logs/actions"
HAS_HISTORY = any(operation.path == HISTORY for operation in OPERATIONS)
CHILDREN = [one for one in resources("GET", "POST") if one.resource.parent is not None]
CHANGING = [one for one in CHILDREN if one.has("PUT")]


def entity(mounted: Mounted) -> str:
    """How a parametrised test is called."""
    return mounted.entity


def parent_of(mounted: Mounted) -> Parent:
    """The declared parent of a resource."""
    assert mounted.resource.parent is not None
    return mounted.resource.parent


def test_the_parts_of_contracts_are_children() -> None:
    assert {one.entity for one in CHILDREN} >= {"contracts:appliance", "contracts:payment_method"}


@pytest.mark.parametrize("mounted", CHILDREN, ids=entity)
async def test_a_row_needs_a_parent_that_is_there(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    wire = wire_name(parent_of(mounted).column)
    body = await body_of(me, mounted, 1, full=False)
    refused = await send(me, "POST", mounted.path, {**body, wire: NOBODYS})
    assert refused.status_code == 404, refused.text
    assert mounted.operations["POST"].answers[404] == parent_of(mounted).missing.en
    assert refused.json()["error"] == parent_of(mounted).missing.en
    assert await items(me, mounted) == []


@pytest.mark.parametrize("mounted", CHANGING, ids=entity)
async def test_a_row_stays_with_its_parent(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    parent = parent_of(mounted)
    row, body = await make(me, mounted, 1, full=False)
    wire = wire_name(parent.column)
    other = await target_of(me, parent.table.__tablename__)
    refused = await send(me, "PUT", mounted.path, {"id": row, wire: other})
    assert refused.status_code == 404, refused.text
    kept = await send(me, "PUT", mounted.path, {"id": row, wire: body[wire]})
    assert kept.status_code == 200, kept.text
    assert [item[parent.column] for item in await items(me, mounted, id=row)] == [body[wire]]


@pytest.mark.skipif(not HAS_HISTORY, reason="the module of the action log is not installed")
@pytest.mark.parametrize("mounted", CHILDREN, ids=entity)
async def test_the_history_of_the_parent_shows_its_rows(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    parent = parent_of(mounted)
    row, body = await make(me, mounted, 1, full=False)
    if mounted.has("DELETE"):
        gone = await send(me, "DELETE", mounted.path, {"id": row})
        assert gone.status_code == 200, gone.text
    about: dict[str, Any] = {
        "resourceKind": parent.table.entity.replace(":", "."),
        "resourceId": body[wire_name(parent.column)],
        "includeRelated": "1",
    }
    answer = await me.get(HISTORY, params=about)
    assert answer.status_code == 200, answer.text
    told = [item["commandId"] for item in answer.json()["items"] if item["resourceId"] == row]
    wanted = [mounted.operations[method].command for method in ("DELETE", "POST") if mounted.has(method)]
    assert told == wanted


@pytest.mark.skipif(not HAS_HISTORY, reason="the module of the action log is not installed")
async def test_the_history_of_the_parent_shows_that_many_of_its_rows_changed(caller: Invite) -> None:
    [mounted] = [one for one in CHILDREN if one.entity == "contracts:furniture"]
    me = await caller("*")
    first, body = await make(me, mounted, 1, full=False)
    second = (await send(me, "POST", mounted.path, body)).json()["id"]
    changed = await send(me, "POST", f"{mounted.path}/bulk", {"ids": [first, second], "set": {"cf_done": True}})
    assert changed.status_code == 200, changed.text
    about = {"resourceKind": "contracts.contract", "resourceId": body["contractId"], "includeRelated": "1"}
    newest = (await me.get(HISTORY, params=about)).json()["items"][0]
    assert (newest["commandId"], newest["resourceId"]) == (mounted.operations["PUT"].command, min(first, second))
