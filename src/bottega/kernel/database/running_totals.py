"""Running totals: a trigger appends changes of a sum, a job adds them up.

Like ``row_counts``, for money. A table says which amount of which rows is added up, and by what (``Table.summed``);
whoever writes the table, over whichever path, the sums follow in the same transaction. They are kept for each day,
each month and all time, so that a sum over any period is one over months and a few days at its ends, however many rows
there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.tables import SqlTable, Table, TenantTable
from bottega.kernel.local_time import local_day_sql

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Database

FOLD_ABOVE: Final = 100
FOLD_AT_ONCE: Final = 20_000
DAY, MONTH, EVER = "d", "m", "e"
# The day under which the sums of all time are kept.
_ALWAYS: Final = "0001-01-01"

_FOLD: Final = """
WITH crowded AS (SELECT tenant_id, entity FROM row_sums WHERE fresh GROUP BY 1, 2 HAVING count(*) > $1),
chosen AS (SELECT s.id FROM row_sums AS s JOIN crowded AS c ON s.tenant_id = c.tenant_id AND s.entity = c.entity
    WHERE s.fresh LIMIT $2),
gone AS (DELETE FROM row_sums WHERE id IN (SELECT id FROM chosen) RETURNING *),
added AS (INSERT INTO row_sums AS s (tenant_id, entity, organization_id, grain, day, facets, amount, n, fresh)
    SELECT tenant_id, entity, organization_id, grain, day, facets, sum(amount), sum(n), false
    FROM gone GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (tenant_id, entity, grain, day, organization_id, facets) WHERE NOT fresh
    DO UPDATE SET amount = s.amount + excluded.amount, n = s.n + excluded.n)
SELECT count(*) FROM gone
"""


class Part(NamedTuple):
    """Sums of one grain whose days begin on or after ``first`` and before ``end``."""

    grain: str
    first: date
    end: date


@dataclass(frozen=True)
class Summed:
    """What is added up: ``amount`` of the live rows where ``column = value``, by the day of ``moment`` and by ``by``.

    ``amount`` is the name of a column; ``moment`` one of a point in time, whose day in Warsaw counts.
    """

    amount: str
    moment: str
    by: tuple[str, ...]
    column: str
    value: str


class RowSum(Table):
    """A part of a sum: what has been added up, and the changes since, which are ``fresh``."""

    __tablename__ = "row_sums"
    __table_args__ = (
        Index("ix_row_sums_read", "tenant_id", "entity", "grain", "day"),
        Index(
            "uq_row_sums_folded",
            "tenant_id",
            "entity",
            "grain",
            "day",
            "organization_id",
            "facets",
            unique=True,
            postgresql_where=text("NOT fresh"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_row_sums_fresh", "tenant_id", "entity", postgresql_where=text("fresh")),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    tenant_id: Mapped[UUID]
    entity: Mapped[str]
    organization_id: Mapped[UUID | None]
    grain: Mapped[str]
    day: Mapped[date]
    facets: Mapped[list[str]]
    amount: Mapped[Decimal] = mapped_column(Numeric(20, 2))
    n: Mapped[int] = mapped_column(BigInteger)
    fresh: Mapped[bool]


def adder(table: SqlTable, declared: type[Table]) -> list[str]:
    """The triggers that append to ``row_sums`` whatever changes a sum, whoever makes the change."""
    summed = declared.summed
    if summed is None:
        return []
    assert issubclass(declared, TenantTable)
    moving = ["organization_id", "deleted_at", summed.amount, summed.moment, summed.column, *summed.by]
    differs = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in dict.fromkeys(moving))
    entity = declared.entity
    bodies = {
        "insert": _appended(summed, entity, "NEW", 1),
        "update": _appended(summed, entity, "OLD", -1) + _appended(summed, entity, "NEW", 1),
        "delete": _appended(summed, entity, "OLD", -1),
    }
    statements: list[str] = []
    for verb, body in bodies.items():
        function = f"sum_{verb}_{table.name}"
        statements += [
            f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE moment date; BEGIN {body} RETURN NULL; END $$""",
            f"DROP TRIGGER IF EXISTS sum_{verb} ON {table.name}",
            f"""CREATE TRIGGER sum_{verb} AFTER {verb.upper()} ON {table.name}
                FOR EACH ROW {f"WHEN ({differs})" if verb == "update" else ""} EXECUTE FUNCTION {function}()""",
        ]
    return statements


def _appended(summed: Summed, entity: str, row: str, sign: int) -> str:
    """PL/pgSQL that adds a row to its sums, or takes it out; a row that does not count changes nothing."""
    facets = ", ".join(f"{row}.{column}::text" for column in summed.by)
    grains = f"('{DAY}', moment), ('{MONTH}', date_trunc('month', moment)::date), ('{EVER}', date '{_ALWAYS}')"
    return (
        f"IF {row}.deleted_at IS NULL AND {row}.{summed.column} = '{summed.value}' THEN"
        f" moment := {local_day_sql(f'{row}.{summed.moment}')};"
        " INSERT INTO row_sums (tenant_id, entity, organization_id, grain, day, facets, amount, n, fresh)"
        f" SELECT {row}.tenant_id, '{entity}', {row}.organization_id, g.grain, g.day, ARRAY[{facets}]::text[],"
        f" {sign} * {row}.{summed.amount}, {sign}, true FROM (VALUES {grains}) AS g (grain, day);"
        " END IF;"
    )


def parts(first: date | None = None, last: date | None = None) -> list[Part]:
    """Which sums make up a period, both ends included; without ends, all time."""
    if first is None and last is None:
        return [Part(EVER, date.min, date.max)]
    start, end = first or date.min, (last or date.max - timedelta(days=1)) + timedelta(days=1)
    months, after = _month_from(start), end.replace(day=1)
    if months >= after:
        return [Part(DAY, start, end)]
    found = [Part(DAY, start, months), Part(MONTH, months, after), Part(DAY, after, end)]
    return [part for part in found if part.first < part.end]


def _month_from(day: date) -> date:
    """The first of the month, on or after a day."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)


async def sums(
    ctx: "Context",
    table: type[TenantTable],
    *,
    organizations: Sequence[UUID] | None,
    first: date | None = None,
    last: date | None = None,
) -> list[tuple[tuple[str | None, ...], Decimal, int]]:
    """The sums of a period by facets: values, amount, and of how many rows; ``organizations`` None: of all."""
    chosen = parts(first, last)
    pieces = " OR ".join(
        f"grain = '{part.grain}' AND day >= ${2 * place + 4} AND day < ${2 * place + 5}"
        for place, part in enumerate(chosen)
    )
    bounds = [day for part in chosen for day in (part.first, part.end)]
    rows = await ctx.query(
        "SELECT facets, sum(amount) AS amount, sum(n)::bigint AS n FROM row_sums"
        " WHERE tenant_id = $1 AND entity = $2 AND ($3::uuid[] IS NULL OR organization_id = ANY($3))"
        f" AND ({pieces}) GROUP BY facets HAVING sum(n) <> 0 OR sum(amount) <> 0",
        ctx.tenant_id,
        table.entity,
        None if organizations is None else list(organizations),
        *bounds,
    )
    return [(tuple(row["facets"]), row["amount"], row["n"]) for row in rows]


def sums_sql(table: type[TenantTable]) -> str:
    """SQL of a tenant's, ``$1``, sums of all time: ``organization_id``, the facets by name, ``amount`` and ``n``.

    A facet is a column of ``Summed.by``, as text. The sums are to be added up: several rows have the same facets.
    """
    assert table.summed is not None
    facets = "".join(f"facets[{place}] AS {name}, " for place, name in enumerate(table.summed.by, start=1))
    return (
        f"SELECT organization_id, {facets}amount, n FROM row_sums"
        f" WHERE tenant_id = $1 AND entity = '{table.entity}' AND grain = '{EVER}'"
    )


def drift_sql(table: type[TenantTable]) -> str:
    """SQL for the sums of a tenant, ``$1``, that are not what its rows add up to."""
    summed = table.summed
    assert summed is not None
    facets = ", ".join(f"{column}::text" for column in summed.by)
    day = local_day_sql(summed.moment)
    grains = f"('{DAY}', {day}), ('{MONTH}', date_trunc('month', {day})::date), ('{EVER}', date '{_ALWAYS}')"
    key = "organization_id, grain, day, facets"
    # Two rows without an organization are to be found equal.
    organization = "coalesce(organization_id, '00000000-0000-0000-0000-000000000000') AS organization_id"
    return (
        f"WITH kept AS (SELECT {organization}, grain, day, facets, sum(amount) AS amount, sum(n) AS n FROM row_sums"
        f" WHERE tenant_id = $1 AND entity = '{table.entity}' GROUP BY 1, 2, 3, 4),"
        f" real AS (SELECT {organization}, g.grain, g.day, ARRAY[{facets}]::text[] AS facets,"
        f" sum({summed.amount}) AS amount, count(*) AS n FROM {table.__tablename__}, LATERAL (VALUES {grains})"
        f" AS g (grain, day) WHERE tenant_id = $1 AND deleted_at IS NULL AND {summed.column} = '{summed.value}'"
        " GROUP BY 1, 2, 3, 4)"
        f" SELECT {key}, coalesce(kept.amount, 0) AS kept, coalesce(real.amount, 0) AS real FROM kept"
        f" FULL JOIN real USING ({key})"
        " WHERE coalesce(kept.amount, 0) <> coalesce(real.amount, 0) OR coalesce(kept.n, 0) <> coalesce(real.n, 0)"
    )


async def fold(database: "Database", *, above: int = FOLD_ABOVE) -> int:
    """Add up the changes of sums, where many have gathered; answers how many were folded.

    A reader sees either the changes or what they were added to: both are one transaction. After a large import it takes
    several, so that none of them takes long.
    """
    folded = 0
    while True:
        async with database.across_tenants("row sums of all tenants are folded by one worker") as connection:
            count: int = await connection.fetchval(_FOLD, above if not folded else 0, FOLD_AT_ONCE)
        folded += count
        if count < FOLD_AT_ONCE:
            return folded
