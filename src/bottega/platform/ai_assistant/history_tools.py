"""Tools about the history: recent changes, undo and redo."""

from typing import Any, Final

from pydantic import Field

from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input
from bottega.platform.ai_assistant.callers import Caller
from bottega.platform.ai_assistant.calls import Wanted, call_operation
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.tool_answers import bounded, items_of

Json = dict[str, Any]

UNDO_PATH: Final = "/audit_logs/audit-logs/actions/undo"
REDO_PATH: Final = "/audit_logs/audit-logs/actions/redo"
LOG_PATH: Final = "/audit_logs/audit-logs/actions"
NOTHING_TO_UNDO: Final = T(en="There is nothing to undo", pl="Nie ma nic do cofnięcia")


class UndoAction(Input):
    """What to undo."""

    undo_token: str = Field(default="", max_length=100, description="Left out, the caller's latest change.")


class RedoAction(Input):
    """What to do again."""

    log_id: str = Field(min_length=1, max_length=100, description="The id of the undone entry of the audit log.")


class RecentChanges(Input):
    """How many."""

    limit: int = Field(default=10, ge=1, le=50)


@module.tool(
    "recent_changes",
    title=T(en="Recent changes", pl="Ostatnie zmiany"),
    description=T(
        en="What was changed lately, newest first, with the tokens that undo it.",
        pl="Ostatnie zmiany, od najnowszej, z tokenami cofnięcia.",
    ),
    features=("audit_logs.view_self",),
)
async def recent_changes(caller: Caller, args: RecentChanges) -> Json:
    """The caller's view of the audit log."""
    return bounded(await call_operation(caller, Wanted("GET", LOG_PATH, {"limit": args.limit})), caller.locale)


@module.tool(
    "undo_action",
    title=T(en="Undo change", pl="Cofnij zmianę"),
    description=T(
        en="Undo a change by its token, or the latest one of your own.",
        pl="Cofnij zmianę po jej tokenie albo ostatnią własną.",
    ),
    features=("audit_logs.undo_self",),
    reads=False,
)
async def undo_action(caller: Caller, args: UndoAction) -> Json:
    """Undo a change."""
    token = args.undo_token or (caller.undo_tokens[-1] if caller.undo_tokens else await _latest(caller))
    if not token:
        return {"success": False, "statusCode": 404, "error": NOTHING_TO_UNDO(caller.locale)}
    done = await call_operation(caller, Wanted("POST", UNDO_PATH, body={"undoToken": token}))
    if done["success"] and token in caller.undo_tokens:
        caller.undo_tokens.remove(token)
    return done


async def _latest(caller: Caller) -> str | None:
    """The token of the caller's latest change that can be undone."""
    query = {"undoableOnly": "true", "actorUserId": str(caller.actor.id), "limit": 1}
    found = await call_operation(caller, Wanted("GET", LOG_PATH, query))
    items = items_of(found)
    return items[0]["undoToken"] if items else None


@module.tool(
    "redo_action",
    title=T(en="Redo change", pl="Ponów zmianę"),
    description=T(en="Do again what was undone.", pl="Wykonaj ponownie to, co cofnięto."),
    features=("audit_logs.redo_self",),
    reads=False,
)
async def redo_action(caller: Caller, args: RedoAction) -> Json:
    """Redo a change."""
    return await call_operation(caller, Wanted("POST", REDO_PATH, body={"logId": args.log_id}))
