"""Names of people, companies and addresses where other records refer to them."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from bottega.business.customers.counterparties import PostalAddress, addresses, addresses_of
from bottega.business.customers.kinds import COMPANY, KINDS, PERSON
from bottega.business.customers.lists.contacts import CONTACTS
from bottega.business.customers.module import module
from bottega.business.customers.tables import Company, Entity, Person
from bottega.business.customers.tables_activity import Address
from bottega.kernel.context import Context
from bottega.kernel.registrations import RecordName, RecordNames
from bottega.kernel.resources import list_reading
from bottega.kernel.resources.items import Item
from bottega.kernel.resources.list_query import list_query
from bottega.kernel.resources.list_sources import columns_of

_Query: Final = list_query("CustomerNames", columns_of(kind=Entity.kind))


def _kinds(ctx: Context, among: Collection[str]) -> list[str]:
    """The kinds of customers whose names the caller may know."""
    place = ctx.scope.organization_id
    return [kind for kind in among if ctx.actor.acl.allows_all((KINDS[kind].view,), place)]


def _name(item: Item) -> RecordName:
    return RecordName(item["display_name"], item["primary_phone"] or item["primary_email"] or "")


async def _first(ctx: Context, among: Collection[str], words: str | None, limit: int) -> list[Item]:
    """The customers to choose from, by name."""
    kinds = _kinds(ctx, among)
    if not kinds:
        return []
    only = {"kind": kinds[0]} if len(kinds) == 1 else {}
    asked = _Query.model_validate({"search": words, "pageSize": limit, "sortField": "display_name", **only})
    return await list_reading.first_items(CONTACTS, ctx, asked)


def _of_kinds(*among: str) -> RecordNames:
    """Names of customers of some kinds."""

    async def by_ids(ctx: Context, ids: Collection[UUID]) -> dict[UUID, RecordName]:
        kinds = _kinds(ctx, among)
        items = await list_reading.items_with(CONTACTS, ctx, ids)
        return {item["id"]: _name(item) for item in items if item["kind"] in kinds}

    async def by_words(ctx: Context, words: str | None, limit: int) -> dict[UUID, RecordName]:
        return {item["id"]: _name(item) for item in await _first(ctx, among, words, limit)}

    return RecordNames(tuple(KINDS[kind].view for kind in among), by_ids, by_words)


async def _addresses_by_ids(ctx: Context, ids: Collection[UUID]) -> dict[UUID, RecordName]:
    return {} if ctx.scope.closed else await _named(ctx, list((await addresses(ctx, ids)).values()))


async def _addresses_by_words(ctx: Context, words: str | None, limit: int) -> dict[UUID, RecordName]:
    """Those of the customers with the words: streets are encrypted, and nobody looks for one without a name."""
    customers = [item["id"] for item in await _first(ctx, (PERSON, COMPANY), words, limit)]
    found = await addresses_of(ctx, customers)
    return await _named(ctx, [address for customer in customers for address in found[customer]][:limit])


async def _named(ctx: Context, found: Sequence[PostalAddress]) -> dict[UUID, RecordName]:
    """Each in one line, below it whose it is."""
    if not found:
        return {}
    owners = await CUSTOMERS.by_ids(ctx, {address.customer_id for address in found})
    nobody = RecordName("")
    return {one.id: RecordName(str(one), owners.get(one.customer_id, nobody).title) for one in found}


CUSTOMERS: Final = _of_kinds(PERSON, COMPANY)

module.names(Entity.entity, CUSTOMERS)
module.names(Person.entity, _of_kinds(PERSON))
module.names(Company.entity, _of_kinds(COMPANY))
module.names(Address.entity, RecordNames(("customers.activities.view",), _addresses_by_ids, _addresses_by_words))
