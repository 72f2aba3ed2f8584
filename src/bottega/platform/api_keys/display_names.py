"""Display names of API keys by id."""

from collections.abc import Sequence
from uuid import UUID

from bottega.kernel.context import Context
from bottega.platform.api_keys.tables import ApiKey

_READ = f"SELECT id, name FROM {ApiKey.__tablename__} WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL"


async def key_names(ctx: Context, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of the keys of the tenant among the ids."""
    return {row["id"]: row["name"] for row in await ctx.query(_READ, ctx.tenant_id, list(ids))}
