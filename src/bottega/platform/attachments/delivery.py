"""Delivery of files: whole or in part, never run by a browser."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.http.byte_ranges import asked_part, has_newest
from bottega.kernel.http.responses import Reply
from bottega.kernel.schemas import Flag, Query
from bottega.platform.attachments import partitions
from bottega.platform.attachments.access import GONE, SAFE, SAFE_PDF, caching, readable
from bottega.platform.attachments.content_types import BINARY, INLINE, PDF
from bottega.platform.attachments.file_names import disposition
from bottega.platform.attachments.module import module

ONE_DAY = 86_400


class FileQuery(Query):
    """How to answer."""

    download: Flag = Field(default=False, description="As a file to save, also of what browsers show.")


@module.get(
    "/file/{id}",
    public=True,
    name="files.read",
    media=BINARY,
    answers={
        206: "The part that `Range` asks for",
        304: "The client has it already",
        401: "Nobody is signed in, and the file is not public",
        404: "Attachment not found",
        416: "It has no such part",
    },
)
async def read_bytes(ctx: Context, id: UUID, query: FileQuery) -> Reply:
    """Download a file.

    For whoever sees its record; files of public partitions are for everybody. Pictures and PDF are shown by browsers,
    everything else is saved. `Range` asks for one part of it.
    """
    row, public = await readable(ctx, id)
    return await file_reply(ctx, row, public=public, download=query.download)


async def file_reply(ctx: Context, row: Mapping[str, Any], *, public: bool, download: bool = False) -> Reply:
    """The bytes of a file that the caller may read, as far as they are asked for.

    Raises:
        NotFound: Its storage does not have it.
        NotSatisfiable: It has no such part.
    """
    size, tag = row["file_size"], f'"{row["sha256"][:32]}"'
    shown = row["mime_type"] in INLINE
    headers = {
        **(SAFE_PDF if row["mime_type"] == PDF else SAFE),
        "accept-ranges": "bytes",
        "cache-control": caching(public=public, seconds=ONE_DAY),
        "content-disposition": disposition(row["file_name"], inline=shown and not download),
        "etag": tag,
    }
    media = row["mime_type"] if shown else BINARY
    if has_newest(ctx.headers, tag):
        return Reply(b"", 304, media, headers)
    part = asked_part(ctx.headers, size, tag)
    start, end = part or (0, size)
    headers["content-length"] = str(end - start)
    if part:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    stream = await _stream(ctx, row, part)
    return Reply(status=206 if part else 200, media=media, headers=headers, stream=stream, endless=True)


async def _stream(ctx: Context, row: Mapping[str, Any], part: tuple[int, int] | None) -> AsyncIterator[bytes]:
    try:
        storage = partitions.storage_called(ctx.app, row["storage"])
        return await storage.get(row["tenant_id"], partitions.key_of(row["id"]), part)
    except (NotFound, KeyError):
        raise NotFound(GONE) from None
