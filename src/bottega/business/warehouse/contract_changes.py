"""Event handlers for contracts: releases reservations of dissolved and deleted ones."""

from collections.abc import Mapping
from typing import Any, Final

from bottega.business.warehouse.materials import Material
from bottega.business.warehouse.module import module
from bottega.kernel.context import Context
from bottega.kernel.writes import changes

_RESERVED: Final = (
    "SELECT id FROM warehouse_materials WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL ORDER BY id"
    " FOR NO KEY UPDATE"
)


@module.within("contracts.contract.dissolved")
async def release(ctx: Context, *, contract: Mapping[str, Any], **_facts: Any) -> None:
    """What was reserved for a contract that was dissolved is free, in the same transaction."""
    rows = await ctx.query(_RESERVED, ctx.tenant_id, contract["id"])
    await changes.update_many(ctx, Material, [{"id": row["id"], "contract_id": None} for row in rows])
