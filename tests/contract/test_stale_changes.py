"""Who changes a record that somebody else deleted meanwhile hears that it is gone, and only if it was theirs to see."""

import json
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from installed import NOBODYS, Mounted, resources
from rows import Json, make, send

from bottega.kernel.application import Application
from bottega.kernel.writes.preconditions import VERSION_HEADER
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Invite

SEEN = {VERSION_HEADER: "2026-01-02T03:04:05.000Z"}


def entity(mounted: Any) -> str:
    """How a parametrised test is called."""
    return mounted.entity if isinstance(mounted, Mounted) else str(mounted)


async def stale(me: Caller, method: str, mounted: Mounted, row: str) -> Any:
    """A change by somebody who has seen a version of the row."""
    return await me.client.request(method, mounted.path, json={"id": row}, headers=SEEN)


# Records whose deletion is none for everybody.
KEPT = {"messaging:message": "each side removes a message from its own mailbox and nobody else's"}
CHANGED = [
    (mounted, method)
    for mounted in resources("POST", "DELETE")
    for method in ("PUT", "DELETE")
    if mounted.has(method) and mounted.entity not in KEPT
]


async def strangers(app: Application, caller: Invite) -> list[Caller]:
    """Somebody of another tenant, and somebody confined to another organization of this one."""
    boss = await caller(super_admin=True)
    made = await boss.post("/directory/organizations", {"name": "Next door"})
    next_door = UUID(made.json()["id"])
    return [
        await caller("*", within=await found_tenant(app, "Elsewhere")),
        await caller("*", organizations=[next_door], organization_id=next_door),
    ]


@pytest.mark.parametrize(("mounted", "method"), CHANGED, ids=entity)
async def test_a_stale_change_of_a_deleted_record_says_that_it_is_gone(
    mounted: Mounted, method: str, app: Application, caller: Invite
) -> None:
    me = await caller("*")
    row, _body = await make(me, mounted, 1, full=False)
    deleted = await send(me, "DELETE", mounted.path, {"id": row})
    assert deleted.status_code == 200, deleted.text

    said = await stale(me, method, mounted, row)
    assert (said.status_code, said.json()["code"]) == (409, "record_gone"), said.text
    assert said.json()["deletedBy"]["id"] == str(me.user_id)
    assert said.json()["deletedAt"] > SEEN[VERSION_HEADER]
    # Whoever names no version has nothing stale, and an id of nothing is nothing whatever else is sent.
    assert (await send(me, method, mounted.path, {"id": row})).status_code == 404
    assert (await stale(me, method, mounted, NOBODYS)).status_code == 404

    for stranger in await strangers(app, caller):
        assert (await stale(stranger, method, mounted, row)).status_code == 404


# Written by hand: what makes a record, and the request that changes it, from the ids of both.
BY_HAND: dict[str, tuple[tuple[str, Json], str]] = {
    "person": (("/customers/people", {"firstName": "Anna", "lastName": "Lis"}), "PUT /customers/people {id}"),
    "company": (("/customers/companies", {"displayName": "Dąb"}), "DELETE /customers/companies {id}"),
    "deal": (("/customers/deals", {"title": "Kuchnia"}), "PUT /customers/deals {id}"),
    "word": (("/customers/dictionaries/sources", {"value": "Targi"}), "PATCH /customers/dictionaries/sources/{id}"),
    "dictionary": (("/dictionaries", {"key": "zawiasy", "name": "Zawiasy"}), "PATCH /dictionaries/{id}"),
}


@pytest.mark.parametrize("what", sorted(BY_HAND))
async def test_so_does_one_that_is_written_by_hand(what: str, app: Application, caller: Invite) -> None:
    (path, body), change = BY_HAND[what]
    me = await caller("*", super_admin=True)
    made = await me.post(path, body)
    assert made.status_code == 201, made.text
    row = made.json()["id"]
    method, target, *named = change.format(id=row).split()
    sent = {"name": "X", "label": "X", "title": "X", "displayName": "X", **({"id": row} if named else {})}
    gone = await me.client.request("DELETE", target, json=sent if named else None)
    assert gone.status_code == 200, gone.text
    said = await me.client.request(method, target, json=sent, headers=SEEN)
    assert (said.status_code, said.json().get("code")) == (409, "record_gone"), said.text
    assert (await me.client.request(method, target, json=sent)).status_code == 404
    for stranger in await strangers(app, caller):
        refused = await stranger.client.request(method, target, json=sent, headers=SEEN)
        assert refused.status_code == 404, refused.text


async def test_a_record_whose_creation_was_undone_is_gone_too(caller: Invite) -> None:
    me = await caller("*")
    made = await me.post("/warehouse/locations", {"nazwa": "Regał 7"})
    done = json.loads(unquote(made.headers["x-om-operation"].removeprefix("omop:")))
    undone = await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": done["undoToken"]})
    assert undone.status_code == 200, undone.text
    change = {"id": made.json()["id"], "nazwa": "Regał 8"}
    said = await me.client.request("PUT", "/warehouse/locations", json=change, headers=SEEN)
    assert (said.status_code, said.json()["code"]) == (409, "record_gone")
    assert "deletedBy" not in said.json()


async def test_only_who_reads_the_log_hears_who_deleted_a_record(caller: Invite) -> None:
    boss = await caller("*")
    clerk = await caller("warehouse.*", "audit_logs.view_self")
    made = await boss.post("/warehouse/locations", {"nazwa": "Regał 7"})
    row = {"id": made.json()["id"], "nazwa": "Regał 8"}
    assert (await send(boss, "DELETE", "/warehouse/locations", {"id": row["id"]})).status_code == 200
    told = (await clerk.client.request("PUT", "/warehouse/locations", json=row, headers=SEEN)).json()
    assert told["code"] == "record_gone"
    assert "deletedAt" in told
    assert "deletedBy" not in told
    reader = await caller("warehouse.*", "audit_logs.view_self", "audit_logs.view_tenant")
    told = (await reader.client.request("PUT", "/warehouse/locations", json=row, headers=SEEN)).json()
    assert told["deletedBy"] == {"id": str(boss.user_id), "name": boss.email}


async def test_whom_a_contract_was_hidden_from_hears_nothing_of_its_end(caller: Invite) -> None:
    boss = await caller("*")
    contracts = next(one for one in resources("POST", "DELETE") if one.entity == "contracts:contract")
    row, _body = await make(boss, contracts, 1, full=False)
    assert (await send(boss, "DELETE", contracts.path, {"id": row})).status_code == 200
    fitter = await caller("contracts.edit", "contracts.view", "contracts.delete", "contracts.only_assigned")
    assert (await stale(fitter, "DELETE", contracts, row)).status_code == 404
    office = await caller("contracts.edit", "contracts.view", "contracts.delete")
    assert (await stale(office, "DELETE", contracts, row)).status_code == 409


async def test_who_sees_no_people_hears_of_no_person_through_companies(caller: Invite) -> None:
    boss = await caller("*")
    person = (await boss.post("/customers/people", {"firstName": "Anna", "lastName": "Lis"})).json()["id"]
    assert (await send(boss, "DELETE", "/customers/people", {"id": person})).status_code == 200
    buyer = await caller("customers.companies.view", "customers.companies.manage")
    body = {"id": person, "displayName": "X"}
    said = await buyer.client.request("PUT", "/customers/companies", json=body, headers=SEEN)
    assert said.status_code == 404
