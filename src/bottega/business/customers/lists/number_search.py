"""Lookup of customers by telephone or tax number in any spelling.

Numbers are found by keyed hashes of what all spellings have in common, so nothing is opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from bottega.business.customers.formats.phones import numbers_in
from bottega.business.customers.formats.registry_numbers import nip_of
from bottega.business.customers.references import visible
from bottega.business.customers.tables import Entity, Person
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.encryption import sealing

# The shortest number has seven digits; a text with fewer asks nothing of the database.
_FEWEST_DIGITS: Final = 7
# How customers are found by each thing, what says most about who they are first: families share telephones.
# ``{kinds}`` are literals and ``{key}`` is the parameter; $1 tenant, $2 organizations in view, $3 who is left out.
_BY: Final[Mapping[str, str]] = {
    "nip_hash": "SELECT id, 'nip' AS by, 1 AS rank FROM customers_people WHERE tenant_id = $1 AND nip_hash = {key}",
    "nip": "SELECT id, 'nip' AS by, 1 AS rank FROM customers_companies WHERE tenant_id = $1 AND nip = {key}",
    "email": "SELECT id, 'email' AS by, 2 AS rank FROM customers_entities"
    " WHERE tenant_id = $1 AND kind IN ({kinds}) AND primary_email_hash = {key}",
    "phone": "SELECT id, 'phone' AS by, 3 AS rank FROM customers_entities"
    " WHERE tenant_id = $1 AND kind IN ({kinds}) AND primary_phone_hash = ANY({key})",
    "other_phone": "SELECT id, 'phone' AS by, 3 AS rank FROM customers_entities"
    " WHERE tenant_id = $1 AND kind IN ({kinds}) AND primary_phone_other_hash = ANY({key})",
}


@cache
def _holders(asked: tuple[str, ...], kinds: tuple[str, ...], most: int | None) -> str:
    """The statement that looks by some of ``_BY``.

    With parts nothing is asked of, arrays of unknown length or an unknown limit PostgreSQL plans it for each call.
    """
    literals = ", ".join(f"'{kind}'" for kind in kinds)
    found = " UNION ALL ".join(
        _BY[name].format(kinds=literals, key=f"${number}") for number, name in enumerate(asked, 4)
    )
    return (
        f"WITH found AS ({found})"
        " SELECT DISTINCT ON (e.id) e.id, e.kind, e.display_name, found.by"
        " FROM found JOIN customers_entities AS e ON e.tenant_id = $1 AND e.id = found.id"
        f" WHERE e.kind IN ({literals}) AND ($2::uuid[] IS NULL OR e.organization_id = ANY($2))"
        f" AND e.id IS DISTINCT FROM $3 ORDER BY e.id, found.rank LIMIT {most or 'ALL'}"
    )


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
    ctx: Context,
    kinds: Sequence[str],
    numbers: Numbers,
    email: str | None = None,
    *,
    besides: UUID | None = None,
    most: int | None = None,
) -> Sequence[Record]:
    """Customers in view who have one of some numbers, or an address: id, kind, name (sealed), and ``by`` what."""
    phones = [ctx.app.vault.digest(number) for number in numbers.phones]
    keys = {
        "nip_hash": numbers.nip and sealing.digest(ctx, Person, "nip", numbers.nip),
        "nip": numbers.nip,
        "email": email and sealing.digest(ctx, Entity, "primary_email", email),
        "phone": phones,
        "other_phone": phones,
    }
    asked = {name: key for name, key in keys.items() if key}
    if not asked:
        return []
    sql = _holders(tuple(asked), tuple(kinds), most)
    return await ctx.query(sql, ctx.tenant_id, visible(ctx), besides, *asked.values())
