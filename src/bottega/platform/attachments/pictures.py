"""Small pictures: drawn in the sandbox once, kept on this disk, and served from there."""

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.http.byte_ranges import has_newest
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.pool import Exceeded
from bottega.kernel.schemas import Query
from bottega.kernel.startup_errors import private_folder
from bottega.platform.attachments import partitions
from bottega.platform.attachments.access import GONE, SAFE, caching, readable
from bottega.platform.attachments.content_types import DRAWN
from bottega.platform.attachments.delivery import file_reply
from bottega.platform.attachments.file_names import disposition
from bottega.platform.attachments.inspection import DRAW, MOST_READ
from bottega.platform.attachments.module import module

LARGEST_SIDE: Final = 4_000
ONE_HOUR: Final = 3_600
FOLDER: Final = "thumbnails"
# Sizes of one picture that are kept; a screen asks for three or four.
MOST_SIZES: Final = 24

NO_PICTURE: Final = T(en="Unsupported media type", pl="Ten plik nie jest obrazem")
NOT_DRAWN: Final = T(en="Failed to render image", pl="Nie udało się narysować obrazu")


class PictureQuery(Query):
    """Which size."""

    width: int | None = Field(default=None, ge=1, le=LARGEST_SIDE, description="Pixels; as it is if both are left out.")
    height: int | None = Field(default=None, ge=1, le=LARGEST_SIDE, description="Pixels.")
    crop_type: Literal["cover", "contain"] = Field(
        default="cover", description="Cut off what does not fit, or show all of it on transparent ground."
    )

    @property
    def name(self) -> str:
        """What the picture is kept as."""
        return f"w{self.width or 'auto'}-h{self.height or 'auto'}-{self.crop_type}"


@module.get(
    "/image/{id}/{slug}",
    public=True,
    name="images.read",
    media="image/png",
    other_media=("image/jpeg", "image/webp", "image/gif", "image/bmp", "image/avif"),
    answers={
        304: "The client has it already",
        400: "It is no picture, or cannot be drawn",
        401: "Nobody is signed in, and the file is not public",
        404: "Attachment not found",
        429: "Many pictures of the tenant are being drawn; `Retry-After` says when to come back.",
    },
)
async def read_picture(ctx: Context, id: UUID, slug: str, query: PictureQuery) -> Reply:  # noqa: ARG001 - it only looks well in an address
    """Show a picture.

    In the size that is asked for, or as it is. The last part of the address is for people and means nothing.
    """
    row, public = await readable(ctx, id)
    if row["mime_type"] not in DRAWN:
        raise Invalid(NO_PICTURE)
    if not (query.width or query.height):
        return await file_reply(ctx, row, public=public)
    tag = f'"{row["sha256"][:24]}-{query.name}"'
    headers = {
        **SAFE,
        "cache-control": caching(public=public, seconds=ONE_HOUR),
        "content-disposition": disposition(row["file_name"], inline=True),
        "etag": tag,
    }
    if has_newest(ctx.headers, tag):
        return Reply(b"", 304, row["mime_type"], headers)
    media, content = await _picture(ctx, row, query)
    return Reply(content, media=media, headers=headers)


async def _picture(ctx: Context, row: Mapping[str, Any], query: PictureQuery) -> tuple[str, bytes]:
    folder = folder_of(ctx.app, row["tenant_id"], row["id"])
    kept = folder / query.name
    try:
        # A few kilobytes of a local disk, read lately: a thread would take longer.
        found = kept.read_bytes()
    except FileNotFoundError:
        found = await _draw(ctx, row, query)
        await asyncio.to_thread(_keep, kept, found)
    media, _, content = found.partition(b"\n")
    return media.decode(), content


async def _draw(ctx: Context, row: Mapping[str, Any], query: PictureQuery) -> bytes:
    """The content type of the drawn picture, on a line of its own, and its bytes."""
    if row["file_size"] > MOST_READ:
        raise Invalid(NOT_DRAWN)
    # Nobody else waits for this connection while it is drawn.
    await ctx.close()
    try:
        async with ctx.app.sandbox.turn(DRAW, row["tenant_id"]) as draw:
            storage = partitions.storage_called(ctx.app, row["storage"])
            pieces = await storage.get(row["tenant_id"], partitions.key_of(row["id"]))
            content = b"".join([piece async for piece in pieces])
            media, drawn = await draw(content, query.width, query.height, query.crop_type)
    except (NotFound, KeyError):
        raise NotFound(GONE) from None
    except Exceeded:
        raise Invalid(NOT_DRAWN) from None
    return f"{media}\n".encode() + drawn


def _keep(kept: Path, content: bytes) -> None:
    """Keep a picture, whole or not at all; sizes that nobody usual asks for are drawn anew every time."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    if len(list(kept.parent.iterdir())) >= MOST_SIZES:
        return
    with NamedTemporaryFile(dir=kept.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(kept)


def folder_of(app: Application, tenant_id: UUID, attachment_id: UUID) -> Path:
    """Where the small pictures of a file are kept."""
    return cache_folder(app) / str(tenant_id) / str(attachment_id)


def cache_folder(app: Application) -> Path:
    """Where all small pictures are kept."""
    return app.once("attachments.thumbnails", lambda: private_folder(app.settings.data_folder / FOLDER))


def forget_pictures(app: Application, tenant_id: UUID, attachment_id: UUID) -> None:
    """Remove the small pictures of a file; blocks."""
    shutil.rmtree(folder_of(app, tenant_id, attachment_id), ignore_errors=True)


def trim_pictures(folder: Path, most: int) -> int:
    """Remove the oldest pictures until there are no more than ``most`` bytes; answers how many went. Blocks."""
    files = [(path.stat(), path) for path in folder.glob("*/*/*") if path.is_file()]
    files.sort(key=lambda one: one[0].st_mtime, reverse=True)
    size = gone = 0
    for stat, path in files:
        size += stat.st_size
        if size > most:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
