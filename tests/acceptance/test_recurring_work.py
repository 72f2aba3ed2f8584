"""Schedules from outside: two workers, one of them killed in the middle; every run is done, and none twice."""

import secrets
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from demo_studio import OWNER, Colleague, Demo, Json

from serving import environment, wait_until

JOBS, LOCATIONS = "/scheduler/jobs", "/warehouse/locations"
QUEUE = "scheduler-execution"
MANY = 40
# A worker that is not heard of for half a minute has died; what it was at is begun anew.
PATIENCE = 150
MAKE_DUE = "UPDATE scheduler_jobs SET next_run_at = now() - interval '1 day' WHERE name LIKE $1 AND is_enabled"
POISON = "INSERT INTO pgqueuer (priority, entrypoint, payload, status) VALUES (0, $1, $2, 'queued')"


def plan(me: Colleague, name: str, **more: object) -> str:
    """A schedule that makes a place in the warehouse, once a day; its id."""
    body: Json = {
        "name": name,
        "scopeType": "organization",
        "scheduleType": "cron",
        "scheduleValue": "0 3 * * *",
        "timezone": "Europe/Warsaw",
        "targetType": "command",
        "targetCommand": "warehouse.locations.create",
        "targetPayload": {"nazwa": name},
    }
    return me.made(JOBS, **{**body, **more})


def runs(me: Colleague, schedule: str) -> list[Json]:
    """How the runs of a schedule went, newest first."""
    return me.saw(f"{JOBS}/{schedule}/executions")["items"]


def places(me: Colleague, name: str) -> list[str]:
    """The places whose names have a word in them."""
    return [one["nazwa"] for one in me.saw(LOCATIONS, search=name, pageSize=100)["items"]]


@contextmanager
def second_worker(demo: Demo, output: Path) -> Generator[psutil.Process]:
    """One more worker, as an operator starts it."""
    command = [sys.executable, "-P", "-m", "bottega", "--data", str(demo.served.data), "work"]
    with output.open("wb") as said:
        settings = environment(BOTTEGA_JOB_RETRY_SECONDS="0.2")
        started = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=settings)
    try:
        wait_until(lambda: b"Working jobs off" in output.read_bytes(), 60)
        yield psutil.Process(started.pid)
    finally:
        started.terminate()
        try:
            started.wait(15)
        finally:
            started.kill()


@pytest.mark.job("scheduler-execution")
def test_a_worker_that_is_killed_in_the_middle_loses_nothing_and_repeats_nothing(own_demo: Demo, tmp_path: Path):
    me, word = own_demo.sign_in(OWNER), f"Regał{secrets.token_hex(3)}"
    schedules = [plan(me, f"{word} {n}") for n in range(MANY)]
    with second_worker(own_demo, tmp_path / "worker") as second:
        own_demo.sql(POISON, QUEUE, b"\xff not json")
        own_demo.sql(MAKE_DUE, f"{word} %")
        wait_until(lambda: places(me, word), 30, pause=0.01)
        own_demo.served.process_of("worker-process").send_signal(signal.SIGKILL)
        answered = [me.glimpsed(LOCATIONS) is not None]

        def all_done() -> bool:
            answered.append(me.glimpsed(LOCATIONS) is not None)
            return len(places(me, word)) >= MANY

        wait_until(all_done, PATIENCE, pause=0.3)
        assert all(answered), "the server was away"
        assert second.is_running()
        states = wait_until(
            lambda: (
                (found := [runs(me, one) for one in schedules])
                and all(run["status"] == "completed" for one in found for run in one)
                and found
            ),
            PATIENCE,
            pause=1,
        )
    assert Counter(places(me, word)) == Counter(f"{word} {n}" for n in range(MANY))
    assert [len(one) for one in states] == [1] * MANY
    aside = own_demo.command("jobs", "list", "--state", "set_aside").stdout.splitlines()
    assert len([line for line in aside if QUEUE in line and "not a JSON object" in line]) == 1


def test_a_schedule_runs_when_its_time_comes_and_by_hand(demo: Demo):
    me, often = demo.sign_in(OWNER), {"scheduleType": "interval", "scheduleValue": "2s"}
    schedule = plan(me, "Echo", targetCommand="scheduler.test.echo", targetPayload={"sound": "la"}, **often)
    wait_until(lambda: len(runs(me, schedule)) > 1, 60, pause=0.5)
    me.changed(JOBS, id=schedule, isEnabled=False)
    wait_until(lambda: {run["status"] for run in runs(me, schedule)} == {"completed"}, 30, pause=0.5)
    assert runs(me, schedule)[0]["result"]["commandResult"]["echoed"]["sound"] == "la"
    queued = me.did("/scheduler/trigger", id=schedule)
    newest = wait_until(lambda: (run := runs(me, schedule)[0])["status"] == "completed" and run, 30, pause=0.2)
    assert (newest["queueJobId"], newest["triggerType"]) == (queued["jobId"], "manual")
    assert newest["result"]["skipped"] is True
    job = me.saw(f"/scheduler/queue-jobs/{queued['jobId']}", queue=QUEUE)
    assert (job["state"], job["progress"]) == ("completed", 100)


def test_an_operator_lists_and_runs_schedules(demo: Demo):
    me, word = demo.sign_in(OWNER), f"Regał{secrets.token_hex(3)}"
    schedule = plan(me, word)
    lines = demo.command("scheduler", "list").stdout.splitlines()
    [line] = [one for one in lines if schedule in one]
    assert "warehouse.locations.create, 0 3 * * *" in line
    assert any("finance.audit_ledger" in one for one in lines)
    assert "enabled:" in demo.command("scheduler", "status").stdout
    assert f"{schedule} is queued as job-" in demo.command("scheduler", "run", schedule).stdout
    wait_until(lambda: places(me, word) == [word], 30, pause=0.2)


@pytest.mark.job("scheduler.sweep")
def test_runs_of_long_ago_are_forgotten(demo: Demo):
    me, word = demo.sign_in(OWNER), f"Regał{secrets.token_hex(3)}"
    schedule = plan(me, word)
    for _ in range(2):
        me.did("/scheduler/trigger", id=schedule)
        wait_until(lambda: runs(me, schedule)[0]["finishedAt"], 30, pause=0.2)
    kept, old = (run["id"] for run in runs(me, schedule))
    demo.sql("UPDATE scheduler_executions SET finished_at = now() - interval '100 days' WHERE id = $1", old)
    demo.command("jobs", "run", "scheduler.sweep")
    wait_until(lambda: [run["id"] for run in runs(me, schedule)] == [kept], 60, pause=0.5)


def test_the_studio_has_recurring_work_of_its_own(demo: Demo):
    me = demo.sign_in(OWNER)
    listed = me.saw(JOBS, sourceType="user", search="minionego miesiąca")["items"]
    listed += me.saw(JOBS, sourceType="user", search="Przypomnienie")["items"]
    assert [(one["scheduleValue"], one["timezone"]) for one in listed] == [
        ("0 6 * * 1", "Europe/Warsaw"),
        ("30 21 * * 1-5", "Europe/Warsaw"),
    ]
    for one in listed:
        me.did("/scheduler/trigger", id=one["id"])
        [run, *_] = wait_until(lambda one=one: (r := runs(me, one["id"]))[0]["finishedAt"] and r, 60, pause=0.3)
        assert (run["status"], run["errorMessage"]) == ("completed", None)
