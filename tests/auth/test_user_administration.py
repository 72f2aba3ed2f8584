"""Users: added, found, changed, deleted and brought back, within one's tenant, one's organizations and one's rights."""

import asyncio

import pytest
from people import PASSWORD, operation

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant

USERS = "/auth/users"
FEATURES = ("auth.users.*", "auth.roles.*", "auth.acl.manage", "audit_logs.*")


@pytest.fixture
async def boss(caller):
    return await caller(*FEATURES)


@pytest.fixture
async def foreign(app):
    return await found_tenant(app, f"Foreign {new_id()}")


@pytest.fixture
def branch(app, tenant):
    """A new organization below the tenant's first one, or below another."""

    async def add(name: str, parent=None) -> str:
        id_ = new_id()
        async with app.database.tenant(tenant.tenant_id) as connection:
            await connection.execute(
                "INSERT INTO directory_organizations (tenant_id, id, organization_id, name, parent_id)"
                " VALUES ($1, $2, $2, $3, $4)",
                tenant.tenant_id,
                id_,
                name,
                parent or tenant.organization_id,
            )
        app.caches.changed("directory_organizations", tenant.tenant_id, None)
        return id_

    return add


def body(boss, **changed):
    return {
        "email": f"{new_id().hex[-12:]}@example.com",
        "password": PASSWORD,
        "organizationId": str(boss.organization_id),
        **changed,
    }


async def create(boss, **changed):
    made = await boss.post(USERS, body(boss, **changed))
    assert made.status_code == 201, made.text
    return made


async def one(boss, id_):
    answer = await boss.get(USERS, params={"id": str(id_)})
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    return items[0] if items else None


async def emails(boss, **query):
    answer = await boss.get(USERS, params=query)
    assert answer.status_code == 200, answer.text
    return {item["email"] for item in answer.json()["items"]}


@pytest.mark.parametrize(
    ("method", "feature"),
    [
        ("GET", "auth.users.list"),
        ("POST", "auth.users.create"),
        ("PUT", "auth.users.edit"),
        ("DELETE", "auth.users.delete"),
    ],
)
async def test_each_operation_asks_for_its_feature(nobody, caller, method, feature):
    assert (await nobody.request(method, USERS)).status_code == 401
    stranger = await caller("auth.roles.list")
    refused = await stranger.client.request(method, USERS, json={})
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, [feature])


async def test_a_new_user_signs_in_and_appears_in_the_list(boss, browser, tenant):
    role = await boss.post("/auth/roles", {"name": "Stolarze"})
    wanted = body(boss, roles=["stolarze"], cf_shift="early")
    made = await boss.post(USERS, wanted)
    assert made.status_code == 201, made.text
    item = await one(boss, made.json()["id"])
    assert item == {
        "id": made.json()["id"],
        "email": wanted["email"],
        "name": None,
        "organizationId": str(boss.organization_id),
        "organizationName": item["organizationName"],
        "tenantId": str(boss.tenant_id),
        "roles": ["Stolarze"],
        "tenantName": f"{item['organizationName']} Tenant",
        "cf_shift": "early",
        "hasPassword": True,
        "invitation": None,
        "invitedAt": None,
        "invitationExpiresAt": None,
        "updatedAt": item["updatedAt"],
    }
    assert item["organizationName"].startswith("Studio ")
    assert (await browser().log_in(wanted["email"])).status_code == 200
    by_id = await create(boss, roles=[role.json()["id"]])
    assert (await one(boss, by_id.json()["id"]))["roles"] == ["Stolarze"]
    header = operation(made)
    assert (header["commandId"], header["resourceKind"]) == ("auth.users.create", "auth.user")
    assert header["resourceId"] == made.json()["id"]


async def test_the_organization_may_be_left_out_but_not_null(boss):
    wanted = body(boss)
    del wanted["organizationId"]
    made = await boss.post(USERS, wanted)
    assert made.status_code == 201
    assert (await one(boss, made.json()["id"]))["organizationId"] == str(boss.organization_id)
    refused = await boss.post(USERS, body(boss, organizationId=None))
    assert refused.status_code == 400
    (issue,) = refused.json()["details"]
    assert issue["path"] == ["organizationId"]
    assert "expected string, received null" in issue["message"]


async def test_every_wrong_field_is_named(boss):
    refused = await boss.post(USERS, {"email": "nobody", "password": 7, "roles": "x", "organizationId": "x"})
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid input")
    named = {issue["path"][0] for issue in refused.json()["details"]}
    assert named == {"email", "password", "roles", "organizationId"}


async def test_a_weak_password_is_refused(boss):
    refused = await boss.post(USERS, body(boss, password="weak"))
    assert refused.status_code == 400
    assert refused.json()["details"][0]["message"] == "Password does not meet the requirements."
    made = await create(boss)
    refused = await boss.put(USERS, {"id": made.json()["id"], "password": "weak"})
    assert refused.json()["details"][0]["path"] == ["password"]


async def test_an_unknown_organization_is_refused(boss, foreign):
    for id_ in (new_id(), foreign.organization_id):
        refused = await boss.post(USERS, body(boss, organizationId=str(id_)))
        assert (refused.status_code, refused.json()["error"]) == (400, "Organization not found")
    made = await create(boss)
    moved = await boss.put(USERS, {"id": made.json()["id"], "organizationId": str(foreign.organization_id)})
    assert (moved.status_code, moved.json()["error"]) == (400, "Organization not found")


async def test_roles_are_never_made_on_the_fly(boss, app, foreign):
    theirs = str(foreign.roles["employee"])
    refused = await boss.post(USERS, body(boss, roles=["Nobody", "employee", theirs]))
    assert refused.status_code == 400
    assert refused.json()["error"] == f'Role(s) not found: "Nobody", "{theirs}"'


async def test_an_address_that_is_taken_is_refused_in_the_reference_s_shape(boss):
    wanted = body(boss)
    assert (await boss.post(USERS, wanted)).status_code == 201
    again = await boss.post(USERS, body(boss, email=wanted["email"].upper()))
    taken = "Email already in use"
    issue = {
        "path": ["email"],
        "message": taken,
        "code": "duplicate",
        "origin": "validation",
        "label": "E-mail address",
    }
    assert again.status_code == 400
    named = {"details": [issue], "fieldErrors": {"email": taken}, "fieldLabels": {"email": "E-mail address"}}
    assert again.json() == {"error": taken, **named}
    other = await create(boss)
    renamed = await boss.put(USERS, {"id": other.json()["id"], "email": wanted["email"]})
    assert (renamed.status_code, renamed.json()["error"]) == (400, taken)


async def test_of_two_who_add_one_address_at_the_same_moment_one_wins(boss):
    wanted = body(boss)
    answers = await asyncio.gather(*(boss.post(USERS, wanted) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 400, 400, 400]
    assert {answer.json().get("error") for answer in answers} == {None, "Email already in use"}


async def test_the_same_address_may_exist_in_another_tenant(boss, enrol, foreign):
    person = await enrol(within=foreign)
    assert (await boss.post(USERS, body(boss, email=person.email))).status_code == 201


async def test_users_are_found_by_part_of_the_address_the_organization_or_a_role(boss, branch):
    await boss.post("/auth/roles", {"name": "Montażyści"})
    workshop = await branch("Pracownia Kąty")
    anna = (await create(boss, email="Anna.Kowalska@bottega.example", name="Anna Żak")).json()["id"]
    piotr = (await create(boss, email="piotr@example.com", roles=["Montażyści"], organizationId=str(workshop))).json()[
        "id"
    ]
    found = {
        text: {item["id"] for item in (await boss.get(USERS, params={"search": text})).json()["items"]}
        for text in ("kowal", "KOWALSKA", "bottega.ex", "żak", "zak", "montazy", "katy", "pi", "nikt", "%", "_")
    }
    for text in ("kowal", "KOWALSKA", "bottega.ex", "żak", "zak"):
        assert found[text] == {anna}, text
    for text in ("montazy", "katy"):
        assert found[text] == {piotr}, text
    assert piotr in found["pi"]
    assert found["nikt"] == found["%"] == found["_"] == set()


async def test_the_address_is_stored_sealed(app, boss):
    wanted = body(boss)
    id_ = (await boss.post(USERS, wanted)).json()["id"]
    async with app.database.tenant(boss.tenant_id) as connection:
        row = await connection.fetchval("SELECT to_jsonb(u)::text FROM auth_users AS u WHERE id = $1", id_)
        searched = await connection.fetchval("SELECT to_jsonb(s)::text FROM search_rows AS s WHERE record_id = $1", id_)
    assert wanted["email"] not in row
    assert wanted["email"][:6] not in searched


async def test_the_list_filters_by_organization_and_role_and_has_pages(boss, branch):
    await boss.post("/auth/roles", {"name": "Lakiernik"})
    role = (await boss.get("/auth/roles", params={"search": "lakier"})).json()["items"][0]["id"]
    there = await branch("Lakiernia")
    lonely = (await create(boss, organizationId=str(there))).json()["id"]
    painter = (await create(boss, roles=["Lakiernik"])).json()["id"]

    async def ids(**query) -> list[str]:
        return [item["id"] for item in (await boss.get(USERS, params=query)).json()["items"]]

    assert await ids(organizationId=str(there)) == [lonely]
    assert await ids(roleIds=role) == await ids(roleId=role) == [painter]
    assert await ids(roleIds=f"{new_id()},{role}") == [painter]
    assert await ids(roleIds=[str(new_id()), role]) == [painter]
    first = (await boss.get(USERS, params={"pageSize": 2})).json()
    assert (first["total"], first["totalPages"], len(first["items"]), first["isSuperAdmin"]) == (3, 2, 2, False)
    beyond = (await boss.get(USERS, params={"pageSize": 2, "page": 9})).json()
    assert (beyond["total"], beyond["items"]) == (3, [])
    assert "hasPassword" not in first["items"][0]


@pytest.mark.parametrize("query", [{"page": 0}, {"page": "x"}, {"pageSize": 101}, {"id": "x"}, {"roleIds": "x"}])
async def test_a_query_that_makes_no_sense_finds_nobody(boss, query):
    answer = await boss.get(USERS, params=query)
    assert answer.status_code == 200
    assert answer.json() == {"items": [], "total": 0, "totalPages": 1, "isSuperAdmin": False}


async def test_an_update_changes_what_was_sent_and_nothing_else(boss, browser):
    await boss.post("/auth/roles", {"name": "Handlowiec"})
    await boss.post("/auth/roles", {"name": "Projektant"})
    wanted = body(boss, roles=["Handlowiec"], cf_shift="early")
    id_ = (await boss.post(USERS, wanted)).json()["id"]
    changed = await boss.put(USERS, {"id": id_, "email": f"new-{wanted['email']}", "cf_shift": "late"})
    assert (changed.status_code, changed.json()) == (200, {"ok": True})
    item = await one(boss, id_)
    assert (item["email"], item["roles"], item["cf_shift"]) == (f"new-{wanted['email']}", ["Handlowiec"], "late")
    assert (await browser().log_in(f"new-{wanted['email']}")).status_code == 200
    assert await emails(boss, search=wanted["email"][:8]) == {f"new-{wanted['email']}"}
    await boss.put(USERS, {"id": id_, "roles": ["Projektant"]})
    assert (await one(boss, id_))["roles"] == ["Projektant"]
    await boss.put(USERS, {"id": id_, "roles": []})
    assert (await one(boss, id_))["roles"] == []


async def test_events_tell_of_roles_given_and_taken(boss, events_of):
    await boss.post("/auth/roles", {"name": "Handlowiec"})
    id_ = (await create(boss, roles=["Handlowiec"])).json()["id"]
    await boss.put(USERS, {"id": id_, "roles": []})
    happened = await events_of(boss.tenant_id)
    for name in ("auth.user.created", "auth.role.assigned", "auth.role.revoked"):
        assert happened.count(name) >= 1, name
    assert happened.count("auth.role.assigned") == 1


async def test_a_new_password_from_the_boss_ends_the_user_s_sessions(boss, browser, enrol):
    person = await enrol()
    signed_in = browser()
    await signed_in.log_in(person.email)
    assert (await boss.put(USERS, {"id": str(person.id), "password": "New-Horse-22"})).status_code == 200
    assert (await signed_in.get("/auth/profile")).status_code == 401
    assert (await browser().log_in(person.email, "New-Horse-22")).status_code == 200


async def test_users_of_another_tenant_do_not_exist(boss, enrol, foreign):
    person = await enrol(within=foreign)
    assert await one(boss, person.id) is None
    assert person.email not in await emails(boss)
    for answer in (
        await boss.put(USERS, {"id": str(person.id), "email": "x@example.com"}),
        await boss.delete(USERS, params={"id": str(person.id)}),
        await boss.put(USERS, {"id": str(new_id()), "email": "x@example.com"}),
    ):
        assert (answer.status_code, answer.json()) == (404, {"error": "User not found"})
    named = await boss.get(USERS, params={"tenantId": str(foreign.tenant_id)})
    assert (named.status_code, named.json()["error"]) == (403, "Not authorized to target this tenant.")


async def test_a_super_admin_reaches_other_tenants_by_naming_them(admin, enrol, foreign):
    person = await enrol(within=foreign)
    listed = await admin.get(USERS, params={"tenantId": str(foreign.tenant_id)})
    assert {item["email"] for item in listed.json()["items"]} == {person.email}
    assert listed.json()["isSuperAdmin"] is True
    made = await create(admin, organizationId=str(foreign.organization_id))
    listed = await admin.get(USERS, params={"tenantId": str(foreign.tenant_id)})
    assert made.json()["id"] in {item["id"] for item in listed.json()["items"]}


async def test_who_is_restricted_to_an_organization_administers_only_its_users(caller, branch, boss):
    workshop = await branch("Pracownia")
    below = await branch("Lakiernia", parent=workshop)
    head = await caller(*FEATURES, organizations=[workshop], organization_id=workshop)
    inside = (await create(boss, organizationId=str(below))).json()["id"]
    outside = (await create(boss)).json()["id"]
    assert {item["id"] for item in (await head.get(USERS)).json()["items"]} == {inside, str(head.user_id)}
    assert (await head.put(USERS, {"id": inside, "name": "Jan"})).status_code == 200
    for answer in (
        await head.put(USERS, {"id": outside, "name": "Jan"}),
        await head.delete(USERS, params={"id": outside}),
        # As for an id of nobody: nothing says that there is somebody.
        await head.put(USERS, {"id": str(new_id()), "name": "Jan"}),
    ):
        assert (answer.status_code, answer.json()) == (404, {"error": "User not found"})
    refused = await head.post(USERS, body(boss))
    assert (refused.status_code, refused.json()["error"]) == (403, "Forbidden")
    assert (await head.post(USERS, body(boss, organizationId=str(below)))).status_code == 201


async def test_a_super_admin_s_account_is_out_of_sight_and_out_of_reach(boss, admin):
    assert await one(boss, admin.user_id) is None
    for answer in (
        await boss.put(USERS, {"id": str(admin.user_id), "password": "New-Horse-22"}),
        await boss.delete(USERS, params={"id": str(admin.user_id)}),
        await boss.put("/auth/users/acl", {"userId": str(admin.user_id), "features": ["auth.users.list"]}),
    ):
        assert answer.status_code == 403
        assert answer.json()["error"] == "Only super administrators can modify super administrator accounts."
    assert await one(admin, admin.user_id) is not None


async def test_an_account_that_may_do_more_is_not_taken_over_by_a_new_password(boss, caller):
    colleague = await caller("warehouse.view")
    for change in ({"password": "New-Horse-22"}, {"email": "mine@example.com"}):
        answer = await boss.put(USERS, {"id": str(colleague.user_id), **change})
        assert answer.status_code == 403
        assert (
            answer.json()["error"] == "You cannot change the sign-in of somebody with more permissions than you have."
        )
    assert (await boss.put(USERS, {"id": str(colleague.user_id), "name": "Jan"})).status_code == 200


async def test_deleting_takes_everything_along_and_undo_brings_it_back(app, boss, browser, enrol, undo, redo):
    person = await enrol("auth.roles.list")
    granted = {"userId": str(person.id), "features": ["auth.users.list"]}
    assert (await boss.put("/auth/users/acl", granted)).status_code == 200
    signed_in = browser()
    await signed_in.log_in(person.email, remember="on")
    await signed_in.put("/auth/sidebar/preferences", json={"hiddenItems": ["/backend/x"]})
    gone = await boss.delete(USERS, params={"id": str(person.id)})
    assert (gone.status_code, gone.json()) == (200, {"ok": True})
    assert (await signed_in.get("/auth/profile")).status_code == 401
    assert await emails(boss, search=person.email[:8]) == set()
    assert await left_of(app, person) == {
        "auth_users": 0,
        "auth_user_roles": 0,
        "auth_user_acls": 0,
        "auth_sessions": 0,
        "auth_sidebar_preferences": 0,
    }

    undone = await undo(boss, gone)
    assert undone.status_code == 200, undone.text
    item = await one(boss, person.id)
    assert (item["email"], item["roles"]) == (person.email, [person.role])
    assert await emails(boss, search=person.email[:8]) == {person.email}
    acl = (await boss.get("/auth/users/acl", params={"userId": str(person.id)})).json()
    assert (acl["hasCustomAcl"], acl["features"]) == (True, ["auth.users.list"])
    assert (await signed_in.get("/auth/profile")).status_code == 401
    back = browser()
    assert (await back.log_in(person.email)).status_code == 200
    shown = (await back.get("/auth/sidebar/preferences")).json()
    assert shown["settings"]["hiddenItems"] == ["/backend/x"]

    again = await redo(boss, undone)
    assert again.status_code == 200, again.text
    assert await one(boss, person.id) is None


async def left_of(app, person):
    counts = {}
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        for table, column in (
            ("auth_users", "id"),
            ("auth_user_roles", "user_id"),
            ("auth_user_acls", "user_id"),
            ("auth_sessions", "user_id"),
            ("auth_sidebar_preferences", "owner_id"),
        ):
            counts[table] = await connection.fetchval(f"SELECT count(*) FROM {table} WHERE {column} = $1", person.id)
    return counts


async def test_undo_of_a_creation_removes_the_user_and_redo_brings_them_back(app, boss, browser, undo, redo):
    await boss.post("/auth/roles", {"name": "Handlowiec"})
    wanted = body(boss, roles=["Handlowiec"])
    made = await boss.post(USERS, wanted)
    signed_in = browser()
    await signed_in.log_in(wanted["email"])
    undone = await undo(boss, made)
    assert undone.status_code == 200, undone.text
    assert await one(boss, made.json()["id"]) is None
    assert (await signed_in.get("/auth/profile")).status_code == 401
    assert (await browser().log_in(wanted["email"])).status_code == 401
    again = await redo(boss, undone)
    assert again.status_code == 200, again.text
    assert (await one(boss, made.json()["id"]))["roles"] == ["Handlowiec"]
    assert (await browser().log_in(wanted["email"])).status_code == 200


async def test_undo_of_an_update_restores_roles_and_fields(boss, undo):
    await boss.post("/auth/roles", {"name": "Handlowiec"})
    await boss.post("/auth/roles", {"name": "Projektant"})
    id_ = (await boss.post(USERS, body(boss, roles=["Handlowiec"], cf_shift="early"))).json()["id"]
    changed = await boss.put(USERS, {"id": id_, "roles": ["Projektant"], "cf_shift": "late"})
    assert changed.status_code == 200, changed.text
    undone = await undo(boss, changed)
    assert undone.status_code == 200, undone.text
    item = await one(boss, id_)
    assert (item["roles"], item["cf_shift"]) == (["Handlowiec"], "early")


@pytest.mark.parametrize("replaced", [{"email": "new@example.com"}, {"password": "New-Horse-22"}])
async def test_an_update_that_replaced_an_address_or_a_password_has_no_undo(boss, replaced):
    id_ = (await boss.post(USERS, body(boss))).json()["id"]
    changed = await boss.put(USERS, {"id": id_, "name": "Ewa", **replaced})
    assert changed.status_code == 200, changed.text
    assert "x-om-operation" not in changed.headers
    entry = (await boss.get("/audit_logs/audit-logs/actions", params={"resourceId": id_})).json()["items"][0]
    assert (entry["commandId"], entry["undoToken"]) == ("auth.users.update", None)
    refused = await boss.post("/audit_logs/audit-logs/actions/undo", {"undoToken": entry["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_undoable")


async def test_one_cannot_delete_oneself_or_nobody(boss):
    oneself = await boss.delete(USERS, params={"id": str(boss.user_id)})
    assert (oneself.status_code, oneself.json()["error"]) == (400, "You cannot delete your own account")
    for query in ({}, {"id": ""}, {"id": "x"}):
        answer = await boss.delete(USERS, params=query)
        assert (answer.status_code, answer.json()["error"]) == (400, "User id required")
        assert answer.json()["details"][0]["path"] == ["id"]


async def test_the_audit_entry_belongs_to_the_target_s_organization_and_holds_no_password(app, boss, branch):
    workshop = await branch("Pracownia")
    made = await create(boss, organizationId=str(workshop))
    async with app.database.tenant(boss.tenant_id) as connection:
        entry = await connection.fetchrow("SELECT * FROM action_logs WHERE resource_id = $1", made.json()["id"])
        images = await connection.fetch("SELECT after::text AS image FROM action_changes")
    assert (entry["command_id"], entry["organization_id"]) == ("auth.users.create", workshop)
    assert (entry["actor_id"], entry["action_label"]) == (boss.user_id, "Create user")
    assert not any("argon2" in (row["image"] or "") for row in images)


async def test_reading_users_is_on_the_access_log(app, boss):
    await boss.get(USERS)
    await app.access.flush()
    async with app.database.tenant(boss.tenant_id) as connection:
        row = await connection.fetchrow("SELECT * FROM access_logs WHERE actor_id = $1", boss.user_id)
    assert (row["resource_kind"], boss.user_id in row["resource_ids"]) == ("auth.user", True)


async def test_who_selected_an_organization_they_cannot_have_changes_nothing(caller, branch):
    workshop = await branch("Pracownia")
    head = await caller(*FEATURES, organizations=[workshop], organization_id=workshop)
    made = await create(head)
    head.client.cookies.set("om_selected_org", str(new_id()))
    for answer in (
        await head.post(USERS, body(head)),
        await head.put(USERS, {"id": made.json()["id"], "name": "Jan"}),
        await head.delete(USERS, params={"id": made.json()["id"]}),
    ):
        assert answer.status_code == 403


async def test_a_user_who_was_changed_or_deleted_meanwhile_is_not_overwritten(boss):
    made = await create(boss)
    user = made.json()["id"]
    seen = {"x-om-ext-optimistic-lock-expected-updated-at": (await one(boss, user))["updatedAt"]}
    assert (await boss.put(USERS, {"id": user, "name": "Ewa"}, headers=seen)).status_code == 200
    stale = await boss.put(USERS, {"id": user, "name": "Iga"}, headers=seen)
    assert (stale.status_code, stale.json()["code"]) == (409, "optimistic_lock_conflict")
    assert (await one(boss, user))["name"] == "Ewa"
    assert (await boss.delete(USERS, {"id": user})).status_code == 200
    gone = await boss.put(USERS, {"id": user, "name": "Iga"}, headers=seen)
    assert (gone.status_code, gone.json()["code"]) == (409, "record_gone")
