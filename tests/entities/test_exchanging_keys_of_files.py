"""Files that wait sealed in the storage are exchanged with the key, under the lock of their rows."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sealed_people import follow

from bottega.business.customers.importing import queue
from bottega.business.customers.importing.queue import CustomerImport, run_import
from bottega.business.documents.issue import month_batches
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import NotFound
from bottega.kernel.reencryption import resealing, stored_files
from bottega.kernel.reencryption.batch import Batch
from bottega.kernel.writes import changes
from callers import Caller, Invite

LIST = "Imię;Nazwisko\r\nEwa;Żółkiewska\r\nJan;Kowalski".encode()


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller("customers.*", "entities.*")


async def waiting(app: Application, me: Caller, state: str = "queued") -> UUID:
    """An import that waits for the worker, with its file."""
    import_id = new_id()
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await queue.FILES.put(ctx, import_id, LIST)
        await changes.insert(
            ctx,
            CustomerImport,
            {
                "id": import_id,
                "organization_id": me.organization_id,
                "kind": "person",
                "actor_id": me.user_id,
                "actor_kind": "user",
                "locale": "pl",
                "state": state,
                "total": 2,
                "done": 0,
                "wish": {"chosen": {}, "doubles": "skip", "decisions": {}},
            },
        )
    return import_id


async def raw(app: Application, me: Caller, import_id: UUID) -> str:
    pieces = await app.storage.get(me.tenant_id, f"imports/{import_id}")
    return b"".join([piece async for piece in pieces]).decode()


async def exchange(app: Application, me: Caller) -> None:
    assert await resealing.exchange_key(app, me.tenant_id, lead=0) is True


async def test_a_list_that_waits_is_imported_after_the_exchange(app: Application, me: Caller) -> None:
    import_id = await waiting(app, me)
    assert (await raw(app, me, import_id)).endswith(":v1")
    await exchange(app, me)
    progress = await follow(app, me)
    assert (progress.running, progress.broken) == (False, 0)
    assert (await raw(app, me, import_id)).endswith(":v2")
    await run_import(app, {"tenantId": str(me.tenant_id), "importId": str(import_id)})
    assert (await me.get("/customers/people")).json()["total"] == 2


async def test_it_goes_on_where_it_was_interrupted(app: Application, me: Caller) -> None:
    ids = [await waiting(app, me) for _ in range(stored_files.BATCH + 2)]
    await exchange(app, me)
    stage = "~files/customers_imports"
    async with app.acting(me.tenant_id) as ctx:
        # As it is when the first batch of files was committed, and then the process died.
        await ctx.query(
            "UPDATE resealing SET stage = $2, after = $3, passes = 1, pass_from = clock_timestamp()"
            " WHERE tenant_id = $1",
            me.tenant_id,
            stage,
            "",
        )
    app.vault.refresh(me.tenant_id)
    assert await resealing.step(app, me.tenant_id) is True
    endings = [(await raw(app, me, one)).rpartition(":")[2] for one in ids]
    assert endings == ["v2"] * stored_files.BATCH + ["v1"] * 2
    async with app.acting(me.tenant_id) as ctx:
        work = await ctx.require("SELECT stage, after FROM resealing WHERE tenant_id = $1", me.tenant_id)
    assert (work["stage"], work["after"]) == (stage, str(ids[stored_files.BATCH - 1]))
    assert (await follow(app, me)).running is False
    assert {(await raw(app, me, one)).rpartition(":")[2] for one in ids} == {"v2"}


async def test_a_file_that_its_owner_deletes_does_not_come_back(app: Application, me: Caller) -> None:
    import_id = await waiting(app, me)
    await exchange(app, me)
    async with app.acting(me.tenant_id) as ctx:
        await ctx.begin()
        await changes.update(ctx, CustomerImport, import_id, {"state": "done"})
        # Whoever holds the row is passed by, and the pass does not count as clean.
        async with app.acting(me.tenant_id) as other:
            await other.begin()
            batch = await stored_files.renew_some(other, queue.FILES, "", Batch())
        assert (batch.changed, batch.missed) == (0, 1)
    await app.storage.delete(me.tenant_id, f"imports/{import_id}")
    assert (await follow(app, me)).running is False
    with pytest.raises(NotFound):
        await raw(app, me, import_id)


async def test_who_deletes_a_file_waits_while_it_is_sealed_anew(app: Application, me: Caller) -> None:
    import_id = await waiting(app, me)
    await exchange(app, me)
    app.vault.refresh(me.tenant_id)
    async with app.acting(me.tenant_id) as ctx:
        await ctx.begin()
        batch = await stored_files.renew_some(ctx, queue.FILES, "", Batch())
        assert batch.changed == 1
        ending = asyncio.create_task(_end(app, me, import_id))
        await asyncio.sleep(0.3)
        assert not ending.done()
    await ending
    with pytest.raises(NotFound):
        await raw(app, me, import_id)


async def _end(app: Application, me: Caller, import_id: UUID) -> None:
    async with app.acting(me.tenant_id) as ctx:
        await changes.update(ctx, CustomerImport, import_id, {"state": "done"})
    await app.storage.delete(me.tenant_id, f"imports/{import_id}")


async def test_a_file_that_no_key_opens_keeps_the_old_key(app: Application, me: Caller) -> None:
    import_id = await waiting(app, me)
    sealed = await raw(app, me, import_id)
    await app.storage.put(me.tenant_id, f"imports/{import_id}", (sealed[:30] + "AAAA" + sealed[34:]).encode())
    await exchange(app, me)
    assert (await follow(app, me)).broken == 1
    async with app.database.tenant(me.tenant_id) as connection:
        assert await connection.fetchval("SELECT coming IS NOT NULL FROM tenant_keys")


async def test_printed_months_are_exchanged_too(app: Application, me: Caller) -> None:
    batch_id = new_id()
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await month_batches.FILES.put(ctx, batch_id, b"%PDF")
        await changes.insert(
            ctx,
            month_batches.DocumentBatch,
            {
                "id": batch_id,
                "organization_id": me.organization_id,
                "actor_id": me.user_id,
                "rodzaje": [],
                "miesiac": date(2026, 1, 1),
                "format": "pdf",
                "dokumenty": [],
                "stan": "gotowe",
                "gotowe": 0,
            },
        )
    await exchange(app, me)
    assert (await follow(app, me)).running is False
    async with app.acting(me.tenant_id) as ctx:
        assert await month_batches.FILES.get(ctx, batch_id) == b"%PDF"
    assert (await _raw_batch(app, me, batch_id)).endswith(":v2")


async def _raw_batch(app: Application, me: Caller, batch_id: UUID) -> str:
    pieces: Any = await app.storage.get(me.tenant_id, f"documents/batches/{batch_id}")
    return b"".join([piece async for piece in pieces]).decode()
