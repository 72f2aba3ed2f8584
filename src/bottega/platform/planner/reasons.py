"""Reasons of unavailability: dictionaries of each kind of subject, made with an organization."""

from collections.abc import Mapping
from typing import Any, Final

from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import MISSING_TARGET
from bottega.kernel.errors import InvalidInput
from bottega.platform.dictionaries import resolve
from bottega.platform.planner.tables import SubjectType

DICTIONARIES: Final[Mapping[SubjectType, str]] = {
    "member": "planner.unavailability-reasons.staff",
    "resource": "planner.unavailability-reasons.resources",
    "ruleset": "planner.unavailability-reasons.rulesets",
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
