"""The audit entry of a running command: actor, label, record, and the undo token."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import msgspec

from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.writes.statements import Parameters, log_insert

HEADER = "x-om-operation"


def about(ctx: Context, kind: str, record_id: UUID) -> None:
    """The first change of a command is what its audit entry is about, unless the handler said otherwise."""
    if ctx.action is None:
        ctx.action = {"kind": kind, "id": str(record_id), "label": None, "organization_id": None, "parent": None}


def shared_values(ctx: Context) -> dict[str, Any]:
    """The values of the parameters that every change statement shares."""
    action = ctx.action or {"kind": None, "id": None, "label": None, "organization_id": None, "parent": None}
    operation = ctx.operation
    # What the system does by itself nobody can undo: there is no operation whose features could be asked for again.
    undoable = operation is not None and operation.undoable and ctx.undoable
    if undoable and ctx.undo_token is None:
        # Unguessable, unlike a time-ordered identifier: whoever holds it may undo.
        ctx.undo_token = uuid4()
    label: T | None = action["label"] or (operation.label if operation else None)
    parent: tuple[str, object] | None = action["parent"]
    return {
        "tenant": ctx.tenant_id,
        "action": ctx.action_id,
        "organization": action["organization_id"],
        "actor": None if ctx.actor.kind == "system" else ctx.actor.id,
        "actor_kind": ctx.actor.kind,
        "command": operation.command if operation else "system",
        "label": label(ctx.locale) if label else None,
        "kind": action["kind"],
        "resource": action["id"],
        "parent_kind": parent[0] if parent else None,
        "parent_id": str(parent[1]) if parent else None,
        "token": ctx.undo_token if undoable else None,
    }


async def record(ctx: Context) -> None:
    """Write the entry of a command whose changes did not bring it along."""
    p = Parameters()
    sql = log_insert(p, source=None, organization=p.add("scope uuid"))
    values = {**shared_values(ctx), "scope": ctx.scope.organization_id}
    await ctx.query(sql, *(values[name] for name in p.names))
    ctx.recorded = True


async def commands_about(ctx: Context, record_id: UUID) -> list[dict[str, Any]]:
    """What was done to a record or to what belongs to it, oldest first: when, what, and by whom."""
    rows = await ctx.query(
        "SELECT created_at, action_label, actor_kind, actor_id FROM action_logs WHERE tenant_id = $1"
        " AND (resource_id = $2::uuid::text OR parent_resource_id = $2::uuid::text) ORDER BY id",
        ctx.tenant_id,
        record_id,
    )
    return [dict(row) for row in rows]


def undo_token_sql(tenant_id: str, action_id: str, actor_id: str) -> str:
    """SQL of the token that undoes somebody's command, or NULL where it is none of theirs or cannot be undone.

    The arguments are the SQL of ids: columns of the query around it, or placeholders.
    """
    return (
        f"(SELECT l.undo_token FROM action_logs AS l WHERE l.tenant_id = {tenant_id} AND l.id = {action_id}"
        f" AND l.actor_id = {actor_id} AND l.execution_state = 'done')"
    )


def header(ctx: Context, executed_at: Any) -> str | None:
    """The response header that lets a client offer "undo"; None when there is nothing to undo."""
    if not ctx.recorded or ctx.undo_token is None:
        return None
    values = shared_values(ctx)
    # Percent-encoded JSON; ids need no escaping, so only the words are escaped one by one.
    return (
        f"omop:%7B%22id%22%3A%22{ctx.action_id}%22%2C%22undoToken%22%3A%22{ctx.undo_token}%22"
        f"%2C%22commandId%22%3A%22{values['command']}%22%2C%22actionLabel%22%3A{_word(values['label'])}"
        f"%2C%22resourceKind%22%3A{_word(values['kind'])}%2C%22resourceId%22%3A{_word(values['resource'])}"
        f"%2C%22executedAt%22%3A%22{quote(milliseconds(executed_at))}%22%7D"
    )


def _word(text: str | None) -> str:
    return "null" if text is None else _quoted(text)


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    return quote(msgspec.json.encode(text).decode(), safe="")
