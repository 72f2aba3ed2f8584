"""List items from rows: column names, formatted moments, decrypted texts, custom fields.

An item depends on nothing but its row and the tenant's keys, so what was shown lately is remembered by the row itself:
pages of lists are asked for again and again, and whatever is changed is another row.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import ARRAY, JSON

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.caches import ERASURE
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.moments import milliseconds

if TYPE_CHECKING:
    from bottega.kernel.custom_fields import Known
    from bottega.kernel.database.pools import Record
    from bottega.kernel.keys.tenant_keys import TenantKeys

Item = dict[str, Any]
# What makes items of rows.
Shown = Callable[["Sequence[Record]"], Awaitable[list[Item]]]

# Items a process remembers, some three kilobytes each.
_REMEMBERED: Final = 2_048
_MAKERS: Final = 512
_NO_VALUES: Final = "{}"


@dataclass(frozen=True, eq=False)
class Items:
    """What is shown of the rows of a table.

    A row begins with the columns that are ``shown``, in their order; ``custom``, where it is read, is its text: the
    values of fields that are defined for ``custom_of``.
    """

    table: type[Table]
    shown: tuple[str, ...]
    custom_of: type[Table] | None = None

    async def of(self, ctx: Context, rows: "Sequence[Record]") -> list[Item]:
        """Items of a page of rows, each the caller's own to change."""
        if not rows:
            return []
        make = await self._maker(ctx)
        if not self._hashable:
            return [make(row) for row in rows]
        return [_remembered(make, row).copy() for row in rows]

    async def of_many(self, ctx: Context, rows: "Sequence[Record]") -> list[Item]:
        """The same for whoever goes through all of a table: it remembers nothing, and so pushes nothing out."""
        make = await self._maker(ctx)
        return [make(row) for row in rows]

    async def _maker(self, ctx: Context) -> "Callable[[Record], Item]":
        """What makes items of rows: with the custom fields, and with keys where anything may be encrypted."""
        defined = await custom_fields.known(ctx, self._entity) if self._entity else custom_fields.NOTHING
        sealed = sealing.has_sealed(self.table) or defined.sealed
        if sealed:
            ctx.app.once("resources.items", lambda: ctx.app.caches.heed(ERASURE, forget_opened))
        return _maker(self, defined, await sealing.keys_of(ctx) if sealed else None)  # pyright: ignore[reportArgumentType] - hashed by identity

    def item(self, defined: "Known", keys: "TenantKeys | None", row: "Record") -> Item:
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
            item |= defined.shown(keys, self._entity, msgspec.json.decode(custom))
        return item

    @cached_property
    def _entity(self) -> str:
        return vars(self.custom_of)["entity"] if self.custom_of else ""

    @cached_property
    def _moments(self) -> Collection[str]:
        columns = sql_table(self.table).columns
        return [name for name in self.shown if columns[name].type.python_type is datetime]

    @cached_property
    def _hashable(self) -> bool:
        """Whether rows can be looked up: lists and documents in them cannot."""
        kinds = [sql_table(self.table).columns[name].type for name in self.shown]
        return not any(isinstance(kind, JSON | ARRAY) for kind in kinds)


# The same maker for the same keys and definitions: items are remembered by it.
@lru_cache(maxsize=_MAKERS)
def _maker(items: Items, defined: "Known", keys: "TenantKeys | None") -> "Callable[[Record], Item]":
    return partial(items.item, defined, keys)


def forget_opened(_tenant_id: object = None) -> None:
    """Forget all items: a tenant of them, whose is not known here, has erased somebody."""
    _remembered.cache_clear()


@lru_cache(maxsize=_REMEMBERED)
def _remembered(make: "Callable[[Record], Item]", row: "Record") -> Item:
    return make(row)
