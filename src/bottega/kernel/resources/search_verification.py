"""The second half of a search in encrypted columns: the texts that the index found are opened and looked at.

Hashed grams find every record that has a word, and some that only have its runs of three characters in another order.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import ColumnElement

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.encryption import sealing
from bottega.kernel.resources.list_sql import Listing, Shape
from bottega.kernel.search_rows import MAX_LENGTH, MAX_TERMS, SearchSpec, spec_of
from bottega.kernel.text.folding import GRAM, fold

if TYPE_CHECKING:
    from bottega.kernel.keys.tenant_keys import TenantKeys

# Beyond this many the grams alone decide: opening all of them would take longer than anybody waits.
MOST_OPENED: Final = 20_000
# Rows of one look, and how many are opened before others would be kept waiting.
_BATCH: Final = 1_000
_IN_A_THREAD: Final = 100


async def verified(
    ctx: Context,
    listing: Listing,
    shape: Shape,
    values: dict[str, Any],
    *,
    typed: str | None,
    narrow: ColumnElement[bool] | None,
) -> Shape:
    """The shape of a searched list less the records that do not have the words; ``values`` get the ids of the others.

    Only what meets all other conditions is opened, organizations before all. The shape stays as it is where the index
    is sure: of words that are not encrypted, and of those no longer than a gram.
    """
    spec = spec_of(listing.table.__tablename__)
    if not shape.searched or typed is None or spec is None or not spec.sealed:
        return shape
    words = _unsure(typed)
    if not words:
        return shape
    asked = replace(shape, sort="id", descending=False, reach=0, paged=True)
    texts = listing.showing("id", *spec.columns)
    found = await _having(ctx, texts, asked, values, spec=spec, words=words, narrow=narrow)
    if found is None:
        return shape
    values["ids"] = found
    return replace(shape, searched=False, by_ids="many")


def _unsure(typed: str) -> list[str]:
    """The words that grams alone do not decide, and those that no gram was looked for of."""
    looked_for = fold(typed[:MAX_LENGTH]).split()[:MAX_TERMS]
    sure = {word for word in looked_for if len(word) <= GRAM}
    return [word for word in fold(typed).split() if word not in sure]


async def _having(
    ctx: Context,
    texts: Listing,
    shape: Shape,
    values: Mapping[str, Any],
    *,
    spec: SearchSpec,
    words: Sequence[str],
    narrow: ColumnElement[bool] | None,
) -> list[UUID] | None:
    """The ids of those that have all words; None when there are too many to look."""
    rows = await ctx.fetch(texts.statement(shape, narrow), **values, limit=_BATCH, offset=0)
    total: int = rows[0]["total"] if rows else 0
    if total > MOST_OPENED:
        return None
    look = partial(_with_words, await sealing.keys_of(ctx), texts, spec.columns, words)
    if total <= len(rows):
        return look(rows) if len(rows) <= _IN_A_THREAD else await asyncio.to_thread(look, rows)
    # Piece by piece, so that memory holds no more than one of them.
    every = texts.statement(replace(shape, paged=False), narrow)
    connection = await ctx.begin()
    cursor = await connection.cursor(every.sql, *every.args(values))
    found: list[UUID] = []
    while piece := await cursor.fetch(_BATCH):
        found += await asyncio.to_thread(look, piece)
    return found


def _with_words(
    keys: "TenantKeys", texts: Listing, columns: Sequence[str], words: Sequence[str], rows: Sequence[Record]
) -> list[UUID]:
    found: list[UUID] = []
    for row in rows:
        opened: dict[str, Any] = dict(row)
        sealing.open_row(keys, texts.table, opened)
        text = fold(" ".join(str(opened[name]) for name in columns if opened[name]))
        if all(word in text for word in words):
            found.append(row["id"])
    return found
