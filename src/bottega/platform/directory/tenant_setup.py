"""Creation of a tenant with its first organization."""

from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from bottega.platform.directory.tables import Organization, Tenant


async def found(app: Application, organization: str) -> tuple[UUID, UUID]:
    """A tenant named ``<organization> Tenant`` and its root organization; answers both ids."""
    tenant_id, organization_id = new_id(), new_id()
    async with app.acting(tenant_id, organization_id) as ctx:
        await found_within(ctx, organization)
    return tenant_id, organization_id


async def found_within(ctx: Context, organization: str) -> None:
    """The tenant that a context is about, and its root organization: with others' changes in one transaction."""
    tenant_id, organization_id = ctx.tenant_id, ctx.organization_for_new()
    await changes.insert(ctx, Tenant, {"id": tenant_id, "name": f"{organization} Tenant"})
    values = {"id": organization_id, "organization_id": organization_id, "name": organization}
    await changes.insert(ctx, Organization, values)
    # The key is made with the tenant, so that two first users cannot make two.
    await ctx.app.vault.keys(await ctx.connection(), tenant_id)
