"""Actors for work that is done in the name of a user outside a request, with the rights of that moment."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Scope
from bottega.platform.auth.identity import read_acl, resolve
from bottega.platform.directory import active_organization, active_tenant, tree_of

_READ_USER: Final = f"""
SELECT u.organization_id, u.email FROM auth_users AS u
WHERE u.tenant_id = $1 AND u.id = $2 AND u.is_confirmed
  AND {active_tenant("u.tenant_id")} AND {active_organization("u.tenant_id", "u.organization_id")}
"""


async def principal_of(
    app: Application, tenant_id: UUID, user_id: UUID, organization_id: UUID | None = None
) -> tuple[Actor, Scope] | None:
    """A user of the tenant as actor, with the rights of this moment, in an organization or in their own.

    None when they are gone, or their tenant or organization is; a scope whose organization they may not select any
    more refuses writes, as that of a request does.
    """
    tree = await tree_of(app, tenant_id)
    async with app.database.tenant(tenant_id) as connection:
        row = await connection.fetchrow(_READ_USER, tenant_id, user_id)
        if row is None:
            return None
        acl, roles = await read_acl(connection, tenant_id, user_id)
        keys = await app.vault.keys(connection, tenant_id)
    if acl.organizations is not None:
        acl = replace(acl, organizations=tree.with_descendants(acl.organizations))
    actor = Actor(
        "user",
        user_id,
        tenant_id,
        row["organization_id"],
        label=keys.open(row["email"], "auth_users.email"),
        roles=tuple(roles.values()),
        role_ids=tuple(roles),
        acl=acl,
        user_id=user_id,
    )
    return actor, resolve(actor, tenant_id, tree, str(organization_id or ""))
