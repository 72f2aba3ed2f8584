"""Names of tenants by id."""

from bottega.kernel.context import Context


async def tenant_name(ctx: Context) -> str | None:
    """The name of the tenant the request is about; None when it is gone."""
    return await ctx.query_value(
        "SELECT name FROM directory_tenants WHERE id = $1 AND deleted_at IS NULL", ctx.tenant_id
    )
