"""Single rules, weekly and date-specific replacement, and who may write them."""

import json
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest

from bottega.kernel.schemas import today
from callers import Caller, Invite
from planner.conftest import ZONE, Team, weekly

MONDAY = "DTSTART:20260105T080000Z\nDURATION:PT8H\nRRULE:FREQ=WEEKLY;BYDAY=MO"
MANAGE = ("planner.view", "planner.manage_availability", "audit_logs.undo_self", "audit_logs.redo_self")
OWN = ("planner.view", "staff.my_availability.manage")
Json = dict[str, Any]


async def listed(me: Caller, subject: str) -> list[Json]:
    answer = await me.get("/planner/availability", params={"subjectIds": subject, "pageSize": 100})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def rule_set(me: Caller, name: str = "Office") -> str:
    made = await me.post("/planner/availability-rule-sets", {"name": name, "timezone": ZONE})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def undo(me: Caller, answer: Any) -> Any:
    token = json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
    return await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})


def body(subject: str, of: str = "member", /, **more: Any) -> Json:
    return {"subjectType": of, "subjectId": subject, "timezone": ZONE, **more}


async def test_a_rule_is_created_listed_changed_and_deleted(caller: Invite, team: Team) -> None:
    me, member = await caller(*MANAGE), team.member()
    made = await me.post("/planner/availability", body(member, rrule=MONDAY))
    assert made.status_code == 201, made.text
    [item] = await listed(me, member)
    assert (item["exdates"], item["kind"], item["rrule"]) == ([], "availability", MONDAY)
    assert item["note"] is None
    changed = await me.put("/planner/availability", {"id": item["id"], "note": " At the saw "})
    assert changed.status_code == 200, changed.text
    assert (await listed(me, member))[0]["note"] == "At the saw"
    assert (await undo(me, changed)).status_code == 200
    assert (await listed(me, member))[0]["note"] is None
    gone = await me.delete("/planner/availability", {"id": item["id"]})
    assert gone.json() == {"ok": True}
    assert await listed(me, member) == []
    assert (await undo(me, gone)).status_code == 200
    assert [one["id"] for one in await listed(me, member)] == [item["id"]]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Europe/Poznan"),
        ("timezone", ""),
        ("rrule", "nonsense"),
        ("rrule", "RRULE:FREQ=SECONDLY"),
        ("rrule", "DTSTART:20260230T080000Z\nRRULE:FREQ=DAILY"),
        ("rrule", "DTSTART:00010101T080000Z\nRRULE:FREQ=DAILY"),
        ("rrule", "RRULE:FREQ=DAILY;INTERVAL=0"),
        ("rrule", "RRULE:FREQ=DAILY;COUNT=100000"),
        ("rrule", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"),
        ("rrule", "DURATION:PT350640H\nRRULE:FREQ=DAILY;COUNT=1"),
        ("rrule", "DURATION:PT0M"),
        ("rrule", "RRULE:FREQ=WEEKLY;BYDAY=XX"),
        ("rrule", "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20260105"),
        ("exdates", ["2026-02-30"]),
        ("exdates", ["2026-01-01"] * 367),
        ("note", "x" * 201),
        ("subjectType", "team"),
        ("subjectId", "nobody"),
        ("kind", "holiday"),
    ],
)
async def test_a_wrong_field_is_named_in_a_sentence(caller: Invite, team: Team, field: str, value: Any) -> None:
    me, member = await caller(*MANAGE), team.member()
    answer = await me.post("/planner/availability", {**body(member, rrule=MONDAY), field: value})
    assert answer.status_code == 400, answer.text
    [issue] = [one for one in answer.json()["details"] if one["path"][0] == field]
    assert len(issue["message"]) > 10
    assert await listed(me, member) == []


async def test_a_subject_that_nobody_knows_is_refused(caller: Invite, team: Team, admin: Caller) -> None:
    me = await caller(*MANAGE)
    foreign = await rule_set(admin)
    assert foreign
    for kind, subject in (("member", str(uuid4())), ("resource", team.member()), ("ruleset", str(uuid4()))):
        answer = await me.post("/planner/availability", body(subject, kind, rrule=MONDAY))
        assert answer.status_code == 400, answer.text
        assert answer.json()["details"][0]["path"] == ["subjectId"]


async def test_the_hours_of_a_week_replace_those_there_are(caller: Invite, team: Team) -> None:
    me = await caller(*MANAGE)
    schedule = await rule_set(me)
    path = "/planner/availability-rule-sets"
    before = (await me.get(path, params={"id": schedule})).json()["items"][0]["updated_at"]
    header = {"x-om-ext-optimistic-lock-expected-updated-at": before}
    week = body(schedule, "ruleset", windows=[weekly(day) for day in range(1, 6)])
    first = await me.post("/planner/availability-weekly", week, headers=header)
    assert first.json() == {"ok": True}, first.text
    rules = await listed(me, schedule)
    assert len(rules) == 5
    assert all("FREQ=WEEKLY;BYDAY=" in one["rrule"] and "T080000Z" in one["rrule"] for one in rules)
    stale = await me.post("/planner/availability-weekly", week, headers=header)
    assert stale.status_code == 409
    assert stale.json()["code"] == "optimistic_lock_conflict"
    gone = await me.client.request("DELETE", path, json={"id": schedule}, headers=header)
    assert gone.status_code == 409
    assert gone.json()["expectedUpdatedAt"] == before
    second = await me.post("/planner/availability-weekly", {**week, "windows": [weekly(0, "10:00", "24:00")]})
    assert second.status_code == 200
    [only] = await listed(me, schedule)
    assert only["rrule"].endswith("T100000Z\nDURATION:PT14H\nRRULE:FREQ=WEEKLY;BYDAY=SU")
    assert (await me.get(path, params={"id": schedule})).json()["items"][0]["updated_at"] != before
    assert (await undo(me, second)).status_code == 200
    assert {one["id"] for one in await listed(me, schedule)} == {one["id"] for one in rules}


@pytest.mark.parametrize(
    "window",
    [
        {"weekday": 1, "start": "9:00", "end": "17:00"},
        {"weekday": 1, "start": "24:00", "end": "24:00"},
        {"weekday": 1, "start": "09:00", "end": "09:00"},
        {"weekday": 1, "start": "09:60", "end": "17:00"},
        {"weekday": 7, "start": "09:00", "end": "17:00"},
    ],
)
async def test_a_window_that_makes_no_sense_is_refused_not_skipped(caller: Invite, team: Team, window: Json) -> None:
    me, member = await caller(*MANAGE), team.member()
    answer = await me.post("/planner/availability-weekly", body(member, windows=[window]))
    assert answer.status_code == 400
    assert answer.json()["details"][0]["path"][0] == "windows"


async def test_days_get_hours_or_an_absence_of_their_own(caller: Invite, team: Team) -> None:
    me, member = await caller(*MANAGE), team.member()
    path = "/planner/availability-date-specific"
    hours = [{"start": "10:00", "end": "12:30"}]
    open_day = await me.post(path, body(member, date="2026-06-06", windows=hours))
    assert open_day.json() == {"ok": True}, open_day.text
    [rule] = await listed(me, member)
    assert rule["kind"] == "availability"
    assert rule["rrule"] == "DTSTART:20260606T100000Z\nDURATION:PT2H30M\nRRULE:FREQ=DAILY;COUNT=1"
    away = body(member, dates=["2026-06-06", "2026-06-07", "2026-06-06"], kind="unavailability", note="Sea")
    taken = await me.post(path, {**away, "unavailabilityReasonValue": "Holidays"})
    assert taken.status_code == 200
    rules = await listed(me, member)
    assert [one["rrule"].partition("\n")[0] for one in rules] == [
        "DTSTART:20260606T000000Z",
        "DTSTART:20260607T000000Z",
    ]
    said = {(one["kind"], one["note"], one["unavailability_reason_value"]) for one in rules}
    assert said == {("unavailability", "Sea", "Holidays")}
    assert (await undo(me, taken)).status_code == 200
    assert [one["id"] for one in await listed(me, member)] == [rule["id"]]


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ({"date": "2025-02-30"}, ["date"]),
        ({"dates": ["2025-02-30"]}, ["dates", 0]),
        ({}, ["date"]),
        ({"dates": []}, ["date"]),
        ({"dates": [f"{year}-01-{day:02}" for year in range(2000, 2040) for day in range(1, 29)]}, ["dates"]),
        (
            {
                "dates": [f"2026-01-{day:02}" for day in range(1, 31)],
                "windows": [{"start": "08:00", "end": "09:00"}] * 50,
            },
            ["windows"],
        ),
    ],
)
async def test_days_that_make_no_sense_are_refused(caller: Invite, team: Team, sent: Json, path: list[Any]) -> None:
    me, member = await caller(*MANAGE), team.member()
    answer = await me.post("/planner/availability-date-specific", body(member, isAvailable=True, **sent))
    assert answer.status_code == 400, answer.text
    assert path in [issue["path"] for issue in answer.json()["details"]]


async def test_members_write_their_own_hours_and_not_their_absences(caller: Invite, team: Team) -> None:
    me, manager = await caller(*OWN), await caller(*MANAGE)
    mine, others = team.member(me.user_id), team.member(manager.user_id)
    assert (await me.post("/planner/availability-weekly", body(mine, windows=[weekly(1)]))).status_code == 200
    for subject in (others, str(uuid4())):
        refused = await me.post("/planner/availability-weekly", body(subject, windows=[weekly(1)]))
        assert (refused.status_code, refused.json()) == (403, {"error": "Unauthorized"})
    path, day = "/planner/availability-date-specific", "2026-06-06"
    assert (await me.post(path, body(mine, date=day, kind="unavailability"))).status_code == 403
    assert (await manager.post(path, body(mine, date=day, kind="unavailability"))).status_code == 200
    # An absence is there: replacing it takes it away.
    hours = body(mine, date=day, windows=[{"start": "08:00", "end": "09:00"}])
    assert (await me.post(path, hours)).status_code == 403
    [absence] = [one for one in await listed(me, mine) if one["kind"] == "unavailability"]
    assert (await me.delete("/planner/availability", {"id": absence["id"]})).status_code == 403
    assert (await me.put("/planner/availability", {"id": absence["id"], "note": "x"})).status_code == 403
    [hours_rule] = [one for one in await listed(me, mine) if one["kind"] == "availability"]
    moved = await me.put("/planner/availability", {"id": hours_rule["id"], "subjectId": others})
    assert moved.status_code == 403
    assert (await me.put("/planner/availability", {"id": str(uuid4()), "note": "x"})).status_code == 404
    assert (await me.post("/planner/availability-rule-sets", {"name": "x", "timezone": "UTC"})).status_code == 403


async def test_why_others_are_away_is_for_managers(caller: Invite, team: Team) -> None:
    me, manager, viewer = await caller(*OWN), await caller(*MANAGE), await caller("planner.view")
    mine = team.member(me.user_id)
    day = today().isoformat()
    away = body(mine, date=day, kind="unavailability", note="Flu", unavailabilityReasonValue="Sick off")
    assert (await manager.post("/planner/availability-date-specific", away)).status_code == 200
    for one, seen in ((me, "Flu"), (manager, "Flu"), (viewer, None)):
        [rule] = await listed(one, mine)
        assert rule["kind"] == "unavailability"
        assert rule["note"] == seen
        assert (rule["unavailability_reason_value"] is None) == (seen is None)
        exported = await one.get("/planner/availability", params={"subjectIds": mine, "format": "csv"})
        assert ("Flu" in exported.text) == (seen is not None)


async def test_undo_asks_who_may_write(caller: Invite, team: Team) -> None:
    me = await caller(*OWN, "audit_logs.undo_self")
    mine = team.member(me.user_id)
    written = await me.post("/planner/availability-weekly", body(mine, windows=[weekly(1)]))
    team.members.clear()
    assert (await undo(me, written)).status_code == 400
    assert len(await listed(me, mine)) == 1


async def test_a_schedule_goes_with_its_rules_and_comes_back_with_them(caller: Invite, team: Team) -> None:
    me = await caller(*MANAGE)
    schedule = await rule_set(me, "Night shift")
    await me.post("/planner/availability-weekly", body(schedule, "ruleset", windows=[weekly(1), weekly(2)]))
    found = await me.get("/planner/availability-rule-sets", params={"search": "night"})
    assert [one["id"] for one in found.json()["items"]] == [schedule]
    gone = await me.delete("/planner/availability-rule-sets", {"id": schedule})
    assert gone.status_code == 200
    assert await listed(me, schedule) == []
    again = await me.delete("/planner/availability-rule-sets", {"id": schedule})
    assert again.status_code in (404, 409)
    unknown = await me.put("/planner/availability-rule-sets", {"id": str(uuid4()), "name": "x"})
    assert (unknown.status_code, unknown.json()) == (404, {"error": "Planner availability rule set not found."})
    assert (await undo(me, gone)).status_code == 200
    assert len(await listed(me, schedule)) == 2
