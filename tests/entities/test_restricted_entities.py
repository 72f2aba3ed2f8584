"""Restricted entities: their records ask for a permission of their own, and nothing shows them to anybody without."""

from typing import Any

import pytest
from test_custom_records import REDO, TOOL, UNDO, add, know_tools, names, operation, undo

from bottega.kernel.application import Application
from callers import Caller, Invite

VIEW, MANAGE = "entities.records.shop.tool.view", "entities.records.shop.tool.manage"
RECORDS = "/entities/records"
ENTITIES = "/entities/entities"
LOG = "/audit_logs/audit-logs/actions"


@pytest.fixture
async def owner(caller: Invite) -> Caller:
    """Somebody who may do everything with entities, and has restricted tools."""
    who = await caller("entities.*", "audit_logs.*", "auth.*")
    await know_tools(who)
    await restrict(who)
    return who


async def restrict(who: Caller, *, restricted: bool = True, status: int = 200) -> Any:
    answer = await who.post(
        ENTITIES, {"entityId": TOOL, "label": "Tools", "showInSidebar": True, "isRestricted": restricted}
    )
    assert answer.status_code == status, answer.text
    return answer


async def test_the_permission_for_records_does_not_reach_the_records_of_a_restricted_entity(
    owner: Caller, caller: Invite
):
    record = await add(owner, name="Saw")
    clerk = await caller("entities.records.view", "entities.records.manage", "entities.definitions.view")
    key = {"entityId": TOOL, "recordId": record}
    for answer, needed in (
        (await clerk.get(RECORDS, params={"entityId": TOOL}), VIEW),
        (await clerk.get(RECORDS, params={"entityId": TOOL, "format": "csv"}), VIEW),
        (await clerk.get("/entities/relations/options", params={"entityId": TOOL}), VIEW),
        (await clerk.post(RECORDS, {"entityId": TOOL, "values": {"name": "Plane"}}), MANAGE),
        (await clerk.put(RECORDS, {**key, "values": {"name": "Plane"}}), MANAGE),
        (await clerk.delete(RECORDS, params=key), MANAGE),
    ):
        assert (answer.status_code, answer.json()["requiredFeatures"]) == (403, [needed])
    assert await names(owner) == ["Saw"]


async def test_who_holds_it_reads_and_who_also_manages_writes(owner: Caller, caller: Invite):
    record = await add(owner, name="Saw")
    reader = await caller("entities.records.view", "entities.records.manage", VIEW)
    assert await names(reader) == ["Saw"]
    refused = await reader.post(RECORDS, {"entityId": TOOL, "values": {}})
    assert refused.json()["requiredFeatures"] == [MANAGE]
    writer = await caller("entities.records.view", "entities.records.manage", VIEW, MANAGE)
    changed = await writer.put(RECORDS, {"entityId": TOOL, "recordId": record, "values": {"name": "Plane"}})
    assert changed.status_code == 200
    # Its own permission comes on top of the one for records.
    only = await caller(VIEW, MANAGE)
    refused = await only.get(RECORDS, params={"entityId": TOOL})
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, ["entities.records.view"])


async def test_a_partial_save_leaves_the_restriction_and_other_entities_stay_open(owner: Caller, caller: Invite):
    assert (await owner.post(ENTITIES, {"entityId": TOOL, "label": "Narzędzia"})).status_code == 200
    saved = await owner.post(ENTITIES, {"entityId": "shop:glue", "label": "Glue"})
    assert saved.status_code == 200
    items = {one["entityId"]: one for one in (await owner.get(ENTITIES)).json()["items"]}
    assert (items[TOOL]["isRestricted"], items["shop:glue"]["isRestricted"]) == (True, False)
    clerk = await caller("entities.records.view")
    assert (await clerk.get(RECORDS, params={"entityId": TOOL})).status_code == 403
    assert (await clerk.get(RECORDS, params={"entityId": "shop:glue"})).status_code == 200


async def test_nobody_lets_themselves_in_by_lifting_the_restriction(owner: Caller, caller: Invite):
    keeper = await caller("entities.definitions.*", "entities.records.view", "audit_logs.*")
    refused = await restrict(keeper, restricted=False, status=403)
    assert refused.json()["requiredFeatures"] == [VIEW, MANAGE]
    # Deleted and saved anew it is as restricted as it was.
    assert (await keeper.delete(ENTITIES, {"entityId": TOOL})).status_code == 200
    assert (await keeper.post(ENTITIES, {"entityId": TOOL, "label": "Tools"})).status_code == 200
    assert (await keeper.get(RECORDS, params={"entityId": TOOL})).status_code == 403
    (saved,) = [
        one
        for one in (await owner.get(LOG, params={"resourceKind": "entities.entity"})).json()["items"]
        if (one.get("changes") or {}).get("isRestricted") or (one.get("changes") or {}).get("is_restricted")
    ]
    lifted = await keeper.post(UNDO, {"undoToken": saved["undoToken"] or saved["id"]})
    assert lifted.status_code == 400
    assert (await restrict(owner, restricted=False)).status_code == 200
    assert (await keeper.get(RECORDS, params={"entityId": TOOL})).status_code == 200


async def test_a_declaration_of_one_organization_does_not_open_what_the_tenant_closed(app: Application, caller: Invite):
    everywhere = await caller("entities.*", headers={"cookie": "om_selected_org=__all__"})
    await know_tools(everywhere)
    await restrict(everywhere)
    branch = await caller("entities.definitions.*", "entities.records.*")
    narrow = await caller("entities.definitions.*", "entities.records.view")
    assert (await narrow.post(ENTITIES, {"entityId": TOOL, "label": "Ours"})).status_code == 200
    refused = await narrow.get(RECORDS, params={"entityId": TOOL})
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, [VIEW])
    assert (await branch.get(RECORDS, params={"entityId": TOOL})).status_code == 200


async def test_undo_and_redo_of_records_ask_for_it_too(owner: Caller, caller: Invite):
    made = await owner.post(RECORDS, {"entityId": TOOL, "values": {"name": "Saw"}})
    clerk = await caller("entities.records.view", "entities.records.manage", "audit_logs.*")
    refused = await clerk.post(UNDO, {"undoToken": operation(made)["undoToken"]})
    assert refused.status_code == 400
    assert await names(owner) == ["Saw"]
    entry = await undo(owner, made)
    assert (await clerk.post(REDO, {"logId": entry})).status_code == 400
    assert await names(owner) == []
    assert (await owner.post(REDO, {"logId": entry})).status_code == 200


async def test_the_log_shows_its_records_to_nobody_else(owner: Caller, caller: Invite):
    record = await add(owner, name="Secret saw")
    clerk = await caller("entities.records.view", "entities.records.manage", "audit_logs.*")
    seen = await clerk.get(LOG, params={"resourceId": record})
    assert seen.status_code == 200
    assert "Secret saw" not in seen.text
    assert "Secret saw" in (await owner.get(LOG, params={"resourceId": record})).text


async def test_the_navigation_leads_only_where_somebody_may_go(owner: Caller, caller: Invite):
    clerk = await caller("entities.records.view")
    assert (await clerk.get("/entities/sidebar-entities")).json()["items"] == []
    assert [one["entityId"] for one in (await owner.get("/entities/sidebar-entities")).json()["items"]] == [TOOL]


async def test_the_catalogue_offers_it_roles_are_given_it_and_told_what_it_needs(owner: Caller, caller: Invite):
    items = {one["id"]: one for one in (await owner.get("/auth/features")).json()["items"]}
    assert items[VIEW]["title"] == "View records: Tools"
    assert (items[VIEW]["requires"], items[MANAGE]["requires"]) == (
        ["entities.records.view"],
        ["entities.records.manage", VIEW],
    )
    member = await caller("entities.records.view")
    stored = await owner.put("/auth/roles/acl", {"roleId": str(member.role_id), "features": [VIEW]})
    assert stored.status_code == 200, stored.text
    assert [(one["feature"], one["missing"]) for one in stored.json()["warnings"]] == [
        (VIEW, ["entities.records.view"])
    ]
    granted = {"features": [VIEW, MANAGE, "entities.records.shop.nothing.view"]}
    assert (await owner.post("/auth/feature-check", granted)).json()["granted"] == [VIEW, MANAGE]
    stranger = await caller("entities.definitions.*", "auth.*")
    other = {item["id"] for item in (await stranger.get("/auth/features")).json()["items"]}
    assert VIEW in other
