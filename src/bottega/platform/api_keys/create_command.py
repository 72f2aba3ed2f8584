"""Creation of an API key from the command line, without permission checks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.startup_errors import StartError
from bottega.platform.api_keys.issuing import Issued, Wanted, issue
from bottega.platform.api_keys.roles import resolve_roles
from bottega.platform.directory import find_tenants, tree_of


@dataclass(frozen=True)
class Order:
    """A key to make; the tenant may be left out where the organization, or the only tenant there is, says it."""

    name: str
    description: str | None = None
    organization_id: UUID | None = None
    tenant_id: UUID | None = None
    roles: tuple[str, ...] = ()
    expires_at: datetime | None = None


async def add_key(app: Application, order: Order) -> Issued:
    """Make a key.

    Raises:
        StartError: There is no such organization or tenant, they do not belong together, or its time is over already.
        Invalid: A role does not exist in the tenant.
    """
    if order.expires_at is not None and order.expires_at <= datetime.now(UTC):
        raise StartError("The key would have expired already; --expiresAt must lie in the future.")
    tenant_id = await _tenant(app, order)
    if order.organization_id is not None and order.organization_id not in (await tree_of(app, tenant_id)).nodes:
        raise StartError(f"There is no organization {order.organization_id} in tenant {tenant_id}.")
    async with app.acting(tenant_id, order.organization_id) as ctx:
        roles = await resolve_roles(ctx, list(order.roles))
        wanted = Wanted(order.name, order.organization_id, list(roles), order.description, order.expires_at)
        return await issue(ctx, wanted)


async def _tenant(app: Application, order: Order) -> UUID:
    found = await find_tenants(app, tenant_id=order.tenant_id, organization_id=order.organization_id, limit=2)
    if not found:
        raise StartError("There is no such tenant or organization.")
    if len(found) > 1:
        raise StartError("There are several tenants; say which one with --tenantId or --organizationId.")
    return found[0]
