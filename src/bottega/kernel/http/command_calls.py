"""Calls of commands from inside: by a notification, a schedule or a tool, with the rights of the user they act for.

A call goes the way of a request: authorized, its values parsed, handled, its amounts masked, recorded under the
command's own name, so that it can be undone like any other.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from bottega.kernel import masking, rate_limits
from bottega.kernel.application import Application, finish
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.errors import Forbidden, InvalidInput
from bottega.kernel.http.parsing import Sent, arguments_from
from bottega.kernel.http.pipeline import FOREIGN_TENANT, authorize, handle
from bottega.kernel.http.responses import encode
from bottega.kernel.i18n import DEFAULT_LOCALE, T
from bottega.kernel.operation import CHANGING, Operation
from bottega.kernel.text.folding import all_composed

NO_SUCH_COMMAND: Final = T(en="Command does not exist", pl="Nie ma takiego polecenia")


def callable_command(app: Application, command_id: str) -> Operation | None:
    """The command of this id (``warehouse.materials.create``), if it can be called from inside.

    Reads, what strangers may do, what sets cookies and what takes files can only be asked for by a request.
    """
    operation = app.command(command_id)
    if operation is None or operation.method not in CHANGING:
        return None
    return None if operation.public or operation.sets_cookies or operation.files or operation.form else operation


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
    ctx.operation = operation
    authorize(ctx, operation)
    for bucket in operation.limits:
        await rate_limits.enforce(ctx, bucket)
    body = all_composed(dict(values))
    if str(body.get("tenantId") or ctx.tenant_id).lower() != str(ctx.tenant_id):
        raise Forbidden(FOREIGN_TENANT)
    arguments = arguments_from(ctx, operation, Sent.inside(operation, body))
    reply = await handle(ctx, operation, arguments)
    return msgspec.json.decode(encode(masking.answer_for(ctx, operation, reply.content)))


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
