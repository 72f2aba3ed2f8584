"""A search among many encrypted records: bounded, off the event loop, and about the organizations in view first."""

import asyncio
import time
from typing import Any

import pytest
from crm import FEATURES, Crm, neighbour

from bottega.business.customers.tables_activity import Comment, Deal
from bottega.kernel.application import Application
from bottega.kernel.encryption import sealing
from bottega.kernel.resources import search_verification
from bottega.kernel.writes import changes

MANY = 2_500


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES))


async def add_deals(app: Application, me: Any, titles: list[str]) -> list[str]:
    """Deals of these titles."""
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        rows = [{"organization_id": me.organization_id, "title": title} for title in titles]
        return [str(one) for one in await changes.insert_many(ctx, Deal, rows)]


async def found(crm: Crm, **query: Any) -> tuple[list[str], int]:
    """The titles of a page, and how many there are in all."""
    answer = await crm.me.get("/customers/deals", params={"sortField": "title", **query})
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json()["items"]], answer.json()["total"]


async def test_texts_that_only_share_all_grams_are_not_found_whatever_else_is_asked(crm: Crm, app: Application):
    deals = await add_deals(app, crm.me, ["Banan", "anabanana bana", "nabana", "banan drugi"])
    assert await found(crm, search="banan") == (["anabanana bana", "Banan", "banan drugi"], 3)
    assert await found(crm, search="banan", ids=",".join(deals[2:])) == (["banan drugi"], 1)
    assert await found(crm, search="banan", status="won") == ([], 0)
    assert await found(crm, search="banan", pageSize=2, page=2) == (["banan drugi"], 3)
    assert await found(crm, search="banan", sortField="title", sortDir="desc", pageSize=1) == (["banan drugi"], 3)
    file = await crm.me.get("/customers/deals", params={"search": "banan", "format": "json"})
    assert len(file.json()) == 3


async def test_more_hits_than_one_look_takes_are_all_found(crm: Crm, app: Application):
    await add_deals(app, crm.me, [f"Kuchnia {n:05}" if n % 5 else f"chnia kuchni {n:05}" for n in range(MANY)])
    titles, total = await found(crm, search="kuchnia", pageSize=2, page=1000)
    assert (total, titles) == (MANY * 4 // 5, [f"Kuchnia {MANY - 2:05}", f"Kuchnia {MANY - 1:05}"])


async def test_beyond_the_bound_the_grams_decide_and_nothing_is_opened(
    crm: Crm, app: Application, monkeypatch: pytest.MonkeyPatch
):
    await add_deals(app, crm.me, ["banan", "nabana nan", "bana nan"])
    monkeypatch.setattr(search_verification, "MOST_OPENED", 2)
    assert (await found(crm, search="banan"))[1] == 3
    monkeypatch.setattr(search_verification, "MOST_OPENED", 3)
    assert (await found(crm, search="banan"))[1] == 1


async def test_other_organizations_neither_count_nor_are_opened(
    crm: Crm, app: Application, caller: Any, monkeypatch: pytest.MonkeyPatch
):
    other = await neighbour(caller)
    await add_deals(app, other, ["banan", "banan"])
    await add_deals(app, crm.me, ["banan", "bana nan"])
    monkeypatch.setattr(search_verification, "MOST_OPENED", 2)
    assert await found(crm, search="banan", sortField="id") == (["banan"], 1)
    async with app.acting(other.tenant_id, other.organization_id) as ctx:
        await ctx.query(
            "UPDATE customers_deals SET title = overlay(title PLACING 'AAAA' FROM 5) WHERE organization_id = $1",
            other.organization_id,
        )
    assert await found(crm, search="banan", sortField="id") == (["banan"], 1)


async def test_nobody_waits_while_texts_are_opened(crm: Crm, app: Application, monkeypatch: pytest.MonkeyPatch):
    person = await crm.person()
    async with app.acting(crm.me.tenant_id, crm.me.organization_id) as ctx:
        place = {"organization_id": crm.me.organization_id, "entity_id": person}
        await changes.insert_many(ctx, Comment, [{**place, "body": f"notatka {n}"} for n in range(200)])
    opened = sealing.open_row

    def slowly(*args: Any) -> None:
        time.sleep(0.002)
        opened(*args)

    monkeypatch.setattr(sealing, "open_row", slowly)
    pauses: list[float] = []

    async def watch() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            pauses.append(time.perf_counter() - before)

    watching = asyncio.create_task(watch())
    started = time.perf_counter()
    answer = await crm.me.get("/customers/comments", params={"search": "notatka", "pageSize": 1})
    took = time.perf_counter() - started
    watching.cancel()
    assert answer.json()["total"] == 200
    assert took > 0.4
    assert max(pauses) < took / 2
