"""Coming back: a browser that was told to remember its session trades the long-lived token for a fresh access token."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context, Scope
from bottega.kernel.replies import Reply
from bottega.kernel.schemas import Query
from bottega.platform.auth.cookies import REMEMBERED, access_cookie, cleared_cookies, login_page, safe_path
from bottega.platform.auth.forgiving import Forgiving
from bottega.platform.auth.identity import read_acl
from bottega.platform.auth.module import module
from bottega.platform.auth.throttling import REFRESH, REFRESH_IP, throttle
from bottega.platform.auth.tokens import hash_opaque, tokens

_FIND = "SELECT tenant_id, id FROM auth_sessions WHERE token_hash = $1 AND expires_at > now()"
_USE = """
UPDATE auth_sessions AS s SET last_used_at = now()
FROM auth_users AS u, directory_tenants AS t, directory_organizations AS o
WHERE s.tenant_id = $1 AND s.id = $2 AND s.expires_at > now()
  AND u.tenant_id = s.tenant_id AND u.id = s.user_id AND u.credential_id IS NOT DISTINCT FROM s.credential_id
  AND t.id = u.tenant_id AND t.is_active AND t.deleted_at IS NULL
  AND o.tenant_id = u.tenant_id AND o.id = u.organization_id AND o.is_active AND o.deleted_at IS NULL
RETURNING s.id, u.id AS user_id, u.organization_id, u.email
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

    Exchanges an existing `session_token` cookie for a fresh JWT auth cookie and redirects the browser; without a
    valid one it goes to the login page.
    """
    settings = ctx.app.settings
    target = safe_path(settings, query.redirect)
    opaque = ctx.cookies.get(REMEMBERED)
    if opaque:
        hashed = hash_opaque(ctx.app, opaque)
        await throttle(ctx, REFRESH, hashed)
        token = await _fresh_token(ctx, hashed)
        if token:
            return Reply.redirect(f"{settings.public_url}{target}").with_cookie(
                access_cookie(settings, token)
            )
    reply = Reply.redirect(login_page(settings, back_to=target))
    reply.cookies += cleared_cookies(settings)
    return reply


async def _fresh_token(ctx: Context, hashed: str) -> str | None:
    async with ctx.database.across_tenants("a session token says nothing about its tenant") as connection:
        found = await connection.fetchrow(_FIND, hashed)
    if found is None:
        return None
    tenant_id: UUID = found["tenant_id"]
    ctx.scope = Scope(tenant_id)
    connection = await ctx.begin()
    row = await ctx.query_one(_USE, tenant_id, found["id"])
    if row is None:
        return None
    _acl, roles = await read_acl(connection, tenant_id, row["user_id"])
    keys = await ctx.app.vault.keys(connection, tenant_id)
    return tokens(ctx.app).sign(
        session_id=row["id"], user_id=row["user_id"], tenant_id=tenant_id, organization_id=row["organization_id"],
        email=keys.open(row["email"], "auth_users.email"), roles=list(roles.values()),
    )  # fmt: skip
