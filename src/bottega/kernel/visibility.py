"""Row-level visibility: a table whose rows only assigned users see, and the tables that refer to it.

A reference says which row another depends on (``tables.reference``), so a table that refers to a limited one is
limited without a word of its own: its lists, exports and totals, and every row that is found by id. A row without
references is for everybody. A table without such a reference that requires a row of a limited one (a line and its
document) follows it. Those who take part in a row themselves (``Table.participants``) see it whatever it refers to.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from sqlalchemy import Column, ColumnElement, bindparam, text
from sqlalchemy.dialects import postgresql as pg

from bottega.kernel.database.tables import CLASSES, Table, sql_table
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T

if TYPE_CHECKING:
    from bottega.kernel.context import Context

ONLY_SOME: Final = T(
    en="This report covers all data, and you have access to only a part of it",
    pl="To zestawienie obejmuje wszystko, a masz dostęp tylko do części danych",
)


@dataclass(frozen=True)
class Limit:
    """Who sees which rows of a table.

    ``viewer`` is the person whose view it is, None for those who see all of it. ``seen`` is SQL: whether the row
    ``{id}`` of ``{tenant}`` is seen by ``{viewer}``.
    """

    table: str
    viewer: Callable[["Context"], UUID | None]
    seen: str


Close = Callable[["Context", Mapping[str, Any]], Awaitable[bool]]
# Where a table's description has its limit, and who may read its rows in logs.
_LIMIT: Final = "limit"
_CLOSES: Final = "closes"


def limit(table: type[Table], viewer: Callable[["Context"], UUID | None], seen: str) -> None:
    """Declare the table whose rows only some people see; there is at most one."""
    assert _root() is None, "only one table may limit its dependent rows"
    sql_table(table).info[_LIMIT] = Limit(sql_table(table).name, viewer, seen)


def _root() -> Limit | None:
    return next((one.info[_LIMIT] for one in Table.metadata.tables.values() if _LIMIT in one.info), None)


def closes(table: type[Table]) -> Callable[[Close], Close]:
    """Declare which rows of a table logs do not show somebody: ``async (ctx, row)`` says whether one is closed."""

    def add(close: Close) -> Close:
        sql_table(table).info[_CLOSES] = close
        return close

    return add


def may_close(table: type[Table]) -> bool:
    """Whether it depends on a row itself who may read it in logs."""
    return _CLOSES in sql_table(table).info


async def is_closed(ctx: "Context", table: type[Table], *versions: Mapping[str, Any] | None) -> bool:
    """Whether a row that a log remembers, in any version, is closed to the caller."""
    close: Close | None = sql_table(table).info.get(_CLOSES)
    if close is None or ctx.actor.acl.super_admin:
        return False
    return any([await close(ctx, one) for one in versions if one is not None])


def viewer(ctx: "Context") -> UUID | None:
    """Whose rows the caller is limited to; None for everybody who sees all of them."""
    root: Limit | None = ctx.app.once("kernel.visibility", _root)
    return None if root is None else root.viewer(ctx)


def viewer_of(ctx: "Context", table: type[Table]) -> UUID | None:
    """The same for the rows of one table: None also where they are for everybody."""
    person = viewer(ctx)
    return person if person is not None and concerns(table) else None


def concerns(table: type[Table]) -> bool:
    """Whether rows of a table are seen by some and not by others."""
    return bool(condition(sql_table(table).name, "", ""))


def refuse_part(ctx: "Context") -> None:
    """403 for somebody who sees only some rows, where all of them are added up."""
    if viewer(ctx) is not None:
        raise Forbidden(ONLY_SOME, code="restricted_view")


def narrowed(ctx: "Context", table: type[Table]) -> ColumnElement[bool] | None:
    """Which rows of a table's list the caller sees; None for all of them."""
    person = viewer_of(ctx, table)
    if person is None:
        return None
    name = sql_table(table).name
    seen = text(condition(name, name, ":viewer"))
    # Text is no column for the type checker, but a condition for everybody else.
    return cast("ColumnElement[bool]", seen.bindparams(bindparam("viewer", person, type_=pg.UUID(as_uuid=True))))


def seen(table: type[Table] | str, row: str, place: str) -> str:
    """SQL for statements written by hand: the row called ``row`` is seen; the parameter is ``viewer(ctx)``."""
    name = table if isinstance(table, str) else sql_table(table).name
    found = condition(name, row, f"{place}::uuid")
    assert found, f"everybody sees {name}"
    return f"({place}::uuid IS NULL OR {found})"


@cache
def condition(table: str, row: str, person: str) -> str:
    """SQL: whether somebody sees the row that is called ``row``; empty for tables that everybody sees.

    ``person`` is the placeholder of the viewer's id.
    """
    root = _root()
    if root is None or table not in Table.metadata.tables:
        return ""
    if table == root.table:
        return _seen(root, row, "id", person)
    columns = Table.metadata.tables[table].columns
    parts = [_hanging(root, row, column, person) for column in columns if _target(column) == root.table]
    parts = parts or [_required(row, column, person) for column in columns if not column.nullable]
    found = " AND ".join(part for part in parts if part)
    if not found:
        return ""
    own = "".join(f"{row}.{name} = {person} OR " for name in CLASSES[table].participants)
    return f"({own}{found})"


def _target(column: Column[Any]) -> str | None:
    return column.info.get("target")


def _seen(root: Limit, row: str, column: str, person: str) -> str:
    return root.seen.format(tenant=f"{row}.tenant_id", id=f"{row}.{column}", viewer=person)


def _hanging(root: Limit, row: str, column: Column[Any], person: str) -> str:
    """Rows that refer to a limited row are visible with it."""
    seen = _seen(root, row, column.name, person)
    return f"({row}.{column.name} IS NULL OR {seen})" if column.nullable else seen


def _required(row: str, column: Column[Any], person: str) -> str:
    """A part of something is seen with it."""
    target = _target(column)
    if target is None or target == column.table.name:
        return ""
    whole = f"of_{target}"
    seen = condition(target, whole, person)
    if not seen:
        return ""
    return (
        f"EXISTS (SELECT FROM {target} AS {whole} WHERE {whole}.tenant_id = {row}.tenant_id"
        f" AND {whole}.id = {row}.{column.name} AND {seen})"
    )


def limited() -> dict[str, type[Table]]:
    """Every table some of whose rows are hidden from some people, by name."""
    return {name: table for name, table in CLASSES.items() if condition(name, "", "")}


async def unseen(ctx: "Context", table: type[Table], ids: Iterable[UUID]) -> set[UUID]:
    """The rows among the ids that are there and that the caller does not see."""
    person = viewer_of(ctx, table)
    if person is None:
        return set()
    name = sql_table(table).name
    rows = await ctx.query(
        f"SELECT r.id FROM {name} AS r WHERE r.tenant_id = $1 AND r.id = ANY($2) AND NOT {condition(name, 'r', '$3')}",
        ctx.tenant_id,
        list(ids),
        person,
    )
    return {row["id"] for row in rows}


def any_unseen(name: str, record: str, tenant: str, person: str) -> str:
    """SQL: whether a record, whose table is called ``name`` and whose id ``record``, is hidden from somebody."""
    # Only what is a record's id is read as one.
    hidden = [
        f"({name} = '{_kind(cls)}' AND NOT EXISTS (SELECT FROM {table} AS r WHERE r.tenant_id = {tenant}"
        f" AND r.id = CASE WHEN {name} = '{_kind(cls)}' THEN {record}::uuid END AND {condition(table, 'r', person)}))"
        for table, cls in limited().items()
    ]
    return f"({' OR '.join(hidden)})"


def any_unseen_image(change: str, person: str) -> str:
    """SQL: whether a row of ``action_changes`` shows something that is hidden from somebody."""
    hidden = [
        f"({change}.table_name = '{table}' AND NOT EXISTS (SELECT FROM jsonb_populate_record(NULL::{table},"
        f" {image}) AS r WHERE {condition(table, 'r', person)}))"
        for table in limited()
        for image in (f"coalesce({change}.after, {change}.before)",)
    ]
    return f"({' OR '.join(hidden)})"


def _kind(table: type[Table]) -> str:
    """What a table is called in logs."""
    return table.known_as or str(getattr(table, "entity", table.__tablename__)).replace(":", ".")
