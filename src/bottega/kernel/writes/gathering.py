"""Gathered writes: changes of one command that differ only in their row are written in one statement.

A change that is the last of its record (``final``) waits for those of further records that are like it. Whatever the
command asks the database meanwhile is asked behind them (``Context.query``), so nothing ever sees that they wait.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from bottega.kernel.context import Context

# The rows of a run, and the version in which the client has seen each, if it said so.
Rows = Mapping[UUID, datetime | None]
# Writes a run: what is the same for all its rows, and the rows.
Write = Callable[["Context", Any, Rows], Awaitable[None]]


class Gathering:
    """The run of changes that waits; true while there is one."""

    def __init__(self) -> None:
        """Nothing waits yet."""
        self._write: Write | None = None
        self._shared: Any = None
        self._rows: dict[UUID, datetime | None] = {}

    def __bool__(self) -> bool:
        """Whether changes wait."""
        return bool(self._rows)

    async def add(self, ctx: "Context", write: Write, shared: Any, record_id: UUID, version: datetime | None) -> None:
        """Let the change of a row wait; those that wait are written first where they are of another kind."""
        if (self._write, self._shared) != (write, shared) or record_id in self._rows:
            await self.flush(ctx)
            self._write, self._shared = write, shared
        self._rows[record_id] = version

    async def flush(self, ctx: "Context") -> None:
        """Write what waits.

        Raises:
            Problem: What the change of one of the rows is refused by, as if it had been made alone.
        """
        rows, self._rows = self._rows, {}
        if rows and self._write is not None:
            await self._write(ctx, self._shared, rows)
