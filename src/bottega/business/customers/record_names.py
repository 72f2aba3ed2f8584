"""Names of people and companies where other records refer to them."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from bottega.business.customers.lists.contacts import CONTACTS
from bottega.business.customers.lookups import COMPANY, PERSON
from bottega.business.customers.module import module
from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.registrations import RecordName, RecordNames
from bottega.kernel.resources import list_reading
from bottega.kernel.resources.items import Item
from bottega.kernel.resources.list_query import list_query
from bottega.kernel.resources.list_sources import columns_of

_FEATURES: Final = {PERSON: "customers.people.view", COMPANY: "customers.companies.view"}
_Query: Final = list_query("CustomerNames", columns_of(kind=Entity.kind))


def _kinds(ctx: Context) -> list[str]:
    """The kinds of customers whose names the caller may know."""
    place = ctx.scope.organization_id
    return [kind for kind, feature in _FEATURES.items() if ctx.actor.acl.allows_all((feature,), place)]


def _name(item: Item) -> RecordName:
    return RecordName(item["display_name"], item["primary_phone"] or item["primary_email"] or "")


async def _by_ids(ctx: Context, ids: Collection[UUID]) -> dict[UUID, RecordName]:
    kinds = _kinds(ctx)
    items = await list_reading.items_with(CONTACTS, ctx, ids)
    return {item["id"]: _name(item) for item in items if item["kind"] in kinds}


async def _by_words(ctx: Context, words: str | None, limit: int) -> dict[UUID, RecordName]:
    kinds = _kinds(ctx)
    only = {"kind": kinds[0]} if len(kinds) == 1 else {}
    asked = _Query.model_validate({"search": words, "pageSize": limit, "sortField": "display_name", **only})
    items = await list_reading.first_items(CONTACTS, ctx, asked)
    return {item["id"]: _name(item) for item in items}


module.names(Entity.entity, RecordNames((*_FEATURES.values(),), _by_ids, _by_words))
