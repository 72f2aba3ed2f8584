"""Custom field values in lists across tenants."""

from collections.abc import Sequence
from typing import Any

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.keys.tenant_keys import looks_sealed


async def settle(ctx: Context, entity: str, items: Sequence[dict[str, Any]]) -> None:
    """Open encrypted values in place; those sealed with another tenant's key are left out."""
    await custom_fields.settle(ctx, entity, items)
    for item in items:
        for name in [name for name in item if name.startswith("cf_")]:
            if isinstance(item[name], str) and looks_sealed(item[name]):
                del item[name]
