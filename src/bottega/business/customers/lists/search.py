"""Search of customers by what people type: parts of names and addresses, telephone and tax numbers however written.

A process that has opened the words of all customers knows at once who has which. Where there are too many customers
for that, hashed grams decide: whoever they find has all runs of three characters of what was typed, though perhaps not
in its order (docs/decisions/0040-searching-encrypted-people.md, 0072).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from bottega.business.customers.formats.phones import digit_runs, national
from bottega.business.customers.formats.registry_numbers import nip_of
from bottega.business.customers.lists.number_search import Numbers, numbers_of
from bottega.business.customers.tables import Company, Entity, Person
from bottega.kernel.context import Context
from bottega.kernel.plaintext_index.replica import Group
from bottega.kernel.plaintext_index.trigrams import MORE, Contains, Found, Text, word_form, word_index_of
from bottega.kernel.search_rows import Wanted, make_searchable, spec_of, understand, understand_column
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


async def whom(ctx: Context, kinds: Sequence[str], search: Search) -> Found | None:
    """The customers of some kinds in view who are meant; None when there are too many to know the words of."""
    index = await word_index_of(ctx, WORDS)
    if index is None:
        return None
    groups = [group for kind in kinds for group in groups_in_view(ctx, kind, index.groups)]
    found = await index.find(search.asked, groups)
    typed = [*map(national, search.numbers.phones), *([search.numbers.nip] if search.numbers.nip else [])]
    if not typed:
        return found
    numbered = [await index.find([Contains(number, (MORE,))], groups) for number in typed]
    return Found.of(one for some in (found, *numbered) for one in some)


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
