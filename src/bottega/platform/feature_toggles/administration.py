"""Changes of feature toggles and overrides, for operations and for the command line."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where
from bottega.kernel.writes.undo_rules import verifies
from bottega.platform.feature_toggles.tables import TAKEN, Override, Toggle
from bottega.platform.feature_toggles.values import BEGINNINGS, complaint, fits

NO_TOGGLE: Final = T(en="Feature toggle not found", pl="Nie znaleziono przełącznika funkcji")
FULL: Final = T(en="There are {most} toggles already", pl="Jest już {most} przełączników")
STUCK: Final = T(
    en="Some tenants override it with a value of another type; remove these overrides first",
    pl="U niektórych najemców ma on wartość innego typu; najpierw usuń te nadpisania",
)
MOST: Final = 2000
_OF_TOGGLE: Final = "SELECT tenant_id, value FROM feature_toggles_overrides WHERE toggle_id = $1 ORDER BY tenant_id"
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended('feature toggles', 0))"


async def find_toggle(ctx: Context, toggle_id: UUID, missing: T = NO_TOGGLE, *, lock: bool = False) -> dict[str, Any]:
    """A toggle; 404 if there is none."""
    try:
        return await changes.one(ctx, Toggle, toggle_id, lock=lock)
    except NotFound:
        raise NotFound(missing) from None


async def create_toggle(ctx: Context, values: Mapping[str, Any]) -> UUID:
    """A new toggle; without a default it begins with false, nothing, 0 or ``{}``.

    Raises:
        Conflict: There are too many.
        InvalidInput: The identifier is taken, or the default is not of the type.
    """
    row = dict(values)
    if row.get("default_value") is None:
        row["default_value"] = BEGINNINGS[row["type"]]
    _check("defaultValue", row["type"], row["default_value"])
    await ctx.begin()
    # Two who make one at the same time are told apart, and none is too many.
    await ctx.query(_LOCK)
    known = {one["identifier"] for one in await ctx.query("SELECT identifier FROM feature_toggles_toggles")}
    if row["identifier"] in known:
        raise InvalidInput.field("identifier", TAKEN)
    if len(known) >= MOST:
        raise Conflict(FULL.given(most=MOST))
    return await changes.insert(ctx, Toggle, row)


async def change_toggle(
    ctx: Context, toggle_id: UUID, values: Mapping[str, Any], missing: T = NO_TOGGLE, *, where: Where | None = None
) -> None:
    """Change a toggle; the type only as far as its default and every override are of it.

    Raises:
        Conflict: A tenant overrides it with a value that would not be of its type.
        InvalidInput: The default would not be of its type, or the identifier is taken.
        NotFound: There is no such toggle.
    """
    before = await find_toggle(ctx, toggle_id, missing, lock=True)
    kept = {name: value for name, value in values.items() if value is not None or name in ("description", "category")}
    after: dict[str, Any] = {**before, **kept}
    _check("defaultValue", after["type"], after["default_value"])
    if after["identifier"] != before["identifier"] and await ctx.query_value(
        "SELECT true FROM feature_toggles_toggles WHERE identifier = $1", after["identifier"]
    ):
        raise InvalidInput.field("identifier", TAKEN)
    if after["type"] != before["type"]:
        await _check_overrides(ctx, toggle_id, after["type"])
    await changes.update(ctx, Toggle, toggle_id, kept, where=where)


async def set_override(
    ctx: Context, toggle_id: UUID, value: Any, missing: T = NO_TOGGLE, *, where: Where | None = None
) -> UUID:
    """Let a toggle have a value of its own in the request's tenant; answers the id of the override.

    Raises:
        InvalidInput: The value is not of the toggle's type.
        NotFound: There is no such toggle.
    """
    found = await find_toggle(ctx, toggle_id, missing, lock=True)
    _check("overrideValue", found["type"], value)
    there = await overridden(ctx, toggle_id)
    if there is None:
        return await changes.insert(ctx, Override, {"toggle_id": toggle_id, "value": value})
    await changes.update(ctx, Override, there, {"value": value}, where=where)
    return there


async def remove_override(ctx: Context, toggle_id: UUID, missing: T = NO_TOGGLE, *, where: Where | None = None) -> None:
    """Let a toggle have its default in the request's tenant; 404 if there is no such toggle."""
    await find_toggle(ctx, toggle_id, missing, lock=True)
    there = await overridden(ctx, toggle_id)
    if there is not None:
        await changes.delete(ctx, Override, there, where=where)


async def overridden(ctx: Context, toggle_id: UUID) -> UUID | None:
    """The id of the override of a toggle in the request's tenant, if there is one."""
    return await ctx.query_value(
        "SELECT id FROM feature_toggles_overrides WHERE tenant_id = $1 AND toggle_id = $2", ctx.tenant_id, toggle_id
    )


async def ensure_toggle(ctx: Context, identifier: str, **values: Any) -> bool:
    """Make a toggle unless there is one with its identifier; answers whether it was made."""
    if await ctx.query_value("SELECT true FROM feature_toggles_toggles WHERE identifier = $1", identifier):
        return False
    await create_toggle(ctx, {"identifier": identifier, **values})
    return True


@verifies(Toggle)
async def keep_types(ctx: Context, ids: set[UUID]) -> None:
    """Overrides are of the type of their toggle, also when that has its former type again."""
    rows = await ctx.query("SELECT id, type FROM feature_toggles_toggles WHERE id = ANY($1)", list(ids))
    for row in rows:
        await _check_overrides(ctx, row["id"], row["type"])


@verifies(Override)
async def keep_values(ctx: Context, ids: set[UUID]) -> None:
    """A value that comes back is of the type that its toggle has by now."""
    rows = await ctx.query(
        "SELECT o.value, t.type FROM feature_toggles_overrides AS o JOIN feature_toggles_toggles AS t"
        " ON t.id = o.toggle_id WHERE o.tenant_id = $1 AND o.id = ANY($2)",
        ctx.tenant_id,
        list(ids),
    )
    if not all(fits(row["type"], row["value"]) for row in rows):
        raise Conflict(STUCK)


async def _check_overrides(ctx: Context, toggle_id: UUID, kind: str) -> None:
    async with ctx.database.across_tenants("a toggle changes its type for all tenants") as connection:
        rows = await connection.fetch(_OF_TOGGLE, toggle_id)
    misfits = [str(row["tenant_id"]) for row in rows if not fits(kind, row["value"])]
    if misfits:
        raise Conflict(STUCK, tenantIds=misfits[:20])


def _check(field: str, kind: str, value: Any) -> None:
    if (said := complaint(kind, value)) is not None:
        raise InvalidInput.field(field, said)
