"""Default grants of newer versions: offered once, granted by nobody but an administrator, never pressed on a role."""

import pytest
from people import operation
from structlog.testing import capture_logs

from bottega.business.warehouse.module import module as warehouse
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.keys.secrets import Secrets
from bottega.platform.auth.admin_commands import seed_roles
from bottega.platform.auth.new_grants import offer_new_grants
from bottega.platform.auth.tenant_setup import found_tenant
from bottega.processes.installation import initialise
from bottega.settings import Settings

OFFERS = "/auth/roles/offers"
ACCEPT = f"{OFFERS}/accept"
DECLINE = f"{OFFERS}/decline"
ACL = "/auth/roles/acl"
NEW = "warehouse.materials.manage"


@pytest.fixture
def upgrade(app, monkeypatch, tenant):
    """A version that grants employees of the warehouse more; who starts it looks at the test's tenant."""

    async def start(*features, role="employee"):
        monkeypatch.setitem(warehouse.grants, role, (*warehouse.grants.get(role, ()), *(features or (NEW,))))
        found = await offer_new_grants(app, tenant.tenant_id)
        return [(one.role, one.features) for one in found]

    return start


@pytest.fixture
async def boss(caller, tenant):
    """Somebody with the role of an administrator, as it is founded."""
    return await caller(role_id=tenant.roles["admin"])


async def offered(boss):
    answer = await boss.get(OFFERS)
    assert answer.status_code == 200, answer.text
    return [(one["roleName"], one["feature"]) for one in answer.json()["items"]]


async def features_of(admin, role):
    return (await admin.get(ACL, params={"roleId": str(role)})).json()["features"]


async def test_a_new_default_grant_is_offered_once_and_changes_nothing_by_itself(upgrade, boss, admin, tenant, app):
    before = await features_of(admin, tenant.roles["employee"])
    assert await offered(boss) == []
    assert await upgrade() == [("employee", (NEW,))]
    assert await offer_new_grants(app, tenant.tenant_id) == []
    (item,) = (await boss.get(OFFERS)).json()["items"]
    assert item["grants"] == [{"id": NEW, "title": "Manage materials", "module": "warehouse"}]
    assert (item["roleId"], item["feature"]) == (str(tenant.roles["employee"]), NEW)
    assert await features_of(admin, tenant.roles["employee"]) == before


async def test_accepting_grants_it_on_record_and_undo_leaves_the_offer_open(upgrade, boss, admin, tenant, caller, undo):
    await upgrade()
    role = str(tenant.roles["employee"])
    clerk = await caller(role_id=tenant.roles["employee"])
    asked = {"features": [NEW]}
    assert (await clerk.post("/auth/feature-check", asked)).json()["ok"] is False
    accepted = await boss.post(ACCEPT, {"roleId": role})
    assert (accepted.status_code, accepted.json()) == (200, {"ok": True, "sanitized": False, "warnings": []})
    header = operation(accepted)
    assert (header["commandId"], header["resourceKind"]) == ("auth.roles.offers.accept", "auth.role_acl")
    assert (await clerk.post("/auth/feature-check", asked)).json()["ok"] is True
    assert await offered(boss) == []
    assert (await undo(boss, accepted)).status_code == 200
    assert (await clerk.post("/auth/feature-check", asked)).json()["ok"] is False
    assert await offered(boss) == [("employee", NEW)]


async def test_what_was_declined_is_not_offered_again(upgrade, boss, app, tenant, undo, admin):
    await upgrade()
    role = str(tenant.roles["employee"])
    declined = await boss.post(DECLINE, {"roleId": role, "features": [NEW]})
    assert (declined.status_code, declined.json()) == (200, {"ok": True})
    assert await offer_new_grants(app, tenant.tenant_id) == []
    assert await offered(boss) == []
    assert await seed_roles(app, tenant.tenant_id) == []
    assert NEW not in await features_of(admin, role)
    refused = await boss.post(ACCEPT, {"roleId": role, "features": [NEW]})
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["features"])
    assert (await undo(boss, declined)).status_code == 200
    assert await offered(boss) == [("employee", NEW)]


async def test_what_somebody_took_away_is_not_offered_back(upgrade, boss, admin, tenant):
    role = str(tenant.roles["employee"])
    kept = [one for one in await features_of(admin, role) if one != "warehouse.view"]
    assert (await admin.put(ACL, {"roleId": role, "features": kept})).status_code == 200
    assert await upgrade() == [("employee", (NEW,))]
    assert await offered(boss) == [("employee", NEW)]


async def test_what_a_role_has_already_is_not_offered(upgrade, boss, admin, tenant):
    role = str(tenant.roles["employee"])
    held = await features_of(admin, role)
    await admin.put(ACL, {"roleId": role, "features": [*held, "warehouse.materials.*"]})
    assert await upgrade() == []
    assert await upgrade("warehouse.edit") == [("employee", ("warehouse.edit",))]
    await admin.put(ACL, {"roleId": role, "features": [*held, "warehouse.*"]})
    assert await offered(boss) == []


async def test_an_administrator_gets_a_new_module_that_nobody_could_grant_before(upgrade, boss, tenant, undo, redo):
    assert (await boss.put(ACL, {"roleId": str(tenant.roles["admin"]), "features": ["extra.*"]})).status_code == 403
    assert await upgrade("extra.*", role="admin") == [("admin", ("extra.*",))]
    accepted = await boss.post(ACCEPT, {"roleId": str(tenant.roles["admin"])})
    assert accepted.status_code == 200
    assert "extra.*" in await features_of(boss, tenant.roles["admin"])
    undone = await undo(boss, accepted)
    assert undone.status_code == 200
    # Redo is no offer: what nobody but a super administrator holds is granted by nobody else.
    assert (await redo(boss, undone)).status_code == 400
    assert "extra.*" not in await features_of(boss, tenant.roles["admin"])
    assert (await boss.post(ACCEPT, {"roleId": str(tenant.roles["admin"])})).status_code == 200


async def test_whoever_could_not_grant_what_the_role_holds_decides_nothing(upgrade, caller, tenant, boss):
    await upgrade()
    await upgrade("extra.*", role="admin")
    limited = await caller("auth.acl.manage", "warehouse.*")
    for path in (ACCEPT, DECLINE):
        for name in ("employee", "admin"):
            refused = await limited.post(path, {"roleId": str(tenant.roles[name])})
            assert refused.status_code == 403, (path, name)
            assert refused.json()["error"].startswith("Cannot grant feature")
    assert len(await offered(boss)) == 2


async def test_offers_are_for_those_who_manage_permissions_of_their_own_tenant(
    upgrade, caller, nobody, app, tenant, admin
):
    await upgrade()
    foreign = await found_tenant(app, f"Foreign {new_id()}")
    stranger = await caller("auth.roles.manage", "auth.roles.list")
    for method, path in (("GET", OFFERS), ("POST", ACCEPT), ("POST", DECLINE)):
        assert (await nobody.request(method, path)).status_code == 401
        refused = await stranger.client.request(method, path, json={} if method == "POST" else None)
        assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, ["auth.acl.manage"])
    for path in (ACCEPT, DECLINE):
        missing = await admin.post(path, {"roleId": str(foreign.roles["employee"])})
        assert (missing.status_code, missing.json()) == (404, {"error": "Role not found"})
        assert (await admin.post(path, {"roleId": "x"})).status_code == 400
        nothing = await admin.post(path, {"roleId": str(tenant.roles["admin"])})
        assert (nothing.status_code, nothing.json()["details"][0]["path"]) == (400, ["features"])


async def test_the_operator_s_command_accepts_what_is_offered_and_names_it(upgrade, app, tenant, boss, admin):
    await upgrade()
    (seeded,) = await seed_roles(app, tenant.tenant_id)
    assert (seeded.role, seeded.features, seeded.added) == ("employee", (NEW,), False)
    assert NEW in await features_of(admin, tenant.roles["employee"])
    assert await offered(boss) == []
    assert await seed_roles(app, tenant.tenant_id) == []


async def test_a_role_that_is_deleted_takes_its_offers_along_and_undo_brings_them_back(
    upgrade, boss, admin, tenant, undo
):
    await upgrade()
    gone = await admin.delete("/auth/roles", params={"id": str(tenant.roles["employee"])})
    assert gone.status_code == 200, gone.text
    assert await offered(boss) == []
    assert (await undo(admin, gone)).status_code == 200
    assert await offered(boss) == [("employee", NEW)]


async def test_the_log_names_what_is_offered(upgrade, tenant):
    with capture_logs() as said:
        await upgrade()
    (line,) = [one for one in said if one["event"] == "grants.offered"]
    assert (line["tenant"], line["role"], line["features"]) == (tenant.tenant_id, "employee", NEW)


async def test_the_start_of_another_version_offers_to_the_tenants_that_are_there(own_dsn, data_folder, monkeypatch):
    settings = Settings(data=data_folder)
    secrets = Secrets.load(settings)
    assert await initialise(settings, own_dsn, secrets)
    for grants, expected in (((), []), ((NEW,), [("employee", NEW)]), ((NEW,), [])):
        monkeypatch.setitem(warehouse.grants, "employee", ("warehouse.view", *grants))
        with capture_logs() as said:
            assert await initialise(settings, own_dsn, secrets) == []
        offered_now = [(one["role"], one["features"]) for one in said if one["event"] == "grants.offered"]
        assert offered_now == expected
