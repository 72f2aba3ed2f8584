"""Meilisearch: documents follow records, searches are restricted, and PostgreSQL answers while the server does not.

The server is one on loopback that keeps to the documented protocol as far as it is used, and refuses everything else.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from loopback import Server, serving

from bottega.kernel.application import Application
from callers import Caller, Invite
from working import follow_changes, work_off

KEY = "meili-secret"


class Documents:
    """Indexes in memory, searched by the beginnings of words."""

    def __init__(self) -> None:
        """There is no index yet."""
        self.indexes: dict[str, dict[str, Any]] = {}
        self.settings: dict[str, Any] = {}
        self.broken = False

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """As the server answers; changes are tasks (202)."""
        if self.broken:
            return 500, {"message": "broken"}
        if (method, path) == ("POST", "/indexes"):
            self.indexes.setdefault(body["uid"], {})
            return 202, {"taskUid": 1}
        found = re.fullmatch(r"/indexes/([A-Za-z0-9_-]+)/([a-z/-]+)(?:\?primaryKey=id)?", path)
        if found is None:
            return 400, {"message": f"{method} {path}"}
        name, what = found.groups()
        if name not in self.indexes:
            return 404, {"code": "index_not_found"}
        return self._of_index(name, f"{method} {what}", body)

    def _of_index(self, name: str, asked: str, body: Any) -> tuple[int, Any]:
        documents = self.indexes[name]
        match asked:
            case "PATCH settings":
                self.settings = body
            case "POST documents":
                assert all(re.fullmatch(r"[A-Za-z0-9_-]+", one["id"]) for one in body)
                documents.update({one["id"]: one for one in body})
            case "POST documents/delete-batch":
                for key in body:
                    documents.pop(key, None)
            case "POST documents/delete":
                for key in [key for key, one in documents.items() if self._fits(body["filter"], one)]:
                    del documents[key]
            case "GET stats":
                return 200, {"numberOfDocuments": len(documents), "isIndexing": False, "fieldDistribution": {}}
            case "POST search":
                return 200, self._search(documents, body)
            case _:
                return 400, {"message": asked}
        return 202, {"taskUid": 2}

    def _search(self, documents: dict[str, Any], body: Any) -> dict[str, Any]:
        wanted = body.get("filter", [])
        parts = [wanted] if isinstance(wanted, str) else wanted
        fitting = [one for one in documents.values() if all(self._fits(part, one) for part in parts)]
        words = body["q"].split()
        hits = [one for one in fitting if all(f" {word}" in f" {one['words']}" for word in words)]
        facets: dict[str, int] = {}
        for one in fitting:
            facets[one["entity"]] = facets.get(one["entity"], 0) + 1
        shown = [{"entity": one["entity"], "record": one["record"], "_rankingScore": 0.9} for one in hits]
        return {"hits": shown[: body["limit"]], "facetDistribution": {"entity": facets}}

    def _fits(self, wanted: str, one: dict[str, Any]) -> bool:
        """The filters that are used, of attributes that may be filtered by."""
        for part in wanted.replace("(", "").replace(")", "").split(" AND "):
            alternatives = part.split(" OR ")
            if not any(self._alternative(each, one) for each in alternatives):
                return False
        return True

    def _alternative(self, said: str, one: dict[str, Any]) -> bool:
        name, operator, value = said.split(" ", 2)
        assert name in self.settings["filterableAttributes"]
        match operator:
            case "IN":
                return one[name] in re.findall(r'"([^"]*)"', value)
            case "IS":
                return one[name] is None
            case "=":
                return one[name] == value.strip('"')
            case "<":
                return one[name] < int(value)
            case _:
                raise AssertionError(said)


@pytest.fixture
def engine(app: Application, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Documents]]:
    """A server that the installation is told of."""
    documents = Documents()
    with serving(documents.answer) as server:
        told = {"meilisearch_host": server.url, "meilisearch_api_key": KEY}
        monkeypatch.setattr(app, "settings", app.settings.model_copy(update=told))
        yield server, documents


async def found(me: Caller, words: str) -> list[str]:
    answer = await me.get("/search/search", params={"q": words, "strategies": "fulltext"})
    assert answer.status_code == 200, answer.text
    return [one["recordId"] for one in answer.json()["results"]]


async def test_documents_follow_records_and_searches_are_restricted(
    app: Application, caller: Invite, engine: tuple[Server, Documents]
) -> None:
    server, documents = engine
    me = await caller("search.*", "warehouse.*", "customers.*", "query_index.*")
    shelf = (await me.post("/warehouse/locations", {"nazwa": "Półka północna"})).json()["id"]
    await me.post("/customers/people", {"firstName": "Anna", "lastName": "Północna"})
    await follow_changes(app, me.tenant_id)
    [index] = [name for name in documents.indexes if name == f"om_{me.tenant_id}"]
    assert await found(me, "polnocna") == [shelf]
    sent = server.asked[-1]
    assert sent[3]["Authorization"] == f"Bearer {KEY}"
    assert sent[2]["attributesToRetrieve"] == ["entity", "record"]
    # Encrypted words never leave the database.
    assert all("anna" not in one["words"] for one in documents.indexes[index].values())
    without = await caller("search.view", "customers.*")
    assert await found(without, "polnocna") == []
    settings = (await me.get("/search/settings")).json()["settings"]
    assert settings["fulltextStats"]["numberOfDocuments"] == len(documents.indexes[index])
    shown = (await me.get("/search/settings/fulltext")).json()
    assert (shown["driver"], shown["configured"]) == ("meilisearch", True)
    assert KEY not in str(shown)
    assert (await me.delete("/warehouse/locations", {"id": shelf})).status_code == 200
    await follow_changes(app, me.tenant_id)
    assert await found(me, "polnocna") == []


async def test_rebuilding_sends_documents_anew_and_postgresql_answers_for_a_broken_server(
    app: Application, caller: Invite, engine: tuple[Server, Documents]
) -> None:
    _, documents = engine
    me = await caller("search.*", "warehouse.*", "query_index.*")
    shelf = (await me.post("/warehouse/locations", {"nazwa": "Regał wschodni"})).json()["id"]
    await follow_changes(app, me.tenant_id)
    index = documents.indexes[f"om_{me.tenant_id}"]
    [real] = [key for key, one in index.items() if one["record"] == shelf]
    ghost = {**index.pop(real), "id": "ghost", "record": "0" * 32, "indexed": 0}
    index["ghost"] = ghost
    status = (await me.get("/query_index/status", params={"refresh": "1"})).json()["items"]
    [item] = [one for one in status if one["entityId"] == "warehouse:location"]
    assert (item["baseCount"], item["indexCount"], item["fulltextCount"]) == (1, 1, 1)
    await me.post("/search/reindex", {"entityId": "warehouse:location"})
    await work_off(app)
    assert [one["record"] for one in index.values() if one["entity"] == "warehouse:location"] == [shelf]
    documents.broken = True
    assert await found(me, "regały wschodnie") == [shelf]
    settings = (await me.get("/search/settings")).json()["settings"]
    assert [one["available"] for one in settings["strategies"] if one["id"] == "fulltext"] == [False]
    documents.broken = False
