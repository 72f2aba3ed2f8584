"""Storage of customers' custom fields in their profiles."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from bottega.business.customers.kinds import PROFILE
from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.custom_fields import Known


async def known_fields(ctx: Context, kind: str) -> Known:
    """The fields of a kind by key."""
    return await custom_fields.known(ctx, PROFILE[kind].entity)


async def checked_values(
    ctx: Context, kind: str, organization_id: UUID, *, new: bool, values: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Values, or else what was sent, as they are stored."""
    sent = ctx.custom if values is None else values
    return await custom_fields.checked(ctx, PROFILE[kind].entity, sent, new=new, organization_id=organization_id)


async def settle(ctx: Context, kind: str, items: Sequence[dict[str, Any]]) -> None:
    """Make custom values of items (``cf_<key>``) what people read, in place."""
    await custom_fields.settle(ctx, PROFILE[kind].entity, items)
