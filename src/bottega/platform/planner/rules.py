"""Single availability rules: create, change, delete."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Id, Input, partial
from bottega.kernel.time_zones import zone_named
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.preconditions import version_of
from bottega.platform.planner import rule_text
from bottega.platform.planner.inputs import RuleInput
from bottega.platform.planner.module import module
from bottega.platform.planner.reasons import COLUMNS, require_reason
from bottega.platform.planner.subjects import Subject, hold_subject, touch
from bottega.platform.planner.tables import Rule, RuleSet, SubjectType
from bottega.platform.planner.write_access import UNAUTHORIZED, manages, require_write

NOT_FOUND: Final = T(en="Planner availability rule not found.", pl="Nie znaleziono reguły dostępności.")
ABSENCE: Final = "unavailability"


def describe(ctx: Context, subject_type: SubjectType, subject: Subject, record_id: UUID) -> None:
    """Say in the audit entry what was written, and in the history of a rule set that it was."""
    parent = (RuleSet.known_as, subject.id) if subject_type == "ruleset" else None
    ctx.describe(Rule.known_as, record_id, organization_id=subject.organization_id, parent=parent)


def now_in(timezone: str) -> datetime:
    """What the clock shows in a time zone, to the minute."""
    return datetime.now(zone_named(timezone)).replace(second=0, microsecond=0, tzinfo=None)


def _reasoned(values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Availability has no reasons."""
    return {**values} if kind == ABSENCE else {**values, **dict.fromkeys(COLUMNS)}


@module.post(
    "/availability",
    name="availability.create",
    answers={201: "Availability rule created"},
    label=T(en="Create availability rule", pl="Dodanie reguły dostępności"),
    table=Rule,
)
async def create_rule(ctx: Context, data: RuleInput) -> Created:
    """Create availability rule.

    For a member, a resource or a rule set. Whoever does not manage availability writes only their own; unavailability
    takes a right of its own. API keys write none.
    """
    await require_write(ctx, data.subject_type, data.subject_id, absence=data.kind == ABSENCE)
    subject = await hold_subject(ctx, data.subject_type, data.subject_id, data.organization_id)
    values = data.model_dump(exclude={"organization_id", "tenant_id", "rrule"})
    await require_reason(ctx, data.subject_type, values)
    recurrence = rule_text.read(data.rrule, now_in(data.timezone))
    row = {**_reasoned(values, data.kind), **recurrence.columns(), "organization_id": subject.organization_id}
    rule_id = await changes.insert(ctx, Rule, row)
    describe(ctx, data.subject_type, subject, rule_id)
    await touch(ctx, data.subject_type, subject)
    return Created(id=rule_id)


async def _found(ctx: Context, rule_id: UUID) -> dict[str, Any]:
    """A rule in the caller's view; 404 if there is none."""
    ctx.refuse_closed()
    try:
        return await changes.one(ctx, Rule, rule_id)
    except NotFound:
        raise NotFound(NOT_FOUND) from None


@module.put(
    "/availability",
    name="availability.update",
    body=partial(RuleInput),
    answers={200: "Availability rule updated", 404: "Planner availability rule not found."},
    label=T(en="Update availability rule", pl="Zmiana reguły dostępności"),
    table=Rule,
)
async def update_rule(ctx: Context, data: Input) -> Done:
    """Update availability rule.

    Changes the fields that are sent. Only who manages availability gives a rule to another subject.
    """
    values = data.given()
    row = await _found(ctx, values.pop("id"))
    values.pop("tenant_id", None)
    kind: str = values.get("kind", row["kind"])
    await require_write(ctx, row["subject_type"], row["subject_id"], absence=ABSENCE in (kind, row["kind"]))
    old: tuple[SubjectType, UUID] = row["subject_type"], row["subject_id"]
    new: tuple[SubjectType, UUID] = values.get("subject_type", old[0]), values.get("subject_id", old[1])
    if new != old and not manages(ctx):
        raise Forbidden(UNAUTHORIZED)
    subject = await hold_subject(ctx, *new, values.pop("organization_id", None))
    await require_reason(ctx, new[0], values)
    if "rrule" in values:
        zone: str = values.get("timezone", row["timezone"])
        values |= rule_text.read(cast("str", values["rrule"]), now_in(zone)).columns()
    if new != old:
        values["organization_id"] = subject.organization_id
    describe(ctx, new[0], subject, row["id"])
    where = Where.visible(ctx, version_of(ctx))
    await changes.update(ctx, Rule, row["id"], _reasoned(values, kind) if values else values, where=where)
    await touch(ctx, new[0], subject)
    return Done()


@module.delete(
    "/availability",
    name="availability.delete",
    query=IdQuery,
    id_anywhere=True,
    answers={200: "Availability rule deleted", 404: "Planner availability rule not found."},
    label=T(en="Delete availability rule", pl="Usunięcie reguły dostępności"),
    table=Rule,
)
async def delete_rule(ctx: Context, data: Id) -> Done:
    """Delete availability rule.

    Deletes a rule, by id in the body or in the query. Undo brings it back.
    """
    row = await _found(ctx, data.id)
    subject_type: SubjectType = row["subject_type"]
    await require_write(ctx, subject_type, row["subject_id"], absence=row["kind"] == ABSENCE)
    # Of a member who is gone there is nothing to hold, and their rules can go.
    subject = Subject(row["subject_id"], row["organization_id"])
    if subject_type == "ruleset":
        subject = await hold_subject(ctx, subject_type, row["subject_id"])
    describe(ctx, subject_type, subject, row["id"])
    await changes.delete(ctx, Rule, row["id"], where=Where.visible(ctx, version_of(ctx)))
    await touch(ctx, subject_type, subject)
    return Done()
