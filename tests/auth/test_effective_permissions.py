"""What somebody may really do: roles together, a user's own list instead, organizations that bound it all."""

import pytest
from people import cookies_set

from bottega.kernel.database.identifiers import new_id
from bottega.kernel.permissions import covers
from bottega.kernel.writes import changes
from bottega.platform.auth.tables import UserRole
from bottega.platform.auth.tenant_setup import add_role, add_user, found_tenant

CHECK = "/auth/feature-check"


async def granted(who, *features: str):
    answer = await who.post(CHECK, {"features": list(features)})
    assert answer.status_code == 200, answer.text
    return set(answer.json()["granted"])


@pytest.fixture
def give(app, tenant):
    """Give somebody another role."""

    async def add(who, *features: str, organizations=None) -> None:
        async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
            role = await add_role(ctx, f"role {new_id()}", features, organizations=organizations)
        async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
            await changes.insert(ctx, UserRole, {"user_id": who.user_id, "role_id": role})

    return add


@pytest.mark.parametrize(
    ("held", "wanted", "fits"),
    [
        ("*", "a.b", True),
        ("a.b.*", "a.b", True),
        ("a.b.*", "a.b.c.d", True),
        ("a.b", "a.b", True),
        ("a.b", "a.b.c", False),
        ("a.b.*", "a.bc", False),
        ("a.*", "b.a", False),
        ("a.b", "a.*", False),
    ],
)
def test_wildcards_cover_what_lies_below_them(held, wanted, fits):
    assert covers(held, wanted) is fits


async def test_strangers_check_nothing(nobody):
    assert (await nobody.post(CHECK, json={"features": []})).status_code == 401


async def test_a_check_says_which_features_are_held(caller):
    me = await caller("warehouse.view", "auth.users.*")
    answer = await me.post(CHECK, {"features": ["warehouse.view", "auth.users.edit", "auth.roles.list"]})
    assert answer.json() == {"ok": False, "granted": ["warehouse.view", "auth.users.edit"], "userId": str(me.user_id)}
    assert (await me.post(CHECK, {"features": ["warehouse.view"]})).json()["ok"] is True


@pytest.mark.parametrize("body", [{}, {"features": None}, {"features": "x"}, {"features": {}}, [], "x", 7])
async def test_what_is_no_list_of_features_counts_as_an_empty_one(caller, body):
    me = await caller()
    answer = await me.post(CHECK, body)
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "granted": [], "userId": str(me.user_id)})
    broken = await me.client.post(CHECK, content=b"{", headers={"content-type": "application/json"})
    assert broken.json()["ok"] is True


@pytest.mark.parametrize("features", [["x"] * 51, ["x" * 129], [7]])
async def test_a_check_has_bounds(caller, features):
    assert (await (await caller()).post(CHECK, {"features": features})).status_code == 400


async def test_a_wildcard_does_not_grant_what_no_module_offers(caller, admin):
    me = await caller("sales.*", "catalog.view")
    assert await granted(me, "sales.orders.view", "catalog.view") == {"catalog.view"}
    assert await granted(admin, "sales.orders.view") == {"sales.orders.view"}


async def test_roles_add_up(caller, give):
    me = await caller("warehouse.view")
    await give(me, "warehouse.edit")
    assert await granted(me, "warehouse.view", "warehouse.edit", "warehouse.delete") == {
        "warehouse.view",
        "warehouse.edit",
    }


async def test_a_list_of_one_s_own_replaces_what_the_roles_say(caller, admin):
    me = await caller("warehouse.*")
    path = "/auth/users/acl"
    shown = (await admin.get(path, params={"userId": str(me.user_id)})).json()
    assert shown == {
        "hasCustomAcl": False,
        "isSuperAdmin": False,
        "features": [],
        "organizations": None,
        "warnings": [],
    }
    body = {"userId": str(me.user_id), "features": ["auth.users.list"]}
    assert (await admin.put(path, body)).json() == {"ok": True, "sanitized": False, "warnings": []}
    assert await granted(me, "warehouse.view", "auth.users.list") == {"auth.users.list"}
    shown = (await admin.get(path, params={"userId": str(me.user_id)})).json()
    assert shown == {
        "hasCustomAcl": True,
        "isSuperAdmin": False,
        "features": ["auth.users.list"],
        "organizations": None,
        "warnings": [],
    }
    assert (await admin.put(path, {"userId": str(me.user_id), "features": []})).status_code == 200
    assert await granted(me, "warehouse.view", "auth.users.list") == {"warehouse.view"}
    unknown = await admin.get(path, params={"userId": str(new_id())})
    assert (unknown.status_code, unknown.json()) == (404, {"error": "User not found"})


async def test_a_list_of_one_s_own_is_undone_and_redone(caller, undo, redo):
    boss = await caller("auth.*", "audit_logs.*", "warehouse.view")
    me = await caller("auth.users.list")
    changed = await boss.put("/auth/users/acl", {"userId": str(me.user_id), "features": ["warehouse.view"]})
    assert await granted(me, "warehouse.view", "auth.users.list") == {"warehouse.view"}
    undone = await undo(boss, changed)
    assert undone.status_code == 200, undone.text
    assert await granted(me, "warehouse.view", "auth.users.list") == {"auth.users.list"}
    assert (await redo(boss, undone)).status_code == 200
    assert await granted(me, "warehouse.view", "auth.users.list") == {"warehouse.view"}


async def test_one_unrestricted_role_lifts_the_restriction_of_another(caller, give, tenant):
    me = await caller("warehouse.view", organizations=[])
    assert await granted(me, "warehouse.view") == {"warehouse.view"}
    me.client.cookies.set("om_selected_org", str(tenant.organization_id))
    assert (await me.get("/warehouse/materials")).json()["total"] == 0
    assert (await me.post("/warehouse/materials", {})).status_code == 403
    await give(me, "warehouse.*")
    assert (await me.post("/warehouse/materials", {})).status_code == 400


async def test_another_organization_than_one_s_own_grants_nothing(app, caller, tenant):
    other = new_id()
    async with app.database.tenant(tenant.tenant_id) as connection:
        await connection.execute(
            "INSERT INTO directory_organizations (tenant_id, id, organization_id, name) VALUES ($1, $2, $2, 'Inna')",
            tenant.tenant_id,
            other,
        )
    app.caches.changed("directory_organizations", tenant.tenant_id, None)
    inside = await caller("auth.users.list", organizations=[other], organization_id=other)
    assert (await inside.get("/auth/users")).status_code == 200
    assert [item["organizationId"] for item in (await inside.get("/auth/users")).json()["items"]] == [str(other)]
    inside.client.cookies.set("om_selected_org", str(tenant.organization_id))
    seen = (await inside.get("/auth/users")).json()["items"]
    assert {item["organizationId"] for item in seen} <= {str(other)}


async def test_permissions_of_one_tenant_are_worth_nothing_in_another(app, caller):
    other = await found_tenant(app, f"Studio {new_id()}")
    me = await caller("auth.users.list")
    me.client.cookies.set("om_selected_tenant", str(other.tenant_id))
    items = (await me.get("/auth/users")).json()["items"]
    assert {item["tenantId"] for item in items} == {str(me.tenant_id)}


async def test_the_super_flag_counts_and_a_role_of_that_name_does_not(app, caller, tenant):
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        role = await add_role(ctx, "SuperAdmin2", ["auth.users.list"])
        await add_user(ctx, f"{new_id().hex}@example.com", None, [role], organization_id=tenant.organization_id)
    me = await caller("auth.users.list")
    assert (await me.get("/auth/roles")).status_code == 403


async def test_who_lost_a_role_loses_its_permissions_at_once(caller, admin):
    me = await caller("auth.users.list")
    assert (await me.get("/auth/users")).status_code == 200
    assert (await admin.put("/auth/users", {"id": str(me.user_id), "roles": []})).status_code == 200
    assert (await me.get("/auth/users")).status_code == 403


async def test_a_user_who_may_not_administer_users_is_turned_away(caller):
    me = await caller("warehouse.*")
    refused = await me.get("/auth/users")
    assert refused.json() == {"error": "Forbidden", "requiredFeatures": ["auth.users.list"]}


async def test_the_catalogue_lists_every_feature_once(caller):
    me = await caller("auth.acl.manage")
    shown = (await me.get("/auth/features")).json()
    ids = [item["id"] for item in shown["items"]]
    assert len(ids) == len(set(ids))
    order = [(item["module"], item["id"]) for item in shown["items"]]
    assert order == sorted(order)
    assert {"id": "auth.users.list", "title": "List users", "module": "auth", "requires": []} in shown["items"]
    assert {"id": "auth", "title": "Authentication & Accounts"} in shown["modules"]
    polish = (await me.get("/auth/features", headers={"accept-language": "pl"})).json()
    assert {"id": "auth.users.list", "title": "Lista użytkowników", "module": "auth", "requires": []} in polish["items"]


@pytest.mark.parametrize("selected", ["gone", "foreign", "out of reach", "nonsense"])
async def test_a_selected_organization_that_cannot_be_had_says_so_and_the_next_read_clears_it(
    app, caller, tenant, selected, undo
):
    other = new_id()
    async with app.database.tenant(tenant.tenant_id) as connection:
        await connection.execute(
            "INSERT INTO directory_organizations (tenant_id, id, organization_id, name) VALUES ($1, $2, $2, 'Inna')",
            tenant.tenant_id,
            other,
        )
    app.caches.changed("directory_organizations", tenant.tenant_id, None)
    foreign = await found_tenant(app, f"Studio {new_id()}")
    me = await caller("warehouse.*", "audit_logs.*", organizations=[tenant.organization_id])
    done = await me.post("/warehouse/locations", {"nazwa": f"R {new_id()}"})
    assert done.status_code == 201, done.text
    chosen = {"gone": new_id(), "foreign": foreign.organization_id, "out of reach": other, "nonsense": "x"}
    me.client.cookies.set("om_selected_org", str(chosen[selected]))
    for answer in (await me.post("/warehouse/locations", {"nazwa": f"R {new_id()}"}), await undo(me, done)):
        assert (answer.status_code, answer.json()["code"]) == (403, "organization_selection_invalid")
        assert "select another one" in answer.json()["error"]
        assert "set-cookie" not in answer.headers
    read = await me.get("/warehouse/locations")
    assert (read.status_code, read.json()["total"]) == (200, 1)
    assert cookies_set(read)["om_selected_org"].startswith('om_selected_org=""; Max-Age=0; Path=/')
    me.client.cookies.delete("om_selected_org")
    assert (await me.post("/warehouse/locations", {"nazwa": f"R {new_id()}"})).status_code == 201


async def test_a_selection_that_counts_is_left_alone(caller, tenant):
    me = await caller("warehouse.*")
    for selected in (str(tenant.organization_id), "__all__"):
        me.client.cookies.set("om_selected_org", selected)
        assert "set-cookie" not in (await me.get("/warehouse/locations")).headers
