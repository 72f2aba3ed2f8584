"""The status of the search index: how complete it is by entity, work on it, errors and logs."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.kernel import search_index
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Forbidden
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Query, Schema, Stamp
from bottega.kernel.search_index import Coverage
from bottega.kernel.search_rows import specs
from bottega.platform.query_index import index_jobs, trail, vectors
from bottega.platform.query_index.module import module
from bottega.platform.query_index.tables import Level, Source

DENIED: Final = T(en="Organization access denied", pl="Brak dostępu do organizacji")
# Counting large tables takes a moment; whoever watches the page gets the figures of a moment ago.
SECONDS_KEPT: Final = 60
# Told with a dictionary that takes part by naming what else is indexed: {"vector": True, "fulltext": {entity: count}}.
COUNTED: Final = "query_index.counted"
State = Literal["idle", "reindexing", "purging", "stalled"]


class StatusQuery(Query):
    """How fresh."""

    refresh: str | None = Field(default=None, max_length=20, description="Anything but `0` counts anew.")


class JobScope(Schema):
    """Work that concerns all entities."""

    status: State
    processed_count: int | None = None
    total_count: int | None = None


class JobStatus(Schema):
    """The latest work on an entity."""

    status: State
    started_at: Stamp | None = None
    finished_at: Stamp | None = None
    heartbeat_at: Stamp | None = None
    processed_count: int | None = None
    total_count: int | None = None
    partitions: list[Any] = Field(default_factory=list[Any], description="Empty: the work is one job.")
    scope: JobScope | None = None


class EntityStatus(Schema):
    """How complete the index of an entity is; `ok` when every record can be found and nothing that is gone."""

    entity_id: str
    label: str
    base_count: int | None
    index_count: int | None
    vector_count: int | None
    vector_enabled: bool
    fulltext_count: int | None
    fulltext_enabled: bool
    ok: bool
    job: JobStatus
    refreshed_at: Stamp


class ErrorLine(Schema):
    """Work on the index that failed."""

    id: str
    source: Source
    handler: str
    entity_type: str | None
    record_id: str | None
    tenant_id: str | None
    organization_id: str | None
    message: str
    stack: str | None = None
    payload: Any = None
    occurred_at: Stamp


class LogLine(Schema):
    """Something that was done."""

    id: str
    source: Source
    handler: str
    level: Level
    entity_type: str | None
    record_id: str | None = None
    tenant_id: str | None
    organization_id: str | None
    message: str
    details: Any = None
    occurred_at: Stamp


class IndexStatus(Schema):
    """The status of the index, and the newest lines of its trail."""

    items: list[EntityStatus]
    errors: list[ErrorLine]
    logs: list[LogLine]


@dataclass(frozen=True)
class Counted:
    """Counts of a moment: of search rows, of embeddings, and of what others index."""

    at: datetime
    clock: float
    rows: Mapping[str, Coverage]
    vectors: Mapping[str, int] | None
    fulltext: Mapping[str, int] | None


@module.get(
    "/status",
    "query_index.status.view",
    name="status.read",
    answer=IndexStatus,
    answers={200: "Current query index status.", 400: "Tenant or organization context required"},
)
async def read_status(ctx: Context, query: StatusQuery) -> Reply:
    """Inspect query index coverage.

    How many records there are of every kind that is searched, and how many of them can be found, in the organizations
    in view; work on the index, and the newest errors and logs. Counts are of the last minute, unless `refresh` is sent.
    """
    if ctx.scope.closed:
        raise Forbidden(DENIED)
    counted = await _counts(ctx, anew=query.refresh not in (None, "", "0"))
    latest = await index_jobs.latest_work(ctx)
    labels = labels_of(ctx)
    items = [_item(ctx, entity, labels.get(entity), counted, latest) for entity in sorted(counted.rows)]
    status = IndexStatus(
        items=items,
        errors=[ErrorLine.model_validate(_line(row)) for row in await trail.newest_lines(ctx, "query_index_errors")],
        logs=[LogLine.model_validate(_line(row)) for row in await trail.newest_lines(ctx, "query_index_logs")],
    )
    return Reply(status.model_dump(by_alias=True, mode="json"), headers=_warning(ctx, items))


def labels_of(ctx: Context) -> dict[str, T]:
    """What records are called, by entity."""
    screens = [screen for module_ in ctx.app.modules for screen in module_.screens.values()]
    return {screen.entity: screen.plural for screen in screens if screen.entity and screen.plural}


async def _counts(ctx: Context, *, anew: bool) -> Counted:
    """Counts of the organizations in view, kept for a minute."""
    kept: dict[tuple[UUID, frozenset[UUID] | None], Counted] = ctx.app.once("query_index.counts", dict)
    key = (ctx.tenant_id, ctx.scope.visible)
    known = kept.get(key)
    if known is not None and not anew and time.monotonic() - known.clock < SECONDS_KEPT:
        return known
    visible = None if ctx.scope.visible is None else sorted(ctx.scope.visible)
    rows = await search_index.coverage(ctx, specs(), visible)
    others: dict[str, Any] = {}
    await ctx.tell(COUNTED, counts=others, organizations=visible)
    embedded = await vectors.count_vectors(ctx, visible) if others.get("vector") else None
    counted = Counted(datetime.now(UTC), time.monotonic(), rows, embedded, others.get("fulltext"))
    while len(kept) >= 500:  # noqa: PLR2004 - tenants that are looked at within a minute
        kept.pop(next(iter(kept)))
    kept[key] = counted
    return counted


def _item(
    ctx: Context,
    entity: str,
    label: T | None,
    counted: Counted,
    latest: Mapping[str | None, Sequence[Mapping[str, Any]]],
) -> EntityStatus:
    rows = counted.rows[entity]
    embedded = None if counted.vectors is None else counted.vectors.get(entity, 0)
    external = None if counted.fulltext is None else counted.fulltext.get(entity, 0)
    found = rows.indexed + rows.orphans
    return EntityStatus(
        entity_id=entity,
        label=label(ctx.locale) if label else entity,
        base_count=rows.records,
        index_count=found,
        vector_count=embedded,
        vector_enabled=embedded is not None,
        fulltext_count=found if external is None else external,
        fulltext_enabled=True,
        ok=rows.complete and (external is None or external == rows.records),
        job=_job(latest.get(entity, ()), latest.get(None, ())),
        refreshed_at=counted.at,
    )


def _job(own: Sequence[Mapping[str, Any]], of_all: Sequence[Mapping[str, Any]]) -> JobStatus:
    running = [one for one in of_all if one["finished_at"] is None and one["subject"] != "vector"]
    scope = (
        JobScope(
            status=_state(running[0]),
            processed_count=running[0]["processed_count"],
            total_count=running[0]["total_count"],
        )
        if running
        else None
    )
    one = next(iter(own), None)
    if one is None:
        return JobStatus(status="idle", scope=scope)
    names = ("started_at", "finished_at", "heartbeat_at", "processed_count", "total_count")
    return JobStatus(status=_state(one), scope=scope, **{name: one[name] for name in names})


def _state(job: Any) -> State:
    if job["finished_at"] is not None:
        return "idle"
    return "stalled" if index_jobs.is_stale(job) else job["action"]


def _line(row: Record) -> dict[str, Any]:
    """A line as clients see it: ids are texts."""
    texts = {name: None if row[name] is None else str(row[name]) for name in ("id", "tenant_id", "organization_id")}
    record = {"record_id": str(row["record_id"]) if row["record_id"] else None} if "record_id" in row else {}
    return {**dict(row), **texts, **record}


def _warning(ctx: Context, items: Sequence[EntityStatus]) -> dict[str, str]:
    """The header that names an entity whose index is incomplete."""
    partial = next((one for one in items if one.base_count != one.index_count), None)
    if partial is None:
        return {}
    place = ctx.scope.organization_id
    said = {
        "type": "partial_index",
        "entity": partial.entity_id,
        "entityLabel": partial.entity_id,
        "baseCount": partial.base_count,
        "indexedCount": partial.index_count,
        "scope": str(place) if place else None,
    }
    return {"x-om-partial-index": json.dumps(said)}
