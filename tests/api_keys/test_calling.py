"""Programs that call with a key: recognized, confined, and out as soon as anything behind the key ends."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bottega.cli import main
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from bottega.platform.auth.tables import RoleAcl, User, UserRole
from bottega.platform.auth.tenant_setup import add_role, found_tenant
from bottega.platform.directory.tables import Organization, Tenant
from callers import Caller, Client, Invite

KEYS = "/api_keys/keys"
LOCATIONS = "/warehouse/locations"


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


async def key_for(app: Any, who: Any, *features: str, **body: Any) -> dict[str, Any]:
    return await make(who, roles=[await role(app, who, f"Role {new_id()}", *features)], **body)


def calling(client: Any, secret: str) -> Callable[..., Awaitable[Any]]:
    async def get(path: str = LOCATIONS, **params: Any) -> Any:
        return await client.get(path, headers={"x-api-key": secret}, params=params)

    return get


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Announcements travel between processes: a moment may pass."""
    async with asyncio.timeout(5):
        while not await condition():  # noqa: ASYNC110 - it is another process that makes it true
            await asyncio.sleep(0.01)


async def test_a_key_opens_what_its_roles_open_with_either_header(boss: Caller, nobody: Client, app: Application):
    key = await key_for(app, boss, "warehouse.view", "warehouse.create")
    for headers in ({"x-api-key": key["secret"]}, {"authorization": f"ApiKey {key['secret']}"}):
        assert (await nobody.get(LOCATIONS, headers=headers)).status_code == 200
        made = await nobody.post(LOCATIONS, json={"nazwa": f"A{len(str(headers))}"}, headers=headers)
        assert made.status_code == 201
        gone = await nobody.request("DELETE", LOCATIONS, json={"id": made.json()["id"]}, headers=headers)
        assert gone.status_code == 403
    items = (await nobody.get(LOCATIONS, headers={"x-api-key": key["secret"]})).json()["items"]
    assert len(items) == 2


async def test_what_is_no_key_opens_nothing(boss: Caller, nobody: Client, app: Application):
    key = await key_for(app, boss, "warehouse.view")
    flipped = key["secret"][:-1] + ("0" if key["secret"][-1] != "0" else "1")
    for wrong in ("", "x", key["keyPrefix"], flipped, key["secret"] + "0", key["secret"].upper(), "ż" * 61):
        headers = {"x-api-key": wrong.encode()}
        assert (await nobody.get(LOCATIONS, headers=headers)).status_code == 401
        # Asked again, from memory.
        assert (await nobody.get(LOCATIONS, headers=headers)).status_code == 401


async def test_a_signed_in_person_comes_before_a_key_and_a_bad_token_does_not(
    boss: Caller, nobody: Client, app: Application
):
    key = await key_for(app, boss, "warehouse.view")
    both = {"authorization": f"Bearer {boss.token}", "x-api-key": key["secret"]}
    assert (await nobody.get("/audit_logs/audit-logs/access", headers=both)).status_code == 200
    both["authorization"] = "Bearer nonsense"
    assert (await nobody.get(LOCATIONS, headers=both)).status_code == 200
    assert (await nobody.get("/audit_logs/audit-logs/access", headers=both)).status_code == 403


async def test_a_key_without_roles_may_do_nothing(boss: Caller, nobody: Client):
    get = calling(nobody, (await make(boss))["secret"])
    assert (await get()).status_code == 403


async def test_roles_add_up_and_are_read_as_they_are_now(boss: Caller, nobody: Client, app: Application):
    one = await role(app, boss, "One", "warehouse.view")
    two = await role(app, boss, "Two", "audit_logs.view_self")
    get = calling(nobody, (await make(boss, roles=[one, two]))["secret"])
    assert (await get()).status_code == 200
    assert (await get("/audit_logs/audit-logs/access")).status_code == 200
    async with app.acting(boss.tenant_id) as ctx:
        acl = await ctx.query_value("SELECT id FROM auth_role_acls WHERE role_id = $1", one)
        await changes.update(ctx, RoleAcl, acl, {"features": []})

    async def refused() -> bool:
        return (await get()).status_code == 403

    await until(refused)
    assert (await get("/audit_logs/audit-logs/access")).status_code == 200
    item = (await boss.get(KEYS)).json()["items"][0]
    assert [r["name"] for r in item["roles"]] == ["One", "Two"]


async def test_a_key_stays_in_its_organization(boss: Caller, nobody: Client, app: Application, caller: Invite):
    other = (await boss.post("/directory/organizations", {"name": "Other"})).json()["id"]
    below = (await boss.post("/directory/organizations", {"name": "Below", "parentId": other})).json()["id"]
    key = await key_for(app, boss, "warehouse.*", organizationId=other)
    headers = {"x-api-key": key["secret"]}
    made = await nobody.post(LOCATIONS, json={"nazwa": "There"}, headers=headers)
    assert made.status_code == 201
    assert await names(boss) == []
    there = await caller("warehouse.*", headers={"cookie": f"om_selected_org={other}"})
    assert await names(there) == ["There"]
    inside = await nobody.post(LOCATIONS, json={"nazwa": "Inside", "organizationId": below}, headers=headers)
    assert inside.status_code == 201
    out = {"nazwa": "Out", "organizationId": str(boss.organization_id)}
    assert (await nobody.post(LOCATIONS, json=out, headers=headers)).status_code == 403
    # Selecting an organization out of reach changes nothing to read, and forbids to write.
    selected = {**headers, "cookie": f"om_selected_org={boss.organization_id}"}
    assert (await nobody.post(LOCATIONS, json={"nazwa": "Out"}, headers=selected)).status_code == 403


async def names(who: Any) -> list[str]:
    return [item["nazwa"] for item in (await who.get(LOCATIONS)).json()["items"]]


async def test_a_super_admins_role_is_confined_with_the_key(caller: Invite, nobody: Client, app: Application):
    root = await caller(super_admin=True)
    highest = await role(app, root, "Highest", super_admin=True)
    confined = {"x-api-key": (await make(root, roles=[highest]))["secret"]}
    assert (await nobody.get(LOCATIONS, headers=confined)).status_code == 200
    assert (await nobody.get("/directory/tenants", headers=confined)).status_code == 403
    elsewhere = {"tenantId": str((await found_tenant(app, "Elsewhere")).tenant_id)}
    assert (await nobody.get(LOCATIONS, headers=confined, params=elsewhere)).status_code == 403
    root.client.cookies.set("om_selected_org", "__all__")
    free = {"x-api-key": (await make(root, roles=[highest]))["secret"]}
    assert (await nobody.get("/directory/tenants", headers=free)).status_code == 200
    assert (await nobody.get(LOCATIONS, headers=free, params=elsewhere)).status_code == 200


async def test_a_role_confined_elsewhere_gives_a_key_nothing(
    boss: Caller, nobody: Client, app: Application, caller: Invite
):
    other = (await boss.post("/directory/organizations", {"name": "Other"})).json()["id"]
    there = await role(app, boss, "There", "warehouse.view", organizations=[other])
    get = calling(nobody, (await make(boss, roles=[there]))["secret"])
    assert (await get()).status_code == 403
    get = calling(nobody, (await make(boss, roles=[there], organizationId=other))["secret"])
    assert (await get()).status_code == 200


async def test_a_key_is_dead_when_its_time_is_over(boss: Caller, nobody: Client, app: Application):
    ends = datetime.now(UTC) + timedelta(seconds=1)
    key = await key_for(app, boss, "warehouse.view", expiresAt=ends.isoformat())
    get = calling(nobody, key["secret"])

    async def dead() -> bool:
        return (await get()).status_code == 401

    await until(dead)
    assert datetime.now(UTC) >= ends


async def test_a_revoked_key_is_dead_at_once(boss: Caller, nobody: Client, app: Application):
    key = await key_for(app, boss, "warehouse.view")
    get = calling(nobody, key["secret"])
    assert (await get()).status_code == 200
    assert (await boss.delete(KEYS, params={"id": key["id"]})).status_code == 200

    async def dead() -> bool:
        return (await get()).status_code == 401

    await until(dead)


async def _delete_user(ctx: Any, user_id: Any) -> None:
    for link in await ctx.query("SELECT id FROM auth_user_roles WHERE user_id = $1", user_id):
        await changes.delete(ctx, UserRole, link["id"])
    await changes.delete(ctx, User, user_id)


async def _delete_maker(ctx: Any, boss: Any) -> None:
    await _delete_user(ctx, boss.user_id)


async def _move_maker(ctx: Any, boss: Any) -> None:
    there = new_id()
    await changes.insert(ctx, Organization, {"id": there, "organization_id": there, "name": "There"})
    await changes.update(ctx, User, boss.user_id, {"organization_id": there})


async def _close_organization(ctx: Any, boss: Any) -> None:
    await changes.update(ctx, Organization, boss.organization_id, {"is_active": False})


async def _close_tenant(ctx: Any, boss: Any) -> None:
    await changes.update(ctx, Tenant, boss.tenant_id, {"is_active": False})


async def _delete_tenant(ctx: Any, boss: Any) -> None:
    await changes.delete(ctx, Tenant, boss.tenant_id)


@pytest.mark.parametrize("end", [_delete_maker, _move_maker, _close_organization, _close_tenant, _delete_tenant])
async def test_a_key_dies_with_what_stands_behind_it(boss: Caller, nobody: Client, app: Application, end: Any):
    get = calling(nobody, (await key_for(app, boss, "warehouse.view"))["secret"])
    assert (await get()).status_code == 200
    async with app.acting(boss.tenant_id) as ctx:
        await end(ctx, boss)

    async def dead() -> bool:
        return (await get()).status_code == 401

    await until(dead)


async def test_a_key_made_in_another_tenant_dies_with_its_maker_at_home(
    caller: Invite, nobody: Client, app: Application
):
    home, away = await found_tenant(app, "Home"), await found_tenant(app, "Away")
    root = await caller(super_admin=True, within=home)
    key = await make(root, tenantId=str(away.tenant_id), roles=["admin"])
    get = calling(nobody, key["secret"])
    assert (await get("/api_keys/keys")).status_code == 200
    async with app.acting(home.tenant_id) as ctx:
        await _delete_user(ctx, root.user_id)

    async def dead() -> bool:
        return (await get("/api_keys/keys")).status_code == 401

    await until(dead)


async def test_use_is_noted_to_the_minute(boss: Caller, nobody: Client, app: Application):
    key = await key_for(app, boss, "warehouse.view")
    get = calling(nobody, key["secret"])
    await get()
    (item,) = (await boss.get(KEYS)).json()["items"]
    assert item["lastUsedAt"] is not None
    async with app.database.tenant(boss.tenant_id) as connection:
        await connection.execute("UPDATE api_keys_keys SET last_used_at = '2020-01-01' WHERE id = $1", key["id"])
    await get()
    (item,) = (await boss.get(KEYS)).json()["items"]
    assert item["lastUsedAt"] == "2020-01-01T00:00:00.000Z"


async def test_what_a_key_does_is_recorded_under_its_name_and_undone_by_it(
    boss: Caller, nobody: Client, app: Application
):
    key = await key_for(app, boss, "warehouse.*", "audit_logs.*")
    headers = {"x-api-key": key["secret"]}
    await nobody.post(LOCATIONS, json={"nazwa": "A1"}, headers=headers)
    actions = await nobody.get(
        "/audit_logs/audit-logs/actions", headers=headers, params={"actorUserId": f"api_key:{key['id']}"}
    )
    (entry,) = actions.json()["items"]
    assert (entry["actorUserId"], entry["actorUserName"]) == (key["id"], "Robot")
    undo = {"undoToken": entry["undoToken"]}
    undone = await nobody.post("/audit_logs/audit-logs/actions/undo", json=undo, headers=headers)
    assert undone.status_code == 200
    assert await names(boss) == []


async def test_a_key_makes_keys_that_answer_to_the_same_person(boss: Caller, nobody: Client, app: Application):
    parent = await key_for(app, boss, "api_keys.*", "warehouse.view")
    body = {"name": "Child", "roles": [r["id"] for r in parent["roles"]]}
    made = await nobody.post(KEYS, json=body, headers={"x-api-key": parent["secret"]})
    # Its organization confines the key, and the role is not confined: it cannot hand that on.
    assert made.status_code == 403
    narrow = await role(app, boss, "Narrow", "warehouse.view", organizations=[boss.organization_id])
    made = await nobody.post(KEYS, json={"name": "Child", "roles": [narrow]}, headers={"x-api-key": parent["secret"]})
    assert made.status_code == 201, made.text
    get = calling(nobody, made.json()["secret"])
    assert (await get()).status_code == 200
    async with app.acting(boss.tenant_id) as ctx:
        await _delete_user(ctx, boss.user_id)

    async def dead() -> bool:
        return (await get()).status_code == 401

    await until(dead)


@pytest.fixture
def command(dsn: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Awaitable[Any]]:
    """The command line on the database of this test."""
    monkeypatch.setenv("DATABASE_URL", dsn)
    monkeypatch.setenv("BOTTEGA_DATA", str(data_folder))

    async def run(*arguments: str) -> Any:
        return await asyncio.to_thread(CliRunner().invoke, main.app, ["api_keys", "add", *arguments])

    return run


async def test_the_command_line_makes_a_key_and_prints_its_secret(
    boss: Caller, nobody: Client, app: Application, command: Any
):
    await role(app, boss, "Robots", "warehouse.view")
    organization = str(boss.organization_id)
    done = await command("--name", "Shell", "--organizationId", organization, "--roles", "Robots")
    assert done.exit_code == 0, done.output
    secret = done.output.split()[-1]
    assert (await calling(nobody, secret)()).status_code == 200
    (item,) = (await boss.get(KEYS)).json()["items"]
    assert (item["name"], item["organizationId"]) == ("Shell", organization)


async def test_the_command_line_aborts_for_what_does_not_exist(boss: Caller, command: Any):
    for wrong in (("--organizationId", str(new_id())), ("--tenantId", str(boss.tenant_id), "--roles", "Nobody")):
        done = await command("--name", "Shell", *wrong)
        assert done.exit_code != 0
    assert (await boss.get(KEYS)).json()["total"] == 0
