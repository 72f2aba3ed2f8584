"""Creation of a tenant with its first organization."""

from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from bottega.platform.directory.tables import Organization, Tenant


async def found(app: Application, organization: str) -> tuple[UUID, UUID]:
    """A tenant named ``<organization> Tenant`` and its root organization; answers both ids."""
    tenant_id, organization_id = new_id(), new_id()
    async with app.acting(tenant_id, organization_id) as ctx:
        await changes.insert(ctx, Tenant, {"id": tenant_id, "name": f"{organization} Tenant"})
        values = {"id": organization_id, "organization_id": organization_id, "name": organization}
        await changes.insert(ctx, Organization, values)
        # The key is made with the tenant, so that two first users cannot make two.
        await app.vault.keys(await ctx.connection(), tenant_id)
    return tenant_id, organization_id
