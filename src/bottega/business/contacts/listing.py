"""The list of contacts: people and companies, searched by name or address."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.business.contacts.module import module
from bottega.business.customers import CONTACTS, Kind, list_contacts
from bottega.kernel.context import Context
from bottega.kernel.resources.list_query import ListQuery, with_variants
from bottega.kernel.resources.schemas import ListPage
from bottega.kernel.schemas import Schema, Stamp


@with_variants(CONTACTS.filters)
class ContactQuery(ListQuery):
    """Which contacts."""

    filter_kind: Kind | None = Field(default=None, alias="kind", description="Only people, or only companies.")


class Contact(Schema):
    """A person or a company."""

    model_config = ConfigDict(alias_generator=None)

    id: UUID
    display_name: str
    primary_email: str | None
    primary_phone: str | None
    status: str | None
    lifecycle_stage: str | None
    source: str | None
    kind: Kind
    created_at: Stamp


class ContactPage(ListPage):
    """Paginated contacts list."""

    items: list[Contact]


@module.get("/contacts", "contacts.view", name="list", answer=ContactPage, answers={500: "Server error"})
async def list_everybody(ctx: Context, query: ContactQuery) -> Any:
    """List all contacts (people + companies).

    A page of everybody in the caller's organizations, whatever their kind, found by names and addresses; with `format`
    a file of all of them.
    """
    return await list_contacts(ctx, query)
