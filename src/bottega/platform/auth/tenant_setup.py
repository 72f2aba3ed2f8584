"""Creation of a tenant with its first organization, default roles and first users."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.passwords import hash_password_async
from bottega.kernel.writes import changes
from bottega.platform.auth.accounts import one_account_an_address
from bottega.platform.auth.tables import Role, RoleAcl, User, UserRole
from bottega.platform.directory import found, found_within

DEFAULT_ROLES: Final = ("employee", "admin", "superadmin")


@dataclass(frozen=True)
class Founded:
    """A new tenant and its first organization."""

    tenant_id: UUID
    organization_id: UUID
    roles: Mapping[str, UUID]


async def found_tenant(app: Application, organization: str, *, roles: Sequence[str] = DEFAULT_ROLES) -> Founded:
    """A tenant named after its organization, with the default roles."""
    tenant_id, organization_id = await found(app, organization)
    async with app.acting(tenant_id, organization_id) as ctx:
        made = {name: await add_default_role(ctx, name) for name in roles}
    return Founded(tenant_id, organization_id, made)


async def found_tenant_within(ctx: Context, organization: str, *, roles: Sequence[str]) -> Mapping[str, UUID]:
    """The tenant that a context is about, with its organization and default roles, in one transaction; the roles."""
    await found_within(ctx, organization)
    return {name: await add_default_role(ctx, name) for name in roles}


def grants_of(app: Application, role: str) -> list[str]:
    """What the installed modules grant a default role."""
    return sorted({feature for module in app.modules for feature in module.grants.get(role, ())})


def default_roles(app: Application) -> list[str]:
    """The roles that a tenant begins with, and those that modules grant something besides."""
    return list(dict.fromkeys((*DEFAULT_ROLES, *(role for module in app.modules for role in module.grants))))


async def add_default_role(ctx: Context, name: str) -> UUID:
    """A default role with what the installed modules grant it; what later versions grant besides is offered."""
    grants = grants_of(ctx.app, name)
    role_id = await add_role(ctx, name, grants, super_admin=name == "superadmin")
    await note_grants(ctx, role_id, grants)
    return role_id


async def note_grants(ctx: Context, role_id: UUID, features: Sequence[str]) -> None:
    """Remember what a default role was granted or offered by the product itself."""
    await ctx.begin()
    await ctx.query(
        "INSERT INTO auth_known_grants (tenant_id, role_id, features) VALUES ($1, $2, $3)"
        " ON CONFLICT (tenant_id, role_id) DO UPDATE SET features = excluded.features, updated_at = now()",
        ctx.tenant_id,
        role_id,
        sorted(features),
    )


async def add_role(
    ctx: Context,
    name: str,
    features: Sequence[str],
    *,
    super_admin: bool = False,
    organizations: list[UUID] | None = None,
) -> UUID:
    """A role and its permissions, everywhere in the tenant unless its organizations are listed."""
    role_id = await changes.insert(ctx, Role, {"name": name})
    acl = {
        "role_id": role_id,
        "features": list(features),
        "is_super_admin": super_admin,
        "organizations": organizations,
    }
    await changes.insert(ctx, RoleAcl, acl)
    return role_id


async def add_user(
    ctx: Context,
    email: str,
    password: str | None,
    roles: Sequence[UUID],
    *,
    organization_id: UUID,
    name: str | None = None,
    custom: Mapping[str, Any] | None = None,
    password_hash: str | None = None,
) -> UUID:
    """Somebody who can sign in; without a password, or the hash of one, they cannot yet.

    Raises:
        Invalid: The tenant has an account with this address.
    """
    user_id = new_id()
    password_hash = await hash_password_async(password) if password else password_hash
    values: dict[str, Any] = {
        "id": user_id,
        "organization_id": organization_id,
        "email": email.strip(),
        "name": name,
        "credential_id": await store_credential(ctx, user_id, password_hash) if password_hash else None,
    }
    if custom:
        values["custom"] = dict(custom)
    with one_account_an_address():
        await changes.insert(ctx, User, values)
    for role_id in roles:
        await changes.insert(ctx, UserRole, {"user_id": user_id, "role_id": role_id})
    return user_id


async def store_credential(ctx: Context, user_id: UUID, password_hash: str) -> UUID:
    """Store a hashed password; the user counts it as theirs once ``credential_id`` says so."""
    credential_id = new_id()
    await ctx.begin()
    await ctx.query(
        "INSERT INTO auth_credentials (tenant_id, id, user_id, password_hash) VALUES ($1, $2, $3, $4)",
        ctx.tenant_id,
        credential_id,
        user_id,
        password_hash,
    )
    return credential_id
