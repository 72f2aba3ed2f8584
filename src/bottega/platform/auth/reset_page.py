"""The page behind links of password resets and invitations, in the browser's language.

The page knows nothing of the token, which its script reads from the address and sends to ``/api/auth/reset/confirm``
or ``/api/auth/invitations/accept``.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import jinja2

from bottega.kernel.application import Application
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T, negotiate
from bottega.kernel.modules import Run
from bottega.kernel.passwords import check_policy, joined
from bottega.platform.auth.module import module

_FOLDER: Final = Path(__file__).parent / "reset"
_KINDS: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
_WORDS: Final = {
    "title": T(en="Set a new password", pl="Ustaw nowe hasło"),
    "wanted": T(en="It needs", pl="Wymagania"),
    "password": T(en="New password", pl="Nowe hasło"),
    "again": T(en="Repeat the password", pl="Powtórz hasło"),
    "save": T(en="Save", pl="Zapisz"),
    "done": T(
        en="Your new password is active. You can sign in with it.",
        pl="Nowe hasło już obowiązuje. Możesz się nim zalogować.",
    ),
    "different": T(en="The two passwords differ.", pl="Hasła się różnią."),
    "lacks": T(en="The password lacks", pl="W haśle brakuje"),
    "unreachable": T(
        en="The server cannot be reached. Please try again in a moment.",
        pl="Serwer nie odpowiada. Spróbuj ponownie za chwilę.",
    ),
    "scripts": T(en="This page needs JavaScript.", pl="Ta strona wymaga JavaScriptu."),
}

_WELCOME: Final = {
    **_WORDS,
    "title": T(en="Welcome: choose your password", pl="Witamy: ustaw swoje hasło"),
    "password": T(en="Password", pl="Hasło"),
    "done": T(en="You can sign in with it from now on.", pl="Gotowe. Możesz się już nim zalogować."),
}


@cache
def _page() -> jinja2.Template:
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(
        (_FOLDER / "page.html").read_text(encoding="utf-8")
    )


@module.site("/reset/{token}")
async def show_reset_page(app: Application, request: Request) -> Reply:
    """The form for somebody who forgot their password; whether the link still works is said when it is sent."""
    return _form(app, request, _WORDS, confirm="/api/auth/reset/confirm", left="/reset/new")


@module.site("/invitation/{token}")
async def show_invitation_page(app: Application, request: Request) -> Reply:
    """The form for somebody who was invited."""
    return _form(app, request, _WELCOME, confirm="/api/auth/invitations/accept", left="/invitation/new")


def _form(app: Application, request: Request, texts: Mapping[str, T], *, confirm: str, left: str) -> Reply:
    locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
    words = {name: word(locale) for name, word in texts.items()}
    requirements = joined(check_policy("", app.settings))(locale)
    content = _page().render(locale=locale, requirements=requirements, confirm=confirm, left=left, **words)
    # The address holds the token, so nobody whom the page asks may learn it.
    headers = {"content-security-policy": _POLICY, "referrer-policy": "no-referrer"}
    return Reply(content, media="text/html; charset=utf-8", headers=headers)


def _file(name: str) -> Run:
    async def show(_app: Application, _request: Request) -> Reply:
        return Reply((_FOLDER / name).read_bytes(), media=_KINDS[Path(name).suffix])

    return show


for _path in sorted(_FOLDER.iterdir()):
    if _path.suffix in _KINDS:
        module.site(f"/reset/{_path.name}")(_file(_path.name))
