"""A request, station by station: authorize, parse, handle, change, record, publish.

The order is the promise callers rely on: 401, then 403, then 429, then 400, then what the handler says; whatever
goes wrong, the transaction is rolled back and nothing has changed.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

import structlog
from pydantic import BaseModel, ValidationError

from bottega.kernel import audit_entry, fields, limits, metrics
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.errors import (
    FORBIDDEN,
    INTERNAL,
    INTERNAL_MESSAGE,
    Forbidden,
    InvalidInput,
    Problem,
    Unauthorized,
)
from bottega.kernel.i18n import T, negotiate
from bottega.kernel.issues import UNSTORABLE, describe
from bottega.kernel.modules import CHANGING, Operation
from bottega.kernel.permissions import NOTHING
from bottega.kernel.refusals import translate
from bottega.kernel.registry import Application, finish
from bottega.kernel.replies import Cookie, Reply
from bottega.kernel.requests import Request, parse_form, parse_json
from bottega.kernel.schemas import unstorable

log = structlog.get_logger()

FOREIGN_TENANT = T(en="Not authorized to target this tenant.", pl="Brak uprawnień do wskazanego najemcy.")
NOT_ALLOWED = T(en="Method not allowed", pl="Niedozwolona metoda")
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
            await send(Reply(content, status, headers={"allow": allowed}), status, send_message)
            return
        await _answer(self._app, operation, request, scope["path_params"], send_message)
        metrics.observe(operation.key, time.perf_counter() - started)


async def _answer(
    app: Application, operation: Operation, request: Request, path: Mapping[str, str], send_message: Send
) -> None:
    """All stations of one request; the reply is sent before the connection is given back, so that it may stream."""
    ctx = Context(app, *NOBODY, operation=operation, headers=request.headers, path=request.path, peer=request.peer)
    try:
        reply = await _perform(ctx, operation, request, path)
        await send(reply, operation.status, send_message, head=request.method == "HEAD")
    except Problem as problem:
        await send(_refusal(problem, ctx), problem.status, send_message)
    except Exception as error:
        problem = translate(error)
        if problem is None:
            log.exception("request.failed", operation=operation.key)
            metrics.failed(operation.key)
            body = {"error": INTERNAL(ctx.locale), "message": INTERNAL_MESSAGE(ctx.locale)}
            await send(Reply(body), 500, send_message)
        else:
            await send(_refusal(problem, ctx), problem.status, send_message)
    finally:
        await ctx.close()


async def _perform(ctx: Context, operation: Operation, request: Request, path: Mapping[str, str]) -> Reply:
    app = ctx.app
    ctx.cookies = request.cookies
    ctx.locale = negotiate(ctx.cookies.get("locale"), request.headers.get("accept-language"))
    # 1 authorize
    caller = await app.identify(request)
    if caller is not None:
        ctx.actor, ctx.scope = caller
    elif not operation.public:
        raise Unauthorized
    raw = await _body(app, operation, request)
    body = _read(operation, request, raw)
    authorize(ctx, operation, request, body)
    for bucket in operation.limits:
        await limits.enforce(ctx, bucket)
    # 2 parse
    arguments = parse(ctx, operation, request, path, body)
    # 3 handle, 4 change
    result = await operation.run(ctx, **arguments)
    # 5 record, 6 publish
    if not (isinstance(result, Reply) and result.stream):
        await finish(ctx)
    reply = result if isinstance(result, Reply) else Reply(result)
    reply.headers.update(ctx.reply_headers)
    undo = audit_entry.header(ctx, datetime.now(UTC)) if ctx.recorded else None
    if undo:
        reply.headers[audit_entry.HEADER] = undo
    return reply


def authorize(ctx: Context, operation: Operation, request: Request, body: Any) -> None:
    """403 unless the caller has the role, stays in its tenant and holds the features."""
    if operation.roles and not ctx.actor.acl.super_admin:
        raise Forbidden(FORBIDDEN, requiredRoles=list(operation.roles))
    if not operation.public:
        _guard_tenant(ctx, request, body)
    if operation.features and not ctx.actor.acl.allows_all(operation.features, ctx.scope.organization_id):
        raise Forbidden(FORBIDDEN, requiredFeatures=list(operation.features))


def _guard_tenant(ctx: Context, request: Request, body: Any) -> None:
    """Every tenant a request names must be the caller's; a super-admin's request then is about that tenant."""
    named = (
        {value for name, value in request.query if name == "tenantId"} if request.raw_query else set[str]()
    )
    if request.method in CHANGING and isinstance(tenant := _field(body, "tenantId"), str):
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


async def _body(app: Application, operation: Operation, request: Request) -> bytes:
    if operation.body is None:
        return b""
    limit = app.settings.max_upload_bytes if operation.files else app.settings.max_body_bytes
    return await request.body(limit)


def _read(operation: Operation, request: Request, raw: bytes) -> Any:
    if operation.body is None:
        return None
    if operation.form or operation.files:
        return parse_form(raw, request.headers.get("content-type", ""), len(raw))
    try:
        return parse_json(raw)
    except Problem:
        if operation.lenient:
            return {}
        raise


def parse(
    ctx: Context, operation: Operation, request: Request, path: Mapping[str, str], body: Any
) -> dict[str, Any]:
    """The arguments of the handler; every wrong field of path, query and body is named at once."""
    arguments: dict[str, Any] = {}
    issues: list[dict[str, Any]] = []
    for name, kind in operation.path_types.items():
        try:
            arguments[name] = kind(path[name])
        except ValueError:
            issues.append({"code": "invalid_format", "path": [name], "message": f"Invalid {kind.__name__}"})
    pairs = query_values(operation.query, request.query) if operation.query else {}
    if operation.id_anywhere and isinstance(body, dict) and not _field(body, "id") and pairs.get("id"):
        body["id"] = pairs["id"]
    elif operation.query is not None:
        arguments |= {"query": _validate(operation.query, pairs, ctx.locale, issues)}
    if operation.body is not None:
        ctx.custom = fields.sent(body)
        arguments["data"] = _validate(operation.body, body, ctx.locale, issues)
    if operation.id_anywhere:
        arguments.pop("query", None)
    if issues:
        raise InvalidInput(issues)
    return arguments


def _field(body: Any, name: str) -> Any:
    return cast("dict[str, Any]", body).get(name) if isinstance(body, dict) else None


def query_values(model: type[BaseModel], pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """A query string as a mapping: blank values count as left out, fields that are lists gather repetitions."""
    lists = _list_fields(model)
    values: dict[str, Any] = {}
    for name, value in pairs:
        if value == "":
            continue
        if name in lists:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    return values


@cache
def _list_fields(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(f.alias or n for n, f in model.model_fields.items() if "list[" in str(f.annotation))


def _validate(model: type[BaseModel], values: Any, locale: str, issues: list[dict[str, Any]]) -> Any:
    bad = _unstorable_paths(values, [])
    issues += [{"code": "invalid_format", "path": path, "message": UNSTORABLE(locale)} for path in bad]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        issues += describe(error, locale)
        return None


def _unstorable_paths(value: Any, path: list[Any]) -> list[list[Any]]:
    match value:
        case str():
            return [path] if (not value.isascii() and unstorable(value)) or "\x00" in value else []
        case dict():
            return [p for key, item in value.items() for p in _unstorable_paths(item, [*path, key])]  # pyright: ignore[reportUnknownVariableType]
        case list():
            return [p for i, item in enumerate(value) for p in _unstorable_paths(item, [*path, i])]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case _:
            return []


def _refusal(problem: Problem, ctx: Context) -> Reply:
    reply = Reply(problem.body(ctx.locale), headers=dict(problem.headers))
    if isinstance(problem, Unauthorized) and ctx.cookies.get("auth_token"):
        for name in ("auth_token", "session_token"):
            reply.cookies.append(Cookie(name, "", 0, secure=ctx.app.settings.production))
    return reply


async def send(reply: Reply, status: int, send_message: Send, *, head: bool = False) -> None:
    """Send a reply; a stream goes out piece by piece."""
    status = reply.status or status
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()
    ]
    headers += [(b"set-cookie", cookie.header().encode("latin-1")) for cookie in reply.cookies]
    if status != 204:  # noqa: PLR2004 - No Content
        headers.append((b"content-type", reply.media.encode()))
    if reply.stream is None:
        body = b"" if status == 204 else reply.body()  # noqa: PLR2004 - No Content
        headers.append((b"content-length", str(len(body)).encode()))
        await send_message({"type": "http.response.start", "status": status, "headers": headers})
        await send_message({"type": "http.response.body", "body": b"" if head else body})
        return
    stream = reply.stream
    # The first piece is made before the head is sent: until then a failure can still be told properly.
    first = await anext(stream, b"")
    await send_message({"type": "http.response.start", "status": status, "headers": headers})
    await send_message({"type": "http.response.body", "body": first, "more_body": True})
    if not head:
        async for piece in stream:
            await send_message({"type": "http.response.body", "body": piece, "more_body": True})
    await send_message({"type": "http.response.body", "body": b""})
