"""Actions on notifications: claimed once, and run as the reader, with the command that the declared type names."""

from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import translate
from bottega.kernel.errors import Conflict, Forbidden, Invalid, InvalidInput, NotFound, Problem
from bottega.kernel.http import command_calls
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.screens import Act
from bottega.platform.notifications.inbox import reader_of
from bottega.platform.notifications.module import module
from bottega.platform.notifications.rendering import OfferedAction, rendered
from bottega.platform.notifications.statuses import NOT_FOUND

NO_ACTION: Final = T(en="Action not found", pl="Nie znaleziono takiej akcji")
DONE_ALREADY: Final = T(en="Notification action already executed", pl="Akcja powiadomienia została już wykonana")
NOT_YOURS_TO_SAY: Final = T(
    en="It is given by the notification and cannot be replaced",
    pl="Ta wartość wynika z powiadomienia i nie można jej zmienić",
)
# What a payload must not say: which record it is about, and whose.
_GIVEN: Final = ("id", "tenantId", "organizationId")
# Whoever comes second waits here for the first, and sees what became of it.
_CLAIM: Final = """
SELECT * FROM notifications_notifications WHERE tenant_id = $1 AND recipient_user_id = $2 AND id = $3 FOR UPDATE
"""
_DONE: Final = """
UPDATE notifications_notifications SET status = 'actioned', actioned_at = now(), action_taken = $3, action_result = $4,
    read_at = coalesce(read_at, now()), dismissed_at = NULL, updated_at = now()
WHERE tenant_id = $1 AND id = $2
"""


class TakenAction(Input):
    """Which action, and what its command takes besides the record."""

    action_id: str = Field(min_length=1, max_length=100)
    payload: dict[str, Any] | None = Field(default=None, max_length=100)


class ActionDone(Schema):
    """What the command answered, and where to go."""

    ok: bool = True
    result: Any = Field(description="The answer of the action's command; null where it has none.")
    href: str | None = Field(default=None, description="Where to go; left out where the action says nothing.")


@module.post(
    "/{id}/action",
    name="notifications.act",
    status=200,
    lenient=True,
    undoable=False,
    answer=ActionDone,
    answers={
        200: "Action executed",
        201: "Success response",
        400: "Action not found, or its command refused",
        404: "Notification not found",
        409: "Notification action already executed",
    },
    act=Act(T(en="Act…", pl="Wykonaj…"), "zap", when={"status": "unread"}),
)
async def act(ctx: Context, id: UUID, data: TakenAction) -> dict[str, Any]:
    """Act on notification.

    Runs the action's command, if it has one, on the record the notification is about, with the caller's rights, and
    says where to go. It is done once; a command that refuses leaves the notification as it was.
    """
    await ctx.begin()
    row = await ctx.query_one(_CLAIM, ctx.tenant_id, reader_of(ctx), id)
    if row is None:
        raise NotFound(NOT_FOUND)
    if row["actioned_at"] is not None:
        raise Conflict(DONE_ALREADY, code="action_already_executed")
    offered = rendered(dict(row), ctx.app.notification_types, ctx.locale).actions
    action = next((one for one in offered if one.id == data.action_id), None)
    if action is None:
        raise Invalid.of_field("actionId", NO_ACTION)
    values = _values(row["source_entity_id"], data.payload or {})
    # Before the command, which the rest of the request is recorded as.
    announced = {"notificationId": id, "userId": reader_of(ctx), "tenantId": ctx.tenant_id, "actionId": action.id}
    result = await _run(ctx, action, values) if action.command else None
    await ctx.query(_DONE, ctx.tenant_id, id, action.id, result)
    await ctx.emit("notifications.actioned", record_id=id, within=row["organization_id"], **announced)
    return {"ok": True, "result": result, **({"href": action.href} if action.href else {})}


def _values(record_id: UUID | None, payload: dict[str, Any]) -> dict[str, Any]:
    """What the command is given."""
    given = {"id": str(record_id)} if record_id else {}
    issues = [
        {"code": "custom", "path": ["payload", name], "message": NOT_YOURS_TO_SAY}
        for name in _GIVEN
        if name in payload and payload[name] != given.get(name)
    ]
    if issues:
        raise InvalidInput(issues)
    return {**payload, **given}


async def _run(ctx: Context, action: OfferedAction, values: dict[str, Any]) -> Any:
    """Run the command; what it refuses is the request's to answer for, and undoes the claim with everything else."""
    assert action.command is not None
    try:
        return await command_calls.call(ctx, action.command, values)
    except Exception as error:
        problem = error if isinstance(error, Problem) else translate(error)
        if problem is None or isinstance(problem, Forbidden) or problem.status >= Problem.status:
            raise
        raise Invalid(problem.error, **problem.details) from error
