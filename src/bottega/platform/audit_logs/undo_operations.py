"""Undo and redo operations of the API: permission checks and errors around the kernel's undo."""

from dataclasses import asdict
from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
from pydantic import BeforeValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import ALREADY_THERE, translate
from bottega.kernel.errors import Conflict, Invalid, Problem, Unavailable
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import undo as kernel
from bottega.kernel.writes.undo_gaps import LeftOut as Gap
from bottega.kernel.writes.undo_rules import IN_VAIN
from bottega.platform.audit_logs.module import module

UNDO_FAILED: Final = T(en="Undo failed", pl="Cofnięcie nie powiodło się")
REDO_FAILED: Final = T(en="Redo failed", pl="Ponowienie nie powiodło się")
_MOVED_ON: Final = "The record was changed since, or the action cannot be undone"


def _text(value: Any) -> Any:
    """Whatever is no text counts as none: the refusal is the same."""
    return value if isinstance(value, str) else ""


Token = Annotated[str, BeforeValidator(_text), Field(max_length=200)]


class Undo(Input):
    """Which action to undo."""

    undo_token: Token = Field(default="", description="The token that came with the change.")


class Redo(Input):
    """Which action to redo."""

    log_id: Token = Field(default="", description="The id of the undone entry of the action log.")


class LeftOut(Schema):
    """A record that was not put back, or without the one that is missing."""

    resource_kind: str
    resource_id: UUID
    missing_kind: str
    missing_id: UUID


Rest = Annotated[
    list[LeftOut],
    Field(
        default_factory=list[LeftOut],
        exclude_if=lambda rest: not rest,
        description="Only if something could not be put back, because a record it belongs to is gone for good.",
    ),
]


class Undone(Schema):
    """What was undone."""

    ok: bool = True
    log_id: UUID
    left_out: Rest


class Redone(Schema):
    """What was done again: the new entry, and the token that undoes it."""

    ok: bool = True
    log_id: UUID | None
    undo_token: UUID | None
    left_out: Rest


@module.post(
    "/audit-logs/actions/undo",
    "audit_logs.undo_self",
    status=200,
    lenient=True,
    name="actions.undo",
    answers={400: "Invalid or unavailable undo token", 409: _MOVED_ON},
)
async def undo_action(ctx: Context, data: Undo) -> Undone:
    """Undo action by token.

    Puts back everything the command changed. The action must be the actor's latest undoable one on its record; other
    people's actions take the right to undo for the tenant. Whoever undoes must still be allowed to do what is undone.
    When a record was changed since, nothing is undone and the answer is 409. What belongs to a record that is gone for
    good is left out, and named.
    """
    if not data.undo_token:
        raise Invalid.of_field("undoToken", kernel.INVALID_TOKEN)
    token = kernel.parse_token(data.undo_token, kernel.UNAVAILABLE)
    try:
        undone, rest = await kernel.undo(ctx, token, of_others=ctx.may("audit_logs.undo_tenant"))
        return Undone(log_id=undone, left_out=_named(rest))
    except asyncpg.PostgresError as error:
        if (problem := _refusal(error, UNDO_FAILED)) is None:
            raise
        raise problem from error


@module.post(
    "/audit-logs/actions/redo",
    "audit_logs.redo_self",
    status=200,
    lenient=True,
    name="actions.redo",
    answers={400: "Log not eligible for redo", 409: _MOVED_ON},
)
async def redo_action(ctx: Context, data: Redo) -> Redone:
    """Redo by action log id.

    Applies an undone command again, the records keeping their ids, under a new entry with a new undo token, which is
    also in the header `x-om-operation`.
    """
    if not data.log_id:
        raise Invalid.of_field("logId", kernel.INVALID_LOG)
    log_id = kernel.parse_token(data.log_id, kernel.NO_REDO)
    try:
        done, rest = await kernel.redo(ctx, log_id, of_others=ctx.may("audit_logs.redo_tenant"))
        return Redone(log_id=done, undo_token=ctx.undo_token, left_out=_named(rest))
    except asyncpg.PostgresError as error:
        if (problem := _refusal(error, REDO_FAILED)) is None:
            raise
        raise problem from error


def _named(rest: list[Gap]) -> list[LeftOut]:
    return [LeftOut(**asdict(one)) for one in rest]


def _refusal(error: asyncpg.PostgresError, otherwise: T) -> Problem | None:
    """What the database refused: a clash is said as such, anything else is a failure; None for a fault of ours."""
    problem = translate(error)
    if isinstance(problem, Invalid) and isinstance(error, asyncpg.ForeignKeyViolationError):
        # What it belongs to went at this very moment.
        return Conflict(IN_VAIN, code="record_modified")
    if isinstance(problem, Invalid) and isinstance(error, asyncpg.UniqueViolationError):
        return Conflict(ALREADY_THERE, code="duplicate")
    return problem if problem is None or isinstance(problem, Conflict | Unavailable) else Invalid(otherwise)
