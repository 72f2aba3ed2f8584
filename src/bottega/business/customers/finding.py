"""Finding customers by what is encrypted: grams narrow the search down, and the opened values decide.

A hashed gram says only that a text may contain what was typed. So of the few customers that have all the grams, the
columns in question are opened and looked at (docs/decisions/0040-searching-encrypted-people.md).
"""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.tables import Entity
from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.search import SearchSpec, Wanted, make_searchable, spec_of, understand, understand_column
from bottega.kernel.text import fold

NAME: Final = "display_name"
EMAIL: Final = "primary_email"

make_searchable(Entity, (Entity.display_name, Entity.primary_email), apart=(Entity.primary_email,))

_CANDIDATES: Final = (
    "SELECT id, display_name, primary_email FROM customers_entities WHERE tenant_id = $1 AND kind = $2"
    " AND ($3::uuid[] IS NULL OR organization_id = ANY($3))"
    f" AND id IN (SELECT search_ids('{Entity.entity}', $4::text::tsquery, NULL))"
)
Fits = Callable[[dict[str, str]], bool]


async def by_words(ctx: Context, kind: str, typed: str) -> list[UUID]:
    """The customers whose name or address has every word that was typed."""
    words = fold(typed).split()

    def fits(texts: dict[str, str]) -> bool:
        return all(any(word in text for text in texts.values()) for word in words)

    return await _found(ctx, kind, await understand(ctx, _spec(), typed), fits)


async def by_email(ctx: Context, kind: str, typed: str, *, starts: bool) -> list[UUID]:
    """The customers whose address begins with, or contains, what was typed."""
    wanted = fold(typed.strip())

    def fits(texts: dict[str, str]) -> bool:
        email = texts.get(EMAIL, "")
        return email.startswith(wanted) if starts else wanted in email

    return await _found(ctx, kind, await understand_column(ctx, _spec(), EMAIL, typed, starts=starts), fits)


def _spec() -> SearchSpec:
    spec = spec_of(Entity.__tablename__)
    assert spec is not None
    return spec


async def _found(ctx: Context, kind: str, wanted: Wanted | None, fits: Fits) -> list[UUID]:
    if wanted is None:
        return []
    visible = ctx.scope.visible
    rows = await ctx.query(
        _CANDIDATES, ctx.tenant_id, kind, None if visible is None else list(visible), wanted.query
    )
    keys = await sealing.keys_of(ctx)
    found: list[UUID] = []
    for row in rows:
        opened: dict[str, Any] = dict(row)
        sealing.open_row(keys, Entity, opened)
        if fits({name: fold(opened[name]) for name in (NAME, EMAIL) if opened[name] is not None}):
            found.append(row["id"])
    return found
