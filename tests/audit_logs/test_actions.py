"""The action log: who sees which changes, and what of them."""

from typing import Any

import pytest

from bottega.kernel.application import Application
from bottega.kernel.writes import changes
from bottega.platform.auth.tables import User
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Client, Invite

ACTIONS = "/audit_logs/audit-logs/actions"
MATERIALS = "/warehouse/materials"


def board(**changed: Any) -> dict[str, Any]:
    return {
        "typ": "mdf",
        "producent": "Egger",
        "symbol": "H1180",
        "dlugosc": 2800,
        "szerokosc": 2070,
        "cala": True,
        "ilosc": 3,
        **changed,
    }


async def actions(who: Any, **params: Any) -> list[dict[str, Any]]:
    answer = await who.get(ACTIONS, params=params)
    assert answer.status_code == 200, answer.text
    # Founding the test's tenant left entries of the system, which is nobody.
    return [item for item in answer.json()["items"] if item["actorUserId"]]


async def test_strangers_and_people_without_the_feature_see_nothing(nobody: Client, caller: Invite):
    assert (await nobody.get(ACTIONS)).status_code == 401
    assert (await (await caller("warehouse.*")).get(ACTIONS)).status_code == 403


async def test_an_entry_tells_who_did_what_where_and_what_it_was_before(caller: Invite):
    me = await caller("warehouse.*", "audit_logs.*")
    record = (await me.post(MATERIALS, board(cf_kolor="dąb"))).json()["id"]
    await me.put(MATERIALS, {"id": record, "ilosc": 9, "cf_kolor": "buk"})
    newer, older = await actions(me)
    assert (newer["commandId"], older["commandId"]) == ("warehouse.materials.update", "warehouse.materials.create")
    assert (newer["resourceKind"], newer["resourceId"]) == ("warehouse.material", record)
    assert newer["changes"] == {"ilosc": {"from": 3, "to": 9}, "cf_kolor": {"from": "dąb", "to": "buk"}}
    # Nobody has defined ``kolor``, so that it has no name but its key.
    assert newer["changeLabels"] == {"ilosc": "Quantity"}
    assert (newer["snapshotBefore"]["ilosc"], newer["snapshotAfter"]["ilosc"]) == (3, 9)
    assert (older["snapshotBefore"], older["changes"], older["changeLabels"]) == (None, None, None)
    assert older["snapshotAfter"]["symbol"] == "H1180"
    assert (newer["actorUserId"], newer["actorUserName"]) == (str(me.user_id), me.email)
    assert (newer["tenantId"], newer["organizationId"]) == (str(me.tenant_id), str(me.organization_id))
    assert newer["tenantName"] == f"{newer['organizationName']} Tenant"
    assert newer["executionState"] == "done"
    assert newer["createdAt"].endswith("Z")


async def test_a_deleted_record_has_no_snapshot_afterwards(caller: Invite):
    me = await caller("warehouse.*", "audit_logs.*")
    record = (await me.post(MATERIALS, board())).json()["id"]
    await me.delete(MATERIALS, {"id": record})
    newest = (await actions(me))[0]
    assert (newest["commandId"], newest["snapshotAfter"], newest["changes"]) == (
        "warehouse.materials.delete",
        None,
        None,
    )
    assert newest["snapshotBefore"]["id"] == record


async def test_only_tenant_viewers_see_what_others_did(caller: Invite):
    one, two = await caller("warehouse.*", "audit_logs.view_self"), await caller("warehouse.*")
    await one.post(MATERIALS, board())
    await two.post(MATERIALS, board())
    assert {a["actorUserId"] for a in await actions(one)} == {str(one.user_id)}
    # Naming another actor takes the right to; without it the filter is not there.
    assert {a["actorUserId"] for a in await actions(one, actorUserId=str(two.user_id))} == {str(one.user_id)}
    chief = await caller("audit_logs.view_self", "audit_logs.view_tenant")
    assert {a["actorUserId"] for a in await actions(chief)} == {str(one.user_id), str(two.user_id)}
    assert {a["actorUserId"] for a in await actions(chief, actorUserId=str(two.user_id))} == {str(two.user_id)}
    answer = (await chief.get(ACTIONS)).json()
    assert answer["canViewTenant"] is True
    assert (await one.get(ACTIONS)).json()["canViewTenant"] is False


async def test_snapshots_and_tokens_are_for_those_who_may(caller: Invite):
    author = await caller("warehouse.*", "audit_logs.*")
    await author.post(MATERIALS, board())
    outsider = await caller("audit_logs.view_self", "audit_logs.view_tenant", "audit_logs.undo_self")
    (entry,) = await actions(outsider)
    assert (entry["snapshotAfter"], entry["undoToken"]) == (None, None)
    reader = await caller("warehouse.view", "audit_logs.*")
    (entry,) = await actions(reader)
    assert entry["snapshotAfter"]["symbol"] == "H1180"
    assert entry["undoToken"] is not None


async def test_encrypted_fields_are_opened_and_secrets_never_shown(caller: Invite, app: Application):
    me = await caller(super_admin=True)
    async with app.acting(me.tenant_id) as ctx:
        await changes.update(ctx, User, me.user_id, {"email": "new@example.com"})
    answer = await me.get(ACTIONS, params={"resourceKind": "auth.user", "resourceId": str(me.user_id)})
    (entry,) = answer.json()["items"]
    assert entry["changes"] == {"email": {"from": me.email, "to": "new@example.com"}}
    assert entry["changeLabels"] == {"email": "E-mail address"}
    shown = {*entry["snapshotBefore"], *entry["snapshotAfter"]}
    assert not [name for name in shown if "hash" in name or "credential" in name]
    # The system's own doings are nobody's to undo.
    assert entry["undoToken"] is None


async def test_another_tenant_sees_nothing(caller: Invite, app: Application):
    me = await caller("warehouse.*", "audit_logs.*")
    record = (await me.post(MATERIALS, board())).json()["id"]
    elsewhere = await caller("warehouse.*", "audit_logs.*", within=await found_tenant(app, "Elsewhere"))
    assert await actions(elsewhere, resourceId=record) == []
    refused = await elsewhere.get(ACTIONS, params={"tenantId": str(me.tenant_id)})
    assert refused.status_code == 403


async def test_organizations_confine_what_is_seen(caller: Invite, admin: Caller):
    me = await caller("warehouse.*", "audit_logs.*")
    await me.post(MATERIALS, board())
    other = (await admin.post("/directory/organizations", {"name": "Other"})).json()["id"]
    there = await caller("warehouse.*", "audit_logs.*", organizations=[other], organization_id=other)
    made = (await there.post(MATERIALS, board())).json()["id"]
    # Neither the first organization's entries nor those of the tenant itself (the new organization).
    assert [a["resourceId"] for a in await actions(there)] == [made]
    # One they cannot reach is ignored, not obeyed.
    assert [a["resourceId"] for a in await actions(there, organizationId=str(me.organization_id))] == [made]
    assert [a["resourceId"] for a in await actions(me, organizationId=other)] == [made]
    assert made not in [a["resourceId"] for a in await actions(me)]
    nowhere = await caller("audit_logs.*", organizations=[])
    nothing = await nowhere.get(ACTIONS)
    assert (nothing.status_code, nothing.json()["items"], nothing.json()["total"]) == (200, [], 0)


async def test_filters_by_kind_record_time_and_whether_it_can_be_undone(caller: Invite):
    me = await caller("warehouse.*", "audit_logs.*")
    record = (await me.post(MATERIALS, board())).json()["id"]
    await me.post("/warehouse/locations", {"nazwa": "A1"})
    await me.put(MATERIALS, {"id": record, "ilosc": 4})
    assert {a["resourceKind"] for a in await actions(me)} == {"warehouse.material", "warehouse.location"}
    assert {a["resourceId"] for a in await actions(me, resourceKind="warehouse.material")} == {record}
    assert len(await actions(me, resourceKind="warehouse.material", resourceId=record)) == 2
    assert len(await actions(me, resourceId=record, includeRelated="true")) == 2
    first = (await actions(me))[-1]
    assert first["id"] not in [a["id"] for a in await actions(me, after=first["createdAt"])]
    assert await actions(me, before=first["createdAt"]) == []
    assert len(await actions(me, before="garbage", after="")) == 3
    newest = (await actions(me))[0]
    await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": newest["undoToken"]})
    assert newest["id"] not in [a["id"] for a in await actions(me, undoableOnly="yes")]
    assert newest["id"] in [a["id"] for a in await actions(me, undoableOnly="no")]


async def test_related_records_are_those_whose_parent_is_named(caller: Invite, app: Application):
    me = await caller("warehouse.*", "audit_logs.*")
    parent = (await me.post(MATERIALS, board())).json()["id"]
    child = (await me.post(MATERIALS, board())).json()["id"]
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute(
            "UPDATE action_logs SET parent_resource_kind = 'warehouse.material', parent_resource_id = $2"
            " WHERE tenant_id = $1 AND resource_id = $3",
            me.tenant_id,
            parent,
            child,
        )
    about = {"resourceKind": "warehouse.material", "resourceId": parent}
    assert [a["resourceId"] for a in await actions(me, **about)] == [parent]
    assert [a["resourceId"] for a in await actions(me, **about, includeRelated="1")] == [child, parent]


async def test_pages_count_everything(caller: Invite):
    me = await caller("warehouse.*", "audit_logs.view_self")
    for index in range(5):
        await me.post(MATERIALS, board(symbol=f"S{index}"))
    answer = (await me.get(ACTIONS, params={"limit": "2"})).json()
    assert (len(answer["items"]), answer["total"], answer["totalPages"], answer["page"]) == (2, 5, 3, 1)
    last = (await me.get(ACTIONS, params={"pageSize": "2", "page": "3"})).json()
    assert [a["snapshotAfter"]["symbol"] for a in last["items"]] == ["S0"]
    beyond = (await me.get(ACTIONS, params={"page": "99999999999999"})).json()
    assert (beyond["items"], beyond["total"]) == ([], 5)
    odd = (await me.get(ACTIONS, params={"page": "x", "pageSize": "100000"})).json()
    assert (odd["page"], odd["pageSize"], len(odd["items"])) == (1, 200, 5)


@pytest.mark.parametrize("name", ["organizationId", "actorUserId"])
async def test_a_malformed_id_is_named(caller: Invite, name: str):
    me = await caller("audit_logs.*")
    refused = await me.get(ACTIONS, params={name: "nonsense"})
    assert refused.status_code == 400
    assert refused.json()["error"] == "Validation failed"
    assert [issue["path"] for issue in refused.json()["details"]] == [[name]]


async def test_an_image_that_does_not_open_does_not_hide_the_log(caller: Invite, app: Application):
    me = await caller(super_admin=True)
    async with app.acting(me.tenant_id) as ctx:
        await changes.update(ctx, User, me.user_id, {"name": "Anna"})
    # A sealed text with another place's tag.
    broken = f"{'A' * 16}:{'A' * 4}:{'A' * 22}==:v1"
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute(
            "UPDATE action_changes SET after = after || jsonb_build_object('email', $2::text) WHERE record_id = $1",
            me.user_id,
            broken,
        )
    answer = await me.get(ACTIONS, params={"resourceKind": "auth.user", "resourceId": str(me.user_id)})
    assert answer.status_code == 200, answer.text
    (entry,) = answer.json()["items"]
    assert (entry["snapshotAfter"], entry["changes"]) == (None, None)
