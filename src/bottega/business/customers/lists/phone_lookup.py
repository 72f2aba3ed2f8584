"""Lookup of customers by telephone number while it is typed, to avoid duplicates."""

import re
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.customers.module import module
from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.schemas import Query, Schema

_ENOUGH: Final = re.compile(r"[0-9]{4,50}")
# A hash is enough: what is hashed are the digits themselves, so there is nothing left to compare.
_FIND: Final = (
    "SELECT id, display_name FROM customers_entities WHERE tenant_id = $1 AND kind = 'person'"
    " AND (primary_phone_hash = ANY($2) OR primary_phone_other_hash = ANY($2))"
    " AND ($3::uuid[] IS NULL OR organization_id = ANY($3)) ORDER BY id LIMIT 1"
)


class PhoneQuery(Query):
    """A telephone number."""

    digits: str = Field(default="", description="At least four digits, and nothing else.")


class Match(Schema):
    """Who has the number."""

    id: UUID
    display_name: str


class PhoneMatch(Schema):
    """Somebody, or nobody."""

    match: Match | None


@module.get(
    "/people/check-phone",
    "customers.people.view",
    name="people.check_phone",
    answer=PhoneMatch,
    answers={200: "Matching contact (if any)"},
)
async def check_phone(ctx: Context, query: PhoneQuery) -> dict[str, Any]:
    """Find person by phone digits.

    The person with this number among those the caller may see, however it was written down: with the country code or
    without, with spaces or dashes.
    """
    allowed = ctx.scope.allowed
    if not _ENOUGH.fullmatch(query.digits) or ctx.scope.closed:
        return {"match": None}
    hashes = [sealing.digest(ctx, Entity, "primary_phone", query.digits), ctx.app.vault.digest(query.digits)]
    row = await ctx.query_one(_FIND, ctx.tenant_id, hashes, None if allowed is None else list(allowed))
    if row is None:
        return {"match": None}
    found = await sealing.opened(ctx, Entity, row)
    ctx.app.access.note(ctx, "customers.person", [found["id"]], ["id", "displayName"])
    return {"match": {"id": found["id"], "displayName": found["display_name"]}}
