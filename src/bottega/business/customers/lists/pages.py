"""The lists of people and of companies: a customer joined with its profile."""

from functools import partial
from typing import Final

from bottega.business.customers.lists.list_query import CustomerQuery
from bottega.business.customers.lists.search import find
from bottega.business.customers.profile_fields import PROFILE
from bottega.business.customers.tables import Company, Entity, Person, TagAssignment
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.plaintext_index import PackedIds
from bottega.kernel.resources.list_filters import Filter
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
_customer: Final = sql_table(Entity).c
_assignment: Final = sql_table(TagAssignment).c
_FILTERS: Final = {
    "email": Filter(_customer.primary_email, "hash"),
    "with_email": Filter(_customer.primary_email, "present"),
    "without_email": Filter(_customer.primary_email, "empty"),
    "with_phone": Filter(_customer.primary_phone, "present"),
    "without_phone": Filter(_customer.primary_phone, "empty"),
    "with_next_interaction": Filter(_customer.next_interaction_at, "present"),
    "without_next_interaction": Filter(_customer.next_interaction_at, "empty"),
    "status": Filter(_customer.status),
    "lifecycle_stage": Filter(_customer.lifecycle_stage),
    "source": Filter(_customer.source),
    "created_from": Filter(_customer.created_at, "since"),
    "created_to": Filter(_customer.created_at, "until"),
    "tag_ids": Filter(_assignment.tag_id, "exists", of=_assignment.entity_id),
}
# That of a company is public; of a person's only the hash is looked at.
_NIP: Final = {"person": Filter(sql_table(Person).c.nip, "hash"), "company": Filter(sql_table(Company).c.nip)}
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
        {**_FILTERS, "nip": _NIP[kind]},
        sorted_by=_SORTED_BY,
        called={"name": "display_name"},
        custom=True,
        joined=profile,
        fixed={"kind": kind},
        find=partial(_find, kind),
    )
    for kind, profile in PROFILE.items()
}
