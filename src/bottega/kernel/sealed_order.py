"""Lists sorted by an encrypted column: the words are opened, put in order and cut into pages here, not in SQL.

That costs as much as there are rows, so it is bounded: beyond ``MOST_SORTED`` rows a list keeps the order of ids.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement

from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.database import Record
from bottega.kernel.list_query import ListQuery
from bottega.kernel.listing import Listing, Shape
from bottega.kernel.text import sort_key

MOST_SORTED: Final = 10_000


async def page(
    ctx: Context, listing: Listing, shape: Shape, values: Mapping[str, Any], *, query: ListQuery,
    narrow: ColumnElement[bool] | None,
) -> tuple[list[Record], int] | None:  # fmt: skip
    """The rows of a page and how many there are in all; None when there are too many to sort."""
    name = shape.sort
    unsorted = replace(shape, sort="id")
    words = replace(listing, shown=("id", name)).statement(unsorted, narrow)
    found = await ctx.fetch(words, **values, limit=MOST_SORTED + 1, offset=0)
    if len(found) > MOST_SORTED:
        return None
    keys = await sealing.keys_of(ctx)
    place = sealing.place(listing.table, name)
    known = sorted(
        ((sort_key(keys.open(row[1], place)), row[0]) for row in found if row[1] is not None),
        reverse=shape.descending,
    )
    unknown = sorted((row[0] for row in found if row[1] is None), reverse=shape.descending)
    ids = [id_ for _key, id_ in known]
    # Where PostgreSQL puts NULL.
    ids = [*unknown, *ids] if shape.descending else [*ids, *unknown]
    wanted = ids[query.offset : query.offset + query.page_size]
    return await _rows(ctx, listing, unsorted, wanted), len(ids)


async def _rows(ctx: Context, listing: Listing, shape: Shape, ids: list[UUID]) -> list[Record]:
    if not ids:
        return []
    chosen = Shape(narrowed_to_organizations=False, by_ids=True, with_deleted=shape.with_deleted, paged=False)
    rows = await ctx.fetch(listing.statement(chosen), tenant_id=ctx.tenant_id, ids=ids)
    by_id = {row["id"]: row for row in rows}
    return [by_id[i] for i in ids if i in by_id]
