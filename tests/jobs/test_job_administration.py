"""Background jobs over the API: an administrator sees those of the tenant with reasons, retries or drops them."""

from typing import Any
from uuid import UUID

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from callers import Caller, Invite


async def set_aside(app: Application, tenant_id: UUID | None) -> str:
    """A job that failed for good."""
    async with app.database.across_tenants("a test puts a job aside") as connection:
        number = await connection.fetchval(
            "INSERT INTO pgqueuer (priority, entrypoint, payload, headers, status)"
            " VALUES (0, 'auth.send_reset', '{}', $1, 'failed') RETURNING id",
            {"tenantId": str(tenant_id)} if tenant_id else None,
        )
        await connection.execute(
            "INSERT INTO pgqueuer_log (job_id, status, priority, entrypoint, traceback)"
            " VALUES ($1, 'failed', 0, 'auth.send_reset', $2)",
            number,
            {"exception_message": "MailNotSent"},
        )
    return f"job-{number}"


@pytest.fixture
async def keeper(caller: Invite) -> Caller:
    """Somebody who looks after the jobs of the tenant."""
    return await caller("jobs.view", "jobs.manage")


async def ids(who: Caller, **params: Any) -> list[str]:
    answer = await who.get("/jobs", params=params)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_a_job_that_was_set_aside_is_listed_with_its_reason(app: Application, keeper: Caller) -> None:
    job = await set_aside(app, keeper.tenant_id)
    answer = (await keeper.client.get("/jobs", params={"state": "set_aside"}, headers={"accept-language": "pl"})).json()
    [item] = answer["items"]
    assert (item["id"], item["name"], item["state"]) == (job, "auth.send_reset", "set_aside")
    assert (item["title"], item["reason"]) == ("Wysyłka linku do zmiany hasła", "MailNotSent")
    assert item["tenantId"] == str(keeper.tenant_id)
    assert (answer["total"], answer["page"], answer["totalPages"]) == (1, 1, 1)
    beyond = (await keeper.get("/jobs", params={"page": 3})).json()
    assert (beyond["items"], beyond["total"], beyond["totalPages"]) == ([], 1, 1)
    assert await ids(keeper, state="waiting") == []


async def test_jobs_of_other_tenants_and_of_the_installation_are_not_there(
    app: Application, keeper: Caller, admin: Caller
) -> None:
    foreign, nobodys = await set_aside(app, UUID(int=7)), await set_aside(app, None)
    assert await ids(keeper) == []
    for job in (foreign, nobodys):
        assert (await keeper.post(f"/jobs/{job}/retry")).status_code == 404
        assert (await keeper.delete(f"/jobs?id={job}")).status_code == 404
    assert {foreign, nobodys} <= set(await ids(admin, pageSize=100))
    assert (await admin.delete(f"/jobs?id={foreign}")).status_code == 200
    assert (await admin.delete(f"/jobs?id={nobodys}")).status_code == 200


async def test_a_job_is_retried_once_and_the_log_says_by_whom(app: Application, keeper: Caller) -> None:
    job = await set_aside(app, keeper.tenant_id)
    assert (await keeper.post(f"/jobs/{job}/retry")).json() == {"ok": True}
    assert await ids(keeper, state="waiting") == [job]
    again = await keeper.post(f"/jobs/{job}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "not_set_aside")
    async with app.acting(keeper.tenant_id) as ctx:
        entries = await ctx.query(
            "SELECT actor_id, command_id, resource_id FROM action_logs"
            " WHERE tenant_id = $1 AND resource_kind = 'jobs.job'",
            keeper.tenant_id,
        )
        await ctx.query("DELETE FROM pgqueuer WHERE id = $1", int(job.partition("-")[2]))
    assert [tuple(entry) for entry in entries] == [(keeper.user_id, "jobs.retry", job)]


async def test_a_job_that_is_dropped_is_gone(app: Application, keeper: Caller) -> None:
    job = await set_aside(app, keeper.tenant_id)
    answer = await keeper.delete(f"/jobs?id={job}")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert "x-om-operation" not in answer.headers
    assert await ids(keeper) == []
    assert (await keeper.delete(f"/jobs?id={job}")).status_code == 404


@pytest.mark.parametrize("job", ["job-", "job-x", "job-99999999999999999999", "event-0", "12", "job--1", "jöb-1"])
async def test_an_id_that_is_none_names_nothing(keeper: Caller, job: str) -> None:
    assert (await keeper.post(f"/jobs/{job}/retry")).status_code == 404


async def test_a_long_job_is_listed_with_how_far_it_is(app: Application, keeper: Caller) -> None:
    job, record = await set_aside(app, keeper.tenant_id), new_id()
    async with app.database.across_tenants("a test says how far a job came") as connection:
        await connection.execute(
            "INSERT INTO job_progress (job_id, tenant_id, name, record_id, done, total, stage, state)"
            " VALUES ($1, $2, 'auth.send_reset', $3, 500, 1001, $4, 'failed')",
            int(job.removeprefix("job-")),
            keeper.tenant_id,
            record,
            {"en": "Saving", "pl": "Zapis"},
        )
    answer = await keeper.client.get("/jobs", headers={"accept-language": "pl"})
    [item] = answer.json()["items"]
    assert item["progress"] == {"done": 500, "of": 1001, "stage": "Zapis", "recordId": str(record)}
    await keeper.delete(f"/jobs?id={job}")
    other = await set_aside(app, keeper.tenant_id)
    assert [one["progress"] for one in (await keeper.get("/jobs")).json()["items"]] == [None]
    await keeper.delete(f"/jobs?id={other}")
