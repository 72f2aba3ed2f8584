"""Ids of a customer list in order, where encrypted names decide membership or order.

Who has which words is known from an index of all, the order of names from a roll; both follow the changes
(docs/decisions/0047-rolls-of-encrypted-names.md, 0072). Filtered lists by name are remembered until any customer of the
tenant changes, so that the next page costs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from uuid import UUID

from bottega.business.customers.lists.list_query import Conditions
from bottega.business.customers.lists.search import groups_in_view
from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.database.caches import Cache
from bottega.kernel.encryption import sealing
from bottega.kernel.plaintext_index.sorted_keys import ids_of, roll_of

_REMEMBERED: Final = 64


@dataclass(frozen=True)
class Order:
    """The column to sort by, or ``cf:`` and the key of a custom field."""

    column: str
    descending: bool = False

    @property
    def is_sealed(self) -> bool:
        """Whether SQL cannot tell: then it is that of the ids."""
        return self.column in sealing.sealed_names(Entity)


@dataclass(frozen=True)
class Chosen:
    """The ids of a page, or of everybody, and how many there are in all."""

    ids: Sequence[UUID]
    total: int


async def chosen_ids(
    ctx: Context, conditions: Conditions, source: str, order: Order, *, first: int = 0, size: int | None = None
) -> Chosen | None:
    """Who is at these places; None when SQL can tell as well, or when there are too many to sort."""
    roll = await roll_of(ctx, Entity, order.column) if order.is_sealed else None
    if roll is not None and conditions.plain:
        lines = roll.lines(groups_in_view(ctx, conditions.kind, roll.groups))
        ids = ids_of(lines[_piece(len(lines), order, first, size)])
        return Chosen(ids[::-1] if order.descending else ids, len(lines))
    if roll is not None:
        return _cut(await _by_name(ctx, conditions, source, order.column), order, first, size)
    if conditions.found is not None and (order.is_sealed or order.column == "id"):
        return _cut(conditions.found, order, first, size)
    conditions.insist()
    return None


def _cut(ids: Sequence[UUID], order: Order, first: int, size: int | None) -> Chosen:
    """A piece of those who are in ascending order."""
    piece = _piece(len(ids), order, first, size)
    return Chosen(ids[piece][::-1] if order.descending else ids[piece], len(ids))


def _piece(total: int, order: Order, first: int, size: int | None) -> slice:
    """Where a page stands among those who are in ascending order."""
    last = total if size is None else min(first + size, total)
    return slice(max(total - last, 0), max(total - first, 0)) if order.descending else slice(first, last)


async def _by_name(ctx: Context, conditions: Conditions, source: str, column: str) -> tuple[UUID, ...]:
    """Those who meet the conditions, by an encrypted column."""

    async def load() -> tuple[UUID, ...]:
        found = conditions.found
        if found is None:
            rows = await ctx.query(
                f"{conditions.before}SELECT e.id FROM {source} WHERE {conditions.sql}", *conditions.values
            )
            found = [row["id"] for row in rows]
        roll = await roll_of(ctx, Entity, column)
        return tuple(found if roll is None else roll.in_order(found))

    return await _cache(ctx).get(ctx.tenant_id, _key(conditions, source, column), load)


def _key(conditions: Conditions, source: str, column: str) -> tuple[str, str, bytes]:
    meant = repr((conditions.sql, conditions.values)).encode()
    who = b"" if conditions.found is None else conditions.found.packed
    return column, source, blake2b(meant + who).digest()


def _cache(ctx: Context) -> Cache[tuple[UUID, ...]]:
    return ctx.app.once(
        "customers.chosen",
        lambda: ctx.app.caches.of(
            "customers_entities",
            "customers_people",
            "customers_companies",
            "customers_tag_assignments",
            size=_REMEMBERED,
        ),
    )
