"""Public lookup of a tenant's name for the sign-in page."""

from typing import Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.rate_limits import Bucket
from bottega.kernel.resources.list_query import Text
from bottega.kernel.schemas import Query, Schema
from bottega.platform.directory.module import module

NO_TENANT: Final = T(en="Tenant not found.", pl="Nie znaleziono najemcy.")
BAD_ID: Final = T(en="Invalid tenant id.", pl="Nieprawidłowy identyfikator najemcy.")
LOOKUP: Final = Bucket("DIRECTORY_TENANT_LOOKUP", points=60, seconds=60)


class LookupQuery(Query):
    """Which tenant."""

    tenant_id: Text | None = Field(default=None, description="Id of the tenant.")
    tenant: Text | None = Field(default=None, description="The same.")


class FoundTenant(Schema):
    """A tenant by name."""

    id: UUID
    name: str


class Lookup(Schema):
    """A tenant that exists."""

    ok: bool = True
    tenant: FoundTenant


@module.get(
    "/tenants/lookup",
    public=True,
    limits=(LOOKUP,),
    name="tenants.lookup",
    section="Directory (Tenants & Organizations)",
    answers={400: "Invalid tenant id", 404: "Tenant not found"},
)
async def look_up_tenant(ctx: Context, query: LookupQuery) -> Lookup:
    """Look up a tenant.

    The name of a tenant, for the sign-in page; inactive ones are found too.
    """
    try:
        tenant_id = UUID(query.tenant_id or query.tenant or "")
    except ValueError:
        raise Invalid.of_field("tenantId", BAD_ID, ok=False) from None
    async with ctx.database.tenant(tenant_id) as connection:
        row = await connection.fetchrow(
            "SELECT id, name FROM directory_tenants WHERE id = $1 AND deleted_at IS NULL", tenant_id
        )
    if row is None:
        raise NotFound(NO_TENANT, ok=False)
    return Lookup(tenant=FoundTenant(id=row["id"], name=row["name"]))
