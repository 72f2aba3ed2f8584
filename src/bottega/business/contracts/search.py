"""Search of contracts by their texts and by their customers' encrypted names."""

from typing import Final
from uuid import UUID

from bottega.business.contracts.tables.contract import Contract
from bottega.business.customers import find_contacts
from bottega.kernel.context import Context
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.search_rows import spec_of, understand

NOTHING: Final = UUID(int=0)
_EITHER: Final = (
    "SELECT id FROM contracts_contracts WHERE tenant_id = $1 AND (id IN (SELECT search_ids($2, $3::text::tsquery, $4))"
    " OR customer_id = ANY($5))"
)


async def including_customers(ctx: Context, query: ListQuery) -> ListQuery:
    """The query with its search answered by ids, if customers bear the words that were typed."""
    if not query.search or query.full or ctx.scope.closed:
        return query
    customers = await find_contacts(ctx, query.search)
    spec = spec_of(Contract.__tablename__)
    wanted = await understand(ctx, spec, query.search) if spec and customers else None
    if wanted is None:
        return query
    rows = await ctx.query(_EITHER, ctx.tenant_id, wanted.entity, wanted.query, wanted.terms, customers)
    found = {row["id"] for row in rows}
    asked = query.wanted_ids
    if asked is not None:
        found &= set(asked)
    found = found or {NOTHING}
    answered = {"ids": ",".join(map(str, found))} if query.id is None else {"id": min(found)}
    return query.model_copy(update={"search": None, **answered})
