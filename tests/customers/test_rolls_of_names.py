"""The order of encrypted names is kept in memory and follows every change, whoever made it; too many are not sorted."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from studio import names, person, undo

from bottega.business.customers.tables import Entity
from bottega.kernel.application import Application
from bottega.kernel.plaintext_index import replica, sorted_keys
from bottega.kernel.plaintext_index.sorted_keys import sort_keys_of

NAMES = ("Łoza Ida", "Lis Ewa", "Zioło Jan", "Ćma Ola")


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody with a few customers."""
    invited = await caller("customers.*", "directory.*", "audit_logs.undo_self")
    for name in NAMES:
        await person(invited, name)
    return invited


async def read(app: Application, me: Any) -> sorted_keys.SortKeys | None:
    """The sort keys as they are kept."""
    async with app.acting(me.tenant_id) as ctx:
        return await sort_keys_of(ctx, Entity, "display_name")


async def test_a_change_moves_one_line_and_the_roll_is_not_read_anew(app: Application, me: Any) -> None:
    kept = await read(app, me)
    ada = await person(me, "Ada Rys")
    assert await names(me, sortField="name") == ["Ada Rys", "Ćma Ola", "Lis Ewa", "Łoza Ida", "Zioło Jan"]
    await me.put("/customers/people", {"id": ada, "displayName": "Żaba Ada"})
    assert await names(me, sortField="name", sortDir="desc", pageSize=2) == ["Żaba Ada", "Zioło Jan"]
    await me.delete("/customers/people", {"id": ada})
    assert (await names(me, sortField="name"))[-1] == "Zioło Jan"
    assert await read(app, me) is kept
    assert kept is not None
    assert kept.size == len(NAMES)


async def test_what_another_process_changes_is_heard_of(app: Application, me: Any) -> None:
    await names(me, sortField="name")
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute("DELETE FROM customers_people WHERE tenant_id = $1", me.tenant_id)
        await connection.execute("DELETE FROM customers_entities WHERE tenant_id = $1", me.tenant_id)
    async with asyncio.timeout(10):
        while (await me.get("/customers/people?sortField=name")).json()["total"]:  # noqa: ASYNC110 - it is heard soon
            await asyncio.sleep(0.02)


async def test_undo_puts_a_name_back_into_its_place(me: Any) -> None:
    [first, *_] = await names(me, sortField="name")
    found = (await me.get("/customers/people", params={"search": first})).json()["items"]
    gone = await me.delete("/customers/people", {"id": found[0]["id"]})
    assert (await names(me, sortField="name"))[0] != first
    await undo(me, gone)
    assert (await names(me, sortField="name"))[0] == first


async def test_the_names_of_several_organizations_are_merged_and_those_of_others_left_out(caller: Any, me: Any) -> None:
    boss = await caller(super_admin=True)
    for name, above, who in (("Filia", str(me.organization_id), "Mak Iga"), ("Obok", None, "Rak Iza")):
        made = await boss.post("/directory/organizations", {"name": name, "parentId": above})
        branch = UUID(made.json()["id"])
        there = await caller("customers.*", organizations=[branch], organization_id=branch)
        await person(there, who)
        assert await names(there, sortField="name") == [who]
    assert await names(me, sortField="name") == ["Ćma Ola", "Lis Ewa", "Łoza Ida", "Mak Iga", "Zioło Jan"]
    everywhere = await me.get("/customers/people?sortField=name", headers={"cookie": "om_selected_org=__all__"})
    assert [item["display_name"] for item in everywhere.json()["items"]][4] == "Rak Iza"


async def test_pages_of_a_roll_meet_at_their_edges_in_both_directions(me: Any) -> None:
    whole = await names(me, sortField="name")
    for direction, wanted in (("asc", whole), ("desc", whole[::-1])):
        pages = [
            name
            for page in (1, 2, 3)
            for name in await names(me, sortField="name", sortDir=direction, pageSize=3, page=page)
        ]
        assert pages == wanted


async def test_more_than_can_be_sorted_keep_the_order_in_which_they_were_added(
    me: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "MOST_RECORDS", len(NAMES) - 1)
    assert await names(me, sortField="name") == list(NAMES)
    assert await names(me, sortField="name", search="ida") == ["Łoza Ida"]


async def test_the_rolls_of_all_tenants_have_one_bound(
    app: Application, me: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await read(app, me)
    monkeypatch.setattr(replica, "MOST_BYTES", 0)
    async with app.acting(me.tenant_id) as ctx:
        # Another sort_keys pushes the first one out.
        assert await sort_keys_of(ctx, Entity, "primary_email") is not None
    assert await read(app, me) is not first


async def test_a_full_file_ignores_filters_and_keeps_the_order(me: Any) -> None:
    query = {"format": "csv", "sortField": "name", "sortDir": "desc", "exportScope": "full"}
    for wrong in ({}, {"status": "none"}, {"cf_region": "none"}, {"ids": "none"}, {"search": "none"}, {"tagIds": "x"}):
        answer = await me.get("/customers/people", params={**query, **wrong})
        found = [line.split(",")[1] for line in answer.text.splitlines()[1:]]
        assert found == ["Zioło Jan", "Łoza Ida", "Lis Ewa", "Ćma Ola"], wrong
    nobody = await me.get("/customers/people", params={"format": "csv", "tagIdsEmpty": "true"})
    [heading] = nobody.text.splitlines()
    assert heading == answer.text.splitlines()[0]
