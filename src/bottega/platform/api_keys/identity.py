"""Authentication by API key: secret to key to permissions, cached until any of them changes.

A key is good while it, its tenant and organization, and the person who made it are; its roles are read as they are now.
Nothing is remembered by the secret itself, only by its keyed hash.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Scope
from bottega.kernel.errors import Unavailable
from bottega.kernel.http.requests import Credentials
from bottega.kernel.permissions import NOTHING, Acl
from bottega.platform.api_keys.module import module
from bottega.platform.api_keys.secrets import SESSION_SHAPE, SHAPE, hash_secret
from bottega.platform.auth import SOURCES, principal_of, read_acl_of_roles, resolve, works_in
from bottega.platform.directory import Tree, active_organization, active_tenant, tree_of

log = structlog.get_logger()

ORGANIZATION_COOKIE: Final = "om_selected_org"
USE_SECONDS: Final = 60.0
MOST_SCOPES: Final = 100

_FIND: Final = "SELECT tenant_id, id FROM api_keys_secrets WHERE hash = $1"
_READ: Final = f"""
SELECT k.id, k.organization_id, k.name, k.roles, k.user_id, k.creator_id, k.creator_tenant_id,
       k.creator_organization_id, k.expires_at, k.last_used_at
FROM api_keys_keys AS k
WHERE k.tenant_id = $1 AND k.id = $2 AND k.deleted_at IS NULL
  AND {active_tenant("k.tenant_id")}
  AND (k.organization_id IS NULL OR {active_organization("k.tenant_id", "k.organization_id")})
"""
_USE: Final = """
UPDATE api_keys_keys SET last_used_at = now()
WHERE tenant_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < now() - make_interval(secs => $3))
"""


@dataclass
class Facts:
    """What is known about a key, and the scopes worked out from it so far."""

    actor: Actor
    tree: Tree
    creator: tuple[UUID, UUID, UUID] | None
    expires_at: float | None
    last_used: float
    scopes: dict[str, Scope] = field(default_factory=dict[str, Scope])

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= time.time()


@module.identifies
async def identify(app: Application, request: Credentials) -> tuple[Actor, Scope] | None:
    """The program behind ``x-api-key`` or ``Authorization: ApiKey``."""
    secret = sent_secret(request)
    if secret is None or not SHAPE.fullmatch(secret):
        return None
    place = await _find(app, hash_secret(app, secret))
    facts = await _good(app, *place) if place is not None else None
    if facts is None:
        return None
    await _note_use(app, facts)
    selected = request.cookies.get(ORGANIZATION_COOKIE, "") if "cookie" in request.headers else ""
    scope = facts.scopes.get(selected)
    if scope is None:
        scope = resolve(facts.actor, facts.actor.tenant_id, facts.tree, selected)
        if len(facts.scopes) < MOST_SCOPES:
            facts.scopes[selected] = scope
    return facts.actor, scope


async def principal_of_key(
    app: Application, tenant_id: UUID, key_id: UUID, organization_id: UUID | None = None
) -> tuple[Actor, Scope] | None:
    """A key of the tenant as actor, with the rights of this moment, in an organization or in its own.

    None when it is revoked or expired, or whoever made it is gone; see ``auth.principal_of``.
    """
    facts = await _good(app, tenant_id, key_id)
    if facts is None:
        return None
    return facts.actor, resolve(facts.actor, tenant_id, facts.tree, str(organization_id or ""))


async def principal_of_session(app: Application, token: str) -> tuple[Actor, Scope] | None:
    """The person behind the token of a session key, with their own rights of this moment, in the key's organization.

    None when it is revoked or expired, or the person is gone. A session acts for a person and not as a key: roles alone
    could grant more than the person's own permissions, which replace them.
    """
    if not SESSION_SHAPE.fullmatch(token):
        return None
    place = await _find(app, hash_secret(app, token))
    facts = await _good(app, *place) if place is not None else None
    actor = facts.actor if facts is not None else None
    if facts is None or actor is None or actor.user_id is None:
        return None
    await _note_use(app, facts)
    return await principal_of(app, actor.tenant_id, actor.user_id, actor.organization_id)


async def _good(app: Application, tenant_id: UUID, key_id: UUID) -> Facts | None:
    """What is known about a key that is good at this moment."""
    cache = app.once("api_keys.facts", lambda: app.caches.of(*SOURCES, by_record="api_keys_keys"))
    facts: Facts | None = await cache.get(tenant_id, key_id, lambda: _load(app, tenant_id, key_id))
    if facts is None or facts.expired or not await _creator_stays(app, facts):
        return None
    return facts


def sent_secret(request: Credentials) -> str | None:
    """The secret a request carries, if any."""
    sent = request.headers.get("x-api-key", "").strip()
    if sent:
        return sent
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    return rest.strip() if scheme.lower() == "apikey" else None


async def _find(app: Application, hashed: str) -> tuple[UUID, UUID] | None:
    """The tenant and id of the key with that hash; that there is none is remembered too."""
    cache = app.once("api_keys.places", lambda: app.caches.of("api_keys_secrets"))

    async def load() -> tuple[UUID, UUID] | bool:
        async with app.database.across_tenants("a key says itself which tenant it belongs to") as connection:
            row = await connection.fetchrow(_FIND, hashed)
        return (row["tenant_id"], row["id"]) if row else False

    return (await cache.get(None, hashed, load)) or None


async def _load(app: Application, tenant_id: UUID, key_id: UUID) -> Facts | None:
    tree = await tree_of(app, tenant_id)
    async with app.database.tenant(tenant_id) as connection:
        row = await connection.fetchrow(_READ, tenant_id, key_id)
        if row is None:
            return None
        allowed, roles = await read_acl_of_roles(connection, tenant_id, row["roles"])
    acl = confined(allowed, row["organization_id"], tree)
    actor = Actor(
        "api_key",
        key_id,
        tenant_id,
        row["organization_id"],
        label=row["name"],
        roles=tuple(roles.values()),
        role_ids=tuple(roles),
        acl=acl,
        user_id=row["user_id"],
    )
    creator = (row["creator_tenant_id"], row["creator_id"], row["creator_organization_id"])
    return Facts(
        actor,
        tree,
        creator if row["creator_id"] else None,
        _seconds(row["expires_at"]),
        _seconds(row["last_used_at"]) or 0.0,
    )


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def confined(acl: Acl, organization_id: UUID | None, tree: Tree) -> Acl:
    """What roles allow, within the organization of a key; a super-admin's role means everything there, and no more."""
    if organization_id is None:
        return acl
    if not acl.super_admin and acl.organizations is not None:
        if organization_id not in tree.with_descendants(acl.organizations):
            return NOTHING
        return Acl(features=acl.features, organizations=frozenset({organization_id}))
    features = frozenset({"*"}) if acl.super_admin else acl.features
    return Acl(features=features, organizations=frozenset({organization_id}))


async def _creator_stays(app: Application, facts: Facts) -> bool:
    """Whether the person who made the key is still where they were when they made it."""
    if facts.creator is None:
        return True
    tenant_id, user_id, organization_id = facts.creator
    cache = app.once("api_keys.creators", lambda: app.caches.of(*SOURCES))
    return await cache.get(
        tenant_id, (user_id, organization_id), lambda: works_in(app, tenant_id, user_id, organization_id)
    )


async def _note_use(app: Application, facts: Facts) -> None:
    """Remember, to the minute, when the key was last used; a request never fails because of it."""
    if time.time() - facts.last_used < USE_SECONDS:
        return
    facts.last_used = time.time()
    try:
        async with app.database.tenant(facts.actor.tenant_id) as connection:
            await connection.execute(_USE, facts.actor.tenant_id, facts.actor.id, USE_SECONDS)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, Unavailable) as error:
        log.warning("api_key.use_not_noted", key=str(facts.actor.id), error=error)
