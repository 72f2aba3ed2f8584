"""Contracts and calendar together: agreed days, moves, and what goes with a contract (BR-21)."""

import json
from typing import Any
from urllib.parse import unquote

from planning import Planner, on

DATES = "/contracts/installation_dates"
EVENTS = "/calendar/events"
UNDO = "/audit_logs/audit-logs/actions/undo"


async def assigned(planner: Planner) -> None:
    """The fitter works on the contract."""
    body = {"contractId": planner.contract_id, "uzytkownikId": str(planner.fitter.user_id)}
    made = await planner.me.post("/contracts/worker_assignments", body)
    assert made.status_code == 201, made.text


async def agree(planner: Planner, days: int, **options: Any) -> Any:
    body = {"contractId": planner.contract_id, "data": on(days), "opcje": options or None}
    return await planner.me.post(DATES, body)


async def dates(planner: Planner) -> list[str]:
    """The agreed days of the contract, oldest first."""
    answer = await planner.me.get(DATES, params={"contractId": planner.contract_id})
    return [item["data"][:10] for item in answer.json()["items"]]


def token(answer: Any) -> str:
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]


async def test_agreeing_a_day_plans_the_fitter_and_undo_takes_both_back(planner: Planner) -> None:
    await assigned(planner)
    made = await agree(planner, 0, dni=2)
    assert made.status_code == 201, made.text
    [event] = await planner.listed()
    assert (event["typ"], event["pracownik_id"]) == ("montaz_kuchni", str(planner.fitter.user_id))
    undone = await planner.me.post(UNDO, {"undoToken": token(made)})
    assert undone.status_code == 200, undone.text
    assert (await planner.listed(), await dates(planner)) == ([], [])


async def test_a_day_without_time_is_not_agreed_and_one_without_event_is(planner: Planner) -> None:
    await assigned(planner)
    busy = await planner.planned()
    refused = await agree(planner, 0)
    assert (refused.status_code, refused.json()["konflikty"]) == (409, [busy])
    assert await dates(planner) == []
    assert (await agree(planner, 0, utworzWydarzenie=False)).status_code == 201
    assert await dates(planner) == [on(0)[:10]]
    assert len(await planner.listed()) == 1


async def test_br_21_a_moved_installation_has_a_new_agreed_day_until_the_move_is_taken_back(planner: Planner) -> None:
    await assigned(planner)
    assert (await agree(planner, 0)).status_code == 201
    [event] = await planner.listed()
    moved = await planner.me.post(f"{EVENTS}/{event['id']}/reschedule", {"data": on(7), "powod": "Blat"})
    assert moved.status_code == 201, moved.text
    assert await dates(planner) == [on(0)[:10], on(7)[:10]]
    contract = await planner.me.get("/contracts/contracts", params={"id": planner.contract_id})
    assert contract.json()["items"][0]["przelozono"] == 1
    back = await planner.me.delete("/calendar/reschedules", {"id": moved.json()["id"]})
    assert back.status_code == 200, back.text
    assert await dates(planner) == [on(0)[:10]]


async def test_the_events_of_a_deleted_contract_go_and_come_back_with_it(planner: Planner) -> None:
    await assigned(planner)
    assert (await agree(planner, 0)).status_code == 201
    [event] = await planner.listed()
    moved = await planner.me.post(f"{EVENTS}/{event['id']}/reschedule", {"data": on(7)})
    assert moved.status_code == 201
    gone = await planner.me.delete("/contracts/contracts", {"id": planner.contract_id})
    assert gone.status_code == 200, gone.text
    assert await planner.listed() == []
    undone = await planner.me.post(UNDO, {"undoToken": token(gone)})
    assert undone.status_code == 200, undone.text
    assert {item["id"] for item in await planner.listed()} == {event["id"], moved.json()["eventId"]}
    assert (await planner.shown(event["id"]))["przelozone_na"] == moved.json()["eventId"]
