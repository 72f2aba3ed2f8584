"""A search: what is typed, looked for by several strategies, fused, and restricted to what the caller may open."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bottega.kernel.context import Context
from bottega.kernel.errors import Problem
from bottega.kernel.resources.record_names import names_in_view
from bottega.kernel.search_rows import MAX_LENGTH
from bottega.platform.search import fulltext, meaning, tokens
from bottega.platform.search.entities import Searched, in_view
from bottega.platform.search.hits import STRATEGIES, Fused, Hit, Strategy, fuse

log = structlog.get_logger()

# What is looked up at once of what was found, to see what of it is in view.
_PIECE: Final = 1.5


@dataclass(frozen=True)
class Result:
    """A record in view, with what it is called and where it is shown."""

    fused: Fused
    where: Searched
    title: str
    subtitle: str

    def shown(self, ctx: Context) -> dict[str, Any]:
        """As clients see it."""
        record_id = str(self.fused.hit.record_id)
        url = self.where.url(record_id)
        return {
            "entityId": self.where.entity,
            "recordId": record_id,
            "score": round(self.fused.score, 6),
            "source": self.fused.sources[0],
            "presenter": {
                "title": self.title,
                "subtitle": self.subtitle or None,
                "icon": self.where.icon,
                "badge": self.where.label(ctx.locale),
            },
            "url": url,
            "links": [{"href": url, "label": self.where.label(ctx.locale), "kind": "primary"}],
            "metadata": {"_sources": list(self.fused.sources), "_rrfScore": round(self.fused.score, 6)},
        }


@dataclass(frozen=True)
class Answer:
    """What was found, by whom, and how long it took in milliseconds."""

    results: Sequence[Result]
    used: Sequence[Strategy]
    timing: int


async def search(
    ctx: Context, typed: str, *, limit: int, strategies: Sequence[Strategy], entities: Collection[str] | None
) -> Answer:
    """The ``limit`` records in view that fit best."""
    began = time.perf_counter()
    allowed: Mapping[str, Searched] = {} if ctx.scope.closed else in_view(ctx, entities)
    typed = typed[:MAX_LENGTH]
    found: dict[Strategy, Sequence[Hit]] = {}
    for one in strategies if allowed else ():
        found[one] = await _found(ctx, one, typed, allowed, limit)
    results = await _results(ctx, fuse(found), allowed, limit)
    used = {source for one in results for source in one.fused.sources}
    took = round((time.perf_counter() - began) * 1000)
    return Answer(results, [one for one in STRATEGIES if one in used], took)


async def _found(
    ctx: Context, strategy: Strategy, typed: str, entities: Mapping[str, Searched], limit: int
) -> Sequence[Hit]:
    """What one strategy finds; one that cannot answer finds nothing, and the others are asked all the same."""
    try:
        match strategy:
            case "fulltext":
                return await fulltext.find(ctx, typed, entities, limit)
            case "tokens":
                return await tokens.find(ctx, typed, entities, limit)
            case "vector":
                return await meaning.find(ctx, typed, entities, limit)
    except Problem as problem:
        log.warning("search.strategy_failed", exc_info=problem, strategy=strategy)
        return []


async def _results(ctx: Context, fused: Sequence[Fused], entities: Mapping[str, Searched], limit: int) -> list[Result]:
    """The first ``limit`` of what is in view, in their order."""
    results: list[Result] = []
    piece = max(int(limit * _PIECE), 10)
    for start in range(0, len(fused), piece):
        results += await _in_view(ctx, fused[start : start + piece], entities)
        if len(results) >= limit:
            break
    return results[:limit]


async def _in_view(ctx: Context, fused: Sequence[Fused], entities: Mapping[str, Searched]) -> list[Result]:
    wanted: dict[str, list[Any]] = {}
    for one in fused:
        if one.hit.name is None:
            wanted.setdefault(one.hit.entity, []).append(one.hit.record_id)
    names = {entity: await names_in_view(ctx, entity, ids) for entity, ids in wanted.items()}
    results: list[Result] = []
    for one in fused:
        where = entities.get(one.hit.entity)
        name = one.hit.name or names[one.hit.entity].get(one.hit.record_id)
        if where is not None and name is not None:
            title = name.title or where.label(ctx.locale)
            results.append(Result(one, where, title, name.subtitle))
    return results
