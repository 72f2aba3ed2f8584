"""Ids of a list in order, where memory knows it: by an encrypted column or a custom field, or found by a search.

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
from bottega.kernel.database.pools import Record, Statement
from bottega.kernel.database.tables import CLASSES, Table
from bottega.kernel.encryption import sealing
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.plaintext_index import (
    Chosen,
    Cut,
    Group,
    Members,
    PackedIds,
    can_follow,
    has_sort_keys,
    order,
    replicas,
)
from bottega.kernel.resources.list_sql import DEEP, Listing, Shape
from bottega.kernel.text.folding import sort_key

MOST_SORTED: Final = 10_000
# Ids of one list whose order is remembered, sixteen bytes each.
MOST_REMEMBERED: Final = 300_000
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
    elif found is None or shape.sort != "id":
        is_costly = shape.custom or shape.sort.startswith("cf:") or cut.first > DEEP
        return await _remembered(ctx, listing, shape, values, narrow=narrow, cut=cut) if is_costly else None
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

    async def load() -> list[UUID]:
        return [row[0] for row in await ctx.query(statement.sql, *statement.args(values))]

    return Members(_question(statement, values), tables, load)


def _question(statement: Statement, values: Mapping[str, Any]) -> bytes:
    """What tells a statement with its values from every other."""
    asked = [one.packed if isinstance(one, PackedIds) else one for one in statement.args(values)]
    return blake2b(repr((statement.sql, asked)).encode()).digest()


async def _remembered(
    ctx: Context,
    listing: Listing,
    shape: Shape,
    values: Mapping[str, Any],
    *,
    narrow: ColumnElement[bool] | None,
    cut: Cut,
) -> Chosen | None:
    """The same where PostgreSQL would go through many rows for each page, so their order is kept until one changes.

    No index has the order of custom fields, and none leads to a page far behind.
    """
    tables = _followed(listing, shape)
    if narrow is not None or shape.searched or not tables:
        return None
    statement = listing.showing("id").statement(replace(shape, descending=False, paged=False))

    async def load() -> PackedIds:
        # One more than is kept, by which the next who asks sees that there are too many. As one value: a row each
        # would take thirty times the memory.
        ids = f"SELECT id FROM ({statement.sql}) AS listed LIMIT {MOST_REMEMBERED + 1}"
        packed = f"SELECT string_agg(uuid_send(id), ''::bytea) FROM ({ids}) AS asked"
        [(found,)] = await ctx.query(packed, *statement.args(values))
        return PackedIds(found or b"")

    ids = await replicas(ctx).answer(ctx, _question(statement, values), tables, load)
    return cut.out_of(ids) if len(ids) <= MOST_REMEMBERED else None


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
    shape = Shape(narrowed_to_organizations=False, by_ids="many", with_deleted=with_deleted, paged=False)
    rows = await ctx.fetch(listing.statement(shape), tenant_id=ctx.tenant_id, ids=ids)
    by_id = {row["id"]: row for row in rows}
    return [by_id[one] for one in ids if one in by_id]
