"""Undo and redo hand out nothing that the caller could not hand out, and take nothing from those above them."""

import pytest
from people import PASSWORD, operation

UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"
LOGS = ("audit_logs.*",)
STAFF = ("auth.*", "directory.organizations.*", *LOGS)
GONE = (400, {"error": "Undo token not available"})
NO_REDO = (400, {"error": "Redo target not available"})


def token(answer):
    assert answer.is_success, answer.text
    return operation(answer)["undoToken"]


async def undo(who, answer):
    refused = await who.post(UNDO, {"undoToken": token(answer)})
    return refused.status_code, refused.json()


async def undone_by(boss, answer):
    """The entry of a change that the boss has undone."""
    found = await boss.post(UNDO, {"undoToken": token(answer)})
    assert found.status_code == 200, found.text
    return found.json()["logId"]


async def redo(who, log_id):
    refused = await who.post(REDO, {"logId": log_id})
    return refused.status_code, refused.json()


async def somebody(boss, **more):
    person = {"email": f"{boss.user_id.hex[-8:]}-{len(more)}@example.com", "password": PASSWORD, **more}
    made = await boss.post("/auth/users", person)
    assert made.status_code == 201, made.text
    return made.json()["id"], made


@pytest.fixture
async def boss(caller):
    """A super-admin."""
    return await caller(super_admin=True)


@pytest.fixture
async def owner(caller):
    """Somebody who manages staff, holds only that, and may undo what others did."""
    return await caller(*STAFF)


async def roles_of(boss, user_id):
    return (await boss.get("/auth/users", params={"id": user_id})).json()["items"][0]["roles"]


async def test_a_token_from_before_does_not_bring_a_replaced_password_back(app, boss, owner, browser, tenant):
    user_id, _made = await somebody(boss)
    changed = await boss.put("/auth/users", {"id": user_id, "password": "New-Horse-22"})
    assert changed.status_code == 200
    # As entries were written before a replaced password was out of undo's reach.
    async with app.database.tenant(tenant.tenant_id) as connection:
        old = await connection.fetchval(
            "UPDATE action_logs SET undo_token = gen_random_uuid() WHERE resource_id = $1"
            " AND command_id = 'auth.users.update' RETURNING undo_token",
            user_id,
        )
    for who in (owner, boss):
        refused = await who.post(UNDO, {"undoToken": str(old)})
        assert (refused.status_code, refused.json()) == GONE
    email = f"{boss.user_id.hex[-8:]}-0@example.com"
    assert (await browser().log_in(email, PASSWORD)).status_code == 401
    assert (await browser().log_in(email, "New-Horse-22")).status_code == 200


async def test_a_token_of_an_operation_that_has_no_undo_any_more_does_nothing(app, boss, browser, enrol, tenant):
    person, visitor = await enrol(), browser()
    await visitor.log_in(person.email)
    new = f"new-{person.email}"
    changed = await visitor.put("/auth/profile", json={"email": new, "currentPassword": PASSWORD})
    assert changed.status_code == 200, changed.text
    async with app.database.tenant(tenant.tenant_id) as connection:
        old = await connection.fetchval(
            "UPDATE action_logs SET undo_token = gen_random_uuid() WHERE command_id = 'auth.profile.update'"
            " RETURNING undo_token"
        )
    refused = await boss.post(UNDO, {"undoToken": str(old)})
    assert (refused.status_code, refused.json()) == GONE
    assert (await visitor.get("/auth/profile")).json()["email"] == new


async def test_nobody_but_a_super_admin_gives_a_super_admin_s_role_back(boss, owner):
    user_id, _made = await somebody(boss, roles=["superadmin"])
    taken = await boss.put("/auth/users", {"id": user_id, "roles": ["employee"]})
    assert await undo(owner, taken) == GONE
    assert await roles_of(boss, user_id) == ["employee"]
    assert (await boss.post(UNDO, {"undoToken": token(taken)})).status_code == 200
    assert await roles_of(boss, user_id) == ["superadmin"]


async def test_nobody_but_a_super_admin_takes_a_super_admin_s_role_away_by_undo(boss, owner):
    user_id, _made = await somebody(boss, roles=["employee"])
    given = await boss.put("/auth/users", {"id": user_id, "roles": ["superadmin"]})
    assert await undo(owner, given) == GONE
    log_id = await undone_by(boss, given)
    assert await redo(owner, log_id) == NO_REDO
    assert await roles_of(boss, user_id) == ["employee"]


@pytest.mark.parametrize("change", [{"name": "Ewa"}, {"roles": []}])
async def test_nobody_but_a_super_admin_changes_a_super_admin_by_undo(boss, owner, change):
    user_id, _made = await somebody(boss, roles=["superadmin", "employee"])
    kept = {"roles": ["superadmin"]} if "roles" in change else change
    changed = await boss.put("/auth/users", {"id": user_id, **kept})
    assert await undo(owner, changed) == GONE
    log_id = await undone_by(boss, changed)
    assert await redo(owner, log_id) == NO_REDO


async def test_a_deleted_super_admin_is_brought_back_by_super_admins_alone(boss, owner):
    user_id, made = await somebody(boss, roles=["superadmin"])
    assert await undo(owner, made) == GONE
    deleted = await boss.delete("/auth/users", params={"id": user_id})
    assert await undo(owner, deleted) == GONE
    log_id = await undone_by(boss, deleted)
    assert await redo(owner, log_id) == NO_REDO
    assert await roles_of(boss, user_id) == ["superadmin"]


async def test_one_s_own_permissions_do_not_come_back_after_the_role_was_narrowed(boss, caller):
    """The roles count when there is no list of one's own; that they count less by now is not to be undone."""
    wide = ("auth.acl.manage", "finance.approve", *LOGS)
    clerk = await caller(*wide)
    mine = {"userId": str(clerk.user_id)}
    assert (await clerk.put("/auth/users/acl", {**mine, "features": list(wide)})).status_code == 200
    emptied = await clerk.put("/auth/users/acl", {**mine, "features": []})
    narrowed = {"roleId": str(clerk.role_id), "features": ["auth.acl.manage", *LOGS]}
    assert (await boss.put("/auth/roles/acl", narrowed)).status_code == 200
    assert await undo(clerk, emptied) == GONE
    assert (await boss.get("/auth/users/acl", params=mine)).json()["hasCustomAcl"] is False
    assert (await boss.post(UNDO, {"undoToken": token(emptied)})).status_code == 200


async def test_a_role_gets_back_only_what_the_caller_may_grant(boss, owner):
    made = (await boss.post("/auth/roles", {"name": "Kasjer"})).json()["id"]
    wide, narrow = ({"roleId": made, "features": features} for features in (["finance.approve"], ["auth.users.list"]))
    assert (await boss.put("/auth/roles/acl", wide)).status_code == 200
    narrowed = await boss.put("/auth/roles/acl", narrow)
    assert await undo(owner, narrowed) == GONE
    log_id = await undone_by(boss, narrowed)
    # Taking away is granting nothing.
    assert (await redo(owner, log_id))[0] == 200
    assert (await boss.get("/auth/roles/acl", params={"roleId": made})).json()["features"] == ["auth.users.list"]


async def test_a_deleted_role_comes_back_only_with_what_the_caller_may_grant(boss, owner):
    made = (await boss.post("/auth/roles", {"name": "Kasjer"})).json()["id"]
    assert (await boss.put("/auth/roles/acl", {"roleId": made, "features": ["finance.approve"]})).status_code == 200
    deleted = await owner.delete("/auth/roles", params={"id": made})
    assert await undo(owner, deleted) == GONE
    assert (await boss.post(UNDO, {"undoToken": token(deleted)})).status_code == 200


async def test_a_role_somebody_lost_comes_back_only_from_who_may_grant_it(boss, owner, caller):
    user_id, _made = await somebody(boss, roles=["admin"])
    taken = await boss.put("/auth/users", {"id": user_id, "roles": []})
    assert await undo(owner, taken) == GONE
    everything = await caller("*", *LOGS)
    assert (await undo(everything, taken))[0] == 200
    assert await roles_of(boss, user_id) == ["admin"]


async def test_users_of_organizations_out_of_reach_stay_as_they_are(boss, caller, tenant):
    branch = (await boss.post("/directory/organizations", {"name": "Pracownia"})).json()["id"]
    home = str(tenant.organization_id)
    local = await caller(*STAFF, organizations=[tenant.organization_id])
    user_id, _made = await somebody(boss, organizationId=branch)
    moved = await boss.put("/auth/users", {"id": user_id, "organizationId": home, "name": "Ewa"})
    assert await undo(local, moved) == GONE
    found = (await boss.get("/auth/users", params={"id": user_id})).json()["items"][0]
    assert (found["organizationId"], found["name"]) == (home, "Ewa")
    log_id = await undone_by(boss, moved)
    assert await redo(local, log_id) == NO_REDO


async def test_nobody_deletes_their_own_account_by_undo(boss, caller, app, tenant):
    created = await boss.post("/auth/users", {"email": "ja@example.com", "password": PASSWORD, "roles": ["admin"]})
    me = await caller("*", *LOGS)
    async with app.database.tenant(tenant.tenant_id) as connection:
        # The entry is about the caller, as if the boss had made their account.
        await connection.execute(
            "UPDATE action_changes SET record_id = $1, after = (SELECT to_jsonb(u) FROM auth_users AS u WHERE id = $1)"
            " WHERE table_name = 'auth_users' AND record_id = $2",
            me.user_id,
            created.json()["id"],
        )
    assert await undo(me, created) == GONE


async def test_a_role_keeps_its_name_while_somebody_has_it(boss):
    made = (await boss.post("/auth/roles", {"name": "Kasjer"})).json()["id"]
    renamed = await boss.put("/auth/roles", {"id": made, "name": "Kasjerka"})
    await somebody(boss, roles=["Kasjerka"])
    assert await undo(boss, renamed) == GONE


async def test_keys_of_programs_have_no_undo_whoever_asks(boss, owner):
    made = await boss.post("/api_keys/keys", {"name": "Sklep"})
    assert made.status_code == 201, made.text
    assert "x-om-operation" not in made.headers
    gone = await boss.delete("/api_keys/keys", params={"id": made.json()["id"]})
    assert "x-om-operation" not in gone.headers
    log_id = (await boss.get("/audit_logs/audit-logs/actions")).json()["items"][0]["id"]
    refused = await boss.post(UNDO, {"undoToken": log_id})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_undoable")
