"""The logs as files, in every format that lists have: read in batches, so that a long log needs no more memory."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.http.responses import Reply
from bottega.kernel.resources.pages import file_of
from bottega.kernel.tabular.exports import FORMATS

_BATCH: Final = 500
# The content types of the files, but for JSON, which is that of pages too.
FILES: Final = tuple(
    dict.fromkeys(
        one.content_type.partition(";")[0]
        for one in FORMATS.values()
        if not one.content_type.startswith("application/json")
    )
)


def log_file(
    wanted: str, name: str, columns: Sequence[str], entries: AsyncIterator[Sequence[Mapping[str, Any]]]
) -> Reply:
    """A log as a file; texts that a spreadsheet would run are made harmless as in every export."""
    return file_of(wanted, f"audit_{name}", columns, entries, full=False)


async def batches(ctx: Context, sql: str, args: Sequence[Any]) -> AsyncIterator[list[Record]]:
    """The rows of a statement, some at a time."""
    connection = await ctx.begin()
    cursor = await connection.cursor(sql, *args)
    while rows := await cursor.fetch(_BATCH):
        yield rows
