"""Inspection of new files in the sandbox: what pictures measure, and whether archives unpack to too much."""

import asyncio
from typing import Final

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.http.spooled_forms import SpooledUpload
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.picture_programs import draw_small, measure
from bottega.kernel.sandbox.pool import Exceeded, Program
from bottega.kernel.sandbox.text_programs import check_archive, read_text
from bottega.platform.attachments.content_types import DRAWN, ZIP

# More of a picture is never needed to know its size; a directory of an archive is shorter.
HEAD_OF_PICTURE: Final = 1 << 20
TAIL_OF_ARCHIVE: Final = 16 << 20
# Larger pictures have no small ones, and larger files no text.
MOST_READ: Final = 64 << 20

# Each call is one stranger's file, so each has a process of its own.
MEASURE: Final = Program(measure, seconds=5, megabytes=512)
CHECK_ARCHIVE: Final = Program(check_archive, seconds=5, megabytes=512)
DRAW: Final = Program(draw_small, seconds=15, megabytes=1_536, waiting=32)
READ: Final = Program(read_text, seconds=60, megabytes=1_536)

UNREADABLE: Final = T(
    en="The file takes too much time or memory to read", pl="Odczyt pliku wymaga zbyt wiele czasu lub pamięci"
)


async def inspect(ctx: Context, file: SpooledUpload, kind: str) -> tuple[int, int] | None:
    """Look into a new file of a content type: the width and height of a picture, None for anything else.

    Raises:
        Invalid: It is broken, or would grow beyond bounds.
    """
    try:
        if kind in DRAWN:
            head = await asyncio.to_thread(file.read, 0, HEAD_OF_PICTURE)
            [size] = await ctx.app.sandbox.run(MEASURE, ctx.tenant_id, head)
            return size[0], size[1]
        if kind == ZIP or kind.startswith("application/vnd.o"):
            tail = await asyncio.to_thread(file.read, max(0, file.size - TAIL_OF_ARCHIVE), TAIL_OF_ARCHIVE)
            await ctx.app.sandbox.run(CHECK_ARCHIVE, ctx.tenant_id, tail)
    except Invalid as refusal:
        raise refusal.blaming("file") from None
    except Exceeded:
        raise Invalid.of_field("file", UNREADABLE, code="too_much") from None
    return None
