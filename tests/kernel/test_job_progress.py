"""Progress of jobs: what a job reports is seen by whoever lists jobs, while it runs and after."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bottega.kernel import job_progress, job_reports, jobs
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.job_progress import Progress, report
from bottega.kernel.modules import Job
from bottega.platform.auth.tenant_setup import Founded
from working import work_off

STAGE = T(en="Writing {what}", pl="Zapis: {what}").given(what="x")


@pytest.fixture
def job(app: Application) -> Any:
    """Let the worker know a job as long as the test lasts; answers its name."""
    added: list[Job] = []

    def add(run: Any, **options: Any) -> str:
        added.append(Job(f"test.{new_id()}", T("Test", "Test"), run, **options))
        app.modules[0].jobs.append(added[-1])
        return added[-1].name

    yield add
    for one in added:
        app.modules[0].jobs.remove(one)


async def perform(app: Application, tenant_id: UUID, name: str) -> None:
    async with app.acting(tenant_id) as ctx:
        await jobs.enqueue(ctx, name)
    await work_off(app)


async def told(app: Application, tenant_id: UUID) -> list[Progress]:
    return await job_progress.recent(app.database, datetime.now(UTC) - timedelta(minutes=1), [tenant_id])


async def test_what_a_job_reports_is_seen_while_it_runs_and_when_it_is_finished(
    app: Application, tenant: Founded, job: Any
) -> None:
    person, record, seen = new_id(), new_id(), list[Progress]()

    async def long(app: Application, _payload: Any) -> None:
        await report(1, 3, stage=STAGE, person_id=person, record_id=record)
        seen.extend(await told(app, tenant.tenant_id))
        async with app.database.across_tenants("a test looks into the queue") as connection:
            [running] = (await job_reports.find(connection, tenant_id=tenant.tenant_id))[0]
        assert running.progress is not None
        assert (running.id, running.progress.said) == (seen[0].job, "1 of 3, Writing x")
        await report(3, 3, stage=STAGE)

    await perform(app, tenant.tenant_id, job(long))
    [while_running], [after] = seen, await told(app, tenant.tenant_id)
    assert (while_running.done, while_running.total, while_running.state) == (1, 3, "running")
    assert while_running.stage is not None
    assert (while_running.stage("en"), while_running.stage("pl")) == ("Writing x", "Zapis: x")
    assert (after.done, after.total, after.state) == (3, 3, "finished")
    assert (after.person_id, after.record_id, after.tenant_id) == (person, record, tenant.tenant_id)


async def test_a_job_that_reports_every_record_writes_twice_a_second_and_its_end(
    app: Application, tenant: Founded, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Progress] = []
    monkeypatch.setattr(app, "job_watch", written.append)

    async def long(_app: Application, _payload: Any) -> None:
        for done in range(1, 1_001):
            await report(done, 1_000)
        await report(1_000, 1_000)

    await perform(app, tenant.tenant_id, job(long))
    assert len(written) < 20
    assert [(one.done, one.state) for one in written[-2:]] == [(1_000, "running"), (1_000, "finished")]
    assert written[0].done == 1


async def test_the_last_report_is_written_however_soon_it_came(app: Application, tenant: Founded, job: Any) -> None:
    async def quick(_app: Application, _payload: Any) -> None:
        await report(1, None)
        await report(2, None)

    await perform(app, tenant.tenant_id, job(quick))
    [after] = await told(app, tenant.tenant_id)
    assert (after.done, after.total, after.state) == (2, None, "finished")


async def test_a_job_that_fails_leaves_how_far_it_came(app: Application, tenant: Founded, job: Any) -> None:
    async def failing(_app: Application, _payload: Any) -> None:
        await report(5, 10)
        raise Conflict(T("No", "Nie"))

    await perform(app, tenant.tenant_id, job(failing))
    [after] = await told(app, tenant.tenant_id)
    assert (after.done, after.state) == (5, "failed")


async def test_what_is_reported_outside_of_a_job_is_nothing(app: Application, tenant: Founded) -> None:
    await report(1, 2)
    assert await told(app, tenant.tenant_id) == []


async def test_progress_of_other_tenants_is_not_told(app: Application, tenant: Founded, job: Any) -> None:
    async def long(_app: Application, _payload: Any) -> None:
        await report(1, 2)

    await perform(app, tenant.tenant_id, job(long))
    assert [one.tenant_id for one in await told(app, new_id())] == []


async def test_jobs_that_run_at_once_do_not_mix_their_progress(app: Application, tenant: Founded, job: Any) -> None:
    both = asyncio.Event()

    async def first(_app: Application, _payload: Any) -> None:
        await asyncio.wait_for(both.wait(), 10)
        await report(1, 2)

    async def second(_app: Application, _payload: Any) -> None:
        both.set()
        await report(7, 8)

    names = [job(first), job(second)]
    async with app.acting(tenant.tenant_id) as ctx:
        for name in names:
            await jobs.enqueue(ctx, name)
    await work_off(app)
    assert {one.name: one.done for one in await told(app, tenant.tenant_id)} == dict(zip(names, (1, 7), strict=True))


async def test_progress_of_jobs_that_are_gone_is_forgotten_after_a_minute(
    app: Application, tenant: Founded, job: Any
) -> None:
    async def long(_app: Application, _payload: Any) -> None:
        await report(1, 2)

    await perform(app, tenant.tenant_id, job(long))
    async with app.database.across_tenants("a test waits a minute") as connection:
        await job_progress.sweep(connection)
        assert len(await told(app, tenant.tenant_id)) == 1
        await connection.execute("UPDATE job_progress SET updated_at = updated_at - interval '61 seconds'")
        await job_progress.sweep(connection)
        assert (
            await connection.fetchval("SELECT count(*) FROM job_progress WHERE tenant_id = $1", tenant.tenant_id) == 0
        )


async def test_the_record_that_stands_for_the_work_says_how_far_it_is_within_its_tenant(
    app: Application, tenant: Founded, job: Any
) -> None:
    record, found = new_id(), list[Any]()

    async def long(app: Application, _payload: Any) -> None:
        await report(4, 9, record_id=record)
        for whose in (tenant.tenant_id, new_id()):
            async with app.acting(whose) as ctx:
                found.append(await ctx.query_value(f"SELECT {job_progress.record_progress('$1::uuid')}", record))

    await perform(app, tenant.tenant_id, job(long))
    assert found == [4, None]
