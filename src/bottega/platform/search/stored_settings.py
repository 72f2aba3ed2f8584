"""The settings of a tenant as they are stored and used; what a tenant has not chosen is as the installation has it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from bottega.kernel.context import Context
from bottega.kernel.database.caches import Cache
from bottega.kernel.writes import changes
from bottega.platform.search.hits import STRATEGIES, Strategy
from bottega.platform.search.tables import SearchSettings

_READ: Final = "SELECT * FROM search_settings WHERE tenant_id = $1 AND id = $1"


async def stored(ctx: Context) -> Mapping[str, Any]:
    """The row of the tenant; empty while there is none."""
    kept: Cache[Mapping[str, Any]] = ctx.app.once(
        "search.settings", lambda: ctx.app.caches.of("search_settings", size=1_000)
    )

    async def read() -> Mapping[str, Any]:
        row = await ctx.query_one(_READ, ctx.tenant_id)
        return dict(row) if row else {}

    return await kept.get(ctx.tenant_id, "row", read)


async def save(ctx: Context, values: Mapping[str, Any]) -> None:
    """Write what differs; whoever does so at the same time waits."""
    await ctx.begin()
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{ctx.tenant_id} search settings")
    row = await ctx.query_one(_READ, ctx.tenant_id)
    if row is None:
        await changes.insert(ctx, SearchSettings, {"id": ctx.tenant_id, **values})
    elif new := {name: value for name, value in values.items() if row[name] != value}:
        await changes.update(ctx, SearchSettings, ctx.tenant_id, new)


async def enabled_strategies(ctx: Context) -> tuple[Sequence[Strategy], str]:
    """The strategies of the global search, and who chose them: the tenant, or nobody (``env``)."""
    chosen = (await stored(ctx)).get("enabled_strategies")
    return (cast("list[Strategy]", chosen), "tenant") if chosen else (list(STRATEGIES), "env")
