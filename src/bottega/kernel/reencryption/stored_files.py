"""Encrypted files in the storage: each belongs to a row and is replaced under its lock.

A module says of which rows it keeps such files (``keeps``). When the key is exchanged the rows are gone through like
everything else; while one is locked nobody deletes its file, so none comes back that was deleted meanwhile.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog

from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import NotFound
from bottega.kernel.keys.tenant_keys import DecryptionFailed

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.reencryption.batch import Batch

log = structlog.get_logger()

# Files are megabytes, so few of them are in the transaction of one batch.
BATCH: Final = 5


@dataclass(frozen=True)
class SealedFiles:
    """The files of a table's rows: under which key of the storage, and which rows have one (SQL)."""

    table: type[Table]
    path: Callable[[UUID], str]
    having: str

    @property
    def place(self) -> str:
        """What a file is sealed for."""
        return f"{self.table.__tablename__}.file"

    async def put(self, ctx: "Context", record_id: UUID, content: bytes) -> None:
        """Keep the file of a row."""
        keys = await sealing.keys_of(ctx)
        sealed = keys.seal(b64encode(content).decode(), self.place)
        await ctx.app.storage.put(ctx.tenant_id, self.path(record_id), sealed.encode())

    async def get(self, ctx: "Context", record_id: UUID) -> bytes:
        """The content of the file of a row; 404 if it has none."""
        sealed = await self._read(ctx, record_id)
        return b64decode((await sealing.keys_of(ctx)).open(sealed, self.place))

    async def _read(self, ctx: "Context", record_id: UUID) -> str:
        pieces = await ctx.app.storage.get(ctx.tenant_id, self.path(record_id))
        return b"".join([piece async for piece in pieces]).decode()

    async def renew(self, ctx: "Context", record_id: UUID) -> bool:
        """Seal the file of a row with the newest key; answers whether it was another one.

        Raises:
            DecryptionFailed: None of the keys opens it.
        """
        keys = await sealing.keys_of(ctx)
        try:
            sealed = await self._read(ctx, record_id)
        except NotFound:
            return False
        renewed = keys.renewed(sealed, self.place, record_id, wanted=keys.enabled)
        if renewed != sealed:
            await ctx.app.storage.put(ctx.tenant_id, self.path(record_id), renewed.encode())
        return renewed != sealed


# Where a table's description has the files of its rows.
_FILES: Final = "files"


def keeps(table: type[Table], path: Callable[[UUID], str], *, having: str = "true") -> SealedFiles:
    """Declare that rows of a table have sealed files, as long as they are ``having`` one (SQL on the row)."""
    files = sql_table(table).info[_FILES] = SealedFiles(table, path, having)
    return files


def kept() -> dict[str, SealedFiles]:
    """The sealed files of all tables, by the table's name."""
    return {name: one.info[_FILES] for name, one in Table.metadata.tables.items() if _FILES in one.info}


async def renew_some(ctx: "Context", files: SealedFiles, after: str, batch: "Batch") -> "Batch":
    """Seal the next files with the newest key, within the transaction of the context; answers what became of them."""
    name = files.table.__tablename__
    rows = await ctx.query(
        f"SELECT id, ({files.having}) AS has_one FROM {name} WHERE {files.table.owner} = $1 AND id > $2 ORDER BY id"
        f" LIMIT {BATCH}",
        ctx.tenant_id,
        UUID(after) if after else UUID(int=0),
    )
    batch.last, batch.seen = str(rows[-1]["id"]) if len(rows) == BATCH else None, len(rows)
    wanted = [row["id"] for row in rows if row["has_one"]]
    locked = await ctx.query(
        f"SELECT id FROM {name} WHERE {files.table.owner} = $1 AND id = ANY($2) AND ({files.having})"
        " FOR UPDATE SKIP LOCKED",
        ctx.tenant_id,
        wanted,
    )
    # Somebody is at work with it, or it has just ended: another pass sees.
    batch.missed = len(wanted) - len(locked)
    for row in locked:
        try:
            batch.changed += await files.renew(ctx, row["id"])
        except DecryptionFailed as error:
            batch.broken += 1
            log.warning("sealing.file_does_not_open", table=name, id=str(row["id"]), error=error)
    return batch
