"""Operations that serve the OpenAPI document and its Markdown form, public or for signed-in users."""

from bottega.kernel.application import Application
from bottega.kernel.errors import UNAUTHORIZED
from bottega.kernel.http.published import Published
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Reply, encode
from bottega.kernel.i18n import complete, negotiate
from bottega.kernel.openapi.document import describe
from bottega.kernel.openapi.markdown import markdown
from bottega.platform.api_docs.module import module

_JSON = "application/json"
_MARKDOWN = "text/markdown; charset=utf-8"


@module.site("/api/docs/openapi")
async def show_openapi(app: Application, request: Request) -> Reply:
    """The OpenAPI document."""
    if refusal := await _refuse(app, request):
        return refusal
    locale = _language(request)
    published: Published = app.once(f"api_docs.openapi.{locale}", lambda: Published.of(encode(describe(app, locale))))
    return published.reply(request, _JSON, vary="accept-encoding, accept-language, cookie")


@module.site("/api/docs/markdown")
async def show_markdown(app: Application, request: Request) -> Reply:
    """The same as Markdown."""
    if refusal := await _refuse(app, request):
        return refusal
    locale = _language(request)

    def publish() -> Published:
        return Published.of(markdown(describe(app, locale)).encode())

    published: Published = app.once(f"api_docs.markdown.{locale}", publish)
    return published.reply(request, _MARKDOWN, cache="no-store")


def _language(request: Request) -> str:
    """The language of the words."""
    return complete(negotiate(request.cookies.get("locale"), request.headers.get("accept-language")))


async def _refuse(app: Application, request: Request) -> Reply | None:
    """401 for strangers, where the installation wants that."""
    if not app.settings.docs_require_auth or await app.identify(request) is not None:
        return None
    locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
    return Reply({"error": UNAUTHORIZED(locale)}, 401)
