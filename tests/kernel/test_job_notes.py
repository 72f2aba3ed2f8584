"""Notes and progress of a job, the details that are kept of it, and what workers repeat."""

import asyncio
from typing import Any

from bottega.kernel import job_notes, job_progress, job_queue, jobs
from bottega.kernel.application import Application
from bottega.kernel.i18n import T
from bottega.kernel.job_details import JobDetails, read_details
from bottega.kernel.modules import Module
from working import work_off


async def details(app: Application, number: int) -> JobDetails | None:
    async with app.database.across_tenants("a test looks at a job") as connection:
        return await read_details(connection, number)


async def put(app: Application, name: str, payload: dict[str, Any]) -> int:
    async with app.database.across_tenants("a test queues a job") as connection:
        number = await job_queue.put(connection, name, payload, tenant_id=None)
    assert number is not None
    return number


async def test_a_job_notes_its_own_lines_and_how_far_it_is(app: Application, other: Module) -> None:
    numbers: dict[str, int] = {}
    halfway: dict[str, int | None] = {}

    async def slow(app: Application, payload: dict[str, Any]) -> None:
        letter = payload["name"]
        for percent in (10, 60):
            async with app.database.across_tenants("a test notes a line") as connection:
                await job_notes.note(connection, f"{letter}: {percent}")
        await job_progress.report(3, 5)
        known = await details(app, numbers[letter])
        halfway[letter] = known.progress if known else None

    other.job("noting", T(en="Noting", pl="Notowanie"))(slow)
    name = f"{other.name}.noting"
    try:
        for letter in "ab":
            numbers[letter] = await put(app, name, {"name": letter})
        waiting = await details(app, numbers["a"])
        assert waiting is not None
        told = (waiting.state, waiting.progress, waiting.payload, waiting.ended_at)
        assert told == ("waiting", None, {"name": "a"}, None)
        await work_off(app)
    finally:
        other.jobs.pop()
    # The rows of progress are seen by all tests of the process.
    known = {letter: await details(app, number) for letter, number in numbers.items()}
    async with app.database.across_tenants("a test leaves no progress behind") as connection:
        await connection.execute("DELETE FROM job_progress WHERE job_id = ANY($1)", list(numbers.values()))
    assert halfway == {"a": 60, "b": 60}
    for letter, done in known.items():
        assert done is not None
        assert (done.state, done.progress, done.attempts, done.payload) == ("completed", 100, 1, None)
        assert [line.line for line in done.lines if ":" in line.line] == [f"{letter}: 10", f"{letter}: 60"]
        assert done.lines[0].line == "Queued"
        assert done.lines[-1].line == "Done"


async def test_a_note_outside_of_a_job_is_nobodys(app: Application) -> None:
    async with app.database.across_tenants("a test notes something") as connection:
        await job_notes.note(connection, "Not in a job")
        assert await connection.fetchval("SELECT count(*) FROM job_notes WHERE line = 'Not in a job'") == 0


async def test_nothing_is_known_of_a_job_that_never_was(app: Application) -> None:
    assert await details(app, 10**15) is None


async def test_notes_go_with_what_the_queue_noted(app: Application) -> None:
    async with app.database.across_tenants("a test notes something long ago") as connection:
        with job_notes.about(10**15):
            await job_notes.note(connection, "Long ago")
        await connection.execute(
            "UPDATE job_notes SET created_at = now() - interval '8 days' WHERE job_id = $1", 10**15
        )
        await job_notes.sweep(connection, jobs.NOTES_KEPT)
        assert await job_notes.read(connection, 10**15) == []


async def test_a_worker_repeats_what_modules_register_whatever_it_raises(app: Application, other: Module) -> None:
    enough, times = asyncio.Event(), list[int]()

    async def look(_app: Application) -> None:
        times.append(len(times))
        if len(times) > 3:
            enough.set()
        raise LookupError

    other.upkeep(lambda _settings: 0.01)(look)
    stop = asyncio.Event()
    try:
        async with jobs.worker_connection(app) as connection, asyncio.timeout(30):
            working = asyncio.create_task(jobs.run(app, connection, stop))
            await enough.wait()
            stop.set()
            await working
    finally:
        other.upkeeps.pop()
    assert times[:4] == [0, 1, 2, 3]
