"""The issuer of a document, and the day it is issued on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from bottega.business.documents import seller
from bottega.kernel import schemas
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.platform.auth import colleagues


@dataclass(frozen=True)
class Desk:
    """An organization at work on a document, and whose document it is: a customer's, a contract's, or the studio's."""

    organization_id: UUID
    profile: Mapping[str, Any]
    author: str | None
    customer_id: UUID | None = None
    contract_id: UUID | None = None
    today: date = field(default_factory=schemas.today)


async def read_desk(
    ctx: Context, organization_id: UUID, *, customer_id: UUID | None = None, contract_id: UUID | None = None
) -> Desk:
    """The desk of an organization, with the caller at it."""
    profile = await seller.profile_of(ctx, organization_id)
    return Desk(organization_id, profile, await author_of(ctx, profile), customer_id, contract_id)


async def author_of(ctx: Context, profile: Mapping[str, Any]) -> str | None:
    """Who signs as the issuer: the caller by name, else whom the profile names."""
    author = ctx.actor.user_id
    person = (await colleagues(ctx, [author])).get(author) if author else None
    return (person.name if person else None) or profile["wystawiajacy"]


def seller_gaps(profile: Mapping[str, Any], *, invoice: bool) -> Iterator[tuple[str, T]]:
    """What of the seller a document needs and nobody has entered; tax numbers are asked for by invoices only."""
    for name, text in seller.missing_of(dict(profile)):
        if invoice or name not in seller.FOR_TAX:
            yield f"sprzedawca.{name}", text
