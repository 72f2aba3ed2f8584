"""Coming back: a browser that was told to remember its session trades its long-lived token for fresh ones.

Each such token works once (RFC 9700 §4.14.2), so that a stolen one is noticed: whoever of thief and owner comes second
ends the session for both.
"""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context, Scope
from bottega.kernel.replies import Cookie, Reply
from bottega.kernel.schemas import Query
from bottega.platform.auth.cookies import (
    REMEMBERED,
    access_cookie,
    cleared_cookies,
    login_page,
    remembered_cookie,
    safe_path,
)
from bottega.platform.auth.forgiving import Forgiving
from bottega.platform.auth.identity import read_acl
from bottega.platform.auth.module import module
from bottega.platform.auth.sessions import exchanged, halves
from bottega.platform.auth.throttling import REFRESH, REFRESH_IP, throttle
from bottega.platform.auth.tokens import tokens

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
FROM auth_users AS u, directory_tenants AS t, directory_organizations AS o
WHERE s.tenant_id = $1 AND s.id = $2 AND s.expires_at > now() AND (s.secret_hash = $3 OR {_FORMER})
  AND u.tenant_id = s.tenant_id AND u.id = s.user_id AND u.credential_id IS NOT DISTINCT FROM s.credential_id
  AND t.id = u.tenant_id AND t.is_active AND t.deleted_at IS NULL
  AND o.tenant_id = u.tenant_id AND o.id = u.organization_id AND o.is_active AND o.deleted_at IS NULL
RETURNING s.id, u.id AS user_id, u.organization_id, u.email, s.secret_hash = $4 AS exchanged,
          ceil(extract(epoch FROM s.expires_at - now()))::int AS seconds_left
"""
_END_REUSED: Final = f"""
DELETE FROM auth_sessions AS s
WHERE s.tenant_id = $1 AND s.id = $2 AND s.secret_hash IS DISTINCT FROM $3 AND {_FORMER} IS NOT TRUE
RETURNING s.user_id
"""


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
        fresh = await _fresh_cookies(ctx, opaque)
        if fresh:
            reply = Reply.redirect(f"{settings.public_url}{target}")
            reply.cookies += fresh
            return reply
    reply = Reply.redirect(login_page(settings, back_to=target))
    reply.cookies += cleared_cookies(settings)
    return reply


async def _fresh_cookies(ctx: Context, opaque: str) -> list[Cookie]:
    """A new access token and the next session token; the latter only for the first who comes with the one before."""
    session, secret = halves(ctx.app, opaque)
    async with ctx.database.across_tenants("a session token says nothing about its tenant") as connection:
        found = await connection.fetchrow(_FIND, session)
    if found is None:
        return []
    tenant_id: UUID = found["tenant_id"]
    ctx.scope = Scope(tenant_id)
    connection = await ctx.begin()
    following = exchanged(opaque)
    row = await ctx.query_one(_USE, tenant_id, found["id"], secret, halves(ctx.app, following)[1])
    if row is None:
        await _end_reused(ctx, found["id"], secret)
        return []
    _acl, roles = await read_acl(connection, tenant_id, row["user_id"])
    keys = await ctx.app.vault.keys(connection, tenant_id)
    token = tokens(ctx.app).sign(
        session_id=row["id"], user_id=row["user_id"], tenant_id=tenant_id, organization_id=row["organization_id"],
        email=keys.open(row["email"], "auth_users.email"), roles=list(roles.values()),
    )  # fmt: skip
    fresh = [access_cookie(ctx.app.settings, token)]
    if row["exchanged"]:
        fresh.append(remembered_cookie(ctx.app.settings, following, row["seconds_left"]))
    return fresh


async def _end_reused(ctx: Context, session_id: UUID, secret: str) -> None:
    """End a session somebody comes back to with a token that was exchanged long ago."""
    ctx.stale.add("auth_sessions")
    user_id: UUID | None = await ctx.query_value(_END_REUSED, ctx.tenant_id, session_id, secret)
    if user_id is not None:
        await ctx.emit("auth.session.reused", record_id=user_id)
