"""HTTP adapter: routes requests into the pipeline; the only file that imports the web framework.

authorize → parse → handle → change → record → publish. Routing is the framework's; what an operation needs is read
from its record. Paths match whatever the case of their fixed segments.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final

import structlog
from litestar import Litestar, Response, asgi
from litestar.connection import Request as RouterRequest
from litestar.exceptions import HTTPException

from bottega.kernel.application import Application
from bottega.kernel.errors import NOT_FOUND
from bottega.kernel.http.pipeline import Endpoint, failure, send
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import SAFE, STOPPING, encode
from bottega.kernel.i18n import negotiate
from bottega.kernel.logs import current_request, describe, request_id
from bottega.kernel.modules import Run
from bottega.kernel.startup_errors import StartError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

PREFIX = "/api"
REQUEST_ID = b"x-request-id"
# A parameter that is one part of a path; `{rest:path}` is all of it that is left.
_ANY_PART: Final = re.compile(r"\{(\w+)\}")

log = structlog.get_logger()


def build(app: Application, pages: Mapping[str, Run]) -> Asgi:
    """The ASGI application: every operation under ``/api``, and pages beside it."""
    endpoints: dict[str, Endpoint] = {}
    for operation in app.operations:
        endpoints.setdefault(PREFIX + operation.path, Endpoint(app)).add(operation)
    handlers = [_mount(path, endpoint) for path, endpoint in endpoints.items()]
    sites = {**pages, **{path: run for module in app.modules for path, run in module.sites.items()}}
    handlers += [_mount(path, _page(app, path, page)) for path, page in sites.items()]
    router = Litestar(
        route_handlers=handlers,
        openapi_config=None,
        logging_config=None,
        exception_handlers={HTTPException: _no_route, Exception: _failed},
    )
    _name_parameters(router.asgi_router.root_route_map_node)
    fixed = {part for path in endpoints for part in path.split("/") if part and not part.startswith("{")}
    return _Front(app, router, fixed)


class _ForAnyMethod(dict[Any, Any]):
    """The parameters of a path, whatever the method."""

    def __missing__(self, method: Any) -> Any:
        return self["asgi"]


def _name_parameters(node: Any) -> None:
    """Let every method of a path find the names of its parameters.

    The router keeps those of a plain ASGI handler under "asgi" and looks for them under the method of the request.
    """
    if node.is_asgi:
        node.path_parameters = _ForAnyMethod(node.path_parameters)
    for child in node.children.values():
        _name_parameters(child)


def _no_route(request: RouterRequest[Any, Any, Any], _error: HTTPException) -> Response[bytes]:
    """No such path: in our own words, and in the caller's language."""
    locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
    headers = {name.decode(): value.decode() for name, value in SAFE}
    content = encode({"error": NOT_FOUND(locale)})
    return Response(content, status_code=404, media_type="application/json", headers=headers)


def _failed(request: RouterRequest[Any, Any, Any], error: Exception) -> Response[bytes]:
    """What failed around a handler, as an answer that cannot be sent, is told like any other fault of ours."""
    locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
    reply = failure(error, locale, request.scope.get("request_id", ""))  # pyright: ignore[reportUnknownMemberType]
    return Response(reply.body(), status_code=500, media_type=reply.media)


def _mount(path: str, run: Asgi) -> Any:
    async def handler(scope: Any, receive: Any, send: Any) -> None:
        await run(scope, receive, send)

    return asgi(_ANY_PART.sub(r"{\1:str}", path), copy_scope=False)(handler)


def _page(app: Application, path: str, page: Run) -> Asgi:
    async def run(scope: Scope, receive: Receive, reply: Send) -> None:
        request = Request(scope, receive)
        try:
            answer = await page(app, request)
            first = await answer.first_piece()
        except Exception as error:  # noqa: BLE001 - the edge of the process: logged there, never shown
            locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
            answer = failure(error, locale, request.id, operation=f"page {path}")
            first = answer.body()
        await send(answer, first, 200, reply, request=request)

    return run


class _Front:
    """What stands before the router: lifespan, the id of a request, and the case of paths."""

    def __init__(self, app: Application, router: Any, fixed: set[str]) -> None:
        self._app = app
        self._router = router
        self._fixed = fixed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif scope["type"] == "http":
            path: str = scope["path"]
            if path != path.lower():
                scope["path"] = "/".join(p.lower() if p.lower() in self._fixed else p for p in path.split("/"))
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that the log knows by an id, which its answer carries."""
        sent = dict(scope["headers"]).get(REQUEST_ID)
        name = scope["request_id"] = request_id(sent.decode("latin-1") if sent else None)

        # A plain function that hands the awaiting on: a coroutine between would be made for every message.
        def send_named(message: Any) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (REQUEST_ID, name.encode())]
            return send(message)

        known = current_request.set(name)
        try:
            await self._router(scope, receive, send_named)
        except Exception:
            # A stream that broke off: what was begun cannot be answered otherwise, and the connection ends.
            log.exception("request.broken_off")
            raise
        finally:
            current_request.reset(known)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Connect at start, disconnect at the end."""
        await receive()
        if "state" in scope:
            # The server waits for its connections before it says that all is over: it sets this when it begins to wait.
            scope["state"][STOPPING] = self._app.stopping
        try:
            await self._app.open()
        except Exception as error:  # noqa: BLE001 - the server wants to be told, whatever it is
            reason = str(error) if isinstance(error, StartError) else describe(error)
            await send({"type": "lifespan.startup.failed", "message": reason})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._app.close()
        await send({"type": "lifespan.shutdown.complete"})
