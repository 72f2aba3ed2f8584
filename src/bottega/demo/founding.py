"""One-time creation of the demo tenant with its organization, in one transaction.

A start that is killed leaves nothing behind, and a second start changes nothing.
"""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from bottega.platform.directory.tables import Organization, Tenant

# Two starts at the same moment set up one demo.
LOCK: Final = 0x6A6573696F6E
PATIENCE: Final = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
_READ: Final = "SELECT value FROM installation WHERE key = $1"

Fill = Callable[[Context, UUID], Awaitable[None]]


async def found_once(app: Application, key: str, name: str, fill: Fill) -> tuple[UUID, UUID]:
    """A tenant and its organization of one name, filled; the ids of what is there already otherwise."""
    if (noted := await noted_under(app, key)) is not None:
        return noted
    tenant_id, organization_id = new_id(), new_id()
    async with app.acting(tenant_id, organization_id) as ctx:
        await ctx.begin()
        # Whoever comes second waits until the first is done, however long that takes.
        await ctx.query("SELECT set_config(name, '0', true) FROM unnest($1::text[]) AS name", list(PATIENCE))
        await ctx.query("SELECT pg_advisory_xact_lock($1)", LOCK)
        if (note := await ctx.query_value(_READ, key)) is not None:
            return UUID(note["tenant_id"]), UUID(note["organization_id"])
        await changes.insert(ctx, Tenant, {"id": tenant_id, "name": name})
        await add_organization(ctx, organization_id, name)
        # The key is made with the tenant, so that two first users cannot make two.
        await app.vault.keys(await ctx.connection(), tenant_id)
        await fill(ctx, organization_id)
        value = {"tenant_id": str(tenant_id), "organization_id": str(organization_id)}
        await ctx.query("INSERT INTO installation (key, value) VALUES ($1, $2)", key, value)
    return tenant_id, organization_id


async def noted_under(app: Application, key: str) -> tuple[UUID, UUID] | None:
    """Tenant and organization that were set up under a key."""
    async with app.database.across_tenants("what was set up is noted for the whole installation") as connection:
        note = await connection.fetchval(_READ, key)
    return None if note is None else (UUID(note["tenant_id"]), UUID(note["organization_id"]))


async def add_organization(ctx: Context, organization_id: UUID, name: str) -> None:
    """An organization at the root of the context's tenant."""
    values = {"id": organization_id, "organization_id": organization_id, "name": name}
    await changes.insert(ctx, Organization, values)
