"""Per-process replicas of tenant rows, kept current by LISTEN/NOTIFY.

What is encrypted at rest can be neither put in order nor searched there. So a tenant's records are opened once and
kept: in order (``sorted_keys.py``) or by what stands in them (``trigrams.py``). Announcements name the records that
changed; the next who asks reads those again (docs/decisions/0047-rolls-of-encrypted-names.md).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar, cast
from uuid import UUID

from bottega.kernel.database.tables import Table
from bottega.kernel.encryption import sealing
from bottega.kernel.plaintext_index.packed_ids import PackedIds

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.caches import Caches
    from bottega.kernel.database.pools import Record
    from bottega.kernel.keys.tenant_keys import TenantKeys

# Records of one tenant; more are not kept.
MOST_RECORDS: Final = 300_000
# Bytes of all that a process keeps; what was asked for longest ago goes first.
MOST_BYTES: Final = 100_000_000
# What the bookkeeping of one thing that is kept takes.
_ENTRY_BYTES: Final = 1_000
_BATCH: Final = 5_000
# As many changed records are taken in at once.
_CHANGES: Final = 500

# The values of the columns lists are counted by, as text, and the organization.
Group = tuple[Any, ...]


class Kept(Protocol):
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


K = TypeVar("K", bound=Kept)


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

    @property
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
class _Followed:
    """What is kept of a tenant, and what has changed since it was read: None when nobody knows."""

    kept: Kept | None = None
    changed: set[UUID] | None = field(default_factory=set[UUID])
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def weight(self) -> int:
        """Bytes, about."""
        return _ENTRY_BYTES + (0 if self.kept is None else self.kept.weight)


@dataclass(frozen=True)
class Members:
    """The records of a list that SQL chooses: ``load`` reads them, ``key`` says what was asked.

    They are remembered until a row of one of the ``tables`` changes; without tables they are not.
    """

    key: Hashable
    tables: frozenset[str]
    load: Callable[[], Awaitable[Collection[UUID]]]


@dataclass(frozen=True)
class _Listed:
    """The records of a list in their order, good until a row of a table changes."""

    ids: PackedIds
    tables: frozenset[str]

    @property
    def weight(self) -> int:
        """Bytes, about."""
        return _ENTRY_BYTES + len(self.ids.packed)


class Following:
    """All that a process keeps: by tenant and form, and by tenant and what a list was asked for."""

    def __init__(self, caches: "Caches") -> None:
        """For ``following``."""
        self._caches = caches
        self._entries: OrderedDict[tuple[UUID, Hashable], _Followed | _Listed] = OrderedDict()
        # Grows with every change, so that a list that was read before one is not remembered after it.
        self._generation = 0
        self.tables: set[str] = set()

    @property
    def weight(self) -> int:
        """Bytes of all of it, about."""
        return sum(one.weight for one in self._entries.values())

    def drop(self, table: str, tenant_id: UUID | None, records: Collection[UUID] | None) -> None:
        """Remember which records must be read again, and forget the lists they may be in."""
        self._generation += 1
        for (tenant, what), entry in list(self._entries.items()):
            if tenant_id not in (None, tenant):
                continue
            if isinstance(entry, _Listed):
                if table in entry.tables:
                    del self._entries[tenant, what]
            elif isinstance(what, Form) and table in what.tables:
                if records is None or tenant_id is None:
                    entry.changed = None
                elif entry.changed is not None:
                    entry.changed.update(records)

    def clear(self) -> None:
        """Forget everything, what is being read at the moment too."""
        self._generation += 1
        self._entries.clear()

    async def of(self, ctx: "Context", form: Form[K]) -> K | None:
        """What is kept of the caller's tenant, as it is now; None when there are too many records."""
        self.tables |= form.tables
        place = (ctx.tenant_id, form)
        followed = cast("_Followed", self._entries.setdefault(place, _Followed()))
        self._entries.move_to_end(place)
        async with followed.lock:
            kept = await _brought_up_to_date(ctx, form, followed)
            # While announcements cannot be heard nothing is remembered.
            followed.kept = kept if self._caches.listening else None
        self.make_room()
        return kept

    async def listed(self, ctx: "Context", members: Members, load: Callable[[], Awaitable[PackedIds]]) -> PackedIds:
        """The remembered order of the members of a list of the caller's tenant, else a fresh one."""
        self.tables |= members.tables
        place = (ctx.tenant_id, members.key)
        entry = self._entries.get(place)
        if isinstance(entry, _Listed):
            self._entries.move_to_end(place)
            return entry.ids
        generation = self._generation
        ids = await load()
        if members.tables and self._caches.listening and generation == self._generation:
            self._entries[place] = _Listed(ids, members.tables)
            self.make_room()
        return ids

    def make_room(self) -> None:
        """Forget what was asked for longest ago, down to the bound; what was asked for last stays."""
        weight = self.weight
        while weight > MOST_BYTES and len(self._entries) > 1:
            _place, oldest = self._entries.popitem(last=False)
            weight -= oldest.weight


async def _brought_up_to_date(ctx: "Context", form: Form[K], followed: _Followed) -> K | None:
    kept = cast("K | None", followed.kept)
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


def following(ctx: "Context") -> Following:
    """All that this process keeps."""

    def make() -> Following:
        made = Following(ctx.app.caches)
        ctx.app.caches.add(made)
        return made

    return ctx.app.once("kernel.following", make)


async def kept(ctx: "Context", form: Form[K]) -> K | None:
    """What is kept of the caller's tenant, as it is now; None when there are too many records."""
    return await following(ctx).of(ctx, form)
