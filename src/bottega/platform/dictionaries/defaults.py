"""Default dictionaries of a tenant, created once with its first organization."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.events import Event
from bottega.kernel.writes import changes
from bottega.platform.dictionaries.currencies import CURRENCIES
from bottega.platform.dictionaries.inheritance import normalized
from bottega.platform.dictionaries.module import module
from bottega.platform.dictionaries.tables import Dictionary, Entry, Visibility

_THERE: Final = (
    "SELECT EXISTS (SELECT FROM dictionaries_dictionaries WHERE tenant_id = $1 AND key = $2 AND deleted_at IS NULL)"
)


async def ensure(
    ctx: Context,
    key: str,
    name: str,
    entries: Iterable[tuple[str, str]],
    *,
    organization_id: UUID,
    visibility: Visibility = "default",
    description: str | None = None,
    looks: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> bool:
    """Make a system dictionary of ``(value, label)`` pairs unless the tenant has one; answers whether it was made.

    ``looks`` are an icon and a colour by value.
    Keys of system dictionaries may hold dots: ``planner.unavailability-reasons.staff``.
    """
    await ctx.begin()
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{ctx.tenant_id} dictionary {key}")
    if await ctx.query_value(_THERE, ctx.tenant_id, key):
        return False
    values = {
        "organization_id": organization_id,
        "key": key,
        "name": name,
        "description": description,
        "is_system": True,
        "manager_visibility": visibility,
    }
    dictionary_id = await changes.insert(ctx, Dictionary, values)
    rows: list[dict[str, Any]] = []
    for value, label in entries:
        icon, color = looks.get(value, (None, None))
        one = {"value": value, "normalized_value": normalized(value), "label": label, "icon": icon, "color": color}
        rows.append({"organization_id": organization_id, "dictionary_id": dictionary_id, **one})
    await changes.insert_many(ctx, Entry, rows)
    return True


@module.on("directory.organization.created")
async def seed_currencies(ctx: Context, event: Event) -> None:
    """Give a new tenant the dictionary of currencies."""
    if event.record_id is None:
        return
    entries = ((code, f"{code} \u2013 {name}") for code, name in CURRENCIES)
    await ensure(
        ctx, "currency", "Currencies", entries, organization_id=event.record_id, description="ISO 4217 currencies"
    )
