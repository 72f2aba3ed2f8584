"""Per-process replicas of tenant rows, kept current by LISTEN/NOTIFY.

What is encrypted at rest can be neither put in order nor searched there. So a tenant's records are opened once and
kept: in order (``sorted_keys.py``) or by what stands in them (``trigrams.py``). Announcements name the records that
changed; the next who asks reads those again (docs/decisions/0047-rolls-of-encrypted-names.md).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar, cast
from uuid import UUID

from bottega.kernel.database.caches import ERASURE, Caches
from bottega.kernel.database.tables import Table
from bottega.kernel.encryption import sealing
from bottega.kernel.plaintext_index.packed_ids import PackedIds

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Record
    from bottega.kernel.keys.tenant_keys import TenantKeys

# Records of one tenant; more are not kept.
MOST_RECORDS: Final = 300_000
# Bytes of all that a process keeps; what was asked for longest ago goes first.
MOST_BYTES: Final = 100_000_000
# What the bookkeeping of one thing that is kept takes, and how many things: a change goes through all of them.
_ENTRY_BYTES: Final = 1_000
_MOST_ENTRIES: Final = 1_000
# A transaction has a number of its own once it has written or locked a row.
_HAS_WRITTEN: Final = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL"
_BATCH: Final = 5_000
# As many changed records are taken in at once.
_CHANGES: Final = 500

# The values of the columns lists are counted by, as text, and the organization.
Group = tuple[Any, ...]


class Replica(Protocol):
    """Records of a tenant in memory. A row is an id, the columns that are kept, and what makes the group."""

    @property
    def groups(self) -> Collection[Group]:
        """The groups there are."""
        ...

    @property
    def size(self) -> int:
        """Records."""
        ...

    @property
    def weight(self) -> int:
        """Bytes, about."""
        ...

    async def take(self, rows: "Sequence[Record]", keys: "TenantKeys") -> None:
        """Take in records it does not have yet, while nobody else can see it."""
        ...

    async def replace(self, gone: Collection[UUID], rows: "Sequence[Record]", keys: "TenantKeys") -> None:
        """Let records go and take them in as they are now."""
        ...


K = TypeVar("K", bound=Replica)


def can_follow(table: type[Table]) -> bool:
    """Whether a table announces every change."""
    return {"insert", "update", "delete"} <= set(table.announces.split())


@dataclass(frozen=True, eq=False)
class Form(Generic[K]):
    """What is kept of the records of a table, and as what: ``new`` makes an empty one.

    ``joined`` are columns of tables whose rows have the ids of the records. The table must announce every change, and
    these their updates: they are written and deleted together with the record.
    """

    table: type[Table]
    columns: tuple[str, ...]
    new: Callable[[], K]
    joined: tuple[tuple[type[Table], tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        """Every change must be heard of."""
        assert can_follow(self.table), self.table.__tablename__
        assert all("update" in table.announces for table, _ in self.joined)

    @cached_property
    def tables(self) -> frozenset[str]:
        """The names of the tables it is read from."""
        return frozenset({self.table.__tablename__, *(table.__tablename__ for table, _ in self.joined)})

    @property
    def sql(self) -> str:
        """The rows of a tenant's records, ``$1``; the record is ``e``."""
        columns, joins = [f"e.{name}" for name in ("id", *self.columns)], ""
        for number, (table, names) in enumerate(self.joined):
            columns += [f"j{number}.{name}" for name in names]
            joins += (
                f" LEFT JOIN {table.__tablename__} AS j{number}"
                f" ON j{number}.tenant_id = e.tenant_id AND j{number}.id = e.id"
            )
        columns += [f"e.{name}::text" for name in self.table.counted_by or ()]
        return (
            f"SELECT {', '.join(columns)}, e.organization_id FROM {self.table.__tablename__} AS e{joins}"
            " WHERE e.tenant_id = $1"
        )


@dataclass
class _Entry:
    """What is kept of a tenant, and what has changed since it was read: None when nobody knows."""

    tables: frozenset[str]
    kept: Replica | None = None
    changed: set[UUID] | None = field(default_factory=set[UUID])
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    # Its part of the weight of everything, as it was weighed last.
    weighed: int = 0

    @property
    def weight(self) -> int:
        """Bytes, about."""
        return _ENTRY_BYTES + (0 if self.kept is None else self.kept.weight)


@dataclass
class _Answer:
    """The records that a question was answered with, good until a row of a table changes."""

    tables: frozenset[str]
    ids: PackedIds
    weighed: int = 0

    @property
    def weight(self) -> int:
        """Bytes, about."""
        return _ENTRY_BYTES + len(self.ids.packed)


class Replicas:
    """All that a process keeps: by tenant and form, and by tenant and question; its ``weight`` is in bytes."""

    def __init__(self, caches: Caches) -> None:
        """For ``replicas``."""
        self._caches = caches
        self._entries: OrderedDict[tuple[UUID, Hashable], _Entry | _Answer] = OrderedDict()
        # Grows with every change, so that an answer from before one is not remembered after it.
        self._generation = 0
        self.weight = 0
        self.tables = {ERASURE}

    def drop(self, table: str, tenant_id: UUID | None, records: Collection[UUID] | None) -> None:
        """Remember which records must be read again, and forget the answers they may be in.

        When somebody is erased everything of the tenant goes at once, whoever asks next.
        """
        self._generation += 1
        for place, entry in list(self._entries.items()):
            if tenant_id not in (None, place[0]):
                continue
            if table == ERASURE or (isinstance(entry, _Answer) and table in entry.tables):
                self._forget(place)
            elif isinstance(entry, _Entry) and table in entry.tables:
                if records is None or tenant_id is None:
                    entry.changed = None
                elif entry.changed is not None:
                    entry.changed.update(records)

    def clear(self) -> None:
        """Forget everything, what is being read at the moment too."""
        self._generation += 1
        self._entries.clear()
        self.weight = 0

    def kept_of(self, tenant_id: UUID) -> int:
        """How many entries there are of a tenant."""
        return sum(1 for place in self._entries if place[0] == tenant_id)

    async def of(self, ctx: "Context", form: Form[K]) -> K | None:
        """What is kept of the caller's tenant, as it is now; None when it cannot be."""
        self.tables |= form.tables
        place = (ctx.tenant_id, form)
        followed = cast("_Entry", self._entries.setdefault(place, _Entry(form.tables)))
        async with followed.lock:
            kept = await _brought_up_to_date(ctx, form, followed)
            # While announcements cannot be heard nothing is remembered.
            followed.kept = kept if self._caches.listening else None
        self.weigh(ctx, form)
        return kept

    async def answer(
        self, ctx: "Context", key: Hashable, tables: frozenset[str], load: Callable[[], Awaitable[PackedIds]]
    ) -> PackedIds:
        """The remembered answer to a question of the caller's tenant, else a fresh one.

        Always a fresh one, not remembered, in a transaction that has written: nobody else may ever see what it sees.
        """
        if await _has_written(ctx):
            return await load()
        self.tables |= tables
        place = (ctx.tenant_id, key)
        known = self._entries.get(place)
        if isinstance(known, _Answer):
            self._entries.move_to_end(place)
            return known.ids
        generation = self._generation
        ids = await load()
        if tables and self._caches.listening and generation == self._generation:
            if place in self._entries:
                # Somebody else asked the same meanwhile.
                self._forget(place)
            self._entries[place] = _Answer(tables, ids)
            self.weigh(ctx, key)
        return ids

    def weigh(self, ctx: "Context", what: Hashable) -> None:
        """Weigh what was asked for, and let go of what was asked for longest ago until the rest is within bounds."""
        place = (ctx.tenant_id, what)
        entry = self._entries.get(place)
        if entry is not None:
            self._entries.move_to_end(place)
            weight = entry.weight
            self.weight, entry.weighed = self.weight + weight - entry.weighed, weight
        while (self.weight > MOST_BYTES or len(self._entries) > _MOST_ENTRIES) and len(self._entries) > 1:
            self._forget(next(iter(self._entries)))

    def _forget(self, place: tuple[UUID, Hashable]) -> None:
        self.weight -= self._entries.pop(place).weighed


async def _has_written(ctx: "Context") -> bool:
    return ctx.in_transaction and bool(await ctx.query_value(_HAS_WRITTEN))


async def _brought_up_to_date(ctx: "Context", form: Form[K], followed: _Entry) -> K | None:
    kept = cast("K | None", followed.kept)
    is_current = kept is not None and followed.changed is not None and not followed.changed
    if not is_current and await _has_written(ctx):
        # What it sees nobody else may ever see: it might be rolled back.
        return None
    # Whatever is announced from here on is read again by the next who asks.
    changed, followed.changed = followed.changed, set[UUID]()
    try:
        if kept is None or changed is None or len(changed) > max(_BATCH, kept.size // 4):
            return await _all(ctx, form)
        ids = list(changed)
        for start in range(0, len(ids), _CHANGES):
            some = ids[start : start + _CHANGES]
            rows = await ctx.query(f"{form.sql} AND e.id = ANY($2)", ctx.tenant_id, some)
            await kept.replace(some, rows, await sealing.keys_of(ctx))
    except BaseException:
        followed.changed = None
        raise
    return kept if kept.size <= MOST_RECORDS else None


async def _all(ctx: "Context", form: Form[K]) -> K | None:
    """Everything, a batch at a time, so that the rows are not all in memory at once."""
    counted = f"SELECT count(*) FROM (SELECT FROM {form.table.__tablename__} WHERE tenant_id = $1 LIMIT $2) AS counted"
    if await ctx.query_value(counted, ctx.tenant_id, MOST_RECORDS + 1) > MOST_RECORDS:
        return None
    kept, after = form.new(), UUID(int=0)
    while True:
        rows = await ctx.query(f"{form.sql} AND e.id > $2 ORDER BY e.id LIMIT {_BATCH}", ctx.tenant_id, after)
        await kept.take(rows, await sealing.keys_of(ctx))
        if len(rows) < _BATCH:
            return kept
        after = rows[-1]["id"]


def replicas(ctx: "Context") -> Replicas:
    """All that this process keeps."""

    def make() -> Replicas:
        made = Replicas(ctx.app.caches)
        ctx.app.caches.add(made)
        return made

    return ctx.app.once("kernel.replicas", make)


async def replica_of(ctx: "Context", form: Form[K]) -> K | None:
    """What is kept of the caller's tenant, as it is now; None when there are too many records.

    None also in a transaction that has written or locked rows, where records would have to be read: what is not
    committed is not kept.
    """
    return await replicas(ctx).of(ctx, form)
