"""List items from rows: column names, formatted moments, decrypted texts, custom fields.

An item depends on nothing but its row and the tenant's keys, so what was shown lately is remembered by the row itself:
pages of lists are asked for again and again, and whatever is changed is another row.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from bottega.kernel import fields, sealing
from bottega.kernel.context import Context
from bottega.kernel.moments import milliseconds
from bottega.kernel.tables import Table, sql_table

if TYPE_CHECKING:
    from bottega.kernel.database import Record
    from bottega.kernel.encryption import TenantKeys

Item = dict[str, Any]

# Items a process remembers, some three kilobytes each.
_REMEMBERED: Final = 2_048
_NO_VALUES: Final = "{}"


@dataclass(frozen=True, eq=False)
class Items:
    """What is shown of the rows of a table.

    A row begins with the columns that are ``shown``, in their order; ``custom``, where it is read, is its text.
    """

    table: type[Table]
    shown: tuple[str, ...]

    async def of(self, ctx: Context, rows: "Sequence[Record]") -> list[Item]:
        """Items of a page of rows, each the caller's own to change."""
        keys = await self._keys(ctx) if rows else None
        if not self._hashable:
            return self._made(keys, rows)
        return [_remembered(self, keys, row).copy() for row in rows]

    async def of_many(self, ctx: Context, rows: "Sequence[Record]") -> list[Item]:
        """The same for whoever goes through all of a table: it remembers nothing, and so pushes nothing out."""
        return self._made(await self._keys(ctx), rows)

    async def _keys(self, ctx: Context) -> "TenantKeys | None":
        return await sealing.keys_of(ctx) if sealing.has_sealed(self.table) else None

    def _made(self, keys: "TenantKeys | None", rows: "Iterable[Record]") -> list[Item]:
        return [self.item(keys, row) for row in rows]

    def item(self, keys: "TenantKeys | None", row: "Record") -> Item:
        """What is shown of a row."""
        # The columns of an item come first in the row; what follows is for us.
        item: Item = dict(zip(self.shown, row, strict=False))
        for name in self._moments:
            if (moment := item[name]) is not None:
                item[name] = milliseconds(moment)
        if keys is not None:
            sealing.open_row(keys, self.table, item)
        custom = row.get("custom", _NO_VALUES)
        if custom != _NO_VALUES:
            item |= fields.shown(msgspec.json.decode(custom))
        return item

    @cached_property
    def _moments(self) -> Collection[str]:
        columns = sql_table(self.table).columns
        return [name for name in self.shown if columns[name].type.python_type is datetime]

    @cached_property
    def _hashable(self) -> bool:
        """Whether rows can be looked up: lists and documents in them cannot."""
        columns = sql_table(self.table).columns
        return not any(issubclass(columns[name].type.python_type, list | dict) for name in self.shown)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(items: Items, keys: "TenantKeys | None", row: "Record") -> Item:
    return items.item(keys, row)
