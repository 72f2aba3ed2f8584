"""Who sees only the contracts they are assigned to plans around the events of others without seeing what those are."""

from typing import Any

from planning import EVENTS, MONDAY, Planner, on

from callers import Caller

LIMITED = (
    "calendar.view",
    "calendar.create",
    "calendar.edit",
    "calendar.delete",
    "calendar.blocked_days.manage",
    "calendar.reschedules.manage",
    "contracts.view",
    "contracts.only_assigned",
)
PERIOD = {"dateFrom": MONDAY.isoformat(), "dateTo": MONDAY.isoformat()}


async def hidden_event(planner: Planner, **changed: Any) -> str:
    """An event of the fitter for a contract that nobody limited is assigned to."""
    return await planner.planned(typ="montaz_kuchni", contractId=planner.contract_id, **changed)


async def ids(who: Caller, **query: Any) -> list[str]:
    answer = await who.get(EVENTS, params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return [item["id"] for item in answer.json()["items"]]


async def test_events_of_contracts_of_others_are_not_listed_exported_changed_or_deleted(planner: Planner) -> None:
    event, private = await hidden_event(planner), await planner.planned(data=on(1))
    limited = await planner.invite(*LIMITED)
    assert await ids(limited) == [private]
    assert await ids(limited, contractId=planner.contract_id) == []
    assert await ids(limited, id=event) == []
    for scope in ("", "full"):
        file = await limited.get(EVENTS, params={"format": "csv", "exportScope": scope})
        assert planner.contract_id not in file.text
        assert event not in file.text
    assert (await limited.put(EVENTS, {"id": event, "opis": "x"})).status_code == 404
    assert (await limited.delete(EVENTS, {"id": event})).status_code == 404
    moved = await limited.post(f"{EVENTS}/{event}/reschedule", {"data": on(3)})
    assert moved.status_code == 404
    assert (await planner.shown(event))["opis"] is None


async def test_the_board_says_that_somebody_is_busy_and_not_with_what(planner: Planner) -> None:
    event = await hidden_event(planner)
    limited = await planner.invite(*LIMITED)
    board = (await limited.get("/calendar/board", params=PERIOD)).json()
    [person] = board["pracownicy"]
    assert (person["pracownikId"], board["wydarzenia"]) == (str(planner.fitter.user_id), [])
    assert [(day["minuty"], day["wydarzenia"]) for day in person["dni"]] == [(480, [])]
    whole = (await planner.me.get("/calendar/board", params=PERIOD)).json()
    assert [one["id"] for one in whole["wydarzenia"]] == [event]


async def test_a_conflict_with_an_event_of_others_has_no_id(planner: Planner) -> None:
    event = await hidden_event(planner)
    limited = await planner.invite(*LIMITED)
    refused = await limited.post(EVENTS, planner.body())
    assert (refused.status_code, refused.json()["code"]) == (409, "worker_busy")
    assert (refused.json()["powody"], refused.json()["konflikty"]) == (["worker_busy"], [])
    assert (await planner.plan()).json()["konflikty"] == [event]
    blocked = await limited.post("/calendar/blocked_days", {"dzien": on()})
    assert (blocked.status_code, blocked.json()["konflikty"]) == (201, [])
    assert (await planner.shown(event))["konflikt"], "it is marked all the same"


async def test_who_is_sent_somewhere_sees_the_event_whoever_else_works_on_the_contract(planner: Planner) -> None:
    limited = await planner.invite(*LIMITED)
    own = await hidden_event(planner, pracownikId=str(limited.user_id))
    assert await ids(limited) == [own]
    board = (await limited.get("/calendar/board", params=PERIOD)).json()
    assert [one["contractId"] for one in board["wydarzenia"]] == [planner.contract_id]
    assert (await limited.get("/contracts/contracts", params={"id": planner.contract_id})).json()["items"] == []


async def test_a_feed_shows_what_its_maker_sees(planner: Planner) -> None:
    await hidden_event(planner, opis="tajne")
    limited = await planner.invite(*LIMITED)
    for maker, shows in ((limited, False), (planner.me, True)):
        made = await maker.post("/calendar/feeds", {"pracownikId": str(planner.fitter.user_id)})
        feed = await maker.get(f"/calendar/feed/{made.json()['token']}.ics")
        assert feed.status_code == 200
        assert ("BEGIN:VEVENT" in feed.text) is shows
