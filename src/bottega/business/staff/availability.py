"""Members in the planner and in the calendar: whose rules there are, and when leave takes their time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from bottega.business.calendar import ABSENCES, Absence, blocked_days_of, days_between, events_of
from bottega.business.staff.module import module
from bottega.business.staff.own_profile import own_member
from bottega.kernel.context import Context
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.schemas import midnight
from bottega.platform.planner import OCCUPIED, OWN_SUBJECTS, SUBJECTS, Occupied, Subject

# Minutes.
_DAY: Final = 24 * 60
_MEMBERS: Final = (
    "SELECT id, organization_id, availability_rule_set_id FROM staff_team_members WHERE tenant_id = $1"
    " AND id = ANY($2) AND deleted_at IS NULL"
)
_LEAVE: Final = (
    "SELECT m.user_id, r.first_day, r.last_day FROM staff_leave_requests AS r"
    " JOIN staff_team_members AS m ON m.tenant_id = r.tenant_id AND m.id = r.member_id"
    " WHERE r.tenant_id = $1 AND m.user_id = ANY($2) AND m.deleted_at IS NULL AND r.deleted_at IS NULL"
    " AND r.status = 'approved' AND r.first_day <= $4 AND r.last_day >= $3"
)
_USERS: Final = (
    "SELECT id, user_id, organization_id FROM staff_team_members WHERE tenant_id = $1 AND id = ANY($2)"
    " AND deleted_at IS NULL"
)


@module.within(SUBJECTS)
async def tell_members(ctx: Context, *, subject_type: str, ids: Sequence[UUID], found: list[Subject]) -> None:
    """Say which of the subjects are members, and which schedule they follow."""
    if subject_type == "member":
        rows = await ctx.query(_MEMBERS, ctx.tenant_id, list(ids))
        found += [Subject(row["id"], row["organization_id"], row["availability_rule_set_id"]) for row in rows]


@module.within(OWN_SUBJECTS)
async def tell_own_member(ctx: Context, *, found: list[Subject]) -> None:
    """Say which member the caller is."""
    row = await own_member(ctx)
    if row is not None:
        found.append(Subject(row["id"], row["organization_id"], row["availability_rule_set_id"]))


@module.within(ABSENCES)
async def tell_leave(ctx: Context, *, people: Sequence[UUID], first: date, last: date, found: list[Absence]) -> None:
    """Say who is on accepted leave."""
    rows = await ctx.query(_LEAVE, ctx.tenant_id, list(people), first, last)
    found += [Absence(row["user_id"], row["first_day"], row["last_day"]) for row in rows]


@module.within(OCCUPIED)
async def tell_events(
    ctx: Context, *, members: Sequence[UUID], start: datetime, end: datetime, found: list[Occupied]
) -> None:
    """Say which events of the calendar and which blocked days take time of members; leave is in the planner itself."""
    rows = await ctx.query(_USERS, ctx.tenant_id, list(members))
    if not rows:
        return
    first, last = start.astimezone(LOCAL_ZONE).date(), end.astimezone(LOCAL_ZONE).date()
    member_of = {row["user_id"]: row["id"] for row in rows if row["user_id"] is not None}
    for event in await events_of(ctx, list(member_of), first, last) if member_of else []:
        days = days_between(max(first, event["pierwszy_dzien"]), min(last, event["ostatni_dzien"]))
        member_id = member_of[event["pracownik_id"]]
        found += [Occupied(member_id, _at(day, event["od_minuty"]), _at(day, event["do_minuty"])) for day in days]
    blocked = await blocked_days_of(ctx, {row["organization_id"] for row in rows}, first, last)
    found += [
        Occupied(row["id"], midnight(day), midnight(day + timedelta(days=1)))
        for row in rows
        for day in blocked.get(row["organization_id"], ())
    ]


def _at(day: date, minutes: int) -> datetime:
    """The moment of a day at which the clock in Warsaw shows so many minutes."""
    return midnight(day + timedelta(days=minutes // _DAY)) + timedelta(minutes=minutes % _DAY)
