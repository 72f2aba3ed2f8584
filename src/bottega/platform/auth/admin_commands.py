"""Account administration from the command line, recorded as changes by the system."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic_core import PydanticCustomError

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.passwords import hash_password_async
from bottega.kernel.schemas import email_of
from bottega.kernel.text.folding import composed
from bottega.kernel.writes import changes
from bottega.platform.auth.accounts import require_good_password
from bottega.platform.auth.grant_boundary import find_roles
from bottega.platform.auth.messages import ORGANIZATION_NOT_FOUND, USER_NOT_FOUND
from bottega.platform.auth.new_grants import ACCEPTED, offer_new_grants, open_offers, settle_offers
from bottega.platform.auth.password_reset import drop_links
from bottega.platform.auth.sessions import end_sessions
from bottega.platform.auth.tables import RoleAcl, User
from bottega.platform.auth.tenant_setup import DEFAULT_ROLES, add_default_role, add_user, grants_of, store_credential
from bottega.platform.directory import find_tenants, tenant_of

WHICH_TENANT = T(
    en="Several tenants have this address; say which one is meant with --tenantId",
    pl="Adres istnieje u kilku najemców; wskaż właściwego przez --tenantId",
)
NO_ADDRESS = T(en="{email} is not an e-mail address", pl="{email} to nie jest adres e-mail")
_REASON = "the operator of the installation looks at all tenants"


@dataclass(frozen=True)
class ListedUser:
    """A user as the operator sees them."""

    id: UUID
    email: str
    tenant_id: UUID
    organization_id: UUID
    roles: str


async def enrol(app: Application, email: str, password: str, organization_id: UUID, roles: Sequence[str]) -> UUID:
    """Add a user to an organization, with roles of its tenant by name or id; answers the id."""
    require_good_password(password, app.settings)
    try:
        address = email_of(composed(email.strip()))
    except PydanticCustomError:
        raise Invalid(NO_ADDRESS.given(email=email)) from None
    tenant_id = await tenant_of(app, organization_id)
    if tenant_id is None:
        raise Invalid(ORGANIZATION_NOT_FOUND)
    async with app.acting(tenant_id, organization_id) as ctx:
        found = await find_roles(ctx, [composed(role) for role in roles]) if roles else {}
        return await add_user(ctx, address, password, list(found), organization_id=organization_id)


async def replace_password(app: Application, email: str, password: str, tenant_id: UUID | None = None) -> UUID:
    """Give a user a new password and sign them out everywhere; answers their id."""
    require_good_password(password, app.settings)
    password_hash = await hash_password_async(password)
    async with app.database.across_tenants(_REASON) as connection:
        rows = await connection.fetch(
            "SELECT tenant_id, id, organization_id FROM auth_users"
            " WHERE email_hash = $1 AND ($2::uuid IS NULL OR tenant_id = $2)",
            app.vault.digest(email),
            tenant_id,
        )
    if not rows:
        raise NotFound(USER_NOT_FOUND)
    if len(rows) > 1:
        raise Conflict(WHICH_TENANT)
    user = rows[0]
    async with app.acting(user["tenant_id"], user["organization_id"]) as ctx:
        credential_id = await store_credential(ctx, user["id"], password_hash)
        await changes.update(ctx, User, user["id"], {"credential_id": credential_id})
        await end_sessions(ctx, user["id"])
        await drop_links(ctx, user["id"])
        await ctx.emit("auth.password.changed", record_id=user["id"])
    return user["id"]


@dataclass(frozen=True)
class Seeded:
    """What a role of a tenant was given; ``added`` when there was no such role."""

    tenant_id: UUID
    role: str
    features: tuple[str, ...]
    added: bool = False


async def seed_roles(app: Application, tenant_id: UUID | None = None, *, restore: bool = False) -> list[Seeded]:
    """Give tenants the default roles they lack, and accept what newer versions offer them; takes nothing away.

    With ``restore`` the roles also get back what somebody took away or declined.
    """
    await offer_new_grants(app, tenant_id)
    seeded: list[Seeded] = []
    for tenant in [tenant_id] if tenant_id else await find_tenants(app):
        async with app.acting(tenant) as ctx:
            for name in DEFAULT_ROLES:
                one = await _seed_role(ctx, name, restore=restore)
                if one.added or one.features:
                    seeded.append(one)
    return seeded


async def _seed_role(ctx: Context, name: str, *, restore: bool) -> Seeded:
    grants = grants_of(ctx.app, name)
    row = await ctx.query_one(
        "SELECT r.id, a.id AS acl_id, a.features FROM auth_roles AS r"
        " LEFT JOIN auth_role_acls AS a ON a.tenant_id = r.tenant_id AND a.role_id = r.id"
        " WHERE r.tenant_id = $1 AND lower(r.name) = $2",
        ctx.tenant_id,
        name,
    )
    if row is None:
        await add_default_role(ctx, name)
        return Seeded(ctx.tenant_id, name, tuple(grants), added=True)
    if row["acl_id"] is None:
        if restore:
            # Not the super flag: somebody took the ACL away, and only a person gives that back.
            await changes.insert(ctx, RoleAcl, {"role_id": row["id"], "features": grants})
        return Seeded(ctx.tenant_id, name, tuple(grants) if restore else ())
    offers = await open_offers(ctx, [row["id"]])
    wanted = grants if restore else [offer["feature"] for offer in offers]
    missing = tuple(feature for feature in wanted if feature not in row["features"])
    if missing:
        await changes.update(ctx, RoleAcl, row["acl_id"], {"features": [*row["features"], *missing]})
    await settle_offers(ctx, offers, ACCEPTED)
    return Seeded(ctx.tenant_id, name, missing)


async def users(
    app: Application, *, tenant_id: UUID | None = None, organization_id: UUID | None = None
) -> list[ListedUser]:
    """The users of all tenants, of one, or of one organization."""
    found: list[ListedUser] = []
    async with app.database.across_tenants(_REASON) as connection:
        rows = await connection.fetch(
            "SELECT u.id, u.email, u.tenant_id, u.organization_id,"
            " (SELECT coalesce(string_agg(r.name, ', ' ORDER BY r.name), '') FROM auth_user_roles AS l"
            "  JOIN auth_roles AS r ON r.tenant_id = l.tenant_id AND r.id = l.role_id"
            "  WHERE l.tenant_id = u.tenant_id AND l.user_id = u.id) AS roles"
            " FROM auth_users AS u WHERE ($1::uuid IS NULL OR u.tenant_id = $1)"
            " AND ($2::uuid IS NULL OR u.organization_id = $2) ORDER BY u.tenant_id, u.id",
            tenant_id,
            organization_id,
        )
        for row in rows:
            keys = await app.vault.keys(connection, row["tenant_id"])
            email = keys.open(row["email"], "auth_users.email")
            found.append(ListedUser(row["id"], email, row["tenant_id"], row["organization_id"], row["roles"]))
    return found
