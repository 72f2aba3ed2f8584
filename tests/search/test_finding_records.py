"""Finding records: words in any form, encrypted words, meanings, over what the caller may open and nothing else."""

from typing import Any

import pytest

from bottega.kernel.application import Application
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Invite
from working import follow_changes


async def results(me: Caller, words: str, **query: Any) -> list[dict[str, Any]]:
    answer = await me.get("/search/search", params={"q": words, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


async def found(me: Caller, words: str, **query: Any) -> list[str]:
    return [one["recordId"] for one in await results(me, words, **query)]


async def location(me: Caller, name: str) -> str:
    answer = await me.post("/warehouse/locations", {"nazwa": name})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def person(me: Caller, first: str, last: str, **more: Any) -> str:
    answer = await me.post("/customers/people", {"firstName": first, "lastName": last, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_words_are_found_in_any_form_mistyped_and_without_diacritics(caller: Invite) -> None:
    me = await caller("search.view", "warehouse.*")
    kitchen = await location(me, "Regał na kuchnię dębową")
    lodz = await location(me, "Łódź, ul. Piotrkowska")
    typed = ("kuchnie", "kuchni", "KUCHNIA", "kuch", "kuhcnia", "debowa kuchnia", "regal dębowych", "dembowa kuchnia")
    assert {one: await found(me, one, strategies="fulltext") for one in typed} == {one: [kitchen] for one in typed}
    assert await found(me, "lodz") == [lodz]
    [one] = await results(me, "piotrkowska", limit=1)
    assert one["entityId"] == "warehouse:location"
    assert one["presenter"]["title"] == "Łódź, ul. Piotrkowska"
    assert one["url"] == f"/backend/warehouse/locations/{lodz}"
    assert one["source"] == "fulltext"
    assert one["metadata"]["_sources"] == ["fulltext"]


async def test_a_person_is_found_by_an_encrypted_name_and_a_telephone_typed_any_way(caller: Invite) -> None:
    me = await caller("search.view", "customers.*")
    anna = await person(me, "Anna", "Żółkiewska", primaryPhone="+48 600 100 217")
    for typed in ("zolkiewska", "Żółkiewska anna", "600100217", "600-100-217", "+48 600 100 217", "0048600100217"):
        hits = await results(me, typed, strategies="tokens")
        assert [(one["recordId"], one["entityId"]) for one in hits] == [(anna, "customers:customer_person_profile")], (
            typed
        )
    assert await found(me, "żółkiewska", entityTypes="customers:customer_company_profile") == []
    assert await found(me, "żółkiewska", strategies="fulltext") == []


async def test_an_english_query_finds_polish_text_by_meaning(app: Application, caller: Invite) -> None:
    me = await caller("search.view", "warehouse.*")
    oak = await location(me, "Szuflady dębowe do kuchni")
    await location(me, "Farba do ścian")
    await follow_changes(app, me.tenant_id)
    assert (await found(me, "oak drawers", strategies="vector"))[0] == oak
    [first, *_] = await results(me, "kitchen drawer")
    assert (first["recordId"], first["source"]) == (oak, "vector")
    both = (await results(me, "szuflady kuchenne dębowe"))[0]
    assert both["metadata"]["_sources"] == ["fulltext", "vector"]


async def test_nobody_finds_what_they_may_not_open(app: Application, caller: Invite) -> None:
    me = await caller("search.view", "warehouse.*", "customers.*")
    shelf = await location(me, "Półka sosnowa zielona")
    anna = await person(me, "Anna", "Sosnowa")
    await follow_changes(app, me.tenant_id)
    assert {*await found(me, "sosnowa")} == {shelf, anna}
    # Without the feature, in another tenant, without an organization.
    assert await found(await caller("search.view", "customers.people.view"), "sosnowa") == [anna]
    other = await found_tenant(app, "Somebody else's")
    assert await found(await caller("search.view", "*", within=other), "sosnowa") == []
    nowhere = await caller("search.view", "*", organizations=[other.organization_id])
    assert await found(nowhere, "sosnowa") == []
    # What is deleted is found no more, at once.
    assert (await me.delete("/warehouse/locations", {"id": shelf})).status_code == 200
    assert await found(me, "sosnowa") == [anna]


ODD = [
    *("!!!", "& | ! ( ) : *", "'); DROP TABLE x; --", "\\", "%_%", "<->", "💥", "'"),
    *("a" * 10_000, "kuchnia " * 1_200),
]


@pytest.mark.parametrize("strategies", ["fulltext", "vector", "tokens"])
async def test_odd_queries_find_nothing_and_break_nothing(caller: Invite, strategies: str) -> None:
    me = await caller("search.view", "*")
    for typed in ODD:
        answer = await me.get("/search/search", params={"q": typed, "strategies": strategies})
        assert answer.status_code == 200, (typed[:20], answer.text)
        assert answer.json()["results"] == []


async def test_a_query_is_checked_and_limits_are_kept_within_bounds(caller: Invite) -> None:
    me = await caller("search.view")
    for params in ({}, {"q": ""}, {"q": "   "}, {"q": "x" * 10_001}, {"q": "x", "limit": "many"}):
        answer = await me.get("/search/search/global", params=params)
        assert answer.status_code == 400, params
        assert isinstance(answer.json()["error"], str)
    limits = {"-1": 50, "0": 50, "7": 7, "5000": 100}
    asked = {one: (await me.get("/search/search", params={"q": "x", "limit": one})).json()["limit"] for one in limits}
    assert asked == limits
    nobody = await caller()
    assert (await nobody.get("/search/search", params={"q": "x"})).status_code == 403
