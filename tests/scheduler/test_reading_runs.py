"""The history of a schedule and the job behind a run: who may read them, and what they say without a queue."""

from typing import Any
from uuid import uuid4

import pytest

from bottega.kernel import job_reports
from bottega.kernel.application import Application
from bottega.platform.auth.tenant_setup import found_tenant
from bottega.platform.scheduler.claiming import fire_due
from bottega.platform.scheduler.retention import sweep_executions
from callers import Caller, Invite
from scheduling import ALL, Fire, add, history, make_due, read

QUEUE = {"queue": "scheduler-execution"}


@pytest.fixture
def local(app: Application, monkeypatch: pytest.MonkeyPatch) -> Application:
    """The application with ``QUEUE_STRATEGY=local``."""
    monkeypatch.setattr(app, "settings", app.settings.model_copy(update={"queue_strategy": "local"}))
    return app


async def test_the_newest_runs_come_first_and_as_many_as_are_asked_for(
    app: Application, keeper: Caller, fire: Fire
) -> None:
    schedule = await add(keeper)
    for _ in range(3):
        await fire(schedule)
    answer = (await keeper.get(f"/scheduler/jobs/{schedule}/executions", params={"pageSize": 2})).json()
    assert (len(answer["items"]), answer["total"], answer["page"], answer["pageSize"]) == (2, 3, 1, 2)
    started = [item["startedAt"] for item in await history(keeper, schedule)]
    assert started == sorted(started, reverse=True)
    for wrong in ("0", "101", "many", "-1"):
        sized = (await keeper.get(f"/scheduler/jobs/{schedule}/executions", params={"pageSize": wrong})).json()
        assert sized["pageSize"] == 20


async def test_a_job_says_what_it_did(keeper: Caller, fire: Fire) -> None:
    schedule = await add(keeper, targetPayload={"hello": "there"})
    await fire(schedule)
    [run] = await history(keeper, schedule)
    job = (await keeper.get(f"/scheduler/queue-jobs/{run['queueJobId']}", params=QUEUE)).json()
    assert (job["id"], job["name"], job["state"], job["progress"]) == (
        run["queueJobId"],
        "scheduler-execution",
        "completed",
        100,
    )
    assert job["returnvalue"]["commandResult"]["echoed"]["hello"] == "there"
    assert (job["attemptsMade"], job["failedReason"], job["stacktrace"]) == (1, None, None)
    assert job["processedOn"] <= job["finishedOn"]
    said = [line.partition(" ")[2].partition(" of ")[0] for line in job["logs"]]
    assert said == ["Queued", "Taken by a worker", "Attempt 1", "Completed", "Done"]


@pytest.mark.parametrize("job", ["999999999", "job-999999999", "job-", "x", "1" * 19, "-1", "job-1%00"])
async def test_a_job_that_is_not_there_is_not_found(keeper: Caller, job: str) -> None:
    answer = await keeper.get(f"/scheduler/queue-jobs/{job}", params=QUEUE)
    assert answer.status_code in {400, 404} if "%" in job else answer.status_code == 404, answer.text


async def test_a_queue_must_be_named_and_exist(keeper: Caller) -> None:
    answers = [await keeper.get("/scheduler/queue-jobs/1", params=params) for params in ({}, {"queue": "bogus"})]
    assert [(one.status_code, one.json()["error"]) for one in answers] == [
        (400, "queue parameter required"),
        (400, "Invalid queue name"),
    ]


async def test_jobs_of_others_are_forbidden(
    app: Application, keeper: Caller, admin: Caller, caller: Invite, fire: Fire
) -> None:
    mine, of_the_system = await add(keeper), await add(admin, scopeType="system")
    await fire(mine, of_the_system)
    [run], [run_of_the_system] = await history(keeper, mine), await history(admin, of_the_system)
    stranger = await caller(*ALL, within=await found_tenant(app, f"Studio {uuid4()}"))
    confined = await caller(*ALL, organizations=[])
    for who, job in ((stranger, run), (confined, run), (keeper, run_of_the_system)):
        answer = await who.get(f"/scheduler/queue-jobs/{job['queueJobId']}", params=QUEUE)
        assert answer.status_code == 403
    answer = await admin.get(f"/scheduler/queue-jobs/{run_of_the_system['queueJobId']}", params=QUEUE)
    assert answer.status_code == 200


async def test_other_queues_are_looked_into_by_their_own_tenant(
    app: Application, keeper: Caller, admin: Caller
) -> None:
    async with app.database.across_tenants("a test queues a job") as connection:
        number = await connection.fetchval(
            "INSERT INTO pgqueuer (priority, entrypoint, payload, headers, status)"
            " VALUES (0, 'documents.batch', $1, $2, 'failed') RETURNING id",
            b"\xff no json",
            {"tenantId": str(keeper.tenant_id)},
        )
    params = {"queue": "documents.batch"}
    job = (await keeper.get(f"/scheduler/queue-jobs/{number}", params=params)).json()
    assert (job["state"], job["data"]) == ("failed", None)
    assert (await keeper.get(f"/scheduler/queue-jobs/{number}", params=QUEUE)).status_code == 404
    assert (await admin.get(f"/scheduler/queue-jobs/{number}", params=params)).status_code == 200


async def test_without_a_queue_there_is_no_history_and_nothing_is_started_by_hand(
    local: Application, keeper: Caller
) -> None:
    schedule = await add(keeper)
    answer = await keeper.get(f"/scheduler/jobs/{schedule}/executions")
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "error": "Execution history requires QUEUE_STRATEGY=async",
            "message": "Please set QUEUE_STRATEGY=async to view execution history",
            "items": [],
        },
    )
    answer = await keeper.post("/scheduler/trigger", {"id": schedule})
    assert (answer.status_code, answer.json()["error"]) == (400, "Manual trigger requires QUEUE_STRATEGY=async")
    assert "async" in answer.json()["message"]
    assert (await keeper.post("/scheduler/trigger", {"id": str(uuid4())})).status_code == 404
    answer = await keeper.get("/scheduler/queue-jobs/1", params=QUEUE)
    assert (answer.status_code, answer.json()["available"]) == (400, False)


async def test_without_a_queue_a_schedule_runs_all_the_same(local: Application, caller: Invite) -> None:
    me = await caller(*ALL, "warehouse.*")
    target: dict[str, Any] = {"targetCommand": "warehouse.locations.create"}
    good = await add(me, targetPayload={"nazwa": "Local"}, **target)
    bad = await add(me, targetPayload={"nazwa": ""}, **target)
    await make_due(local, good, bad)
    await fire_due(local)
    assert [item["nazwa"] for item in (await me.get("/warehouse/locations")).json()["items"]] == ["Local"]
    assert [(await read(me, one))["lastRunAt"] is None for one in (good, bad)] == [False, True]
    moved = [(await read(me, one))["nextRunAt"] > (await read(me, one))["updatedAt"] for one in (good, bad)]
    assert moved == [True, True]


async def test_old_runs_are_forgotten_and_of_each_schedule_the_newest_stay(
    app: Application, keeper: Caller, fire: Fire
) -> None:
    schedule = await add(keeper)
    await fire(schedule)
    async with app.database.across_tenants("a test makes old runs") as connection:
        await connection.execute(
            "INSERT INTO scheduler_executions (tenant_id, schedule_id, status, created_at, finished_at)"
            " SELECT $1, $2::uuid, s.status, now() - s.age - n * interval '1 second', now() - s.age"
            " FROM (VALUES ('completed', interval '31 days', 2), ('failed', interval '31 days', 3),"
            "   ('failed', interval '91 days', 4), ('completed', interval '1 day', 1200),"
            "   ('waiting', interval '31 days', 2)) AS s (status, age, many),"
            " generate_series(1, s.many) AS n",
            keeper.tenant_id,
            schedule,
        )
    await sweep_executions(app, {})
    async with app.acting(keeper.tenant_id) as ctx:
        rows = await ctx.query(
            "SELECT status, count(*) AS n FROM scheduler_executions WHERE schedule_id = $1::uuid GROUP BY status",
            schedule,
        )
    assert {row["status"]: row["n"] for row in rows} == {"completed": 1000, "failed": 3}
    assert (await history(keeper, schedule, pageSize=1))[0]["result"]["commandId"] == "scheduler.test.echo"


async def test_a_run_whose_job_was_removed_does_not_wait_for_ever(app: Application, keeper: Caller) -> None:
    schedule = await add(keeper)
    triggered = await keeper.post("/scheduler/trigger", {"id": schedule})
    assert [run["status"] for run in await history(keeper, schedule)] == ["waiting"]
    async with app.database.across_tenants("a test removes jobs") as connection:
        assert await job_reports.cancel(connection, keeper.tenant_id, ["scheduler-execution"]) == 1
    [run] = await history(keeper, schedule)
    assert (run["status"], run["errorMessage"]) == ("failed", "Its job was removed from the queue")
    job = (await keeper.get(f"/scheduler/queue-jobs/{triggered.json()['jobId']}", params=QUEUE)).json()
    assert job["state"] == "removed"
