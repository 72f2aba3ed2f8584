"""Schedules: create, update, delete."""

from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Invalid, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Input, partial
from bottega.kernel.writes import changes
from bottega.kernel.writes.undo_rules import verifies
from bottega.platform.scheduler import sentences
from bottega.platform.scheduler.access import check_scope, to_change, wanted_version
from bottega.platform.scheduler.module import module
from bottega.platform.scheduler.principals import answering
from bottega.platform.scheduler.schedule_checks import (
    TIMES,
    WORK,
    Issue,
    issue,
    next_of,
    refuse,
    target_issues,
    time_issues,
)
from bottega.platform.scheduler.schedule_schemas import NewSchedule, ScheduleId, ScheduleInput
from bottega.platform.scheduler.tables import Schedule
from bottega.platform.scheduler.timing import NeverRuns

_OUT_OF_DATE: Final = """
SELECT * FROM scheduler_jobs WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL FOR UPDATE
"""
_SET_NEXT: Final = "UPDATE scheduler_jobs SET next_run_at = $3 WHERE tenant_id = $1 AND id = $2"


@module.post(
    "/jobs",
    "scheduler.jobs.manage",
    name="jobs.create",
    label=T(en="Create schedule", pl="Dodanie harmonogramu"),
    table=Schedule,
    answers={400: "Invalid input", 403: "A scope that is not the caller's"},
)
async def create_schedule(ctx: Context, data: NewSchedule) -> Created:
    """Create a schedule.

    Scope decides about tenant and organization. A command runs as its creator, with the rights they have when it runs.
    """
    values = data.model_dump(exclude={"organization_id", "tenant_id"})
    values["require_feature"] = values["require_feature"] or None
    values["organization_id"] = _organization(ctx, data)
    check_scope(ctx, data.scope_type, values["organization_id"])
    refuse([*time_issues(values), *target_issues(ctx, values, sentences.NO_TARGET, sentences.NO_SUCH_COMMAND)])
    values[f"target_{'command' if data.target_type == 'queue' else 'queue'}"] = None
    values |= {
        **answering(ctx.actor),
        "id": new_id(),
        "next_run_at": next_of(values),
        "created_by_user_id": ctx.actor.id,
        "updated_by_user_id": ctx.actor.id,
    }
    return Created(id=await changes.insert(ctx, Schedule, values, final=True))


def _organization(ctx: Context, data: NewSchedule) -> UUID | None:
    """The organization of a new schedule; none where its scope has none."""
    ctx.refuse_closed()
    if data.scope_type != "organization":
        return None
    if data.organization_id is None and ctx.scope.organization_id is None:
        raise InvalidInput([issue("scopeType", sentences.WRONG_SCOPE)])
    return ctx.organization_for_new(data.organization_id)


@module.put(
    "/jobs",
    "scheduler.jobs.manage",
    body=partial(ScheduleInput),
    name="jobs.update",
    label=T(en="Update schedule", pl="Zmiana harmonogramu"),
    table=Schedule,
    answers={400: "Invalid input", 403: "Not the caller's to change", 404: "Schedule not found", 409: "Changed since"},
)
async def update_schedule(ctx: Context, data: Input) -> Done:
    """Update a schedule.

    A changed time is counted from now. Whoever changes what it runs answers for it from then on: its command runs as
    they would.
    """
    given = data.given()
    row = await to_change(ctx, given.pop("id"))
    if "require_feature" in given:
        given["require_feature"] = given["require_feature"] or None
    values = _without_other_target(given)
    merged = {**row, **values}
    refuse(_issues(ctx, given, row, merged))
    if TIMES & given.keys() or (given.get("is_enabled") and not row["is_enabled"]):
        values["next_run_at"] = next_of(merged)
    if WORK & given.keys():
        values |= answering(ctx.actor)
    if values:
        values["updated_by_user_id"] = ctx.actor.id
    await changes.update(ctx, Schedule, row["id"], values, where=wanted_version(ctx), final=True)
    return Done()


def _without_other_target(given: dict[str, Any]) -> dict[str, Any]:
    """Whoever switches to a queue leaves no command behind, and the other way round."""
    match given.get("target_type"):
        case "queue":
            return {**given, "target_command": None}
        case "command":
            return {**given, "target_queue": None}
        case _:
            return dict(given)


def _issues(ctx: Context, given: dict[str, Any], row: Any, merged: dict[str, Any]) -> list[Issue]:
    issues: list[Issue] = []
    if "schedule_value" in given and "schedule_type" not in given:
        issues.append(issue("scheduleType", sentences.TYPE_MISSING))
    elif TIMES & given.keys():
        issues += time_issues(merged)
    if WORK & given.keys():
        switched = given.get("target_type", row["target_type"]) != row["target_type"]
        missing = sentences.NO_NEW_TARGET if switched else sentences.NO_TARGET
        issues += target_issues(ctx, merged, missing, sentences.NO_SUCH_COMMAND_NOW)
    return issues


@module.delete(
    "/jobs",
    "scheduler.jobs.manage",
    query=IdQuery,
    id_anywhere=True,
    name="jobs.delete",
    label=T(en="Delete schedule", pl="Usunięcie harmonogramu"),
    table=Schedule,
    answers={400: "Schedule id is required", 403: "Not the caller's to delete", 404: "Schedule not found"},
)
async def delete_schedule(ctx: Context, data: ScheduleId) -> Done:
    """Delete a schedule.

    It runs no more; what waits in the queue for it is done without running anything. The history of its runs stays.
    """
    if data.id is None:
        raise Invalid.of_field("id", sentences.ID_REQUIRED)
    row = await to_change(ctx, data.id)
    await changes.delete(ctx, Schedule, row["id"], where=wanted_version(ctx), final=True)
    return Done()


@verifies(Schedule)
async def keep_to_the_clock(ctx: Context, ids: set[UUID]) -> None:
    """What undo brings back has the next run of then, which may have passed: it is counted from now."""
    for row in await ctx.query(_OUT_OF_DATE, ctx.tenant_id, list(ids)):
        try:
            await ctx.query(_SET_NEXT, ctx.tenant_id, row["id"], next_of(dict(row)))
        except NeverRuns:
            continue
