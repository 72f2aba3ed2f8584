"""In-process caches of database rows, invalidated by LISTEN/NOTIFY.

A cache says which tables it was filled from. A trigger announces every change of those tables at its commit; each
process then drops the tenant's entries. While the announcements cannot be heard nothing is remembered.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Sequence
from typing import Any, Final, Generic, Protocol, TypeVar
from uuid import UUID

import structlog

from bottega.kernel.database.guards import CHANNEL
from bottega.kernel.database.pools import Connection, Database

log = structlog.get_logger()
# Announced as if it were a table when somebody is erased: what holds opened texts of the tenant forgets them.
ERASURE: Final = "erasure"
V = TypeVar("V")


class Remembering(Protocol):
    """What remembers something that was read from tables."""

    @property
    def tables(self) -> Collection[str]:
        """The names of those tables."""
        ...

    def drop(self, table: str, tenant_id: UUID | None, records: Collection[UUID] | None) -> None:
        """Records of a table have changed: those, or nobody knows which; of a tenant, or nobody knows whose."""
        ...

    def clear(self) -> None:
        """Forget everything."""
        ...

    def kept_of(self, tenant_id: UUID) -> int:
        """How many entries there are of a tenant."""
        ...


class Cache(Generic[V]):
    """Values by tenant and key; a change in a ``by_record`` table drops only the entry whose key is the record's id."""

    def __init__(self, caches: "Caches", tables: frozenset[str], by_record: frozenset[str], size: int) -> None:
        """For ``Caches.of``."""
        self._caches = caches
        self._size = size
        self._entries: OrderedDict[tuple[UUID | None, Hashable], V] = OrderedDict()
        self.tables = tables | by_record
        self.by_record = by_record
        # Grows with every drop, so that a value read before a drop is not remembered after it.
        self._generation = 0

    async def get(self, tenant_id: UUID | None, key: Hashable, load: Callable[[], Awaitable[V]]) -> V:
        """The remembered value, else a fresh one."""
        place = (tenant_id, key)
        found = self._entries.get(place)
        if found is not None:
            return found
        generation = self._generation
        value = await load()
        if value is not None and self._caches.listening and generation == self._generation:
            self._entries[place] = value
            if len(self._entries) > self._size:
                self._entries.popitem(last=False)
        return value

    def peek(self, tenant_id: UUID | None, key: Hashable) -> V | None:
        """The remembered value, if there is one; no waiting."""
        return self._entries.get((tenant_id, key))

    def drop(self, table: str, tenant_id: UUID | None, records: Collection[UUID] | None) -> None:
        """Forget the entries of records, a tenant's entries, or, without a tenant, all."""
        self._generation += 1
        if records is not None and table in self.by_record:
            keys = {str(record) for record in records}
            for place in [place for place in self._entries if str(place[1]) in keys]:
                del self._entries[place]
            return
        for place in [place for place in self._entries if tenant_id is None or place[0] in (tenant_id, None)]:
            del self._entries[place]

    def clear(self) -> None:
        """Forget everything."""
        self._generation += 1
        self._entries.clear()

    def kept_of(self, tenant_id: UUID) -> int:
        """How many entries there are of a tenant."""
        return sum(1 for place in self._entries if place[0] == tenant_id)


class Stale:
    """What a command has changed: tables, and which of their records, where that is known."""

    def __init__(self) -> None:
        """Nothing, so far."""
        self._tables: dict[str, set[UUID] | None] = {}

    def add(self, table: str, records: Iterable[UUID] | None = None) -> None:
        """These records of a table, or nobody knows which."""
        known = self._tables.get(table, set[UUID]())
        self._tables[table] = None if records is None or known is None else known | set(records)

    def drop_from(self, caches: "Caches", tenant_id: UUID) -> None:
        """Have a process forget what it remembers of all that, once."""
        for table, records in self._tables.items():
            caches.changed(table, tenant_id, records)
        self._tables.clear()


class Caches:
    """All caches of a process and the connection that keeps them honest."""

    def __init__(self, database: Database) -> None:
        """Nothing is remembered until ``listen`` runs."""
        self._database = database
        self._all: list[Remembering] = []
        self._heeding: list[tuple[str, Callable[[UUID | None], None]]] = []
        self._task: asyncio.Task[None] | None = None
        self.listening = False

    def of(self, *tables: str, by_record: str | None = None, size: int = 10_000) -> Cache[Any]:
        """A new cache of values read from these tables."""
        cache: Cache[Any] = Cache(self, frozenset(tables), frozenset({by_record} if by_record else ()), size)
        self.add(cache)
        return cache

    def add(self, cache: Remembering) -> None:
        """Keep something else honest that remembers."""
        self._all.append(cache)

    @property
    def all(self) -> Sequence[Remembering]:
        """Everything in this process that remembers."""
        return tuple(self._all)

    async def announce(self, connection: Connection, tables: Collection[str], tenant_id: UUID) -> None:
        """Have every process forget what it read from tables of a tenant, once the transaction is committed."""
        await connection.execute(
            f"SELECT pg_notify('{CHANNEL}', concat_ws(':', name, $2::text)) FROM unnest($1::text[]) AS name",
            sorted(tables),
            str(tenant_id),
        )

    def heed(self, table: str, changed: Callable[[UUID | None], None]) -> None:
        """Tell a function of every change of a table: the tenant, or None when any may have changed."""
        self._heeding.append((table, changed))

    async def start(self) -> None:
        """Begin to listen, and keep listening when the connection is lost."""
        ready = asyncio.Event()
        self._task = asyncio.create_task(self._listen(ready))
        await ready.wait()

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def changed(self, table: str, tenant_id: UUID | None, records: Collection[UUID] | None) -> None:
        """Drop what was read from a table."""
        for cache in self._all:
            if table in cache.tables:
                cache.drop(table, tenant_id, records)
        for heeded, tell in self._heeding:
            if heeded == table:
                tell(tenant_id)

    def clear(self) -> None:
        """Drop everything."""
        for cache in self._all:
            cache.clear()
        for _table, tell in self._heeding:
            tell(None)

    async def _listen(self, ready: asyncio.Event) -> None:
        while True:
            try:
                connection = await self._database.listener()
                lost = asyncio.Event()
                connection.add_termination_listener(lambda _connection, lost=lost: lost.set())
                await connection.add_listener(CHANNEL, self._heard)
            except Exception as error:  # noqa: BLE001 - whatever it is, the process must go on trying
                log.warning("cache.not_listening", error=error)
                ready.set()
                await asyncio.sleep(0.5)
                continue
            self.clear()
            self.listening = True
            ready.set()
            try:
                await lost.wait()
            finally:
                self.listening = False
                self.clear()
                if not connection.is_closed():
                    await connection.close()

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        table, _, rest = str(payload).partition(":")
        tenant, _, record = rest.partition(":")
        self.changed(table, UUID(tenant) if tenant else None, {UUID(record)} if record else None)
