"""Resolution of feature toggles: the override of the tenant, else the default; from memory until something changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar, cast
from uuid import UUID

import structlog

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.platform.feature_toggles.values import fits

log = structlog.get_logger()
V = TypeVar("V", bool, str, float, dict[str, Any], list[Any])

_TOGGLES: Final = "SELECT * FROM feature_toggles_toggles ORDER BY id"
_OVERRIDES: Final = "SELECT id, toggle_id, value, updated_at FROM feature_toggles_overrides WHERE tenant_id = $1"


@dataclass(frozen=True)
class Overridden:
    """A value that a tenant has instead of the default."""

    id: UUID
    value: Any
    updated_at: datetime


@dataclass(frozen=True)
class Resolved:
    """What a toggle is for a tenant; ``fits`` is false for a value that is not of the toggle's type."""

    toggle: Record
    override: Overridden | None

    @property
    def value(self) -> Any:
        """The value in force."""
        return self.toggle["default_value"] if self.override is None else self.override.value

    @property
    def source(self) -> str:
        """Where the value is from."""
        return "default" if self.override is None else "override"

    @property
    def fits(self) -> bool:
        """Whether the value is of the toggle's type."""
        return fits(self.toggle["type"], self.value)


async def catalogue(ctx: Context) -> Mapping[str, Record]:
    """Every toggle by its identifier, oldest first."""
    cache = ctx.app.once("feature_toggles.toggles", lambda: ctx.app.caches.of("feature_toggles_toggles"))

    async def load() -> dict[str, Record]:
        return {row["identifier"]: row for row in await ctx.query(_TOGGLES)}

    # What this command has written itself is not committed, and must not be remembered.
    return await load() if ctx.changed else await cache.get(None, "all", load)


async def overrides(ctx: Context) -> Mapping[UUID, Overridden]:
    """The overrides of the request's tenant by toggle."""
    cache = ctx.app.once("feature_toggles.overrides", lambda: ctx.app.caches.of("feature_toggles_overrides"))

    async def load() -> dict[UUID, Overridden]:
        rows = await ctx.query(_OVERRIDES, ctx.tenant_id)
        return {row["toggle_id"]: Overridden(row["id"], row["value"], row["updated_at"]) for row in rows}

    return await load() if ctx.changed else await cache.get(ctx.tenant_id, "all", load)


async def resolve(ctx: Context, identifier: str) -> Resolved | None:
    """What a toggle is in the request's tenant; None where there is none of that identifier."""
    found = (await catalogue(ctx)).get(identifier)
    return None if found is None else Resolved(found, (await overrides(ctx)).get(found["id"]))


async def toggle(ctx: Context, identifier: str, *, default: V) -> V:
    """The value of a toggle in the request's tenant, of the type of ``default``.

    That is answered where there is no such toggle, and, with a line in the log, where it is of another type.
    """
    found = await resolve(ctx, identifier)
    if found is None:
        return default
    kind = _kind(default)
    value = found.value
    if found.toggle["type"] != kind or not found.fits or (kind == "json" and type(value) is not type(default)):
        log.warning("toggle.of_another_type", toggle=identifier, wanted=kind, found=found.toggle["type"])
        return default
    return cast("V", value)


def _kind(value: object) -> str:
    """The type of toggle whose values are like this one."""
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case _:
            return "json"
