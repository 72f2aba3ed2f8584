"""Repairs of the index: coverage that is true, rebuilding without emptying, purging, locks, cancelling, the trail."""

from typing import Any

import pytest

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Invite
from working import work_off

LOCATION = "warehouse:location"
PERSON = "customers:customer_person_profile"


async def status(me: Caller, entity: str = LOCATION) -> dict[str, Any]:
    answer = await me.get("/query_index/status", params={"refresh": "1"})
    assert answer.status_code == 200, answer.text
    [item] = [one for one in answer.json()["items"] if one["entityId"] == entity]
    return {**item, "header": answer.headers.get("x-om-partial-index"), "logs": answer.json()["logs"]}


async def found(me: Caller, words: str) -> list[str]:
    answer = await me.get("/search/search", params={"q": words})
    return [one["recordId"] for one in answer.json()["results"]]


async def made(me: Caller, *names: str) -> list[str]:
    answers = [await me.post("/warehouse/locations", {"nazwa": name}) for name in names]
    return [answer.json()["id"] for answer in answers]


async def sabotage(app: Application, me: Caller, sql: str) -> None:
    async with app.acting(me.tenant_id) as ctx:
        await ctx.begin()
        await ctx.query(sql, ctx.tenant_id)


async def test_missing_rows_and_orphans_are_counted_and_repaired(app: Application, caller: Invite) -> None:
    me = await caller("*")
    shelf, board = await made(me, "Półka dębowa", "Płyta dębowa")
    anna = (await me.post("/customers/people", {"firstName": "Anna", "lastName": "Dębowa"})).json()["id"]
    whole = await status(me)
    assert (whole["baseCount"], whole["indexCount"], whole["ok"], whole["header"]) == (2, 2, True, None)
    await sabotage(app, me, f"DELETE FROM search_rows WHERE tenant_id = $1 AND record_id IN ('{shelf}', '{anna}')")
    orphan = "INSERT INTO search_rows (tenant_id, entity, record_id, organization_id, words, grams) SELECT $1, "
    orphan += f"'{LOCATION}', gen_random_uuid(), '{me.organization_id}', 'widmo', ''::tsvector"
    await sabotage(app, me, orphan)
    # One is missing and one too many: the sums agree, the index does not.
    broken = await status(me)
    assert (broken["baseCount"], broken["indexCount"], broken["ok"]) == (2, 2, False)
    assert (await status(me, PERSON))["ok"] is False
    assert await found(me, "półka") == []
    for entity in (LOCATION, PERSON):
        assert (await me.post("/query_index/reindex", {"entityType": entity, "batchSize": 1})).json() == {"ok": True}
    await work_off(app)
    mended = await status(me)
    assert (mended["baseCount"], mended["indexCount"], mended["ok"]) == (2, 2, True)
    assert mended["job"]["status"] == "idle"
    assert (mended["job"]["processedCount"], mended["job"]["totalCount"]) == (2, 2)
    said = [line["message"] for line in mended["logs"]]
    assert f"Reindex completed for {LOCATION}" in said
    assert (await found(me, "półka dębowa"))[0] == shelf
    assert {*await found(me, "dębowa")} == {shelf, board, anna}


async def test_a_purge_removes_what_records_are_found_by_in_one_organization(app: Application, caller: Invite) -> None:
    me = await caller("*")
    [shelf] = await made(me, "Półka jesionowa")
    other = await caller("*", within=await found_tenant(app, "Another"))
    [theirs] = await made(other, "Półka jesionowa")
    assert (await me.post("/query_index/purge", {"entityType": LOCATION})).json() == {"ok": True}
    await work_off(app)
    assert await found(me, "jesionowa") == []
    gone = await status(me)
    assert (gone["indexCount"], gone["ok"]) == (0, False)
    assert '"baseCount": 1' in (gone["header"] or "")
    assert await found(other, "jesionowa") == [theirs]
    answer = await me.post("/search/reindex", {})
    assert answer.json()["ok"] is True
    await work_off(app)
    assert await found(me, "jesionowa") == [shelf]


async def test_one_reindex_at_a_time_and_only_ones_own_is_cancelled(app: Application, caller: Invite) -> None:
    me = await caller("*")
    other = await caller("*", within=await found_tenant(app, "Another"))
    for path, kind in (("/search/reindex", "fulltext"), ("/search/embeddings/reindex", "vector")):
        assert (await me.post(path, {})).status_code == 200
        again = await me.post(path, {})
        assert again.status_code == 409
        lock = again.json()["lock"]
        assert (lock["type"], lock["action"], lock["elapsedMinutes"]) == (kind, "reindexing", 0)
        settings = (await me.get("/search/settings")).json()["settings"]
        assert settings[f"{kind}ReindexLock"]["startedAt"] == lock["startedAt"]
        # Somebody else's does not stand in the way, and is not cancelled.
        assert (await other.post(path, {})).status_code == 200
        assert (await me.post(f"{path}/cancel")).json() == {"ok": True, "jobsRemoved": 1}
        assert (await me.post(f"{path}/cancel")).json() == {"ok": True, "jobsRemoved": 0}
        assert (await other.post(path, {})).status_code == 409
        assert (await me.post(path, {})).status_code == 200
    await work_off(app)
    for one in (me, other):
        settings = (await one.get("/search/settings")).json()["settings"]
        assert (settings["fulltextReindexLock"], settings["vectorReindexLock"]) == (None, None)


async def test_what_can_be_found_stays_so_while_the_index_is_rebuilt(
    app: Application, caller: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = await caller("*")
    shelves = await made(me, "Półka bukowa", "Regał bukowy", "Blat bukowy")
    seen: list[int] = []
    beat = Context.commit

    async def looking(ctx: Context) -> None:
        await beat(ctx)
        async with app.database.tenant(me.tenant_id) as connection:
            sql = "SELECT count(*) FROM search_rows WHERE entity = $1"
            seen.append(await connection.fetchval(sql, LOCATION))

    assert (await me.post("/search/reindex", {"action": "recreate"})).status_code == 200
    monkeypatch.setattr(Context, "commit", looking)
    await work_off(app)
    monkeypatch.undo()
    assert len(seen) > 3
    assert {*seen} == {3}
    assert {*await found(me, "bukowe")} == {*shelves}


async def test_what_makes_no_sense_is_refused_by_name(caller: Invite) -> None:
    me = await caller("*")
    wrong: list[tuple[str, Any, str]] = [
        ("/query_index/reindex", {}, "entityType"),
        ("/query_index/purge", {"entityType": 7}, "entityType"),
        ("/query_index/reindex", {"entityType": "auth:session"}, "entityType"),
        ("/query_index/reindex", {"entityType": LOCATION, "batchSize": 0}, "batchSize"),
        ("/query_index/reindex", {"entityType": LOCATION, "partitionIndex": 2}, "partitionIndex"),
        ("/search/reindex", {"entityId": "no:such"}, "entityId"),
        ("/search/embeddings/reindex", {"entityId": "no:such"}, "entityId"),
        ("/search/settings/global-search", {"enabledStrategies": []}, "enabledStrategies"),
        ("/search/settings/global-search", {"enabledStrategies": ["magic"]}, "enabledStrategies"),
    ]
    for path, body, field in wrong:
        answer = await me.post(path, body)
        assert answer.status_code == 400, (path, answer.text)
        assert field in str(answer.json()["details"][0]["path"])
    assert (await me.delete("/search/index")).status_code == 400
    closed = await caller("query_index.*", "search.*", organizations=[])
    assert (await closed.get("/query_index/status")).status_code == 403
    assert (await closed.post("/query_index/reindex", {"entityType": LOCATION})).status_code == 403
