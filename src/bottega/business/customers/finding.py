"""Finding customers by what is encrypted: parts of their names and addresses.

A process that has opened the words of all customers knows at once who has which. Where there are too many customers
for that, hashed grams decide: whoever they find has all runs of three characters of what was typed, though perhaps not
in its order (docs/decisions/0040-searching-encrypted-people.md, 0072).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.following import Group
from bottega.kernel.search import Wanted, make_searchable, spec_of, understand, understand_column
from bottega.kernel.text import fold
from bottega.kernel.word_index import Contains, Found, word_index_of

NAME: Final = "display_name"
EMAIL: Final = "primary_email"

make_searchable(Entity, (Entity.display_name, Entity.primary_email), apart=(Entity.primary_email,))


@dataclass(frozen=True)
class Search:
    """What was typed: words of name and address, and the address itself or only how it ``starts``."""

    words: str | None = None
    email: str | None = None
    starts: bool = False

    @property
    def asked(self) -> Sequence[Contains]:
        """What a customer must have."""
        anywhere = [Contains(word, (NAME, EMAIL)) for word in fold(self.words or "").split()]
        address = fold((self.email or "").strip())
        return [*anywhere, Contains(address, (EMAIL,), self.starts)] if address else anywhere


async def whom(ctx: Context, kind: str, search: Search) -> Found | None:
    """The customers of a kind in view who are meant; None when there are too many to know the words of."""
    index = await word_index_of(ctx, Entity)
    if index is None:
        return None
    return await index.find(search.asked, groups_in_view(ctx, kind, index.groups))


def groups_in_view(ctx: Context, kind: str, known: Collection[Group]) -> list[Group]:
    """Those of the groups that are of a kind and that the caller sees."""
    visible = ctx.scope.visible
    if visible is not None:
        return [(kind, organization) for organization in visible]
    return [group for group in known if group[0] == kind]


async def grams_of(ctx: Context, search: Search) -> str | None:
    """The same as hashed grams that the index of the database must have; None when nobody can have them."""
    spec = spec_of(Entity.__tablename__)
    assert spec is not None
    wanted: list[Wanted | None] = []
    if search.words is not None:
        wanted.append(await understand(ctx, spec, search.words))
    if search.email is not None:
        wanted.append(await understand_column(ctx, spec, EMAIL, search.email, starts=search.starts))
    queries = [f"({one.query})" for one in wanted if one is not None]
    return " & ".join(queries) if len(queries) == len(wanted) else None
