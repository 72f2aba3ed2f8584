"""API keys as people manage them: made, listed, revoked, and never beyond what their maker may do."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.api_keys import Wanted, issue
from bottega.platform.api_keys.expiry_jobs import sweep_keys
from bottega.platform.api_keys.module import module
from bottega.platform.auth.tenant_setup import add_role, found_tenant
from callers import Caller, Client, Invite

KEYS = "/api_keys/keys"


@pytest.fixture
async def boss(caller: Invite):
    return await caller("api_keys.*", "warehouse.*", "directory.organizations.*", "audit_logs.*")


async def role(app: Any, who: Any, name: str, *features: str, **more: Any) -> str:
    async with app.acting(who.tenant_id) as ctx:
        return str(await add_role(ctx, name, features, **more))


async def make(who: Any, **body: Any) -> dict[str, Any]:
    made = await who.post(KEYS, {"name": "Robot", **body})
    assert made.status_code == 201, made.text
    return made.json()


async def listed(who: Any, **params: Any) -> list[str]:
    answer = await who.get(KEYS, params=params)
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


def test_there_are_three_features():
    assert list(module.features) == ["api_keys.view", "api_keys.create", "api_keys.delete"]
    wanted = {operation.method: operation.features for operation in module.operations}
    assert wanted == {"GET": ("api_keys.view",), "POST": ("api_keys.create",), "DELETE": ("api_keys.delete",)}


async def test_strangers_and_people_without_the_feature_are_refused(nobody: Client, caller: Invite):
    assert (await nobody.get(KEYS)).status_code == 401
    assert (await nobody.post(KEYS, json={"name": "X"})).status_code == 401
    viewer = await caller("api_keys.view")
    assert (await viewer.get(KEYS)).status_code == 200
    assert (await viewer.post(KEYS, {"name": "X"})).status_code == 403
    assert (await viewer.delete(KEYS, params={"id": str(new_id())})).status_code == 403


async def test_the_secret_is_told_once_and_stored_nowhere(boss: Caller, app: Application):
    robots = await role(app, boss, "Robots", "warehouse.view")
    made = await boss.post(KEYS, {"name": " Robot ", "description": "Imports", "roles": [robots]})
    assert made.status_code == 201
    key = made.json()
    assert key["secret"].startswith(f"{key['keyPrefix']}.")
    assert (len(key["secret"]), len(key["keyPrefix"]), key["keyPrefix"][:4]) == (61, 12, "omk_")
    assert key["roles"] == [{"id": robots, "name": "Robots"}]
    assert (key["name"], key["tenantId"], key["organizationId"]) == (
        "Robot",
        str(boss.tenant_id),
        str(boss.organization_id),
    )
    (item,) = (await boss.get(KEYS)).json()["items"]
    assert item == {
        "id": key["id"],
        "name": "Robot",
        "description": "Imports",
        "keyPrefix": key["keyPrefix"],
        "organizationId": str(boss.organization_id),
        "organizationName": item["organizationName"],
        "createdAt": item["createdAt"],
        "lastUsedAt": None,
        "expiresAt": None,
        "roles": key["roles"],
    }
    async with app.database.tenant(boss.tenant_id) as connection:
        hidden = key["secret"].partition(".")[2]
        for table in ("api_keys_keys", "api_keys_secrets", "action_logs", "action_changes", "event_outbox"):
            rows = await connection.fetch(f"SELECT to_jsonb(t)::text FROM {table} AS t")
            assert not [row for row in rows if hidden in row[0]]
        stored = await connection.fetchval("SELECT hash FROM api_keys_secrets WHERE id = $1", key["id"])
        images = await connection.fetch("SELECT coalesce(after, before)::text FROM action_changes")
        assert not [row for row in images if stored in row[0]]


async def test_making_and_revoking_is_recorded_but_not_undone(boss: Caller):
    made = await boss.post(KEYS, {"name": "Robot"})
    assert "x-om-operation" not in made.headers
    gone = await boss.delete(KEYS, params={"id": made.json()["id"]})
    assert "x-om-operation" not in gone.headers
    actions = (await boss.get("/audit_logs/audit-logs/actions", params={"resourceKind": "api_keys.key"})).json()
    assert [a["commandId"] for a in actions["items"]] == ["api_keys.keys.delete", "api_keys.keys.create"]
    assert {a["undoToken"] for a in actions["items"]} == {None}
    assert "revoke" in actions["items"][1]["undoHint"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": None}, "name"),
        ({"name": "x", "description": "y" * 1001}, "description"),
        ({"name": "x", "expiresAt": "soon"}, "expiresAt"),
        ({"name": "x", "expiresAt": 17}, "expiresAt"),
        ({"name": "x", "expiresAt": "2020-01-01"}, "expiresAt"),
        ({"name": "x", "expiresAt": (datetime.now(UTC) - timedelta(seconds=1)).isoformat()}, "expiresAt"),
        ({"name": "x", "expiresAt": "0001-01-01T00:00:00+14:00"}, "expiresAt"),
        ({"name": "x", "roles": [" "]}, "roles"),
        ({"name": "x", "roles": ["r"] * 51}, "roles"),
        ({"name": "x", "organizationId": "nowhere"}, "organizationId"),
    ],
)
async def test_nonsense_is_named(boss: Caller, body: dict[str, Any], field: str):
    answer = await boss.post(KEYS, body)
    assert (answer.status_code, answer.json()["error"]) == (400, "Invalid input")
    assert {issue["path"][0] for issue in answer.json()["details"]} == {field}


async def test_dates_moments_and_nothing_are_expiries(boss: Caller):
    for expiry, stored in (
        (None, None),
        ("", None),
        ("2031-05-06", "2031-05-06T00:00:00.000Z"),
        ("2031-05-06T12:00:00+02:00", "2031-05-06T10:00:00.000Z"),
    ):
        await make(boss, expiresAt=expiry)
        assert (await boss.get(KEYS)).json()["items"][0]["expiresAt"] == stored


async def test_roles_are_found_by_id_or_name_in_the_tenant_only(boss: Caller, caller: Invite, app: Application):
    one = await role(app, boss, "Robots", "warehouse.view")
    key = await make(boss, roles=["robots", one])
    assert key["roles"] == [{"id": one, "name": "Robots"}]
    there = await found_tenant(app, "Elsewhere")
    for foreign in ("Nobody", str(there.roles["employee"]), str(new_id())):
        answer = await boss.post(KEYS, {"name": "x", "roles": [foreign]})
        assert (answer.status_code, answer.json()["error"]) == (400, f"Role {foreign} not found")


async def test_nobody_makes_a_key_that_may_do_more_than_they(boss: Caller, caller: Invite, app: Application):
    mighty = await role(app, boss, "Mighty", "auth.*")
    highest = await role(app, boss, "Highest", super_admin=True)
    for wanted in (mighty, highest, "superadmin"):
        answer = await boss.post(KEYS, {"name": "x", "roles": [wanted]})
        assert answer.status_code == 403, answer.text
    root = await caller(super_admin=True)
    assert (await make(root, roles=[highest]))["roles"][0]["name"] == "Highest"


async def test_a_key_is_for_an_organization_in_reach(boss: Caller, caller: Invite, app: Application):
    mine = (await boss.post("/directory/organizations", {"name": "Mine"})).json()["id"]
    below = (await boss.post("/directory/organizations", {"name": "Below", "parentId": mine})).json()["id"]
    foreign = str((await found_tenant(app, "Elsewhere")).organization_id)
    me = await caller("api_keys.*", organizations=[mine], organization_id=mine)
    assert (await make(me))["organizationId"] == mine
    assert (await make(me, organizationId=below))["organizationId"] == below
    assert (await make(me, organizationId=None))["organizationId"] == mine
    for out in (str(boss.organization_id), foreign, str(new_id())):
        answer = await me.post(KEYS, {"name": "x", "organizationId": out})
        assert (answer.status_code, answer.json()) == (403, {"error": "Organization out of scope"})
    answer = await boss.post(KEYS, {"name": "x", "organizationId": foreign})
    assert (answer.status_code, answer.json()) == (403, {"error": "Organization out of scope"})


async def test_a_key_of_the_whole_tenant_takes_all_organizations(boss: Caller, caller: Invite):
    everywhere = await caller("api_keys.*", headers={"cookie": "om_selected_org=__all__"})
    assert (await make(everywhere, name="Tenant"))["organizationId"] is None
    await make(boss, name="Studio")
    assert await listed(everywhere) == ["Studio", "Tenant"]
    assert await listed(boss) == ["Studio"]
    confined = await caller(
        "api_keys.*", organizations=[boss.organization_id], headers={"cookie": "om_selected_org=__all__"}
    )
    answer = await confined.post(KEYS, {"name": "x"})
    assert answer.status_code == 201
    assert answer.json()["organizationId"] == str(boss.organization_id)


async def test_who_sees_no_organization_gets_and_makes_nothing(caller: Invite):
    nowhere = await caller("api_keys.*", organizations=[])
    answer = await nowhere.get(KEYS)
    assert (answer.status_code, answer.json()["items"], answer.json()["total"]) == (200, [], 0)
    assert (await nowhere.post(KEYS, {"name": "x"})).status_code == 403


async def test_another_tenant_cannot_be_named(boss: Caller, caller: Invite, app: Application):
    there = await found_tenant(app, "Elsewhere")
    answer = await boss.post(KEYS, {"name": "x", "tenantId": str(there.tenant_id)})
    assert (answer.status_code, answer.json()["error"]) == (403, "Not authorized to target this tenant.")
    root = await caller(super_admin=True)
    key = await make(root, tenantId=str(there.tenant_id))
    assert (key["tenantId"], key["organizationId"]) == (str(there.tenant_id), None)


async def test_pages_search_and_order(boss: Caller, app: Application):
    for index in range(3):
        await make(boss, name=f"Klucz żółty {index}", expiresAt="2099-01-01")
    other = await make(boss, name="Inny")
    assert await listed(boss) == ["Inny", "Klucz żółty 2", "Klucz żółty 1", "Klucz żółty 0"]
    assert await listed(boss, search="ZOLTY") == ["Klucz żółty 2", "Klucz żółty 1", "Klucz żółty 0"]
    assert await listed(boss, search=other["keyPrefix"]) == ["Inny"]
    assert await listed(boss, search="%") == []
    answer = (await boss.get(KEYS, params={"page": "2", "pageSize": "3"})).json()
    assert (len(answer["items"]), answer["total"], answer["page"], answer["pageSize"], answer["totalPages"]) == (
        1,
        4,
        2,
        3,
        2,
    )
    odd = (await boss.get(KEYS, params={"page": "x", "pageSize": "9999"})).json()
    assert (odd["page"], odd["pageSize"], odd["total"]) == (1, 200, 4)
    plain = (await boss.get(KEYS)).json()
    assert (plain["pageSize"], plain["totalPages"]) == (20, 1)
    none = (await boss.get(KEYS, params={"search": "nothing like it"})).json()
    assert (none["items"], none["total"], none["totalPages"]) == ([], 0, 0)


async def test_keys_for_a_moment_are_not_listed_live_briefly_and_are_swept(boss: Caller, app: Application):
    async with app.acting(boss.tenant_id, boss.organization_id) as ctx:
        once = await issue(ctx, Wanted("__onetime__", None, kind="once"))
        session = await issue(ctx, Wanted("__session__", None, kind="session", expires_at=datetime.now(UTC)))
    assert await listed(boss) == []
    async with app.database.tenant(boss.tenant_id) as connection:
        ends = await connection.fetchval("SELECT expires_at FROM api_keys_keys WHERE id = $1", once.id)
        assert ends < datetime.now(UTC) + timedelta(minutes=5, seconds=1)
    assert await sweep_keys(app, {}) >= 1
    async with app.database.tenant(boss.tenant_id) as connection:
        left = await connection.fetch("SELECT id FROM api_keys_secrets WHERE id = ANY($1)", [once.id, session.id])
    assert [row["id"] for row in left] == [once.id]


async def test_revoking_needs_an_id_in_reach(boss: Caller, caller: Invite, app: Application):
    key = await make(boss)
    for bad in ({}, {"id": ""}, {"id": "nonsense"}):
        answer = await boss.delete(KEYS, params=bad)
        issue = {"code": "custom", "path": ["id"], "message": "ID is required", "label": "Id"}
        assert (answer.status_code, answer.json()) == (400, {"error": "ID is required", "details": [issue]})
    there = await caller("api_keys.*", within=await found_tenant(app, "Elsewhere"))
    for who, wanted in ((boss, str(new_id())), (there, key["id"])):
        answer = await who.delete(KEYS, params={"id": wanted})
        assert (answer.status_code, answer.json()) == (404, {"error": "Not found"})
    other = (await boss.post("/directory/organizations", {"name": "Other"})).json()["id"]
    confined = await caller("api_keys.*", organizations=[other], organization_id=other)
    everywhere = await caller("api_keys.*", headers={"cookie": "om_selected_org=__all__"})
    for out in (key["id"], (await make(everywhere))["id"]):
        answer = await confined.delete(KEYS, params={"id": out})
        # As for one that is not there: nothing says that it is.
        assert (answer.status_code, answer.json()) == (404, {"error": "Not found"})
    answer = await boss.delete(KEYS, params={"id": key["id"]})
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert (await boss.delete(KEYS, params={"id": key["id"]})).status_code == 404


async def test_of_simultaneous_revocations_one_finds_the_key(boss: Caller):
    key = await make(boss)
    answers = await asyncio.gather(*(boss.delete(KEYS, params={"id": key["id"]}) for _ in range(5)))
    assert sorted(a.status_code for a in answers) == [200, 404, 404, 404, 404]
