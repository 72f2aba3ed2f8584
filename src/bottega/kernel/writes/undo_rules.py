"""Rules of undo and redo beyond features: row-level permission and consistency checks.

An operation's handler checks more than its features: whose account it is, what may be granted, which parent is open.
Undo runs no handler, so these checks are said once more, about rows: ``permits`` asks about the caller, ``verifies``
about the rows that result. Both should call the functions the handlers call; a contract test compares them.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.guards import blocking_references
from bottega.kernel.database.tables import CLASSES, REFERENCES, Table, sql_table
from bottega.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from bottega.kernel.i18n import T
from bottega.kernel.writes.plans import Plan, plan_of
from bottega.kernel.writes.preconditions import close_to_newcomers, refuse_use

Row = Mapping[str, Any]
IN_VAIN: Final = T(
    en="The record it belongs to has been deleted", pl="To, do czego należy rekord, zostało już usunięte"
)


@dataclass(frozen=True)
class Change:
    """A row that is put back: its columns as they were before undo or redo, and as they are afterwards.

    None where there is no row, and where it is deleted softly.
    """

    id: UUID
    before: Row | None
    after: Row | None

    @property
    def versions(self) -> list[Row]:
        """The row as it was, and as it is afterwards, where there is one."""
        return [one for one in (self.before, self.after) if one is not None]

    def values(self, column: str) -> set[Any]:
        """What a column holds before and afterwards, without NULL."""
        return {one[column] for one in self.versions} - {None}


@dataclass(frozen=True)
class Putting:
    """The rows of one table that undo or redo is about to put back or, when ``done``, has put back."""

    changes: tuple[Change, ...]
    # The ids of everything the command changed, by table: a part comes back otherwise along with its whole.
    along: Mapping[str, Collection[UUID]]
    done: bool = False

    @property
    def rows(self) -> list[Row]:
        """The rows that are there at this moment."""
        there = (one.after if self.done else one.before for one in self.changes)
        return [row for row in there if row is not None]

    def of(self, column: str) -> set[Any]:
        """What a column of any version of the rows holds, without NULL."""
        return set[Any]().union(*(one.values(column) for one in self.changes))


Verify = Callable[[Context, set[UUID]], Awaitable[None]]
Permit = Callable[[Context, Putting], Awaitable[None]]
# Where a table's description has its rules.
_VERIFIES: Final = "verifies"
_PERMITS: Final = "permits"


def verifies(table: type[Table]) -> Callable[[Verify], Verify]:
    """A rule over several rows of a table, which rows that are put back could break.

    ``async (ctx, ids)`` runs after every undo and redo that touched rows with these ids, and raises to refuse it.
    """

    def add(verify: Verify) -> Verify:
        sql_table(table).info.setdefault(_VERIFIES, []).append(verify)
        return verify

    return add


def permits(*tables: type[Table]) -> Callable[[Permit], Permit]:
    """Who may put rows of these tables back: whatever handlers that write them ask about the caller.

    ``async (ctx, putting)`` runs before the rows are put back and again afterwards, because a check may be about either
    state. It raises what handlers raise: 401, 403, 404 and 400 become the one refusal of undo, 409 stays.
    """

    def add(permit: Permit) -> Permit:
        for table in tables:
            sql_table(table).info.setdefault(_PERMITS, []).append(permit)
        return permit

    return add


def permits_of(table: str) -> Sequence[Permit]:
    """Who may put rows of a table back; nothing for a table that is gone with its module."""
    known = Table.metadata.tables.get(table)
    return () if known is None else known.info.get(_PERMITS, ())


def verifiers_of(table: str) -> Sequence[Verify]:
    """The rules over several rows of a table, likewise."""
    known = Table.metadata.tables.get(table)
    return () if known is None else known.info.get(_VERIFIES, ())


async def read(
    ctx: Context, action_id: UUID, touched: Mapping[str, Collection[UUID]], *, backwards: bool
) -> dict[str, Putting]:
    """What an action changed in those of the touched tables whose rows not everybody may put back."""
    return {
        name: Putting(tuple(await _changes(ctx, action_id, name, backwards=backwards)), touched)
        for name in touched
        if permits_of(name)
    }


async def _changes(ctx: Context, action_id: UUID, table: str, *, backwards: bool) -> list[Change]:
    """The net changes of an action to one table, in the direction in which they are about to happen."""
    versions = " UNION ALL ".join(
        f"SELECT c.record_id AS of_record, c.seq AS of_seq, '{image}' AS of_image, r.*"
        f" FROM action_changes AS c, LATERAL jsonb_populate_record(NULL::{table}, c.{image}) AS r"
        f" WHERE c.tenant_id = $1 AND c.action_id = $2 AND c.table_name = '{table}' AND c.{image} IS NOT NULL"
        for image in ("before", "after")
    )
    every = await ctx.query(
        "SELECT record_id, min(seq) AS first, max(seq) AS last FROM action_changes"
        " WHERE tenant_id = $1 AND action_id = $2 AND table_name = $3 GROUP BY record_id",
        ctx.tenant_id,
        action_id,
        table,
    )
    found = {
        (row["of_record"], row["of_seq"], row["of_image"]): row
        for row in await ctx.query(versions, ctx.tenant_id, action_id)
    }
    soft = plan_of(CLASSES[table]).soft

    def version(record: UUID, seq: int, image: str) -> Row | None:
        row = found.get((record, seq, image))
        return None if row is None or (soft and row["deleted_at"] is not None) else dict(row)

    changes: list[Change] = []
    for row in every:
        old = version(row["record_id"], row["first"], "before")
        new = version(row["record_id"], row["last"], "after")
        changes.append(Change(row["record_id"], *((new, old) if backwards else (old, new))))
    return changes


async def ask(ctx: Context, puttings: Mapping[str, Putting], refusal: T, *, done: bool) -> None:
    """Refuse, in undo's own words, to put back what the caller may not; 409 where a handler would say that."""
    for table, putting in puttings.items():
        for permit in permits_of(table):
            try:
                await permit(ctx, replace(putting, done=done))
            except (Unauthorized, Forbidden, NotFound, Invalid) as why:
                raise Invalid(refusal) from why


async def verify(ctx: Context, touched: Mapping[str, Collection[UUID]]) -> None:
    """Ask the rules over several rows about those that were touched, by table."""
    for table, ids in touched.items():
        for one in verifiers_of(table):
            await one(ctx, set(ids))


async def keep_links(ctx: Context, touched: Mapping[str, Collection[UUID]]) -> None:
    """409 if rows that went are still in use, or rows that came belong to something that is deleted by now.

    Foreign keys do not know soft deletion: handlers ask this before they write, and undo afterwards.
    """
    for name, ids in touched.items():
        plan = plan_of(CLASSES[name])
        if plan.soft and (users := blocking_references(name)):
            await close_to_newcomers(ctx, plan, list(ids))
            gone = await ctx.query_one(_used(plan, users), ctx.tenant_id, list(ids))
            if gone is not None:
                await refuse_use(ctx, plan, gone["id"])
        for orphans in _orphans(plan):
            if await ctx.query_value(orphans, ctx.tenant_id, list(ids)):
                raise Conflict(IN_VAIN, code="record_modified")


@cache
def _is_soft(table: str) -> bool:
    return "deleted_at" in Table.metadata.tables[table].columns


def _used(plan: Plan, users: Sequence[tuple[str, str]]) -> str:
    """SQL for a row that is gone though something alive points at it."""
    found = " OR ".join(
        f"EXISTS (SELECT FROM {other} AS o WHERE o.tenant_id = $1 AND o.{column} = t.id"
        f"{' AND o.deleted_at IS NULL' if _is_soft(other) else ''})"
        for other, column in users
    )
    target = f"{plan.owned('$1', 't')} AND t.id = ANY($2) AND t.deleted_at IS NOT NULL"
    return f"SELECT t.id FROM {plan.name} AS t WHERE {target} AND ({found}) LIMIT 1"


def _orphans(plan: Plan) -> Iterator[str]:
    """SQL that is true if a living row points at a deleted one, for every reference that would have kept that alive."""
    alive = " AND t.deleted_at IS NULL" if plan.soft else ""
    for ref in REFERENCES:
        if ref.table == plan.name and ref.blocks and _is_soft(ref.target):
            yield (
                f"SELECT EXISTS (SELECT FROM {plan.name} AS t JOIN {ref.target} AS o ON o.tenant_id = t.tenant_id"
                f" AND o.id = t.{ref.column} WHERE t.tenant_id = $1 AND t.id = ANY($2){alive}"
                " AND o.deleted_at IS NOT NULL)"
            )
