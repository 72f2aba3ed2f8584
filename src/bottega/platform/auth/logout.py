"""Sign-out: ends the session in the database, which invalidates all copies of its token."""

from typing import Any

from bottega.kernel.context import Context, Scope
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.platform.auth.cookies import REMEMBERED, cleared_cookies, login_page
from bottega.platform.auth.module import module
from bottega.platform.auth.sessions import halves

LEFT = "Redirect to login after successful logout"


@module.post(
    "/logout",
    answer=dict[str, Any],
    answers={201: "Success response", 302: (LEFT, None)},
    label=T(en="Log out", pl="Wylogowanie"),
    name="logout",
)
async def logout(ctx: Context) -> Reply:
    """Invalidate session and redirect.

    Ends the session, clears the authentication cookies and redirects the browser to the login page.
    """
    actor = ctx.actor
    ctx.scope = Scope(actor.tenant_id, actor.organization_id)
    remembered = ctx.cookies.get(REMEMBERED)
    if actor.session_id is not None:
        await ctx.begin()
        ctx.stale.add("auth_sessions")
        await ctx.query(
            "DELETE FROM auth_sessions WHERE tenant_id = $1 AND user_id = $2 AND (id = $3 OR token_hash = $4)",
            actor.tenant_id,
            actor.id,
            actor.session_id,
            halves(ctx.app, remembered)[0] if remembered else None,
        )
        await ctx.emit("auth.logout", record_id=actor.id)
    reply = Reply.redirect(login_page(ctx.app.settings))
    reply.cookies += cleared_cookies(ctx.app.settings)
    # What the application kept in the browser, such as drafts, is not for whoever comes next.
    reply.headers["clear-site-data"] = '"storage"'
    return reply


@module.get(
    "/logout",
    answer=dict[str, Any],
    answers={200: "Success response", 302: ("Redirect to the login page", None)},
    name="logout.page",
)
async def show_login_page(ctx: Context) -> Reply:
    """Log out (legacy GET).

    Redirects to the login page and changes nothing: a GET can be triggered by any page of another site, so it signs
    nobody out. Use POST.
    """
    return Reply.redirect(login_page(ctx.app.settings))
