"""Schedules over the API: what may be created and changed, by whom, and what is taken back."""

from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import msgspec
import pytest

from bottega.kernel.application import Application
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from callers import Caller, Invite
from scheduling import ALL, BAD_CRON, BAD_INTERVALS, ECHO, add, body, read


def wrong(answer: Any) -> set[str]:
    """The fields that a refusal names."""
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"] == "Invalid input"
    return {".".join(map(str, one["path"])) for one in answer.json()["details"]}


async def undo(who: Caller, answer: Any) -> None:
    """Take back what an answer is about."""
    token = msgspec.json.decode(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
    undone = await who.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})
    assert undone.status_code == 200, undone.text


async def test_what_is_created_is_listed_as_it_was_sent(keeper: Caller) -> None:
    payload = {"deep": [{"er": {"and": "deeper"}}, 1, None, True], "tekst": "zażółć"}
    sent = body(
        "Night run",
        description="Every night",
        scheduleType="cron",
        scheduleValue="0 3 * * *",
        timezone="Europe/Warsaw",
        targetPayload=payload,
        requireFeature="calendar.view",
        isEnabled=False,
    )
    made = await keeper.post("/scheduler/jobs", sent)
    assert made.status_code == 201
    assert "x-om-operation" in made.headers
    item = await read(keeper, made.json()["id"])
    assert {name: item[name] for name in sent} == sent
    assert (item["tenantId"], item["organizationId"]) == (str(keeper.tenant_id), str(keeper.organization_id))
    assert (item["sourceType"], item["sourceModule"], item["lastRunAt"]) == ("user", None, None)
    assert item["nextRunAt"].endswith(":00:00.000Z")


async def test_the_queue_that_schedules_run_through_is_a_target(keeper: Caller) -> None:
    more = {"targetType": "queue", "targetQueue": "scheduler-execution", "targetCommand": None}
    made = await add(keeper, scheduleValue="15m", **more)
    item = await read(keeper, made)
    assert (item["targetQueue"], item["targetCommand"]) == ("scheduler-execution", None)


@pytest.mark.parametrize("value", BAD_CRON)
async def test_no_cron_expression_is_taken_that_is_none(keeper: Caller, value: str) -> None:
    answer = await keeper.post("/scheduler/jobs", body(scheduleType="cron", scheduleValue=value))
    assert wrong(answer) == {"scheduleValue"}


@pytest.mark.parametrize("value", [one for one in BAD_INTERVALS if one == one.strip()])
async def test_no_interval_is_taken_that_is_none(keeper: Caller, value: str) -> None:
    answer = await keeper.post("/scheduler/jobs", body(scheduleValue=value))
    assert wrong(answer) == {"scheduleValue"}


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"timezone": "Mars/Phobos"}, {"timezone"}),
        ({"timezone": "Mars/Phobos", "scheduleType": "cron", "scheduleValue": "0 0 * * *"}, {"timezone"}),
        ({"name": ""}, {"name"}),
        ({"name": "x" * 201, "description": "x" * 501}, {"name", "description"}),
        ({"scopeType": "world", "targetType": "mail"}, {"scopeType", "targetType"}),
        ({"targetCommand": None}, {"targetType"}),
        ({"targetCommand": ""}, {"targetType"}),
        ({"targetType": "queue", "targetQueue": None}, {"targetType"}),
        ({"targetType": "queue", "targetQueue": "no-such-queue"}, {"targetQueue"}),
        ({"targetCommand": "no.such.command"}, {"targetCommand"}),
        ({"targetCommand": "auth.login"}, {"targetCommand"}),
        ({"targetCommand": "warehouse.locations.list"}, {"targetCommand"}),
        ({"targetCommand": "api_keys.keys.create"}, {"targetCommand"}),
        ({"targetPayload": []}, {"targetPayload"}),
        ({"targetPayload": {"a": "x" * 70_000}}, {"targetPayload"}),
        ({"scheduleValue": "never", "targetCommand": "no.such.command"}, {"scheduleValue", "targetCommand"}),
    ],
)
async def test_every_wrong_field_is_named(keeper: Caller, more: dict[str, Any], named: set[str]) -> None:
    assert wrong(await keeper.post("/scheduler/jobs", body(**more))) == named


async def test_a_name_may_be_as_long_as_the_longest(keeper: Caller) -> None:
    assert (await read(keeper, await add(keeper, name="x" * 200)))["name"] == "x" * 200


async def test_nobody_schedules_what_they_may_not_do_themselves(keeper: Caller, caller: Invite) -> None:
    command: dict[str, Any] = {"targetCommand": "warehouse.locations.create", "targetPayload": {"nazwa": "Rack"}}
    answer = await keeper.post("/scheduler/jobs", body(**command))
    assert wrong(answer) == {"targetCommand"}
    assert "warehouse.create" in answer.json()["details"][0]["message"]
    able = await caller(*ALL, "warehouse.*")
    assert (
        await keeper.put("/scheduler/jobs", {"id": await add(able, **command), "targetPayload": {}})
    ).status_code == 400


@pytest.mark.parametrize("command", ["scheduler.jobs.create", "scheduler.jobs.trigger", "scheduler.jobs.update"])
async def test_a_schedule_cannot_make_or_start_schedules(keeper: Caller, command: str) -> None:
    assert wrong(await keeper.post("/scheduler/jobs", body(targetCommand=command))) == {"targetCommand"}


@pytest.mark.parametrize("queue", ["auth.send_reset", "audit_logs.retention", "documents.batch"])
async def test_queues_whose_jobs_believe_their_payload_are_for_super_admins(
    keeper: Caller, admin: Caller, queue: str
) -> None:
    more = {"targetType": "queue", "targetQueue": queue}
    assert wrong(await keeper.post("/scheduler/jobs", body(**more))) == {"targetQueue"}
    assert wrong(await admin.post("/scheduler/jobs", body(**more))) == {"targetQueue"}
    assert await add(admin, scopeType="system", **more)


async def test_an_update_changes_what_it_names(keeper: Caller) -> None:
    made = await add(keeper, targetPayload={"a": 1})
    before = await read(keeper, made)
    change = {"id": made, "name": "Midnight", "scheduleType": "cron", "scheduleValue": "0 0 * * *"}
    answer = await keeper.put("/scheduler/jobs", change)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    after = await read(keeper, made)
    assert {name for name in before if before[name] != after[name]} <= {
        "name",
        "scheduleType",
        "scheduleValue",
        "nextRunAt",
        "updatedAt",
    }
    assert after["nextRunAt"].endswith("T00:00:00.000Z")
    assert after["updatedAt"] >= before["updatedAt"]


async def test_scope_and_source_stay_as_they_were(keeper: Caller) -> None:
    made = await add(keeper)
    more = {"scopeType": "system", "organizationId": str(uuid4()), "sourceType": "module", "sourceModule": "x"}
    assert (await keeper.put("/scheduler/jobs", {"id": made, "name": "Other", **more})).status_code == 200
    item = await read(keeper, made)
    assert (item["name"], item["scopeType"], item["sourceType"]) == ("Other", "organization", "user")
    assert item["organizationId"] == str(keeper.organization_id)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"scheduleValue": "2h"}, {"scheduleType"}),
        ({"scheduleType": "cron"}, {"scheduleValue"}),
        ({"scheduleType": "cron", "scheduleValue": "1h"}, {"scheduleValue"}),
        ({"timezone": "Nowhere"}, {"timezone"}),
        ({"timezone": None}, {"timezone"}),
        ({"name": ""}, {"name"}),
        ({"targetType": "queue"}, {"targetType"}),
        ({"targetType": "queue", "targetQueue": None}, {"targetType"}),
        ({"targetType": "queue", "targetCommand": ECHO}, {"targetType"}),
        ({"targetCommand": None}, {"targetType"}),
        ({"targetCommand": "no.such.command"}, {"targetCommand"}),
        ({"targetType": "queue", "targetQueue": "no-such-queue"}, {"targetQueue"}),
    ],
)
async def test_an_update_that_makes_no_sense_changes_nothing(
    keeper: Caller, change: dict[str, Any], named: set[str]
) -> None:
    made = await add(keeper)
    before = await read(keeper, made)
    assert wrong(await keeper.put("/scheduler/jobs", {"id": made, **change})) == named
    assert await read(keeper, made) == before


async def test_another_kind_of_target_leaves_nothing_of_the_first(keeper: Caller) -> None:
    made = await add(keeper)
    change = {"id": made, "targetType": "queue", "targetQueue": "scheduler-execution"}
    assert (await keeper.put("/scheduler/jobs", change)).status_code == 200
    item = await read(keeper, made)
    assert (item["targetType"], item["targetQueue"], item["targetCommand"]) == ("queue", "scheduler-execution", None)
    assert (await keeper.put("/scheduler/jobs", {"id": made, "requireFeature": ""})).status_code == 200
    assert (await read(keeper, made))["requireFeature"] is None


async def test_what_is_not_there_is_not_found(keeper: Caller, caller: Invite, app: Application) -> None:
    stranger = await caller(*ALL, within=await found_tenant(app, f"Studio {uuid4()}"))
    theirs = await add(stranger)
    for schedule in (str(uuid4()), theirs):
        for answer in (
            await keeper.put("/scheduler/jobs", {"id": schedule, "name": "Mine"}),
            await keeper.delete("/scheduler/jobs", {"id": schedule}),
            await keeper.post("/scheduler/trigger", {"id": schedule}),
            await keeper.get(f"/scheduler/jobs/{schedule}/executions"),
        ):
            assert (answer.status_code, answer.json()["error"]) == (404, "Schedule not found")
    assert (await read(stranger, theirs))["name"] == "Sample"


async def test_a_deleted_schedule_is_gone(keeper: Caller) -> None:
    first, second = await add(keeper), await add(keeper)
    assert (await keeper.delete("/scheduler/jobs", {"id": first})).json() == {"ok": True}
    assert (await keeper.delete(f"/scheduler/jobs?id={second}")).json() == {"ok": True}
    for schedule in (first, second):
        listed = await keeper.get("/scheduler/jobs", params={"id": schedule})
        assert (listed.status_code, listed.json()["items"]) == (200, [])
        assert (await keeper.delete("/scheduler/jobs", {"id": schedule})).status_code == 404
    missing = await keeper.delete("/scheduler/jobs")
    assert (missing.status_code, missing.json()["error"]) == (400, "Schedule id is required")


async def test_undo_and_redo_bring_back_every_field(caller: Invite) -> None:
    me = await caller(*ALL, "audit_logs.*")
    made = await me.post("/scheduler/jobs", body(targetPayload={"a": [1]}))
    schedule = made.json()["id"]
    first = await read(me, schedule)
    changed = await me.put(
        "/scheduler/jobs", {"id": schedule, "name": "New", "isEnabled": False, "targetPayload": None}
    )
    await undo(me, changed)
    again = await read(me, schedule)
    moving = {"updatedAt", "nextRunAt"}
    assert {k: v for k, v in again.items() if k not in moving} == {k: v for k, v in first.items() if k not in moving}
    deleted = await me.delete("/scheduler/jobs", {"id": schedule})
    await undo(me, deleted)
    assert (await read(me, schedule))["name"] == "Sample"


async def test_undone_creation_leaves_nothing_and_redo_restores_the_same_id(caller: Invite) -> None:
    me = await caller(*ALL, "audit_logs.*")
    made = await me.post("/scheduler/jobs", body())
    schedule = made.json()["id"]
    await undo(me, made)
    assert (await me.get("/scheduler/jobs", params={"id": schedule})).json()["items"] == []
    [entry] = (await me.get("/audit_logs/audit-logs/actions", params={"resourceId": schedule})).json()["items"]
    assert (entry["commandId"], entry["resourceKind"]) == ("scheduler.jobs.create", "scheduler.job")
    redone = await me.post("/audit_logs/audit-logs/actions/redo", {"logId": entry["id"]})
    assert redone.status_code == 200, redone.text
    assert (await read(me, schedule))["name"] == "Sample"


async def test_a_run_in_between_is_no_obstacle_to_undo(caller: Invite, fire: Any) -> None:
    me = await caller(*ALL, "audit_logs.*")
    schedule = await add(me)
    changed = await me.put("/scheduler/jobs", {"id": schedule, "name": "New"})
    await fire(schedule, by="3 days")
    await undo(me, changed)
    item = await read(me, schedule)
    assert item["name"] == "Sample"
    # Counted from now: the time that the image remembers may have passed.
    assert item["nextRunAt"] > item["updatedAt"]


async def test_a_version_that_was_overtaken_is_refused(keeper: Caller) -> None:
    schedule = await add(keeper)
    seen = {"x-om-ext-optimistic-lock-expected-updated-at": "2020-01-01T00:00:00.000Z"}
    for answer in (
        await keeper.put("/scheduler/jobs", {"id": schedule, "name": "Late"}, headers=seen),
        await keeper.client.request("DELETE", "/scheduler/jobs", json={"id": schedule}, headers=seen),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "optimistic_lock_conflict")


async def test_who_may_only_look_changes_nothing(caller: Invite, keeper: Caller) -> None:
    viewer = await caller("scheduler.jobs.view")
    schedule = await add(keeper)
    assert (await read(viewer, schedule))["id"] == schedule
    for answer in (
        await viewer.post("/scheduler/jobs", body()),
        await viewer.put("/scheduler/jobs", {"id": schedule, "name": "Mine"}),
        await viewer.delete("/scheduler/jobs", {"id": schedule}),
    ):
        assert answer.status_code == 403
        assert answer.json()["requiredFeatures"] == ["scheduler.jobs.manage"]
    refused = await viewer.post("/scheduler/trigger", {"id": schedule})
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, ["scheduler.jobs.trigger"])
    assert (await read(viewer, schedule))["name"] == "Sample"


async def test_schedules_of_the_system_are_seen_by_all_and_changed_by_super_admins(
    keeper: Caller, admin: Caller, caller: Invite, app: Application
) -> None:
    refused = await keeper.post("/scheduler/jobs", body(scopeType="system"))
    assert (refused.status_code, refused.json()["error"]) == (
        403,
        "System-scoped schedules require superadmin privileges",
    )
    schedule = await add(admin, scopeType="system")
    item = await read(keeper, schedule)
    assert (item["scopeType"], item["tenantId"], item["organizationId"]) == ("system", None, None)
    for answer in (
        await keeper.put("/scheduler/jobs", {"id": schedule, "name": "Mine"}),
        await keeper.delete("/scheduler/jobs", {"id": schedule}),
        await keeper.post("/scheduler/trigger", {"id": schedule}),
        await keeper.get(f"/scheduler/jobs/{schedule}/executions"),
    ):
        assert answer.status_code == 403
    elsewhere = await caller(super_admin=True, within=await found_tenant(app, f"Studio {uuid4()}"))
    changed = await elsewhere.put("/scheduler/jobs", {"id": schedule, "name": "Theirs too"})
    assert changed.status_code == 200, changed.text
    assert (await read(keeper, schedule))["name"] == "Theirs too"
    assert (await elsewhere.delete("/scheduler/jobs", {"id": schedule})).status_code == 200


async def test_schedules_of_the_tenant_are_not_for_people_of_one_organization(
    caller: Invite, keeper: Caller, tenant: Founded
) -> None:
    confined = await caller(*ALL, organizations=[tenant.organization_id])
    assert (await confined.post("/scheduler/jobs", body(scopeType="tenant"))).status_code == 403
    schedule = await add(keeper, scopeType="tenant")
    item = await read(confined, schedule)
    assert (item["tenantId"], item["organizationId"]) == (str(tenant.tenant_id), None)
    assert (await confined.put("/scheduler/jobs", {"id": schedule, "name": "Mine"})).status_code == 403
    assert (await keeper.put("/scheduler/jobs", {"id": schedule, "name": "Ours"})).status_code == 200


async def test_an_organization_is_needed_where_the_scope_says_so(keeper: Caller) -> None:
    everywhere = {"cookie": "om_selected_org=__all__"}
    answer = await keeper.client.post("/scheduler/jobs", json=body(), headers=everywhere)
    assert wrong(answer) == {"scopeType"}
