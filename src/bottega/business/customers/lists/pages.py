"""The lists of people and of companies: a customer joined with its profile."""

from functools import partial
from typing import Final

from bottega.business.customers.kinds import PROFILE
from bottega.business.customers.lists.filters import FILTERS
from bottega.business.customers.lists.list_query import CustomerQuery
from bottega.business.customers.lists.search import find
from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.plaintext_index import PackedIds
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource, columns_but

SHOWN: Final = (
    "id",
    "display_name",
    "description",
    "owner_user_id",
    "primary_email",
    "primary_phone",
    "status",
    "lifecycle_stage",
    "source",
    "next_interaction_at",
    "next_interaction_name",
    "next_interaction_ref_id",
    "next_interaction_icon",
    "next_interaction_color",
    "organization_id",
    "tenant_id",
    "created_at",
    "updated_at",
)
_SORTED_BY: Final = tuple(name for name in columns_but(Entity) if not name.endswith("_hash"))


async def _find(kind: str, ctx: Context, query: ListQuery) -> PackedIds | None:
    """The customers of a kind who are looked for."""
    assert isinstance(query, CustomerQuery)
    return await find(ctx, (kind,), query.words) if query.words else None


LISTS: Final = {
    kind: ListSource(
        Entity,
        f"customers.{kind}",
        SHOWN,
        FILTERS[kind],
        sorted_by=_SORTED_BY,
        called={"name": "display_name"},
        custom=True,
        joined=profile,
        fixed={"kind": kind},
        find=partial(_find, kind),
    )
    for kind, profile in PROFILE.items()
}
