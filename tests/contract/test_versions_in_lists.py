"""Any list can lock: every item says when it last changed, and a change that sends this back overwrites no other."""

from typing import Any, Final

import pytest
from installed import OPERATIONS, Mounted, resources
from rows import make
from test_resources import another_value, entity, item_of

from bottega.kernel.openapi.schemas import collect
from bottega.kernel.operation import Operation
from bottega.kernel.writes.preconditions import VERSION_HEADER
from callers import Caller, Invite

VERSIONS: Final = ("updated_at", "updatedAt")
# Lists of what is not changed by itself, or of no records.
WITHOUT: Final = {
    "/api_keys/keys": "a key is made and revoked, and never changed",
    "/audit_logs/audit-logs/access": "an entry of a log stays as it is",
    "/contacts/contacts": "people and companies are changed through their own lists, which lock them",
    "/controlling/contracts": "figures about contracts, which are changed through their own list",
    "/controlling/profit": "figures about contracts, which are changed through their own list",
    "/entities/records": "the fields of an item are whatever its entity declares, beside updated_at",
    "/notifications": "its one reader reads and dismisses it, and nobody edits it",
    "/jobs": "the queue changes by itself",
    "/scheduler/jobs/{id}/executions": "a run is history and changes by itself",
}


def is_paged(operation: Operation) -> bool:
    """Whether an operation answers pages of items."""
    return (
        operation.method == "GET"
        and operation.answer is not None
        and (operation.query is not None and "page_size" in operation.query.model_fields)
    )


def item_fields(operation: Operation) -> set[str]:
    """What an item of a list is documented to have."""
    schemas = collect([("answer", "serialization", operation.answer)])
    answer = schemas.resolve(schemas.by_key["answer"])
    items = schemas.resolve(answer["properties"]["items"])
    return set(schemas.resolve(items["items"]).get("properties", {}))


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if is_paged(one)], ids=lambda one: one.path)
def test_an_item_of_a_list_says_when_it_last_changed(operation: Operation) -> None:
    fields = item_fields(operation)
    has = fields & set(VERSIONS)
    if operation.path in WITHOUT:
        assert not has, "it has one: take it off WITHOUT"
        return
    assert has, "say updated_at, in the casing of the section, or in WITHOUT why not"
    for made, changed in (("created_at", "updated_at"), ("createdAt", "updatedAt")):
        assert made not in fields or changed in has, "in the casing of the other fields"


def test_only_lists_that_exist_are_excused() -> None:
    assert set(WITHOUT) - {one.path for one in OPERATIONS if is_paged(one)} == set()
    assert all(len(reason.split()) > 4 for reason in WITHOUT.values())


async def version(me: Caller, mounted: Mounted, row: str) -> str:
    """What the list says of the last change of a row."""
    item = await item_of(me, mounted, row)
    return next(item[name] for name in VERSIONS if name in item)


async def locked(me: Caller, method: str, mounted: Mounted, body: Any, seen: str) -> Any:
    """A change by somebody who has seen that version."""
    return await me.client.request(method, mounted.path, json=body, headers={VERSION_HEADER: seen})


@pytest.mark.parametrize("mounted", resources("GET", "POST", "PUT"), ids=entity)
async def test_what_a_list_says_locks_a_change(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    row, body = await make(me, mounted, 1)
    wire, key, new = await another_value(me, mounted, body)
    seen = await version(me, mounted, row)
    changed = await locked(me, "PUT", mounted, {"id": row, wire: new}, seen)
    assert changed.status_code == 200, changed.text
    assert await version(me, mounted, row) > seen
    refused = await locked(me, "PUT", mounted, {"id": row, wire: body[wire]}, seen)
    assert (refused.status_code, refused.json()["code"]) == (409, "optimistic_lock_conflict"), refused.text
    assert (await item_of(me, mounted, row))[key] != body[wire]


# Whoever deletes a message takes it out of their own mailbox, and nothing anybody has changed.
DELETED = [one for one in resources("GET", "POST", "DELETE") if one.entity != "messaging:message"]


@pytest.mark.parametrize("mounted", DELETED, ids=entity)
async def test_what_a_list_says_locks_a_deletion(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    row, _body = await make(me, mounted, 1, full=False)
    stale = "2020-01-01T00:00:00.000Z"
    refused = await locked(me, "DELETE", mounted, {"id": row}, stale)
    assert (refused.status_code, refused.json()["code"]) == (409, "optimistic_lock_conflict"), refused.text
    gone = await locked(me, "DELETE", mounted, {"id": row}, await version(me, mounted, row))
    assert gone.status_code == 200, gone.text
