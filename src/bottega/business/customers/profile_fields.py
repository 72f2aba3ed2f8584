"""Custom fields of customers: a person's may be defined for people or for all customers; values stay in the profile."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.scope import COMPANY, PERSON
from bottega.business.customers.tables import Company, Entity, Person
from bottega.kernel import fields
from bottega.kernel.context import Context
from bottega.kernel.fields import Field

PROFILE: Final[Mapping[str, type[Person | Company]]] = {PERSON: Person, COMPANY: Company}


async def known_fields(ctx: Context, kind: str) -> Mapping[str, Field]:
    """The fields of a kind by key; of one that is defined twice, the definition that counts."""
    profile = await fields.known(ctx, PROFILE[kind].entity)
    if kind == COMPANY:
        return profile
    base, shared = await fields.known(ctx, Entity.entity), await _shared(ctx, kind)
    return {**base, **profile, **{key: base[key] for key in shared}}


async def checked_values(ctx: Context, kind: str, organization_id: UUID, *, new: bool) -> dict[str, Any]:
    """What was sent, as it is stored: each value by the rules of where its field is defined."""
    own = PROFILE[kind].entity
    shared = await _shared(ctx, kind)
    mine = {key: value for key, value in ctx.custom.items() if key not in shared}
    stored = await fields.checked(ctx, own, mine, new=new, organization_id=organization_id, besides=shared)
    if shared:
        theirs = {key: value for key, value in ctx.custom.items() if key in shared}
        not_theirs = set(await fields.known(ctx, Entity.entity)) - shared
        stored |= await fields.checked(
            ctx, Entity.entity, theirs, new=new, organization_id=organization_id, besides=not_theirs
        )
    return stored


async def settle(ctx: Context, kind: str, items: Sequence[dict[str, Any]]) -> None:
    """Make custom values of items (``cf_<key>``) what people read, in place."""
    await fields.settle(ctx, PROFILE[kind].entity, items)
    for key in await _shared(ctx, kind):
        name = f"cf_{key}"
        for item in items:
            if name in item:
                alone = {name: item.pop(name)}
                await fields.settle(ctx, Entity.entity, [alone])
                item.update(alone)


async def _shared(ctx: Context, kind: str) -> set[str]:
    """The fields whose definition for all customers counts, not one for this kind (brief §5).

    More is said of it; or as much, and it does not stand behind the other. What nobody defined is the profile's.
    """
    if kind == COMPANY:
        return set()
    own = await fields.known(ctx, PROFILE[kind].entity)
    base = await fields.known(ctx, Entity.entity)
    return {key for key, field in base.items() if key not in own or _weight(field) >= _weight(own[key])}


def _weight(field: Field) -> tuple[bool, int, float]:
    return (not field.gone, field.richness, -field.priority)
