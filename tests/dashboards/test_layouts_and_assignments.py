"""Layouts of users, and the widgets that roles and users are given."""

import json
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import httpx

from bottega.kernel.application import Application
from bottega.platform.auth.tenant_setup import Founded, add_role
from bottega.platform.dashboards import give_role
from callers import Caller, Invite

LAYOUT = "/dashboards/layout"
ROLES, USERS = "/dashboards/roles/widgets", "/dashboards/users/widgets"
ASSIGN = "dashboards.admin.assign-widgets"
CUTS, STOCK, MESSAGES = "warehouse.dashboard.lastCuts", "warehouse.dashboard.stock", "messaging.dashboard.unread"
READER = ("dashboards.view", "dashboards.configure", "warehouse.view", "audit_logs.undo_self")


async def home(me: Caller) -> dict[str, Any]:
    answer = await me.get(LAYOUT)
    assert answer.status_code == 200, answer.text
    return answer.json()


def placed(dashboard: dict[str, Any]) -> list[str]:
    return [one["widgetId"] for one in dashboard["layout"]["items"]]


def item(widget: str, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "widgetId": widget, "order": 0, **more}


def token_of(answer: httpx.Response) -> str:
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]


async def undo(me: Caller, answer: httpx.Response) -> httpx.Response:
    return await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token_of(answer)})


async def test_a_dashboard_begins_with_what_is_on_and_reading_it_stores_nothing(
    caller: Invite, app: Application
) -> None:
    me = await caller(*READER)
    first, again = await home(me), await home(me)
    assert first["layout"] == again["layout"], "places have the same ids each time"
    assert {STOCK, CUTS} <= {*placed(first)} <= {*first["allowedWidgetIds"]}
    assert "warehouse.dashboard.issuesByMonth" not in first["allowedWidgetIds"], "it needs analytics.view"
    assert MESSAGES not in first["allowedWidgetIds"]
    assert first["canConfigure"] is True
    assert first["context"]["userId"] == str(me.user_id)
    assert [one["id"] for one in first["widgets"]] == first["allowedWidgetIds"]
    async with app.database.tenant(me.tenant_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM dashboards_layouts") == 0
    set_one = await me.client.patch(f"{LAYOUT}/{first['layout']['items'][0]['id']}", json={"size": "lg"})
    assert set_one.json() == {"ok": True}, "what nobody had arranged is stored then"
    assert (await home(me))["layout"]["items"][0]["size"] == "lg"
    assert placed(await home(me)) == placed(first)


async def test_a_layout_is_kept_in_its_order_without_what_may_not_be_had_and_comes_back_by_undo(caller: Invite) -> None:
    me, you = await caller(*READER), await caller(*READER)
    cuts, stock = item(CUTS, order=7, settings={"pageSize": 3}), item(STOCK, size="lg")
    saved = await me.put(LAYOUT, {"items": [cuts, item(MESSAGES), item("no.such.widget"), stock]})
    assert saved.json() == {"ok": True}
    items = (await home(me))["layout"]["items"]
    assert [(one["id"], one["order"], one["priority"]) for one in items] == [(cuts["id"], 0, 0), (stock["id"], 1, 1)]
    assert [(one["size"], one["settings"]) for one in items] == [("md", {"pageSize": 3}), ("lg", None)]
    changed = await me.client.patch(f"{LAYOUT}/{cuts['id']}", json={"settings": {"pageSize": 9}})
    assert changed.json() == {"ok": True}
    kept = await me.client.patch(f"{LAYOUT}/{cuts['id']}", json={"size": "sm", "settings": None})
    assert kept.json() == {"ok": True}
    item_now = (await home(me))["layout"]["items"][0]
    assert (item_now["size"], item_now["settings"]) == ("sm", {"pageSize": 9})
    assert (await undo(me, kept)).status_code == 200
    assert (await home(me))["layout"]["items"][0]["size"] == "md"
    assert placed(await home(you)) != [CUTS, STOCK], "a layout is its owner's"
    missing = await me.client.patch(f"{LAYOUT}/{uuid4()}", json={"size": "sm"})
    assert missing.status_code == 404
    twice = await me.put(LAYOUT, {"items": [cuts, cuts]})
    assert twice.status_code == 400
    assert "unique" in twice.json()["details"][0]["message"]
    many = await me.put(LAYOUT, {"items": [item(CUTS) for _ in range(101)]})
    assert many.status_code == 400


async def test_roles_bound_their_people_and_a_user_is_given_widgets_instead(
    caller: Invite, app: Application, tenant: Founded
) -> None:
    admin = await caller(ASSIGN, "dashboards.view", "auth.roles.list", "auth.users.list", "audit_logs.undo_self")
    me = await caller(*READER)
    given = {"roleId": str(me.role_id), "widgetIds": [STOCK, "no.such.widget", CUTS, STOCK]}
    answer = await admin.put(ROLES, given)
    assert answer.json() == {"ok": True, "widgetIds": [STOCK, CUTS]}
    mine = await home(me)
    assert placed(mine) == [STOCK, CUTS], "in the order it was given"
    assert {*mine["allowedWidgetIds"]} == {STOCK, CUTS}
    role = (await admin.get(ROLES, params={"roleId": str(me.role_id)})).json()
    assert (role["widgetIds"], role["hasCustom"]) == ([STOCK, CUTS], True)
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        await give_role(ctx, me.role_id, [CUTS], tenant.organization_id)
    assert placed(await home(me)) == [CUTS], "what holds in the organization goes before what holds in all"
    override = {"userId": str(me.user_id), "mode": "override", "widgetIds": [STOCK, MESSAGES]}
    assert (await admin.put(USERS, override)).json() == {"ok": True, "mode": "override", "widgetIds": [STOCK, MESSAGES]}
    assert placed(await home(me)) == [STOCK], "an override gives no rights"
    user = (await admin.get(USERS, params={"userId": str(me.user_id)})).json()
    assert (user["mode"], user["effectiveWidgetIds"], user["hasCustom"]) == ("override", [STOCK], True)
    nothing = await admin.put(USERS, {**override, "widgetIds": []})
    assert placed(await home(me)) == [], "an empty override leaves nothing"
    assert (await undo(admin, nothing)).status_code == 200
    assert placed(await home(me)) == [STOCK]
    inherit = await admin.put(USERS, {**override, "mode": "inherit"})
    assert inherit.json() == {"ok": True, "mode": "inherit", "widgetIds": []}
    assert placed(await home(me)) == [CUTS]


async def test_assignments_are_of_roles_and_users_of_the_tenant_in_organizations_in_reach(
    caller: Invite, app: Application, tenant: Founded
) -> None:
    admin = await caller(ASSIGN)
    within = await caller(ASSIGN, organizations=[tenant.organization_id])
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        role = await add_role(ctx, "Stolarz", ("dashboards.view",))
    for path, field in ((ROLES, "roleId"), (USERS, "userId")):
        assert (await admin.get(path)).status_code == 400
        assert (await admin.get(path, params={field: str(uuid4())})).status_code == 404
        assert (await admin.put(path, {field: str(uuid4()), "widgetIds": []})).status_code == 404
    body = {"roleId": str(role), "widgetIds": [CUTS]}
    nowhere = await admin.put(ROLES, {**body, "organizationId": str(uuid4())})
    assert nowhere.status_code == 404
    assert (await within.put(ROLES, body)).status_code == 200
    scope = (await within.get(ROLES, params={"roleId": str(role)})).json()["scope"]
    assert scope["organizationId"] == str(tenant.organization_id), "who reaches one decides for that one"
    everywhere = (await admin.get(ROLES, params={"roleId": str(role)})).json()
    assert everywhere["hasCustom"] is False
    assert (await admin.put(ROLES, {**body, "widgetIds": []})).json() == {"ok": True, "widgetIds": []}


async def test_layouts_and_assignments_go_with_their_owner_and_come_back_with_them(
    caller: Invite, app: Application, tenant: Founded
) -> None:
    admin, me = await caller("auth.*", "audit_logs.*", "dashboards.*"), await caller(*READER)
    assert (await me.put(LAYOUT, {"items": [item(CUTS)]})).status_code == 200
    assert (await admin.delete(f"/auth/users?id={me.user_id}")).status_code == 200
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        role = await add_role(ctx, "Stolarz", ("dashboards.view",))
        await give_role(ctx, role, [CUTS], None)
    gone = await admin.delete(f"/auth/roles?id={role}")
    assert gone.status_code == 200, gone.text
    counted = "SELECT (SELECT count(*) FROM dashboards_layouts), (SELECT count(*) FROM dashboards_role_widgets)"
    async with app.database.tenant(me.tenant_id) as connection:
        assert [*(await connection.fetch(counted))[0]] == [0, 0]
    assert (await undo(admin, gone)).status_code == 200
    async with app.database.tenant(me.tenant_id) as connection:
        assert [*(await connection.fetch(counted))[0]] == [0, 1]
