"""Calls of operations by tools: with the caller's rights, previewed, agreed to where that is needed, and undoable.

A call goes the way of a request (``kernel/http/command_calls.py``), so permissions, validation, masking of amounts and
the audit log are those of the operation. Data that says otherwise changes none of it.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import structlog

from bottega.kernel.application import finish
from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import translate
from bottega.kernel.errors import INTERNAL, Problem
from bottega.kernel.http import command_calls, issue_labels
from bottega.kernel.http.parsing import Sent, query_values
from bottega.kernel.i18n import T
from bottega.kernel.operation import CHANGING, Operation
from bottega.kernel.text.folding import all_composed
from bottega.kernel.writes.undo import IRREVERSIBLE
from bottega.platform.ai_assistant import confirmations
from bottega.platform.ai_assistant.callers import Caller, Proposal
from bottega.platform.ai_assistant.operation_catalog import catalog_of, kind_of
from bottega.platform.ai_assistant.proposals import proposal_of
from bottega.platform.audit_logs import images_of

log = structlog.get_logger()

Json = dict[str, Any]

NO_OPERATION: Final = T(
    en="There is no such operation, or no tool may call it",
    pl="Nie ma takiej operacji albo narzędzia nie mogą jej wywołać",
)
DECLINED: Final = T(en="The person declined; nothing was changed", pl="Osoba odmówiła; niczego nie zmieniono")
ASK_FIRST: Final = T(
    en="Ask the person whether they agree to exactly this. If they do, call again with the same values and this token"
    " of agreement.",
    pl="Zapytaj osobę, czy zgadza się dokładnie na to. Jeśli tak, wywołaj ponownie z tymi samymi danymi i tym tokenem"
    " zgody.",
)
ENOUGH: Final = T(
    en="This run has made as many changes as one may; ask the person to go on in a new message",
    pl="W tej turze wykonano już największą dozwoloną liczbę zmian; poproś o kontynuację w nowej wiadomości",
)
TOO_SLOW: Final = T(
    en="The operation took too long and was given up", pl="Operacja trwała za długo i została przerwana"
)
SECONDS: Final = 30.0
# What a caller never says by themselves: their tenant and organization are those of their session.
SCOPE: Final = frozenset({"tenantId", "organizationId", "tenant_id", "organization_id"})
_NEVER: Final = frozenset({"__proto__", "constructor", "prototype"})


@dataclass(frozen=True)
class Wanted:
    """A call as somebody asks for it."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    body: Any = None
    # Only what would happen, with nothing changed.
    preview: bool = False
    # The token of an agreement.
    confirmation: str = ""


async def call_operation(caller: Caller, wanted: Wanted) -> Json:
    """Run an operation, or say what it would do.

    Returns:
        ``{success: True, statusCode, data, undoToken?}``; ``{success: False, statusCode, error, details?}`` where it
        was refused; ``{success: False, needsConfirmation: True, confirmationToken, …}`` where a person is to agree.
    """
    found = catalog_of(caller.app).at(wanted.method.upper(), wanted.path)
    if found is None:
        return {"success": False, "statusCode": 404, "error": NO_OPERATION(caller.locale)}
    operation, path = found
    sent = _sent(caller, operation, path, wanted)
    try:
        async with asyncio.timeout(SECONDS):
            if operation.method not in CHANGING:
                return await _perform(caller, operation, sent)
            if wanted.preview:
                return {"preview": True, **await preview(caller, operation, sent)}
        return await _change(caller, operation, sent, wanted)
    except TimeoutError:
        return {"success": False, "statusCode": 504, "error": TOO_SLOW(caller.locale)}


async def _change(caller: Caller, operation: Operation, sent: Sent, wanted: Wanted) -> Json:
    """Make a change, once the person has agreed to it where that is needed."""
    if caller.changes_left is not None and caller.changes_left <= 0:
        return {"success": False, "statusCode": 429, "error": ENOUGH(caller.locale)}
    if caller.needs_agreement(operation):
        async with asyncio.timeout(SECONDS):
            would = await preview(caller, operation, sent)
        if not would["success"]:
            return would
        proposal = proposal_of(caller, operation, sent)
        if refusal := await _refused(caller, proposal, wanted.confirmation, would):
            return refusal
    async with asyncio.timeout(SECONDS):
        done = await _perform(caller, operation, sent)
    if done["success"] and caller.changes_left is not None:
        caller.changes_left -= 1
    return done


async def _refused(caller: Caller, proposal: Proposal, confirmation: str, would: Json) -> Json | None:
    """What is answered unless the person agrees."""
    agreed = await caller.ask(proposal)
    if agreed is None:
        agreed = confirmations.is_good(caller, proposal, confirmation) or None
    if agreed:
        return None
    if agreed is False:
        return {"success": False, "statusCode": 403, "declined": True, "error": DECLINED(caller.locale)}
    return {
        "success": False,
        "needsConfirmation": True,
        "confirmationToken": confirmations.token_for(caller, proposal),
        "message": f"{proposal.text}\n\n{ASK_FIRST(caller.locale)}",
        "preview": would,
    }


async def preview(caller: Caller, operation: Operation, sent: Sent) -> Json:
    """What a change would do: it is made in a transaction that is rolled back.

    Of an operation that cannot be undone, whose effects may lie outside, only permissions and values are checked.
    """
    ctx = caller.context()
    try:
        if not operation.undoable:
            await command_calls.check(ctx, operation, sent)
            hint = (operation.instead or IRREVERSIBLE)(caller.locale)
            return {"success": True, "undoable": False, "undoHint": hint}
        await ctx.begin()
        reply = await command_calls.perform(ctx, operation, sent)
        about = ctx.action or {"kind": None, "id": None}
        entry: Any = {
            "id": ctx.action_id,
            "command_id": operation.command,
            "resource_kind": about["kind"],
            "resource_id": about["id"],
        }
        images = (await images_of(ctx, [entry])).get(ctx.action_id, {})
    except Exception as error:  # noqa: BLE001 - told to the caller, or logged
        return _refusal(ctx, operation, error)
    finally:
        await ctx.close()
    return {"success": True, "undoable": True, "recordsChanged": ctx.changed, "data": reply.content, **images}


async def _perform(caller: Caller, operation: Operation, sent: Sent) -> Json:
    ctx = caller.context()
    try:
        reply = await command_calls.perform(ctx, operation, sent)
        await finish(ctx)
        done: Json = {"success": True, "statusCode": reply.status or operation.status, "data": reply.content}
        if ctx.recorded and ctx.undo_token is not None and operation.undoable:
            done["undoToken"] = str(ctx.undo_token)
            caller.undo_tokens.append(done["undoToken"])
    except Exception as error:  # noqa: BLE001 - told to the caller, or logged
        return _refusal(ctx, operation, error)
    finally:
        await ctx.close()
    return done


def _refusal(ctx: Context, operation: Operation, error: Exception) -> Json:
    """A refusal in the caller's language; what is our fault is logged and not told."""
    problem = error if isinstance(error, Problem) else translate(error)
    if problem is None or problem.status == Problem.status:
        log.error("tool.call_failed", exc_info=error, operation=operation.key, tenant=ctx.tenant_id)
        return {"success": False, "statusCode": Problem.status, "error": INTERNAL(ctx.locale)}
    body = problem.body(ctx.locale)
    issue_labels.label(body, operation, ctx.locale)
    return {"success": False, "statusCode": problem.status, **body}


def _sent(caller: Caller, operation: Operation, path: Mapping[str, str], wanted: Wanted) -> Sent:
    """What was said, as a request would say it, within the caller's tenant and organization."""
    body = all_composed(_clean(wanted.body)) if operation.body is not None else None
    if operation.body is not None and body is None:
        body = {}
    if isinstance(body, dict):
        body = _within(caller, operation.body, cast("Json", body))
    query: Json = {}
    if operation.query is not None:
        said = _within(caller, operation.query, _clean(dict(wanted.query)))
        query = query_values(operation.query, _pairs(said))
    return Sent(path, query, body)


def _clean(value: Any) -> Any:
    """JSON without names that mean something to programs and nothing to people."""
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in cast("Json", value).items() if name not in _NEVER}
    if isinstance(value, list):
        return [_clean(one) for one in cast("list[Any]", value)]
    return value


def _within(caller: Caller, model: Any, said: Json) -> Json:
    """Values without tenant and organization; what cannot do without an organization gets the caller's."""
    values = {name: value for name, value in said.items() if name not in SCOPE}
    wanted = model.model_fields.get("organization_id")
    if wanted is not None and wanted.is_required() and caller.scope.organization_id is not None:
        values[wanted.alias or "organizationId"] = str(caller.scope.organization_id)
    return values


def _pairs(values: Json) -> list[tuple[str, str]]:
    """Values as a query string has them: texts, and lists as repetitions."""
    return [
        (name, str(one).lower() if isinstance(one, bool) else str(one))
        for name, value in values.items()
        for one in (cast("list[Any]", value) if isinstance(value, list) else [value])
        if one is not None
    ]


def does(operation: Operation) -> str:
    """Whether an operation reads or what sort of change it makes."""
    return "read" if operation.method not in CHANGING else kind_of(operation)
