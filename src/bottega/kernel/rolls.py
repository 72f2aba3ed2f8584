"""Records in the order of an encrypted column: opened once, kept in memory in order, and followed change by change.

Nothing at rest may tell who comes before whom, so no index can. A roll holds one line a record, its sort key and its
id as bytes, some 120 bytes together, in one sorted list for each combination of the columns that lists are counted by.
Announcements name the records that changed; the next who asks reads those again and puts them in their new places
(docs/decisions/0047-rolls-of-encrypted-names.md).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from bottega.kernel import sealing
from bottega.kernel.tables import Table, sql_table
from bottega.kernel.text import fold_key, sort_key

if TYPE_CHECKING:
    from bottega.kernel.caches import Caches
    from bottega.kernel.context import Context
    from bottega.kernel.database import Record
    from bottega.kernel.encryption import TenantKeys

# Records of one tenant; a list of more keeps the order of ids.
MOST_SORTED: Final = 300_000
# Records of all tenants in a process, some 60 megabytes; the rolls that were asked for longest ago go first.
MOST_KEPT: Final = 500_000
_BATCH: Final = 5_000
_MOST_MERGED: Final = 4
# Opening more than this would keep other requests waiting.
_IN_A_THREAD: Final = 500
ID_BYTES: Final = 16
_NAMED, _NAMELESS = b"\x00", b"\x01"

# The values of the columns lists are counted by, as text, and the organization.
Group = tuple[Any, ...]


@dataclass
class Roll:
    """The lines of a tenant's records: each sorts by key and then by id, those without a value last."""

    groups: dict[Group, list[bytes]] = field(default_factory=dict[Group, list[bytes]])
    size: int = 0
    # Groups that are asked for together, merged.
    _merged: dict[frozenset[Group], list[bytes]] = field(default_factory=dict[frozenset[Group], list[bytes]])

    def lines(self, wanted: Collection[Group]) -> Sequence[bytes]:
        """The lines of some groups in order; good until the next ``await``."""
        there = frozenset(group for group in wanted if group in self.groups)
        if len(there) == 1:
            return self.groups[next(iter(there))]
        if there not in self._merged:
            if len(self._merged) >= _MOST_MERGED:
                self._merged.clear()
            # Merging what is sorted is what sort() does best.
            self._merged[there] = sorted(line for group in there for line in self.groups[group])
        return self._merged[there]

    def folded(self, ids: Collection[UUID]) -> dict[UUID, str]:
        """The words of these records as ``fold`` makes them, of those that have any: nothing is opened for it."""
        wanted = {record.bytes for record in ids}
        return {
            UUID(bytes=line[-ID_BYTES:]): fold_key(line[1 : -ID_BYTES - 1].decode("utf-8", "surrogatepass"))
            for lines in self.groups.values()
            for line in lines
            if line[-ID_BYTES:] in wanted and line[:1] == _NAMED
        }

    def in_order(self, ids: Collection[UUID]) -> list[UUID]:
        """These records in order."""
        wanted = {record.bytes for record in ids}
        found = [line for lines in self.groups.values() for line in lines if line[-ID_BYTES:] in wanted]
        return ids_of(sorted(found))

    def replace(self, gone: Collection[bytes], added: Mapping[Group, list[bytes]]) -> None:
        """Take out the records with these ids, and put lines in."""
        self._merged.clear()
        for group, lines in list(self.groups.items()):
            stay = [line for line in lines if line[-ID_BYTES:] not in gone] if gone else lines
            self.groups[group] = stay
        for group, lines in added.items():
            home = self.groups.setdefault(group, [])
            home += lines
            home.sort()
        self.size = sum(len(lines) for lines in self.groups.values())


def ids_of(lines: Sequence[bytes]) -> list[UUID]:
    """The records that lines are about."""
    return [UUID(bytes=line[-ID_BYTES:]) for line in lines]


@dataclass
class _Kept:
    """A tenant's roll, and what has changed since it was read: None when nobody knows."""

    roll: Roll | None = None
    changed: set[UUID] | None = field(default_factory=set[UUID])
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Rolls:
    """All rolls of a process: by tenant, table and column."""

    def __init__(self, caches: "Caches") -> None:
        """For ``roll_of``."""
        self._caches = caches
        self._kept: OrderedDict[tuple[UUID, str, str], _Kept] = OrderedDict()
        self.tables: set[str] = set()

    def drop(self, table: str, tenant_id: UUID | None, records: Collection[UUID] | None) -> None:
        """Remember which records must be read again."""
        for (tenant, name, _column), kept in self._kept.items():
            if name != table or tenant_id not in (None, tenant):
                continue
            if records is None or tenant_id is None:
                kept.changed = None
            elif kept.changed is not None:
                kept.changed.update(records)

    def clear(self) -> None:
        """Forget everything, what is being read at the moment too."""
        self._kept.clear()

    async def of(self, ctx: "Context", wanted: "_Wanted") -> Roll | None:
        """A roll of the caller's tenant as it is now; None when there are too many to sort."""
        self.tables.add(wanted.table.__tablename__)
        place = (ctx.tenant_id, wanted.table.__tablename__, wanted.column)
        kept = self._kept.setdefault(place, _Kept())
        self._kept.move_to_end(place)
        async with kept.lock:
            roll = await _brought_up_to_date(ctx, wanted, kept)
            # While announcements cannot be heard nothing is remembered.
            kept.roll = roll if self._caches.listening else None
        self._make_room()
        return roll

    def _make_room(self) -> None:
        size = sum(kept.roll.size for kept in self._kept.values() if kept.roll is not None)
        while size > MOST_KEPT and len(self._kept) > 1:
            _place, oldest = self._kept.popitem(last=False)
            size -= oldest.roll.size if oldest.roll is not None else 0


@dataclass(frozen=True)
class _Wanted:
    """A column of a table, and how its words are read."""

    table: type[Table]
    column: str

    @property
    def sql(self) -> str:
        """Id, word and group of a tenant's records, ``$1``."""
        groups = [f"{name}::text" for name in self.table.counted_by or ()]
        columns = ", ".join(["id", self.column, *groups, "organization_id"])
        return f"SELECT {columns} FROM {self.table.__tablename__} WHERE tenant_id = $1"

    async def lines(self, ctx: "Context", rows: "Sequence[Record]") -> dict[Group, list[bytes]]:
        """The lines of rows, by group."""
        keys = await sealing.keys_of(ctx)
        make = partial(_lines_of, rows, keys, sealing.place(self.table, self.column))
        return make() if len(rows) <= _IN_A_THREAD else await asyncio.to_thread(make)


async def _brought_up_to_date(ctx: "Context", wanted: _Wanted, kept: _Kept) -> Roll | None:
    # Whatever is announced from here on is read again by the next who asks.
    changed, kept.changed = kept.changed, set[UUID]()
    try:
        if kept.roll is None or changed is None or len(changed) > max(_BATCH, kept.roll.size // 4):
            return await _all(ctx, wanted)
        if changed:
            rows = await ctx.query(f"{wanted.sql} AND id = ANY($2)", ctx.tenant_id, list(changed))
            kept.roll.replace({record.bytes for record in changed}, await wanted.lines(ctx, rows))
    except BaseException:
        kept.changed = None
        raise
    return kept.roll


async def _all(ctx: "Context", wanted: _Wanted) -> Roll | None:
    """Everything, a batch at a time, so that names are not all in memory at once."""
    roll, after = Roll(), UUID(int=0)
    while True:
        rows = await ctx.query(f"{wanted.sql} AND id > $2 ORDER BY id LIMIT {_BATCH}", ctx.tenant_id, after)
        for group, lines in (await wanted.lines(ctx, rows)).items():
            roll.groups.setdefault(group, []).extend(lines)
        roll.size += len(rows)
        if roll.size > MOST_SORTED:
            return None
        if len(rows) < _BATCH:
            break
        after = rows[-1]["id"]
    for lines in roll.groups.values():
        lines.sort()
    return roll


def _lines_of(rows: "Sequence[Record]", keys: "TenantKeys", place: str) -> dict[Group, list[bytes]]:
    found: dict[Group, list[bytes]] = {}
    for record, sealed, *group in rows:
        tail: bytes = record.bytes
        if sealed is None:
            line = _NAMELESS + tail
        else:
            # UTF-8 sorts as code points do; the zero ends the key, for no text has one in it.
            line = (
                _NAMED
                + sort_key(keys.open_once(sealed, place)).encode("utf-8", "surrogatepass")
                + b"\x00"
                + tail
            )
        found.setdefault(tuple(group), []).append(line)
    return found


def has_roll(table: type[Table]) -> bool:
    """Whether rolls can follow a table: it announces every change, and all of its rows are alive."""
    heard = {"insert", "update", "delete"} <= set(table.announces.split())
    return heard and "deleted_at" not in sql_table(table).columns


async def roll_of(ctx: "Context", table: type[Table], column: str) -> Roll | None:
    """The caller's tenant's roll of a column as it is now; None when there are too many records to sort.

    The table must announce every change. Read what you want of the roll before the next ``await``.
    """
    assert set(table.announces.split()) >= {"insert", "update", "delete"}, "its changes must be heard of"

    def make() -> Rolls:
        rolls = Rolls(ctx.app.caches)
        ctx.app.caches.add(rolls)
        return rolls

    rolls: Rolls = ctx.app.once("kernel.rolls", make)
    return await rolls.of(ctx, _Wanted(table, column))
