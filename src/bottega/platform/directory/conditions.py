"""SQL conditions on tenants and organizations, for queries of other modules.

They are part of a query that reads something else, so that whoever signs in costs one statement. An argument is the SQL
of an id: a column of that query, or a placeholder.
"""


def live_tenant(tenant_id: str) -> str:
    """True while a tenant has not been deleted."""
    return f"EXISTS (SELECT FROM directory_tenants AS dt WHERE dt.id = {tenant_id} AND dt.deleted_at IS NULL)"


def active_tenant(tenant_id: str) -> str:
    """True while a tenant may work: it is active and has not been deleted."""
    return (
        f"EXISTS (SELECT FROM directory_tenants AS dt WHERE dt.id = {tenant_id}"
        " AND dt.is_active AND dt.deleted_at IS NULL)"
    )


def active_organization(tenant_id: str, organization_id: str) -> str:
    """True while an organization may work, whatever its tenant may; false for NULL."""
    return (
        f"EXISTS (SELECT FROM directory_organizations AS dg WHERE dg.tenant_id = {tenant_id}"
        f" AND dg.id = {organization_id} AND dg.is_active AND dg.deleted_at IS NULL)"
    )
