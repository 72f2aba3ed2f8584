"""Undo and redo of a command: restores the images of its rows, unless they have changed since.

The images in ``action_changes`` are applied in SQL, so that values never pass through Python and nothing is rounded.
Runs of changes to one table go in one statement each, which makes undoing an import of thousands of rows a few
statements.
"""

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import CLASSES
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Conflict, Invalid, InvalidSelection
from bottega.kernel.i18n import T
from bottega.kernel.operation import Operation
from bottega.kernel.writes import audit_entry, undo_rules
from bottega.kernel.writes.plans import Plan, plan_of
from bottega.kernel.writes.statements import SHARED, Parameters, remember
from bottega.kernel.writes.undo_gaps import Gaps, LeftOut
from bottega.kernel.writes.undo_sql import put_in, swap, take_out

INVALID_TOKEN = T(en="Invalid undo token", pl="Nieprawidłowy token cofnięcia")
UNAVAILABLE = T(en="Undo token not available", pl="Cofnięcie nie jest już dostępne")
INVALID_LOG = T(en="Invalid log id", pl="Nieprawidłowy identyfikator wpisu")
NO_REDO = T(en="Redo target not available", pl="Ponowienie nie jest dostępne")
NO_DATA = T(en="Redo data unavailable for this action", pl="Brak danych do ponowienia tej czynności")
MOVED_ON = T(
    en="The record was changed since; undo would overwrite that change",
    pl="Rekord został od tego czasu zmieniony; cofnięcie nadpisałoby tę zmianę",
)
IRREVERSIBLE = T(
    en="This action cannot be undone; make the opposite change instead",
    pl="Tej czynności nie można cofnąć; wykonaj zmianę przeciwną",
)


@dataclass(frozen=True)
class Step:
    """A run of changes to one table, no record twice: ``verb`` is what happened, forwards."""

    plan: Plan
    verb: str
    seqs: list[int]
    # In order, and quick to ask whether one is in it.
    ids: dict[UUID, None]
    # Where the rows were and are; an organization's own row does not count, it may be about to come.
    organizations: set[UUID] = field(default_factory=set[UUID])


async def undo(ctx: Context, token: UUID, *, of_others: bool) -> tuple[UUID, list[LeftOut]]:
    """Reverse the command with that token; answers its log id, and what could not be put back.

    ``of_others`` says whether the caller may reverse what somebody else did. One of several simultaneous callers wins.
    """
    await ctx.begin()
    action = await ctx.query_one(
        "UPDATE action_logs SET execution_state = 'undone', undo_token = NULL, updated_at = now()"
        " WHERE tenant_id = $1 AND undo_token = $2 AND execution_state = 'done' RETURNING *",
        ctx.tenant_id,
        token,
    )
    if action is None:
        await _explain_missing(ctx, token, of_others=of_others)
        raise Invalid(UNAVAILABLE)
    operation = _check_caller(ctx, action, UNAVAILABLE, of_others=of_others)
    if not operation.undoable:
        # Its token is older than the decision that nobody takes this back.
        raise Invalid(UNAVAILABLE)
    later = await ctx.query_value(
        "SELECT EXISTS (SELECT FROM action_logs WHERE tenant_id = $1 AND id > $2 AND undo_token IS NOT NULL"
        " AND execution_state = 'done' AND actor_id IS NOT DISTINCT FROM $3"
        " AND ($4::text IS NULL OR (resource_kind = $4 AND resource_id = $5)))",
        ctx.tenant_id,
        action["id"],
        action["actor_id"],
        action["resource_kind"],
        action["resource_id"],
    )
    if later:
        raise Invalid(UNAVAILABLE)
    steps = await _steps(ctx, action["id"])
    _check_reach(ctx, operation, steps, UNAVAILABLE)
    gaps = await _put_back(ctx, action, steps, UNAVAILABLE, recorded_as=None)
    return action["id"], gaps.left_out


async def redo(ctx: Context, log_id: UUID, *, of_others: bool) -> tuple[UUID, list[LeftOut]]:
    """Apply an undone command again, under a new log entry with a new token; answers its id, and what is left out.

    ``of_others`` says whether the caller may repeat what somebody else did.
    """
    await ctx.begin()
    action = await ctx.query_one(
        "UPDATE action_logs SET execution_state = 'redone', updated_at = now()"
        " WHERE tenant_id = $1 AND id = $2 AND execution_state = 'undone' RETURNING *",
        ctx.tenant_id,
        log_id,
    )
    if action is None:
        raise Invalid(NO_REDO)
    operation = _check_caller(ctx, action, NO_REDO, of_others=of_others)
    newer = await ctx.query_value(
        "SELECT EXISTS (SELECT FROM action_logs WHERE tenant_id = $1 AND execution_state = 'undone'"
        " AND actor_id IS NOT DISTINCT FROM $2 AND id <> $3 AND (updated_at, id) > ($4, $3)"
        " AND ($5::text IS NULL OR (resource_kind = $5 AND resource_id = $6)))",
        ctx.tenant_id,
        action["actor_id"],
        action["id"],
        action["updated_at"],
        action["resource_kind"],
        action["resource_id"],
    )
    if newer:
        raise Invalid(NO_REDO)
    steps = await _steps(ctx, action["id"])
    if not steps:
        raise Invalid(NO_DATA)
    repeated = new_id()
    _check_reach(ctx, operation, steps, NO_REDO)
    gaps = await _put_back(ctx, action, steps, NO_REDO, recorded_as=repeated)
    await _log_again(ctx, action, repeated)
    return repeated, gaps.left_out


def _check_caller(ctx: Context, action: Record, refusal: T, *, of_others: bool) -> Operation:
    """Own entries, or everybody's for who may; and what the command did, the caller must be allowed to do."""
    if ctx.scope.stale:
        raise InvalidSelection
    own = ctx.actor.kind != "system" and action["actor_id"] == ctx.actor.id
    if not (own or of_others):
        raise Invalid(refusal)
    organization = action["organization_id"]
    if ctx.scope.closed or (organization is not None and not ctx.scope.sees(organization)):
        raise Invalid(refusal)
    operation = ctx.app.command(action["command_id"])
    role = operation is not None and operation.roles and not ctx.actor.acl.super_admin
    if operation is None or role or not ctx.actor.acl.allows_all(operation.features, organization):
        raise Invalid(refusal)
    return operation


async def _explain_missing(ctx: Context, token: UUID, *, of_others: bool) -> None:
    """Somebody who names the log entry of a command that cannot be undone hears what to do instead."""
    action = await ctx.query_one(
        "SELECT * FROM action_logs WHERE tenant_id = $1 AND id = $2 AND execution_state = 'done'", ctx.tenant_id, token
    )
    operation = ctx.app.command(action["command_id"]) if action else None
    if action is None or operation is None or (operation.undoable and action["undo_token"] is not None):
        return
    _check_caller(ctx, action, UNAVAILABLE, of_others=of_others)
    raise Conflict(operation.instead or IRREVERSIBLE, code="not_undoable")


async def _put_back(ctx: Context, action: Record, steps: list[Step], refusal: T, *, recorded_as: UUID | None) -> Gaps:
    """Undo the steps or, recorded under a new id, redo them, if the caller may and the rows still fit together."""
    backwards = recorded_as is None
    touched: dict[str, set[UUID]] = {}
    for step in steps:
        touched.setdefault(step.plan.name, set()).update(step.ids)
    gaps = Gaps(action["resource_id"])
    puttings = await undo_rules.read(ctx, action["id"], touched, backwards=backwards)
    await undo_rules.ask(ctx, puttings, refusal, done=False)
    for step in reversed(steps) if backwards else steps:
        await _apply(ctx, action["id"], step, gaps, recorded_as=recorded_as)
    gaps.refuse_nothing()
    await undo_rules.keep_links(ctx, touched)
    await undo_rules.ask(ctx, puttings, refusal, done=True)
    await undo_rules.verify(ctx, touched)
    return gaps


def _check_reach(ctx: Context, operation: Operation, steps: list[Step], refusal: T) -> None:
    """The caller must reach the organization of every row, and hold there what the command asks for."""
    allowed, acl = ctx.scope.allowed, ctx.actor.acl
    for organization in set[UUID]().union(*(step.organizations for step in steps)):
        reached = allowed is None or organization in allowed
        if not reached or not acl.allows_all(operation.features, organization):
            raise Invalid(refusal)


async def _steps(ctx: Context, action_id: UUID) -> list[Step]:
    """The changes of a command in the order they were made, gathered into runs."""
    rows = await ctx.query(
        "SELECT seq, table_name, record_id, before IS NULL AS created, after IS NULL AS removed,"
        " (before ->> 'organization_id')::uuid AS was_in, (after ->> 'organization_id')::uuid AS is_in"
        " FROM action_changes WHERE tenant_id = $1 AND action_id = $2 ORDER BY seq",
        ctx.tenant_id,
        action_id,
    )
    steps: list[Step] = []
    for (table, created, removed), run in groupby(rows, key=lambda r: (r["table_name"], r["created"], r["removed"])):
        plan = plan_of(CLASSES[table])
        verb = "created" if created else "deleted" if removed else "updated"
        for row in run:
            last = steps[-1] if steps else None
            fits = last and last.plan is plan and last.verb == verb and row["record_id"] not in last.ids
            if last is None or not fits:
                last = Step(plan, verb, [], {})
                steps.append(last)
            last.seqs.append(row["seq"])
            last.ids[row["record_id"]] = None
            last.organizations.update({row["was_in"], row["is_in"]} - {None, row["record_id"]})
    return steps


async def _apply(ctx: Context, action_id: UUID, step: Step, gaps: Gaps, *, recorded_as: UUID | None) -> None:
    """Put the rows of a step into the state before it, or after it; 409 if one of them has changed since."""
    plan, backwards = step.plan, recorded_as is None
    now, then = ("after", "before") if backwards else ("before", "after")
    verb = step.verb
    if backwards:
        verb = {"created": "deleted", "deleted": "created", "updated": "updated"}[verb]
    seqs, emptied = step.seqs, {}
    if verb != "deleted":
        changes = dict(zip(step.seqs, step.ids, strict=True))
        seqs, emptied = await gaps.fill(ctx, action_id, plan, then, changes, new=verb == "created")
        if not seqs:
            return
    kept = set(seqs)
    expected = {id_ for seq, id_ in zip(step.seqs, step.ids, strict=True) if seq in kept}
    p = Parameters("source uuid", "seqs bigint[]", "emptied jsonb")
    write = {"created": put_in, "deleted": take_out, "updated": swap}[verb](plan, p, now, then)
    written = remember(plan, p, write, verb, log=False, changes=recorded_as is not None)
    values: dict[str, Any] = {name.partition(" ")[0]: None for name in SHARED}
    values |= {"tenant": ctx.tenant_id, "action": recorded_as, "source": action_id, "seqs": seqs, "emptied": emptied}
    found = {row["id"] for row in await ctx.query(written.sql, *written.args(values))}
    missing = expected - found
    if missing and (verb == "created" or not await gaps.absent(ctx, plan, missing, removing=verb == "deleted")):
        ids = sorted(map(str, missing))
        raise Conflict(MOVED_ON, code="record_modified", resource=plan.kind, ids=ids[:20])
    gaps.put_back += len(found)
    if plan.table.announces:
        ctx.stale.add(plan.name, found)
    await sealing.after_write(ctx, plan.table, list(found))


async def _log_again(ctx: Context, action: Record, repeated: UUID) -> None:
    """The audit entry of a redone command: that of the original, by the caller, with a token of its own."""
    label = action["action_label"]
    # The entry belongs where the original does, wherever the caller is just now.
    ctx.scope = replace(ctx.scope, organization_id=action["organization_id"])
    ctx.operation = ctx.app.command(action["command_id"])
    ctx.action_id = repeated
    ctx.action = {
        "kind": action["resource_kind"],
        "id": action["resource_id"],
        "label": T(label, label) if label else None,
        "organization_id": action["organization_id"],
        "parent": (action["parent_resource_kind"], action["parent_resource_id"])
        if action["parent_resource_id"]
        else None,
    }
    ctx.changed += 1
    await audit_entry.record(ctx)


def parse_token(text: str, refusal: T) -> UUID:
    """A token or log id as a client sends it."""
    try:
        return UUID(text.strip())
    except ValueError:
        raise Invalid(refusal) from None
