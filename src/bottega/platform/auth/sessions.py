"""Sessions: one row per sign-in; ending the row ends the sign-in in every process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Connection
from bottega.platform.auth.tokens import hash_opaque, new_opaque, tokens

_HALF: Final = 32
# Told within the transaction that ends the sign-ins of a user, so that what else works in their name ends with them.
SIGNED_OUT: Final = "auth.signed_out"


@dataclass(frozen=True)
class Opened:
    """A new session: the access token, and, if it is to be remembered, the token to refresh it with."""

    session_id: UUID
    token: str
    session_token: str | None


@dataclass(frozen=True, kw_only=True)
class SessionUser:
    """Whom a session is of, as the access token names them; ``roles`` are names."""

    tenant_id: UUID
    user_id: UUID
    organization_id: UUID | None
    email: str
    roles: Sequence[str]


async def open_session(
    app: Application,
    connection: Connection,
    user: SessionUser,
    *,
    remember: bool = False,
    credential_id: UUID | None = None,
) -> Opened:
    """Sign a user in; ``credential_id`` is the password that was checked, unless it is the one they have now."""
    session_id = new_id()
    seconds = app.settings.remember_me_days * 86_400 if remember else app.settings.access_token_seconds
    opaque = new_opaque() if remember else None
    hashes = halves(app, opaque) if opaque else (None, None)
    await connection.execute(
        "INSERT INTO auth_sessions (tenant_id, id, user_id, token_hash, secret_hash, expires_at, credential_id)"
        " SELECT tenant_id, $2, id, $4, $5, $6, coalesce($7, credential_id) FROM auth_users"
        " WHERE tenant_id = $1 AND id = $3",
        user.tenant_id,
        session_id,
        user.user_id,
        *hashes,
        datetime.now(UTC) + timedelta(seconds=seconds),
        credential_id,
    )
    token = tokens(app).sign(
        session_id=session_id,
        user_id=user.user_id,
        tenant_id=user.tenant_id,
        organization_id=user.organization_id,
        email=user.email,
        roles=list(user.roles),
    )
    return Opened(session_id, token, opaque)


def halves(app: Application, opaque: str) -> tuple[str, str]:
    """How the two halves of a session token are stored: which session it is of, and the secret that is exchanged."""
    return hash_opaque(app, opaque[:_HALF]), hash_opaque(app, opaque[_HALF:])


def exchanged(opaque: str) -> str:
    """The next token of the same session: 128 bits stay, 128 are new."""
    return opaque[:_HALF] + new_opaque()[_HALF:]


async def end_sessions(ctx: Context, user_id: UUID, *, but: UUID | None = None) -> None:
    """Sign a user out everywhere, save one session, which from now on stands on their present password."""
    await ctx.begin()
    await ctx.tell(SIGNED_OUT, user_id=user_id)
    ctx.stale.add("auth_sessions")
    await ctx.query(
        "DELETE FROM auth_sessions WHERE tenant_id = $1 AND user_id = $2 AND id IS DISTINCT FROM $3",
        ctx.tenant_id,
        user_id,
        but,
    )
    if but is not None:
        await ctx.query(
            "UPDATE auth_sessions AS s SET credential_id = u.credential_id FROM auth_users AS u"
            " WHERE s.tenant_id = $1 AND s.id = $2 AND u.tenant_id = s.tenant_id AND u.id = s.user_id",
            ctx.tenant_id,
            but,
        )
