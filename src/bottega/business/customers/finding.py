"""Finding customers by what is encrypted: grams narrow the search down, and the opened values decide.

A hashed gram says only that a text may contain what was typed. So of the few customers that have all the grams, the
columns in question are opened and looked at; what is no longer than a gram needs no second look
(docs/decisions/0040-searching-encrypted-people.md).
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from bottega.business.customers.relations import visible
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

make_searchable(Entity, (Entity.display_name, Entity.primary_email), apart=(Entity.primary_email,))

_CANDIDATES: Final = (
    " FROM customers_entities WHERE tenant_id = $1 AND kind = $2"
    " AND ($3::uuid[] IS NULL OR organization_id = ANY($3))"
    f" AND id IN (SELECT search_ids('{Entity.entity}', $4::text::tsquery, NULL))"
)
# Looking at more than this would keep other requests waiting.
_IN_A_THREAD: Final = 1_000
Fits = Callable[[dict[str, str]], bool]


async def by_words(ctx: Context, kind: str, typed: str) -> list[UUID]:
    """The customers whose name or address has every word that was typed."""
    words = fold(typed).split()

    def fits(texts: dict[str, str]) -> bool:
        return all(any(word in text for text in texts.values()) for word in words)

    sure = len(words) <= MAX_TERMS and all(len(word) <= GRAM for word in words)
    return await _found(ctx, kind, await understand(ctx, _spec(), typed), None if sure else fits)


async def by_email(ctx: Context, kind: str, typed: str, *, starts: bool) -> list[UUID]:
    """The customers whose address begins with, or contains, what was typed."""
    wanted = fold(typed.strip())

    def fits(texts: dict[str, str]) -> bool:
        email = texts.get(EMAIL, "")
        return email.startswith(wanted) if starts else wanted in email

    # The gram of a beginning has a mark in it, which takes the place of a letter.
    sure = len(wanted) <= (GRAM - 1 if starts else GRAM)
    understood = await understand_column(ctx, _spec(), EMAIL, typed, starts=starts)
    return await _found(ctx, kind, understood, None if sure else fits)


def _spec() -> SearchSpec:
    spec = spec_of(Entity.__tablename__)
    assert spec is not None
    return spec


async def _found(ctx: Context, kind: str, wanted: Wanted | None, fits: Fits | None) -> list[UUID]:
    """Those with all grams that also fit; without ``fits`` the grams themselves are what was typed."""
    if wanted is None:
        return []
    columns = "id" if fits is None else f"id, {NAME}, {EMAIL}"
    rows = await ctx.query(f"SELECT {columns}{_CANDIDATES}", ctx.tenant_id, kind, visible(ctx), wanted.query)
    if fits is None:
        return [row["id"] for row in rows]
    keys = await sealing.keys_of(ctx)
    if len(rows) > _IN_A_THREAD:
        return await asyncio.to_thread(_fitting, rows, keys, fits)
    return _fitting(rows, keys, fits)


def _fitting(rows: Sequence[Record], keys: TenantKeys, fits: Fits) -> list[UUID]:
    places = {name: sealing.place(Entity, name) for name in (NAME, EMAIL)}
    found: list[UUID] = []
    for row in rows:
        texts = {
            name: fold(keys.open(row[name], place)) for name, place in places.items() if row[name] is not None
        }
        if fits(texts):
            found.append(row["id"])
    return found
