"""Lookup of tenants and organizations for the operator of the installation, who belongs to none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.kernel.application import Application

_REASON: Final = "the operator of the installation names tenants and organizations"
_TENANTS: Final = """
SELECT t.id FROM directory_tenants AS t WHERE t.deleted_at IS NULL AND ($1::uuid IS NULL OR t.id = $1)
    AND ($2::uuid IS NULL OR EXISTS (SELECT FROM directory_organizations AS o
        WHERE o.tenant_id = t.id AND o.id = $2 AND o.deleted_at IS NULL))
ORDER BY t.created_at, t.id LIMIT $3
"""
_PLACES: Final = """
SELECT t.id AS tenant_id, o.id AS organization_id
FROM directory_tenants AS t JOIN directory_organizations AS o ON o.tenant_id = t.id AND o.deleted_at IS NULL
WHERE t.deleted_at IS NULL AND ($1::text IS NULL OR t.id::text = $1 OR lower(t.name) = lower($1))
    AND ($2::text IS NULL OR o.id::text = $2 OR lower(o.name) = lower($2))
ORDER BY t.created_at, t.id, o.created_at, o.id
"""


@dataclass(frozen=True)
class Place:
    """An organization of a tenant."""

    tenant_id: UUID
    organization_id: UUID


async def find_tenants(
    app: Application, *, tenant_id: UUID | None = None, organization_id: UUID | None = None, limit: int | None = None
) -> list[UUID]:
    """Ids of the tenants that are not deleted, oldest first: all, that one, or the one of an organization."""
    async with app.database.across_tenants(_REASON) as connection:
        rows = await connection.fetch(_TENANTS, tenant_id, organization_id, limit)
    return [row["id"] for row in rows]


async def tenant_of(app: Application, organization_id: UUID) -> UUID | None:
    """The tenant of an organization; None when either does not exist or is deleted."""
    found = await find_tenants(app, organization_id=organization_id, limit=1)
    return found[0] if found else None


async def find_places(app: Application, tenant: str | None, organization: str | None) -> Sequence[Place]:
    """The organizations that are not deleted, oldest tenants first; a tenant and an organization by id or name."""
    async with app.database.across_tenants(_REASON) as connection:
        return [Place(*row) for row in await connection.fetch(_PLACES, tenant, organization)]


async def list_tenants(app: Application) -> list[dict[str, Any]]:
    """Every tenant that is not deleted: ``id``, ``name`` and ``is_active``, by name."""
    async with app.database.across_tenants(_REASON) as connection:
        rows = await connection.fetch(
            "SELECT id, name, is_active FROM directory_tenants WHERE deleted_at IS NULL ORDER BY name, id"
        )
    return [dict(row) for row in rows]


async def list_organizations(app: Application) -> list[dict[str, Any]]:
    """Every organization that is not deleted: ``id``, ``name``, ``tenant_id`` and ``is_active``, by tenant and name."""
    async with app.database.across_tenants(_REASON) as connection:
        rows = await connection.fetch(
            "SELECT id, name, tenant_id, is_active FROM directory_organizations WHERE deleted_at IS NULL"
            " ORDER BY tenant_id, name, id"
        )
    return [dict(row) for row in rows]
