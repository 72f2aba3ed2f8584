"""Subjects of availability: whose rules they are, as the modules that own members and resources say.

The planner owns rule sets only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.platform.planner.tables import SubjectType

# Told ``subject_type`` ("member" or "resource"), ``ids`` and ``found``, a list to add a ``Subject`` to for each of
# these records that is there, not deleted, and in the caller's view.
SUBJECTS: Final = "planner.subjects"
# Told ``found``, a list to add a ``Subject`` to for each member profile of the caller: of their user, in their tenant.
OWN_SUBJECTS: Final = "planner.own_subjects"


@dataclass(frozen=True)
class Subject:
    """A member, a resource or a rule set that has rules; ``rule_set_id`` is the schedule it follows besides."""

    id: UUID
    organization_id: UUID
    rule_set_id: UUID | None = None


async def subjects(ctx: Context, subject_type: SubjectType, ids: Sequence[UUID]) -> dict[UUID, Subject]:
    """The members or resources among the ids that a module knows in the caller's view."""
    found: list[Subject] = []
    await ctx.tell(SUBJECTS, subject_type=subject_type, ids=ids, found=found)
    wanted = frozenset(ids)
    return {one.id: one for one in found if one.id in wanted and ctx.scope.sees(one.organization_id)}


async def own_subjects(ctx: Context) -> frozenset[UUID]:
    """The member profiles of the caller."""
    found: list[Subject] = []
    await ctx.tell(OWN_SUBJECTS, found=found)
    return frozenset(one.id for one in found if ctx.scope.sees(one.organization_id))
