"""Names, addresses and permissions of users by id, for other modules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T
from bottega.platform.auth.identity import acl_of, read_acl
from bottega.platform.auth.messages import SUPERADMIN
from bottega.platform.auth.tables import User
from bottega.platform.directory import active_organization, active_tenant, tree_of

NO_COLLEAGUE: Final = T(
    en="Nobody in your organization has this id", pl="Nikt w tej organizacji nie ma takiego identyfikatora"
)
_USERS: Final = (
    "SELECT u.id, u.organization_id, u.name, u.email,"
    f" u.is_confirmed AND {active_organization('u.tenant_id', 'u.organization_id')} AS active FROM auth_users AS u"
    " WHERE u.tenant_id = $1 AND u.id = ANY($2)"
)
_WORKS: Final = f"""
SELECT EXISTS (SELECT FROM auth_users AS u WHERE u.tenant_id = $1 AND u.id = $2 AND u.organization_id = $3
    AND {active_tenant("u.tenant_id")} AND {active_organization("u.tenant_id", "u.organization_id")})
"""
_ROLE_ACLS: Final = """
SELECT a.features, a.is_super_admin, a.organizations
FROM auth_roles AS r JOIN auth_role_acls AS a ON a.tenant_id = r.tenant_id AND a.role_id = r.id WHERE r.tenant_id = $1
"""
_NAMED: Final = "SELECT id, name FROM auth_roles WHERE tenant_id = $1 AND (lower(name) = ANY($2) OR id::text = ANY($2))"
_VISIBLE_ROLES: Final = (
    "SELECT r.id, r.name FROM auth_roles AS r WHERE r.tenant_id = $1 AND ($2 OR (lower(r.name) <> $3"
    " AND NOT EXISTS (SELECT FROM auth_role_acls AS a WHERE a.tenant_id = r.tenant_id AND a.role_id = r.id"
    " AND a.is_super_admin))) ORDER BY lower(r.name), r.id"
)
_ROLES: Final = "SELECT id, name FROM auth_roles WHERE tenant_id = $1 AND id = ANY($2)"


@dataclass(frozen=True)
class Colleague:
    """A user as others see them."""

    id: UUID
    organization_id: UUID
    name: str | None
    email: str
    # Confirmed, and of an organization that works.
    active: bool

    @property
    def shown(self) -> str:
        """What they are called: their name, or else their address."""
        return self.name or self.email


async def colleagues(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID, Colleague]:
    """The users of the tenant among the ids."""
    wanted = sorted({one for one in ids if one is not None})
    if not wanted:
        return {}
    keys = await sealing.keys_of(ctx)
    return {
        row["id"]: Colleague(
            row["id"],
            row["organization_id"],
            row["name"],
            keys.open(row["email"], sealing.place(User, "email")),
            row["active"],
        )
        for row in await ctx.query(_USERS, ctx.tenant_id, wanted)
    }


async def require_colleague(ctx: Context, user_id: UUID, *, field: str) -> Colleague:
    """Somebody who works in the caller's organization: at home there, or allowed to.

    Raises:
        InvalidInput: There is nobody of that id; ``field`` (camelCase) is to blame.
    """
    found = (await colleagues(ctx, [user_id])).get(user_id)
    if found is None or not (ctx.scope.sees(found.organization_id) or await holds(ctx, user_id)):
        raise InvalidInput.field(field, NO_COLLEAGUE, code="not_found")
    return found


async def holds(ctx: Context, user_id: UUID, *features: str) -> bool:
    """Whether a user may use all features in the selected organization; without features, whether they reach it."""
    acl, _roles = await read_acl(await ctx.connection(), ctx.tenant_id, user_id)
    if not all(acl.allows(feature) for feature in features):
        return False
    organization = ctx.scope.organization_id
    if acl.super_admin or acl.organizations is None or organization is None:
        return True
    tree = await tree_of(ctx.app, ctx.tenant_id)
    return organization in tree.with_descendants(acl.organizations)


async def some_role_grants(ctx: Context, feature: str) -> bool:
    """Whether any role of the tenant grants a feature in the selected organization, whoever has the role."""
    place = ctx.scope.organization_id
    tree = await tree_of(ctx.app, ctx.tenant_id)
    for row in await ctx.query(_ROLE_ACLS, ctx.tenant_id):
        acl = acl_of(dict(row))
        if acl.organizations is not None:
            acl = replace(acl, organizations=tree.with_descendants(acl.organizations))
        if acl.allows_all((feature,), place):
            return True
    return False


async def works_in(app: Application, tenant_id: UUID, user_id: UUID, organization_id: UUID) -> bool:
    """Whether somebody is at home in an organization, and it and its tenant are active."""
    async with app.database.tenant(tenant_id) as connection:
        return await connection.fetchval(_WORKS, tenant_id, user_id, organization_id)


async def named_roles(ctx: Context, wanted: Sequence[str]) -> dict[str, tuple[UUID, str]]:
    """Roles of the tenant, id and name, by the text that asks for one: its id, or else its name, in any case."""
    rows = await ctx.query(_NAMED, ctx.tenant_id, [text.strip().lower() for text in wanted])
    known = {row["name"].lower(): row for row in rows} | {str(row["id"]): row for row in rows}
    found = {text: known.get(text.strip().lower()) for text in wanted}
    return {text: (row["id"], row["name"]) for text, row in found.items() if row is not None}


async def role_names(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of the tenant's roles among the ids."""
    return {row["id"]: row["name"] for row in await ctx.query(_ROLES, ctx.tenant_id, list(ids))}


async def visible_roles(ctx: Context) -> dict[UUID, str]:
    """The names of the tenant's roles that the caller may see, in their order: those of super-admins see they alone."""
    rows = await ctx.query(_VISIBLE_ROLES, ctx.tenant_id, ctx.actor.acl.super_admin, SUPERADMIN)
    return {row["id"]: row["name"] for row in rows}
