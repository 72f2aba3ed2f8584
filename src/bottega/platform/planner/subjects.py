"""Subjects of availability: whose rules they are, as the modules that own members and resources say.

The planner owns rule sets only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import MISSING_TARGET
from bottega.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from bottega.kernel.moments import milliseconds
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.preconditions import MODIFIED, version_of
from bottega.platform.planner.tables import RuleSet, SubjectType

# Told ``subject_type`` ("member" or "resource"), ``ids`` and ``found``, a list to add a ``Subject`` to for each of
# these records that is there, not deleted, and in the caller's view.
SUBJECTS: Final = "planner.subjects"
# Told ``found``, a list to add a ``Subject`` to for each member profile of the caller: of their user, in their tenant.
OWN_SUBJECTS: Final = "planner.own_subjects"

_LATEST: Final = (
    "SELECT max(updated_at) FROM planner_availability_rules"
    " WHERE tenant_id = $1 AND subject_type = $2 AND subject_id = $3 AND deleted_at IS NULL"
)


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


async def hold_subject(
    ctx: Context, subject_type: SubjectType, subject_id: UUID, organization_id: UUID | None = None
) -> Subject:
    """The subject of rules that are about to be written; others who write its rules wait until the command ends.

    Raises:
        Forbidden: The caller is not of the organization that was named, or writes nowhere.
        InvalidInput: It is not there, not the caller's, or of another organization than the one that was named.
    """
    ctx.refuse_closed()
    if organization_id is not None and not ctx.scope.sees(organization_id):
        raise Forbidden
    await ctx.begin()
    if subject_type == "ruleset":
        subject = await _rule_set(ctx, subject_id)
    else:
        await ctx.query(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"planner {ctx.tenant_id} {subject_id}"
        )
        subject = (await subjects(ctx, subject_type, [subject_id])).get(subject_id)
    if subject is None or organization_id not in (None, subject.organization_id):
        raise InvalidInput.field("subjectId", MISSING_TARGET, code="not_found")
    return subject


async def _rule_set(ctx: Context, rule_set_id: UUID) -> Subject | None:
    try:
        row = await changes.one(ctx, RuleSet, rule_set_id, lock=True)
    except NotFound:
        return None
    return Subject(rule_set_id, row["organization_id"], rule_set_id)


async def require_seen_version(ctx: Context, subject_type: SubjectType, subject: Subject) -> None:
    """409 if the client has seen other rules of a member or resource than there are: its latest change is another one.

    Of a rule set it is the version of the rule set that counts, which ``touch`` compares.
    """
    version = version_of(ctx)
    if version is None or subject_type == "ruleset":
        return
    latest: datetime | None = await ctx.query_value(_LATEST, ctx.tenant_id, subject_type, subject.id)
    if latest is not None and latest != version:
        raise Conflict(
            MODIFIED,
            code="optimistic_lock_conflict",
            currentUpdatedAt=milliseconds(latest),
            expectedUpdatedAt=milliseconds(version),
        )


async def touch(ctx: Context, subject_type: SubjectType, subject: Subject, *, version: datetime | None = None) -> None:
    """Let a rule set be a new version of itself when its rules change; 409 if it is not in the one that was seen."""
    if subject_type != "ruleset":
        return
    row = await changes.one(ctx, RuleSet, subject.id)
    await changes.update(ctx, RuleSet, subject.id, {"timezone": row["timezone"]}, where=Where.visible(ctx, version))
