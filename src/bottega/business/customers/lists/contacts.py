"""List and search of people and companies together, for other modules."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.lists import search
from bottega.business.customers.lists.number_search import whose
from bottega.business.customers.lookups import COMPANY, PERSON
from bottega.business.customers.references import visible
from bottega.business.customers.tables import Company, Entity, Person
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.resources import pages
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource, among, columns_but, columns_of
from bottega.kernel.search_rows import MAX_TERMS, spec_of, understand
from bottega.kernel.text.folding import fold

SHOWN: Final = (
    "id",
    "display_name",
    "primary_email",
    "primary_phone",
    "status",
    "lifecycle_stage",
    "source",
    "kind",
    "created_at",
)
_SEARCHED: Final = (Entity, Person, Company)


_list: Final = ListSource(
    Entity,
    "customers.entity",
    tuple(name for name in columns_but(Entity) if name in SHOWN),
    columns_of(kind=Entity.kind),
    sorted_by=(*SHOWN, "updated_at"),
    called={"name": "display_name"},
)


async def list_contacts(ctx: Context, query: ListQuery) -> Any:
    """A page of people and companies in the caller's view; the query may have ``filter_kind``."""
    if not query.search or query.full:
        return await pages.page(_list, ctx, query)
    found = await find_contacts(ctx, query.search)
    by_name = query.model_copy(update={"search": None})
    return await pages.page(_list, ctx, by_name, among(sql_table(Entity).c.id, found))


async def find_contacts(ctx: Context, typed: str) -> Sequence[UUID]:
    """The people and companies in view that have every word among their names and addresses, or the number that it is.

    Of more customers than a process keeps the words of, those whose hashed grams may have the words.
    """
    kinds = (PERSON, COMPANY)
    found = await search.whom(ctx, kinds, search.Search(typed))
    if found is not None:
        return found
    words = fold(typed).split()[:MAX_TERMS]
    return await whose(ctx, typed, kinds) or await _candidates(ctx, words)


async def _candidates(ctx: Context, words: Sequence[str]) -> list[UUID]:
    """Who may have all the words: each among the hashed grams of the customer, the person or the company."""
    values: list[Any] = [ctx.tenant_id, visible(ctx)]
    conditions: list[str] = []
    for word in words:
        either: list[str] = []
        for table in _SEARCHED:
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
