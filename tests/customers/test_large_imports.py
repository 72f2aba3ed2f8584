"""Large imports of customers: done by the worker, followed while they run, undone as one, and never done twice."""

import asyncio
from typing import Any

import pytest
from studio import EVERYTHING, UNDO, names

from bottega.business.customers.importing.operations import IN_BACKGROUND
from bottega.kernel import jobs
from bottega.kernel.application import Application
from working import work_off

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEAD = "Imię;Nazwisko;E-mail;Telefon;Ulica;Kod pocztowy;Miejscowość"
MANY = IN_BACKGROUND + 200


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*EVERYTHING)


def people(count: int) -> bytes:
    rows = [f"Ewa{n};Nowak{n};ewa{n}@example.com;{600_000_000 + n};Polna {n};61-001;Poznań" for n in range(count)]
    return "\r\n".join([HEAD, *rows]).encode("cp1250")


async def sent(me: Any, content: bytes, **form: Any) -> Any:
    files = {"file": ("lista.csv", content, "text/csv")}
    return await me.client.post("/customers/people/import", files=files, data=form)


async def total(me: Any) -> int:
    return (await me.get("/customers/people", params={"pageSize": "1"})).json()["total"]


async def progress(me: Any, import_id: str) -> Any:
    return (await me.get(f"/customers/people/imports/{import_id}")).json()


async def test_a_large_import_is_queued_followed_and_undone_as_one(me: Any, app: Application) -> None:
    answer = await sent(me, people(MANY))
    report = answer.json()
    assert (answer.status_code, report["state"], report["created"]) == (202, "queued", MANY)
    assert "x-om-operation" not in answer.headers
    assert await total(me) == 0
    import_id = report["importId"]
    assert (await progress(me, import_id))["state"] == "queued"
    assert await app.storage.exists(me.tenant_id, f"imports/{import_id}")
    seen: list[tuple[str, int]] = []
    running = asyncio.create_task(work_off(app))
    while not running.done():
        now = await progress(me, import_id)
        seen.append((now["state"], now["done"]))
        await asyncio.sleep(0.02)
    await running
    ended = await progress(me, import_id)
    assert (ended["state"], ended["done"], ended["created"], ended["error"]) == ("done", MANY, MANY, None)
    assert any(state == "running" and 0 < done < MANY for state, done in seen)
    assert await total(me) == MANY
    assert await names(me, search="Nowak1007") == ["Ewa1007 Nowak1007"]
    assert not await app.storage.exists(me.tenant_id, f"imports/{import_id}")
    undone = await me.post(UNDO, {"undoToken": ended["undoToken"]})
    assert undone.status_code == 200, undone.text
    assert await total(me) == 0
    assert (await progress(me, import_id))["undoToken"] is None


async def test_an_import_that_is_done_is_not_done_again(me: Any, app: Application) -> None:
    import_id = (await sent(me, people(MANY), duplicates="create")).json()["importId"]
    await work_off(app)
    async with app.acting(me.tenant_id) as ctx:
        await jobs.enqueue(ctx, "customers.import", importId=import_id)
    await work_off(app)
    assert await total(me) == MANY


async def test_a_file_that_waits_cannot_be_read(me: Any, app: Application) -> None:
    import_id = (await sent(me, people(MANY))).json()["importId"]
    kept = b"".join([p async for p in await app.storage.get(me.tenant_id, f"imports/{import_id}")])
    assert b"Nowak" not in kept
    assert kept.endswith(b":v1")


async def test_an_import_that_fails_changes_nothing_and_says_so(me: Any, app: Application) -> None:
    import_id = (await sent(me, people(MANY))).json()["importId"]
    await app.storage.delete(me.tenant_id, f"imports/{import_id}")
    await work_off(app)
    ended = await progress(me, import_id)
    assert ended["state"] == "failed"
    assert ended["error"]
    assert await total(me) == 0


async def test_bad_rows_of_a_large_file_are_told_at_once(me: Any) -> None:
    refused = await sent(me, people(MANY) + "\r\nEwa;;;;;;".encode("cp1250"))
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["line"] == MANY + 2


async def test_strangers_cannot_follow_an_import(me: Any, caller: Any) -> None:
    import_id = (await sent(me, people(MANY))).json()["importId"]
    assert (await me.get(f"/customers/companies/imports/{import_id}")).status_code == 404
    other = await caller(*EVERYTHING, organizations=[])
    assert (await other.get(f"/customers/people/imports/{import_id}")).status_code == 404
