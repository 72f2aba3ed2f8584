"""Leave: asked for once, decided once, seen where time is planned, and undone whole."""

import asyncio
import json
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

import pytest

from bottega.business.calendar import working_days
from bottega.business.staff.leave.days import day_of
from callers import Caller

MANAGER = ("staff.*", "planner.*", "calendar.*", "audit_logs.*", "notifications.*", "auth.*")
EMPLOYEE = (
    "staff.leave_requests.send",
    "staff.my_leave_requests.view",
    "staff.my_leave_requests.send",
    "planner.view",
    "audit_logs.undo_self",
)


async def profile(me: Caller, name: str = "Damian Kowal") -> str:
    """The caller's own record among the members."""
    made = await me.post("/staff/team-members/self", {"displayName": name})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def asked(me: Caller, first: str, last: str, **more: Any) -> Any:
    """The answer to a request for leave of some days."""
    ends = {"startDate": f"{first}T00:00:00.000Z", "endDate": f"{last}T00:00:00.000Z"}
    return await me.post("/staff/leave-requests", {"timezone": "Europe/Warsaw", **ends, **more})


async def request_of(me: Caller, first: str, last: str, **more: Any) -> str:
    """The id of a new request."""
    made = await asked(me, first, last, **more)
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def shown(me: Caller, request_id: str) -> dict[str, Any]:
    """A request as the list shows it."""
    found = (await me.get("/staff/leave-requests", params={"ids": request_id})).json()["items"]
    assert len(found) == 1
    return found[0]


async def days_off(me: Caller, member: str) -> list[str]:
    """The days on which a member is not available."""
    found = await me.get("/planner/availability", params={"subjectType": "member", "subjectIds": member})
    assert found.status_code == 200, found.text
    return sorted(item["rrule"][8:16] for item in found.json()["items"] if item["kind"] == "unavailability")


async def accept(me: Caller, request_id: str, **more: Any) -> Any:
    return await me.post("/staff/leave-requests/accept", {"id": request_id, **more})


def token_of(answer: Any) -> str:
    """The undo token in an answer's header."""
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]


def test_working_days_leave_out_weekends_and_the_holidays_of_christmas() -> None:
    assert [day.day for day in working_days(date(2026, 12, 23), date(2026, 12, 31))] == [23, 28, 29, 30, 31]
    assert [day.day for day in working_days(date(2024, 12, 23), date(2024, 12, 27))] == [23, 24, 27]


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ("2026-12-24T00:00:00+00:00", date(2026, 12, 24)),
        ("2026-12-24T00:00:00+01:00", date(2026, 12, 24)),
        ("2026-12-24T23:59:59.999+00:00", date(2026, 12, 24)),
        ("2026-12-24T09:30:00+01:00", date(2026, 12, 24)),
    ],
)
def test_both_ends_are_days_whatever_midnight_was_meant(sent: str, day: date) -> None:
    assert day_of(datetime.fromisoformat(sent), "Europe/Warsaw") == day


async def test_accepted_leave_is_seen_everywhere_and_undo_takes_all_of_it_back(caller: Any) -> None:
    boss, worker = await caller(*MANAGER), await caller(*EMPLOYEE)
    member = await profile(worker)
    request = await request_of(worker, "2026-12-23", "2026-12-28", unavailabilityReasonValue="Holidays")
    assert (await shown(worker, request))["working_days"] == 2
    inbox = (await boss.get("/notifications")).json()["items"]
    waiting = next(one for one in inbox if one["type"] == "staff.leave_request.pending")
    done = await boss.post(f"/notifications/{waiting['id']}/action", {"actionId": "approve"})
    assert done.status_code == 200, done.text
    row = await shown(boss, request)
    assert (row["status"], row["decided_by_user_id"]) == ("approved", str(boss.user_id))
    assert await days_off(boss, member) == [f"202612{day}" for day in (23, 24, 25, 26, 27, 28)]
    who: dict[str, Any] = {"pracownikId": str(worker.user_id), "typ": "inne", "opcje": {}}
    event = {"data": "2026-12-28T08:00:00.000Z", **who}
    refused = await boss.post("/calendar/events", event)
    assert (refused.status_code, refused.json()["code"]) == (409, "worker_leave"), refused.text
    told = (await worker.get("/notifications")).json()["items"]
    assert "staff.leave_request.approved" in {one["type"] for one in told}
    undone = await boss.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token_of(done)})
    assert undone.status_code == 200, undone.text
    row = await shown(boss, request)
    assert (row["status"], row["decided_at"], row["decided_by_user_id"]) == ("pending", None, None)
    assert await days_off(boss, member) == []
    planned = await boss.post("/calendar/events", event)
    assert planned.status_code == 201, planned.text


async def test_of_two_who_decide_at_once_one_gets_400(caller: Any) -> None:
    boss, other, worker = await caller(*MANAGER), await caller(*MANAGER), await caller(*EMPLOYEE)
    member = await profile(worker)
    request = await request_of(worker, "2027-03-01", "2027-03-02")
    answers = await asyncio.gather(accept(boss, request), accept(other, request))
    assert sorted(one.status_code for one in answers) == [200, 400]
    refusal = next(one for one in answers if one.status_code == 400)
    assert refusal.json()["error"] == "Leave request is already finalized."
    assert await days_off(boss, member) == ["20270301", "20270302"]
    rejected = await boss.post("/staff/leave-requests/reject", {"id": request, "decisionComment": "No"})
    assert rejected.status_code == 400
    assert (await shown(boss, request))["decision_comment"] is None


async def test_a_rejection_says_who_and_why(caller: Any) -> None:
    boss, worker = await caller(*MANAGER), await caller(*EMPLOYEE)
    await profile(worker)
    request = await request_of(worker, "2027-03-01", "2027-03-02")
    body = {"id": request, "decisionComment": "Inventory", "decidedByUserId": str(worker.user_id)}
    done = await boss.post("/staff/leave-requests/reject", body)
    assert done.status_code == 200, done.text
    row = await shown(worker, request)
    assert (row["status"], row["decision_comment"]) == ("rejected", "Inventory")
    assert row["decided_by_user_id"] == str(boss.user_id)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"startDate": "2026-01-01T00:00:00Z", "endDate": "2066-01-01T00:00:00Z"}, "endDate"),
        ({"startDate": "2026-02-02T00:00:00Z", "endDate": "2026-02-01T00:00:00Z"}, "endDate"),
        ({"timezone": "Europe/Poznan"}, "timezone"),
        ({"startDate": "soon"}, "startDate"),
    ],
)
async def test_nonsense_is_refused_by_its_field(caller: Any, body: dict[str, str], field: str) -> None:
    worker = await caller(*EMPLOYEE)
    await profile(worker)
    days = {"startDate": "2026-02-02T00:00:00Z", "endDate": "2026-02-03T00:00:00Z", "timezone": "Europe/Warsaw"}
    refused = await worker.post("/staff/leave-requests", {**days, **body})
    assert refused.status_code == 400, refused.text
    assert [issue["path"] for issue in refused.json()["details"]] == [[field]]


async def test_plain_days_are_days_in_poland(caller: Any) -> None:
    worker = await caller(*EMPLOYEE)
    await profile(worker)
    made = await worker.post("/staff/leave-requests", {"startDate": "2027-06-07", "endDate": "2027-06-08"})
    assert made.status_code == 201, made.text
    [row] = (await worker.get("/staff/leave-requests", params={"ids": made.json()["id"]})).json()["items"]
    assert (row["first_day"], row["last_day"], row["timezone"]) == ("2027-06-07", "2027-06-08", "Europe/Warsaw")


async def test_an_update_is_checked_against_the_end_that_stays(caller: Any) -> None:
    worker = await caller(*EMPLOYEE)
    await profile(worker)
    request = await request_of(worker, "2027-03-01", "2027-03-02")
    refused = await worker.put("/staff/leave-requests", {"id": request, "startDate": "2027-03-05T00:00:00Z"})
    assert refused.status_code == 400, refused.text
    assert refused.json()["details"][0]["path"] == ["endDate"]


async def test_nobody_but_managers_sees_or_touches_leave_of_others(caller: Any) -> None:
    worker, colleague = await caller(*EMPLOYEE), await caller(*EMPLOYEE)
    nobody = await caller(*EMPLOYEE)
    await profile(worker)
    await profile(colleague, "Szymon Dąb")
    request = await request_of(worker, "2027-03-01", "2027-03-02", unavailabilityReasonValue="Sick off")
    assert (await colleague.get("/staff/leave-requests")).json()["items"] == []
    assert (await nobody.get("/staff/leave-requests")).json()["viewer"]["memberId"] is None
    refused = await nobody.post(
        "/staff/leave-requests",
        {"timezone": "Europe/Warsaw", "startDate": "2027-03-01T00:00:00Z", "endDate": "2027-03-01T00:00:00Z"},
    )
    assert (refused.status_code, refused.json()["error"]) == (400, "Create your profile first.")
    deleted = await colleague.client.delete("/staff/leave-requests", params={"id": request})
    assert deleted.status_code in (403, 404), deleted.text
    assert (await accept(colleague, request)).status_code == 403


async def test_overlaps_and_overdrawn_balances_are_flagged_or_refused_as_set(caller: Any) -> None:
    boss, worker = await caller(*MANAGER), await caller(*EMPLOYEE)
    await profile(worker)
    await request_of(worker, "2027-03-01", "2027-03-12")
    twice = await request_of(worker, "2027-03-10", "2027-03-19")
    assert (await shown(boss, twice))["warnings"] == ["overlaps"]
    settings = {"overlapping": "refuse", "overdrawn": "refuse", "yearlyDays": 20}
    changed = await boss.put("/staff/leave-settings", settings)
    assert changed.status_code == 200, changed.text
    refused = await asked(worker, "2027-03-19", "2027-03-19")
    assert (refused.status_code, refused.json()["code"]) == (409, "leave_overlaps")
    too_much = await asked(worker, "2027-04-05", "2027-04-16")
    assert (too_much.status_code, too_much.json()["code"]) == (409, "leave_overdrawn"), too_much.text
    ill = await asked(worker, "2027-04-05", "2027-04-16", unavailabilityReasonValue="Sick off")
    assert ill.status_code == 201, ill.text


async def test_a_deleted_user_leaves_the_member_and_comes_back_by_undo(caller: Any) -> None:
    admin, worker = await caller(super_admin=True), await caller(*EMPLOYEE)
    member = await profile(worker)

    async def account() -> Any:
        found = (await admin.get("/staff/team-members", params={"ids": member})).json()["items"]
        return found[0]["user_id"]

    assert await account() == str(worker.user_id)
    gone = await admin.client.delete("/auth/users", params={"id": str(worker.user_id)})
    assert gone.status_code == 200, gone.text
    assert await account() is None
    undone = await admin.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token_of(gone)})
    assert undone.status_code == 200, undone.text
    assert await account() == str(worker.user_id)
