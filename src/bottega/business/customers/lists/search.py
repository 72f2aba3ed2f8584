"""Search of customers by what people type: parts of names and addresses, telephone and tax numbers however written.

A process that has opened the words of all customers knows at once who has which. Where there are too many customers
for that, hashed grams decide: whoever they find has all runs of three characters of what was typed, though perhaps not
in its order (docs/decisions/0040-searching-encrypted-people.md, 0072).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.formats.phones import digit_runs, national
from bottega.business.customers.formats.registry_numbers import nip_of
from bottega.business.customers.lists.number_search import Numbers, numbers_of, whose
from bottega.business.customers.references import visible
from bottega.business.customers.tables import Company, Entity, Person
from bottega.kernel import plaintext_index
from bottega.kernel.context import Context
from bottega.kernel.plaintext_index import MORE, Contains, Group, PackedIds, Text, word_form
from bottega.kernel.search_rows import MAX_TERMS, Wanted, make_searchable, spec_of, understand, understand_column
from bottega.kernel.text.folding import fold

NAME: Final = "display_name"
EMAIL: Final = "primary_email"

make_searchable(Entity, (Entity.display_name, Entity.primary_email), apart=(Entity.primary_email,))
make_searchable(Person, (Person.first_name, Person.last_name, Person.preferred_name))
make_searchable(Company, (Company.legal_name, Company.brand_name, Company.domain, Company.nip))


def _tax_number(text: str) -> Sequence[str]:
    number = nip_of(text)
    return [number] if number else []


WORDS: Final = word_form(
    Entity,
    (NAME, EMAIL),
    (
        Text(Entity, "primary_phone", digit_runs),
        Text(Person, "first_name"),
        Text(Person, "last_name"),
        Text(Person, "preferred_name"),
        Text(Person, "nip", _tax_number),
        Text(Company, "legal_name"),
        Text(Company, "brand_name"),
        Text(Company, "domain"),
        Text(Company, "nip", _tax_number),
    ),
)


@dataclass(frozen=True)
class Search:
    """What was typed: words of names and addresses or a number, and the address itself or only how it ``starts``."""

    words: str | None = None
    email: str | None = None
    starts: bool = False

    @property
    def numbers(self) -> Numbers:
        """The telephone or tax number that was typed; none where an address is asked for as well."""
        return numbers_of(self.words) if self.words and not self.email else Numbers()

    @property
    def asked(self) -> Sequence[Contains]:
        """What a customer must have; the digits of a whole number are not looked for one by one in those of others."""
        places = (NAME, EMAIL) if self.numbers else (NAME, EMAIL, MORE)
        anywhere = [Contains(word, places) for word in fold(self.words or "").split()]
        address = fold((self.email or "").strip())
        return [*anywhere, Contains(address, (EMAIL,), self.starts)] if address else anywhere


async def find(ctx: Context, kinds: Sequence[str], search: Search) -> PackedIds:
    """The customers of some kinds in view who are meant, by id.

    Of more customers than a process keeps the words of, those with the number, or those whose hashed grams fit.
    """
    found = await plaintext_index.find(ctx, WORDS, search.asked, partial(_in_view, ctx, kinds))
    if found is None:
        numbered = await whose(ctx, search.words or "", kinds) if search.numbers else []
        return PackedIds.by_id(numbered or await _candidates(ctx, kinds, search))
    typed = [*map(national, search.numbers.phones), *([search.numbers.nip] if search.numbers.nip else [])]
    for number in typed:
        named = await plaintext_index.find(ctx, WORDS, [Contains(number, (MORE,))], partial(_in_view, ctx, kinds))
        found = PackedIds.by_id([*found, *(named or ())])
    return found


def _in_view(ctx: Context, kinds: Sequence[str], group: Group) -> bool:
    """Whether a group of customers is of some kinds and in view."""
    return group[0] in kinds and ctx.scope.sees(group[-1])


async def _candidates(ctx: Context, kinds: Sequence[str], search: Search) -> list[UUID]:
    """Who may be meant: each word among the hashed grams of customer, person or company, the address among its own."""
    asked = [await _among(ctx, word) for word in fold(search.words or "").split()[:MAX_TERMS]]
    if search.email:
        spec = spec_of(Entity.__tablename__)
        assert spec is not None
        asked.append([await understand_column(ctx, spec, EMAIL, search.email, starts=search.starts)])
    values: list[Any] = [ctx.tenant_id, visible(ctx), list(kinds)]
    conditions: list[str] = []
    for anywhere in asked:
        either: list[str] = []
        for wanted in anywhere:
            if wanted is not None:
                values += [wanted.entity, wanted.query]
                either.append(f"SELECT search_ids(${len(values) - 1}, ${len(values)}::text::tsquery, NULL)")
        if not either:
            return []
        conditions.append(f"e.id IN ({' UNION '.join(either)})")
    if not conditions:
        return []
    rows = await ctx.query(
        "SELECT e.id FROM customers_entities AS e WHERE e.tenant_id = $1 AND e.kind = ANY($3)"
        f" AND ($2::uuid[] IS NULL OR e.organization_id = ANY($2)) AND {' AND '.join(conditions)}",
        *values,
    )
    return [row["id"] for row in rows]


async def _among(ctx: Context, word: str) -> list[Wanted | None]:
    """A word as hashed grams of each table that customers are found in."""
    specs = [spec_of(table.__tablename__) for table in (Entity, Person, Company)]
    return [await understand(ctx, spec, word) for spec in specs if spec is not None]
