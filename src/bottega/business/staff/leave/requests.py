"""Leave requests: created, changed and withdrawn until there is a decision."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, func, select

from bottega.business.calendar import working_days
from bottega.business.staff.field_types import MEMBER_NOT_FOUND, Text2000
from bottega.business.staff.leave.access import in_view, require_touch, viewer_of
from bottega.business.staff.leave.balances import flags, refuse_or_pass, standing_of
from bottega.business.staff.leave.days import MOST_DAYS, day_of
from bottega.business.staff.leave.list_items import LeaveRequestPage
from bottega.business.staff.leave.notices import tell_managers
from bottega.business.staff.leave.tables import END_BEFORE_START, LeaveRequest
from bottega.business.staff.module import module
from bottega.business.staff.own_profile import own_user
from bottega.business.staff.tables import TeamMember
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Forbidden, Invalid, InvalidInput, NotFound
from bottega.kernel.field_markers import WholeDay
from bottega.kernel.i18n import T
from bottega.kernel.local_time import TIME_ZONE
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Blankable, Id, Input, Moment, Scoped
from bottega.kernel.screens import Days, Group, Nav, Preset, Screen
from bottega.kernel.text.folding import fold
from bottega.kernel.writes import changes
from bottega.platform.auth import require_colleague
from bottega.platform.navigation_groups import PEOPLE
from bottega.platform.planner import Zone, require_reason

NOT_FOUND: Final = T(en="Leave request not found.", pl="Nie znaleziono wniosku urlopowego.")
FINALIZED: Final = T(en="Leave request is already finalized.", pl="Wniosek urlopowy jest już rozpatrzony.")
NO_PROFILE: Final = T(en="Create your profile first.", pl="Najpierw utwórz swój profil.")
TOO_LONG: Final = T(en="Leave of at most {most} days", pl="Urlop trwa najwyżej {most} dni").given(most=MOST_DAYS)
_MEMBERS: Final = "SELECT id, display_name, user_id FROM staff_team_members WHERE tenant_id = $1 AND id = ANY($2)"


class LeaveRequestInput(Scoped):
    """Somebody wants to be away."""

    member_id: UUID | None = Field(
        default=None, description="Whose leave it is: the caller's own, unless a manager asks for somebody else."
    )
    timezone: Zone = TIME_ZONE
    start_date: Annotated[Moment, WholeDay] = Field(description="The first day, or a moment of it.")
    end_date: Annotated[Moment, WholeDay] = Field(description="The last day, or a moment of it.")
    unavailability_reason_entry_id: UUID | None = None
    unavailability_reason_value: Annotated[str | None, Field(max_length=150), Blankable] = None
    note: Text2000 = None
    submitted_by_user_id: UUID | None = Field(default=None, description="Always the caller, whatever is sent.")


async def _prepare(ctx: Context, values: dict[str, Any], request_id: UUID | None) -> dict[str, Any]:
    """Check who asks for whom and when, and count the days."""
    before: dict[str, Any] = {} if request_id is None else await pending(ctx, request_id)
    if before:
        await require_touch(ctx, before["member_id"])
    else:
        values.setdefault("timezone", TIME_ZONE)
    await require_reason(ctx, "member", values)
    named = values.pop("submitted_by_user_id", None)
    if named is not None:
        await require_colleague(ctx, named, field="submittedByUserId")
    member_id = await _member_id(ctx, values.pop("member_id", None), before)
    member = await _locked_member(ctx, member_id)
    values |= _own(ctx, member, before)
    merged = {"id": request_id or new_id(), "unavailability_reason_value": None, **before, **values}
    values |= _days(merged)
    await refuse_or_pass(ctx, merged | values)
    if not before:
        values["id"] = merged["id"]
    return values


async def _member_id(ctx: Context, wanted: UUID | None, before: dict[str, Any]) -> UUID:
    """Whose leave it is; 400 for somebody who has no profile, 403 for somebody else's by no manager."""
    viewer = await viewer_of(ctx)
    if before:
        if wanted not in (None, before["member_id"]) and not viewer.can_manage:
            raise Forbidden
        return wanted or before["member_id"]
    if wanted is not None and viewer.can_manage:
        return wanted
    if viewer.member_id is None:
        raise Invalid.of_field("memberId", NO_PROFILE)
    return viewer.member_id


async def _locked_member(ctx: Context, member_id: UUID) -> dict[str, Any]:
    """The member, locked: two requests for the same days see each other."""
    try:
        return await changes.one(ctx, TeamMember, member_id, lock=True)
    except NotFound:
        raise NotFound(MEMBER_NOT_FOUND) from None


def _own(ctx: Context, member: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    of_member = {"member_id": member["id"], "organization_id": member["organization_id"]}
    return of_member if before else {**of_member, "submitted_by_user_id": own_user(ctx), "status": "pending"}


def _days(request: dict[str, Any]) -> dict[str, Any]:
    """The days of a request; 400 on ``endDate`` where it ends before it begins, or lasts too long."""
    if request["end_date"] < request["start_date"]:
        raise InvalidInput.field("endDate", END_BEFORE_START)
    first, last = (day_of(request[name], request["timezone"]) for name in ("start_date", "end_date"))
    last = max(first, last)
    if (last - first).days >= MOST_DAYS:
        raise InvalidInput.field("endDate", TOO_LONG)
    return {"first_day": first, "last_day": last, "working_days": len(working_days(first, last))}


async def pending(ctx: Context, request_id: UUID) -> dict[str, Any]:
    """A request that nobody has decided on, locked; 404 without it, 400 once somebody has."""
    with leave_requests.says_missing():
        row = await changes.one(ctx, LeaveRequest, request_id, lock=True)
    if row["status"] != "pending":
        raise Invalid(FINALIZED, code="finalized")
    return row


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = list({item["member_id"] for item in items})
    members = {row["id"]: row for row in await ctx.query(_MEMBERS, ctx.tenant_id, ids)}
    standing = await standing_of(ctx, ids, items[0]["organization_id"]) if items else None
    shown: list[dict[str, Any]] = []
    for item in items:
        row = members.get(item["member_id"])
        who = {"id": row["id"], "displayName": row["display_name"], "userId": row["user_id"]} if row else None
        shown.append({**item, "member": who, "warnings": flags(standing, item) if standing else []})
    return shown


leave_requests = module.mount(
    "/leave-requests",
    Resource(
        table=LeaveRequest,
        input=LeaveRequestInput,
        label=T(en="Leave request", pl="Wniosek urlopowy"),
        plural=T(en="Leave requests", pl="Wnioski urlopowe"),
        title="{member_id}",
        subtitle="{first_day} – {last_day}",
        owners=True,
        missing=NOT_FOUND,
        filters={"memberId": LeaveRequest.member_id, "status": LeaveRequest.status},
        prepare=_prepare,
        present=_present,
        narrow=in_view,
        access=Access(view="staff.my_leave_requests.view", manage="staff.leave_requests.send"),
        screen=Screen(
            icon="calendar-off",
            nav=Nav(PEOPLE, 40, needs=("staff.my_leave_requests.view",)),
            columns="member_id first_day last_day working_days unavailability_reason_value status warnings",
            groups=(
                Group(T(en="Leave", pl="Urlop"), "member_id start_date end_date"),
                Group(
                    T(en="Why", pl="Powód"), "unavailability_reason_value unavailability_reason_entry_id note timezone"
                ),
            ),
            views=(Days("first_day", until="last_day"),),
            presets=(Preset(T(en="Waiting", pl="Do decyzji"), status="pending"),),
            tones={"status": {"pending": "warn", "approved": "good", "rejected": "danger"}},
            quick="member_id start_date end_date unavailability_reason_value note",
            empty=T(en="Nobody has asked for leave yet", pl="Nikt nie prosił jeszcze o urlop"),
        ),
    ),
)


@leave_requests.replaces("list", features=(), answer=LeaveRequestPage)
async def list_leave_requests(ctx: Context, query: ListQuery) -> Any:
    """List leave requests.

    A page of the requests that the caller may see: all for those who decide on them, their own for everybody else, none
    for programs. `search` looks for names of members, whatever `memberId` says. `viewer` says what the caller may do.
    """
    named: list[ColumnElement[bool]] = []
    if query.search:
        words = func.fold(TeamMember.display_name).contains(fold(query.search), autoescape=True)
        named.append(LeaveRequest.member_id.in_(select(TeamMember.id).where(words)))
        query = query.model_copy(update={"search": None, "filter_memberId": None})
    page = await leave_requests.page(ctx, query, *named)
    if query.format:
        return page
    viewer = await viewer_of(ctx)
    may = {"canManage": viewer.can_manage, "canSend": viewer.can_send, "canView": viewer.can_view}
    return {**page, "viewer": {**may, "memberId": viewer.member_id}}


@leave_requests.replaces("create", features=(), answers={404: "No such member"})
async def create_leave_request(ctx: Context, data: LeaveRequestInput) -> Created:
    """Create leave request.

    Asks for leave: for oneself, or, by those who decide on it, for anybody. Those who decide are notified.
    """
    if not (await viewer_of(ctx)).can_send:
        raise Forbidden
    made = await leave_requests.create(ctx, data)
    request = await changes.one(ctx, LeaveRequest, made.id)
    member = await changes.one(ctx, TeamMember, request["member_id"])
    await tell_managers(ctx, request, member["display_name"])
    return made


@leave_requests.replaces("update", features=())
async def update_leave_request(ctx: Context, data: Input) -> Done:
    """Update leave request.

    Changes the fields that are sent, of one's own request or, by those who decide, of anybody's, until it is decided.
    """
    return await leave_requests.update(ctx, data)


@leave_requests.replaces("delete", features=())
async def delete_leave_request(ctx: Context, data: Id) -> Done:
    """Delete leave request.

    Withdraws a request that nobody has decided on, by id in the body or in the query.
    """
    ctx.refuse_closed()
    row = await pending(ctx, data.id)
    await require_touch(ctx, row["member_id"])
    return await leave_requests.delete(ctx, data)
