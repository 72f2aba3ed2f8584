"""Session keys: short-lived tokens with which an MCP client acts for the person who asked for one."""

from typing import Final
from uuid import UUID

from pydantic import Field

from bottega.kernel import rate_limits
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.rate_limits import Bucket
from bottega.kernel.schemas import Schema, Stamp
from bottega.platform.ai_assistant.module import module
from bottega.platform.api_keys import Wanted, issue, revoke_sessions_of
from bottega.platform.auth import SIGNED_OUT

SESSIONS: Final = Bucket("AI_SESSION_KEY", 20, 60)
PEOPLE_ONLY: Final = T(
    en="A session key acts for a person; an API key connects to the MCP server by itself",
    pl="Klucz sesji działa w imieniu osoby; klucz API łączy się z serwerem MCP samodzielnie",
)
END_INSTEAD: Final = T(en="End the sessions instead", pl="Zamiast tego zakończ sesje")
NEW_INSTEAD: Final = T(en="Ask for a new session key instead", pl="Zamiast tego utwórz nowy klucz sesji")


class SessionKey(Schema):
    """A new session key; the token is shown this once."""

    session_token: str
    expires_at: Stamp


class SessionsEnded(Schema):
    """The session keys of the caller work no more."""

    ok: bool = True
    ended: int = Field(description="How many there were.")


@module.post(
    "/session-key",
    "ai_assistant.view",
    name="sessions.create",
    status=200,
    label=T(en="Create session key", pl="Utworzenie klucza sesji"),
    undoable=False,
    instead=END_INSTEAD,
    answers={200: "Session key created successfully", 500: "Failed to create session key"},
)
async def create_session_key(ctx: Context) -> SessionKey:
    """Generate session key.

    A token for two hours that acts for the caller, with the permissions they have at each moment, in the selected
    organization. MCP clients send it as `Authorization: Bearer`, or with each call of a tool as `_sessionToken`. It
    opens nothing but the tools, and ends when the caller is signed out everywhere.
    """
    if ctx.actor.kind != "user" or ctx.actor.tenant_id != ctx.tenant_id:
        raise Forbidden(PEOPLE_ONLY)
    ctx.refuse_closed()
    await rate_limits.enforce(ctx, SESSIONS, f"{ctx.tenant_id} {ctx.actor.id}")
    wanted = Wanted(
        "Assistant session", ctx.scope.organization_id, list(ctx.actor.role_ids), kind="session", user_id=ctx.actor.id
    )
    issued = await issue(ctx, wanted)
    assert issued.expires_at is not None  # No session key lives for ever.
    return SessionKey(session_token=issued.secret, expires_at=issued.expires_at)


@module.delete(
    "/session-key",
    "ai_assistant.view",
    name="sessions.end",
    label=T(en="End assistant sessions", pl="Zakończenie sesji asystenta"),
    undoable=False,
    instead=NEW_INSTEAD,
)
async def end_sessions(ctx: Context) -> SessionsEnded:
    """End session keys.

    All of the caller's session keys stop working at once.
    """
    if ctx.actor.kind != "user" or ctx.actor.tenant_id != ctx.tenant_id:
        raise Forbidden(PEOPLE_ONLY)
    return SessionsEnded(ended=await revoke_sessions_of(ctx, ctx.actor.id))


@module.within(SIGNED_OUT)
async def revoke_sessions(ctx: Context, user_id: UUID) -> None:
    """Whoever is signed out everywhere has no assistant working in their name either."""
    await revoke_sessions_of(ctx, user_id)
