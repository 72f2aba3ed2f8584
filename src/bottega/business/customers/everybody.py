"""People and companies together, for modules that ask who somebody is: found by every name a person or company has."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.business.customers import finding
from bottega.business.customers.record_lists import RecordList, among
from bottega.business.customers.relations import visible
from bottega.business.customers.tables import Company, Entity, Person
from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.list_query import ListQuery
from bottega.kernel.search import MAX_TERMS, make_searchable, spec_of, understand
from bottega.kernel.tables import Table, sql_table
from bottega.kernel.text import fold

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
    " WHERE e.tenant_id = $1 AND e.id = ANY($2) AND ($3::uuid[] IS NULL OR e.organization_id = ANY($3))"
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


async def find_contacts(ctx: Context, typed: str) -> list[UUID]:
    """The people and companies in view that have every word among their names and addresses."""
    words = fold(typed).split()[:MAX_TERMS]
    candidates: set[UUID] | None = None
    for word in words:
        having = await _having(ctx, word)
        candidates = having if candidates is None else candidates & having
    if not candidates:
        return []
    rows = await ctx.query(_READ, ctx.tenant_id, list(candidates), visible(ctx))
    keys = await sealing.keys_of(ctx)
    found: list[UUID] = []
    for row in rows:
        opened: dict[str, Any] = dict(row)
        for table in _TEXTS:
            sealing.open_row(keys, table, opened)
        texts = [fold(text) for name, text in opened.items() if name != "id" and text is not None]
        if all(any(word in text for text in texts) for word in words):
            found.append(row["id"])
    return found


async def _having(ctx: Context, word: str) -> set[UUID]:
    """Who may have a word: their hashed grams say so, and the opened texts decide."""
    found: set[UUID] = set()
    for table in _TEXTS:
        spec = spec_of(table.__tablename__)
        wanted = await understand(ctx, spec, word) if spec else None
        if wanted is not None:
            rows = await ctx.query(
                "SELECT search_ids($1, $2::text::tsquery, $3) AS id",
                wanted.entity,
                wanted.query,
                wanted.terms,
            )
            found.update(row["id"] for row in rows)
    return found
