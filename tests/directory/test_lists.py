"""Organizations read: options, the tree, pages for managers, and the switcher; everybody sees their part."""

from typing import Any

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Client, Invite

PATH = "/directory/organizations"
SWITCHER = "/directory/organization-switcher"


@pytest.fixture
async def boss(caller: Invite):
    return await caller("directory.organizations.*")


async def make(who: Any, name: str, **more: Any) -> str:
    made = await who.post(PATH, {"name": name, **more})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def get(who: Any, path: str = PATH, **params: Any) -> dict[str, Any]:
    answer = await who.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(answer: dict[str, Any]) -> list[str]:
    return [item["name"] for item in answer["items"] if not item["name"].startswith("Studio ")]


async def test_strangers_and_people_without_the_feature_read_nothing(nobody: Client, caller: Invite):
    assert (await nobody.get(PATH)).status_code == 401
    assert (await nobody.get(SWITCHER)).status_code == 401
    assert (await nobody.get(SWITCHER)).json() == {"error": "Unauthorized"}
    assert (await (await caller("warehouse.*")).get(PATH)).status_code == 403


async def test_options_are_flat_and_by_name(boss: Caller):
    top = await make(boss, "Żuraw")
    await make(boss, "Łąka", parentId=top)
    await make(boss, "alfa", isActive=False)
    answer = await get(boss)
    assert names(answer) == ["alfa", "Łąka", "Żuraw"]
    (item,) = (await get(boss, ids=f"{top},nonsense"))["items"]
    assert item == {
        "id": top,
        "name": "Żuraw",
        "parentId": None,
        "tenantId": str(boss.tenant_id),
        "isActive": True,
        "depth": 0,
        "treePath": top,
        "updatedAt": item["updatedAt"],
    }
    assert names(await get(boss, status="active")) == ["Łąka", "Żuraw"]
    assert names(await get(boss, status="inactive")) == ["alfa"]
    assert names(await get(boss, includeInactive="false")) == ["Łąka", "Żuraw"]
    assert names(await get(boss, includeInactive="true")) == ["alfa", "Łąka", "Żuraw"]


async def test_the_tree_hangs_together(boss: Caller):
    top = await make(boss, "Top")
    middle = await make(boss, "Middle", parentId=top)
    low = await make(boss, "Low", parentId=middle)
    await make(boss, "Also", parentId=top)
    (root,) = [i for i in (await get(boss, view="tree"))["items"] if i["name"] == "Top"]
    assert [child["name"] for child in root["children"]] == ["Also", "Middle"]
    assert set(root["descendantIds"]) == {middle, low, root["children"][0]["id"]}
    leaf = root["children"][1]["children"][0]
    assert (leaf["pathLabel"], leaf["treePath"], leaf["depth"]) == ("Top / Middle / Low", f"{top}/{middle}/{low}", 2)
    assert (leaf["ancestorIds"], leaf["childIds"], leaf["children"]) == ([top, middle], [], [])


async def test_managers_get_pages_in_tree_order(boss: Caller):
    top = await make(boss, "Top")
    middle = await make(boss, "Middle", parentId=top)
    await make(boss, "Low", parentId=middle)
    answer = await get(boss, view="manage")
    assert names(answer) == ["Top", "Middle", "Low"]
    assert (answer["total"], answer["page"], answer["pageSize"], answer["totalPages"]) == (4, 1, 50, 1)
    assert answer["isSuperAdmin"] is False
    (item,) = (await get(boss, view="manage", ids=middle))["items"]
    assert (item["parentName"], item["rootId"], item["tenantName"]) == ("Top", top, None)
    assert (item["childrenCount"], item["descendantsCount"], item["pathLabel"]) == (1, 1, "Top / Middle")
    # The path is searched, too.
    assert names(await get(boss, view="manage", search="tOP / mid")) == ["Middle", "Low"]
    assert names(await get(boss, view="manage", search="low")) == ["Low"]
    second = await get(boss, view="manage", pageSize="3", page="2")
    assert (len(second["items"]), second["total"], second["totalPages"]) == (1, 4, 2)
    none = await get(boss, view="manage", search="nothing like it")
    assert (none["items"], none["total"], none["totalPages"]) == ([], 0, 1)


@pytest.mark.parametrize("query", [{"view": "flat"}, {"page": "0"}, {"status": "new"}, {"includeInactive": "maybe"}])
async def test_a_question_that_makes_no_sense_is_named(boss: Caller, query: dict[str, str]):
    answer = await boss.get(PATH, params=query)
    assert answer.status_code == 400
    assert answer.json()["details"][0]["path"] == list(query)


async def test_callers_confined_to_an_organization_see_their_part(boss: Caller, caller: Invite):
    top = await make(boss, "Top")
    mine = await make(boss, "Mine", parentId=top)
    await make(boss, "Below", parentId=mine)
    await make(boss, "Side", parentId=top)
    me = await caller("directory.organizations.*", organizations=[mine], organization_id=mine)
    assert names(await get(me)) == ["Below", "Mine"]
    assert names(await get(me, view="manage")) == ["Mine", "Below"]
    assert names(await get(me, ids=top)) == []
    (root,) = (await get(me, view="tree"))["items"]
    assert (root["name"], [c["name"] for c in root["children"]]) == ("Top", ["Mine"])


async def test_another_tenants_organizations_stay_there(boss: Caller, caller: Invite, app: Application):
    mine = await make(boss, "Mine")
    elsewhere = await caller("directory.organizations.view", within=await found_tenant(app, "Elsewhere"))
    for view in ("options", "tree", "manage"):
        assert "Mine" not in names(await get(elsewhere, view=view))
    assert names(await get(elsewhere, ids=mine)) == []
    answer = await elsewhere.get(PATH, params={"tenantId": str(boss.tenant_id)})
    assert (answer.status_code, answer.json()["error"]) == (403, "Not authorized to target this tenant.")


async def test_a_super_admin_manages_every_tenant(boss: Caller, caller: Invite, app: Application):
    unique = f"Uniwersum {new_id()}"
    mine = await make(boss, unique, cf_nip="1")
    root = await caller(super_admin=True, within=await found_tenant(app, "Elsewhere"))
    (item,) = (await get(root, view="manage", search=unique))["items"]
    assert (item["id"], item["tenantId"], item["cf_nip"]) == (mine, str(boss.tenant_id), "1")
    assert item["tenantName"].startswith("Studio ")
    answer = await get(root, view="manage", tenantId=str(boss.tenant_id))
    assert (names(answer), answer["isSuperAdmin"]) == ([unique], True)
    assert names(await get(root, view="tree", tenantId=str(boss.tenant_id))) == [unique]


async def test_the_switcher_shows_where_one_can_go(boss: Caller, caller: Invite):
    top = await make(boss, "Top")
    mine = await make(boss, "Mine", parentId=top)
    me = await caller("warehouse.*", organizations=[mine], organization_id=mine)
    answer = await get(me, SWITCHER)
    assert answer["items"] == [
        {
            "id": top,
            "name": "Top",
            "depth": 0,
            "selectable": False,
            "children": [{"id": mine, "name": "Mine", "depth": 1, "selectable": True, "children": []}],
        }
    ]
    assert (answer["selectedId"], answer["canManage"], answer["canViewAllOrganizations"]) == (mine, False, False)
    assert (answer["tenantId"], answer["tenants"], answer["isSuperAdmin"]) == (str(me.tenant_id), [], False)
    answer = await get(boss, SWITCHER)
    assert (answer["selectedId"], answer["canManage"]) == (str(boss.organization_id), True)
    assert answer["canViewAllOrganizations"] is True


async def test_the_choice_of_organization_is_in_a_cookie(boss: Caller):
    mine = await make(boss, "Mine")
    chosen = await boss.client.get(SWITCHER, headers={"cookie": f"om_selected_org={mine}"})
    assert chosen.json()["selectedId"] == mine
    everything = await boss.client.get(SWITCHER, headers={"cookie": "om_selected_org=__all__"})
    assert everything.json()["selectedId"] is None
    unknown = await boss.client.get(SWITCHER, headers={"cookie": f"om_selected_org={new_id()}"})
    assert unknown.json()["selectedId"] == str(boss.organization_id)


async def test_who_reaches_no_organization_has_nothing_to_switch_to(caller: Invite):
    nowhere = await caller("directory.organizations.manage", organizations=[])
    answer = await get(nowhere, SWITCHER)
    assert (answer["items"], answer["selectedId"], answer["canManage"]) == ([], None, False)


async def test_super_admins_switch_between_tenants(caller: Invite, app: Application, boss: Caller):
    home = await found_tenant(app, "Home")
    root = await caller(super_admin=True, within=home)
    answer = await get(root, SWITCHER)
    assert answer["tenantId"] == str(home.tenant_id)
    assert {str(home.tenant_id), str(boss.tenant_id)} <= {tenant["id"] for tenant in answer["tenants"]}
    assert answer["isSuperAdmin"] is True
    for asked in (
        await get(root, SWITCHER, tenantId=str(boss.tenant_id)),
        (await root.client.get(SWITCHER, headers={"cookie": f"om_selected_tenant={boss.tenant_id}"})).json(),
    ):
        assert asked["tenantId"] == str(boss.tenant_id)
        assert [item["id"] for item in asked["items"]] == [str(boss.organization_id)]
    unknown = await get(root, SWITCHER, tenantId=str(new_id()))
    assert unknown["tenantId"] == unknown["tenants"][0]["id"]


async def test_reading_organizations_is_noted(boss: Caller, app: Application):
    mine = await make(boss, "Mine")
    await get(boss, ids=mine)
    await get(boss, SWITCHER)
    await app.access.flush()
    async with app.database.tenant(boss.tenant_id) as connection:
        rows = await connection.fetch("SELECT resource_kind, resource_ids FROM access_logs ORDER BY id")
    assert [row["resource_kind"] for row in rows] == ["directory.organization", "directory.organization_switcher"]
    assert [str(i) for i in rows[0]["resource_ids"]] == [mine]
