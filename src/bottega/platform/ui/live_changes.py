"""The event ``changed`` of the live stream: which records were created, updated or deleted, and by whom.

A listener is told of a record when they may read a list that would have it: its features, its organizations, what
always limits it, and what is hidden from some people. So whoever sees only some contracts hears nothing of the others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.dialects import postgresql as pg

from bottega.kernel import visibility
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.tables import CLASSES, Table, sql_table
from bottega.kernel.operation import Operation
from bottega.kernel.registrations import LiveMessage, LiveWindow
from bottega.kernel.resources.list_reading import narrowed
from bottega.kernel.writes.plans import plan_of
from bottega.kernel.writes.recent_changes import MOST_RECORDS, ChangedRecord, RecentCommand, Verb, recent_commands
from bottega.platform.ui.manifest import may
from bottega.platform.ui.module import module


@dataclass(frozen=True)
class Kind:
    """A kind of record that somebody can list: its name in the log, its table, and the lists that have it."""

    name: str
    table: type[Table]
    lists: Sequence[Operation]


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about, for deciding who may hear it."""

    kind: Kind
    ids: tuple[UUID, ...]
    organization_id: UUID | None
    actor_id: UUID | None


async def see(ctx: Context, messages: Sequence[LiveMessage]) -> Sequence[LiveMessage]:
    """The messages about records that a listener may see."""
    mine = [one for one in messages if _reaches(ctx, one.about)]
    hidden: set[int] = set()
    for kind, some in groupby(sorted(mine, key=_kind_name), key=lambda one: one.about.kind):
        told = list(some)
        lists = [one for one in kind.lists if may(ctx, one)]
        if not lists:
            hidden |= {id(one) for one in told}
            continue
        wanted = {record for one in told for record in one.about.ids}
        seen = await _seen(ctx, kind.table, lists, wanted)
        hidden |= {id(one) for one in told if seen.isdisjoint(one.about.ids)}
    return [one for one in mine if id(one) not in hidden]


def _kind_name(message: LiveMessage) -> str:
    return message.about.kind.name


def _reaches(ctx: Context, about: About) -> bool:
    """Whether its organization is in view; what concerns the tenant is for those no organization confines."""
    if about.organization_id is not None:
        return ctx.scope.sees(about.organization_id)
    return ctx.scope.allowed is None or about.actor_id == ctx.actor.id


async def _seen(ctx: Context, table: type[Table], lists: Sequence[Operation], wanted: set[UUID]) -> set[UUID]:
    """The records that one of the lists would have, whatever it is asked for; all of them where nothing limits it."""
    found: set[UUID] = set()
    for condition in [_limit_of(ctx, table, one) for one in lists]:
        if condition is None:
            return wanted
        columns = sql_table(table).c
        among = literal(list(wanted), pg.ARRAY(pg.UUID(as_uuid=True)))
        rows = await ctx.fetch(
            select(columns.id).where(columns.tenant_id == ctx.tenant_id, columns.id == among.any_(), condition)
        )
        found |= {row["id"] for row in rows}
    return found


def _limit_of(ctx: Context, table: type[Table], listed: Operation) -> ColumnElement[bool] | None:
    if listed.source is not None and listed.source.table is table:
        return narrowed(listed.source, ctx, ())
    return visibility.narrowed(ctx, table)


@module.streams("changed", narrow=see)
async def find_changes(app: Application, window: LiveWindow) -> list[LiveMessage]:
    """What was done since the last look."""
    kinds: Mapping[str, Kind] = app.once("ui.live.kinds", partial(_kinds, app))
    tables = [kind.table.__tablename__ for kind in kinds.values()]
    commands = await recent_commands(app.database, window.since, window.tenants, known=window.known, tables=tables)
    return [message for command in commands for message in _messages(command, kinds)]


def _messages(command: RecentCommand, kinds: Mapping[str, Kind]) -> Iterator[LiveMessage]:
    """One message a record; one without an id where there are many of a kind."""
    told: set[tuple[str, str]] = set()
    for table, some in groupby(sorted(command.records, key=lambda one: one.table), key=lambda one: one.table):
        records = list(some)
        kind = kinds[plan_of(CLASSES[table]).kind]
        told |= {(kind.name, str(one.id)) for one in records}
        if len(records) > MOST_RECORDS:
            verbs: set[Verb] = {one.verb for one in records}
            told.add((kind.name, ""))
            yield _message(command, kind, records, verbs.pop() if len(verbs) == 1 else "update", many=True)
        else:
            for one in records:
                yield _message(command, kind, [one], one.verb)
    for place, (name, text) in enumerate(command.about):
        kind, record = kinds.get(name), _uuid(text)
        if kind is not None and record is not None and not told & {(name, str(record)), (name, "")}:
            told.add((name, str(record)))
            # The first is what the command did something to, the second what that belongs to.
            verb = command.verb if place == 0 else "update"
            yield _message(command, kind, [ChangedRecord(kind.table.__tablename__, record, verb)], verb)


def _message(
    command: RecentCommand, kind: Kind, records: Sequence[ChangedRecord], verb: Verb, *, many: bool = False
) -> LiveMessage:
    # Who takes something back is not in its entry.
    by = None if command.undone else command.actor_id
    data: dict[str, Any] = {"kind": kind.name, "id": None if many else records[0].id, "by": by, "action": verb}
    about = About(kind, tuple(one.id for one in records), command.organization_id, by)
    return LiveMessage(command.key, command.tenant_id, data, about=about)


def _kinds(app: Application) -> Mapping[str, Kind]:
    """The kinds of records that lists show, by their name in the log."""
    lists: dict[type[Table], list[Operation]] = {}
    tables = {getattr(table, "entity", ""): table for table in CLASSES.values()}
    for one in app.operations:
        # Of other lists nobody can tell whether they have a record.
        known = one.source is not None or one.common
        if one.method != "GET" or one.name.rpartition(".")[2] != "list" or not known:
            continue
        screen = one.module.screens.get(one.screen)
        source = [one.source.table] if one.source is not None else []
        for table in {one.table, one.custom_table, *source, tables.get(screen.entity) if screen else None}:
            if table is not None and {"id", "tenant_id"} <= {*sql_table(table).c.keys()}:
                lists.setdefault(table, []).append(one)
    kinds = {table: plan_of(table).kind for table in lists if not visibility.may_close(table)}
    return {name: Kind(name, table, lists[table]) for table, name in kinds.items()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
