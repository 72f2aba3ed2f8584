"""The caller's language, stored in a cookie."""

from typing import Annotated, Any, Literal

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Query, Schema
from bottega.platform.auth.cookies import locale_cookie, safe_path
from bottega.platform.auth.lenient_input import Forgiving
from bottega.platform.auth.module import module

INVALID_LOCALE = T(en="Invalid locale", pl="Nieprawidłowy język")
Locale = Literal["en", "pl", "es", "de"]


class LocaleInput(Forgiving, Input):
    """The language to use."""

    locale: Locale


class LocaleQuery(Forgiving, Query):
    """The language to use, and where to go afterwards."""

    locale: Locale
    redirect: Annotated[str | None, Field(max_length=2000)] = Field(
        default=None, description="Where to go afterwards, on this site."
    )


class LocaleKept(Schema):
    """The language is kept."""

    ok: bool = True


@module.post("/locale", public=True, answer=LocaleKept, name="locale.choose")
async def choose_locale(ctx: Context, data: LocaleInput) -> Reply:
    """Choose the language.

    Keeps the language of the interface and of messages in the `locale` cookie for a year.
    """
    if data.refused:
        raise Invalid.of_field("locale", INVALID_LOCALE)
    return Reply(LocaleKept()).with_cookie(locale_cookie(ctx.app.settings, data.locale))


@module.get(
    "/locale",
    public=True,
    sets_cookies=True,
    answer=LocaleKept | dict[str, Any],
    answers={200: "The language is kept", 302: ("The language is kept; go where `redirect` says", None)},
    name="locale.follow",
)
async def follow_locale(ctx: Context, query: LocaleQuery) -> Reply:
    """Choose the language by a link.

    Keeps the language in the `locale` cookie, then goes to `redirect` if there is one and it lies on this site.
    """
    if query.refused:
        raise Invalid.of_field("locale", INVALID_LOCALE)
    settings = ctx.app.settings
    if query.redirect is None:
        reply = Reply(LocaleKept())
    else:
        reply = Reply.redirect(f"{settings.public_url}{safe_path(settings, query.redirect)}")
    return reply.with_cookie(locale_cookie(settings, query.locale))
