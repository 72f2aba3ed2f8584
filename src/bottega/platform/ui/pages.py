"""Pages of the web application: sign-in, and the shell that everything behind it is drawn in.

A page says nothing of its own: it loads the application's files and asks the API. It runs only what comes from here,
and only styles that carry the nonce of this very answer.
"""

import secrets
from html import escape
from typing import Final

from bottega.kernel.application import Application
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T, complete, negotiate
from bottega.platform.auth import safe_path, way_in
from bottega.platform.ui.built_files import page, why_unbuilt
from bottega.platform.ui.module import module

HOME: Final = "/backend"
THEMES: Final = frozenset({"light", "dark"})
_HTML: Final = "text/html; charset=utf-8"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:;"
    " font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
_HEADERS: Final = {
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=()",
}
_NOT_BUILT: Final = T(en="The screens were not built", pl="Ekrany nie zostały zbudowane")
_TRY_AGAIN: Final = T(
    en="`make screens` tries again. The API and its documentation work without them.",
    pl="`make screens` spróbuje ponownie. API i jego dokumentacja działają bez nich.",
)


@module.site("/")
async def open_application(_app: Application, _request: Request) -> Reply:
    """Whoever opens the address wants to work."""
    return Reply.redirect(HOME)


@module.site("/backend")
@module.site("/backend/{rest:path}")
async def show_application(app: Application, request: Request) -> Reply:
    """The application, for whoever is signed in; the others come back to where they wanted to be."""
    if await app.identify(request) is None:
        query = f"?{request.raw_query.decode('latin-1')}" if request.raw_query else ""
        back_to = safe_path(app.settings, f"{request.path}{query}", HOME)
        reply = Reply.redirect(way_in(request.cookies, back_to))
        reply.cookies += app.cookies_of_unauthorized(request.cookies)
        return reply
    return _filled("app.html", request)


@module.site("/login")
async def show_sign_in(_app: Application, request: Request) -> Reply:
    """The form to sign in with."""
    return _filled("login.html", request)


def _filled(name: str, request: Request) -> Reply:
    locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
    text = page(name)
    if text is None:
        said = f"<h1>{_NOT_BUILT(locale)}</h1><p>{escape(why_unbuilt())}</p><p>{_TRY_AGAIN(locale)}</p>"
        return Reply(f'<!doctype html><html lang="{locale}"><meta charset="utf-8">{said}', 503, _HTML)
    nonce = secrets.token_urlsafe(16)
    theme = request.cookies.get("theme", "")
    for mark, value in (
        ("__NONCE__", nonce),
        ("__LANG__", complete(locale)),
        ("__THEME__", theme if theme in THEMES else "auto"),
    ):
        text = text.replace(mark, value)
    return Reply(text, media=_HTML, headers={**_HEADERS, "content-security-policy": _POLICY.format(nonce=nonce)})
