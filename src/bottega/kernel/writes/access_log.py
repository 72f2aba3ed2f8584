"""The access log: reads of records, buffered in memory and inserted in batches.

A request that shows fifty records is one row with fifty ids; looking at the log spreads it. Noting never delays or
fails a request. What was not written yet when a process is killed is lost, which a log of reads can bear.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog

from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes.audit_tables import AccessType

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Database

log = structlog.get_logger()

FLUSH_SECONDS = 1.0
MOST_PENDING = 20_000


class AccessLogWriter:
    """Reads that wait to be written."""

    def __init__(self, database: "Database") -> None:
        """Nothing was read yet."""
        self._database = database
        self._pending: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to write in the background."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Write what is left."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.flush()

    def note(
        self,
        ctx: "Context",
        kind: str,
        ids: Sequence[UUID],
        fields: Sequence[str],
        *,
        access_type: AccessType | None = None,
        query_keys: Sequence[str] = (),
    ) -> None:
        """Remember that the caller saw these records; the same view within one flush is one read."""
        if not ids or len(self._pending) >= MOST_PENDING or ctx.actor.kind == "system":
            return
        seen = access_type or ("read:list" if len(ids) > 1 else "read")
        identity = (ctx.actor.id, kind, seen, ctx.path, tuple(ids))
        if identity in self._pending:
            return
        context = {"resultCount": len(ids), "accessType": seen, "queryKeys": list(query_keys), "path": ctx.path}
        self._pending[identity] = {
            "tenant_id": ctx.tenant_id,
            "id": new_id(),
            "organization_id": ctx.scope.organization_id,
            "actor_id": ctx.actor.id,
            "resource_kind": kind,
            "resource_ids": list(ids),
            "access_type": seen,
            "fields": list(fields),
            "context": context,
            "created_at": datetime.now(UTC),
        }

    async def flush(self) -> None:
        """Write everything noted so far."""
        if not self._pending:
            return
        rows = list(self._pending.values())
        self._pending.clear()
        try:
            async with self._database.across_tenants("the access log is written for all tenants at once") as connection:
                await connection.execute(
                    "INSERT INTO access_logs SELECT * FROM jsonb_populate_recordset(NULL::access_logs, $1)", rows
                )
        except Exception as error:  # noqa: BLE001 - a log of reads must never break the process
            log.warning("access_log.lost", rows=len(rows), error=error)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self.flush()
