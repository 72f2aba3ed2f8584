"""Cancelling of jobs: those of one tenant that wait, by their names, and no others."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from bottega.kernel import job_queue, job_reports
from bottega.kernel.application import Application

NAME, OTHER = "auth.send_invitation", "documents.batch"


async def put(app: Application, tenant_id: UUID, name: str, **payload: Any) -> int:
    async with app.database.across_tenants("a test queues a job") as connection:
        number = await job_queue.put(connection, name, payload, tenant_id=tenant_id)
    assert number is not None
    return number


async def left(app: Application, numbers: Sequence[int]) -> list[int]:
    async with app.database.across_tenants("a test looks into the queue") as connection:
        rows = await connection.fetch("SELECT id FROM pgqueuer WHERE id = ANY($1) ORDER BY id", list(numbers))
    return [row["id"] for row in rows]


async def test_waiting_jobs_of_one_tenant_are_removed_and_no_others(app: Application) -> None:
    mine, others, organization = uuid4(), uuid4(), uuid4()
    about = await put(app, mine, NAME, organizationId=str(organization))
    elsewhere = await put(app, mine, NAME, organizationId=str(uuid4()))
    unreadable, running = await put(app, mine, NAME), await put(app, mine, NAME)
    of_another_name, of_others = await put(app, mine, OTHER), await put(app, others, NAME)
    numbers = [about, elsewhere, unreadable, running, of_another_name, of_others]
    async with app.database.across_tenants("a test cancels jobs") as connection:
        await connection.execute("UPDATE pgqueuer SET payload = $2 WHERE id = $1", unreadable, b"\xff no json")
        await connection.execute("UPDATE pgqueuer SET status = 'picked', heartbeat = now() WHERE id = $1", running)
        assert await job_reports.cancel(connection, mine, [NAME], organization_id=organization) == 1
    assert await left(app, numbers) == numbers[1:]
    async with app.database.across_tenants("a test cancels jobs") as connection:
        assert await job_reports.cancel(connection, mine, [NAME]) == 2
        assert await job_reports.cancel(connection, mine, [NAME]) == 0
        counts = await job_reports.count_of(connection, NAME)
        assert (counts["running"] >= 1, counts["waiting"] >= 1) == (True, True)
    assert await left(app, numbers) == [running, of_another_name, of_others]
    async with app.database.across_tenants("a test tidies up") as connection:
        await connection.execute("DELETE FROM pgqueuer WHERE id = ANY($1)", numbers)
