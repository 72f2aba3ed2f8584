"""The job queue: whatever a job holds and however it ends, the worker goes on and its failure can be seen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bottega.app import create_application
from bottega.kernel import events, job_reports, jobs
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Conflict, Problem
from bottega.kernel.events import Event
from bottega.kernel.i18n import T
from bottega.kernel.job_reports import QueueCounts, Work
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.modules import Job, Subscriber
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.settings import Settings
from working import work_off

TITLE = T("Test", "Test")


class Bench:
    """An application with an empty queue, one tenant, and jobs that a test adds."""

    def __init__(self, app: Application, home: Founded) -> None:
        self.app, self.home = app, home
        self._module = app.modules[0]
        self.added: list[Any] = []

    def job(self, name: str, run: Callable[..., Any], **options: Any) -> None:
        """Let the worker know a job."""
        self._module.jobs.append(Job(name, TITLE, run, **options))
        self.added.append((self._module.jobs, self._module.jobs[-1]))

    def subscribe(self, pattern: str, run: Callable[..., Any]) -> None:
        """Hear of events."""
        self._module.subscribers.append(Subscriber(pattern, run))
        self.added.append((self._module.subscribers, self._module.subscribers[-1]))

    async def enqueue(self, name: str, **payload: Any) -> None:
        """Queue a job as a command does."""
        async with self.app.acting(self.home.tenant_id) as ctx:
            await jobs.enqueue(ctx, name, **payload)

    async def sql(self, statement: str, *args: Any) -> list[Any]:
        """What an operator could do to the tables."""
        async with self.app.database.across_tenants("a test looks into the queue") as connection:
            return await connection.fetch(statement, *args)

    async def listed(self) -> list[Work]:
        """Everything in queue and outbox."""
        async with self.app.database.across_tenants("a test looks into the queue") as connection:
            return (await job_reports.find(connection, tenant_id=None))[0]

    async def counts(self) -> QueueCounts:
        """How much of it."""
        async with self.app.database.across_tenants("a test looks into the queue") as connection:
            return await job_reports.count(connection)


@pytest.fixture
async def bench(own_dsn: str, data_folder: Any, tmp_path: Any) -> AsyncIterator[Bench]:
    """A queue of the test's own."""
    settings = Settings(data=tmp_path, job_retry_seconds=0.01, pool_size=4)
    app = create_application(settings, own_dsn, Secrets.load(Settings(data=data_folder)))
    await app.open()
    made = Bench(app, await found_tenant(app, "Queue"))
    await events.drain(app)
    yield made
    for place, one in made.added:
        place.remove(one)
    await app.close()


async def test_a_job_that_fails_is_tried_again_until_it_works(bench: Bench) -> None:
    tried: list[str] = []

    async def run(_app: Application, payload: dict[str, Any]) -> None:
        tried.append(payload["word"])
        if len(tried) < 3:
            raise RuntimeError("not yet")

    bench.job("test.shaky", run)
    await bench.enqueue("test.shaky", word="Łódź")
    await work_off(bench.app)
    assert tried == ["Łódź"] * 3
    assert await bench.listed() == []


async def test_a_job_that_keeps_failing_is_set_aside_with_its_reason_and_whoever_waits_is_told(bench: Bench) -> None:
    tried: list[int] = []
    told: list[Any] = []

    async def run(_app: Application, payload: dict[str, Any]) -> None:
        tried.append(payload["n"])
        raise KeyError(payload["address"])

    async def failed(_app: Application, payload: dict[str, Any], problem: Problem | None) -> None:
        told.append((payload["n"], problem))

    bench.job("test.broken", run, attempts=3, failed=failed)
    await bench.enqueue("test.broken", n=7, address="jan.kowalski@example.com")
    await work_off(bench.app)
    assert (tried, told) == ([7, 7, 7], [(7, None)])
    [aside] = await bench.listed()
    assert (aside.state, aside.name, aside.attempts) == ("set_aside", "test.broken", 2)
    assert aside.tenant == str(bench.home.tenant_id)
    assert aside.reason
    assert aside.reason.startswith("KeyError")
    assert "kowalski" not in aside.reason
    notes = await bench.sql("SELECT traceback::text FROM pgqueuer_log WHERE traceback IS NOT NULL")
    assert notes
    assert not [note for note in notes if "kowalski" in note[0]]


async def test_a_refusal_is_not_asked_for_twice(bench: Bench) -> None:
    tried: list[int] = []
    told: list[Any] = []

    async def run(_app: Application, _payload: dict[str, Any]) -> None:
        tried.append(1)
        raise Conflict(T(en="The month is closed", pl="Miesiąc jest zamknięty"))

    async def failed(_app: Application, _payload: dict[str, Any], problem: Problem | None) -> None:
        told.append(problem.body("pl")["error"] if problem else None)

    bench.job("test.refused", run, failed=failed)
    await bench.enqueue("test.refused")
    await work_off(bench.app)
    assert (tried, told) == ([1], ["Miesiąc jest zamknięty"])
    assert [one.reason for one in await bench.listed()] == ["The month is closed"]


@pytest.mark.parametrize(
    ("payload", "headers", "reason"),
    [
        (b"{}", '"null"', "Its headers cannot be read."),
        (b"{}", "[1]", "Its headers cannot be read."),
        (b"\xff\x00", None, "The payload is not a JSON object."),
        (b"[]", None, "The payload is not a JSON object."),
        (b"{", None, "The payload is not a JSON object."),
        (b"", None, None),
    ],
)
async def test_a_row_that_cannot_be_read_stops_nobody(
    bench: Bench, payload: bytes, headers: str | None, reason: str | None
) -> None:
    done: list[str] = []

    async def run(_app: Application, payload: dict[str, Any]) -> None:
        done.append(payload.get("word", ""))

    bench.job("test.plain", run)
    await bench.sql(
        "INSERT INTO pgqueuer (priority, entrypoint, payload, headers, status)"
        " VALUES (9, 'test.plain', $1, $2::text::jsonb, 'queued')",
        payload,
        headers,
    )
    await bench.enqueue("test.plain", word="later")
    await work_off(bench.app)
    assert done == ["later"] if reason else ["", "later"]
    assert [(one.state, one.reason) for one in await bench.listed()] == ([("set_aside", reason)] if reason else [])


async def test_a_job_whose_worker_died_again_and_again_is_set_aside(bench: Bench) -> None:
    tried: list[int] = []

    async def run(_app: Application, _payload: dict[str, Any]) -> None:
        tried.append(1)

    bench.job("test.deadly", run, attempts=3)
    await bench.enqueue("test.deadly")
    died = (
        "UPDATE pgqueuer SET status = 'picked', queue_manager_id = gen_random_uuid(), attempts = $1,"
        " heartbeat = now() - interval '1 minute'"
    )
    await bench.sql(died, 1)
    await work_off(bench.app)
    assert (tried, await bench.listed()) == ([1], [])
    await bench.enqueue("test.deadly")
    await bench.sql(died, 2)
    await work_off(bench.app)
    assert tried == [1]
    assert [one.reason for one in await bench.listed()] == ["The worker ended while it ran this job."]


async def test_a_job_that_takes_too_long_is_ended(bench: Bench) -> None:
    async def run(_app: Application, _payload: dict[str, Any]) -> None:
        await asyncio.sleep(600)

    bench.job("test.endless", run, attempts=2, seconds=0.05)
    await bench.enqueue("test.endless")
    await work_off(bench.app)
    assert [str(one.reason)[:12] for one in await bench.listed()] == ["TimeoutError"]


async def test_a_job_that_is_interrupted_begins_anew_with_the_next_worker_and_loses_no_attempt(bench: Bench) -> None:
    begun = asyncio.Event()
    runs: list[int] = []

    async def run(_app: Application, _payload: dict[str, Any]) -> None:
        runs.append(1)
        begun.set()
        if len(runs) == 1:
            await asyncio.sleep(600)

    bench.job("test.long", run)
    await bench.enqueue("test.long")
    stop = asyncio.Event()
    async with jobs.worker_connection(bench.app) as connection:
        working = asyncio.create_task(jobs.run(bench.app, connection, stop))
        await asyncio.wait_for(begun.wait(), 30)
        stop.set()
        await asyncio.wait_for(working, 30)
    [waiting] = await bench.listed()
    assert (waiting.state, waiting.attempts) == ("waiting", 0)
    await work_off(bench.app)
    assert (len(runs), await bench.listed()) == (2, [])


async def test_a_job_by_the_clock_waits_once_and_keeps_one_failure(bench: Bench) -> None:
    async def run(_app: Application, _payload: dict[str, Any]) -> None:
        raise RuntimeError("every night")

    bench.job("test.nightly", run, attempts=1, every="0 3 * * *")
    for _ in range(3):
        await jobs.enqueue_now(bench.app, "test.nightly")
        await jobs.enqueue_now(bench.app, "test.nightly")
        assert (await bench.counts()).waiting == 1
        await work_off(bench.app)
    assert (await bench.counts()).set_aside == 1


async def test_what_is_set_aside_can_be_retried_and_dropped(bench: Bench) -> None:
    mended: list[int] = []

    async def run(_app: Application, payload: dict[str, Any]) -> None:
        if not mended:
            raise RuntimeError("broken")
        mended.append(payload["n"])

    bench.job("test.mended", run, attempts=1)
    for n in (1, 2):
        await bench.enqueue("test.mended", n=n)
    await work_off(bench.app)
    second, first = [one.id for one in await bench.listed()]
    async with bench.app.database.across_tenants("a test mends the queue") as connection:
        assert await job_reports.retry(connection, [first, "job-0", "job-x", "event-1", ""]) == 1
        assert await job_reports.drop(connection, [first]) == 0
        assert await job_reports.drop(connection, [second]) == 1
    mended.append(0)
    await work_off(bench.app)
    assert (mended, await bench.listed()) == ([0, 1], [])


async def test_an_event_nobody_can_take_in_is_set_aside_and_holds_up_no_other(bench: Bench) -> None:
    heard: list[str] = []
    broken = True

    async def hear(_ctx: Context, event: Event) -> None:
        if broken and event.payload["word"] == "bad":
            raise ValueError(event.payload["word"])
        heard.append(event.payload["word"])

    bench.subscribe("test.said", hear)
    async with bench.app.acting(bench.home.tenant_id) as ctx:
        for word in ("bad", "good"):
            await ctx.emit("test.said", record_id=new_id(), word=word)
    for _ in range(2 * events.MOST_ATTEMPTS):
        await bench.sql("UPDATE event_outbox SET not_before = now() - interval '1 s' WHERE not_before < 'infinity'")
        await events.drain(bench.app)
    assert heard == ["good"]
    [aside] = await bench.listed()
    assert (aside.kind, aside.state, aside.due_at) == ("event", "set_aside", None)
    assert aside.attempts == events.MOST_ATTEMPTS
    assert "ValueError" in str(aside.reason)
    assert ((await bench.counts()).events_waiting, (await bench.counts()).events_set_aside) == (0, 1)
    broken = False
    async with bench.app.database.across_tenants("a test mends the outbox") as connection:
        assert await job_reports.retry(connection, [aside.id]) == 1
    await events.drain(bench.app)
    assert (heard, await bench.listed()) == (["good", "bad"], [])


async def test_a_job_no_module_knows_is_set_aside_after_a_while(bench: Bench) -> None:
    await bench.enqueue("gone.job")
    async with jobs.worker_connection(bench.app) as connection:
        _, queue = jobs.make_worker(bench.app, connection)
        await queue.set_aside_unknown()
        assert (await bench.counts()).waiting == 1
        await bench.sql("UPDATE pgqueuer SET created = now() - interval '1 hour'")
        await queue.set_aside_unknown()
    assert [one.reason for one in await bench.listed()] == ["No module knows this job."]
