"""HTTP: the six stations of a request in one short function, and the only file that knows the web framework.

authorize → parse → handle → change → record → publish. Routing is the framework's; what an operation needs is read
from its record. Paths match whatever the case of their fixed segments.
"""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from litestar import Litestar, Response, asgi
from litestar.connection import Request as RouterRequest
from litestar.exceptions import HTTPException

from bottega.kernel.errors import NOT_FOUND
from bottega.kernel.i18n import negotiate
from bottega.kernel.modules import Run
from bottega.kernel.pipeline import Endpoint, send
from bottega.kernel.registry import Application
from bottega.kernel.replies import encode
from bottega.kernel.requests import Request

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

PREFIX = "/api"


def build(app: Application, pages: Mapping[str, Run]) -> Asgi:
    """The ASGI application: every operation under ``/api``, and pages beside it."""
    endpoints: dict[str, Endpoint] = {}
    for operation in app.operations:
        endpoints.setdefault(PREFIX + operation.path, Endpoint(app)).add(operation)
    handlers = [_mount(path, endpoint) for path, endpoint in endpoints.items()]
    sites = {**pages, **{path: run for module in app.modules for path, run in module.sites.items()}}
    handlers += [_mount(path, _page(app, page)) for path, page in sites.items()]
    router = Litestar(
        route_handlers=handlers,
        openapi_config=None,
        logging_config=None,
        exception_handlers={HTTPException: _no_route},
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
    return Response(encode({"error": NOT_FOUND(locale)}), status_code=404, media_type="application/json")


def _mount(path: str, run: Asgi) -> Any:
    async def handler(scope: Any, receive: Any, send: Any) -> None:
        await run(scope, receive, send)

    return asgi(path.replace("}", ":str}"), copy_scope=False)(handler)


def _page(app: Application, page: Run) -> Asgi:
    async def run(scope: Scope, receive: Receive, reply: Send) -> None:
        request = Request(scope, receive)
        answer = await page(app, request)
        await send(answer, await answer.first_piece(), 200, reply, head=request.method == "HEAD")

    return run


class _Front:
    """What stands before the router: lifespan, the case of paths, and our own words for "no such path"."""

    def __init__(self, app: Application, router: Any, fixed: set[str]) -> None:
        self._app = app
        self._router = router
        self._fixed = fixed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            path: str = scope["path"]
            if path != path.lower():
                scope["path"] = "/".join(
                    p.lower() if p.lower() in self._fixed else p for p in path.split("/")
                )
            await self._router(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Connect at start, disconnect at the end."""
        await receive()
        try:
            await self._app.open()
        except Exception as error:  # noqa: BLE001 - the server wants to be told, whatever it is
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._app.close()
        await send({"type": "lifespan.shutdown.complete"})
