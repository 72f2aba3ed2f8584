"""Runs of schedules: what is done, as whom, how often, and what the history says of it."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from bottega.kernel import job_queue
from bottega.kernel.application import Application
from bottega.platform.scheduler.claiming import claim, fire_due
from bottega.platform.scheduler.executing import execute
from callers import Caller, Invite
from scheduling import ALL, ECHO, Fire, add, body, history, make_due, read
from working import work_off

LOCATIONS = "/warehouse/locations"
PLACE: dict[str, Any] = {"targetCommand": "warehouse.locations.create"}


async def locations(who: Caller) -> list[str]:
    """The names of what the command of these tests makes."""
    return sorted(item["nazwa"] for item in (await who.get(LOCATIONS)).json()["items"])


async def queued(app: Application, name: str) -> list[dict[str, Any]]:
    """The payloads of what waits in a queue."""
    async with app.database.across_tenants("a test looks into the queue") as connection:
        rows = await connection.fetch(
            "SELECT payload FROM pgqueuer WHERE entrypoint = $1 AND status = 'queued' ORDER BY id", name
        )
    return [msgspec.json.decode(row["payload"]) for row in rows]


async def events(app: Application, who: Caller, schedule: str) -> list[tuple[str, dict[str, Any]]]:
    """What was published about a schedule; nobody delivers it in these tests."""
    async with app.acting(who.tenant_id) as ctx:
        rows = await ctx.query(
            "SELECT name, payload FROM event_outbox WHERE tenant_id = $1 AND record_id = $2 ORDER BY id",
            who.tenant_id,
            UUID(schedule),
        )
    return [(row["name"].removeprefix("scheduler.job."), row["payload"]) for row in rows]


@pytest.fixture
async def keeper(caller: Invite) -> Caller:
    """Somebody who looks after schedules and the warehouse."""
    return await caller(*ALL, "warehouse.*", "audit_logs.*")


async def test_a_command_runs_as_its_creator_and_is_seen_in_both_histories(
    app: Application, keeper: Caller, fire: Fire
) -> None:
    schedule = await add(keeper, targetPayload={"nazwa": "Rack by night"}, **PLACE)
    before = await read(keeper, schedule)
    await fire(schedule)
    assert await locations(keeper) == ["Rack by night"]
    [run] = await history(keeper, schedule)
    assert (run["status"], run["triggerType"], run["attemptsMade"]) == ("completed", "scheduled", 1)
    assert (run["scheduleId"], run["queueName"], run["errorMessage"]) == (schedule, "scheduler-execution", None)
    assert run["result"]["commandId"] == PLACE["targetCommand"]
    assert run["durationMs"] >= 0
    [entry] = (
        await keeper.get("/audit_logs/audit-logs/actions", params={"resourceId": run["result"]["commandResult"]["id"]})
    ).json()["items"]
    assert (entry["commandId"], entry["actorUserId"]) == (PLACE["targetCommand"], str(keeper.user_id))
    after = await read(keeper, schedule)
    assert after["lastRunAt"] is not None
    assert after["nextRunAt"] > before["updatedAt"]
    # A run is no change of the schedule.
    assert after["updatedAt"] == before["updatedAt"]
    told = await events(app, keeper, schedule)
    assert [name for name, _ in told if name in {"started", "completed", "failed", "skipped"}] == [
        "started",
        "completed",
    ]


async def test_a_creator_who_lost_the_right_is_seen_in_the_history(
    app: Application, keeper: Caller, caller: Invite, admin: Caller, fire: Fire
) -> None:
    able = await caller(*ALL, "warehouse.*")
    schedule = await add(able, targetPayload={"nazwa": "Rack"}, **PLACE)
    acl = {"roleId": str(able.role_id), "isSuperAdmin": False, "features": list(ALL), "organizations": None}
    changed = await admin.put("/auth/roles/acl", acl)
    assert changed.status_code == 200, changed.text
    await fire(schedule)
    [run] = await history(keeper, schedule)
    assert (run["status"], run["attemptsMade"]) == ("failed", 1)
    assert "may no longer do this" in run["errorMessage"]
    assert "warehouse.create" in run["errorMessage"]
    in_polish = await keeper.client.get(f"/scheduler/jobs/{schedule}/executions", headers={"accept-language": "pl"})
    assert "nie ma już do tego prawa" in in_polish.json()["items"][0]["errorMessage"]
    assert await locations(keeper) == []
    assert (await read(keeper, schedule))["lastRunAt"] is None
    assert [name for name, _ in await events(app, keeper, schedule)][-1] == "failed"


async def test_a_creator_who_is_gone_runs_nothing_more(
    keeper: Caller, caller: Invite, admin: Caller, fire: Fire
) -> None:
    able = await caller(*ALL, "warehouse.*")
    schedule = await add(able, targetPayload={"nazwa": "Rack"}, **PLACE)
    assert (await admin.delete("/auth/users", {"id": str(able.user_id)})).status_code == 200
    await fire(schedule)
    [run] = await history(keeper, schedule)
    assert (run["status"], run["errorMessage"]) == (
        "failed",
        "Whoever this schedule runs as is gone or can no longer sign in",
    )
    # Somebody who says anew what it runs answers for it.
    assert (
        await keeper.put("/scheduler/jobs", {"id": schedule, "targetPayload": {"nazwa": "Mine"}})
    ).status_code == 200
    await fire(schedule)
    assert await locations(keeper) == ["Mine"]


async def test_nobody_borrows_the_rights_of_the_creator(caller: Invite, keeper: Caller, fire: Fire) -> None:
    schedule = await add(keeper, targetPayload={"nazwa": "Rack"}, **PLACE)
    weak = await caller(*ALL)
    refused = await weak.put("/scheduler/jobs", {"id": schedule, "targetPayload": {"nazwa": "Theirs"}})
    assert refused.status_code == 400
    assert await weak.put("/scheduler/jobs", {"id": schedule, "scheduleType": "interval", "scheduleValue": "2h"})
    await fire(schedule)
    assert await locations(keeper) == ["Rack"]


async def test_a_key_schedules_with_its_own_rights(app: Application, keeper: Caller, admin: Caller, fire: Fire) -> None:
    role = await admin.post("/auth/roles", {"name": f"keys {uuid4()}"})
    role_id = role.json()["id"]
    features = [*ALL, "warehouse.*"]
    acl = {"roleId": role_id, "isSuperAdmin": False, "features": features, "organizations": None}
    assert (await admin.put("/auth/roles/acl", acl)).status_code == 200
    made = await admin.post("/api_keys/keys", {"name": "Program", "roles": [role_id]})
    key = made.json()
    as_key = {"x-api-key": key["secret"], "authorization": ""}
    sent = body(targetPayload={"nazwa": "By a program"}, **PLACE)
    answer = await keeper.client.post("/scheduler/jobs", json=sent, headers=as_key)
    assert answer.status_code == 201, answer.text
    schedule = answer.json()["id"]
    await fire(schedule)
    assert await locations(keeper) == ["By a program"]
    assert (await admin.delete(f"/api_keys/keys?id={key['id']}")).status_code == 200
    await fire(schedule)
    assert [run["status"] for run in await history(keeper, schedule)] == ["failed", "completed"]


async def test_a_refused_command_fails_with_the_fields_it_names(keeper: Caller, fire: Fire) -> None:
    schedule = await add(keeper, targetPayload={"nazwa": ""}, **PLACE)
    await fire(schedule)
    [run] = await history(keeper, schedule)
    assert run["status"] == "failed"
    assert "nazwa" in run["errorMessage"]


async def test_what_was_missed_is_made_up_for_once(keeper: Caller, fire: Fire) -> None:
    schedule = await add(keeper, scheduleValue="1h")
    await fire(schedule, by="40 days")
    assert len(await history(keeper, schedule)) == 1


async def test_however_many_look_at_once_each_schedule_fires_once(app: Application, keeper: Caller) -> None:
    schedules = [await add(keeper, name=f"Number {n}") for n in range(30)]
    await make_due(app, *schedules)
    taken = await asyncio.gather(*(claim(app) for _ in range(6)))
    assert sum(taken) == len(schedules)
    await work_off(app)
    assert [len(await history(keeper, one)) for one in schedules] == [1] * len(schedules)


async def test_a_run_that_is_tried_again_is_done_once(app: Application, keeper: Caller) -> None:
    schedule = await add(keeper, targetPayload={"nazwa": "Once"}, **PLACE)
    await make_due(app, schedule)
    assert await claim(app) == 1
    [payload] = [one for one in await queued(app, "scheduler-execution") if one["scheduleId"] == schedule]
    await asyncio.gather(*(execute(app, payload) for _ in range(4)))
    await execute(app, payload)
    await work_off(app)
    assert await locations(keeper) == ["Once"]
    [run] = await history(keeper, schedule)
    assert run["status"] == "completed"


async def test_what_breaks_down_is_tried_three_times_and_set_aside(
    app: Application, keeper: Caller, fire: Fire, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = app.command("warehouse.locations.create")
    assert operation is not None
    tries: list[str] = []

    async def broken(_ctx: Any, data: Any) -> None:
        tries.append(data.nazwa)
        message = f"secret {data.nazwa}"
        raise RuntimeError(message)

    # The operation is frozen; a fault of ours in its handler is what is looked at.
    monkeypatch.setitem(vars(operation), "run", broken)
    schedule = await add(keeper, targetPayload={"nazwa": "Never"}, **PLACE)
    await fire(schedule)
    monkeypatch.undo()
    assert tries == ["Never"] * 3
    [run] = await history(keeper, schedule)
    assert (run["status"], run["attemptsMade"]) == ("failed", 3)
    assert "RuntimeError" in run["errorMessage"]
    assert "secret" not in run["errorMessage"] + run["errorStack"]
    detail = await keeper.get(f"/scheduler/queue-jobs/{run['queueJobId']}", params={"queue": "scheduler-execution"})
    assert detail.status_code == 200, detail.text
    job = detail.json()
    assert (job["state"], job["attemptsMade"], job["data"]["scheduleId"]) == ("failed", 3, schedule)
    assert len(job["stacktrace"]) == 3
    assert "RuntimeError" in job["failedReason"]


async def test_a_queue_gets_the_payload_and_what_the_schedule_is_about(
    app: Application, keeper: Caller, fire: Fire
) -> None:
    forged = {"a": {"b": 1}, "tenantId": str(uuid4()), "organizationId": str(uuid4()), "_idempotencyKey": "mine"}
    target = {"targetType": "queue", "targetQueue": "scheduler-execution", "targetPayload": forged}
    schedule = await add(keeper, **target)
    await make_due(app, schedule)
    await claim(app)
    [first] = [one for one in await queued(app, "scheduler-execution") if one.get("scheduleId") == schedule]
    await execute(app, first)
    [put] = [one for one in await queued(app, "scheduler-execution") if one.get("a")]
    assert put == {
        "a": {"b": 1},
        "tenantId": str(keeper.tenant_id),
        "organizationId": str(keeper.organization_id),
        "_idempotencyKey": f"scheduler-{schedule}-{first['executionId']}",
    }
    await work_off(app)
    [run] = await history(keeper, schedule)
    assert (run["status"], run["result"]["queueName"]) == ("completed", "scheduler-execution")


async def test_a_payload_that_means_another_schedule_runs_nothing_and_spoils_nothing(
    app: Application, keeper: Caller
) -> None:
    schedule = await add(keeper, targetPayload={"nazwa": "Right"}, **PLACE)
    await make_due(app, schedule)
    await claim(app)
    [payload] = [one for one in await queued(app, "scheduler-execution") if one.get("scheduleId") == schedule]
    forged = [{**payload, "scopeType": "system"}, {**payload, "organizationId": None}, {**payload, "scheduleId": "x"}]
    nonsense: list[dict[str, Any]] = [{}, {"tenantId": 1, "executionId": []}, {"tenantId": "x"}]
    async with app.database.across_tenants("a test queues what no schedule would") as connection:
        await job_queue.put_many(connection, "scheduler-execution", [(None, one) for one in [*forged, *nonsense]])
    await work_off(app)
    assert await locations(keeper) == ["Right"]
    [run] = await history(keeper, schedule)
    assert run["status"] == "completed"


async def test_a_run_by_hand_leaves_the_clock_alone(app: Application, keeper: Caller) -> None:
    schedule = await add(keeper, targetPayload={"nazwa": "By hand"}, **PLACE)
    before = await read(keeper, schedule)
    answer = await keeper.post("/scheduler/trigger", {"id": schedule})
    assert answer.status_code == 200, answer.text
    assert "x-om-operation" not in answer.headers
    assert answer.json() == {"ok": True, "jobId": answer.json()["jobId"], "message": "Schedule queued for execution"}
    [waiting] = await history(keeper, schedule)
    assert (waiting["status"], waiting["finishedAt"], waiting["queueJobId"]) == (
        "waiting",
        None,
        answer.json()["jobId"],
    )
    await work_off(app)
    [run] = await history(keeper, schedule)
    assert (run["status"], run["triggerType"], run["triggeredByUserId"]) == ("completed", "manual", str(keeper.user_id))
    assert (await read(keeper, schedule))["nextRunAt"] == before["nextRunAt"]
    assert await locations(keeper) == ["By hand"]


async def test_a_disabled_schedule_does_not_fire_and_is_skipped_by_hand(
    app: Application, keeper: Caller, fire: Fire
) -> None:
    schedule = await add(keeper, targetPayload={"nazwa": "No"}, isEnabled=False, **PLACE)
    await fire(schedule)
    assert await history(keeper, schedule) == []
    assert (await keeper.post("/scheduler/trigger", {"id": schedule})).status_code == 200
    await work_off(app)
    [run] = await history(keeper, schedule)
    assert (run["status"], run["result"]) == ("completed", {"skipped": True, "reason": "Schedule is disabled"})
    assert [name for name, _ in await events(app, keeper, schedule)][-1] == "skipped"
    assert await locations(keeper) == []


async def test_a_feature_that_no_role_grants_holds_it_back(app: Application, keeper: Caller, fire: Fire) -> None:
    async with app.acting(keeper.tenant_id) as ctx:
        # The default roles may do everything between them.
        everything = "UPDATE auth_role_acls SET is_super_admin = false, features = '{}' WHERE role_id <> $1"
        await ctx.begin()
        await ctx.query(everything, keeper.role_id)
    held = await add(keeper, requireFeature="nobody.has.it")
    runs = await add(keeper, requireFeature="warehouse.create")
    await fire(held, runs)
    [[first], [second]] = [await history(keeper, one) for one in (held, runs)]
    assert first["result"]["reason"] == "No role of the tenant grants nobody.has.it"
    assert second["result"]["commandId"] == ECHO


async def test_schedules_of_a_tenant_that_is_closed_wait_until_it_is_open(
    app: Application, keeper: Caller, fire: Fire
) -> None:
    schedule = await add(keeper)
    for active, runs in ((False, 0), (True, 1)):
        async with app.database.across_tenants("a test closes and opens a tenant") as connection:
            await connection.execute(
                "UPDATE directory_tenants SET is_active = $2 WHERE id = $1", keeper.tenant_id, active
            )
        await fire(schedule)
        async with app.acting(keeper.tenant_id) as ctx:
            count = "SELECT count(*) FROM scheduler_executions WHERE tenant_id = $1 AND schedule_id = $2"
            assert await ctx.query_value(count, keeper.tenant_id, UUID(schedule)) == runs


async def test_a_schedule_of_the_system_runs_without_a_tenant(app: Application, admin: Caller, fire: Fire) -> None:
    command = await add(admin, scopeType="system", targetPayload={"a": 1})
    queue = await add(admin, scopeType="system", targetType="queue", targetQueue="api_keys.sweep", targetCommand=None)
    await fire(command, queue)
    [[first], [second]] = [await history(admin, one) for one in (command, queue)]
    assert first["result"]["commandResult"]["echoed"] == {"a": 1}
    assert second["result"]["queueName"] == "api_keys.sweep"


async def test_the_products_own_jobs_have_a_history_and_run_by_hand(app: Application, admin: Caller) -> None:
    listed = await admin.get("/scheduler/jobs", params={"sourceModule": "api_keys", "scopeType": "system"})
    [own] = [one for one in listed.json()["items"] if one["sourceType"] == "module"]
    first = await admin.post("/scheduler/trigger", {"id": own["id"]})
    again = await admin.post("/scheduler/trigger", {"id": own["id"]})
    assert first.json()["jobId"] == again.json()["jobId"], "one that waits is not queued twice"
    await work_off(app)
    run = (await history(admin, own["id"], pageSize=5))[0]
    assert (run["status"], run["queueJobId"]) == ("completed", first.json()["jobId"])
    assert run["queueName"] == "api_keys.sweep"


async def test_who_keeps_no_schedules_fires_none(
    app: Application, keeper: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = await add(keeper)
    await make_due(app, schedule)
    monkeypatch.setattr(app, "settings", app.settings.model_copy(update={"auto_spawn_scheduler": False}))
    await fire_due(app)
    assert await history(keeper, schedule) == []


async def test_a_thousand_that_are_due_at_once_fire_once_each_and_wait_for_none(
    app: Application, keeper: Caller
) -> None:
    due = (
        "INSERT INTO scheduler_jobs (tenant_id, organization_id, scope_type, name, schedule_type, schedule_value,"
        " target_type, target_command, next_run_at) SELECT $1, $2, 'organization', 'Of many', 'interval', '1h',"
        " 'command', $3, now() FROM generate_series(1, 1000)"
    )
    async with app.database.across_tenants("a test makes many schedules") as connection:
        await connection.execute(due, keeper.tenant_id, keeper.organization_id, ECHO)
    await asyncio.gather(fire_due(app), fire_due(app), fire_due(app))
    async with app.database.across_tenants("a test counts runs and leaves the queue as it was") as connection:
        rows = await connection.fetch(
            "SELECT count(*) AS runs, count(DISTINCT e.schedule_id) AS schedules,"
            " max(extract(epoch FROM e.created_at - j.created_at))::float8 AS seconds,"
            " min(j.next_run_at) > now() AS moved"
            " FROM scheduler_executions AS e JOIN scheduler_jobs AS j ON j.id = e.schedule_id WHERE j.tenant_id = $1",
            keeper.tenant_id,
        )
        removed = "DELETE FROM pgqueuer WHERE headers ->> 'tenantId' = $1"
        await connection.execute(removed, str(keeper.tenant_id))
        await connection.execute("UPDATE scheduler_jobs SET is_enabled = false WHERE tenant_id = $1", keeper.tenant_id)
    assert (rows[0]["runs"], rows[0]["schedules"], rows[0]["moved"]) == (1000, 1000, True)
    # Half a second on a quiet machine; the bound is for one that runs everything at once.
    assert rows[0]["seconds"] < 20
