"""Duplicate detection: customers with the telephone number, e-mail address or NIP of a new one.

Adding them is no mistake, for families share a telephone and partners a firm. So nothing is refused; the answer names
whom the caller knows already, and merging is for people to decide.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.business.customers.formats.phones import numbers_in
from bottega.business.customers.kinds import KINDS
from bottega.business.customers.lists.number_search import Numbers, holders
from bottega.business.customers.tables import Entity, Kind
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.schemas import Schema

MOST_NAMED: Final = 10


class Duplicate(Schema):
    """A customer who was there before, and what of the new one they have."""

    id: UUID
    kind: Kind
    display_name: str
    by: Literal["nip", "email", "phone"] = Field(description="The strongest of what is the same.")


class Created(Schema):
    """A new customer, and whom they may be."""

    id: UUID
    duplicates: list[Duplicate] = Field(
        default=[],
        description=f"Customers in view with the same NIP, e-mail address or telephone number; {MOST_NAMED} at most.",
    )


async def doubles_of(ctx: Context, entity_id: UUID, given: Mapping[str, Any]) -> list[Duplicate]:
    """Customers whom the caller may see and who have a number or the address of a new one; one statement at most."""
    numbers = Numbers(numbers_in(given.get("primary_phone") or ""), given.get("nip"))
    email: str | None = given.get("primary_email")
    kinds = [kind.name for kind in KINDS.values() if ctx.may(kind.view)]
    if not kinds:
        return []
    rows = await holders(ctx, kinds, numbers, email, besides=entity_id, most=MOST_NAMED)
    found = [Duplicate.model_validate(await sealing.opened(ctx, Entity, row)) for row in rows]
    for kind in kinds:
        if named := [one.id for one in found if one.kind == kind]:
            ctx.app.access.note(ctx, f"customers.{kind}", named, ["id", "displayName"])
    return found
