"""Shape of a list request, which its statement is compiled for once, and how conditions and columns enter one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects import postgresql as pg

from bottega.kernel.aggregates import Aggregate

# The rows of a tenant, newest first, that are looked through for the values of a column.
_LOOKED_THROUGH: Final = 5_000


class Shape(Struct, frozen=True):
    """What a list request looks like, values aside: one compiled statement for each shape."""

    filters: tuple[str, ...] = ()
    custom: tuple[str, ...] = ()
    # Which ends of a period are given: ``date_from``, ``date_to``.
    days: tuple[str, ...] = ()
    sort: str = "id"
    descending: bool = False
    searched: bool = False
    narrowed_to_organizations: bool = True
    by_ids: Literal["", "one", "many"] = ""
    with_deleted: bool = False
    paged: bool = True
    # How many rows a page reaches into the list at most, in few steps; 0 where that is not said.
    reach: int = 0
    full: bool = False
    # Nothing but the sums of these columns is asked for.
    sums: tuple[str, ...] = ()
    # Nothing but the values that this column has.
    used: str = ""
    # Nothing but this is worked out.
    aggregate: Aggregate | None = None

    @property
    def easy(self) -> bool:
        """Whether one plan is good for all: a page of everything, not far behind.

        How many rows a parameter asks for PostgreSQL cannot know when it plans for all values. It takes a tenth of the
        table for them, and so plans anew each time, which takes longer than reading a page; unless it is told how many
        it can be at most. Where there are filters, planning for their values is worth it.
        """
        asked = self.filters or self.custom or self.days or self.searched or self.by_ids
        return bool(self.reach and not asked)


def form_of(condition: ColumnElement[bool]) -> tuple[Any, Sequence[BindParameter[Any]]]:
    """What two conditions have in common that differ only in values, and the parameters these are in."""
    # What SQLAlchemy itself keeps compiled statements by; it has no public name.
    form: Any = condition._generate_cache_key()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    assert form is not None, "a condition of a list must have a form"
    return form.key, form.bindparams


def read_as(name: str, column: ColumnElement[Any], *, exact: bool) -> Any:
    """A column as it is read: custom values as text, which is decoded once, and numbers as JSON has them or exact.

    Moments, where they need not be exact either, are seconds since 1970, precise to the microsecond: to make a
    ``datetime`` and its hash takes a microsecond each, and most rows of a page are known by their values.
    """
    if name == "custom":
        return cast(column, Text).label(name)
    if not exact and column.type.python_type is datetime:
        return func.date_part("epoch", column).label(name)
    if not isinstance(column, Column):
        return column.label(name)
    return cast(column, Float).label(name) if column.info.get("number") and not exact else column


def most_used(column: Column[Any], source: FromClause, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The texts in a column that have all of ``words``, the most frequent first, at most ``limit``.

    Only the newest rows of the tenant are looked at, whoever sees them, so that a big table costs no more than a small
    one. They stand under the table's own name before the statement: its conditions are about them.
    """
    every = column.table.alias("every")
    mine = every.c.tenant_id == bindparam("tenant_id", type_=pg.UUID(as_uuid=True))
    newest = select(every).where(mine).order_by(every.c.id.desc()).limit(_LOOKED_THROUGH).cte(str(column.table.name))
    words = bindparam("words", type_=pg.ARRAY(pg.TEXT))
    return (
        select(column)
        .add_cte(newest)
        .select_from(source)
        .where(*where, column != "", func.fold(column).like(func.all(words)))
        .group_by(column)
        .order_by(func.count().desc(), func.sort_key(column), column)
        .limit(bindparam("limit", type_=Integer))
    )
