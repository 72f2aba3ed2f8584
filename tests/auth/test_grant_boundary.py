"""The grant boundary, row by row: nobody hands out more than they hold, whichever way they try."""

import pytest

from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Forbidden
from bottega.kernel.permissions import Acl
from bottega.platform.auth import check_role_grant
from bottega.platform.auth.tenant_setup import add_role, found_tenant

PASSWORD = "Correct-Horse-1"
HELD = ("auth.*", "warehouse.view", "customers.people.*")
ROWS = [
    ({"isSuperAdmin": True}, "Only super administrators can grant super admin access."),
    ({"features": ["*"]}, "Only super administrators can grant global wildcard access."),
    ({"features": ["warehouse.*"]}, "Cannot grant feature wildcard warehouse.*."),
    ({"features": ["customers.*"]}, "Cannot grant feature wildcard customers.*."),
    ({"features": ["warehouse.view", "warehouse.edit"]}, "Cannot grant feature warehouse.edit."),
]


@pytest.fixture
async def boss(caller):
    return await caller(*HELD)


@pytest.fixture
def add_to(app, tenant):
    async def add(*features: str, super_admin=False, organizations=None, name=None) -> str:
        async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
            return str(
                await add_role(
                    ctx, name or f"role {new_id()}", features, super_admin=super_admin, organizations=organizations
                )
            )

    return add


@pytest.fixture
async def workshop(app, tenant):
    id_ = new_id()
    async with app.database.tenant(tenant.tenant_id) as connection:
        await connection.execute(
            "INSERT INTO directory_organizations (tenant_id, id, organization_id, name, parent_id)"
            " VALUES ($1, $2, $2, 'Pracownia', $3)",
            tenant.tenant_id,
            id_,
            tenant.organization_id,
        )
    app.caches.changed("directory_organizations", tenant.tenant_id, None)
    return id_


def user(**more):
    return {"email": f"{new_id().hex}@example.com", "password": PASSWORD, **more}


def refused(answer, error):
    assert (answer.status_code, answer.json()) == (403, {"error": error}), answer.text


@pytest.mark.parametrize(("change", "error"), ROWS)
async def test_an_acl_of_a_role_grants_no_more_than_its_author_holds(boss, add_to, change, error):
    role = await add_to()
    if "isSuperAdmin" in change:
        error = "Only super administrators can mark a role as super admin."
    refused(await boss.put("/auth/roles/acl", {"roleId": role, **change}), error)


@pytest.mark.parametrize(("change", "error"), ROWS)
async def test_an_acl_of_a_user_grants_no_more_than_its_author_holds(boss, caller, change, error):
    member = await caller()
    refused(await boss.put("/auth/users/acl", {"userId": str(member.user_id), **change}), error)


@pytest.mark.parametrize(("change", "error"), ROWS)
async def test_a_role_contains_everything_it_grants(boss, caller, add_to, change, error):
    role = await add_to(*change.get("features", ()), super_admin=change.get("isSuperAdmin", False))
    refused(await boss.post("/auth/users", user(roles=[role])), error)
    member = await caller()
    refused(await boss.put("/auth/users", {"id": str(member.user_id), "roles": [role]}), error)
    refused(await boss.put("/auth/users", {"id": str(boss.user_id), "roles": [str(boss.role_id), role]}), error)


async def test_what_somebody_holds_they_may_grant(boss, add_to, caller):
    fine = ["auth.users.list", "auth.users.*", "warehouse.view", "customers.people.view", "customers.people.*"]
    role = await add_to()
    saved = await boss.put("/auth/roles/acl", {"roleId": role, "features": fine})
    assert (saved.status_code, saved.json()) == (200, {"ok": True, "sanitized": False, "warnings": []})
    assert (await boss.post("/auth/users", user(roles=[role]))).status_code == 201
    member = await caller()
    saved = await boss.put("/auth/users/acl", {"userId": str(member.user_id), "features": fine})
    assert saved.status_code == 200, saved.text


async def test_a_wildcard_for_everything_without_the_super_flag_does_not_grant_everything(caller, add_to):
    almost = await caller("*")
    role = await add_to()
    assert (await almost.put("/auth/roles/acl", {"roleId": role, "features": ["warehouse.*"]})).status_code == 200
    wanted = {"roleId": role, "features": ["*"]}
    refused(await almost.put("/auth/roles/acl", wanted), ROWS[1][1])


async def test_super_admins_grant_anything(admin, add_to, caller):
    role = await add_to()
    wanted = {"roleId": role, "features": ["*", "directory.tenants.*"], "isSuperAdmin": True}
    assert (await admin.put("/auth/roles/acl", wanted)).json() == {"ok": True, "sanitized": False, "warnings": []}
    assert (await admin.post("/auth/users", user(roles=[role, "superadmin"]))).status_code == 201
    member = await caller()
    assert (
        await admin.put("/auth/users/acl", {"userId": str(member.user_id), "isSuperAdmin": True})
    ).status_code == 200
    assert (await member.post("/auth/feature-check", {"features": ["warehouse.view"]})).json()["ok"] is True


async def test_the_role_called_superadmin_is_for_super_admins_to_give(boss, caller):
    error = "Only super administrators can assign the superadmin role."
    refused(await boss.post("/auth/users", user(roles=["SuperAdmin"])), error)
    member = await caller()
    refused(await boss.put("/auth/users", {"id": str(member.user_id), "roles": ["superadmin"]}), error)


async def test_features_about_tenants_are_left_out_of_what_others_grant(caller, add_to):
    boss = await caller("auth.*", "directory.*", "warehouse.view")
    role = await add_to()
    wanted = ["warehouse.view", "directory.*", "directory.tenants.view", "directory.tenants.*"]
    saved = await boss.put("/auth/roles/acl", {"roleId": role, "features": wanted})
    assert saved.json() == {"ok": True, "sanitized": True, "warnings": []}
    assert (await boss.get("/auth/roles/acl", params={"roleId": role})).json()["features"] == ["warehouse.view"]
    member = await caller()
    saved = await boss.put("/auth/users/acl", {"userId": str(member.user_id), "features": wanted})
    assert saved.json() == {"ok": True, "sanitized": True, "warnings": []}


async def test_who_is_restricted_to_organizations_grants_only_those(caller, add_to, workshop, tenant):
    head = await caller(*HELD, organizations=[workshop], organization_id=workshop)
    nowhere = "Cannot grant unrestricted organization access."
    outside = "Cannot grant organization access outside actor scope."
    role = await add_to()
    for organizations, error in (
        (None, nowhere),
        (["__all__"], nowhere),
        ([str(tenant.organization_id)], outside),
        ([str(workshop), str(tenant.organization_id)], outside),
    ):
        wanted = {"features": ["warehouse.view"], "organizations": organizations}
        refused(await head.put("/auth/roles/acl", {"roleId": role, **wanted}), error)
        member = await caller(organization_id=workshop)
        refused(await head.put("/auth/users/acl", {"userId": str(member.user_id), **wanted}), error)
    fine = {"roleId": await add_to(organizations=[]), "features": ["warehouse.view"], "organizations": [str(workshop)]}
    assert (await head.put("/auth/roles/acl", fine)).status_code == 200
    assert (await head.post("/auth/users", user(roles=[fine["roleId"]]))).status_code == 201
    refused(await head.post("/auth/users", user(roles=[await add_to("warehouse.view")])), nowhere)
    beyond = await add_to("warehouse.view", organizations=[tenant.organization_id])
    refused(await head.post("/auth/users", user(roles=[beyond])), outside)


async def test_keeping_a_feature_is_not_granting_it_but_widening_its_reach_is(boss, add_to, workshop):
    role = await add_to("warehouse.edit", organizations=[workshop])
    kept = {"roleId": role, "features": ["warehouse.edit", "warehouse.view"]}
    assert (await boss.put("/auth/roles/acl", kept)).status_code == 200
    wider = await boss.put("/auth/roles/acl", {"roleId": role, "organizations": None})
    refused(wider, "Cannot grant feature warehouse.edit.")


async def test_taking_away_a_user_s_own_acl_must_not_give_them_more_than_the_caller_holds(boss, caller):
    strong = await caller("auth.acl.manage", "warehouse.*")
    wanted = {"userId": str(strong.user_id), "features": ["auth.acl.manage"]}
    assert (await boss.put("/auth/users/acl", wanted)).status_code == 200
    refused(
        await strong.put("/auth/users/acl", {"userId": str(strong.user_id)}),
        "Cannot grant feature wildcard warehouse.*.",
    )


async def test_a_role_of_another_tenant_is_refused(app, tenant, caller):
    foreign = await found_tenant(app, f"Foreign {new_id()}")
    someone = await caller()
    acl = Acl(features=frozenset({"auth.*"}), organizations=None)
    actor = Actor("user", someone.user_id, tenant.tenant_id, tenant.organization_id, acl=acl)
    ctx = Context(app, actor, Scope(tenant.tenant_id, tenant.organization_id))
    try:
        with pytest.raises(Forbidden, match="Cannot grant a role outside the target tenant"):
            await check_role_grant(ctx, [foreign.roles["employee"]])
    finally:
        await ctx.close()
    nowhere = Context(app, actor, Scope(type(new_id())(int=0)))
    with pytest.raises(Forbidden, match="Tenant context is required to grant roles"):
        await check_role_grant(nowhere, [foreign.roles["employee"]])
