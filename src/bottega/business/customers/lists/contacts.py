"""List and search of people and companies together, for other modules."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.kinds import COMPANY, PERSON
from bottega.business.customers.lists.search import Search, find
from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.plaintext_index import PackedIds
from bottega.kernel.resources import pages
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource, columns_but, columns_of, ranges_of

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


async def find_contacts(ctx: Context, typed: str) -> Sequence[UUID]:
    """The people and companies in view with every word among their names and addresses, or the number that it is."""
    return await find(ctx, (PERSON, COMPANY), Search(typed))


async def _find(ctx: Context, query: ListQuery) -> PackedIds | None:
    return await find(ctx, (PERSON, COMPANY), Search(query.search)) if query.search else None


CONTACTS: Final = ListSource(
    Entity,
    "customers.entity",
    tuple(name for name in columns_but(Entity) if name in SHOWN),
    {**columns_of(kind=Entity.kind), **ranges_of(Entity, ("created_at",))},
    sorted_by=(*SHOWN, "updated_at"),
    called={"name": "display_name"},
    find=_find,
)


async def list_contacts(ctx: Context, query: ListQuery) -> Any:
    """A page of people and companies in the caller's view; the query may have ``filter_kind``."""
    return await pages.page(CONTACTS, ctx, query)
