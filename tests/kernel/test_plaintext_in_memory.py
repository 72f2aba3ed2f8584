"""Opened texts in memory: one bound counts all of them, an erasure clears them, and nothing uncommitted gets in."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from bottega.business.customers import find_contacts
from bottega.business.customers.tables import Entity
from bottega.kernel.application import Application
from bottega.kernel.plaintext_index import replica
from bottega.kernel.plaintext_index.sorted_keys import sort_keys_of
from bottega.kernel.resources import items

NAMES = ("Łoza Ida", "Lis Ewa", "Zioło Jan", "Ćma Ola")


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody with a few customers."""
    invited = await caller("customers.*", "privacy.*")
    for name in NAMES:
        await add(invited, name)
    return invited


async def add(me: Any, name: str) -> str:
    """A person of this name."""
    first, last = name.split()
    body = {"firstName": first, "lastName": last, "displayName": name, "status": "lead"}
    answer = await me.post("/customers/people", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def names(me: Any, **query: Any) -> list[str]:
    """The names of a page."""
    answer = await me.get("/customers/people", params=query)
    assert answer.status_code == 200, answer.text
    return [item["display_name"] for item in answer.json()["items"]]


def kept_of(app: Application, tenant_id: UUID) -> list[Any]:
    """What this process keeps of a tenant."""
    replicas: replica.Replicas = app.kept["kernel.replicas"]
    return [entry for (tenant, _what), entry in replicas._entries.items() if tenant == tenant_id]


async def test_answers_of_lists_and_searches_weigh_as_well_as_what_they_come_from(app: Application, me: Any) -> None:
    await names(me, sortField="name")
    replicas: replica.Replicas = app.kept["kernel.replicas"]
    before = replicas.weight
    await names(me, sortField="name", status="lead")
    filtered = replicas.weight
    assert filtered >= before + 16 * len(NAMES)
    await asyncio.gather(*(names(me, search="jan") for _ in range(5)))
    assert replicas.weight > filtered
    kept = kept_of(app, me.tenant_id)
    assert sum(one.weight for one in kept) == sum(one.weighed for one in kept)
    assert replicas.weight == sum(one.weighed for one in replicas._entries.values())


async def test_names_weigh_as_many_bytes_as_their_lines_take(app: Application, me: Any) -> None:
    async with app.acting(me.tenant_id) as ctx:
        sort_keys = await sort_keys_of(ctx, Entity, "display_name")
        assert sort_keys is not None
        first = sort_keys.weight
    longest = await add(me, f"Ada {'Długonazwiskowa' * 7}")
    async with app.acting(me.tenant_id) as ctx:
        assert await sort_keys_of(ctx, Entity, "display_name") is sort_keys
    assert sort_keys.weight > first + 150
    await me.delete("/customers/people", {"id": longest})
    async with app.acting(me.tenant_id) as ctx:
        assert await sort_keys_of(ctx, Entity, "display_name") is sort_keys
    assert sort_keys.weight == first


async def test_beyond_the_bound_only_what_was_asked_for_last_stays(
    app: Application, me: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "MOST_BYTES", 0)
    for query in ({"sortField": "name"}, {"sortField": "name", "status": "lead"}, {"search": "lis"}):
        assert "Lis Ewa" in await names(me, **query)
        assert len(app.kept["kernel.replicas"]._entries) == 1


async def test_more_questions_than_are_remembered_push_the_oldest_out(
    app: Application, me: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "_MOST_ENTRIES", 3)
    for word in ("ida", "ewa", "jan", "ola", "lis"):
        assert len(await names(me, search=word)) == 1
        assert len(app.kept["kernel.replicas"]._entries) <= 3


async def test_a_remembered_answer_follows_every_change(me: Any) -> None:
    query = {"sortField": "name", "status": "lead"}
    assert await names(me, **query) == await names(me, **query) == ["Ćma Ola", "Lis Ewa", "Łoza Ida", "Zioło Jan"]
    ada = await add(me, "Ada Rys")
    assert (await names(me, **query))[0] == "Ada Rys"
    await me.put("/customers/people", {"id": ada, "status": "client"})
    assert (await names(me, **query))[0] == "Ćma Ola"


async def test_when_somebody_is_erased_nothing_opened_stays_in_memory(app: Application, me: Any) -> None:
    gone = await add(me, "Ada Rys")
    await names(me, sortField="name", status="lead")
    await names(me, search="rys")
    assert kept_of(app, me.tenant_id)
    assert items._remembered.cache_info().currsize > 0
    answer = await me.post(f"/privacy/people/{gone}/erase", {})
    assert answer.status_code == 200, answer.text
    assert kept_of(app, me.tenant_id) == []
    assert items._remembered.cache_info().currsize == 0
    assert "Ada Rys" not in await names(me, sortField="name")


async def test_other_processes_hear_of_an_erasure(app: Application, me: Any) -> None:
    heard: list[UUID | None] = []
    app.caches.heed("erasure", heard.append)
    gone = await add(me, "Ada Rys")
    await me.post(f"/privacy/people/{gone}/erase", {})
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute("SELECT 1")
    # Once by the command itself, once as every process hears it.
    for _ in range(200):
        if heard.count(me.tenant_id) >= 2:
            break
        async with app.database.tenant(me.tenant_id) as connection:
            await connection.execute("SELECT pg_sleep(0.02)")
    assert heard.count(me.tenant_id) >= 2


async def test_a_transaction_that_has_written_fills_nothing(app: Application, me: Any) -> None:
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await ctx.begin()
        await ctx.query("UPDATE customers_entities SET status = 'client' WHERE tenant_id = $1", me.tenant_id)
        assert await sort_keys_of(ctx, Entity, "display_name") is None
        # What it looks for is found all the same, by grams.
        assert len(await find_contacts(ctx, "ziolo")) == 1
    assert all(one.weight == replica._ENTRY_BYTES for one in kept_of(app, me.tenant_id))
    async with app.acting(me.tenant_id) as ctx:
        await ctx.begin()
        sort_keys = await sort_keys_of(ctx, Entity, "display_name")
        assert sort_keys is not None
        assert sort_keys.size == len(NAMES)
