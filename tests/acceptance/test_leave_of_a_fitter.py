"""Leave from outside: asked for by a fitter, approved from the notification, seen where time is planned, and undone."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from demo_studio import OFFICE, OWNER, UNDO, Colleague, Demo

FITTER = "szymon@example.com"
TODAY = datetime.now(ZoneInfo("Europe/Warsaw")).date()
# Beyond everything the demo has planned, and on days no other run has.
FIRST = TODAY + timedelta(days=700 + secrets.randbelow(3000))
LAST = FIRST + timedelta(days=2)


def days_off(who: Colleague, member: str) -> int:
    """On how many of the days the fitter is not available."""
    page = who.saw("/planner/availability", subjectType="member", subjectIds=member, pageSize=100)
    wanted = {f"DTSTART:{FIRST + timedelta(days=n):%Y%m%d}T" for n in range(3)}
    return sum(item["rrule"][:17] in wanted for item in page["items"])


def test_leave_is_asked_for_approved_seen_and_undone(demo: Demo):
    password = demo.passwords[OWNER]
    office, fitter = demo.sign_in(OFFICE, password), demo.sign_in(FITTER, password)
    me = fitter.saw("/staff/team-members/self")["member"]
    assert me["displayName"] == "Szymon Dąb"
    assert fitter.total("/staff/leave-requests") >= 2
    request = fitter.made(
        "/staff/leave-requests",
        timezone="Europe/Warsaw",
        startDate=f"{FIRST}T00:00:00.000Z",
        endDate=f"{LAST}T00:00:00.000Z",
        unavailabilityReasonValue="Holidays",
    )
    waiting = next(one for one in office.saw("/notifications")["items"] if one["sourceEntityId"] == request)
    assert waiting["type"] == "staff.leave_request.pending"
    approved = office.post(f"/notifications/{waiting['id']}/action", json={"actionId": "approve"})
    assert approved.is_success, approved.text
    assert office.saw("/staff/leave-requests", ids=request)["items"][0]["status"] == "approved"
    assert days_off(office, me["id"]) == 3
    event: dict[str, Any] = {"data": f"{FIRST}T08:00:00.000Z", "pracownikId": me["userId"], "typ": "inne", "opcje": {}}
    assert office.refused(409, "/calendar/events", **event)["code"] == "worker_leave"
    token = json.loads(unquote(approved.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
    office.did(UNDO, undoToken=token)
    row = office.saw("/staff/leave-requests", ids=request)["items"][0]
    assert (row["status"], row["decided_at"]) == ("pending", None)
    assert days_off(office, me["id"]) == 0
    office.made("/calendar/events", **event)
