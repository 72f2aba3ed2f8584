"""Tenants: looked up by strangers, listed and written by those who run the installation."""

import asyncio
from typing import Any

import httpx
import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Client, Invite

PATH = "/directory/tenants"
LOOKUP = "/directory/tenants/lookup"


@pytest.fixture
async def root(caller: Invite):
    return await caller(super_admin=True)


def refused(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


async def make(who: Any, **body: Any) -> str:
    made = await who.post(PATH, {"name": f"Tenant {new_id()}", **body})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def test_anybody_may_look_a_tenant_up(nobody: Client, root: Caller):
    tenant = await make(root, name="Meble", isActive=False)
    for parameter in ("tenantId", "tenant"):
        answer = await nobody.get(LOOKUP, params={parameter: tenant})
        assert (answer.status_code, answer.json()) == (200, {"ok": True, "tenant": {"id": tenant, "name": "Meble"}})
    for bad in ({}, {"tenantId": "nonsense"}):
        answer = await nobody.get(LOOKUP, params=bad)
        said = "Invalid tenant id."
        issue = {"code": "custom", "path": ["tenantId"], "message": said, "label": "Tenant"}
        assert (answer.status_code, answer.json()) == (400, {"ok": False, "error": said, "details": [issue]})
    await root.delete(PATH, {"id": tenant})
    for gone in (tenant, str(new_id())):
        answer = await nobody.get(LOOKUP, params={"tenantId": gone})
        assert (answer.status_code, answer.json()) == (404, {"ok": False, "error": "Tenant not found."})


async def test_looking_up_is_rate_limited_by_address(asgi: Any):
    def from_address(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(asgi, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://testserver/api")

    async with from_address("198.51.100.7") as client, from_address("198.51.100.8") as other:
        statuses = [(await client.get(LOOKUP)).status_code for _ in range(61)]
        assert (statuses.count(400), statuses[-1]) == (60, 429)
        assert (await other.get(LOOKUP)).status_code == 400
        answer = await client.get(LOOKUP)
    assert answer.json() == {"error": "Too many requests. Please try again later."}
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("60", "0")


async def test_only_holders_of_the_features_list_and_write(nobody: Client, caller: Invite):
    assert (await nobody.get(PATH)).status_code == 401
    admin = await caller("directory.organizations.*")
    viewer = await caller("directory.tenants.view")
    body = {"id": str(new_id()), "name": "X"}
    for who in (admin, viewer):
        assert [(await call(PATH, body)).status_code for call in (who.post, who.put, who.delete)] == [403] * 3
    assert (await admin.get(PATH)).status_code == 403
    assert (await viewer.get(PATH)).status_code == 200
    confined = await caller("directory.tenants.*", organizations=[viewer.organization_id])
    assert (await confined.get(PATH)).status_code == 403
    assert (await confined.post(PATH, body)).status_code == 403


async def test_the_list_filters_sorts_and_pages(root: Caller):
    mark = str(new_id())
    one = await make(root, name=f"Żaba {mark}", cf_nip="1")
    two = await make(root, name=f"Ćma {mark}", isActive=False, cf_nip="2")

    async def ids(**params: Any) -> list[str]:
        answer = await root.get(PATH, params={"search": mark, **params})
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    assert await ids() == [two, one]
    assert await ids(sortDir="desc") == [one, two]
    assert await ids(sortField="createdAt") == [one, two]
    assert await ids(isActive="yes") == [one]
    assert await ids(isActive="0") == [two]
    assert await ids(id=two) == [two]
    assert await ids(cf_nip="1") == [one]
    assert await ids(cf_nipIn="1,2") == [two, one]
    assert await ids(search=f"cma {mark}") == [two]
    assert await ids(search="%") == []
    answer = (await root.get(PATH, params={"search": mark, "pageSize": "1", "page": "2"})).json()
    assert (answer["total"], answer["page"], answer["pageSize"], answer["totalPages"]) == (2, 2, 1, 2)
    (item,) = answer["items"]
    assert (item["name"], item["isActive"], item["cf_nip"]) == (f"Żaba {mark}", True, "1")
    assert item["createdAt"].endswith("Z")
    assert set(item) == {"id", "name", "isActive", "createdAt", "updatedAt", "cf_nip"}
    none = (await root.get(PATH, params={"search": str(new_id())})).json()
    assert (none["items"], none["total"], none["totalPages"]) == ([], 0, 1)


@pytest.mark.parametrize("query", [{"sortField": "id"}, {"sortDir": "up"}, {"id": "x"}, {"isActive": "maybe"}])
async def test_a_question_that_makes_no_sense_is_named(root: Caller, query: dict[str, str]):
    answer = await root.get(PATH, params=query)
    assert answer.status_code == 400
    assert answer.json()["details"][0]["path"][0] == next(iter(query))


async def test_a_tenant_is_made_with_a_key_and_nothing_else(root: Caller, app: Application):
    tenant = await make(root)
    async with app.database.across_tenants("a test counts") as connection:
        for table, expected in (
            ("tenant_keys", 1),
            ("auth_roles", 0),
            ("auth_users", 0),
            ("directory_organizations", 0),
        ):
            count = await connection.fetchval(f"SELECT count(*) FROM {table} WHERE tenant_id = $1", tenant)
            assert (table, count) == (table, expected)
    made = await root.post("/directory/organizations", {"name": "First", "tenantId": tenant})
    assert made.status_code == 201


async def test_tenants_are_changed_and_deleted(root: Caller):
    tenant = await make(root, cf_nip="1")
    changed = await root.put(PATH, {"id": tenant, "name": "Renamed", "cf_nip": None, "cf_kraj": "PL"})
    assert (changed.status_code, changed.json()) == (200, {"ok": True})
    (item,) = (await root.get(PATH, params={"id": tenant})).json()["items"]
    assert (item["name"], item["cf_kraj"], item["isActive"], "cf_nip" in item) == ("Renamed", "PL", True, False)
    gone = await root.delete(PATH, params={"id": tenant})
    assert (gone.status_code, gone.json()) == (200, {"ok": True})
    assert (await root.get(PATH, params={"id": tenant})).json()["items"] == []
    for answer in (await root.put(PATH, {"id": tenant, "name": "X"}), await root.delete(PATH, {"id": tenant})):
        assert refused(answer) == (404, "Tenant not found")
    assert refused(await root.delete(PATH, {})) == (400, "Tenant id required")
    assert refused(await root.post(PATH, {"name": ""})) == (400, "Invalid input")
    assert refused(await root.put(PATH, {"name": "X"})) == (400, "Invalid input")


async def test_what_happens_to_a_tenant_is_recorded_there_without_undo(root: Caller):
    made = await root.post(PATH, {"name": "Logged"})
    tenant = made.json()["id"]
    changed = await root.put(PATH, {"id": tenant, "isActive": False})
    assert "x-om-operation" not in made.headers
    assert "x-om-operation" not in changed.headers
    log = await root.get("/audit_logs/audit-logs/actions", params={"tenantId": tenant})
    newer, older = log.json()["items"]
    assert (older["commandId"], older["actionLabel"]) == ("directory.tenants.create", "Create tenant")
    assert (newer["resourceKind"], newer["resourceId"]) == ("directory.tenant", tenant)
    assert newer["changes"] == {"is_active": {"from": True, "to": False}}
    assert (newer["undoToken"], newer["actorUserId"]) == (None, str(root.user_id))


async def test_nobody_closes_the_tenant_they_are_signed_in_to(root: Caller):
    own = str(root.tenant_id)
    assert (await root.put(PATH, {"id": own, "isActive": False})).status_code == 409
    assert (await root.delete(PATH, {"id": own})).status_code == 409
    assert (await root.put(PATH, {"id": own, "name": "Renamed"})).status_code == 200


@pytest.mark.parametrize("end", ["deactivate", "delete"])
async def test_closing_a_tenant_ends_its_sessions_at_once(root: Caller, caller: Invite, app: Application, end: Any):
    there = await found_tenant(app, "There")
    member = await caller("warehouse.*", within=there)
    assert (await member.get("/warehouse/locations")).status_code == 200
    body: dict[str, Any] = {"id": str(there.tenant_id)}
    if end == "delete":
        closed = await root.delete(PATH, body)
    else:
        closed = await root.put(PATH, {**body, "isActive": False})
    assert closed.status_code == 200
    async with asyncio.timeout(5):
        while (await member.get("/warehouse/locations")).status_code != 401:  # noqa: ASYNC110 - as announced
            await asyncio.sleep(0.01)
    if end == "deactivate":
        assert (await root.put(PATH, {**body, "isActive": True})).status_code == 200
        assert (await member.get("/warehouse/locations")).status_code == 200


async def test_an_outdated_version_is_refused(root: Caller):
    tenant = await make(root)
    stale = {"x-om-ext-optimistic-lock-expected-updated-at": "2020-01-01T00:00:00.000Z"}
    answer = await root.client.put(PATH, json={"id": tenant, "name": "X"}, headers=stale)
    assert (answer.status_code, answer.json()["code"]) == (409, "optimistic_lock_conflict")


async def test_of_simultaneous_deletions_one_finds_the_tenant(root: Caller):
    tenant = await make(root)
    answers = await asyncio.gather(*(root.delete(PATH, {"id": tenant}) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [200, 404, 404, 404]
