"""Free time of members or resources, for many of them at once: by rules, less what else takes their time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.local_time import LOCAL_ZONE, TIME_ZONE
from bottega.kernel.resources.list_query import Period
from bottega.kernel.schemas import Schema, midnight, today
from bottega.platform.planner.inputs import SubjectIds
from bottega.platform.planner.module import module
from bottega.platform.planner.occupied import occupied
from bottega.platform.planner.recurrence import DAY
from bottega.platform.planner.subjects import Subject, subjects
from bottega.platform.planner.windows import Expanded, Interval, difference, expand, seconds, union

USUAL: Final = timedelta(days=13)
LONGEST: Final = timedelta(days=185)
TOO_LONG: Final = T(en="Free time is worked out for at most 186 days", pl="Wolny czas obejmuje najwyżej 186 dni")
_RULES: Final = (
    "SELECT subject_id, timezone, rrule, exdates, kind, repeats, first_day, last_day FROM planner_availability_rules"
    " WHERE tenant_id = $1 AND deleted_at IS NULL AND first_day <= $6 AND (last_day IS NULL OR last_day >= $5)"
    " AND ((subject_type = $2 AND subject_id = ANY($3)) OR (subject_type = 'ruleset' AND subject_id = ANY($4)))"
    " ORDER BY id"
)


class FreeQuery(Period):
    """Of whom, and on which days; left out, two weeks from today."""

    subject_type: Literal["member", "resource"] = "member"
    subject_ids: SubjectIds = Field(description="Whose, separated by commas; at most 200.")

    @model_validator(mode="after")
    def _not_too_long(self) -> Self:
        first, last = self.ends()
        if last - first > LONGEST:
            raise PydanticCustomError("period", "too long", {"text": TOO_LONG, "field": "dateTo"})
        return self

    def ends(self) -> tuple[date, date]:
        """The first and the last day."""
        first = self.date_from or (self.date_to or today() + USUAL) - USUAL
        return first, self.date_to or first + USUAL


class FreeWindow(Schema):
    """Time in which somebody is free, by the clock of the studio."""

    start: datetime
    end: datetime


class Free(Schema):
    """When one of them is free, in order of time."""

    subject_id: UUID
    scheduled: bool = Field(description="Whether any rules of theirs, or of the schedule they follow, apply then.")
    windows: list[FreeWindow]


class FreeTime(Schema):
    """When they are free."""

    timezone: str
    date_from: date
    date_to: date
    items: list[Free]


def available(own: Sequence[Expanded], inherited: Sequence[Expanded]) -> list[Interval]:
    """When somebody is available by rules of their own and by those of the schedule they follow.

    From the first day of weekly hours of their own until the last one these take the place of the schedule's. Rules of
    single days take the place of all others that day, and those of their own that of the schedule's; a full-day absence
    takes the whole day, with what began then, and every absence takes its hours.
    """
    hours = [one for one in own if not one.is_once and not one.is_absence]
    begins = min((one.first_day for one in hours), default=date.max)
    ends = max((one.last_day or date.max for one in hours), default=date.min)
    own_days = {span.day for one in own if one.is_once for span in one.spans}
    of_days = [(one, span) for one in own if one.is_once for span in one.spans]
    of_days += [(one, span) for one in inherited if one.is_once for span in one.spans if span.day not in own_days]
    repeated = [(one, span) for one in own if not one.is_once for span in one.spans]
    repeated += [
        (one, span) for one in inherited if not one.is_once for span in one.spans if not begins <= span.day <= ends
    ]
    replaced = {span.day for one, span in of_days if not one.is_absence or one.is_full_day}
    every = of_days + [(one, span) for one, span in repeated if span.day not in replaced]
    return difference(
        union(span.interval for one, span in every if not one.is_absence),
        union(span.interval for one, span in every if one.is_absence),
    )


async def _rules(
    ctx: Context, subject_type: str, found: Iterable[Subject], days: tuple[date, date]
) -> Mapping[UUID, list[Expanded]]:
    """The rules of subjects and of the schedules they follow, by whose they are, expanded in a range of days."""
    known = list(found)
    rule_sets = {one.rule_set_id for one in known} - {None}
    args = (subject_type, [one.id for one in known], list(rule_sets), days[0] - DAY, days[1] + DAY)
    expanded: dict[tuple[Any, ...], Expanded] = {}
    rules: dict[UUID, list[Expanded]] = defaultdict(list)
    for row in await ctx.query(_RULES, ctx.tenant_id, *args):
        # People of one house work the same hours.
        same = (row["rrule"], row["timezone"], row["kind"], *row["exdates"])
        if same not in expanded:
            expanded[same] = expand(dict(row), *days)
        rules[row["subject_id"]].append(expanded[same])
    return rules


@module.get("/free", "planner.view", name="free")
async def list_free_time(ctx: Context, query: FreeQuery) -> FreeTime:
    """Find free time.

    When members or resources are free between two days, for up to 200 of them and 186 days: by rules of their own and
    those of the schedule they follow, less what else takes the time of members (leave, events, blocked days). Windows
    end where the days asked for end. Those who are not in the caller's view are left out. Moments are those of the
    studio's clock, with its distance from UTC.
    """
    first, last = query.ends()
    found = await subjects(ctx, query.subject_type, query.subject_ids)
    rules = await _rules(ctx, query.subject_type, found.values(), (first, last))
    start, end = midnight(first), midnight(last + DAY)
    taken: dict[UUID, list[Interval]] = defaultdict(list)
    if query.subject_type == "member":
        for one in await occupied(ctx, list(found), start, end):
            taken[one.member_id].append((seconds(one.start), seconds(one.end)))
    whole = (seconds(start), seconds(end))
    outside = [(whole[0] - 10**9, whole[0]), (whole[1], whole[1] + 10**9)]
    free = {
        one.id: difference(
            available(rules.get(one.id, []), rules.get(one.rule_set_id, []) if one.rule_set_id else []),
            union([*outside, *taken[one.id]]),
        )
        for one in found.values()
    }
    return _answer(query, found, rules, free)


def _answer(
    query: FreeQuery,
    found: Mapping[UUID, Subject],
    rules: Mapping[UUID, Sequence[Expanded]],
    free: Mapping[UUID, Sequence[Interval]],
) -> Any:
    """The answer as plain values, for there may be tens of thousands of windows."""
    first, last = query.ends()
    shown = {
        moment: datetime.fromtimestamp(moment, UTC).astimezone(LOCAL_ZONE).isoformat()
        for windows in free.values()
        for interval in windows
        for moment in interval
    }
    return {
        "timezone": TIME_ZONE,
        "dateFrom": first.isoformat(),
        "dateTo": last.isoformat(),
        "items": [
            {
                "subjectId": str(one),
                "scheduled": bool(rules.get(one) or rules.get(found[one].rule_set_id or one)),
                "windows": [{"start": shown[start], "end": shown[end]} for start, end in free[one]],
            }
            for one in query.subject_ids
            if one in found
        ],
    }
