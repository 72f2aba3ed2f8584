"""Feeds: calendar files under secret addresses, read by a real parser and line by line (RFC 5545)."""

import re
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from icalendar import Calendar
from planning import Planner

from bottega.kernel.application import Application
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.writes import changes
from bottega.platform.auth.tables import RoleAcl, UserRole
from callers import Caller, Client, Invite

FEEDS = "/calendar/feeds"
EVENTS = "/calendar/events"


def soon(days: int) -> date:
    """A day near today: feeds show the last months and the next year."""
    return datetime.now(LOCAL_ZONE).date() + timedelta(days=30 + days)


async def subscribed(who: Caller, **body: Any) -> dict[str, Any]:
    made = await who.post(FEEDS, body)
    assert made.status_code == 201, made.text
    return made.json()


async def read(nobody: Client, feed: dict[str, Any], **options: Any) -> httpx.Response:
    return await nobody.get(f"/calendar/feed/{feed['token']}.ics", **options)


def items(answer: httpx.Response) -> dict[str, Any]:
    """The events of a file by uid, as a parser reads them."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar: Any = Calendar.from_ical(answer.content)
    assert calendar.errors == []
    return {str(item["uid"]): item for item in calendar.walk("VEVENT")}


@pytest.fixture
async def feed(planner: Planner) -> dict[str, Any]:
    return await subscribed(planner.me, pracownikId=str(planner.fitter.user_id), nazwa="Telefon")


async def test_a_feed_shows_whole_days_hours_and_repeated_hours(
    planner: Planner, feed: dict[str, Any], nobody: Client
) -> None:
    contract = await planner.add_contract(numer="K/2026/041")
    install = await planner.planned(
        typ="montaz_kuchni", contractId=contract, data=soon(0).isoformat(), opcje={"dni": 3}
    )
    visit = await planner.planned(
        typ="serwis",
        data=soon(5).isoformat(),
        opcje={"godzinaOd": "08:30", "godzinaDo": "10:00", "dni": 2},
        opis="Zawias; drzwi, lewe\nzadzwonić",
    )
    await planner.planned(pracownikId=str(planner.other.user_id), data=soon(0).isoformat())
    found = items(await read(nobody, feed))
    assert set(found) == {f"{install}@bottega", f"{visit}@bottega"}
    whole, hours = found[f"{install}@bottega"], found[f"{visit}@bottega"]
    assert (whole.decoded("dtstart"), whole.decoded("dtend")) == (soon(0), soon(3))
    assert str(whole["summary"]) == "Montaż kuchni, K/2026/041, Anna Żak"
    start = hours.decoded("dtstart")
    assert start == datetime(*soon(5).timetuple()[:3], 8, 30, tzinfo=LOCAL_ZONE)
    assert hours["dtstart"].params["tzid"] == "Europe/Warsaw"
    assert hours.decoded("dtend") - start == timedelta(minutes=90)
    assert dict(hours["rrule"]) == {"FREQ": ["DAILY"], "COUNT": [2]}
    assert str(hours["description"]) == "Zawias; drzwi, lewe\nzadzwonić"
    assert whole.decoded("dtstamp").utcoffset() == whole.decoded("last-modified").utcoffset() == timedelta()


async def test_a_feed_is_what_the_standard_says_line_by_line(
    planner: Planner, feed: dict[str, Any], nobody: Client
) -> None:
    await planner.planned(data=soon(1).isoformat(), opcje={"godzinaOd": "08:30"}, opis="Żółć, gęś; jaźń\\\n" * 40)
    await planner.planned(data=soon(2).isoformat())
    content = (await read(nobody, feed)).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    raw = content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in raw)
    lines = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    depth: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*", name), line
        if name == "BEGIN":
            depth.append(value)
        elif name == "END":
            assert depth.pop() == value
        if name == "DESCRIPTION":
            assert not re.search(r"(?<!\\)[;,]", value.replace("\\\\", ""))
    assert depth == []
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "TZID:Europe/Warsaw"} <= set(lines)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert any(line.startswith("DTSTART;VALUE=DATE:") for line in lines)
    assert any(line.startswith("DTSTART;TZID=Europe/Warsaw:") for line in lines)
    zone = content.decode()[content.decode().index("BEGIN:VTIMEZONE") : content.decode().index("END:VTIMEZONE")]
    assert {"TZOFFSETTO:+0100", "TZOFFSETTO:+0200"} <= set(zone.split("\r\n"))
    for needed in ("UID", "DTSTAMP", "LAST-MODIFIED", "SUMMARY", "STATUS", "SEQUENCE"):
        assert sum(line.startswith(f"{needed}:") for line in lines) == 2


async def test_events_called_off_or_moved_are_cancelled_in_a_feed(
    planner: Planner, feed: dict[str, Any], nobody: Client
) -> None:
    install = {"typ": "montaz_kuchni", "contractId": planner.contract_id}
    event = await planner.planned(**install, data=soon(0).isoformat())
    off = await planner.planned(data=soon(9).isoformat(), opcje={"status": "odwolane"})
    before = items(await read(nobody, feed))[f"{event}@bottega"]
    moved = await planner.me.post(f"{EVENTS}/{event}/reschedule", {"data": soon(1).isoformat()})
    found = items(await read(nobody, feed))
    states = {uid.removesuffix("@bottega"): str(item["status"]) for uid, item in found.items()}
    assert states == {event: "CANCELLED", off: "CANCELLED", moved.json()["eventId"]: "CONFIRMED"}
    after = found[f"{event}@bottega"]
    assert after.decoded("last-modified") >= before.decoded("last-modified")
    assert after.decoded("sequence") >= before.decoded("sequence")


async def test_a_feed_that_has_not_changed_is_the_same_and_is_not_sent_again(
    planner: Planner, feed: dict[str, Any], nobody: Client
) -> None:
    event = await planner.planned(data=soon(0).isoformat())
    first = await read(nobody, feed)
    assert (await read(nobody, feed)).content == first.content
    again = await read(nobody, feed, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await planner.me.put(EVENTS, {"id": event, "opis": "Nowy opis"})
    changed = await read(nobody, feed, headers={"if-none-match": first.headers["etag"]})
    assert "Nowy opis" in changed.text


async def test_a_token_is_shown_once_and_kept_only_as_a_hash(
    planner: Planner, feed: dict[str, Any], app: Application
) -> None:
    assert feed["url"] == f"http://testserver/api/calendar/feed/{feed['token']}.ics"
    [item] = (await planner.me.get(FEEDS)).json()["items"]
    assert (item["id"], item["nazwa"], item["last_used_at"]) == (feed["id"], "Telefon", None)
    assert feed["token"] not in str(item)
    async with app.acting(planner.me.tenant_id) as ctx:
        row = await ctx.query_one("SELECT t::text FROM calendar_feeds AS t WHERE id = $1", UUID(feed["id"]))
        assert row is not None
        assert feed["token"] not in row[0]
        logged = await ctx.query_value(
            "SELECT count(*) FROM action_changes WHERE table_name = 'calendar_feeds' AND after::text LIKE $1",
            f"%{feed['token']}%",
        )
        assert logged == 0


async def test_a_revoked_address_and_one_that_never_was_are_404(
    planner: Planner, feed: dict[str, Any], nobody: Client, caller: Invite
) -> None:
    assert (await read(nobody, feed)).status_code == 200
    assert (await planner.me.get(FEEDS)).json()["items"][0]["last_used_at"] is not None
    stranger = await caller("calendar.*")
    assert (await stranger.get(FEEDS)).json()["items"] == []
    assert (await stranger.delete(FEEDS, {"id": feed["id"]})).status_code == 404
    assert (await planner.me.delete(FEEDS, {"id": feed["id"]})).status_code == 200
    assert (await read(nobody, feed)).status_code == 404
    assert (await nobody.get("/calendar/feed/nonsense.ics")).status_code == 404


async def test_an_address_dies_with_the_permission_of_who_made_it(
    planner: Planner, app: Application, nobody: Client, caller: Invite
) -> None:
    fitter = await caller("calendar.view")
    feed = await subscribed(fitter)
    assert (await read(nobody, feed)).status_code == 200
    async with app.acting(fitter.tenant_id, fitter.organization_id) as ctx:
        link = await ctx.query_value(
            "SELECT id FROM auth_user_roles WHERE tenant_id = $1 AND user_id = $2", fitter.tenant_id, fitter.user_id
        )
        await changes.delete(ctx, UserRole, link)
    assert (await read(nobody, feed)).status_code == 404


async def test_a_feed_of_a_colleague_is_for_those_who_plan_their_time(
    planner: Planner, app: Application, nobody: Client, caller: Invite
) -> None:
    person = {"pracownikId": str(planner.fitter.user_id)}
    onlooker = await caller("calendar.view")
    refused = await onlooker.post(FEEDS, person)
    assert refused.status_code == 403
    assert refused.json()["requiredFeatures"] == ["calendar.edit"]
    confined = await caller("calendar.view", "calendar.edit", "calendar.only_own")
    assert (await confined.post(FEEDS, person)).json()["code"] == "only_own"
    await subscribed(confined, pracownikId=str(confined.user_id))
    office = await caller("calendar.view", "calendar.edit")
    feed = await subscribed(office, **person)
    assert (await read(nobody, feed)).status_code == 200
    async with app.acting(office.tenant_id, office.organization_id) as ctx:
        acl = await ctx.query_value(
            "SELECT id FROM auth_role_acls WHERE tenant_id = $1 AND role_id = $2", office.tenant_id, office.role_id
        )
        await changes.update(ctx, RoleAcl, acl, {"features": ["calendar.view"]})
    assert (await read(nobody, feed)).status_code == 404


@pytest.mark.parametrize("change", [{"password": "New-Horse-22"}, {"email": "moved@example.com"}])
async def test_addresses_end_with_the_sign_ins_of_who_made_them(
    planner: Planner, admin: Caller, nobody: Client, caller: Invite, change: dict[str, str]
) -> None:
    fitter, other = await caller("calendar.view"), await caller("calendar.view")
    feed, others = await subscribed(fitter), await subscribed(other)
    changed = await admin.put("/auth/users", {"id": str(fitter.user_id), **change})
    assert changed.status_code == 200, changed.text
    assert (await read(nobody, feed)).status_code == 404
    assert (await read(nobody, others)).status_code == 200


async def test_a_feed_of_a_stranger_cannot_be_made(planner: Planner) -> None:
    refused = await planner.me.post(FEEDS, {"pracownikId": "00000000-0000-4000-8000-000000000000"})
    assert refused.status_code == 400
    assert refused.json()["details"][0]["path"] == ["pracownikId"]


@pytest.fixture
async def fresh_limits(app: Application) -> AsyncIterator[None]:
    """Nobody has tried anything yet, and nobody after the test has to wait."""
    for after in (False, True):
        async with app.database.across_tenants("a test starts with full buckets") as connection:
            await connection.execute("DELETE FROM rate_limits WHERE key LIKE 'rl:CALENDAR_FEED:%'")
        if not after:
            yield


@pytest.mark.usefixtures("fresh_limits")
async def test_addresses_cannot_be_guessed_by_trying(nobody: Client) -> None:
    answers = [(await nobody.get(f"/calendar/feed/{n}.ics")).status_code for n in range(62)]
    assert answers == [404] * 60 + [429] * 2
