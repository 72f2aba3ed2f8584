"""Filters of the lists of people and companies."""

from typing import Final

from bottega.business.customers.kinds import COMPANY, PERSON
from bottega.business.customers.tables import Company, Entity, Person, TagAssignment
from bottega.kernel.database.tables import sql_table
from bottega.kernel.resources.list_filters import Filter
from bottega.kernel.resources.list_sources import ranges_of

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
    # The time of the last change is that of both halves, which no column says.
    **ranges_of(Entity, ("next_interaction_at", "created_at")),
}
# By kind. The NIP of a company is public; of a person's only the hash is looked at.
FILTERS: Final = {
    PERSON: {**_FILTERS, "nip": Filter(sql_table(Person).c.nip, "hash")},
    COMPANY: {**_FILTERS, "nip": Filter(sql_table(Company).c.nip)},
}
