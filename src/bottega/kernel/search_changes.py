"""Queue of changed search rows: taken in the order of the writes, put off, done with.

A trigger notes every row that is written or removed (``guards``).
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bottega.kernel.database.pools import Connection, Database, Record

_TAKE: Final = """
SELECT id, tenant_id, entity, record_id, attempts FROM search_changes
WHERE tenant_id = (SELECT tenant_id FROM search_changes WHERE not_before <= now() ORDER BY id LIMIT 1)
  AND not_before <= now() ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
"""
_DONE: Final = "DELETE FROM search_changes WHERE id = ANY($1)"
# After 5 seconds, 20, 80, and so on.
_LATER: Final = """
UPDATE search_changes SET attempts = attempts + 1, not_before = now() + make_interval(secs => 5 * 4 ^ attempts)
WHERE id = ANY($1)
"""


@dataclass(frozen=True)
class Taken:
    """Changed rows of one tenant, held for as long as the transaction of the ``connection`` lasts."""

    connection: Connection
    tenant_id: UUID
    rows: Sequence[Record]

    @property
    def records(self) -> list[tuple[str, UUID]]:
        """Entity and id of each record whose row has changed, once."""
        return list(dict.fromkeys((row["entity"], row["record_id"]) for row in self.rows))

    async def done(self) -> None:
        """What follows from them is done."""
        await self.connection.execute(_DONE, [row["id"] for row in self.rows])

    async def put_off(self, attempts: int) -> Sequence[Record]:
        """Have them taken again later; those that failed so many times are given up, and answered."""
        hopeless = [row for row in self.rows if row["attempts"] + 1 >= attempts]
        await self.connection.execute(_LATER, [row["id"] for row in self.rows if row["attempts"] + 1 < attempts])
        await self.connection.execute(_DONE, [row["id"] for row in hopeless])
        return hopeless


@asynccontextmanager
async def taken(database: Database, most: int) -> AsyncGenerator[Taken | None]:
    """The next changed rows of one tenant, at most so many; None when there are none."""
    async with database.across_tenants("search rows of all tenants are followed by one worker") as connection:
        rows = await connection.fetch(_TAKE, most)
        yield Taken(connection, rows[0]["tenant_id"], rows) if rows else None
