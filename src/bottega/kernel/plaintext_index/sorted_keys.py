"""In-memory sort index of an encrypted column; the order must not be stored.

It holds one line a record, its sort key and its id as bytes, some 120 bytes together, in one sorted list for each
combination of the columns that lists are counted by (docs/decisions/0047-rolls-of-encrypted-names.md).
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from sys import getsizeof
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bottega.kernel.database.identifiers import unpacked
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.plaintext_index.packed_ids import ID_BYTES, Chosen, Cut, PackedIds
from bottega.kernel.plaintext_index.replica import Form, Group, can_follow, replica_of, replicas
from bottega.kernel.text.folding import sort_key

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Record
    from bottega.kernel.keys.tenant_keys import TenantKeys

_POINTER_BYTES: Final = 8
_MOST_MERGED: Final = 4
# Opening more than this would keep other requests waiting.
_IN_A_THREAD: Final = 500
_NAMED, _NAMELESS = b"\x00", b"\x01"


@dataclass
class SortKeys:
    """The lines of a tenant's records: each sorts by key and then by id, those without a value last."""

    place: str
    groups: dict[Group, list[bytes]] = field(default_factory=dict[Group, list[bytes]])
    size: int = 0
    # Groups that are asked for together, merged.
    _merged: dict[frozenset[Group], list[bytes]] = field(default_factory=dict[frozenset[Group], list[bytes]])
    _line_bytes: int = 0

    @property
    def weight(self) -> int:
        """Bytes, about."""
        merged = sum(map(len, self._merged.values()))
        return self._line_bytes + _POINTER_BYTES * (self.size + merged)

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

    def in_order(self, ids: Collection[UUID]) -> PackedIds:
        """These records in order."""
        wanted = {record.bytes for record in ids}
        found = [line for lines in self.groups.values() for line in lines if line[-ID_BYTES:] in wanted]
        return PackedIds(b"".join(line[-ID_BYTES:] for line in sorted(found)))

    def containing(self, part: str, besides: UUID) -> list[str]:
        """The sort keys that contain a part, of all records but one."""
        wanted, own = part.encode("utf-8", "surrogatepass"), besides.bytes
        return [
            line[1 : -ID_BYTES - 1].decode("utf-8", "surrogatepass")
            for lines in self.groups.values()
            for line in lines
            if wanted in line[:-ID_BYTES] and line[-ID_BYTES:] != own
        ]

    async def take(self, rows: "Sequence[Record]", keys: "TenantKeys") -> None:
        """Put lines in."""
        self._put(await self._lines_of(rows, keys))

    async def replace(self, gone: Collection[UUID], rows: "Sequence[Record]", keys: "TenantKeys") -> None:
        """Take records out, and put lines in."""
        added = await self._lines_of(rows, keys)
        out = {record.bytes for record in gone}
        for group, lines in list(self.groups.items()):
            if left := [line for line in lines if line[-ID_BYTES:] in out]:
                self.groups[group] = [line for line in lines if line[-ID_BYTES:] not in out]
                self._line_bytes -= sum(map(getsizeof, left))
        self._put(added)

    def _put(self, added: Mapping[Group, list[bytes]]) -> None:
        self._merged.clear()
        for group, lines in added.items():
            home = self.groups.setdefault(group, [])
            home += lines
            self._line_bytes += sum(map(getsizeof, lines))
            home.sort()
        self.size = sum(len(lines) for lines in self.groups.values())

    async def _lines_of(self, rows: "Sequence[Record]", keys: "TenantKeys") -> Mapping[Group, list[bytes]]:
        make = partial(_lines, rows, keys, self.place)
        return make() if len(rows) <= _IN_A_THREAD else await asyncio.to_thread(make)


def _lines(rows: "Sequence[Record]", keys: "TenantKeys", place: str) -> dict[Group, list[bytes]]:
    found: dict[Group, list[bytes]] = {}
    for record, sealed, *group in rows:
        tail: bytes = record.bytes
        if sealed is None:
            line = _NAMELESS + tail
        else:
            # UTF-8 sorts as code points do; the zero ends the key, for no text has one in it.
            key = sort_key(keys.open(sealed, place)).encode("utf-8", "surrogatepass")
            line = _NAMED + key + b"\x00" + tail
        found.setdefault(tuple(group), []).append(line)
    return found


@dataclass(frozen=True)
class Members:
    """The records of a list that SQL chooses: ``load`` reads them, ``key`` says what was asked.

    Their order is remembered until a row of one of the ``tables`` changes; without tables it is not.
    """

    key: Hashable
    tables: frozenset[str]
    load: Callable[[], Awaitable[Collection[UUID]]]


def has_sort_keys(table: type[Table]) -> bool:
    """Whether sort keys can follow a table: it announces every change, and all of its rows are alive."""
    return can_follow(table) and "deleted_at" not in sql_table(table).columns


async def order(
    ctx: "Context",
    table: type[Table],
    column: str,
    within: Callable[[Group], bool],
    *,
    members: Members | None = None,
    cut: Cut,
) -> Chosen | None:
    """A page of the records by an encrypted column; None when there are too many to keep.

    These are all records of the groups that are ``within``, or the ``members`` of a list, if it has conditions.
    """
    sort_keys = await sort_keys_of(ctx, table, column)
    if sort_keys is None:
        return None
    if members is None:
        lines = sort_keys.lines([group for group in sort_keys.groups if within(group)])
        replicas(ctx).weigh(ctx, _form(table, column))
        ids = [unpacked(line[-ID_BYTES:]) for line in lines[cut.where(len(lines))]]
        return Chosen(ids[::-1] if cut.descending else ids, len(lines))

    async def load() -> PackedIds:
        ids = await members.load()
        # It may have changed meanwhile.
        now = await sort_keys_of(ctx, table, column)
        return PackedIds.by_id(ids) if now is None else now.in_order(ids)

    key = (_form(table, column), members.key)
    return cut.out_of(await replicas(ctx).answer(ctx, key, members.tables, load))


async def sort_keys_of(ctx: "Context", table: type[Table], column: str) -> SortKeys | None:
    """The caller's tenant's sort keys of a column as they are now; None when there are too many records to sort.

    Read what you want of them before the next ``await``.
    """
    return await replica_of(ctx, _form(table, column))


@cache
def _form(table: type[Table], column: str) -> Form[SortKeys]:
    return Form(table, (column,), lambda: SortKeys(sealing.place(table, column)))
