"""Unsubscribing from mails of one type by a signed link, without signing in (RFC 8058).

A mail program posts to the address in ``List-Unsubscribe``; people who follow the same link are shown a page that does
so, for programs that look into mails follow links, too, and must not unsubscribe anybody.
"""

import base64
import binascii
import hmac
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

import jinja2

from bottega.kernel.application import Application
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T, negotiate
from bottega.platform.notifications.module import module
from bottega.platform.notifications.preferences import OTHERS, choose, end_summaries

PATH: Final = "/unsubscribe"
_PURPOSE: Final = module.lasting_key("unsubscribing")
_IDS: Final = 32
_MARK: Final = 16
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# What a link names instead of a type where it ends the daily mail.
SUMMARY: Final = "daily"
_SUMMARY: Final = T(en="daily summary", pl="codzienne podsumowanie")
_TITLE: Final = T(en="E-mails about: {label}", pl="E-maile: {label}")
_ASK: Final = T(
    en="You will still find these notifications in the application.", pl="Te powiadomienia nadal będą w aplikacji."
)
_BUTTON: Final = T(en="Send me no more of them", pl="Nie wysyłaj mi ich więcej")
_DONE: Final = T(
    en="Done: no more e-mails of this kind. You can change it in your notification preferences.",
    pl="Gotowe: e-maile tego rodzaju już nie przyjdą. Można to zmienić w preferencjach powiadomień.",
)
_WRONG: Final = T(
    en="This link does not work; change your notification preferences in the application.",
    pl="Ten link nie działa; zmień preferencje powiadomień w aplikacji.",
)


def link(app: Application, tenant_id: UUID, user_id: UUID, type_name: str) -> str:
    """The address at which a user unsubscribes from mails of a type."""
    content = tenant_id.bytes + user_id.bytes + type_name.encode()
    token = base64.urlsafe_b64encode(_signature(app, content) + content).decode().rstrip("=")
    return f"{app.settings.public_url}{PATH}/{token}"


def read(app: Application, token: str) -> tuple[UUID, UUID, str] | None:
    """The tenant, the user and the type that a token names; None for one that we did not sign."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        signature, content = raw[:_MARK], raw[_MARK:]
        if not hmac.compare_digest(signature, _signature(app, content)):
            return None
        return UUID(bytes=content[:16]), UUID(bytes=content[16:_IDS]), content[_IDS:].decode()
    except (binascii.Error, ValueError):
        return None


def _signature(app: Application, content: bytes) -> bytes:
    return hmac.digest(app.secrets.derive(_PURPOSE), content, "sha256")[:_MARK]


@module.site(f"{PATH}/{{token}}")
async def unsubscribe(app: Application, request: Request) -> Reply:
    """The page of a link, and what its button and mail programs post to."""
    locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
    meant = read(app, request.path.rpartition("/")[2])
    if meant is None:
        return _page(locale, _WRONG(locale), "", 404)
    tenant_id, user_id, name = meant
    declared = app.notification_types.get(name, OTHERS)
    title = _TITLE(locale, label=(_SUMMARY if name == SUMMARY else declared.label)(locale))
    if request.method != "POST":
        return _page(locale, title, _ASK(locale), 200, button=_BUTTON(locale))
    async with app.acting(tenant_id) as ctx:
        if name == SUMMARY:
            await end_summaries(ctx, user_id)
        else:
            await choose(ctx, user_id, declared.name, "app")
    return _page(locale, title, _DONE(locale), 200)


def _page(locale: str, title: str, said: str, status: int, *, button: str = "") -> Reply:
    content = _template().render(locale=locale, title=title, said=said, button=button)
    headers = {"content-security-policy": _POLICY, "referrer-policy": "no-referrer", "cache-control": "no-store"}
    return Reply(content, status, media="text/html; charset=utf-8", headers=headers)


@cache
def _template() -> jinja2.Template:
    text = (Path(__file__).parent / "mails" / "unsubscribe.html").read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(text)
