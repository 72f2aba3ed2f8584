"""One record asked for by its id is whole: a form can be filled with it, while lists stay as short as they are."""

from typing import Any

import pytest
from installed import MODULES, Mounted, resources
from rows import items, make, send
from test_resources import entity, item_of, same

from bottega.kernel.database.tables import sql_table
from bottega.kernel.resources.resource import HIDDEN
from bottega.kernel.writes.preconditions import VERSION_HEADER
from callers import Caller, Invite

CUSTOM = {"cf_whole": "of nothing in particular"}
# Nobody puts a custom value on what is booked.
BOOKED = ("finance:transaction",)
# Why something was forced, where nothing had to be.
NOT_NEEDED = "powod"


@pytest.mark.parametrize("mounted", resources("GET", "POST"), ids=entity)
async def test_a_record_asked_for_by_its_id_has_every_field_that_can_be_written(
    mounted: Mounted, caller: Invite
) -> None:
    me = await caller("*")
    row, body = await make(me, mounted, 1)
    record = await item_of(me, mounted, row)
    lacking = {
        wire: column.name
        for wire in body
        if (column := mounted.column(wire)) is not None
        and column.name not in HIDDEN
        and column.key not in {one.key for one in mounted.resource.private}
        and column.name not in record
    }
    assert lacking == {}
    for name in mounted.resource.only_by_id:
        wire = next((one for one in body if (column := mounted.column(one)) is not None and column.name == name), None)
        assert name in record
        if wire is not None and wire != NOT_NEEDED:
            assert same(record[name], body[wire]), (wire, record)


@pytest.mark.parametrize("mounted", resources("GET", "POST"), ids=entity)
async def test_what_is_private_is_in_no_answer_and_what_is_not_listed_in_no_list(
    mounted: Mounted, caller: Invite
) -> None:
    me = await caller("*")
    row, _body = await make(me, mounted, 1)
    [listed], record = await items(me, mounted), await item_of(me, mounted, row)
    private = {one.key for one in mounted.resource.private}
    assert private.isdisjoint(listed)
    assert private.isdisjoint(record)
    assert {*listed} <= {*record}
    assert {*mounted.resource.shown} <= {*listed}
    if "list" in mounted.resource.derived and mounted.resource.present is None:
        assert {*listed} == {*mounted.resource.shown}


OPEN = [one for one in resources("GET", "POST", "PUT") if one.entity not in BOOKED]


@pytest.mark.parametrize("mounted", OPEN, ids=entity)
async def test_a_record_asked_for_by_its_id_has_its_custom_fields(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    row, _body = await make(me, mounted, 1, full=False)
    changed = await send(me, "PUT", mounted.path, {"id": row, **CUSTOM})
    assert changed.status_code == 200, changed.text
    record = await item_of(me, mounted, row)
    assert {name: record.get(name) for name in CUSTOM} == CUSTOM


@pytest.mark.parametrize("resource", [one for module in MODULES for one in module.resources], ids=lambda one: one.kind)
def test_every_column_is_listed_shown_by_id_private_or_never_shown(resource: Any) -> None:
    private = {one.key for one in resource.private}
    everything = {column.name for column in sql_table(resource.table).columns}
    assert {*resource.shown} | {*resource.only_by_id} | private | (HIDDEN & everything) == everything
    assert private.isdisjoint({one.key for one in resource.unlisted}), "say which of both"


async def test_a_message_tells_neither_side_what_the_other_has_deleted(caller: Invite) -> None:
    me: Caller = await caller("*")
    other: Caller = await caller("*")
    sent = {"senderId": str(me.user_id), "recipientId": str(other.user_id), "temat": "Fronts", "tresc": "They are in"}
    made = await me.post("/messaging/messages", sent)
    assert made.status_code == 201, made.text
    gone = await send(me, "DELETE", "/messaging/messages", {"id": made.json()["id"]})
    assert gone.status_code == 200, gone.text
    answer = await other.get("/messaging/messages", params={"id": made.json()["id"]})
    [record] = answer.json()["items"]
    assert record["tresc"] == "They are in"
    assert not [name for name in record if name.startswith("usunieta")]


async def test_a_contract_found_by_its_customer_and_its_id_is_whole_too(caller: Invite) -> None:
    [mounted] = [one for one in resources("GET", "POST") if one.entity == "contracts:contract"]
    me = await caller("*")
    row, body = await make(me, mounted, 1)
    number = (await item_of(me, mounted, row))["numer"]
    [found] = await items(me, mounted, id=row, search=number)
    assert found == await item_of(me, mounted, row)
    assert found["opis"] == body["opis"]
    assert await items(me, mounted, id=row, search="nobody is called so") == []


# Details that are written by hand, by what is made first and where it is shown.
DETAILS = {
    "/customers/people": {"firstName": "Jan", "lastName": "Kowal", "displayName": "Jan Kowal"},
    "/customers/companies": {"displayName": "Fronty"},
    "/customers/deals": {"title": "A kitchen"},
}


@pytest.mark.parametrize("path", DETAILS)
async def test_details_say_when_a_record_last_changed_so_that_it_can_be_locked(path: str, caller: Invite) -> None:
    me = await caller("*")
    made = await me.post(path, DETAILS[path])
    assert made.status_code == 201, made.text
    row = made.json().get("id") or made.json()["entityId"]
    shown = (await me.get(f"{path}/{row}")).json()
    [seen] = {part["updatedAt"] for part in shown.values() if isinstance(part, dict) and "updatedAt" in part}
    body = {"id": row, **DETAILS[path]}
    other = {**body, **{name: f"{value}s" for name, value in DETAILS[path].items()}}
    changed = await me.client.request("PUT", path, json=other, headers={VERSION_HEADER: seen})
    assert changed.status_code == 200, changed.text
    refused = await me.client.request("PUT", path, json=body, headers={VERSION_HEADER: seen})
    assert (refused.status_code, refused.json()["code"]) == (409, "optimistic_lock_conflict"), refused.text


async def test_a_user_asked_for_by_id_can_be_locked(caller: Invite) -> None:
    me = await caller("*")
    [user] = (await me.get("/auth/users", params={"id": str(me.user_id)})).json()["items"]
    body = {"id": str(me.user_id), "name": "Somebody"}
    changed = await me.client.request("PUT", "/auth/users", json=body, headers={VERSION_HEADER: user["updatedAt"]})
    assert changed.status_code == 200, changed.text
    refused = await me.client.request("PUT", "/auth/users", json=body, headers={VERSION_HEADER: user["updatedAt"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "optimistic_lock_conflict"), refused.text
