"""Lists sorted by an encrypted column: ordered and paged in memory instead of SQL.

The order is read off the table's roll where there is one. Of other tables the words are opened for each page: that
costs as much as there are rows, so it is bounded, and beyond ``MOST_SORTED`` rows a list keeps the order of ids.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.encryption import sealing
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.plaintext_index.replica import Group
from bottega.kernel.plaintext_index.sorted_keys import ID_BYTES, has_roll, ids_of, roll_of
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sql import Listing, Shape
from bottega.kernel.text.folding import sort_key

MOST_SORTED: Final = 10_000
# Opening more words than this would keep other requests waiting.
_IN_A_THREAD: Final = 500


async def page(
    ctx: Context,
    listing: Listing,
    shape: Shape,
    values: Mapping[str, Any],
    *,
    query: ListQuery,
    narrow: ColumnElement[bool] | None,
) -> tuple[list[Record], int] | None:
    """The rows of a page and how many there are in all; None when there are too many to sort."""
    name = shape.sort
    unsorted = replace(shape, sort="id")
    if has_roll(listing.table):
        found = await _by_roll(ctx, listing, shape, values, query=query, narrow=narrow)
        if found is not None:
            return found
    words = listing.showing("id", name).statement(unsorted, narrow)
    opened = await ctx.fetch(words, **values, limit=MOST_SORTED + 1, offset=0)
    if len(opened) > MOST_SORTED:
        return None
    place = sealing.place(listing.table, name)
    order = partial(_in_order, await sealing.keys_of(ctx), place, opened, descending=shape.descending)
    ids = order() if len(opened) <= _IN_A_THREAD else await asyncio.to_thread(order)
    wanted = ids[query.offset : query.offset + query.page_size]
    return await _rows(ctx, listing, unsorted, wanted), len(ids)


def _in_order(keys: TenantKeys, place: str, rows: Sequence[Record], *, descending: bool) -> list[UUID]:
    """The ids of rows (id, sealed word) by the word, which is opened here."""
    known = sorted(
        ((sort_key(keys.open(row[1], place)), row[0]) for row in rows if row[1] is not None), reverse=descending
    )
    unknown = sorted((row[0] for row in rows if row[1] is None), reverse=descending)
    ids = [id_ for _key, id_ in known]
    # Where PostgreSQL puts NULL.
    return [*unknown, *ids] if descending else [*ids, *unknown]


async def _by_roll(
    ctx: Context,
    listing: Listing,
    shape: Shape,
    values: Mapping[str, Any],
    *,
    query: ListQuery,
    narrow: ColumnElement[bool] | None,
) -> tuple[list[Record], int] | None:
    """The same by the roll; None when it is too long to have one."""
    wanted: set[bytes] | None = None
    if narrow is not None or not _is_plain(listing, shape):
        alone = listing.showing("id").statement(replace(shape, sort="id", paged=False), narrow)
        wanted = {row[0].bytes for row in await ctx.fetch(alone, **values)}
    roll = await roll_of(ctx, listing.table, shape.sort)
    if roll is None:
        return None
    lines = roll.lines([group for group in roll.groups if _is_asked_for(listing, shape, values, group)])
    if wanted is not None:
        lines = [line for line in lines if line[-ID_BYTES:] in wanted]
    ids = _cut(lines, query, descending=shape.descending)
    return await _rows(ctx, listing, replace(shape, sort="id"), ids), len(lines)


def _is_plain(listing: Listing, shape: Shape) -> bool:
    """Whether the groups of a roll tell all that is asked for."""
    counted = listing.table.counted_by or ()
    return not (shape.custom or shape.days or shape.searched or shape.by_ids) and all(
        listing.filters[name].name in counted for name in shape.filters
    )


def _is_asked_for(listing: Listing, shape: Shape, values: Mapping[str, Any], group: Group) -> bool:
    """Whether a group of a roll can have rows that are asked for."""
    if shape.narrowed_to_organizations and group[-1] not in values["organizations"]:
        return False
    counted = listing.table.counted_by or ()
    names = [(name, listing.filters[name].name) for name in shape.filters]
    return all(
        group[counted.index(column)] == str(values[f"filter_{name}"]) for name, column in names if column in counted
    )


def _cut(lines: Sequence[bytes], query: ListQuery, *, descending: bool) -> list[UUID]:
    """The records of a page."""
    last = min(query.offset + query.page_size, len(lines))
    if descending:
        return ids_of(lines[max(len(lines) - last, 0) : max(len(lines) - query.offset, 0)])[::-1]
    return ids_of(lines[query.offset : last])


async def _rows(ctx: Context, listing: Listing, shape: Shape, ids: list[UUID]) -> list[Record]:
    if not ids:
        return []
    chosen = Shape(narrowed_to_organizations=False, by_ids=True, with_deleted=shape.with_deleted, paged=False)
    rows = await ctx.fetch(listing.statement(chosen), tenant_id=ctx.tenant_id, ids=ids)
    by_id = {row["id"]: row for row in rows}
    return [by_id[i] for i in ids if i in by_id]
