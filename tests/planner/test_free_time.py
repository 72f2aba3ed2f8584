"""Free time of members: merging of rules, clocks of time zones, what else takes their time, and what it costs."""

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context
from bottega.kernel.modules import Module
from bottega.kernel.schemas import today
from bottega.platform.planner import OCCUPIED, Occupied
from bottega.platform.planner import free_time as merging
from bottega.platform.planner.rule_text import read
from bottega.platform.planner.windows import expand
from callers import Caller, Invite
from planner.conftest import ZONE, Team, weekly

Json = dict[str, Any]
NEW_YEAR, FIFTH = date(2024, 1, 1), date(2024, 1, 5)
MANAGE = ("planner.view", "planner.manage_availability")


def rule(text: str, *, kind: str = "availability", zone: str = "UTC", exdates: Sequence[str] = ()) -> Json:
    columns = read(text, datetime(2024, 1, 1)).columns()  # noqa: DTZ001 - by the clock of the rule
    return {**columns, "kind": kind, "timezone": zone, "exdates": list(exdates)}


def free(
    own: Sequence[Json], inherited: Sequence[Json] = (), *, first: date = NEW_YEAR, last: date = FIFTH
) -> list[tuple[str, str]]:
    found = merging.available(
        [expand(one, first, last) for one in own], [expand(one, first, last) for one in inherited]
    )
    return [tuple(f"{datetime.fromtimestamp(one, UTC):%d %H:%M}" for one in window) for window in found]  # pyright: ignore[reportReturnType] - pairs


DAILY = "DTSTART:20240101T090000Z\nDURATION:PT2H\nRRULE:FREQ=DAILY;COUNT=3"
LONG_DAY = "DTSTART:20240101T090000Z\nDURATION:PT8H\nRRULE:FREQ=DAILY;COUNT=1"


def test_daily_windows_leave_out_the_days_they_except() -> None:
    assert free([rule(DAILY, exdates=["2024-01-02"])]) == [("01 09:00", "01 11:00"), ("03 09:00", "03 11:00")]
    assert len(free([rule(DAILY, exdates=["2024-01-02T09:00:00Z"])])) == 2
    assert len(free([rule(DAILY, exdates=["2024-01-02T10:00:00Z"])])) == 3


def test_an_absence_of_an_hour_splits_a_day() -> None:
    lunch = rule("DTSTART:20240101T120000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO", kind="unavailability")
    found = free([rule(LONG_DAY.replace("COUNT=1", "COUNT=2")), lunch])
    assert found == [("01 09:00", "01 12:00"), ("01 13:00", "01 17:00"), ("02 09:00", "02 17:00")]


def test_a_full_day_off_empties_the_day_and_a_full_day_on_fills_it() -> None:
    day = "DTSTART:20240102T000000Z\nDURATION:PT24H\nRRULE:FREQ=DAILY;COUNT=1"
    off = free([rule(DAILY), rule(day, kind="unavailability")])
    assert off == [("01 09:00", "01 11:00"), ("03 09:00", "03 11:00")]
    assert ("02 00:00", "03 00:00") in free([rule(DAILY), rule(day)])
    both = free([rule(DAILY), rule(day), rule(day, kind="unavailability")])
    assert both == off


def test_hours_of_a_day_replace_those_of_the_week() -> None:
    short = "DTSTART:20240102T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=1"
    assert free([rule(DAILY), rule(short)])[1] == ("02 10:00", "02 11:00")


def test_own_hours_come_before_those_of_the_schedule() -> None:
    schedule = [rule("DTSTART:20240101T080000Z\nDURATION:PT8H\nRRULE:FREQ=DAILY")]
    own = rule("DTSTART:20240103T120000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY")
    found = free([own], schedule)
    assert [one for one in found if one[0].startswith("02")] == [("02 08:00", "02 16:00")]
    assert [one for one in found if one[0].startswith("04")] == [("04 12:00", "04 13:00")]
    closed = rule("DTSTART:20240102T000000Z\nDURATION:PT24H\nRRULE:FREQ=DAILY;COUNT=1", kind="unavailability")
    assert not [one for one in free([], [*schedule, closed]) if one[0].startswith("02")]


def test_hours_are_those_of_the_clock_in_summer_and_in_winter() -> None:
    row = rule("DTSTART:20260328T080000Z\nDURATION:PT8H\nRRULE:FREQ=DAILY", zone=ZONE)
    found = free([row], first=date(2026, 3, 28), last=date(2026, 3, 30))
    assert ("28 07:00", "28 15:00") in found
    assert ("29 06:00", "29 14:00") in found
    whole = rule("DTSTART:20260329T000000Z\nDURATION:PT24H\nRRULE:FREQ=DAILY;COUNT=1", zone=ZONE)
    assert free([whole], first=date(2026, 3, 29), last=date(2026, 3, 29)) == [("28 23:00", "29 22:00")]


@given(
    frequency=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 6),
    limit=st.sampled_from(["", ";COUNT=7", ";UNTIL=20270301", ";UNTIL=20260801T070000"]),
    days=st.sampled_from(["", ";BYDAY=MO,WE,FR", ";BYDAY=SU", ";BYMONTH=2,6", ";BYMONTH=3;BYDAY=TU"]),
    week=st.sampled_from(["", ";WKST=SU", ";WKST=MO"]),
    start=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
)
def test_days_are_those_that_dateutil_finds(
    frequency: str, interval: int, limit: str, days: str, week: str, start: date
) -> None:
    said = f"FREQ={frequency};INTERVAL={interval}{limit}{days}{week}"
    begins = datetime(start.year, start.month, start.day, 8)  # noqa: DTZ001 - by the clock of the rule
    try:
        found = read(f"DTSTART:{begins:%Y%m%dT%H%M%S}Z\nDURATION:PT1H\nRRULE:{said}", begins)
    except PydanticCustomError:
        # It applies to no day; dateutil looks for one until the year 9999.
        return
    first, last = date(2026, 1, 1), date(2028, 12, 31)
    # A day as the end is included (RFC 5545 §3.3.10); for dateutil it ends as it begins.
    known = rrulestr(said.replace("UNTIL=20270301", "UNTIL=20270301T235959"), dtstart=begins)
    wanted = known.between(datetime(2026, 1, 1), datetime(2028, 12, 31, 23), inc=True)  # noqa: DTZ001 - likewise
    assert list(found.repeat.days(first, last)) == [one.date() for one in wanted]


@pytest.mark.parametrize(
    "said",
    [
        "FREQ=MONTHLY;BYDAY=1MO,-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=-1,15",
        "FREQ=MONTHLY",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=-1SU",
        "FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2",
    ],
)
def test_days_of_months_and_years_are_those_that_dateutil_finds(said: str) -> None:
    begins = datetime(2024, 1, 31, 8)  # noqa: DTZ001 - by the clock of the rule
    found = read(f"DTSTART:20240131T080000Z\nRRULE:{said}", begins)
    wanted = rrulestr(said, dtstart=begins).between(begins, datetime(2033, 1, 1), inc=True)  # noqa: DTZ001 - likewise
    assert list(found.repeat.days(date(2024, 1, 1), date(2032, 12, 31))) == [one.date() for one in wanted]


def test_a_rule_that_began_long_ago_costs_what_one_of_today_does() -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    took: dict[int, float] = {}
    for year in (1900, 2025):
        found = read(f"DTSTART:{year}0101T080000Z\nRRULE:FREQ=DAILY;BYDAY=MO,TU", datetime(2026, 1, 1))  # noqa: DTZ001
        begun = time.perf_counter()
        for _ in range(20):
            assert len(list(found.repeat.days(first, last))) == 26
        took[year] = time.perf_counter() - begun
    assert took[1900] < 20 * took[2025]


async def _schedule(me: Caller) -> str:
    made = await me.post("/planner/availability-rule-sets", {"name": "Fitters", "timezone": ZONE})
    week = {"subjectType": "ruleset", "subjectId": made.json()["id"], "timezone": ZONE}
    windows = [weekly(day) for day in range(1, 6)]
    done = await me.post("/planner/availability-weekly", {**week, "windows": windows})
    assert done.status_code == 200, done.text
    return made.json()["id"]


async def test_free_time_is_answered_for_many_at_once(caller: Invite, team: Team, other: Module) -> None:
    me = await caller(*MANAGE)
    schedule = await _schedule(me)
    busy, follower, unplanned = (team.member(rule_set_id=one) for one in (schedule, schedule, None))

    @other.within(OCCUPIED)
    async def tell(_ctx: Context, *, members: Sequence[UUID], found: list[Occupied], **_range: datetime) -> None:
        found += [
            Occupied(one, datetime(2035, 1, 1, 8, tzinfo=UTC), datetime(2035, 1, 1, 9, tzinfo=UTC))
            for one in members
            if str(one) == busy
        ]

    assert callable(tell)
    days = {"dateFrom": "2035-01-01", "dateTo": "2035-01-02"}
    asked = ",".join((busy, follower, unplanned, str(uuid4())))
    answer = await me.get("/planner/free", params={"subjectIds": asked, **days})
    assert answer.status_code == 200, answer.text
    first, second, third = answer.json()["items"]
    assert first["windows"][:2] == [
        {"start": "2035-01-01T08:00:00+01:00", "end": "2035-01-01T09:00:00+01:00"},
        {"start": "2035-01-01T10:00:00+01:00", "end": "2035-01-01T16:00:00+01:00"},
    ]
    assert [one["start"] for one in second["windows"]] == ["2035-01-01T08:00:00+01:00", "2035-01-02T08:00:00+01:00"]
    assert (third["scheduled"], third["windows"]) == (False, [])
    refused = await me.get(
        "/planner/free", params={"subjectIds": busy, "dateFrom": "2026-01-01", "dateTo": "2066-01-01"}
    )
    assert refused.status_code == 400
    assert refused.json()["details"][0]["path"] == ["dateTo"]


async def test_fifty_members_over_three_months_are_answered_at_once(caller: Invite, team: Team) -> None:
    me = await caller(*MANAGE)
    schedule = await _schedule(me)
    members = [team.member(rule_set_id=schedule) for _ in range(50)]
    first = today() + timedelta(days=7)
    days = {"dateFrom": first.isoformat(), "dateTo": (first + timedelta(days=90)).isoformat()}
    took: list[float] = []
    for _ in range(9):
        begun = time.perf_counter()
        answer = await me.get("/planner/free", params={"subjectIds": ",".join(members), **days})
        took.append(time.perf_counter() - begun)
        assert len(answer.json()["items"]) == 50
        assert all(len(one["windows"]) == 65 for one in answer.json()["items"])
    # Measured beside others on two cores: the figure proper is in docs/decisions/0127.
    assert sorted(took)[4] < 1
