"""Refresh of a session: a long-lived token is exchanged for new tokens.

A browser keeps the token in a cookie, a program sends it; either way it is the token of one session.

Each such token works once (RFC 9700 §4.14.2), so that a stolen one is noticed: whoever of thief and owner comes second
ends the session for both.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context, Scope
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Query, Schema
from bottega.platform.auth.cookies import (
    REMEMBERED,
    access_cookie,
    cleared_cookies,
    login_page,
    remembered_cookie,
    safe_path,
)
from bottega.platform.auth.identity import read_acl
from bottega.platform.auth.lenient_input import Forgiving
from bottega.platform.auth.login import Refused, refusal
from bottega.platform.auth.module import module
from bottega.platform.auth.sessions import exchanged, halves
from bottega.platform.auth.throttling import REFRESH, REFRESH_IP, throttle
from bottega.platform.auth.tokens import tokens
from bottega.platform.directory import active_organization, active_tenant

# For so long the token before is good as well: several tabs refresh with the one they share.
GRACE_SECONDS: Final = 30

_FIND: Final = "SELECT tenant_id, id FROM auth_sessions WHERE token_hash = $1 AND expires_at > now()"
_FORMER: Final = (
    f"(s.former_secret_hash = $3 AND s.exchanged_at > clock_timestamp() - interval '{GRACE_SECONDS} seconds')"
)
# One statement: of two requests with one token the second finds it exchanged already.
_USE: Final = f"""
UPDATE auth_sessions AS s SET last_used_at = now(), (secret_hash, former_secret_hash, exchanged_at) = (
    SELECT CASE WHEN is_new THEN $4 ELSE s.secret_hash END,
           CASE WHEN is_new THEN $3 ELSE s.former_secret_hash END,
           CASE WHEN is_new THEN clock_timestamp() ELSE s.exchanged_at END
    FROM (SELECT s.secret_hash = $3 AS is_new) AS state)
FROM auth_users AS u
WHERE s.tenant_id = $1 AND s.id = $2 AND s.expires_at > now() AND (s.secret_hash = $3 OR {_FORMER})
  AND u.tenant_id = s.tenant_id AND u.id = s.user_id AND u.credential_id IS NOT DISTINCT FROM s.credential_id
  AND {active_tenant("u.tenant_id")} AND {active_organization("u.tenant_id", "u.organization_id")}
RETURNING s.id, u.id AS user_id, u.organization_id, u.email, s.secret_hash = $4 AS exchanged,
          ceil(extract(epoch FROM s.expires_at - now()))::int AS seconds_left
"""
_END_REUSED: Final = f"""
DELETE FROM auth_sessions AS s
WHERE s.tenant_id = $1 AND s.id = $2 AND s.secret_hash IS DISTINCT FROM $3 AND {_FORMER} IS NOT TRUE
RETURNING s.user_id
"""


NO_TOKEN: Final = T(en="Missing or invalid refresh token", pl="Brak tokenu odświeżania lub jest nieprawidłowy")


@dataclass(frozen=True)
class Renewed:
    """A fresh access token, and what it is refreshed with next time.

    Only the first who comes with a token gets the one that follows it; the session ends in ``seconds_left``.
    """

    access_token: str
    following: str | None
    seconds_left: int


class RefreshInput(Forgiving, Input):
    """A program that was signed in with `remember`."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=200)]


class Refreshed(Schema):
    """Signed in for a while longer."""

    ok: bool = True
    access_token: str
    expires_in: int = Field(description="Seconds.")
    refresh_token: str | None = Field(
        description="For the next time, instead of the one that was sent; null for whoever sends it a second time."
    )


class RefreshQuery(Forgiving, Query):
    """Where to go afterwards."""

    redirect: Annotated[str | None, Field(max_length=2000)] = Field(
        default=None, description="Absolute or relative URL to redirect after refresh"
    )


@module.get(
    "/session/refresh",
    public=True,
    sets_cookies=True,
    # Somebody who opens a page of ours from a mail is sent here on the way, and comes back as who they are.
    linked=True,
    limits=(REFRESH_IP,),
    answer=dict[str, Any],
    answers={200: "Success response", 302: ("Redirect to target location when session is valid", None)},
    name="session.refresh",
)
async def refresh_session(ctx: Context, query: RefreshQuery) -> Reply:
    """Refresh auth cookie from session token.

    Exchanges an existing `session_token` cookie for a fresh JWT auth cookie and the next `session_token`, and redirects
    the browser; without a valid one it goes to the login page. A token that was exchanged before is worth nothing, and
    ends its session: either its owner or a thief has used it already.
    """
    settings = ctx.app.settings
    target = safe_path(settings, query.redirect)
    opaque = ctx.cookies.get(REMEMBERED)
    if opaque:
        await throttle(ctx, REFRESH, halves(ctx.app, opaque)[0])
        renewed = await _renew(ctx, opaque)
        if renewed is not None:
            reply = Reply.redirect(f"{settings.public_url}{target}")
            reply.cookies.append(access_cookie(settings, renewed.access_token))
            if renewed.following is not None:
                reply.cookies.append(remembered_cookie(settings, renewed.following, renewed.seconds_left))
            return reply
    reply = Reply.redirect(login_page(settings, back_to=target))
    reply.cookies += cleared_cookies(settings)
    return reply


@module.post(
    "/session/refresh",
    public=True,
    status=200,
    lenient=True,
    limits=(REFRESH_IP,),
    answer=Refreshed,
    answers={200: "Access token renewed", 400: ("Missing or invalid refresh token", Refused)},
    name="session.renew",
)
async def renew_session(ctx: Context, data: RefreshInput) -> Reply:
    """Refresh access token.

    For programs: exchanges the `refreshToken` of a sign-in with `remember` for a fresh access token and the next
    refresh token. Cookies count for nothing here. Each token works once; one that was exchanged more than half a minute
    ago ends its session. None works after the password has changed, the account is gone, or somebody signed out.
    """
    if data.refused:
        return refusal(ctx, NO_TOKEN, 400)
    await throttle(ctx, REFRESH, halves(ctx.app, data.refresh_token)[0])
    renewed = await _renew(ctx, data.refresh_token)
    if renewed is None:
        return refusal(ctx, NO_TOKEN, 400)
    lifetime = ctx.app.settings.access_token_seconds
    return Reply(Refreshed(access_token=renewed.access_token, expires_in=lifetime, refresh_token=renewed.following))


async def _renew(ctx: Context, opaque: str) -> Renewed | None:
    """Use a token that was given out for a session; None if it is worth nothing."""
    session, secret = halves(ctx.app, opaque)
    async with ctx.database.across_tenants("a session token says nothing about its tenant") as connection:
        found = await connection.fetchrow(_FIND, session)
    if found is None:
        return None
    tenant_id: UUID = found["tenant_id"]
    ctx.scope = Scope(tenant_id)
    connection = await ctx.begin()
    following = exchanged(opaque)
    row = await ctx.query_one(_USE, tenant_id, found["id"], secret, halves(ctx.app, following)[1])
    if row is None:
        await _end_reused(ctx, found["id"], secret)
        return None
    _acl, roles = await read_acl(connection, tenant_id, row["user_id"])
    keys = await ctx.app.vault.keys(connection, tenant_id)
    token = tokens(ctx.app).sign(
        session_id=row["id"],
        user_id=row["user_id"],
        tenant_id=tenant_id,
        organization_id=row["organization_id"],
        email=keys.open(row["email"], "auth_users.email"),
        roles=list(roles.values()),
    )
    return Renewed(token, following if row["exchanged"] else None, row["seconds_left"])


async def _end_reused(ctx: Context, session_id: UUID, secret: str) -> None:
    """End a session somebody comes back to with a token that was exchanged long ago."""
    ctx.stale.add("auth_sessions")
    user_id: UUID | None = await ctx.query_value(_END_REUSED, ctx.tenant_id, session_id, secret)
    if user_id is not None:
        await ctx.emit("auth.session.reused", record_id=user_id)
