"""Owners: the records that files belong to, and who may read and change these files.

A file is its record's: whoever the record's list shows it to may read its files, and whoever may also change such
records may add and remove some. Kinds of records are found in the operations of all modules, so none is named here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.errors import Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.modules import address_of
from bottega.kernel.operation import Operation
from bottega.kernel.resources.list_reading import ids_in_view
from bottega.kernel.resources.list_sources import ListSource

LIBRARY: Final = "attachments:library"
VIEW: Final = "attachments.view"
MANAGE: Final = "attachments.manage"
UNKNOWN: Final = T(en="Files cannot belong to records of this kind", pl="Rekordy tego rodzaju nie mają plików")


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of records: the list that shows them, and the features for seeing and changing them."""

    source: ListSource
    view: tuple[str, ...]
    manage: tuple[str, ...]
    href: str

    def features(self, *, manage: bool) -> tuple[str, ...]:
        """What reading, or also changing, asks for."""
        return (*self.view, *self.manage) if manage else self.view

    def open_to(self, ctx: Context, *, manage: bool) -> bool:
        """Whether the caller may see, or also change, such records."""
        return ctx.actor.acl.allows_all(self.features(manage=manage), ctx.scope.organization_id)


@dataclass(frozen=True)
class Owner:
    """What a file belongs to: a record, the library, or a record that is not saved yet, which has no ``id``."""

    entity: str
    record: str
    id: UUID | None
    organization_id: UUID | None

    @property
    def is_draft(self) -> bool:
        """Whether its record has not been saved yet."""
        return self.id is None and self.entity != LIBRARY


def kinds_of(app: Application) -> Mapping[str, Sequence[Kind]]:
    """The kinds of records that files can belong to, by entity; customers of two kinds are of one entity."""
    return app.once("attachments.kinds", lambda: _kinds(app.operations))


def _kinds(operations: Sequence[Operation]) -> dict[str, list[Kind]]:
    found: dict[str, list[Kind]] = {}
    for one in operations:
        if one.source is None or not one.name.endswith(".list") or one.screen not in one.module.screens:
            continue
        entity: str = one.source.table.entity
        if entity.startswith("attachments:"):
            continue
        known = one.module.by_name
        change = known.get(f"{one.screen}.update") or known.get(f"{one.screen}.create")
        href = address_of(one.module, one.screen)
        kind = Kind(one.source, one.features, change.features if change else (), href)
        found.setdefault(entity, []).append(kind)
    return found


async def find_owner(ctx: Context, entity: str, record: str, *, manage: bool = False, field: str = "entityId") -> Owner:
    """The record that files are read, or also changed, of.

    Raises:
        Invalid: Such records have no files; ``field`` is to blame.
        Forbidden: The caller may not see, or not change, such records.
        NotFound: There is no such record in the caller's view.
    """
    if entity == LIBRARY:
        return Owner(LIBRARY, record, None, ctx.scope.organization_id)
    kinds = kinds_of(ctx.app).get(entity)
    if not kinds:
        raise Invalid.of_field(field, UNKNOWN)
    allowed = [kind for kind in kinds if kind.open_to(ctx, manage=manage)]
    if not allowed:
        raise Forbidden(requiredFeatures=list(kinds[0].features(manage=manage)))
    record_id = uuid_of(record)
    if record_id is None:
        return Owner(entity, record, None, ctx.scope.organization_id)
    for kind in allowed:
        if await ids_in_view(kind.source, ctx, [record_id]):
            return Owner(entity, str(record_id), record_id, await _organization(ctx, kind, record_id))
    raise NotFound


async def _organization(ctx: Context, kind: Kind, record_id: UUID) -> UUID | None:
    table = sql_table(kind.source.table)
    if "organization_id" not in table.c:
        return ctx.scope.organization_id
    statement = f"SELECT organization_id FROM {table.name} WHERE tenant_id = $1 AND id = $2"
    return await ctx.query_value(statement, ctx.tenant_id, record_id)


async def is_open(ctx: Context, row: Mapping[str, Any], *, manage: bool = False) -> bool:
    """Whether the caller may read, or also change, a file, by its row: 404 is for who may not read it.

    Raises:
        Forbidden: They see it, and may not change it.
    """
    if await _opens(ctx, row, manage=manage):
        return True
    if manage and await _opens(ctx, row, manage=False):
        raise Forbidden
    return False


async def _opens(ctx: Context, row: Mapping[str, Any], *, manage: bool) -> bool:
    if row["entity_id"] == LIBRARY:
        place = ctx.scope.organization_id
        return ctx.scope.sees(row["organization_id"]) and ctx.actor.acl.allows_all((MANAGE if manage else VIEW,), place)
    if row["owner_id"] is None:
        return row["created_by"] == person_of(ctx) and ctx.scope.sees(row["organization_id"])
    if await sees(ctx, row["entity_id"], row["owner_id"], manage=manage):
        return True
    if manage:
        return False
    return any(
        [await sees(ctx, one["type"], uuid_of(one["id"])) for one in row["assignments"] if one["type"] != LIBRARY]
    )


async def sees(ctx: Context, entity: str, record_id: UUID | None, *, manage: bool = False) -> bool:
    """Whether the caller sees, or may also change, a record."""
    if record_id is None:
        return False
    for kind in kinds_of(ctx.app).get(entity, ()):
        if kind.open_to(ctx, manage=manage) and await ids_in_view(kind.source, ctx, [record_id]):
            return True
    return False


def person_of(ctx: Context) -> UUID | None:
    """Who the caller is, or acts for."""
    return ctx.actor.user_id or (ctx.actor.id if ctx.actor.kind == "user" else None)


def uuid_of(text: str) -> UUID | None:
    """An id, or None for what is none: the made-up one of a record that is not saved yet."""
    try:
        return UUID(text)
    except ValueError:
        return None
