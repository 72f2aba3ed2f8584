"""Bulk insertion of generated rows with their timestamps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.writes import changes

Row = dict[str, Any]
# Ids of the people who work there, by name.
Users = Mapping[str, UUID]

# A statement holds its rows as one parameter; this keeps it to a few megabytes.
AT_ONCE: Final = 2_000


@dataclass(frozen=True)
class Destination:
    """The organization that is filled, and who works there."""

    ctx: Context
    organization_id: UUID
    users: Users

    async def store(self, table: type[Table], rows: Sequence[Row]) -> None:
        """Write the rows of a table; all have the same keys, ``created_at`` among them."""
        whole = [self._touched(table, row) for row in rows]
        for start in range(0, len(whole), AT_ONCE):
            await changes.insert_many(self.ctx, table, whole[start : start + AT_ONCE])

    def _touched(self, table: type[Table], row: Row) -> Row:
        """The row with its organization, if its table knows any, and when it last changed."""
        known = "organization_id" in sql_table(table).columns
        place = {"organization_id": self.organization_id} if known else {}
        return {**place, **row, "updated_at": row.get("updated_at") or row["created_at"]}
