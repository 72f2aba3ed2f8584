"""Reasons of unavailability: dictionaries of each kind of subject, made with an organization."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import MISSING_TARGET
from bottega.kernel.errors import InvalidInput
from bottega.kernel.events import Event
from bottega.platform.dictionaries import ensure, resolve
from bottega.platform.planner.module import module
from bottega.platform.planner.tables import SubjectType

DICTIONARIES: Final[Mapping[SubjectType, str]] = {
    "member": "planner.unavailability-reasons.staff",
    "resource": "planner.unavailability-reasons.resources",
    "ruleset": "planner.unavailability-reasons.rulesets",
}
# Name, description and values, which are their own labels.
DEFAULTS: Final[Mapping[SubjectType, tuple[str, str, tuple[str, ...]]]] = {
    "member": (
        "Staff unavailability reasons",
        "Reasons why members of the team are not available",
        ("Sick off", "Holidays", "Work from home", "Unspecified"),
    ),
    "resource": (
        "Resource unavailability reasons",
        "Reasons why resources are not available",
        ("In use", "Maintenance", "Failure"),
    ),
    "ruleset": ("Schedule unavailability reasons", "Reasons why schedules leave days out", ("Unspecified",)),
}
COLUMNS: Final = ("unavailability_reason_entry_id", "unavailability_reason_value")


async def require_reason(ctx: Context, subject_type: SubjectType, values: Mapping[str, Any]) -> None:
    """400 for a reason that the dictionary for this kind of subject does not have; none is fine."""
    wanted = values.get("unavailability_reason_entry_id")
    if wanted is None:
        return
    dictionary = await resolve(ctx, DICTIONARIES[subject_type])
    if dictionary is None or all(entry.id != wanted for entry in dictionary.entries.values()):
        raise InvalidInput.field("unavailabilityReasonEntryId", MISSING_TARGET, code="not_found")


async def seed_reasons(ctx: Context, organization_id: UUID) -> int:
    """Make the dictionaries of reasons that the tenant does not have; answers how many were made."""
    made = 0
    for subject_type, (name, description, values) in DEFAULTS.items():
        entries = [(value, value) for value in values]
        key = DICTIONARIES[subject_type]
        made += await ensure(ctx, key, name, entries, organization_id=organization_id, description=description)
    return made


@module.on("directory.organization.created")
async def seed_organization(ctx: Context, event: Event) -> None:
    """Give a new tenant the reasons."""
    if event.record_id is not None:
        await seed_reasons(ctx, event.record_id)
