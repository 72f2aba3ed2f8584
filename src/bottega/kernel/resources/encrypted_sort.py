"""Ids of a list in order, where memory knows it: lists sorted by an encrypted column, and those that a search found.

The order is read off the table's sort keys where these are kept (docs/decisions/0047-rolls-of-encrypted-names.md). Of
other tables the words are opened for each page: that costs as much as there are rows, so it is bounded, and beyond
``MOST_SORTED`` rows a list keeps the order of ids.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import ColumnElement

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import CLASSES, Table
from bottega.kernel.encryption import sealing
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.plaintext_index import Chosen, Cut, Group, Members, PackedIds, can_follow, has_sort_keys, order
from bottega.kernel.resources.list_sql import Listing, Shape
from bottega.kernel.text.folding import sort_key

MOST_SORTED: Final = 10_000
# Opening more words than this would keep other requests waiting.
_IN_A_THREAD: Final = 500
# Among the values of a shape: everybody in view whom a search found, where nothing else is asked.
FOUND: Final = "found"


async def chosen(
    ctx: Context,
    listing: Listing,
    shape: Shape,
    values: Mapping[str, Any],
    *,
    narrow: ColumnElement[bool] | None,
    cut: Cut,
) -> Chosen | None:
    """Who is on a page; None when SQL can tell as well, or when there are too many to sort."""
    found: PackedIds | None = None if narrow is not None else values.get(FOUND)
    if shape.sort in sealing.sealed_names(listing.table):
        if not has_sort_keys(listing.table):
            return await _opened(ctx, listing, shape, values, narrow=narrow, cut=cut)
        members = None
        if narrow is not None or not listing.is_counted(shape):
            members = _members(ctx, listing, shape, values, narrow)
        within = _groups_asked_for(listing, shape, values)
        in_order = await order(ctx, listing.table, shape.sort, within, members=members, cut=cut)
        if in_order is not None:
            return in_order
    elif shape.sort != "id":
        return None
    return None if found is None else cut.out_of(found)


def _members(
    ctx: Context, listing: Listing, shape: Shape, values: Mapping[str, Any], narrow: ColumnElement[bool] | None
) -> Members:
    """Those who meet the conditions; remembered where no other rows decide than those of tables that are followed."""
    tables = frozenset[str]() if narrow is not None else _followed(listing, shape)
    found: PackedIds | None = values.get(FOUND)
    if found is not None and narrow is None:

        async def known() -> PackedIds:
            return found

        return Members(blake2b(found.packed).digest(), tables, known)
    statement = listing.showing("id").statement(replace(shape, sort="id", descending=False, paged=False), narrow)
    args = statement.args(values)

    async def load() -> list[UUID]:
        return [row[0] for row in await ctx.query(statement.sql, *args)]

    asked = [one.packed if isinstance(one, PackedIds) else one for one in args]
    return Members(blake2b(repr((statement.sql, asked)).encode()).digest(), tables, load)


def _followed(listing: Listing, shape: Shape) -> frozenset[str]:
    """The tables whose rows decide who is in a list; none where changes of one are not announced."""
    others = {CLASSES[listing.conditions[name].column.table.name] for name in shape.filters}
    # A joined row comes and goes with its other half.
    joined = {listing.joined} if listing.joined and "update" in listing.joined.announces else set[type[Table]]()
    asked = {listing.table, *others, *([listing.joined] if listing.joined else [])}
    return frozenset(one.__tablename__ for one in asked) if all(map(can_follow, asked - joined)) else frozenset()


def _groups_asked_for(listing: Listing, shape: Shape, values: Mapping[str, Any]) -> Callable[[Group], bool]:
    """Which groups of sort keys have rows that are asked for."""
    organizations = frozenset(values["organizations"]) if shape.narrowed_to_organizations else None
    facets = {place: str(values.get(one.key, one.value)) for place, one in listing.facets(shape).items()}

    def is_asked_for(group: Group) -> bool:
        seen = organizations is None or group[-1] in organizations
        return seen and all(group[place] == value for place, value in facets.items())

    return is_asked_for


async def _opened(
    ctx: Context,
    listing: Listing,
    shape: Shape,
    values: Mapping[str, Any],
    *,
    narrow: ColumnElement[bool] | None,
    cut: Cut,
) -> Chosen | None:
    """The same by words that are opened for it."""
    unsorted = replace(shape, sort="id", descending=False, paged=True, full=False)
    words = listing.showing("id", shape.sort).statement(unsorted, narrow)
    rows = await ctx.fetch(words, **values, limit=MOST_SORTED + 1, offset=0)
    if len(rows) > MOST_SORTED:
        return None
    in_order = partial(_in_order, await sealing.keys_of(ctx), sealing.place(listing.table, shape.sort), rows)
    return cut.out_of(in_order() if len(rows) <= _IN_A_THREAD else await asyncio.to_thread(in_order))


def _in_order(keys: TenantKeys, place: str, rows: Sequence[Record]) -> list[UUID]:
    """The ids of rows (id, sealed word) by the word, which is opened here; those without one last, as in PostgreSQL."""
    known = sorted((sort_key(keys.open(row[1], place)), row[0]) for row in rows if row[1] is not None)
    return [*(id_ for _key, id_ in known), *sorted(row[0] for row in rows if row[1] is None)]


async def rows_of(ctx: Context, listing: Listing, ids: Sequence[UUID], *, with_deleted: bool = False) -> list[Record]:
    """The rows with these ids, in this order."""
    if not ids:
        return []
    shape = Shape(narrowed_to_organizations=False, by_ids=True, with_deleted=with_deleted, paged=False)
    rows = await ctx.fetch(listing.statement(shape), tenant_id=ctx.tenant_id, ids=ids)
    by_id = {row["id"]: row for row in rows}
    return [by_id[one] for one in ids if one in by_id]
