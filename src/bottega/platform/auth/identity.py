"""Authentication by session: token to session to permissions, cached until any of them changes.

A token alone proves nothing: its session must still be there, its user, tenant and organization alive, and the
permissions are those of this moment. All of it is one query, kept per process and dropped by announcements.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Scope
from bottega.kernel.http.requests import Credentials
from bottega.kernel.http.responses import Cookie
from bottega.kernel.permissions import Acl, merge
from bottega.platform import directory
from bottega.platform.auth.cookies import ACCESS, cleared_cookies
from bottega.platform.auth.module import module
from bottega.platform.auth.tokens import Claims, tokens
from bottega.platform.directory import Tree, active_organization, active_tenant, tree_of

TENANT_COOKIE: Final = "om_selected_tenant"
ORGANIZATION_COOKIE: Final = "om_selected_org"
ALL: Final = "__all__"
SOURCES: Final = ("auth_users", "auth_user_roles", "auth_roles", "auth_role_acls", "auth_user_acls", *directory.SOURCES)

_READ_SESSION: Final = f"""
SELECT u.id AS user_id, u.organization_id, u.email, s.expires_at,
       {active_tenant("u.tenant_id")} AND {active_organization("u.tenant_id", "u.organization_id")} AS alive
FROM auth_sessions AS s
JOIN auth_users AS u ON u.tenant_id = s.tenant_id AND u.id = s.user_id
WHERE s.tenant_id = $1 AND s.id = $2 AND s.user_id = $3 AND s.expires_at > now()
  AND s.credential_id IS NOT DISTINCT FROM u.credential_id
"""
_READ_ROLES: Final = """
SELECT r.id, r.name, a.features, a.is_super_admin, a.organizations
FROM auth_user_roles AS l
JOIN auth_roles AS r ON r.tenant_id = l.tenant_id AND r.id = l.role_id
LEFT JOIN auth_role_acls AS a ON a.tenant_id = r.tenant_id AND a.role_id = r.id
WHERE l.tenant_id = $1 AND l.user_id = $2 ORDER BY r.name
"""
_READ_NAMED_ROLES: Final = """
SELECT r.id, r.name, a.features, a.is_super_admin, a.organizations
FROM auth_roles AS r LEFT JOIN auth_role_acls AS a ON a.tenant_id = r.tenant_id AND a.role_id = r.id
WHERE r.tenant_id = $1 AND r.id = ANY($2) ORDER BY r.name
"""
_READ_USER_ACL: Final = """
SELECT features, is_super_admin, organizations FROM auth_user_acls WHERE tenant_id = $1 AND user_id = $2
"""


@dataclass(frozen=True)
class Facts:
    """What is known about a session, and the scopes worked out from it so far."""

    actor: Actor
    expires_at: float
    scopes: dict[tuple[str, str], tuple[Actor, Scope]] = field(
        default_factory=dict[tuple[str, str], tuple[Actor, Scope]]
    )


@module.identifies
async def identify(app: Application, request: Credentials) -> tuple[Actor, Scope] | None:
    """The signed-in user behind a bearer token or the ``auth_token`` cookie."""
    header = request.headers.get("authorization", "")
    cookies = request.cookies if "cookie" in request.headers else dict[str, str]()
    token = header[7:].strip() if header[:7].lower() == "bearer " else cookies.get(ACCESS)
    claims = tokens(app).read(token) if token else None
    if claims is None:
        return None
    cache = app.once("auth.sessions", lambda: app.caches.of(*SOURCES, by_record="auth_sessions"))
    facts: Facts | None = await cache.get(claims.tenant_id, claims.session_id, lambda: _load(app, claims))
    if facts is None or facts.expires_at < time.time():
        return None
    return await scoped(app, facts, cookies)


@module.on_unauthorized
def forget_session(app: Application, cookies: Mapping[str, str]) -> list[Cookie]:
    """A session that is over is no use to the browser, nor is what would refresh it."""
    return cleared_cookies(app.settings) if cookies.get(ACCESS) else []


async def _load(app: Application, claims: Claims) -> Facts | None:
    async with app.database.tenant(claims.tenant_id) as connection:
        row = await connection.fetchrow(_READ_SESSION, claims.tenant_id, claims.session_id, claims.user_id)
        if row is None or not row["alive"]:
            return None
        acl, roles = await read_acl(connection, claims.tenant_id, claims.user_id)
        keys = await app.vault.keys(connection, claims.tenant_id)
    actor = Actor(
        "user",
        claims.user_id,
        claims.tenant_id,
        row["organization_id"],
        label=keys.open(row["email"], "auth_users.email"),
        roles=tuple(roles.values()),
        role_ids=tuple(roles),
        acl=acl,
        session_id=claims.session_id,
        user_id=claims.user_id,
    )
    return Facts(actor, row["expires_at"].timestamp())


async def read_acl(connection: Any, tenant_id: UUID, user_id: UUID) -> tuple[Acl, dict[UUID, str]]:
    """What a user may do, and their roles by id; a user's own ACL replaces what the roles say, save the super flag."""
    of_roles, roles = await read_role_acls(connection, tenant_id, user_id)
    own = await connection.fetchrow(_READ_USER_ACL, tenant_id, user_id)
    if own is None or of_roles.super_admin:
        return of_roles, roles
    return merge([acl_of(own)]), roles


async def read_role_acls(connection: Any, tenant_id: UUID, user_id: UUID) -> tuple[Acl, dict[UUID, str]]:
    """What a user's roles allow together, and the roles by id."""
    return _together(await connection.fetch(_READ_ROLES, tenant_id, user_id))


async def read_acl_of_roles(connection: Any, tenant_id: UUID, ids: Sequence[UUID]) -> tuple[Acl, dict[UUID, str]]:
    """What some roles allow together, and those of them that exist by id, by name."""
    return _together(await connection.fetch(_READ_NAMED_ROLES, tenant_id, list(ids)))


def _together(rows: Sequence[Mapping[str, Any]]) -> tuple[Acl, dict[UUID, str]]:
    roles = {row["id"]: row["name"] for row in rows}
    return merge([acl_of(row) for row in rows if row["features"] is not None]), roles


def acl_of(row: Mapping[str, Any]) -> Acl:
    """An ACL as it is stored."""
    organizations = row["organizations"]
    return Acl(
        super_admin=row["is_super_admin"],
        features=frozenset(row["features"]),
        organizations=None if organizations is None else frozenset(organizations),
    )


async def scoped(app: Application, facts: Facts, cookies: Mapping[str, str]) -> tuple[Actor, Scope]:
    """The rows a caller means: their tenant and organization, or those they have selected."""
    selected = (cookies.get(TENANT_COOKIE, ""), cookies.get(ORGANIZATION_COOKIE, ""))
    known = facts.scopes.get(selected)
    if known is not None:
        return known
    actor = facts.actor
    tenant_id = actor.tenant_id
    if actor.acl.super_admin:
        tenant_id = _uuid(selected[0]) or tenant_id
    tree = await tree_of(app, tenant_id)
    if actor.acl.organizations is not None:
        # A grant for an organization reaches those below it.
        reach = tree.with_descendants(actor.acl.organizations)
        actor = replace(actor, acl=replace(actor.acl, organizations=reach))
    result = actor, resolve(actor, tenant_id, tree, selected[1])
    if len(facts.scopes) < 100:  # noqa: PLR2004 - a client that invents cookies must not fill memory
        facts.scopes[selected] = result
    return result


def resolve(actor: Actor, tenant_id: UUID, tree: Tree, cookie: str) -> Scope:
    """The scope of an actor in a tenant whose organizations form ``tree``, with the selection in ``cookie``."""
    acl, home = actor.acl, actor.organization_id if actor.tenant_id == tenant_id else None
    unrestricted = acl.super_admin or acl.organizations is None
    allowed = None if unrestricted else tree.with_descendants(acl.organizations or ())
    wanted = _uuid(cookie)
    stale = "" if cookie in ("", ALL) else ORGANIZATION_COOKIE
    if wanted is not None and wanted in tree.nodes and (allowed is None or wanted in allowed):
        return Scope(tenant_id, wanted, tree.with_descendants([wanted]), allowed)
    if cookie == ALL and unrestricted:
        return Scope(tenant_id, None, None, None)
    if home is not None and home in tree.nodes and (allowed is None or home in allowed):
        return Scope(tenant_id, home, tree.with_descendants([home]), allowed, stale)
    if allowed is None:
        return Scope(tenant_id, None, None, None, stale)
    return Scope(tenant_id, min(allowed) if allowed else None, allowed, allowed, stale)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
