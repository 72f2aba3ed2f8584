"""The request pipeline: authorize, parse, handle, change, record, publish.

The order is the promise callers rely on: 401, then 403, then 429, then 400, then what the handler says; whatever
goes wrong, the transaction is rolled back and nothing has changed.
"""

import asyncio
import gzip
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import structlog

from bottega.kernel import masking, rate_limits, visibility
from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.database.constraint_errors import translate
from bottega.kernel.errors import (
    FORBIDDEN,
    INTERNAL,
    INTERNAL_MESSAGE,
    Forbidden,
    NoRoom,
    NotFound,
    Problem,
    Unauthorized,
)
from bottega.kernel.http import idempotency, issue_labels, metrics
from bottega.kernel.http.origins import refuse_foreign
from bottega.kernel.http.parsing import field_of, parse, read_body
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Cookie, Reply
from bottega.kernel.i18n import T, negotiate
from bottega.kernel.operation import CHANGING, Operation
from bottega.kernel.permissions import NOTHING
from bottega.kernel.writes import audit_entry, deleted_records

log = structlog.get_logger()

FOREIGN_TENANT = T(en="Not authorized to target this tenant.", pl="Brak uprawnień do wskazanego najemcy.")
NOT_ALLOWED = T(en="Method not allowed", pl="Niedozwolona metoda")
# JSON of so many bytes is compressed: a page of 50 rows, not an answer to a write.
LONG: Final = 8_192
NOBODY = (Actor("anonymous", UUID(int=0), UUID(int=0), acl=NOTHING), Scope(UUID(int=0), visible=frozenset()))

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Endpoint:
    """Every operation of one path."""

    def __init__(self, app: Application) -> None:
        """No operation yet."""
        self._app = app
        self._operations: dict[str, Operation] = {}

    def add(self, operation: Operation) -> None:
        """Answer another method."""
        assert operation.method not in self._operations, operation.key
        self._operations[operation.method] = operation

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send_message: Send) -> None:
        """Answer a request."""
        started = time.perf_counter()
        request = Request(scope, receive)
        method = "GET" if request.method == "HEAD" else request.method
        operation = self._operations.get(method)
        if operation is None:
            allowed = ", ".join(sorted(self._operations))
            locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
            status = 204 if method == "OPTIONS" else 405
            content = b"" if status == 204 else {"error": NOT_ALLOWED(locale)}  # noqa: PLR2004 - No Content
            reply = Reply(content, status, headers={"allow": allowed})
            await send(reply, reply.body(), status, send_message, request=request)
            return
        asked, began = await _answer(self._app, operation, request, scope["path_params"], send_message)
        metrics.observe(operation.key, (began or time.perf_counter()) - started, asked)


async def _answer(
    app: Application, operation: Operation, request: Request, path: Mapping[str, str], send_message: Send
) -> tuple[int, float | None]:
    """All stations of one request; how many statements it took, and when an endless answer began.

    The reply is sent before the connection is given back, so that it may stream.
    """
    began: float | None = None
    ctx = Context(app, *NOBODY, operation=operation, headers=request.headers, path=request.path, peer=request.peer)
    try:
        try:
            reply = await _perform(ctx, operation, request, path)
            # The first piece is made before anything is sent: until then a failure can still be told properly.
            first = await reply.first_piece()
        except Exception as error:  # noqa: BLE001 - the edge of the process: logged there, never shown
            reply = _refusal(ctx, operation, request, error)
            first = reply.body()
        if reply.endless and request.method != "HEAD":
            began = time.perf_counter()
            await ctx.close()
            await _send_until_gone(reply, first, operation.status, send_message, request)
        else:
            await send(reply, first, operation.status, send_message, request=request)
    finally:
        request.close()
        await ctx.close()
    return ctx.asked, began


async def _perform(ctx: Context, operation: Operation, request: Request, path: Mapping[str, str]) -> Reply:
    ctx.cookies = request.cookies
    ctx.locale = negotiate(ctx.cookies.get("locale"), request.headers.get("accept-language"))
    # 1 authorize
    caller = await ctx.app.identify(request)
    if caller is not None:
        ctx.actor, ctx.scope = caller
    elif not operation.public:
        raise Unauthorized
    if operation.method in CHANGING or operation.sets_cookies:
        refuse_foreign(operation, request, ctx.app.settings.public_url)
    authorize(ctx, operation)
    for bucket in operation.limits:
        await rate_limits.enforce(ctx, bucket)
    # 2 parse
    body = await read_body(ctx, operation, request)
    if not operation.public:
        guard_tenant(ctx, request, body)
    arguments = parse(ctx, operation, request, path, body)
    repeated = await idempotency.replay(ctx, operation, request, body)
    if repeated is not None:
        return repeated
    # 3 handle, 4 change
    reply = await handle(ctx, operation, arguments)
    reply.content = masking.answer_for(ctx, operation, reply.content)
    reply.status = reply.status or operation.status
    _clear_selection(ctx, operation, reply)
    # 5 record, 6 publish
    if reply.stream is None:
        if ctx.changed and not ctx.recorded:
            await audit_entry.record(ctx)
        undo = audit_entry.header(ctx, datetime.now(UTC)) if ctx.recorded else None
        if undo:
            ctx.reply_headers[audit_entry.HEADER] = undo
        reply.headers |= ctx.reply_headers
        await idempotency.keep(ctx, reply)
        await ctx.commit()
    return reply


async def handle(ctx: Context, operation: Operation, arguments: Mapping[str, Any]) -> Reply:
    """Run the handler; a record that is missing and was deleted is told to be."""
    try:
        result = await operation.run(ctx, **arguments)
    except NotFound:
        if operation.method in deleted_records.METHODS:
            await deleted_records.explain_missing(ctx, operation, arguments)
        raise
    return result if isinstance(result, Reply) else Reply(result)


def _clear_selection(ctx: Context, operation: Operation, reply: Reply) -> None:
    """Let whoever reads forget an organization they cannot have; who writes is told (``ctx.refuse_closed``)."""
    if ctx.scope.stale and operation.method not in CHANGING:
        reply.with_cookie(Cookie(ctx.scope.stale, "", 0, http_only=False, secure=ctx.app.settings.production))


def authorize(ctx: Context, operation: Operation) -> None:
    """403 unless the caller has the role, holds the features, and may see what it is about."""
    if operation.roles and not ctx.actor.acl.super_admin:
        raise Forbidden(FORBIDDEN, requiredRoles=list(operation.roles))
    if operation.features and not ctx.actor.acl.allows_all(operation.features, ctx.scope.organization_id):
        raise Forbidden(FORBIDDEN, requiredFeatures=list(operation.features))
    if operation.whole:
        visibility.refuse_part(ctx)
    if operation.masking == "refused":
        masking.refuse(ctx)


def guard_tenant(ctx: Context, request: Request, body: Any) -> None:
    """Every tenant a request names must be the caller's; a super-admin's request then is about that tenant."""
    named = {value for name, value in request.query if name == "tenantId"} if request.raw_query else set[str]()
    if request.method in CHANGING and isinstance(tenant := field_of(body, "tenantId"), str):
        named.add(tenant)
    named -= {"", "undefined", "null"}
    if not named or all(value.lower() == str(ctx.tenant_id) for value in named):
        return
    if not ctx.actor.acl.super_admin or len(named) > 1:
        raise Forbidden(FOREIGN_TENANT)
    try:
        ctx.scope = Scope(UUID(named.pop()))
    except ValueError:
        raise Forbidden(FOREIGN_TENANT) from None


def failure(error: Exception, locale: str, request_id: str, **context: Any) -> Reply:
    """What the caller is told of what is our fault: the id under which the log tells the rest, and nothing else."""
    log.error("request.failed", exc_info=error, **context)
    told = {"error": INTERNAL(locale), "message": INTERNAL_MESSAGE(locale), "requestId": request_id}
    return Reply(told, Problem.status)


def _refusal(ctx: Context, operation: Operation, request: Request, error: Exception) -> Reply:
    """What the caller is told of a failure; what is not theirs is logged."""
    problem = error if isinstance(error, Problem) else translate(error)
    context = {"operation": operation.key, **({"tenant": ctx.tenant_id} if ctx.tenant_id.int else {})}
    if problem is None or problem.status == Problem.status:
        metrics.failed(operation.key)
        return failure(error, ctx.locale, request.id, **context)
    if problem.status > Problem.status:
        log.warning("request.unavailable", exc_info=error, **context)
        if isinstance(problem, NoRoom):
            ctx.app.no_room_at = time.monotonic()
    body = problem.body(ctx.locale)
    issue_labels.label(body, operation, ctx.locale)
    reply = Reply(body, problem.status, headers=dict(problem.headers))
    if isinstance(problem, Unauthorized):
        reply.cookies += ctx.app.cookies_of_unauthorized(ctx.cookies)
    return reply


async def _send_until_gone(reply: Reply, first: bytes, status: int, send_message: Send, request: Request) -> None:
    """Send an endless reply; the server drops what is sent to a client that has left, so that is watched for."""
    sending = asyncio.ensure_future(send(reply, first, status, send_message, request=request))
    leaving = asyncio.ensure_future(request.gone())
    try:
        await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        if sending.done():
            await sending
    finally:
        for task in (sending, leaving):
            task.cancel()
        await asyncio.gather(sending, leaving, return_exceptions=True)
        await reply.end()


async def send(reply: Reply, first: bytes, status: int, send_message: Send, *, request: Request) -> None:
    """Send a reply whose first piece is ready; a stream goes out piece by piece."""
    head = request.method == "HEAD"
    first = _packed(reply, first, request)
    start = {"type": "http.response.start", "status": reply.status or status, "headers": reply.raw_headers(len(first))}
    await send_message(start)
    if reply.stream is None or head:
        await send_message({"type": "http.response.body", "body": b"" if head else first})
        await reply.end()
        return
    await send_message({"type": "http.response.body", "body": first, "more_body": True})
    async for piece in reply.stream:
        await send_message({"type": "http.response.body", "body": piece, "more_body": True})
    await send_message({"type": "http.response.body", "body": b""})


def _packed(reply: Reply, content: bytes, request: Request) -> bytes:
    """Long JSON compressed for whoever understands it, anything else as it is."""
    is_long = len(content) >= LONG and reply.stream is None and reply.media.startswith("application/json")
    if not is_long or "content-encoding" in reply.headers:
        return content
    reply.headers["vary"] = ", ".join(filter(None, (reply.headers.get("vary"), "accept-encoding")))
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return content
    reply.headers["content-encoding"] = "gzip"
    return gzip.compress(content, compresslevel=1, mtime=0)
