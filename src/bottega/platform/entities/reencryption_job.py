"""Re-encryption job: brings stored values into the form of the current map and key."""

import asyncio
from typing import Any
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.i18n import T
from bottega.kernel.reencryption import resealing
from bottega.platform.entities.module import module


@module.job("reseal", T(en="Re-encrypt stored values", pl="Ponowne szyfrowanie danych"), every="* * * * *")
async def reseal(app: Application, payload: dict[str, Any]) -> int:
    """Bring stored values of one tenant, or of all that wait for it, into the form that is wanted; answers how many."""
    working: asyncio.Lock = app.once("entities.resealing", asyncio.Lock)
    if working.locked():
        # Scheduled every minute, while a run may take longer: it processes all tenants, so a second is redundant.
        return 0
    tenants = 0
    async with working:
        while waiting := await _waiting(app, payload.get("tenantId")):
            for tenant_id in waiting:
                await resealing.settle(app, tenant_id)
            tenants += len(waiting)
    return tenants


async def _waiting(app: Application, tenant_id: str | None) -> list[UUID]:
    async with app.database.across_tenants(
        "work on encrypted values that was interrupted is taken up, whosever it is"
    ) as connection:
        return await resealing.unfinished(connection, UUID(tenant_id) if tenant_id else None)
