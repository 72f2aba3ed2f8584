"""Roles: named, renamed and deleted only while nobody holds them, and what they grant comes back with undo."""

import asyncio

import pytest
from people import operation

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant

ROLES = "/auth/roles"
ACL = "/auth/roles/acl"


@pytest.fixture
async def boss(caller):
    return await caller("auth.*", "audit_logs.*", "warehouse.*")


@pytest.fixture
async def foreign(app):
    return await found_tenant(app, f"Foreign {new_id()}")


async def create(boss, name="Stolarze", **more):
    made = await boss.post(ROLES, {"name": name, **more})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def listed(boss, **query):
    answer = await boss.get(ROLES, params=query)
    assert answer.status_code == 200, answer.text
    return {item["name"]: item for item in answer.json()["items"]}


async def acl_of(boss, role):
    answer = await boss.get(ACL, params={"roleId": str(role)})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("method", "path", "feature"),
    [
        ("GET", ROLES, "auth.roles.list"),
        ("POST", ROLES, "auth.roles.manage"),
        ("PUT", ROLES, "auth.roles.manage"),
        ("DELETE", ROLES, "auth.roles.manage"),
        ("GET", ACL, "auth.acl.manage"),
        ("PUT", ACL, "auth.acl.manage"),
        ("GET", "/auth/users/acl", "auth.acl.manage"),
        ("PUT", "/auth/users/acl", "auth.acl.manage"),
        ("GET", "/auth/features", "auth.acl.manage"),
    ],
)
async def test_each_operation_asks_for_its_feature(nobody, caller, method, path, feature):
    assert (await nobody.request(method, path)).status_code == 401
    stranger = await caller("auth.users.list")
    refused = await stranger.client.request(method, path, json={} if method != "GET" else None)
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, [feature])


async def test_a_role_is_made_listed_renamed_and_deleted(boss):
    made = await boss.post(ROLES, {"name": "Stolarze", "cf_floor": 2})
    assert made.status_code == 201
    header = operation(made)
    assert (header["commandId"], header["resourceKind"], header["actionLabel"]) == (
        "auth.roles.create",
        "auth.role",
        "Create role",
    )
    item = (await listed(boss))["Stolarze"]
    assert item == {
        "id": made.json()["id"],
        "name": "Stolarze",
        "usersCount": 0,
        "tenantId": str(boss.tenant_id),
        "tenantIds": [str(boss.tenant_id)],
        "tenantName": item["tenantName"],
        "cf_floor": 2,
        "updatedAt": item["updatedAt"],
    }
    assert item["tenantName"].endswith(" Tenant")
    renamed = await boss.put(ROLES, {"id": item["id"], "name": "Montażyści"})
    assert (renamed.status_code, renamed.json()) == (200, {"ok": True})
    assert set(await listed(boss, search="montazy")) == {"Montażyści"}
    gone = await boss.delete(ROLES, params={"id": item["id"]})
    assert (gone.status_code, gone.json()) == (200, {"ok": True})
    assert await listed(boss, id=item["id"]) == {}
    assert (await boss.delete(ROLES, {"id": item["id"]})).json() == {"error": "Role not found"}


async def test_the_list_is_in_order_and_has_pages(boss):
    for name in ("Żak", "anna", "Borys"):
        await create(boss, name)
    answer = (await boss.get(ROLES, params={"pageSize": 2})).json()
    assert [item["name"] for item in answer["items"]] == ["admin", "anna"]
    assert (answer["totalPages"], answer["isSuperAdmin"]) == (-(-answer["total"] // 2), False)
    beyond = (await boss.get(ROLES, params={"pageSize": 2, "page": 50})).json()
    assert (beyond["items"], beyond["total"]) == ([], answer["total"])
    assert set(await listed(boss, search="%")) == set()


@pytest.mark.parametrize("query", [{"page": 0}, {"page": "x"}, {"pageSize": 101}, {"id": "x"}])
async def test_a_query_that_makes_no_sense_finds_nothing(boss, query):
    answer = await boss.get(ROLES, params=query)
    assert answer.status_code == 200
    assert answer.json() == {"items": [], "total": 0, "totalPages": 1, "isSuperAdmin": False}


async def test_the_roles_of_super_admins_are_for_super_admins(boss, admin):
    assert "superadmin" not in await listed(boss)
    everything = await listed(admin)
    assert "superadmin" in everything
    hidden = everything["superadmin"]["id"]
    assert (await boss.get(ACL, params={"roleId": hidden})).status_code == 404
    for answer in (
        await boss.put(ROLES, {"id": hidden, "name": "Mine"}),
        await boss.delete(ROLES, params={"id": hidden}),
        await boss.put(ACL, {"roleId": hidden, "features": []}),
    ):
        assert answer.status_code == 403
        assert answer.json()["error"] == "Only super administrators can modify super administrator roles."


@pytest.mark.parametrize(
    "name",
    [
        "superadmin",
        "ADMIN",
        "Admin",
        " admin ",
        "superadmin\u200b",
        "super\u00adadmin",
        "\u202eadmin",
        "\u2060admin",
        "\u0455uperadmin",
        "\u0430dmin",
        "SUPER\u0410DMIN",
        "\u017fuperadmin",
        "\uff53uperadmin",
        "adm\u0131n",
        "a\u0301dmin",
        "\U0001d41admin",
        "admin\ufe0f",
    ],
)
async def test_reserved_names_are_refused(boss, name):
    refused = await boss.post(ROLES, {"name": name})
    issue = {"code": "custom", "path": ["name"], "message": "Role name is reserved", "label": "Name"}
    assert (refused.status_code, refused.json()) == (400, {"error": issue["message"], "details": [issue]})
    role = await create(boss)
    assert (await boss.put(ROLES, {"id": role, "name": name})).json() == refused.json()


@pytest.mark.parametrize("name", ["", "x", "x" * 101, None, 7])
async def test_a_name_has_two_to_a_hundred_characters(boss, name):
    refused = await boss.post(ROLES, {"name": name})
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid input")
    assert refused.json()["details"][0]["path"] == ["name"]


async def test_a_name_is_taken_once_whatever_its_case(boss):
    await create(boss, "Stolarze")
    again = await boss.post(ROLES, {"name": "STOLARZE"})
    assert (again.status_code, again.json()["error"]) == (409, "A role with this name already exists")
    answers = await asyncio.gather(*(boss.post(ROLES, {"name": "Lakiernicy"}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


async def test_a_role_is_never_global_and_never_moves(boss, admin, foreign):
    assert (await boss.post(ROLES, {"name": "Global", "tenantId": None})).status_code == 400
    theirs = {"name": "Theirs", "tenantId": str(foreign.tenant_id)}
    assert (await boss.post(ROLES, theirs)).json() == {"error": "Not authorized to target this tenant."}
    role = await create(admin)
    moved = await admin.put(ROLES, {"id": role, "tenantId": str(foreign.tenant_id)})
    assert (moved.status_code, moved.json()) == (404, {"error": "Role not found"})
    assert (await admin.post(ROLES, theirs)).status_code == 201
    assert "Theirs" in await listed(admin, tenantId=str(foreign.tenant_id))
    assert "Theirs" not in await listed(admin)


async def test_roles_of_another_tenant_do_not_exist(boss, foreign):
    theirs = str(foreign.roles["employee"])
    assert await listed(boss, id=theirs) == {}
    for answer, error in (
        (await boss.put(ROLES, {"id": theirs, "name": "Mine"}), "Role not found"),
        (await boss.delete(ROLES, params={"id": theirs}), "Role not found"),
        (await boss.get(ACL, params={"roleId": theirs}), "Not found"),
        (await boss.put(ACL, {"roleId": theirs, "features": []}), "Not found"),
    ):
        assert (answer.status_code, answer.json()["error"]) == (404, error)


async def test_a_role_somebody_holds_keeps_its_name_and_stays(boss):
    role = await create(boss)
    user = {"email": f"{new_id().hex}@example.com", "password": "Correct-Horse-1", "roles": [role]}
    assert (await boss.post("/auth/users", user)).status_code == 201
    assert (await listed(boss))["Stolarze"]["usersCount"] == 1
    renamed = await boss.put(ROLES, {"id": role, "name": "Other"})
    assert renamed.status_code == 400
    assert renamed.json()["error"] == "Role name cannot be changed while users are assigned"
    assert (await boss.put(ROLES, {"id": role, "name": "Stolarze", "cf_floor": 3})).status_code == 200
    gone = await boss.delete(ROLES, params={"id": role})
    assert (gone.status_code, gone.json()) == (400, {"error": "Role has assigned users"})


@pytest.mark.parametrize("name", ["Handlowiec\u200b", "\u202eceiwoldnaH", "Handlo\u00adwiec", "Handlowiec\ue000"])
async def test_a_role_has_no_invisible_characters(boss, name):
    refused = await boss.post(ROLES, {"name": name})
    assert (refused.status_code, refused.json()["error"]) == (400, "A role name cannot contain invisible characters")
    assert refused.json()["details"][0]["path"] == ["name"]


@pytest.mark.parametrize("name", ["Montażyści", "Супервизор", "Administrator", "Super admins", "Zespół №1, café"])
async def test_any_other_name_is_fine(boss, name):
    role = await create(boss, name=name)
    assert (await boss.get(ROLES, params={"id": role})).json()["items"][0]["name"] == name


@pytest.mark.parametrize("query", [{}, {"id": ""}, {"id": "x"}])
async def test_deleting_needs_an_id(boss, query):
    answer = await boss.delete(ROLES, params=query)
    issue = {"code": "custom", "path": ["id"], "message": "Role id required", "label": "Id"}
    assert (answer.status_code, answer.json()) == (400, {"error": issue["message"], "details": [issue]})


async def test_undo_walks_back_through_everything_that_was_done_to_a_role(boss, undo, redo):
    made = await boss.post(ROLES, {"name": "Stolarze", "cf_floor": 2})
    role = made.json()["id"]
    granted = await boss.put(ACL, {"roleId": role, "features": ["warehouse.view"]})
    renamed = await boss.put(ROLES, {"id": role, "name": "Montażyści", "cf_floor": 3})
    gone = await boss.delete(ROLES, params={"id": role})
    for name, response in (("gone", gone), ("renamed", renamed)):
        undone = await undo(boss, response)
        assert undone.status_code == 200, (name, undone.text)
        if response is gone:
            assert (await listed(boss, id=role))["Montażyści"]["cf_floor"] == 3
            assert (await acl_of(boss, role))["features"] == ["warehouse.view"]
    assert (await listed(boss, id=role))["Stolarze"]["cf_floor"] == 2
    again = await redo(boss, undone)
    assert again.status_code == 200, again.text
    assert "Montażyści" in await listed(boss, id=role)
    assert (await undo(boss, again)).status_code == 200
    assert (await undo(boss, granted)).status_code == 200
    assert await acl_of(boss, role) == {"isSuperAdmin": False, "features": [], "organizations": None, "warnings": []}
    assert (await undo(boss, made)).status_code == 200
    assert await listed(boss, id=role) == {}


async def test_a_change_of_permissions_is_on_record_and_undo_takes_it_back_at_once(app, boss, caller, undo, redo):
    member = await caller("warehouse.view")
    before = await acl_of(boss, member.role_id)
    assert before == {"isSuperAdmin": False, "features": ["warehouse.view"], "organizations": None, "warnings": []}
    body = {"roleId": str(member.role_id), "features": ["warehouse.view", " warehouse.create ", "warehouse.create"]}
    changed = await boss.put(ACL, body)
    assert (changed.status_code, changed.json()["sanitized"]) == (200, False)
    header = operation(changed)
    assert (header["commandId"], header["resourceKind"]) == ("auth.roles.acl.update", "auth.role_acl")
    async with app.database.tenant(boss.tenant_id) as connection:
        entry = await connection.fetchrow(
            "SELECT parent_resource_kind, parent_resource_id FROM action_logs"
            " WHERE command_id = 'auth.roles.acl.update'"
        )
    assert tuple(entry) == ("auth.role", str(member.role_id))
    wanted = {"features": ["warehouse.view", "warehouse.create"]}
    assert (await member.post("/auth/feature-check", wanted)).json()["ok"] is True
    undone = await undo(boss, changed)
    assert undone.status_code == 200, undone.text
    assert (await member.post("/auth/feature-check", wanted)).json()["granted"] == ["warehouse.view"]
    again = await redo(boss, undone)
    assert again.status_code == 200
    assert (await member.post("/auth/feature-check", wanted)).json()["ok"] is True


async def test_what_is_left_out_of_an_acl_stays(boss, app):
    role = await create(boss)
    organization = str(boss.organization_id)
    body = {"roleId": role, "features": ["warehouse.view"], "organizations": [organization]}
    assert (await boss.put(ACL, body)).status_code == 200
    assert (await boss.put(ACL, {"roleId": role, "features": ["warehouse.edit"]})).status_code == 200
    stored = await acl_of(boss, role)
    assert (stored["features"], stored["organizations"]) == (["warehouse.edit"], [organization])
    assert (await boss.put(ACL, {"roleId": role, "organizations": ["__all__"]})).status_code == 200
    stored = await acl_of(boss, role)
    assert (stored["features"], stored["organizations"]) == (["warehouse.edit"], None)
    unchanged = await boss.put(ACL, {"roleId": role})
    assert unchanged.status_code == 200
    assert "x-om-operation" not in unchanged.headers


@pytest.mark.parametrize(
    "body",
    [{}, {"roleId": "x"}, {"roleId": str(new_id()), "features": "x"}, {"roleId": str(new_id()), "features": [None]}],
)
async def test_an_acl_that_makes_no_sense_is_refused(boss, body):
    refused = await boss.put(ACL, body)
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid input")
    assert (await boss.get(ACL, params={"roleId": "x"})).json()["error"] == "Invalid input"


async def test_an_unknown_organization_is_refused(boss, foreign):
    role = await create(boss)
    for organization in (str(new_id()), str(foreign.organization_id)):
        refused = await boss.put(ACL, {"roleId": role, "organizations": [organization]})
        assert (refused.status_code, refused.json()["error"]) == (400, "Organization not found")
    assert (await boss.put(ACL, {"roleId": role, "organizations": ["x"]})).json()["error"] == "Invalid input"


async def test_two_changes_of_one_acl_at_the_same_moment_both_count(boss):
    role = await create(boss)
    features = [[f"warehouse.f{number}"] for number in range(4)]
    answers = await asyncio.gather(*(boss.put(ACL, {"roleId": role, "features": each}) for each in features))
    assert {answer.status_code for answer in answers} == {200}
    assert (await acl_of(boss, role))["features"] in features


async def test_a_role_that_is_being_given_to_somebody_is_not_deleted_meanwhile(boss):
    for _ in range(3):
        role = await create(boss, f"Role {new_id().hex[-8:]}")
        user = {"email": f"{new_id().hex}@example.com", "password": "Correct-Horse-1", "roles": [role]}
        made, gone = await asyncio.gather(boss.post("/auth/users", user), boss.delete(ROLES, params={"id": role}))
        if gone.status_code == 200:
            assert made.status_code in (400, 403, 409), made.text
        else:
            assert (made.status_code, gone.status_code) == (201, 400)


async def test_permissions_that_are_of_no_use_alone_are_stored_and_named(boss):
    role = await create(boss)
    stored = await boss.put(ACL, {"roleId": role, "features": ["auth.users.edit", "warehouse.edit"]})
    assert stored.status_code == 200
    lacking = [(one["feature"], one["missing"]) for one in stored.json()["warnings"]]
    assert lacking == [("auth.users.edit", ["auth.users.list"]), ("warehouse.edit", ["warehouse.view"])]
    assert stored.json()["warnings"][0]["message"] == "“Edit users” is of no use without “List users”"
    assert (await acl_of(boss, role))["warnings"] == stored.json()["warnings"]
    polish = await boss.client.get(ACL, params={"roleId": role}, headers={"accept-language": "pl"})
    assert polish.json()["warnings"][0]["message"] == (
        "Uprawnienie „Edycja użytkowników” niczego nie daje bez: „Lista użytkowników”"
    )
    whole = await boss.put(ACL, {"roleId": role, "features": ["auth.users.*", "warehouse.edit", "warehouse.view"]})
    assert whole.json() == {"ok": True, "sanitized": False, "warnings": []}


async def test_the_permissions_of_one_user_say_what_they_lack_as_well(boss, enrol):
    person = await enrol()
    stored = await boss.put("/auth/users/acl", {"userId": str(person.id), "features": ["warehouse.materials.manage"]})
    assert [one["missing"] for one in stored.json()["warnings"]] == [["warehouse.view"]]
    read = await boss.get("/auth/users/acl", params={"userId": str(person.id)})
    assert read.json()["warnings"] == stored.json()["warnings"]


async def test_the_catalogue_says_what_each_feature_requires(boss):
    items = {one["id"]: one for one in (await boss.get("/auth/features")).json()["items"]}
    assert items["auth.roles.manage"]["requires"] == ["auth.roles.list"]
    assert items["warehouse.materials.manage"]["requires"] == ["warehouse.view"]
    assert items["auth.roles.list"]["requires"] == []
    assert {needed for one in items.values() for needed in one["requires"]} <= set(items)


async def test_a_role_that_was_changed_or_deleted_meanwhile_is_not_overwritten(boss):
    made = await boss.post(ROLES, {"name": "Stolarze"})
    seen = {"x-om-ext-optimistic-lock-expected-updated-at": (await listed(boss))["Stolarze"]["updatedAt"]}
    change = {"id": made.json()["id"], "cf_floor": 3}
    assert (await boss.put(ROLES, change, headers=seen)).status_code == 200
    stale = await boss.put(ROLES, {**change, "cf_floor": 4}, headers=seen)
    assert (stale.status_code, stale.json()["code"]) == (409, "optimistic_lock_conflict")
    assert (await boss.delete(ROLES, {"id": change["id"]})).status_code == 200
    gone = await boss.put(ROLES, change, headers=seen)
    assert (gone.status_code, gone.json()["code"]) == (409, "record_gone")
