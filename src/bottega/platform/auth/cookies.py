"""Session cookies of a browser, and the redirect targets that are allowed."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlsplit

from bottega.kernel.http.responses import Cookie
from bottega.settings import Settings

ACCESS: Final = "auth_token"
REMEMBERED: Final = "session_token"
LOCALE: Final = "locale"
LOGIN_PAGE: Final = "/login"
_YEAR: Final = 365 * 86_400


def access_cookie(settings: Settings, token: str) -> Cookie:
    """The access token; the browser forgets it when it expires."""
    return Cookie(ACCESS, token, settings.access_token_seconds, secure=settings.production)


def remembered_cookie(settings: Settings, token: str, seconds: int | None = None) -> Cookie:
    """The token that refreshes the access token; ``seconds`` are what is left of its session, if that is not new."""
    lasting = settings.remember_me_days * 86_400 if seconds is None else seconds
    return Cookie(REMEMBERED, token, lasting, secure=settings.production)


def cleared_cookies(settings: Settings) -> list[Cookie]:
    """Both, gone."""
    return [Cookie(name, "", 0, secure=settings.production) for name in (ACCESS, REMEMBERED)]


def locale_cookie(settings: Settings, locale: str) -> Cookie:
    """The language; scripts may read it."""
    return Cookie(LOCALE, locale, _YEAR, http_only=False, secure=settings.production)


def login_page(settings: Settings, *, back_to: str | None = None) -> str:
    """The address of the login page, of the configured origin whatever the request says."""
    tail = f"?redirect={quote(back_to, safe='')}" if back_to else ""
    return f"{settings.public_url}{LOGIN_PAGE}{tail}"


def way_in(cookies: Mapping[str, str], back_to: str) -> str:
    """Where a page sends somebody who is not signed in: to a fresh session if they are remembered, else to sign in."""
    start = "/api/auth/session/refresh" if REMEMBERED in cookies else LOGIN_PAGE
    return f"{start}?redirect={quote(back_to, safe='')}"


def safe_path(settings: Settings, target: str | None, otherwise: str = "/") -> str:
    """A path of this installation, from a path or an address of ours; anything else becomes ``otherwise``.

    What browsers would read as another host is refused: ``//host``, a backslash, a control character.
    """
    wanted = (target or "").strip()
    if not wanted or wanted.startswith("//") or not wanted.isprintable() or "\\" in wanted:
        return otherwise
    try:
        parts, own = urlsplit(wanted), urlsplit(settings.public_url)
    except ValueError:
        return otherwise
    if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
        return otherwise
    if not parts.path.startswith("/") or "//" in parts.path:
        return otherwise
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    # Non-ASCII stays out of the header.
    return quote(f"{parts.path}{query}{fragment}", safe="/?#=&%+,;:@!$'()*~-._[]")
