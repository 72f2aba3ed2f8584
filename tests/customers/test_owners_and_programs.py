"""Who owns a customer, and who is named when a program writes or looks."""

from typing import Any
from uuid import uuid4

import pytest
from crm import FEATURES, Crm, neighbour

from bottega.platform.auth.tenant_setup import add_role, found_tenant
from callers import Client

BODIES = {
    "people": {"firstName": "A", "lastName": "B", "displayName": "C"},
    "companies": {"displayName": "C"},
    "deals": {"title": "T"},
}


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES))


@pytest.mark.parametrize("path", BODIES)
async def test_only_somebody_who_works_here_owns_a_customer_or_deal(crm: Crm, caller: Any, app: Any, path: str):
    colleague = await caller()
    elsewhere = await caller(within=await found_tenant(app, "Elsewhere"))
    beside = await neighbour(caller, "customers.people.view")
    record = (await crm.made(path, {**BODIES[path], "ownerUserId": str(colleague.user_id)}))["id"]
    for nobody in (uuid4(), elsewhere.user_id, beside.user_id):
        for answer in (
            await crm.me.post(f"/customers/{path}", {**BODIES[path], "ownerUserId": str(nobody)}),
            await crm.me.put(f"/customers/{path}", {"id": record, "source": "x", "ownerUserId": str(nobody)}),
        ):
            assert (answer.status_code, answer.json()["details"][0]["path"]) == (400, ["ownerUserId"])
    [item] = await crm.items(path)
    assert (item["id"], item["owner_user_id"], item["source"]) == (record, str(colleague.user_id), None)
    await crm.put(path, id=record, ownerUserId=None)
    assert (await crm.item(path, record))["owner_user_id"] is None


@pytest.mark.parametrize("path", BODIES)
async def test_whoever_left_stays_the_owner_until_somebody_else_is(crm: Crm, caller: Any, app: Any, path: str):
    colleague = await caller()
    owned = {"ownerUserId": str(colleague.user_id)}
    record = (await crm.made(path, {**BODIES[path], **owned}))["id"]
    boss = await caller(super_admin=True)
    gone = await boss.delete(f"/auth/users?id={colleague.user_id}")
    assert gone.status_code == 200, gone.text
    await crm.put(path, id=record, source="targi", **owned)
    item = await crm.item(path, record)
    assert (item["source"], item["owner_user_id"]) == ("targi", str(colleague.user_id))
    refused = await crm.me.post(f"/customers/{path}", {**BODIES[path], **owned})
    assert refused.status_code == 400


async def test_a_program_signs_nothing_and_looks_without_a_name(crm: Crm, caller: Any, app: Any, nobody: Client):
    boss = await caller(super_admin=True)
    async with app.acting(boss.tenant_id) as ctx:
        role = str(await add_role(ctx, "Robot", ["customers.*"]))
    made = await boss.post("/api_keys/keys", {"name": "Robot", "roles": [role]})
    assert made.status_code == 201, made.text
    key = {"x-api-key": made.json()["secret"]}
    ewa = await crm.person()
    note = await nobody.post("/customers/comments", json={"entityId": ewa, "body": "Z automatu"}, headers=key)
    assert (note.status_code, note.json()["authorUserId"]) == (201, None)
    call = {"entityId": ewa, "activityType": "call"}
    # Not even for whoever made its key.
    for path, body in (("comments", {"entityId": ewa, "body": "Podpis"}), ("activities", call)):
        signed = {**body, "authorUserId": str(boss.user_id)}
        assert (await nobody.post(f"/customers/{path}", json=signed, headers=key)).status_code == 403
    assert (await nobody.post("/customers/activities", json=call, headers=key)).status_code == 201
    for path in (f"people/{ewa}", f"people/{ewa}?include=comments,activities"):
        page = (await nobody.get(f"/customers/{path}", headers=key)).json()
        assert page["viewer"] == {"userId": None, "name": None, "email": None}
        written = [*page["comments"], *page["activities"]]
        assert {(one["authorUserId"], one["authorName"], one["authorEmail"]) for one in written} <= {(None, None, None)}
    deal = await crm.deal()
    shown = (await nobody.get(f"/customers/deals/{deal}", headers=key)).json()
    assert shown["viewer"] == {"userId": None, "name": None, "email": None}
