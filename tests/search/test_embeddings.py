"""Embeddings: a provider that hangs, answers garbage or another dimension; another model; purging; auto-indexing."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from loopback import Answer, Server, serving

from bottega.kernel.application import Application
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Invite
from working import follow_changes, work_off

DIMENSION = 8


def embeddings(_method: str, _path: str, body: Any, *, dimension: int = DIMENSION) -> tuple[int, Any]:
    """A vector a text: its letters counted by their place in the alphabet, modulo the dimension."""
    rows: list[dict[str, Any]] = []
    for index, text in enumerate(body["input"]):
        vector = [0.0] * dimension
        for letter in text:
            vector[ord(letter) % dimension] += 1.0
        rows.append({"index": index, "embedding": vector})
    return 200, {"data": rows[::-1], "model": body["model"]}


@pytest.fixture
def provider(app: Application, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A provider of embeddings on loopback, which the operator allows."""
    changed = {"embedding_private_urls": True, "embedding_seconds": 1.0}
    monkeypatch.setattr(app, "settings", app.settings.model_copy(update=changed))
    monkeypatch.setitem(app.kept, "search.resting_providers", {})
    with serving(embeddings) as server:
        yield server


def of_dimension(dimension: int) -> Answer:
    """A provider whose vectors have so many numbers."""

    def answer(method: str, path: str, body: Any) -> tuple[int, Any]:
        return embeddings(method, path, body, dimension=dimension)

    return answer


def always(said: tuple[int, Any] | None) -> Answer:
    """A provider that says the same to everything."""

    def answer(_method: str, _path: str, _body: Any) -> tuple[int, Any] | None:
        return said

    return answer


def chosen(server: Server, **more: Any) -> dict[str, Any]:
    config = {"providerId": "openai", "model": "letters", "dimension": DIMENSION, "baseUrl": f"{server.url}/v1"}
    return {"embeddingConfig": {**config, **more}}


async def location(me: Caller, name: str) -> str:
    return (await me.post("/warehouse/locations", {"nazwa": name})).json()["id"]


async def nearest(me: Caller, words: str) -> list[str]:
    answer = await me.get("/search/search", params={"q": words, "strategies": "vector"})
    assert answer.status_code == 200, answer.text
    return [one["recordId"] for one in answer.json()["results"]]


async def entries(me: Caller) -> list[dict[str, Any]]:
    return (await me.get("/search/index", params={"entityId": "warehouse:location"})).json()["entries"]


async def test_another_model_replaces_embeddings_one_by_one_and_only_its_tenants(
    app: Application, caller: Invite, provider: Server
) -> None:
    me = await caller("search.*", "warehouse.*")
    other = await caller("search.*", "warehouse.*", within=await found_tenant(app, "Another"))
    mine, theirs = await location(me, "Szafa"), await location(other, "Szafa")
    await follow_changes(app, me.tenant_id, other.tenant_id)
    assert (await nearest(me, "wardrobe"), await nearest(other, "wardrobe")) == ([mine], [theirs])
    answer = await me.post("/search/embeddings", chosen(provider))
    assert answer.status_code == 200, answer.text
    settings = answer.json()["settings"]
    assert (settings["indexedDimension"], settings["reindexRequired"]) == (256, True)
    assert settings["embeddingConfig"]["model"] == "letters"
    assert [one["dimension"] for one in await entries(me)] == [256]
    assert (await me.post("/search/embeddings/reindex", {})).status_code == 200
    await work_off(app)
    settings = (await me.get("/search/embeddings")).json()["settings"]
    assert (settings["indexedDimension"], settings["reindexRequired"], settings["documentCount"]) == (8, False, 1)
    assert await nearest(me, "szafa") == [mine]
    # The other tenant's are what they were.
    assert [one["dimension"] for one in await entries(other)] == [256]
    assert await nearest(other, "wardrobe") == [theirs]
    # The address was the tenant's own: it is sent no key of the installation.
    assert all("authorization" not in {name.lower() for name in asked[3]} for asked in provider.asked)


async def test_a_provider_that_fails_is_refused_and_searches_go_on_without_it(
    app: Application, caller: Invite, provider: Server
) -> None:
    me = await caller("search.*", "warehouse.*")
    wrong: dict[str, Answer] = {
        "another dimension": of_dimension(9),
        "garbage": always((200, b"<html>sign in</html>")),
        "no list": always((200, {"data": {"embedding": "x"}})),
        "too few": always((200, b'{"data": []}')),
        "not a number": always((200, b'{"data":[{"index":0,"embedding":[1,2,3,4,5,6,7,"8"]}]}')),
        "no key": always((401, {"error": "secret detail"})),
        "broken": always((500, {"error": "secret detail"})),
        "silent": always(None),
    }
    for name, answer in wrong.items():
        provider.answer = answer
        refused = await me.post("/search/embeddings", chosen(provider))
        assert refused.status_code == 409, (name, refused.text)
        assert refused.json()["reason"], name
        assert "secret" not in refused.text
    assert (await me.get("/search/embeddings")).json()["settings"]["embeddingConfig"]["providerId"] == "builtin"
    provider.answer = embeddings
    assert (await me.post("/search/embeddings", chosen(provider))).status_code == 200
    shelf = await location(me, "Półka")
    provider.answer = always(None)
    began = time.monotonic()
    found = await me.get("/search/search", params={"q": "półka"})
    assert [one["recordId"] for one in found.json()["results"]] == [shelf]
    assert time.monotonic() - began < 5
    # It hangs: nobody asks it again for a while, and what it could not embed is kept for later.
    asked = len(provider.asked)
    assert (await me.get("/search/search", params={"q": "półka"})).status_code == 200
    assert len(provider.asked) == asked
    await follow_changes(app, me.tenant_id)
    assert await entries(me) == []
    provider.answer = embeddings
    async with app.database.across_tenants("the test lets time pass") as connection:
        await connection.execute("UPDATE search_changes SET not_before = now()")
    await follow_changes(app, me.tenant_id)
    assert [one["resultTitle"] for one in await entries(me)] == ["Półka"]


async def test_addresses_in_private_networks_and_unknown_providers_are_refused(caller: Invite) -> None:
    me = await caller("search.*")
    inside = ["http://127.0.0.1:1/v1", "http://localhost/v1", "http://10.0.0.1", "http://[::1]/", "http://db.internal/"]
    inside += ["http://169.254.169.254/latest", "http://2130706433/", "http://[::ffff:10.0.0.1]/"]
    for address in inside:
        config = {"providerId": "openai", "model": "m", "dimension": 8, "baseUrl": address}
        answer = await me.post("/search/embeddings", {"embeddingConfig": config})
        assert answer.status_code == 409, (address, answer.text)
    for change in (
        {"baseUrl": "ftp://example.com"},
        {"baseUrl": "http://a:b@example.com"},
        {"providerId": "magic"},
        {"dimension": 0},
        {"dimension": 5_000},
        {"providerId": "mistral"},
        {"providerId": "builtin"},
    ):
        config = {"providerId": "openai", "model": "m", "dimension": 8, **change}
        answer = await me.post("/search/embeddings", {"embeddingConfig": config})
        assert answer.status_code == 400, (change, answer.text)
        assert answer.json()["details"][0]["path"]


async def test_embeddings_can_be_purged_and_are_not_made_while_that_is_switched_off(
    app: Application, caller: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = await caller("search.*", "warehouse.*")
    await location(me, "Szuflada")
    await follow_changes(app, me.tenant_id)
    assert len(await entries(me)) == 1
    assert (await me.delete("/search/index", params={"confirmAll": "true"})).json() == {"ok": True}
    assert await entries(me) == []
    # Its words are still found.
    assert len((await me.get("/search/search", params={"q": "szuflady"})).json()["results"]) == 1
    answer = await me.post("/search/embeddings", {"autoIndexingEnabled": False})
    assert answer.json()["settings"]["autoIndexingEnabled"] is False
    await location(me, "Druga szuflada")
    await follow_changes(app, me.tenant_id)
    assert await entries(me) == []
    locked = app.settings.model_copy(update={"vector_autoindexing_disabled": True})
    monkeypatch.setattr(app, "settings", locked)
    assert (await me.post("/search/embeddings", {"autoIndexingEnabled": True})).status_code == 409
    settings = (await me.get("/search/embeddings")).json()["settings"]
    assert (settings["autoIndexingLocked"], settings["lockReason"]) == (True, "env")
