"""People and companies together, for modules that ask who somebody is: found by every name a person or company has.

The hashed grams say who may be meant, the roll of names who is; only those whom their name does not decide are opened.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from bottega.business.customers import finding
from bottega.business.customers.numbers import whose
from bottega.business.customers.record_lists import RecordList, among
from bottega.business.customers.relations import visible
from bottega.business.customers.scope import COMPANY, PERSON
from bottega.business.customers.tables import Company, Entity, Person
from bottega.kernel import sealing
from bottega.kernel.caches import Cache
from bottega.kernel.context import Context
from bottega.kernel.database import Record
from bottega.kernel.encryption import TenantKeys
from bottega.kernel.list_query import ListQuery
from bottega.kernel.rolls import roll_of
from bottega.kernel.search import MAX_TERMS, make_searchable, spec_of, understand
from bottega.kernel.tables import Table, sql_table
from bottega.kernel.text import GRAM, fold

# Beyond this many whom no name decides the grams alone do: opening all of them would take longer than anybody waits.
MOST_LOOKED_AT: Final = 20_000
_IN_A_THREAD: Final = 1_000
_REMEMBERED: Final = 16

SHOWN: Final = (
    "id", "display_name", "primary_email", "primary_phone", "status", "lifecycle_stage", "source", "kind", "created_at",
)  # fmt: skip
# The texts a customer is found by; those of the customer itself are declared by ``finding``.
_TEXTS: Final[Mapping[type[Table], tuple[str, ...]]] = {
    Entity: (finding.NAME, finding.EMAIL),
    Person: ("first_name", "last_name", "preferred_name"),
    Company: ("legal_name", "brand_name", "domain", "nip"),
}

make_searchable(Person, (Person.first_name, Person.last_name, Person.preferred_name))
make_searchable(Company, (Company.legal_name, Company.brand_name, Company.domain, Company.nip))

_READ: Final = (
    "SELECT e.id, e.display_name, e.primary_email, p.first_name, p.last_name, p.preferred_name, c.legal_name,"
    " c.brand_name, c.domain, c.nip FROM customers_entities AS e"
    " LEFT JOIN customers_people AS p ON p.tenant_id = e.tenant_id AND p.id = e.id"
    " LEFT JOIN customers_companies AS c ON c.tenant_id = e.tenant_id AND c.id = e.id"
    " WHERE e.tenant_id = $1 AND e.id = ANY($2)"
)


async def _present(_ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return items


_list: Final = RecordList(
    table=Entity,
    kind="customers.entity",
    present=_present,
    sorts={
        **{name: name for name in SHOWN}, "name": "display_name", "displayName": "display_name",
        "primaryEmail": "primary_email", "primaryPhone": "primary_phone", "lifecycleStage": "lifecycle_stage",
        "createdAt": "created_at", "updatedAt": "updated_at",
    },
    filters={"kind": Entity.kind},
    unlisted=tuple(column.name for column in sql_table(Entity).columns if column.name not in SHOWN),
)  # fmt: skip


async def list_contacts(ctx: Context, query: ListQuery) -> Any:
    """A page of people and companies in the caller's view; the query may have ``filter_kind``."""
    if not query.search:
        return await _list.page(ctx, query)
    found = await find_contacts(ctx, query.search)
    by_name = query.model_copy(update={"search": None})
    return await _list.page(ctx, by_name, among(sql_table(Entity).c.id, found))


async def find_contacts(ctx: Context, typed: str) -> Sequence[UUID]:
    """The people and companies in view that have every word among their names and addresses, or the number that it is.

    What was found is remembered until a customer changes, so that the next page costs nothing.
    """
    words = tuple(fold(typed).split()[:MAX_TERMS])

    async def load() -> tuple[UUID, ...]:
        numbered = await whose(ctx, typed, (PERSON, COMPANY))
        named = await _found(ctx, words)
        return tuple(sorted({*numbered, *named})) if numbered else tuple(named)

    seen = visible(ctx)
    return await _cache(ctx).get(ctx.tenant_id, (words, None if seen is None else tuple(sorted(seen))), load)


def _cache(ctx: Context) -> Cache[tuple[UUID, ...]]:
    return ctx.app.once(
        "customers.contacts",
        lambda: ctx.app.caches.of(
            "customers_entities", "customers_people", "customers_companies", size=_REMEMBERED
        ),
    )  # fmt: skip


async def _found(ctx: Context, words: Sequence[str]) -> list[UUID]:
    candidates = await _candidates(ctx, words)
    # What is no longer than a gram the index is sure of.
    unsure = [word for word in words if len(word) > GRAM]
    if not candidates or not unsure:
        return candidates
    roll = await roll_of(ctx, Entity, finding.NAME)
    called = roll.folded(candidates) if roll is not None else {}
    doubtful = [one for one in candidates if not all(word in called.get(one, "") for word in unsure)]
    if len(doubtful) > MOST_LOOKED_AT:
        return candidates
    wrong = set(doubtful) - await _having(ctx, doubtful, unsure)
    return [one for one in candidates if one not in wrong]


async def _candidates(ctx: Context, words: Sequence[str]) -> list[UUID]:
    """Who may have all the words: each among the hashed grams of the customer, the person or the company."""
    values: list[Any] = [ctx.tenant_id, visible(ctx)]
    conditions: list[str] = []
    for word in words:
        either: list[str] = []
        for table in _TEXTS:
            spec = spec_of(table.__tablename__)
            wanted = await understand(ctx, spec, word) if spec else None
            if wanted is not None:
                values += [wanted.entity, wanted.query, wanted.terms]
                last = len(values)
                either.append(f"SELECT search_ids(${last - 2}, ${last - 1}::text::tsquery, ${last}::text[])")
        if not either:
            return []
        conditions.append(f"e.id IN ({' UNION '.join(either)})")
    if not conditions:
        return []
    rows = await ctx.query(
        "SELECT e.id FROM customers_entities AS e WHERE e.tenant_id = $1"
        f" AND ($2::uuid[] IS NULL OR e.organization_id = ANY($2)) AND {' AND '.join(conditions)} ORDER BY e.id",
        *values,
    )
    return [row["id"] for row in rows]


async def _having(ctx: Context, ids: Sequence[UUID], words: Sequence[str]) -> set[UUID]:
    """Those of some customers whose texts, opened, have all the words."""
    if not ids:
        return set()
    rows = await ctx.query(_READ, ctx.tenant_id, list(ids))
    look = partial(_with_words, await sealing.keys_of(ctx), rows, words)
    return look() if len(rows) <= _IN_A_THREAD else await asyncio.to_thread(look)


def _with_words(keys: TenantKeys, rows: Sequence[Record], words: Sequence[str]) -> set[UUID]:
    found: set[UUID] = set()
    for row in rows:
        opened: dict[str, Any] = dict(row)
        for table in _TEXTS:
            sealing.open_row(keys, table, opened)
        texts = [fold(text) for name, text in opened.items() if name != "id" and text is not None]
        if all(any(word in text for text in texts) for word in words):
            found.add(row["id"])
    return found
