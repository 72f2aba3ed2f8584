"""Dictionaries of the staff: types of activities and of addresses, and what fields offer of them."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from bottega.business.staff.module import module
from bottega.kernel.context import Context
from bottega.kernel.events import Event
from bottega.kernel.registrations import Suggestion, Suggestions
from bottega.platform.dictionaries import ensure, resolve

ADDRESS_TYPES: Final = "staff-address-types"
ACTIVITY_TYPES: Final = "staff-activity-types"
_ADDRESSES: Final = (
    ("home address", "Home address"),
    ("mailing address", "Mailing address"),
    ("job address", "Job address"),
)
# Icon and colour by type.
_ACTIVITIES: Final[Mapping[str, tuple[str, str]]] = {
    "Onboarding": ("lucide:user-plus", "#2563eb"),
    "Training": ("lucide:graduation-cap", "#0ea5e9"),
    "Performance review": ("lucide:clipboard-list", "#8b5cf6"),
    "Certification": ("lucide:badge-check", "#16a34a"),
    "Time off": ("lucide:calendar-minus", "#f59e0b"),
    "Shift change": ("lucide:clock-3", "#22c55e"),
    "Role change": ("lucide:shuffle", "#f97316"),
}


def _offered(key: str) -> Suggestions:
    async def words(ctx: Context) -> list[Suggestion]:
        found = await resolve(ctx, key)
        if found is None:
            return []
        return [Suggestion(one.value, one.label, one.color, one.icon) for one in found.entries.values()]

    return Suggestions.among(("staff.view",), words)


module.suggests(f"staff:{ADDRESS_TYPES}", _offered(ADDRESS_TYPES))
module.suggests(f"staff:{ACTIVITY_TYPES}", _offered(ACTIVITY_TYPES))


async def seed_address_types(ctx: Context, organization_id: UUID) -> bool:
    """Give the tenant the dictionary of types of addresses, unless it has one; answers whether it was made."""
    return await ensure(ctx, ADDRESS_TYPES, "Staff address types", _ADDRESSES, organization_id=organization_id)


async def seed_activity_types(ctx: Context, organization_id: UUID) -> bool:
    """Give the tenant the dictionary of types of activities, unless it has one; answers whether it was made."""
    entries = ((name, name) for name in _ACTIVITIES)
    return await ensure(
        ctx, ACTIVITY_TYPES, "Staff activity types", entries, organization_id=organization_id, looks=_ACTIVITIES
    )


@module.on("directory.organization.created")
async def seed(ctx: Context, event: Event) -> None:
    """Give a new tenant the types of addresses."""
    if event.record_id is not None:
        await seed_address_types(ctx, event.record_id)
