"""Which customers a list shows, in order, where SQL cannot tell: it sees neither what a name says nor where it sorts.

What was found is remembered until any customer of the tenant changes, so that the next page costs nothing; the order
of names is a roll, which follows the changes (docs/decisions/0040-searching-encrypted-people.md, 0047).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from uuid import UUID

from bottega.business.customers.finding import LOOKED_AT, fitting
from bottega.business.customers.list_query import Conditions
from bottega.business.customers.tables import Entity
from bottega.kernel.caches import Cache
from bottega.kernel.context import Context
from bottega.kernel.rolls import Group, Roll, ids_of, roll_of

# Beyond this many candidates the grams alone decide: opening all of them would take longer than anybody waits.
MOST_LOOKED_AT: Final = 20_000
_REMEMBERED: Final = 64


@dataclass(frozen=True)
class Order:
    """An encrypted column to sort by, or else SQL."""

    sql: str
    sealed: str | None = None
    descending: bool = False


@dataclass(frozen=True)
class Chosen:
    """The ids of a page, or of everybody, and how many there are in all."""

    ids: Sequence[UUID]
    total: int


async def chosen_ids(
    ctx: Context,
    conditions: Conditions,
    source: str,
    order: Order,
    *,
    first: int = 0,
    size: int | None = None,
) -> Chosen | None:
    """Who is at these places; None when SQL can tell as well, or when there are too many to look at or to sort."""
    if order.sealed is not None:
        roll = await roll_of(ctx, Entity, order.sealed)
        if roll is not None and conditions.plain:
            return _from_roll(ctx, conditions, roll, order, first=first, size=size)
        if roll is not None:
            ids = await _sorted_by(ctx, conditions, source, order.sealed)
            return None if ids is None else _cut(ids[::-1] if order.descending else ids, first, size)
    if not conditions.looks:
        return None
    ids = await _remembered(ctx, conditions, source, order.sql)
    return None if ids is None else _cut(ids, first, size)


def _from_roll(
    ctx: Context, conditions: Conditions, roll: Roll, order: Order, *, first: int, size: int | None
) -> Chosen:
    """A piece of the roll: only its lines become ids."""
    lines = roll.lines(_groups(ctx, conditions, roll))
    total = len(lines)
    last = total if size is None else min(first + size, total)
    if order.descending:
        return Chosen(ids_of(lines[max(total - last, 0) : max(total - first, 0)])[::-1], total)
    return Chosen(ids_of(lines[first:last]), total)


def _groups(ctx: Context, conditions: Conditions, roll: Roll) -> list[Group]:
    """The groups of the roll that the caller sees: of the kind, in the organizations in view."""
    visible = ctx.scope.visible
    if visible is not None:
        return [(conditions.kind, organization) for organization in visible]
    return [group for group in roll.groups if group[0] == conditions.kind]


def _cut(ids: Sequence[UUID], first: int, size: int | None) -> Chosen:
    return Chosen(ids[first:] if size is None else ids[first : first + size], len(ids))


async def _sorted_by(
    ctx: Context, conditions: Conditions, source: str, column: str
) -> tuple[UUID, ...] | None:
    """Those who meet the conditions, by an encrypted column."""

    async def load() -> tuple[UUID, ...] | None:
        found = await _found(ctx, conditions, source, None)
        roll = await roll_of(ctx, Entity, column)
        return None if found is None or roll is None else tuple(roll.in_order(found))

    return await _cache(ctx).get(ctx.tenant_id, _key(conditions, source, column), load)


async def _remembered(
    ctx: Context, conditions: Conditions, source: str, order: str
) -> tuple[UUID, ...] | None:
    async def load() -> tuple[UUID, ...] | None:
        return await _found(ctx, conditions, source, order)

    return await _cache(ctx).get(ctx.tenant_id, _key(conditions, source, order), load)


async def _found(
    ctx: Context, conditions: Conditions, source: str, order: str | None
) -> tuple[UUID, ...] | None:
    """Those who meet the conditions and stand the look; None when there are too many to look at."""
    what, ordered = f"FROM {source} WHERE {conditions.sql}", f"ORDER BY {order}" if order else ""
    if not conditions.looks:
        rows = await ctx.query(f"{conditions.before}SELECT e.id {what}", *conditions.values)
        return tuple(row["id"] for row in rows)
    # One row without an id says that there are too many.
    rows = await ctx.query(
        f"{conditions.before}SELECT x.*, n FROM (SELECT cardinality(ids) AS n FROM found) AS many LEFT JOIN LATERAL"
        f" (SELECT e.id, {LOOKED_AT} {what} AND many.n <= {MOST_LOOKED_AT} {ordered}) AS x ON true",
        *conditions.values,
    )
    if rows[0]["n"] > MOST_LOOKED_AT:
        return None
    return await fitting(ctx, [row for row in rows if row["id"] is not None], conditions.looks)


def _key(conditions: Conditions, source: str, order: str) -> tuple[str, str, bytes]:
    return order, source, blake2b(repr((conditions.sql, conditions.values)).encode()).digest()


def _cache(ctx: Context) -> Cache[tuple[UUID, ...] | None]:
    return ctx.app.once(
        "customers.chosen",
        lambda: ctx.app.caches.of(
            "customers_entities", "customers_people", "customers_companies", "customers_tag_assignments",
            size=_REMEMBERED,
        ),
    )  # fmt: skip
