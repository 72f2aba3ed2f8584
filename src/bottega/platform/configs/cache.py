"""Operations on the in-memory caches of a tenant: statistics and purge."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.database.caches import Remembering
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Input, Schema
from bottega.platform.configs.module import module

NO_SEGMENT: Final = T(en="Failed to purge cache segment.", pl="Nie udało się wyczyścić części pamięci podręcznej.")
LONGEST: Final = 200
Action = Literal["purgeAll", "purgeSegment"]


class Segment(Schema):
    """What one part of the program keeps of the tenant, read from these tables."""

    segment: str
    resource: str
    method: str | None = Field(description="Always null: results are kept, not answers to requests.")
    path: str | None = Field(description="Always null, likewise.")
    tables: list[str]
    key_count: int
    keys: list[str] = Field(description="Always empty: keys are made of ids and of words somebody searched for.")


class CacheStats(Schema):
    """What the process that answers keeps of the tenant; each process fills its memory by itself."""

    generated_at: str
    total_keys: int
    segments: list[Segment]


class CachePurged(Schema):
    """What was forgotten, and what is kept afterwards; the number is that of the process that answers."""

    action: Action
    segment: str | None = None
    deleted: int | None = None
    stats: CacheStats


class PurgeInput(Input):
    """What to forget."""

    action: Any = Field(
        default="purgeAll",
        description="purgeSegment with a `segment`; anything else means everything.",
        json_schema_extra={"type": "string", "enum": ["purgeAll", "purgeSegment"]},
    )
    segment: Any = Field(
        default=None, description="Which part.", json_schema_extra={"type": "string", "maxLength": LONGEST}
    )


@dataclass(frozen=True)
class Kept:
    """Something that remembers, by its name."""

    name: str
    what: Remembering

    @property
    def segment(self) -> str:
        """How it is asked for."""
        return self.name.replace(".", "-").replace("_", "-").replace(" ", "-")


def kept_in(ctx: Context) -> list[Kept]:
    """Everything in this process that remembers, by name."""
    names = {id(one): name for name, one in ctx.app.kept.items()}
    found = [Kept(names.get(id(one)) or " ".join(sorted(one.tables)), one) for one in ctx.app.caches.all]
    return sorted(found, key=lambda one: one.segment)


def stats_of(ctx: Context, forgotten: Collection[str] = ()) -> dict[str, Any]:
    """How much is kept of the tenant, without the segments that are about to be forgotten."""
    segments: list[dict[str, Any]] = []
    for one in kept_in(ctx):
        count = 0 if one.segment in forgotten else one.what.kept_of(ctx.tenant_id)
        if count:
            segments.append(_shown(one, count))
    total = sum(one["keyCount"] for one in segments)
    return {"generatedAt": milliseconds(datetime.now(UTC)), "totalKeys": total, "segments": segments}


def _shown(one: Kept, count: int) -> dict[str, Any]:
    return {
        "segment": one.segment,
        "resource": one.name,
        "method": None,
        "path": None,
        "tables": sorted(one.what.tables),
        "keyCount": count,
        "keys": [],
    }


async def forget(ctx: Context, kept: Collection[Kept]) -> int:
    """Have every process forget what these keep of the tenant; how much it was in this one."""
    tables = {table for one in kept for table in one.what.tables}
    count = sum(one.what.kept_of(ctx.tenant_id) for one in kept)
    await ctx.app.caches.announce(await ctx.begin(), tables, ctx.tenant_id)
    # This process at the commit; the others when they hear of it, a moment later.
    for table in tables:
        ctx.stale.add(table)
    return count


@module.get("/cache", "configs.cache.view", answer=CacheStats, name="cache.read")
async def read_cache(ctx: Context) -> dict[str, Any]:
    """Get cache overview.

    What the process that answers keeps in memory of the tenant, and from which tables.
    """
    return stats_of(ctx)


@module.post(
    "/cache",
    "configs.cache.manage",
    status=200,
    lenient=True,
    undoable=False,
    answer=CachePurged,
    answers={200: "Forgotten", 201: ("Success, from older servers", None), 400: "The segment is missing"},
    name="cache.purge",
)
async def purge_cache(ctx: Context, data: PurgeInput) -> dict[str, Any]:
    """Purge cache.

    Has every process of the installation forget what it keeps in memory of the tenant, or a segment of it. Nothing is
    lost: it is read anew when it is asked for.
    """
    kept = kept_in(ctx)
    if data.action != "purgeSegment":
        await forget(ctx, kept)
        return {"action": "purgeAll", "stats": stats_of(ctx, {one.segment for one in kept})}
    wanted = data.segment.strip() if isinstance(data.segment, str) else ""
    if not wanted or len(wanted) > LONGEST:
        raise Invalid.of_field("segment", NO_SEGMENT)
    meant = [one for one in kept if one.segment == wanted]
    deleted = await forget(ctx, meant) if meant else 0
    return {"action": "purgeSegment", "segment": wanted, "deleted": deleted, "stats": stats_of(ctx, {wanted})}
