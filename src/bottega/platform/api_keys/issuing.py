"""Issuing of an API key: its row, the hash of its secret, and its owner."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from bottega.platform.api_keys.secrets import PREFIX_LENGTH, hash_secret, new_secret
from bottega.platform.api_keys.tables import ApiKey

# How long keys live at most that nobody ordered for themselves.
LIFETIMES: Final = {"session": timedelta(minutes=120), "once": timedelta(minutes=5)}

_KEEP_HASH: Final = """
INSERT INTO api_keys_secrets (tenant_id, id, prefix, hash) VALUES ($1, $2, $3, $4)
ON CONFLICT (prefix) DO NOTHING RETURNING id
"""
_CREATOR_OF_KEY: Final = """
SELECT creator_id, creator_tenant_id, creator_organization_id FROM api_keys_keys WHERE tenant_id = $1 AND id = $2
"""


@dataclass(frozen=True)
class Wanted:
    """A key to issue; ``kind`` is ``key``, ``session`` or ``once``, ``user_id`` whom it acts for."""

    name: str
    organization_id: UUID | None
    roles: list[UUID] = field(default_factory=list[UUID])
    description: str | None = None
    expires_at: datetime | None = None
    kind: str = "key"
    user_id: UUID | None = None


@dataclass(frozen=True)
class Issued:
    """A new key; its secret is shown once."""

    id: UUID
    secret: str = field(repr=False)
    expires_at: datetime | None = None

    @property
    def prefix(self) -> str:
        """The part that is not secret."""
        return self.secret[:PREFIX_LENGTH]


async def issue(ctx: Context, wanted: Wanted) -> Issued:
    """Make a key of the context's tenant; the caller has checked that its roles may be granted.

    Keys of the kinds ``session`` and ``once`` never live longer than their kind allows.
    """
    await ctx.begin()
    issued = await _keep_hash(ctx, wanted.kind)
    longest = LIFETIMES.get(wanted.kind)
    expires_at = wanted.expires_at
    if longest is not None:
        latest = datetime.now(UTC) + longest
        expires_at = min(expires_at or latest, latest)
    creator_id, tenant_id, organization_id = await _creator(ctx)
    values = {
        "id": issued.id,
        "organization_id": wanted.organization_id,
        "name": wanted.name,
        "description": wanted.description,
        "key_prefix": issued.prefix,
        "kind": wanted.kind,
        "roles": wanted.roles,
        "user_id": wanted.user_id or creator_id,
        "creator_id": creator_id,
        "creator_tenant_id": tenant_id,
        "creator_organization_id": organization_id,
        "expires_at": expires_at,
    }
    await changes.insert(ctx, ApiKey, values)
    return replace(issued, expires_at=expires_at)


async def _keep_hash(ctx: Context, kind: str) -> Issued:
    """Store the hash of a new secret; prefixes are unique in the installation, so now and then it takes another one."""
    key_id = new_id()
    while True:
        issued = Issued(key_id, new_secret(kind))
        if await ctx.query(_KEEP_HASH, ctx.tenant_id, key_id, issued.prefix, hash_secret(ctx.app, issued.secret)):
            return issued


async def _creator(ctx: Context) -> tuple[UUID | None, UUID | None, UUID | None]:
    """Who answers for the key: a person with their tenant and organization, also behind a key that makes a key."""
    actor = ctx.actor
    if actor.kind == "user":
        return actor.id, actor.tenant_id, actor.organization_id
    if actor.kind == "api_key" and actor.tenant_id == ctx.tenant_id:
        row = await ctx.query_one(_CREATOR_OF_KEY, ctx.tenant_id, actor.id)
        return (row[0], row[1], row[2]) if row else (None, None, None)
    return None, None, None


async def revoke(ctx: Context, key_id: UUID) -> None:
    """End a key at once, in every process."""
    await changes.delete(ctx, ApiKey, key_id)
    await ctx.query("DELETE FROM api_keys_secrets WHERE tenant_id = $1 AND id = $2", ctx.tenant_id, key_id)


async def revoke_sessions_of(ctx: Context, user_id: UUID) -> int:
    """End the session keys that act for a person; answers how many."""
    await ctx.begin()
    rows = await ctx.query(
        "SELECT id FROM api_keys_keys WHERE tenant_id = $1 AND user_id = $2 AND kind = 'session'"
        " AND deleted_at IS NULL ORDER BY id FOR UPDATE",
        ctx.tenant_id,
        user_id,
    )
    for row in rows:
        await revoke(ctx, row["id"])
    return len(rows)
