"""Order of ids kept in memory: pages far behind and lists by custom fields are those that SQL gives, at any moment."""

from typing import Any

import pytest
from crm import FEATURES, Crm

from bottega.kernel.resources import in_memory_order


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES, "entities.*"))


async def _pages(crm: Crm, **query: str) -> list[str]:
    """Everything, by pages of three: more than one statement goes through."""
    found: list[str] = []
    for page in range(1, 5):
        items = await crm.items("people", **query, page=str(page), pageSize="3")
        found += [item["id"] for item in items]
    return found


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("query", [{}, {"sortField": "createdAt"}, {"status": "new"}, {"sortField": "cf_n"}])
async def test_pages_far_behind_are_those_of_the_whole_list(
    crm: Crm, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], direction: str
):
    field = {"entityId": "customers:customer_person_profile", "key": "n", "kind": "integer", "configJson": {}}
    assert (await crm.me.post("/entities/definitions", field)).status_code == 200
    people = [await crm.person(f"Ewa {n}", status="new" if n % 2 else "old", cf_n=n % 4) for n in range(8)]
    query |= {"sortDir": direction}
    whole = [item["id"] for item in await crm.items("people", **query, pageSize="100")]
    monkeypatch.setattr(in_memory_order, "DEEP", 2)

    assert await _pages(crm, **query) == whole
    # What is remembered is forgotten when somebody comes, changes or goes.
    await crm.put("people", id=people[3], status="old", cf_n=9)
    await crm.person("Jan", status="new", cf_n=7)
    await crm.me.delete("/customers/people", params={"id": people[1]})
    changed = [item["id"] for item in await crm.items("people", **query, pageSize="100")]
    assert await _pages(crm, **query) == changed
    assert changed != whole


async def test_more_than_is_remembered_is_left_to_sql(crm: Crm, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(in_memory_order, "DEEP", 2)
    monkeypatch.setattr(in_memory_order, "MOST_REMEMBERED", 4)
    people = [await crm.person(f"Ewa {n}") for n in range(7)]

    assert await _pages(crm, sortField="createdAt") == people
    assert await _pages(crm, sortField="createdAt") == people
