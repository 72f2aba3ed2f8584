"""Whose number this is: customers by a telephone number or a tax number, in whatever spelling it was typed.

Numbers are found by keyed hashes of what all spellings have in common, so nothing is opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bottega.business.customers.firm_numbers import nip_of
from bottega.business.customers.phones import numbers_in
from bottega.business.customers.relations import visible
from bottega.business.customers.tables import Entity, Person
from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.database import Record

# The shortest number has seven digits; a text with fewer asks nothing of the database.
_FEWEST_DIGITS: Final = 7
# What says most about who somebody is comes first: families share telephones.
_HOLDERS: Final = """
WITH found AS (
    SELECT id, 'nip' AS by, 1 AS rank FROM customers_people WHERE tenant_id = $1 AND nip_hash = $4
    UNION ALL SELECT id, 'nip', 1 FROM customers_companies WHERE tenant_id = $1 AND nip = $5
    UNION ALL SELECT id, 'email', 2 FROM customers_entities
        WHERE tenant_id = $1 AND kind = ANY($2) AND primary_email_hash = $6
    UNION ALL SELECT id, 'phone', 3 FROM customers_entities
        WHERE tenant_id = $1 AND kind = ANY($2) AND primary_phone_hash = ANY($7)
    UNION ALL SELECT id, 'phone', 3 FROM customers_entities
        WHERE tenant_id = $1 AND kind = ANY($2) AND primary_phone_other_hash = ANY($7)
)
SELECT DISTINCT ON (e.id) e.id, e.kind, e.display_name, found.by
FROM found JOIN customers_entities AS e ON e.tenant_id = $1 AND e.id = found.id
WHERE e.kind = ANY($2) AND ($3::uuid[] IS NULL OR e.organization_id = ANY($3)) AND e.id IS DISTINCT FROM $8
ORDER BY e.id, found.rank LIMIT $9
"""


@dataclass(frozen=True)
class Numbers:
    """The numbers of a text: telephones with their country codes, and a NIP."""

    phones: Sequence[str] = ()
    nip: str | None = None

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.phones or self.nip)


def numbers_of(typed: str) -> Numbers:
    """What of a text that was typed may be a number of a customer."""
    if sum(letter.isdigit() for letter in typed) < _FEWEST_DIGITS:
        return Numbers()
    return Numbers(numbers_in(typed), nip_of(typed))


async def whose(ctx: Context, typed: str, kinds: Sequence[str]) -> list[UUID]:
    """The customers of some kinds in view who have a number that was typed, in the order of their ids."""
    asked = numbers_of(typed)
    return [row["id"] for row in await holders(ctx, kinds, asked)] if asked else []


async def holders(
    ctx: Context, kinds: Sequence[str], numbers: Numbers, email: str | None = None, *,
    besides: UUID | None = None, most: int | None = None,
) -> Sequence[Record]:  # fmt: skip
    """Customers in view who have one of some numbers, or an address: id, kind, name (sealed), and ``by`` what."""
    return await ctx.query(
        _HOLDERS, ctx.tenant_id, list(kinds), visible(ctx),
        numbers.nip and sealing.digest(ctx, Person, "nip", numbers.nip), numbers.nip,
        email and sealing.digest(ctx, Entity, "primary_email", email),
        [ctx.app.vault.digest(number) for number in numbers.phones], besides, most,
    )  # fmt: skip
