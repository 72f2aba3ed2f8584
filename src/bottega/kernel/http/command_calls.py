"""Calls of operations from inside: by a notification, a schedule or a tool, with the rights of the user they act for.

A call goes the way of a request: authorized, its values parsed, handled, its amounts masked, recorded under the
command's own name, so that it can be undone like any other. Notifications and schedules call commands by their ids;
tools, which act at once for whoever asks, read as well (``can_be_called`` and ``perform``).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from bottega.kernel import masking, rate_limits
from bottega.kernel.application import Application, finish
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.errors import Forbidden, Invalid, InvalidInput
from bottega.kernel.http.parsing import Sent, arguments_from, field_of
from bottega.kernel.http.pipeline import FOREIGN_TENANT, authorize, handle
from bottega.kernel.http.responses import Reply, encode
from bottega.kernel.i18n import DEFAULT_LOCALE, T
from bottega.kernel.operation import CHANGING, Operation
from bottega.kernel.text.folding import all_composed

NO_SUCH_COMMAND: Final = T(en="Command does not exist", pl="Nie ma takiego polecenia")
IS_A_FILE: Final = T(
    en="The answer is a file; leave out what asks for one", pl="Odpowiedzią jest plik; pomiń to, co o niego prosi"
)
JSON: Final = "application/json"


def can_be_called(operation: Operation) -> bool:
    """Whether an operation can be called from inside.

    What strangers may do, what sets cookies, what takes files and what answers with something else than JSON can only
    be asked for by a request: it means the browser that asks.
    """
    means_browser = operation.public or operation.sets_cookies or operation.files or operation.form
    return not means_browser and operation.media.startswith(JSON)


def callable_command(app: Application, command_id: str) -> Operation | None:
    """The command of this id (``warehouse.materials.create``), if it can be called from inside.

    Reads, and what ``can_be_called`` refuses, can only be asked for by a request.
    """
    operation = app.command(command_id)
    if operation is None or operation.method not in CHANGING:
        return None
    return operation if can_be_called(operation) else None


async def call(ctx: Context, command_id: str, values: Mapping[str, Any]) -> Any:
    """Run a command within the caller's transaction, as the caller; its answer as plain JSON values.

    ``values`` are what a request would say in its path, query and body. The audit entry of the transaction is the
    command's: whoever calls one changes nothing else that is recorded.

    Raises:
        InvalidInput: There is no such command, or it cannot be called from inside.
        Problem: As the command itself refuses a request: 403, 400 with every wrong field, 404, 409 …
    """
    operation = callable_command(ctx.app, command_id)
    if operation is None:
        raise InvalidInput.field("commandId", NO_SUCH_COMMAND)
    reply = await perform(ctx, operation, Sent.inside(operation, all_composed(dict(values))))
    return reply.content


async def perform(ctx: Context, operation: Operation, sent: Sent) -> Reply:
    """Run an operation that ``can_be_called`` within the caller's transaction; the content is plain JSON values.

    Raises:
        Invalid: The answer is a file.
        Problem: As the operation itself refuses a request.
    """
    arguments = await check(ctx, operation, sent)
    reply = await handle(ctx, operation, arguments)
    if reply.stream is not None or isinstance(reply.content, bytes):
        await reply.end()
        raise Invalid(IS_A_FILE)
    reply.content = msgspec.json.decode(encode(masking.answer_for(ctx, operation, reply.content)))
    return reply


async def check(ctx: Context, operation: Operation, sent: Sent) -> dict[str, Any]:
    """What is asked before the handler: permissions, limits, and every value; answers the handler's arguments."""
    ctx.operation = operation
    authorize(ctx, operation)
    for bucket in operation.limits:
        await rate_limits.enforce(ctx, bucket)
    for said in (sent.query, sent.body):
        if str(field_of(said, "tenantId") or ctx.tenant_id).lower() != str(ctx.tenant_id):
            raise Forbidden(FOREIGN_TENANT)
    return arguments_from(ctx, operation, sent)


async def call_as(
    app: Application,
    actor: Actor,
    scope: Scope,
    command_id: str,
    values: Mapping[str, Any],
    *,
    locale: str = DEFAULT_LOCALE,
) -> Any:
    """Run a command in a transaction of its own, for an actor whose rights were read a moment ago; see ``call``."""
    ctx = Context(app, actor, scope, locale=locale)
    try:
        answer = await call(ctx, command_id, values)
        await finish(ctx)
    finally:
        await ctx.close()
    return answer


async def read(
    ctx: Context, operation: Operation, values: Mapping[str, Any], ask: Callable[[Any], object] | None = None
) -> Any:
    """What an operation that reads answers the caller, who may be refused as by a request; nothing is written.

    ``values`` are those of its query string; ``ask`` may ask the query for what no query string can say.

    Raises:
        Problem: As the operation itself refuses a request.
    """
    authorize(ctx, operation)
    arguments = arguments_from(ctx, operation, Sent({}, values, None))
    if ask is not None:
        ask(arguments["query"])
        # Whoever works figures out has refused those that the caller does not see.
        return (await handle(ctx, operation, arguments)).content
    return masking.answer_for(ctx, operation, (await handle(ctx, operation, arguments)).content)
