"""What stands against an event, and planning all the same (BR-19, BR-20)."""

import asyncio
import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from planning import MONDAY, Planner, on

from bottega.business.calendar import ABSENCES, Absence, events_of
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.modules import Module
from callers import Invite

EVENTS = "/calendar/events"
UNDO = "/audit_logs/audit-logs/actions/undo"
HOURS = {"godzinaOd": "08:00", "godzinaDo": "12:00"}


def refused(answer: Any, code: str) -> dict[str, Any]:
    """The body of a 409 with that code."""
    assert answer.status_code == 409, answer.text
    assert answer.json()["code"] == code
    return answer.json()


async def test_worker_double_booked_is_409_worker_busy_with_the_events(planner: Planner) -> None:
    event = await planner.planned()
    body = refused(await planner.plan(), "worker_busy")
    assert body["konflikty"] == [event]
    assert len(await planner.listed()) == 1
    await planner.planned(pracownikId=str(planner.other.user_id))


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (HOURS, {"godzinaOd": "12:00", "godzinaDo": "13:00"}, False),
        (HOURS, {"godzinaOd": "11:59", "godzinaDo": "13:00"}, True),
        (HOURS, {"godzinaOd": "06:00", "godzinaDo": "08:00"}, False),
        (HOURS, {"godzinaOd": "10:00"}, True),
        (HOURS, {"godzinaDo": "08:00"}, False),
        (HOURS, None, True),
        (None, HOURS, True),
        ({"dni": 2, **HOURS}, {"godzinaOd": "13:00", "godzinaDo": "14:00"}, False),
    ],
    ids=str,
)
async def test_br_20_events_of_a_day_clash_when_their_hours_overlap(
    first: Any, second: Any, clash: bool, planner: Planner
) -> None:
    await planner.planned(opcje=first)
    answer = await planner.plan(opcje=second)
    assert answer.status_code == (409 if clash else 201), answer.text


async def test_br_20_an_installation_takes_whole_days_as_many_as_it_says(planner: Planner) -> None:
    install = {"typ": "montaz_kuchni", "contractId": planner.contract_id}
    long = await planner.planned(**install, opcje={"dni": 3, "godzinaOd": "08:00", "godzinaDo": "09:00"})
    for days in (0, 1, 2):
        body = refused(await planner.plan(data=on(days), opcje={"godzinaOd": "15:00"}), "worker_busy")
        assert body["konflikty"] == [long]
    await planner.planned(data=on(3))
    refused(await planner.plan(data=on(-1), **install, opcje={"dni": 2}), "worker_busy")


async def test_br_20_an_event_that_was_called_off_never_conflicts(planner: Planner) -> None:
    off = await planner.planned(opcje={"status": "odwolane"})
    event = await planner.planned()
    body = refused(await planner.me.put(EVENTS, {"id": off, "opcje": {"status": "plan"}}), "worker_busy")
    assert body["konflikty"] == [event]
    assert (await planner.me.put(EVENTS, {"id": event, "opcje": {"status": "odwolane"}})).status_code == 200
    assert (await planner.me.put(EVENTS, {"id": off, "opcje": {"status": "plan"}})).status_code == 200


async def test_a_move_is_checked_and_a_change_of_words_is_not(planner: Planner) -> None:
    event = await planner.planned()
    other = await planner.planned(data=on(1))
    refused(await planner.me.put(EVENTS, {"id": other, "data": on()}), "worker_busy")
    refused(await planner.me.put(EVENTS, {"id": other, "data": on(-1), "opcje": {"dni": 2}}), "worker_busy")
    assert (await planner.me.put(EVENTS, {"id": other, "data": on(2)})).status_code == 200
    await planner.blocked()
    assert (await planner.me.put(EVENTS, {"id": event, "opis": "Klucze u dozorcy"})).status_code == 200
    assert (await planner.shown(event))["konflikt"] is True


async def test_event_on_blocked_day_is_409_blocked_day(planner: Planner) -> None:
    await planner.blocked(2)
    body = refused(await planner.plan(data=on(2)), "blocked_day")
    assert body["dni"] == [(MONDAY + timedelta(days=2)).isoformat()]
    long = {"typ": "montaz_inne", "contractId": planner.contract_id, "opcje": {"dni": 5}}
    refused(await planner.plan(**long), "blocked_day")
    event = await planner.planned()
    refused(await planner.me.put(EVENTS, {"id": event, "data": on(2)}), "blocked_day")
    await planner.planned(data=on(2), typ="urlop")


async def test_all_that_stands_against_an_event_is_said_at_once(planner: Planner) -> None:
    event = await planner.planned()
    await planner.blocked()
    body = refused(await planner.plan(), "blocked_day")
    assert body["powody"] == ["blocked_day", "worker_busy"]
    assert body["konflikty"] == [event]


async def test_br_19_force_needs_the_feature_and_a_reason_and_marks_the_event(planner: Planner, caller: Invite) -> None:
    await planner.blocked()
    clerk = await caller("calendar.view", "calendar.create")
    forbidden = await clerk.post(f"{EVENTS}?force=true", planner.body(powod="Klient nalega"))
    assert forbidden.status_code == 403
    assert forbidden.json()["requiredFeatures"] == ["calendar.blocked_days.manage"]
    silent = await planner.plan(force=True)
    assert silent.status_code == 400
    assert silent.json()["details"][0]["path"] == ["powod"]
    forced = await planner.planned(force=True, powod="Klient nalega")
    item = await planner.shown(forced)
    assert (item["konflikt"], item["powod"]) == (True, "Klient nalega")
    busy = await planner.planned(force=True, powod="We dwóch")
    assert [one["id"] for one in await planner.listed(konflikt="true")] == [forced, busy]
    moved = await planner.me.put(EVENTS, {"id": forced, "data": on(1)})
    assert moved.status_code == 200, moved.text
    item = await planner.shown(forced)
    assert (item["konflikt"], item["powod"]) == (False, None)


async def test_force_without_a_conflict_marks_nothing(planner: Planner) -> None:
    event = await planner.planned(force=True, powod="Na wszelki wypadek")
    item = await planner.shown(event)
    assert (item["konflikt"], item["powod"]) == (False, None)


async def test_blocked_day_over_events_succeeds_and_names_them(planner: Planner) -> None:
    install = {"typ": "montaz_kuchni", "contractId": planner.contract_id, "opcje": {"dni": 3}}
    long = await planner.planned(**install)
    await planner.planned(data=on(3))
    await planner.planned(data=on(1), pracownikId=str(planner.other.user_id), typ="urlop")
    day = await planner.blocked(1)
    assert day["konflikty"] == [long]
    assert [one["id"] for one in await planner.listed(konflikt="true")] == [long]
    free = await planner.planned(typ="montaz_kuchni", contractId=planner.contract_id, data=on(10))
    assert (await planner.reschedule(long, free)).status_code == 201
    assert await planner.listed(konflikt="true") == []


async def test_blocked_day_twice_is_409(planner: Planner) -> None:
    await planner.blocked()
    again = await planner.me.post("/calendar/blocked_days", {"dzien": MONDAY.isoformat()})
    assert again.status_code == 409
    assert again.json()["code"] == "dzien"


async def test_unblocking_a_day_frees_what_only_it_stood_against(planner: Planner) -> None:
    event = await planner.planned()
    day = (await planner.blocked())["id"]
    forced = await planner.planned(force=True, powod="Pilne", pracownikId=str(planner.other.user_id))
    assert (await planner.me.delete("/calendar/blocked_days", params={"id": day})).status_code == 200
    assert (await planner.shown(event))["konflikt"] is False
    assert (await planner.shown(forced))["konflikt"] is True
    assert (await planner.me.get("/calendar/blocked_days")).json()["total"] == 0


@pytest.fixture
def leave(other: Module) -> list[Absence]:
    """Accepted leave, as another module would tell it."""
    taken: list[Absence] = []

    @other.within(ABSENCES)
    async def tell(_ctx: Context, *, people: Sequence[UUID], first: date, last: date, found: list[Absence]) -> None:
        assert first <= last
        found += [one for one in taken if one.person_id in people]

    return taken


async def test_event_for_user_on_accepted_leave_is_409_worker_leave(planner: Planner, leave: list[Absence]) -> None:
    first, last = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    leave.append(Absence(planner.fitter.user_id, first, last))
    await planner.planned()
    body = refused(await planner.plan(data=on(1)), "worker_leave")
    assert body["nieobecnosci"] == [{"od": first.isoformat(), "do": last.isoformat()}]
    refused(await planner.plan(data=on(3)), "worker_leave")
    await planner.planned(data=on(4))
    await planner.planned(data=on(2), pracownikId=str(planner.other.user_id))
    await planner.planned(data=on(2), typ="urlop")
    await planner.planned(data=on(3), force=True, powod="Zgodził się")


async def test_whoever_decides_on_leave_can_ask_what_is_planned(planner: Planner, app: Application) -> None:
    event = await planner.planned(opcje={"dni": 2})
    await planner.planned(data=on(5), opcje={"status": "odwolane"})
    async with app.acting(planner.me.tenant_id) as ctx:
        found = await events_of(ctx, [planner.fitter.user_id], MONDAY + timedelta(days=1), MONDAY + timedelta(9))
        assert [str(one["id"]) for one in found] == [event]


async def test_two_events_for_one_fitter_at_once_and_only_one_is_planned(planner: Planner) -> None:
    for days in range(0, 20, 4):
        install = {"typ": "montaz_kuchni", "contractId": planner.contract_id, "opcje": {"dni": 3}}
        answers = await asyncio.gather(
            *(planner.plan(**install, data=on(days + shift)) for shift in (0, 1, 2, 0)),
            planner.plan(data=on(days + 2), opcje=HOURS),
        )
        codes = sorted(answer.status_code for answer in answers)
        assert codes in ([201, 409, 409, 409, 409], [201, 201, 409, 409, 409]), codes
    await _nobody_is_in_two_places(planner)


async def test_moving_two_events_into_one_slot_at_once_moves_only_one(planner: Planner) -> None:
    made = [await planner.planned(data=on(days)) for days in range(5)]
    answers = await asyncio.gather(*(planner.me.put(EVENTS, {"id": event, "data": on(30)}) for event in made))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    await _nobody_is_in_two_places(planner)


async def _nobody_is_in_two_places(planner: Planner) -> None:
    items: list[Any] = await planner.listed(pageSize=100, pracownikId=str(planner.fitter.user_id))
    days: set[date] = set()
    for item in items:
        first = date.fromisoformat(item["data"][:10])
        taken = {first + timedelta(days=n) for n in range(int((item["opcje"] or {"dni": 1}).get("dni", 1)))}
        assert not taken & days
        days |= taken


async def test_an_event_and_a_block_of_its_day_at_once_know_of_each_other(planner: Planner) -> None:
    for days in range(6):
        event, day = await asyncio.gather(
            planner.plan(data=on(days)), planner.me.post("/calendar/blocked_days", {"dzien": on(days)})
        )
        assert day.status_code == 201, day.text
        if event.status_code == 201:
            assert day.json()["konflikty"] == [event.json()["id"]]
        else:
            refused(event, "blocked_day")
            assert day.json()["konflikty"] == []


async def test_undo_does_not_bring_an_event_back_into_a_slot_that_was_taken(planner: Planner) -> None:
    event = await planner.planned()
    gone = await planner.me.delete(EVENTS, {"id": event})
    taken = await planner.planned()
    token = _token(gone)
    body = refused(await planner.me.post(UNDO, {"undoToken": token}), "worker_busy")
    assert body["konflikty"] == [taken]
    assert (await planner.me.delete(EVENTS, {"id": taken})).status_code == 200


def _token(answer: Any) -> str:
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
