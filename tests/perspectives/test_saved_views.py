"""Saved views: personal ones, those of roles, defaults, undo, and what is too much."""

import json
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import httpx
import pytest

from bottega.kernel.application import Application
from bottega.platform.auth.tenant_setup import Founded, add_role
from callers import Caller, Invite

TABLE = "/perspectives/customers.people"
SETTINGS: dict[str, Any] = {
    "columnOrder": ["name", "city"],
    "columnVisibility": {"city": False},
    "filters": {"miasto": ["Poznań"], "od": {"from": "2026-01-01"}},
    "sorting": [{"id": "name", "desc": True}],
    "pageSize": 25,
    "searchValue": "dąb",
}


async def saved(me: Caller, name: str, **more: Any) -> dict[str, Any]:
    answer = await me.post(TABLE, {"name": name, "settings": SETTINGS, **more})
    assert answer.status_code == 200, answer.text
    return {**answer.json(), "token": token_of(answer)}


def token_of(answer: httpx.Response) -> str:
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]


async def undo(me: Caller, token: str) -> httpx.Response:
    return await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})


async def views(me: Caller) -> dict[str, Any]:
    answer = await me.get(TABLE)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_view_comes_back_as_it_was_saved_and_without_what_nobody_knows(caller: Invite) -> None:
    me = await caller("perspectives.use")
    made = await saved(me, "  Dębowe ", settings={**SETTINGS, "colour": "red"})
    assert made["perspective"]["name"] == "Dębowe"
    assert made["perspective"]["settings"] == SETTINGS
    found = await views(me)
    assert found["perspectives"] == [made["perspective"]]
    assert found["defaultPerspectiveId"] is None
    assert found["canApplyToRoles"] is False


async def test_saving_under_the_same_name_replaces_a_view_and_renaming_to_a_taken_one_is_409(caller: Invite) -> None:
    me = await caller("perspectives.use")
    first = await saved(me, "A")
    again = await saved(me, "A", settings={"pageSize": 10})
    assert again["perspective"]["id"] == first["perspective"]["id"]
    assert again["perspective"]["settings"] == {"pageSize": 10}
    other = await saved(me, "B")
    clash = await me.post(TABLE, {"perspectiveId": other["perspective"]["id"], "name": "A", "settings": {}})
    assert clash.status_code == 409, clash.text
    assert "name" in clash.json()["fieldErrors"]


async def test_a_table_has_one_default_which_stays_when_nothing_is_said(caller: Invite) -> None:
    me = await caller("perspectives.use")
    await saved(me, "A", isDefault=True)
    second = await saved(me, "B", isDefault=True)
    await saved(me, "B", settings={})
    found = await views(me)
    assert [one["name"] for one in found["perspectives"] if one["isDefault"]] == ["B"]
    assert found["defaultPerspectiveId"] == second["perspective"]["id"]
    await saved(me, "B", isDefault=False)
    assert (await views(me))["defaultPerspectiveId"] is None


async def test_a_deleted_name_is_free_again_and_what_is_not_mine_is_404(caller: Invite) -> None:
    me, you = await caller("perspectives.use", "audit_logs.undo_self"), await caller("perspectives.use")
    mine = (await saved(me, "A"))["perspective"]["id"]
    assert (await you.delete(f"{TABLE}/{mine}")).status_code == 404
    stolen = await you.post(TABLE, {"perspectiveId": mine, "name": "X", "settings": {}})
    assert stolen.status_code == 404, stolen.text
    assert (await me.delete(f"/perspectives/other.table/{mine}")).status_code == 404
    gone = await me.delete(f"{TABLE}/{mine}")
    assert gone.json() == {"success": True}
    again = await saved(me, "A")
    assert again["perspective"]["id"] != mine
    # The name is taken by now: undo overwrites nothing.
    refused = await undo(me, token_of(gone))
    assert refused.status_code in (400, 409), refused.text
    assert [one["id"] for one in (await views(me))["perspectives"]] == [again["perspective"]["id"]]


async def test_only_who_may_decide_for_roles_shares_views_and_nothing_is_saved_otherwise(caller: Invite) -> None:
    me, manager = await caller("perspectives.use"), await caller("perspectives.*")
    role = str(me.role_id)
    refused = await me.post(TABLE, {"name": "A", "settings": {}, "applyToRoles": [role]})
    assert refused.status_code == 403, refused.text
    assert refused.json()["requiredFeatures"] == ["perspectives.role_defaults"]
    nobody = str(uuid4())
    unknown = await manager.post(TABLE, {"name": "A", "settings": {}, "clearRoleIds": [nobody]})
    assert unknown.status_code == 400, unknown.text
    assert unknown.json()["missing"] == [nobody]
    assert unknown.json()["details"][0]["path"] == ["clearRoleIds"]
    assert (await views(me))["perspectives"] == (await views(manager))["perspectives"] == []


async def test_people_with_a_role_get_its_view_and_the_manager_sees_which_roles_have_one(caller: Invite) -> None:
    me, manager = await caller("perspectives.use"), await caller("perspectives.*")
    role = str(me.role_id)
    made = await saved(manager, "Plan", applyToRoles=[role], setRoleDefault=True)
    assert [one["roleId"] for one in made["rolePerspectives"]] == [role]
    mine = await views(me)
    assert [(one["name"], one["isDefault"]) for one in mine["rolePerspectives"]] == [("Plan", True)]
    assert [one["id"] for one in mine["roles"]] == [role]
    theirs = await views(manager)
    assert {one["id"]: (one["hasPerspective"], one["hasDefault"]) for one in theirs["roles"]}[role] == (True, True)
    assert [one["roleId"] for one in theirs["manageableRolePerspectives"]] == [role]
    assert theirs["rolePerspectives"] == []


async def test_a_shared_view_that_was_cleared_comes_back_for_who_decides_for_roles_alone(caller: Invite) -> None:
    me = await caller("perspectives.use", "audit_logs.*")
    manager = await caller("perspectives.*", "audit_logs.undo_self")
    await saved(manager, "Plan", applyToRoles=[str(me.role_id)])
    cleared = await manager.delete(f"{TABLE}/roles/{me.role_id}")
    assert cleared.status_code == 200, cleared.text
    assert (await views(me))["rolePerspectives"] == []
    refused = await undo(me, token_of(cleared))
    assert refused.status_code == 400, refused.text
    back = await undo(manager, token_of(cleared))
    assert back.status_code == 200, back.text
    assert [one["name"] for one in (await views(me))["rolePerspectives"]] == ["Plan"]


async def test_a_personal_view_is_put_back_by_its_owner_only(caller: Invite) -> None:
    me = await caller("perspectives.use", "audit_logs.undo_self")
    boss = await caller("perspectives.*", "audit_logs.*")
    gone = await me.delete(f"{TABLE}/{(await saved(me, 'A'))['perspective']['id']}")
    refused = await undo(boss, token_of(gone))
    assert refused.status_code == 400, refused.text
    assert (await undo(me, token_of(gone))).status_code == 200
    assert [one["name"] for one in (await views(me))["perspectives"]] == ["A"]


async def test_undo_of_a_new_default_gives_the_old_one_back_but_never_makes_two(caller: Invite) -> None:
    me = await caller("perspectives.use", "audit_logs.undo_self")
    await saved(me, "A", isDefault=True)
    second = await saved(me, "B", isDefault=True)
    assert (await undo(me, second["token"])).status_code == 200
    assert [(one["name"], one["isDefault"]) for one in (await views(me))["perspectives"]] == [("A", True)]
    gone = await me.delete(f"{TABLE}/{(await views(me))['perspectives'][0]['id']}")
    await saved(me, "C", isDefault=True)
    refused = await undo(me, token_of(gone))
    assert refused.status_code == 409, refused.text
    assert [one["name"] for one in (await views(me))["perspectives"]] == ["C"]


async def test_views_go_with_a_role_and_a_user_and_come_back_with_them(
    caller: Invite, app: Application, tenant: Founded
) -> None:
    admin = await caller(super_admin=True)
    you = await caller("perspectives.use")
    async with app.acting(tenant.tenant_id) as ctx:
        role = await add_role(ctx, "fitters", ["perspectives.use"])
    await saved(admin, "Plan", applyToRoles=[str(role)])
    await saved(you, "Own")
    for path, id_ in (("/auth/roles", role), ("/auth/users", you.user_id)):
        gone = await admin.delete(path, {"id": str(id_)})
        assert gone.status_code == 200, gone.text
        assert await _owned(app, tenant, id_) == 0
        back = await undo(admin, token_of(gone))
        assert back.status_code == 200, back.text
        assert await _owned(app, tenant, id_) == 1


async def _owned(app: Application, tenant: Founded, owner: UUID) -> int:
    async with app.database.tenant(tenant.tenant_id) as connection:
        return await connection.fetchval(
            "SELECT count(*) FROM perspectives_perspectives WHERE user_id = $1 OR role_id = $1", owner
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"columnOrder": ["x"] * 121}, "columnOrder"),
        ({"columnOrder": [""]}, "columnOrder"),
        ({"columnVisibility": {f"c{n}": True for n in range(121)}}, "columnVisibility"),
        ({"filters": {f"f{n}": 1 for n in range(61)}}, "filters"),
        ({"filters": {"deep": ["x" * 500] * 100}}, "filters"),
        ({"filters": {"a\x00b": 1}}, "filters"),
        ({"sorting": [{"id": "a"}] * 21}, "sorting"),
        ({"pageSize": 0}, "pageSize"),
        ({"pageSize": 501}, "pageSize"),
        ({"searchValue": "x" * 201}, "searchValue"),
    ],
)
async def test_what_is_too_much_is_named(caller: Invite, given: dict[str, Any], field: str) -> None:
    me = await caller("perspectives.use")
    answer = await me.post(TABLE, {"name": "A", "settings": given})
    assert answer.status_code == 400, answer.text
    assert answer.json()["details"][0]["path"][:2] == ["settings", field]
    assert answer.json()["details"][0]["message"]
    assert (await views(me))["perspectives"] == []


async def test_settings_of_two_megabytes_are_refused_with_a_sentence(caller: Invite) -> None:
    me = await caller("perspectives.use")
    answer = await me.post(TABLE, {"name": "A", "settings": {"filters": {"a": "x" * 2_000_000}}})
    assert answer.status_code == 413, answer.text
    assert answer.json()["error"]


@pytest.mark.parametrize("table", ["%20", "x" * 201, "a%00b"])
async def test_a_table_that_cannot_be_one_is_400(caller: Invite, table: str) -> None:
    me = await caller("perspectives.use")
    for answer in (
        await me.get(f"/perspectives/{table}"),
        await me.post(f"/perspectives/{table}", {"name": "A", "settings": {}}),
        await me.delete(f"/perspectives/{table}/{uuid4()}"),
    ):
        assert answer.status_code == 400, answer.text
        assert answer.json()["error"] == "Invalid table id"
        assert answer.json()["details"][0]["path"] == ["tableId"]


async def test_views_of_one_organization_are_not_those_of_another(
    caller: Invite, app: Application, tenant: Founded
) -> None:
    me = await caller("perspectives.*", "directory.organizations.manage", "directory.organizations.view")
    made = await me.post("/directory/organizations", {"name": "Other"})
    assert made.status_code == 201, made.text
    await saved(me, "Here")
    there = {"cookie": f"om_selected_org={made.json()['id']}"}
    elsewhere = await me.get(TABLE, headers=there)
    assert elsewhere.json()["perspectives"] == []
    assert [one["name"] for one in (await views(me))["perspectives"]] == ["Here"]
