"""MCP over streamable HTTP at ``/mcp``: one JSON-RPC request in, one JSON answer out, no session on the server.

Callers are those of the API, by an API key or an access token, or hold a session key. Cookies count for nothing here:
a page of another site can make a browser send them.
"""

from typing import Any, Final

from bottega.kernel import rate_limits
from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.errors import FORBIDDEN, TOO_LARGE, Problem, TooLarge
from bottega.kernel.http.origins import FOREIGN_SITE
from bottega.kernel.http.pipeline import NOBODY
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T, negotiate
from bottega.kernel.rate_limits import Bucket
from bottega.platform.ai_assistant.callers import Caller
from bottega.platform.ai_assistant.mcp_server import KEY_INVALID, server_of
from bottega.platform.ai_assistant.module import module
from bottega.platform.api_keys import principal_of_session

PATH: Final = "/mcp"
LARGEST: Final = 1_048_576
CALLS: Final = Bucket("AI_MCP", 300, 60)
KEY_REQUIRED: Final = T(
    en="API key required (x-api-key header), or a session key (Authorization: Bearer)",
    pl="Wymagany jest klucz API (nagłówek x-api-key) albo klucz sesji (Authorization: Bearer)",
)
_CHALLENGE: Final = {"www-authenticate": "Bearer"}
ONLY_POST: Final = T(en="Send JSON-RPC by POST", pl="Wyślij JSON-RPC metodą POST")


@module.site(PATH)
async def answer_mcp(app: Application, request: Request) -> Reply:
    """Answer one message of an MCP client."""
    locale = negotiate(None, request.headers.get("accept-language"))
    if "origin" in request.headers and request.headers["origin"].rstrip("/") != app.settings.public_url:
        return Reply({"error": FOREIGN_SITE(locale)}, 403)
    if request.method != "POST":
        return Reply({"error": ONLY_POST(locale)}, 405, headers={"allow": "POST"})
    try:
        found = await _identify(app, request)
        if found is None:
            is_sent = any(name in request.headers for name in ("x-api-key", "authorization"))
            return Reply({"error": (KEY_INVALID if is_sent else KEY_REQUIRED)(locale)}, 401, headers=_CHALLENGE)
        caller = Caller(app, *found, locale)
        if not caller.may("ai_assistant.view"):
            return Reply({"error": FORBIDDEN(locale), "requiredFeatures": ["ai_assistant.view"]}, 403)
        await rate_limits.enforce(_context(caller, request), CALLS, f"{caller.scope.tenant_id} {caller.actor.id}")
        body = await request.body(LARGEST)
    except TooLarge:
        return Reply({"error": TOO_LARGE(locale)}, TooLarge.status)
    except Problem as problem:
        return Reply(problem.body(locale), problem.status, headers=dict(problem.headers))
    return await _exchange(caller, request, body)


async def _identify(app: Application, request: Request) -> tuple[Actor, Scope] | None:
    """Who is calling: by a session key, or by what the API accepts, less cookies."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.startswith("sess_"):
        return await principal_of_session(app, token.strip())
    headers = {name: value for name, value in request.headers.items() if name != "cookie"}
    return await app.identify(Context(app, *NOBODY, headers=headers, path=request.path, peer=request.peer))


def _context(caller: Caller, request: Request) -> Context:
    return Context(caller.app, caller.actor, caller.scope, headers=request.headers, peer=request.peer)


async def _exchange(caller: Caller, request: Request, body: bytes) -> Reply:
    """Let the SDK answer the message."""
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager  # noqa: PLC0415 - see ``mcp_server``

    async def identify() -> tuple[Actor, Scope]:
        return caller.actor, caller.scope

    server = server_of(caller.app, identify, caller.locale)
    manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
    reply = Reply(b"", 500)
    parts: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]}
            reply.media = headers.pop("content-type", "application/json")
            reply.headers |= {name: value for name, value in headers.items() if name != "content-length"}
        else:
            parts.append(message.get("body", b""))

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers.items()],
    }
    async with manager.run():
        await manager.handle_request(scope, receive, send)
    reply.content = b"".join(parts)
    return reply
