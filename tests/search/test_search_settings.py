"""Settings of the search: chosen strategies, audited and undone; what is configured, without secrets."""

import json
from urllib.parse import unquote

from callers import Invite


async def test_the_global_search_uses_the_strategies_that_were_chosen_whatever_the_address_says(caller: Invite) -> None:
    me = await caller("search.*", "warehouse.*", "audit_logs.*")
    await me.post("/warehouse/locations", {"nazwa": "Magazyn północny"})
    path = "/search/settings/global-search"
    usual = {"enabledStrategies": ["fulltext", "vector", "tokens"], "source": "env"}
    assert (await me.get(path)).json() == usual
    saved = await me.post(path, {"enabledStrategies": ["tokens"]})
    assert saved.json() == {"ok": True, "enabledStrategies": ["tokens"]}
    assert (await me.get(path)).json() == {"enabledStrategies": ["tokens"], "source": "tenant"}
    query = {"q": "północny", "strategies": "fulltext"}
    answer = (await me.get("/search/search/global", params=query)).json()
    assert (answer["strategiesEnabled"], answer["results"]) == (["tokens"], [])
    token = json.loads(unquote(saved.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
    assert (await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})).status_code == 200
    assert (await me.get(path)).json() == usual
    answer = (await me.get("/search/search/global", params=query)).json()
    assert [one["presenter"]["title"] for one in answer["results"]] == ["Magazyn północny"]
    assert answer["strategiesUsed"] == ["fulltext"]


async def test_what_is_configured_is_told_without_secrets(caller: Invite) -> None:
    me = await caller("search.*")
    settings = (await me.get("/search/settings")).json()["settings"]
    assert [one["id"] for one in settings["strategies"] if one["available"]] == ["fulltext", "vector", "tokens"]
    assert (settings["fulltextConfigured"], settings["vectorConfigured"], settings["reindexLock"]) == (
        False,
        True,
        None,
    )
    fulltext = (await me.get("/search/settings/fulltext")).json()
    assert (fulltext["driver"], fulltext["configured"]) == (None, False)
    assert fulltext["envVars"]["MEILISEARCH_HOST"]["set"] is False
    store = (await me.get("/search/settings/vector-store")).json()
    assert [(one["id"], one["implemented"]) for one in store["drivers"]] == [
        ("pgvector", True),
        ("qdrant", False),
        ("chromadb", False),
    ]
    viewer = await caller("search.view")
    assert (await viewer.get("/search/settings")).status_code == 200
    assert (await viewer.post("/search/settings/global-search", {"enabledStrategies": ["tokens"]})).status_code == 403
    assert (await viewer.post("/search/reindex", {})).status_code == 403
    assert (await viewer.get("/search/embeddings")).status_code == 403
