"""Finding customers by what is encrypted: grams narrow the search down, and the opened values decide.

A hashed gram says only that a text may contain what was typed. So of the customers that have all the grams, the
columns in question are opened and looked at; what is no longer than a gram needs no second look
(docs/decisions/0040-searching-encrypted-people.md).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from bottega.business.customers.tables import Entity
from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.database import Record
from bottega.kernel.encryption import TenantKeys
from bottega.kernel.search import (
    MAX_TERMS,
    SearchSpec,
    Wanted,
    make_searchable,
    spec_of,
    understand,
    understand_column,
)
from bottega.kernel.text import GRAM, fold

NAME: Final = "display_name"
EMAIL: Final = "primary_email"
# What a look needs of a customer, beside the id.
LOOKED_AT: Final = f"e.{NAME}, e.{EMAIL}"
_PLACES: Final = {name: sealing.place(Entity, name) for name in (NAME, EMAIL)}

make_searchable(Entity, (Entity.display_name, Entity.primary_email), apart=(Entity.primary_email,))

# Looking at more than this would keep other requests waiting.
_IN_A_THREAD: Final = 1_000
# The text of a column of the customer in question, folded.
TextOf = Callable[[str], str]


@dataclass(frozen=True)
class Search:
    """What was typed as a search of the index; ``fits`` looks at a customer where grams cannot be sure."""

    query: str
    fits: Callable[[TextOf], bool] | None


async def by_words(ctx: Context, typed: str) -> Search | None:
    """The customers whose name or address has every word that was typed; None when nobody can be meant."""
    words = fold(typed).split()

    def fits(text_of: TextOf) -> bool:
        # Most are found by their name, and then the address stays closed.
        name = text_of(NAME)
        others = [word for word in words if word not in name]
        return not others or all(word in text_of(EMAIL) for word in others)

    sure = len(words) <= MAX_TERMS and all(len(word) <= GRAM for word in words)
    return _search(await understand(ctx, _spec(), typed), None if sure else fits)


async def by_email(ctx: Context, typed: str, *, starts: bool) -> Search | None:
    """The customers whose address begins with, or contains, what was typed; None when nobody can be meant."""
    wanted = fold(typed.strip())

    def fits(text_of: TextOf) -> bool:
        email = text_of(EMAIL)
        return email.startswith(wanted) if starts else wanted in email

    # The gram of a beginning has a mark in it, which takes the place of a letter.
    sure = len(wanted) <= (GRAM - 1 if starts else GRAM)
    return _search(await understand_column(ctx, _spec(), EMAIL, typed, starts=starts), None if sure else fits)


def _search(wanted: Wanted | None, fits: Callable[[TextOf], bool] | None) -> Search | None:
    return None if wanted is None else Search(wanted.query, fits)


def _spec() -> SearchSpec:
    spec = spec_of(Entity.__tablename__)
    assert spec is not None
    return spec


async def fitting(
    ctx: Context, rows: Sequence[Record], looks: Sequence[Callable[[TextOf], bool]]
) -> tuple[UUID, ...]:
    """Those of the rows, each an id and what is ``LOOKED_AT``, that every look agrees to, in the same order."""
    look = partial(_fitting, rows, await sealing.keys_of(ctx), looks)
    return look() if len(rows) <= _IN_A_THREAD else await asyncio.to_thread(look)


def _fitting(
    rows: Sequence[Record], keys: TenantKeys, looks: Sequence[Callable[[TextOf], bool]]
) -> tuple[UUID, ...]:
    found: list[UUID] = []
    for row in rows:

        def text_of(column: str, row: Record = row) -> str:
            sealed = row[column]
            return "" if sealed is None else fold(keys.open_once(sealed, _PLACES[column]))

        if all(fits(text_of) for fits in looks):
            found.append(row["id"])
    return tuple(found)
