"""Child resources: their rows belong to a parent, are written while it is locked, and stay with it.

The lock keeps what a row is checked against from changing before the command ends; what a parent must not get is
refused by handlers and by undo alike, and the history of the parent shows what happens to its rows.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.kernel import visibility
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.tables import TenantTable
from bottega.kernel.errors import NotFound
from bottega.kernel.i18n import T
from bottega.kernel.writes import undo_rules
from bottega.kernel.writes.preconditions import Where, find_live

MISSING: Final = T(en="Not found", pl="Nie znaleziono")
Values = dict[str, Any]
Refuse = Callable[[Values], None]
# What the values of a row must satisfy beyond its schema: the parent, the values sent, the id of the row (none for a
# new one); answers the values to write.
Check = Callable[[Context, Values, Values, UUID | None], Awaitable[Values]]


@dataclass(frozen=True)
class Parent:
    """The record that each row of a resource belongs to, and what it allows.

    ``column`` of a row is the id of its parent in ``table``. The rules raise what they refuse by.
    """

    table: type[TenantTable]
    column: str
    # A parent that takes no changes of its rows.
    refuse: Refuse | None = None
    # The same where undo brings the parent back, or takes it away, in one with its rows; ``refuse`` if left out.
    refuse_along: Refuse | None = None
    # Nobody else may write rows of the parent meanwhile: for rules over all of them.
    alone: bool = False
    check: Check | None = None
    # A row that stays: the parent, the id of the row.
    may_delete: Callable[[Context, Values, UUID], Awaitable[None]] | None = None
    # What ``check`` and ``may_delete`` ask of the caller, said about a row, for undo.
    allows: Callable[[Context, Mapping[str, Any]], None] | None = None
    # What a new row answers whose parent is not there, or not the caller's.
    missing: T = MISSING

    async def prepare(self, ctx: Context, table: type[TenantTable], values: Values, record_id: UUID | None) -> Values:
        """Lock the parent, keep the row where it belongs, and check its values."""
        if record_id is None:
            parent = await self._hold_new(ctx, values[self.column])
            values = {"id": new_id(), **values, "organization_id": parent["organization_id"]}
        else:
            parent = await self.hold_of(ctx, table, record_id)
            if values.pop(self.column, parent["id"]) != parent["id"]:
                raise NotFound
        if self.refuse is not None:
            self.refuse(parent)
        if self.check is not None:
            values = await self.check(ctx, parent, values, record_id)
        self.describe(ctx, table, record_id or values["id"], parent)
        return values

    async def _hold_new(self, ctx: Context, parent_id: UUID) -> Values:
        try:
            return await hold(ctx, self.table, parent_id, alone=self.alone)
        except NotFound:
            raise NotFound(self.missing) from None

    async def must_see(self, ctx: Context, table: type[TenantTable], record_id: UUID) -> None:
        """404 for a row of a parent that the caller does not see, where an update of nothing would find it."""
        if visibility.viewer(ctx) is not None:
            await self.hold_of(ctx, table, record_id)

    async def before_delete(self, ctx: Context, table: type[TenantTable], record_id: UUID) -> Values:
        """Lock the parent of a row that is about to go; answers the parent."""
        parent = await self.hold_of(ctx, table, record_id)
        if self.refuse is not None:
            self.refuse(parent)
        if self.may_delete is not None:
            await self.may_delete(ctx, parent, record_id)
        self.describe(ctx, table, record_id, parent)
        return parent

    async def hold_of(self, ctx: Context, table: type[TenantTable], record_id: UUID) -> Values:
        """The parent of a row of ``table``, locked like ``hold`` does; 404 without the row."""
        return await _hold(ctx, self.table, record_id, alone=self.alone, part=(table, self.column))

    def describe(self, ctx: Context, table: type[TenantTable], record_id: UUID, parent: Values) -> None:
        """Let the history of the parent show what happens to a row of it."""
        whole = (_kind(self.table), parent["id"])
        ctx.describe(_kind(table), record_id, organization_id=parent["organization_id"], parent=whole)

    def permit(self) -> undo_rules.Permit:
        """The rule of undo: the parents of rows that come, change or go are in view, and as open as for handlers."""
        name = self.table.__tablename__
        living = f"SELECT id FROM {name} WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL"

        async def permit(ctx: Context, putting: undo_rules.Putting) -> None:
            ids = putting.of(self.column)
            alive = {row["id"] for row in await ctx.query(living, ctx.tenant_id, list(ids))}
            if any(row[self.column] not in alive for row in putting.rows):
                raise NotFound
            # A parent that comes or goes itself takes its rows along, whatever they are.
            along = putting.along.get(name, ())
            for parent_id in sorted(alive):
                parent = await hold(ctx, self.table, parent_id, alone=self.alone)
                refuse = self.refuse_along or self.refuse if parent_id in along else self.refuse
                if refuse is not None:
                    refuse(parent)
            for row in putting.rows:
                if self.allows is not None and row[self.column] not in along:
                    self.allows(ctx, row)

        return permit


async def hold(ctx: Context, table: type[TenantTable], record_id: UUID, *, alone: bool = False) -> Values:
    """A row in the caller's view, as it is stored, kept from being changed or deleted until the command is done; 404.

    ``alone`` keeps others from holding it, too.
    """
    return await _hold(ctx, table, record_id, alone=alone)


async def _hold(
    ctx: Context,
    table: type[TenantTable],
    record_id: UUID,
    *,
    alone: bool,
    part: tuple[type[TenantTable], str] | None = None,
) -> Values:
    ctx.refuse_closed()
    await ctx.begin()
    lock = " FOR UPDATE" if alone else " FOR SHARE"
    row = await find_live(ctx, table, record_id, Where.visible(ctx), lock=lock, part=part)
    if row is None:
        raise NotFound
    return dict(row)


def _kind(table: type[TenantTable]) -> str:
    return table.entity.replace(":", ".")
