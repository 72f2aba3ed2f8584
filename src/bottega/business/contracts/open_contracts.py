"""Open and completed contracts, for work that is done by the clock."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.local_time import local_day

_TENANTS: Final = "SELECT DISTINCT tenant_id FROM contracts_contracts WHERE deleted_at IS NULL AND NOT rozwiazana"
_COMPLETED: Final = """
SELECT id, numer, organization_id, zakonczona_at FROM contracts_contracts
WHERE tenant_id = $1 AND organization_id = $2 AND deleted_at IS NULL AND NOT rozwiazana AND zakonczona
  AND zakonczona_at >= $3::date - 1 AND zakonczona_at < $4::date + 2 ORDER BY id
"""


async def open_contracts_of(app: Application) -> Sequence[UUID]:
    """The tenants that have contracts."""
    async with app.database.across_tenants("contracts of all tenants are looked after by one worker") as connection:
        return [row["tenant_id"] for row in await connection.fetch(_TENANTS)]


async def completed_between(
    ctx: Context, organization_id: UUID, first: date, last: date
) -> Sequence[tuple[Mapping[str, Any], date]]:
    """The contracts of an organization that were completed on these days in Warsaw, both included, with the day."""
    rows = await ctx.query(_COMPLETED, ctx.tenant_id, organization_id, first, last)
    dated = [(dict(row), local_day(row["zakonczona_at"])) for row in rows]
    return [(row, day) for row, day in dated if first <= day <= last]
