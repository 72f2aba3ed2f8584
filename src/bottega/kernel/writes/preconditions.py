"""Finds and locks the row to change; maps a miss to 404 or 409."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from bottega.kernel import visibility
from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import MISSING_TARGET
from bottega.kernel.database.guards import blocking_references
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import CLASSES, REFERENCES, Table
from bottega.kernel.errors import Conflict, Invalid, InvalidInput, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.writes.plans import Plan, plan_of
from bottega.kernel.writes.statements import Aim

VERSION_HEADER: Final = "x-om-ext-optimistic-lock-expected-updated-at"
MODIFIED: Final = T(en="record_modified", pl="record_modified")
_PART: Final = "SELECT {column} FROM {table} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"
IN_USE: Final = T(en="The record is still in use", pl="Rekord jest nadal używany")


@dataclass(frozen=True)
class Where:
    """What a change insists on besides the id: the caller's organizations, and the version they have seen."""

    organizations: list[UUID] | None = None
    version: datetime | None = None
    # A deleted row is meant, to be brought back with new values.
    gone: bool = False
    # Whose rows it may be, where the caller sees only some (``visibility``).
    viewer: UUID | None = None

    @property
    def aim(self) -> Aim:
        """What decides the SQL."""
        return Aim(self.organizations is not None, self.version is not None, self.gone, self.viewer is not None)

    @property
    def any_version(self) -> "Where":
        """The same in whatever version: what changes of many records have in common."""
        return replace(self, version=None) if self.version is not None else self

    @classmethod
    def visible(cls, ctx: Context, version: datetime | None = None) -> "Where":
        """Only rows the caller may see."""
        visible = ctx.scope.visible
        return cls(None if visible is None else list(visible), version, viewer=visibility.viewer(ctx))


async def find_live(
    ctx: Context,
    table: type[Table],
    record_id: UUID,
    where: Where,
    *,
    lock: str = "",
    part: tuple[type[Table], str] | None = None,
) -> Record | None:
    """The live row with an id, in some organizations and as far as the caller sees it.

    ``part``: the id is that of a live row of another table, whose column has the id of the row.
    """
    viewed = where.viewer is not None and visibility.concerns(table)
    within = [where.organizations] if "organization_id" in plan_of(table).columns else []
    sql = _select_live(table, viewed=viewed, lock=lock, part=part)
    return await ctx.query_one(sql, ctx.tenant_id, record_id, *within, *([where.viewer] if viewed else []))


@lru_cache(maxsize=256)
def _select_live(table: type[Table], *, viewed: bool, lock: str, part: tuple[type[Table], str] | None = None) -> str:
    plan = plan_of(table)
    wanted = "$2" if part is None else f"({_PART.format(column=part[1], table=plan_of(part[0]).name)})"
    live = " AND deleted_at IS NULL" if plan.soft else ""
    within = "organization_id" in plan.columns
    mine = " AND ($3::uuid[] IS NULL OR organization_id = ANY($3))" if within else ""
    seen = f" AND {visibility.condition(plan.name, plan.name, '$4' if within else '$3')}" if viewed else ""
    return f"SELECT * FROM {plan.name} WHERE {plan.owned('$1::uuid')} AND id = {wanted}{live}{mine}{seen}{lock}"


async def hold(ctx: Context, table: type[Table], record_id: UUID, *, field: str) -> Record:
    """A row that the caller's row will point at: there, in view, and kept from being deleted until the command ends.

    Raises:
        InvalidInput: It is not; ``field`` (camelCase) is to blame.
    """
    await ctx.begin()
    row = await find_live(ctx, table, record_id, Where.visible(ctx), lock=" FOR KEY SHARE")
    if row is None:
        raise InvalidInput.field(field, MISSING_TARGET, code="not_found")
    return row


async def close_to_newcomers(ctx: Context, plan: Plan, ids: Sequence[UUID]) -> None:
    """Wait for everybody who is about to point at one of the rows (``hold``) before asking who does."""
    await ctx.begin()
    await ctx.query(
        f"SELECT FROM {plan.name} WHERE {plan.owned('$1::uuid')} AND id = ANY($2) ORDER BY id FOR UPDATE",
        ctx.tenant_id,
        list(ids),
    )


async def must_exist(ctx: Context, table: type[Table], record_id: UUID, where: Where) -> Record:
    """The row as it was to be found; 404 if it is not there, 409 if it has moved on."""
    row = await find_live(ctx, table, record_id, where)
    if row is None:
        raise NotFound
    if where.version is not None and row["updated_at"] != where.version:
        raise Conflict(
            MODIFIED,
            code="optimistic_lock_conflict",
            currentUpdatedAt=milliseconds(row["updated_at"]),
            expectedUpdatedAt=milliseconds(where.version),
        )
    return row


async def refuse_use(ctx: Context, plan: Plan, record_id: UUID) -> None:
    """409 with who still points at a row, and how often; 404 if nobody does."""
    used: dict[str, int] = {}
    for other, column in blocking_references(plan.name):
        described = Table.metadata.tables[other]
        live = " AND deleted_at IS NULL" if "deleted_at" in described.columns else ""
        count = await ctx.query_value(
            f"SELECT count(*) FROM {other} WHERE tenant_id = $1 AND {column} = $2{live}", ctx.tenant_id, record_id
        )
        if count:
            used[getattr(CLASSES[other], "entity", other)] = count
    if not used:
        raise NotFound
    raise Conflict(IN_USE, code="in_use", used=used)


async def pointed_at(ctx: Context, table: type[Table], record_id: UUID, *, besides: Collection[str] = ()) -> bool:
    """Whether any row of another table points at a row, deleted ones too: then it cannot be deleted for good."""
    name = plan_of(table).name
    pointing = [
        f"EXISTS (SELECT FROM {ref.table} WHERE tenant_id = $1 AND {ref.column} = $2)"
        for ref in REFERENCES
        if ref.target == name and ref.table not in besides
    ]
    if not pointing:
        return False
    return bool(await ctx.query_value(f"SELECT {' OR '.join(pointing)}", ctx.tenant_id, record_id))


def version_of(ctx: Context) -> datetime | None:
    """The version of a record the client has seen, if it said so."""
    sent = ctx.headers.get(VERSION_HEADER)
    if not sent:
        return None
    try:
        version = datetime.fromisoformat(sent)
    except ValueError:
        raise Invalid from None
    if version.tzinfo is None:
        raise Invalid
    return version
