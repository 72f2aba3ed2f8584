"""Replacement of the hours of a week, and of those of some days, in one command."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from bottega.kernel.context import Context
from bottega.kernel.errors import INVALID_INPUT
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done, Problem
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import version_of
from bottega.platform.planner import recurrence
from bottega.platform.planner.inputs import DatesInput, Hours, WeeklyInput
from bottega.platform.planner.module import module
from bottega.platform.planner.reasons import require_reason
from bottega.platform.planner.recurrence import Recurrence
from bottega.platform.planner.rules import ABSENCE, describe, now_in
from bottega.platform.planner.subjects import hold_subject, require_seen_version, touch
from bottega.platform.planner.tables import Rule
from bottega.platform.planner.write_access import require_write

_OF_SUBJECT: Final = (
    "SELECT id, kind FROM planner_availability_rules"
    " WHERE tenant_id = $1 AND subject_type = $2 AND subject_id = $3 AND deleted_at IS NULL"
)
_OF_WEEKS: Final = f"{_OF_SUBJECT} AND repeats IN ('daily', 'weekly') ORDER BY id"
_OF_DAYS: Final = f"{_OF_SUBJECT} AND repeats = 'once' AND first_day = ANY($4::date[]) ORDER BY id"
_ANSWERS: Final = {400: (INVALID_INPUT.en, Problem), 403: ("Forbidden", Problem)}


async def _replace(
    ctx: Context,
    data: WeeklyInput | DatesInput,
    found: tuple[str, Sequence[Any]],
    windows: Sequence[Recurrence],
    values: dict[str, Any],
) -> Done:
    """Delete the rules of the subject that a query finds, and write one a window, all with the same further values.

    Raises:
        Forbidden: The caller may not write this availability, or there are absences among the rules and they may not
            write those.
        InvalidInput: The subject or the reason is not there.
        Conflict: The client has seen another version.
    """
    of = (data.subject_type, data.subject_id)
    await require_write(ctx, *of, absence=values["kind"] == ABSENCE)
    subject = await hold_subject(ctx, data.subject_type, data.subject_id, data.organization_id)
    await require_reason(ctx, data.subject_type, values)
    await require_seen_version(ctx, data.subject_type, subject)
    sql, args = found
    old = await ctx.query(sql, ctx.tenant_id, *of, *args)
    if any(row["kind"] == ABSENCE for row in old):
        await require_write(ctx, *of, absence=True)
    describe(ctx, data.subject_type, subject, subject.id)
    await touch(ctx, data.subject_type, subject, version=version_of(ctx))
    await changes.delete_many(ctx, Rule, [row["id"] for row in old])
    shared = {
        "organization_id": subject.organization_id,
        "subject_type": data.subject_type,
        "subject_id": data.subject_id,
        "timezone": data.timezone,
        **values,
    }
    await changes.insert_many(ctx, Rule, [{**shared, **one.columns()} for one in windows])
    return Done()


def _window(day: date, hours: Hours) -> tuple[datetime, timedelta]:
    return datetime.combine(day, hours.begins), timedelta(minutes=hours.minutes)


@module.post(
    "/availability-weekly",
    name="availability.weekly.replace",
    status=200,
    answers={200: "Weekly availability updated", **_ANSWERS},
    label=T(en="Replace weekly availability", pl="Zastąpienie godzin tygodnia"),
    table=Rule,
    act=Act(T(en="Set weekly hours…", pl="Ustaw godziny tygodnia…"), "calendar-clock", on="availability-rule-sets"),
)
async def replace_weekly(ctx: Context, data: WeeklyInput) -> Done:
    """Replace weekly availability.

    All weekly and daily rules of the subject go; each window becomes a rule that begins on the next such day of the
    week, today included. Without windows the hours are cleared. Rules of single days stay.
    """
    today = now_in(data.timezone).date()
    windows = [
        recurrence.weekly(*_window(today + (one.weekday - 1 - today.weekday()) % 7 * recurrence.DAY, one))
        for one in data.windows
    ]
    return await _replace(ctx, data, (_OF_WEEKS, []), windows, {"kind": "availability"})


@module.post(
    "/availability-date-specific",
    name="availability.date-specific.replace",
    status=200,
    answers={200: "Date-specific availability updated", **_ANSWERS},
    label=T(en="Replace date-specific availability", pl="Zastąpienie godzin wybranych dni"),
    table=Rule,
    act=Act(T(en="Set hours of days…", pl="Ustaw godziny dni…"), "calendar-days", on="availability-rule-sets"),
)
async def replace_dates(ctx: Context, data: DatesInput) -> Done:
    """Replace date-specific availability.

    Rules of single days that begin on these days go. Unavailability makes a rule of the whole day for each of them;
    availability one for each window of each day, and without windows only clears them.
    """
    if data.is_availability:
        windows = [recurrence.once(*_window(day, one)) for day in data.days for one in data.windows]
        return await _replace(ctx, data, (_OF_DAYS, [data.days]), windows, {"kind": "availability"})
    values = {
        "kind": ABSENCE,
        "note": data.note,
        "unavailability_reason_entry_id": data.unavailability_reason_entry_id,
        "unavailability_reason_value": data.unavailability_reason_value,
    }
    return await _replace(ctx, data, (_OF_DAYS, [data.days]), [recurrence.full_day(day) for day in data.days], values)
