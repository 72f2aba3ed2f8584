"""Purge of files: what was deleted long ago goes for good, with its bytes and its small pictures.

So do files of records that were deleted as long ago, files of records that were never saved, and bytes without a row.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from bottega.kernel import search_rows
from bottega.kernel.application import Application
from bottega.kernel.database.tables import sql_table
from bottega.kernel.i18n import T
from bottega.platform.attachments import partitions
from bottega.platform.attachments.module import module
from bottega.platform.attachments.owners import LIBRARY, kinds_of, uuid_of
from bottega.platform.attachments.pictures import cache_folder, forget_pictures, trim_pictures
from bottega.platform.attachments.tables import Attachment

BATCH: Final = 200
# Whoever sends a file puts it into the storage a moment before its row is committed.
ORPHAN_AGE: Final = timedelta(days=1)
# A record whose files are there is saved soon, or never.
DRAFT_AGE: Final = timedelta(days=7)

_TENANTS: Final = "SELECT DISTINCT tenant_id FROM attachments_attachments"
_DELETE: Final = f"""
DELETE FROM attachments_attachments WHERE tenant_id = $1 AND id IN (
    SELECT id FROM attachments_attachments WHERE tenant_id = $1 AND {{condition}} LIMIT {BATCH})
RETURNING id, storage
"""
_OLD: Final = "deleted_at < $2"
_OWNERLESS: Final = "ownerless_since < $2"
_DRAFTS: Final = f"owner_id IS NULL AND entity_id <> '{LIBRARY}' AND created_at < $2"
_ENTITIES: Final = (
    "SELECT DISTINCT entity_id FROM attachments_attachments WHERE tenant_id = $1 AND owner_id IS NOT NULL"
)
_THERE: Final = "SELECT id FROM attachments_attachments WHERE tenant_id = $1 AND id = ANY($2)"


@module.job("purge", T(en="Remove deleted files for good", pl="Trwałe usuwanie skasowanych plików"), every="40 2 * * *")
async def purge(app: Application, _payload: Mapping[str, Any]) -> int:
    """Remove what nobody can bring back any more, of all tenants; answers how many files went."""
    async with app.database.across_tenants("deleted files of all tenants are removed by one worker") as connection:
        tenants = [row["tenant_id"] for row in await connection.fetch(_TENANTS)]
    gone = 0
    for tenant_id in tenants:
        gone += await _purge_rows(app, tenant_id)
        gone += await _purge_orphans(app, tenant_id)
    await asyncio.to_thread(trim_pictures, cache_folder(app), app.settings.thumbnail_cache_bytes)
    return gone


async def _purge_rows(app: Application, tenant_id: UUID) -> int:
    now = datetime.now(UTC)
    kept_until = now - timedelta(days=app.settings.attachment_retention_days)
    async with app.acting(tenant_id) as ctx:
        await ctx.begin()
        for row in await ctx.query(_ENTITIES, tenant_id):
            if (noting := _noting(app, row["entity_id"])) is not None:
                await ctx.query(noting, tenant_id, row["entity_id"])
    gone = 0
    for condition, before in ((_OLD, kept_until), (_OWNERLESS, kept_until), (_DRAFTS, now - DRAFT_AGE)):
        gone += await _purge_by(app, tenant_id, _DELETE.format(condition=condition), before)
    return gone


def _noting(app: Application, entity: str) -> str | None:
    """SQL that notes which files have no record any more, and which have theirs again; None for what nobody knows."""
    kinds = kinds_of(app).get(entity)
    # Of a module that is gone: it may come back.
    if not kinds:
        return None
    table = sql_table(kinds[0].source.table)
    alive = " AND o.deleted_at IS NULL" if "deleted_at" in table.c else ""
    there = f"EXISTS (SELECT FROM {table.name} AS o WHERE o.tenant_id = a.tenant_id AND o.id = a.owner_id{alive})"
    return (
        f"UPDATE attachments_attachments AS a SET ownerless_since = CASE WHEN {there} THEN NULL ELSE now() END"
        " WHERE a.tenant_id = $1 AND a.entity_id = $2 AND a.owner_id IS NOT NULL"
        f" AND (a.ownerless_since IS NULL) = NOT {there}"
    )


async def _purge_by(app: Application, tenant_id: UUID, sql: str, before: datetime) -> int:
    gone = 0
    while True:
        async with app.acting(tenant_id) as ctx:
            await ctx.begin()
            rows = await ctx.query(sql, tenant_id, before)
            # Bytes whose row is gone are found again; a row whose bytes are gone would be a file that cannot be read.
            await search_rows.forget(ctx, Attachment, [row["id"] for row in rows])
        for row in rows:
            await partitions.storage_called(app, row["storage"]).delete(tenant_id, partitions.key_of(row["id"]))
            await asyncio.to_thread(forget_pictures, app, tenant_id, row["id"])
        gone += len(rows)
        if len(rows) < BATCH:
            return gone


async def _purge_orphans(app: Application, tenant_id: UUID) -> int:
    """Remove bytes that no row knows: of uploads that failed at the last moment, and of rows that were purged."""
    gone = 0
    for code in ("", *app.settings.partition_storage):
        storage = partitions.storage_called(app, code)
        listed = await storage.keys(tenant_id, "attachments")
        old = [key for key, written in listed if written < datetime.now(UTC) - ORPHAN_AGE]
        for start in range(0, len(old), BATCH):
            keys = old[start : start + BATCH]
            ids = {key: uuid_of(key.rpartition("/")[2]) for key in keys}
            async with app.acting(tenant_id) as ctx:
                known = [one for one in ids.values() if one]
                there = {row["id"] for row in await ctx.query(_THERE, tenant_id, known)}
            for key in keys:
                if ids[key] is not None and ids[key] not in there:
                    await storage.delete(tenant_id, key)
                    gone += 1
    return gone
