"""Siblings of one rule, module by module: what a handler asks about its caller, undo and redo ask as well."""

import json
from typing import Any
from urllib.parse import unquote

from callers import Caller, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"
LOGS = ("audit_logs.*",)
GONE = (400, {"error": "Undo token not available"})
NO_REDO = (400, {"error": "Redo target not available"})


async def undo(who: Caller, answer: Any) -> Any:
    assert answer.is_success, answer.text
    said = json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))
    return await who.post(UNDO, {"undoToken": said["undoToken"]})


def told(answer: Any) -> tuple[int, Any]:
    return answer.status_code, answer.json()


async def test_who_plans_only_their_own_time_brings_nobody_else_s_event_back(caller: Invite) -> None:
    boss = await caller("calendar.*", *LOGS)
    fitter = await caller(
        "calendar.view", "calendar.create", "calendar.edit", "calendar.delete", "calendar.only_own", *LOGS
    )
    event = {"data": "2030-01-07T08:00:00.000Z", "pracownikId": str(boss.user_id), "typ": "inne"}
    made = await boss.post("/calendar/events", event)
    assert told(await undo(fitter, made)) == GONE
    undone = await undo(boss, made)
    assert told(await fitter.post(REDO, {"logId": undone.json()["logId"]})) == NO_REDO
    assert (await boss.post(REDO, {"logId": undone.json()["logId"]})).status_code == 200


async def test_another_author_comes_back_only_from_who_may_name_one(caller: Invite) -> None:
    boss = await caller(super_admin=True)
    clerk = await caller("customers.*", *LOGS)
    names = {"firstName": "Ewa", "lastName": "Lis", "displayName": "Ewa Lis"}
    person = (await boss.post("/customers/people", names)).json()["id"]
    note = (await boss.post("/customers/comments", {"entityId": person, "body": "Dzwoniła"})).json()["id"]
    named = await boss.put("/customers/comments", {"id": note, "authorUserId": str(clerk.user_id)})
    assert told(await undo(clerk, named)) == GONE
    assert (await undo(boss, named)).status_code == 200


async def test_what_holds_in_the_whole_tenant_is_put_back_by_who_may_select_all_of_it(
    caller: Invite, tenant: Any
) -> None:
    boss = await caller("entities.*", *LOGS)
    local = await caller("entities.*", *LOGS, organizations=[tenant.organization_id])
    everywhere = {"cookie": "om_selected_org=__all__"}
    body = {"entityId": "customers:customer_person_profile", "key": "drewno", "kind": "text", "configJson": {}}
    saved = await boss.client.post("/entities/definitions", json=body, headers=everywhere)
    assert told(await undo(local, saved)) == GONE
    undone = await undo(boss, saved)
    assert undone.status_code == 200, undone.text
    assert told(await local.post(REDO, {"logId": undone.json()["logId"]})) == NO_REDO


async def test_no_kind_comes_back_under_values_of_another(caller: Invite) -> None:
    boss = await caller("entities.*", *LOGS)
    tool = {"entityId": "user:tool", "label": "Tool"}
    assert (await boss.post("/entities/entities", tool)).is_success
    field = {"entityId": "user:tool", "key": "moc", "configJson": {}}
    assert (await boss.post("/entities/definitions", {**field, "kind": "integer"})).is_success
    changed = await boss.post("/entities/definitions", {**field, "kind": "text"})
    record = {"entityId": "user:tool", "values": {"moc": "bardzo duża"}}
    assert (await boss.post("/entities/records", record)).is_success
    refused = await undo(boss, changed)
    assert (refused.status_code, refused.json()["code"]) == (409, "kind_in_use")


async def test_organizations_out_of_reach_are_neither_moved_nor_closed_by_undo(caller: Invite, tenant: Any) -> None:
    boss = await caller("directory.*", *LOGS)
    local = await caller("directory.organizations.*", *LOGS, organizations=[tenant.organization_id])
    path = "/directory/organizations"
    made = await boss.post(path, {"name": "Filia"})
    assert told(await undo(local, made)) == GONE
    renamed = await boss.put(path, {"id": made.json()["id"], "name": "Oddział"})
    assert told(await undo(local, renamed)) == GONE
    below = await boss.post(path, {"name": "Warsztat", "parentId": str(tenant.organization_id)})
    moved = await boss.put(path, {"id": below.json()["id"], "parentId": made.json()["id"]})
    assert told(await undo(local, moved)) == GONE
    assert (await undo(boss, moved)).status_code == 200


async def test_who_reaches_an_organization_undoes_and_redoes_what_they_put_under_it(
    caller: Invite, tenant: Any
) -> None:
    local = await caller("directory.organizations.*", *LOGS, organizations=[tenant.organization_id])
    made = await local.post("/directory/organizations", {"name": "Warsztat", "parentId": str(tenant.organization_id)})
    undone = await undo(local, made)
    assert undone.status_code == 200, undone.text
    again = await local.post(REDO, {"logId": undone.json()["logId"]})
    assert again.status_code == 200, again.text


async def test_rows_in_organizations_out_of_reach_stay_though_the_entry_is_in_reach(
    app: Any, caller: Invite, tenant: Any
) -> None:
    boss = await caller("warehouse.*", "directory.*", *LOGS)
    branch = (await boss.post("/directory/organizations", {"name": "Filia"})).json()["id"]
    local = await caller("warehouse.*", *LOGS, organizations=[tenant.organization_id])
    made = await boss.post("/warehouse/locations", {"nazwa": "Regał"})
    async with app.database.tenant(tenant.tenant_id) as connection:
        # As a command that writes in several organizations leaves it: the entry is in one, a row in another.
        await connection.execute(
            "UPDATE warehouse_locations SET organization_id = $1 WHERE id = $2", branch, made.json()["id"]
        )
        await connection.execute(
            "UPDATE action_changes SET after = after || jsonb_build_object('organization_id', $1::text)"
            " WHERE record_id = $2",
            branch,
            made.json()["id"],
        )
    assert told(await undo(local, made)) == GONE
    assert (await undo(boss, made)).status_code == 200
