"""Many contacts: the order of names has no bound, and a name that answers a search is not opened for it."""

import random
from typing import Any
from uuid import UUID

import pytest

from bottega.business.customers.lists.contacts import find_contacts
from bottega.business.customers.tables import Company, Entity, Person
from bottega.kernel.application import Application
from bottega.kernel.plaintext_index import replica
from bottega.kernel.resources.in_memory_order import MOST_SORTED
from bottega.kernel.text.folding import sort_key
from bottega.kernel.writes import changes

MANY = MOST_SORTED + 500
FEATURES = ("customers.*", "contacts.view")


@pytest.fixture
async def me(caller: Any) -> Any:
    return await caller(*FEATURES)


async def add_people(app: Application, me: Any, names: list[str]) -> list[UUID]:
    """People of these names; every tenth is a company."""
    place = {"organization_id": me.organization_id}
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        ids = await changes.insert_many(
            ctx,
            Entity,
            [
                {
                    **place,
                    "kind": "person" if n % 10 else "company",
                    "display_name": name,
                    "primary_email": f"klient{n}@example.com",
                }
                for n, name in enumerate(names)
            ],
        )
        halves = {
            Person: [i for n, i in enumerate(ids) if n % 10],
            Company: [i for n, i in enumerate(ids) if not n % 10],
        }
        for table, own in halves.items():
            await changes.insert_many(ctx, table, [{**place, "id": i} for i in own])
    return ids


async def listed(me: Any, **query: Any) -> dict[str, Any]:
    answer = await me.get("/contacts/contacts", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(page: dict[str, Any]) -> list[str]:
    return [item["display_name"] for item in page["items"]]


async def test_more_contacts_than_were_ever_sorted_are_sorted_by_name(app: Application, me: Any) -> None:
    names = [f"Łucja {n:05}" if n % 2 else f"Zenon {n:05}" for n in range(MANY)]
    random.Random(3).shuffle(names)  # noqa: S311 - its chance is no secret
    await add_people(app, me, names)
    inorder = sorted(names, key=sort_key)
    first = await listed(me, sortField="displayName", pageSize=5)
    assert (shown(first), first["total"]) == (inorder[:5], MANY)
    deep = await listed(me, sortField="displayName", pageSize=5, page=2001)
    assert shown(deep) == inorder[10_000:10_005]
    last = await listed(me, sortField="displayName", sortDir="desc", pageSize=5)
    assert shown(last) == inorder[:-6:-1]
    firms = [name for n, name in enumerate(names) if not n % 10]
    of_kind = await listed(me, sortField="displayName", kind="company", pageSize=5)
    assert (shown(of_kind), of_kind["total"]) == (sorted(firms, key=sort_key)[:5], len(firms))
    searched = await listed(me, sortField="displayName", search="zenon", pageSize=5)
    assert (shown(searched), searched["total"]) == ([n for n in inorder if "Zenon" in n][:5], MANY // 2)
    emails = await listed(me, sortField="primaryEmail", pageSize=2)
    assert [item["primary_email"] for item in emails["items"]] == ["klient0@example.com", "klient10000@example.com"]


async def test_more_customers_than_are_kept_in_memory_are_found_by_grams_and_numbers(
    app: Application, me: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "MOST_RECORDS", 2)
    ids = await add_people(app, me, ["Ewa Żółkiewska", "Jan Kowalski", "Ewa Kowalska"])
    await me.put("/customers/people", {"id": str(ids[1]), "primaryPhone": "600 100 200"})
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        assert list(await find_contacts(ctx, "zolkiewska")) == [ids[0]]
        assert set(await find_contacts(ctx, "kowalsk")) == {ids[1], ids[2]}
        assert list(await find_contacts(ctx, "kowalska ewa")) == [ids[2]]
        assert list(await find_contacts(ctx, "+48 600-100-200")) == [ids[1]]


async def test_grams_in_another_order_are_not_taken_for_the_word(app: Application, me: Any) -> None:
    ids = await add_people(app, me, ["banan", "anabanana bana", "nabana"])
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        assert set(await find_contacts(ctx, "banan")) == set(ids[:2])


async def test_a_name_with_a_new_word_is_found_at_once_and_the_old_one_no_more(me: Any) -> None:
    body = {"firstName": "Ewa", "lastName": "Nowak", "displayName": "Ewa Nowak"}
    person = (await me.post("/customers/people", body)).json()["id"]
    assert (await listed(me, search="nowak"))["total"] == 1
    await me.put("/customers/people", {"id": person, "lastName": "Wilczyńska", "displayName": "Ewa Wilczyńska"})
    assert (await listed(me, search="nowak"))["total"] == 0
    assert shown(await listed(me, search="wilczynska")) == ["Ewa Wilczyńska"]
