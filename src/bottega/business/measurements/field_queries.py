"""Queries on measurements for field work: by customer, and pending approval."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from bottega.kernel.context import Context


async def measurements_by(ctx: Context, person_id: UUID, customer_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """What somebody measures or measured for some customers, and whatever waits to be measured by them, newest first.

    ``kwota`` is the fee, PLN gross.
    """
    rows = await ctx.query(
        "SELECT id, customer_id, adres_id, kwota, zatwierdzony_at FROM measurements_measurements WHERE tenant_id = $1"
        " AND uzytkownik_id = $2 AND deleted_at IS NULL AND ($4::uuid[] IS NULL OR organization_id = ANY($4))"
        " AND (customer_id = ANY($3) OR zatwierdzony_at IS NULL) ORDER BY id DESC LIMIT 500",
        ctx.tenant_id,
        person_id,
        list(customer_ids),
        None if ctx.scope.visible is None else list(ctx.scope.visible),
    )
    return [dict(row) for row in rows]
