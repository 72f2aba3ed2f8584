"""Lists in the order of an encrypted column: opened, sorted and remembered here, so that nothing at rest tells it.

The ids of what a list is asked for are remembered in order until any customer of the tenant changes; the next page
costs nothing then (docs/decisions/0040-searching-encrypted-people.md).
"""

import asyncio
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final
from uuid import UUID

from bottega.business.customers.list_query import Conditions
from bottega.business.customers.tables import Entity
from bottega.kernel import sealing
from bottega.kernel.caches import Cache
from bottega.kernel.context import Context
from bottega.kernel.database import Record
from bottega.kernel.encryption import TenantKeys
from bottega.kernel.text import sort_key

# Beyond this many a list keeps the order in which customers were added.
MOST_SORTED: Final = 50_000
# Opening more than this would keep other requests waiting.
_IN_A_THREAD: Final = 1_000
_REMEMBERED: Final = 64


async def ids_by(ctx: Context, conditions: Conditions, source: str, column: str) -> tuple[UUID, ...] | None:
    """The ids of the customers that meet the conditions, in the order of an encrypted column; None if too many."""
    key = (column, source, blake2b(repr((conditions.sql, conditions.values)).encode()).digest())

    async def load() -> tuple[UUID, ...] | None:
        return await _sorted(ctx, conditions, source, column)

    return await _cache(ctx).get(ctx.tenant_id, key, load)


def _cache(ctx: Context) -> Cache[tuple[UUID, ...] | None]:
    return ctx.app.once(
        "customers.orders",
        lambda: ctx.app.caches.of(
            "customers_entities", "customers_people", "customers_companies", "customers_tag_assignments",
            size=_REMEMBERED,
        ),
    )  # fmt: skip


async def _sorted(ctx: Context, conditions: Conditions, source: str, column: str) -> tuple[UUID, ...] | None:
    rows = await ctx.query(
        f"SELECT e.id, e.{column} FROM {source} WHERE {conditions.sql} LIMIT {MOST_SORTED + 1}",
        *conditions.values,
    )
    if len(rows) > MOST_SORTED:
        return None
    keys = await sealing.keys_of(ctx)
    if len(rows) > _IN_A_THREAD:
        return await asyncio.to_thread(_order, rows, keys, column)
    return _order(rows, keys, column)


def _order(rows: Sequence[Record], keys: TenantKeys, column: str) -> tuple[UUID, ...]:
    """Ids by the opened value and then by id; those without a value last, as PostgreSQL puts them."""
    place = sealing.place(Entity, column)
    named = sorted((sort_key(keys.open(row[1], place)), row[0]) for row in rows if row[1] is not None)
    nameless = sorted(row[0] for row in rows if row[1] is None)
    return (*(id_ for _key, id_ in named), *nameless)
