"""Who has which words is kept in memory and follows every change, whoever made it; of too many the grams decide."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from studio import company, names, person, tag, undo

from bottega.business.customers.lists.search import WORDS
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.plaintext_index import replica, trigrams
from bottega.kernel.plaintext_index.trigrams import WordIndex, word_index_of
from bottega.platform.auth.tenant_setup import found_tenant

NAMES = ("Zioło Jan", "Ziółkowska Ewa", "Lis Jan", "Nannan Ola")


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody with a few customers."""
    invited = await caller("customers.*", "audit_logs.undo_self")
    for name in NAMES:
        await person(invited, name)
    return invited


@pytest.fixture(params=["at once", "in a thread"])
def somewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is changed where small changes are, or where large ones are."""
    if request.param == "in a thread":
        monkeypatch.setattr(trigrams, "_TAKEN_AT_ONCE", -1)


async def read(app: Application, me: Any) -> WordIndex | None:
    """The index as it is kept."""
    async with app.acting(me.tenant_id) as ctx:
        return await word_index_of(ctx, WORDS)


@pytest.mark.usefixtures("somewhere")
async def test_a_change_changes_one_record_and_the_index_is_not_read_anew(app: Application, me: Any) -> None:
    kept = await read(app, me)
    ada = await person(me, "Ada Rys", primaryEmail="rys@example.com")
    assert await names(me, search="rys") == ["Ada Rys"]
    renamed = await me.put("/customers/people", {"id": ada, "displayName": "Ada Żbik"})
    assert await names(me, search="zbik") == await names(me, emailContains="rys@") == ["Ada Żbik"]
    await undo(me, renamed)
    assert await names(me, search="zbik") == []
    await me.delete("/customers/people", {"id": ada})
    assert await names(me, search="rys") == []
    assert await read(app, me) is kept
    assert kept is not None
    assert kept.size == len(NAMES)


@pytest.mark.usefixtures("somewhere")
async def test_many_who_ask_and_change_at_once_get_what_is_there(me: Any) -> None:
    found = await asyncio.gather(
        *(names(me, search="jan") for _ in range(5)),
        *(person(me, f"Nowy Pan{n}") for n in range(5)),
        *(names(me, search="zio") for _ in range(5)),
    )
    assert {tuple(one) for one in found[:5]} == {("Zioło Jan", "Lis Jan")}
    assert {tuple(one) for one in found[10:]} == {("Zioło Jan", "Ziółkowska Ewa")}
    assert len(await names(me, search="nowy pan")) == len(found[5:10])


async def test_what_another_process_changes_is_heard_of(app: Application, me: Any) -> None:
    assert await names(me, search="lis")
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute("DELETE FROM customers_people WHERE tenant_id = $1", me.tenant_id)
        await connection.execute("DELETE FROM customers_entities WHERE tenant_id = $1", me.tenant_id)
    async with asyncio.timeout(10):
        while (await me.get("/customers/people?search=lis")).json()["total"]:  # noqa: ASYNC110 - it is heard soon
            await asyncio.sleep(0.02)


async def test_who_is_found_is_cut_into_pages_in_both_directions(me: Any) -> None:
    for by in ("id", "name", "createdAt", "status", "cf_region"):
        for direction in ("asc", "desc"):
            query = {"search": "an", "sortField": by, "sortDir": direction}
            whole = await names(me, **query)
            pages = [name for page in (1, 2, 3, 4) for name in await names(me, **query, pageSize=1, page=page)]
            assert pages == whole, (by, direction)
            assert set(whole) == {"Zioło Jan", "Lis Jan", "Nannan Ola"}
    assert await names(me, search="an", sortField="name") == ["Lis Jan", "Nannan Ola", "Zioło Jan"]


async def test_a_search_is_one_condition_among_others(me: Any) -> None:
    vip = await tag(me, "vip")
    await person(me, "Zięba Jan", tags=[vip], status="lead", cf_region="mazury", primaryEmail="zieba@example.com")
    for query in ({"tagIds": vip}, {"status": "lead"}, {"cf_region": "mazury"}, {"emailStartsWith": "zi"}):
        assert await names(me, search="zi", **query) == ["Zięba Jan"], query
        assert await names(me, search="lis", **query) == [], query
        assert await names(me, search="jan", sortField="name", **query) == ["Zięba Jan"], query


async def test_a_search_stays_within_the_kind_and_the_organizations_in_view(caller: Any, me: Any) -> None:
    await company(me, "Lis i Syn")
    boss = await caller(super_admin=True)
    branch = UUID((await boss.post("/directory/organizations", {"name": "Obok"})).json()["id"])
    other = await caller("customers.*", organizations=[branch], organization_id=branch)
    await person(other, "Lis Iga")
    assert await names(me, search="lis") == ["Lis Jan"]
    assert await names(me, "/customers/companies", search="lis") == ["Lis i Syn"]
    assert await names(other, search="lis") == ["Lis Iga"]
    everywhere = {"params": {"search": "lis"}, "headers": {"cookie": "om_selected_org=__all__"}}
    assert (await boss.get("/customers/people", **everywhere)).json()["total"] == len(["Lis Jan", "Lis Iga"])


@pytest.mark.parametrize(
    ("name", "typed"),
    [('Studio "Ład" AND', '"ład" and'), ("O'Neil", "o'n"), ("100% Drewna_", "0% d"), ("A*B (C)", "*b (c")],
)
async def test_signs_mean_themselves(me: Any, name: str, typed: str) -> None:
    await person(me, name)
    assert await names(me, search=typed) == [name]
    assert await names(me, search=f"{typed}x") == []


async def test_a_file_has_whom_a_search_finds(me: Any) -> None:
    answer = await me.get("/customers/people", params={"format": "csv", "search": "jan", "sortField": "name"})
    assert [line.split(",")[1] for line in answer.text.splitlines()[1:]] == ["Lis Jan", "Zioło Jan"]


async def test_of_too_many_records_the_grams_decide(me: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    await person(me, "Annanna", primaryEmail="annanna@example.com")
    assert await names(me, search="nannan") == ["Nannan Ola"]
    monkeypatch.setattr(replica, "MOST_RECORDS", 1)
    await person(me, "Inny Jan")
    # It has the same grams; somebody who is looked for is found all the same.
    assert await names(me, search="nannan") == ["Nannan Ola", "Annanna"]
    assert await names(me, search="ziolo") == ["Zioło Jan"]
    assert await names(me, emailStartsWith="anna") == ["Annanna"]
    assert await names(me, search="jan", sortField="createdAt", sortDir="desc", pageSize=2) == ["Inny Jan", "Lis Jan"]
    assert await names(me, search="brak", page=2) == []


async def test_what_was_kept_longest_unasked_makes_room(
    app: Application, me: Any, monkeypatch: pytest.MonkeyPatch, caller: Any
) -> None:
    first = await read(app, me)
    assert first is not None
    assert first.weight > 0
    monkeypatch.setattr(replica, "MOST_BYTES", 0)
    other = await caller("customers.*", within=await found_tenant(app, f"Other {new_id()}"))
    await person(other, "Ktoś Inny")
    assert await names(other, search="inny") == ["Ktoś Inny"]
    assert await read(app, me) is not first
