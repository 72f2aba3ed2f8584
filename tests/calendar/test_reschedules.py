"""Reschedules: what replaces what, in which order, and how it is taken back (BR-21)."""

import asyncio
from typing import Any

from planning import Planner, on

from callers import Caller, Invite

EVENTS = "/calendar/events"
RESCHEDULES = "/calendar/reschedules"


async def chain(planner: Planner, length: int, **changed: Any) -> list[str]:
    """Events of one contract, a day apart."""
    install = {"typ": "montaz_kuchni", "contractId": planner.contract_id, **changed}
    return [await planner.planned(**install, data=on(days)) for days in range(length)]


async def links(planner: Planner, **query: Any) -> list[dict[str, Any]]:
    return (await planner.me.get(RESCHEDULES, params=query)).json()["items"]


async def test_br_21_a_replaced_event_frees_its_slot_and_shows_what_replaced_it(planner: Planner) -> None:
    first, second, third = await chain(planner, 3)
    for before, after in ((first, second), (second, third)):
        assert (await planner.reschedule(before, after, powod="Blat nie dojechał")).status_code == 201
    shown = [await planner.shown(event) for event in (first, second, third)]
    assert [one["przelozone_na"] for one in shown] == [second, third, None]
    assert [one["przelozono"] for one in shown] == [0, 1, 2]
    await planner.planned(data=on(0))
    [link] = await links(planner, fromEventId=first)
    assert (link["to_event_id"], link["powod"]) == (second, "Blat nie dojechał")
    assert [one["from_event_id"] for one in await links(planner, toEventId=third)] == [second]


async def test_reschedule_to_itself_is_400(planner: Planner) -> None:
    [event] = await chain(planner, 1)
    refused = await planner.reschedule(event, event)
    assert refused.status_code == 400
    assert refused.json()["details"][0]["path"] == ["toEventId"]


async def test_reschedule_in_a_circle_is_409(planner: Planner) -> None:
    a, b, c = await chain(planner, 3)
    assert (await planner.reschedule(a, b)).status_code == 201
    assert (await planner.reschedule(b, c)).status_code == 201
    refused = await planner.reschedule(c, a)
    assert (refused.status_code, refused.json()["code"]) == (409, "cycle")


async def test_a_second_outgoing_reschedule_is_409(planner: Planner) -> None:
    a, b, c = await chain(planner, 3)
    assert (await planner.reschedule(a, b)).status_code == 201
    refused = await planner.reschedule(a, c)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_rescheduled")


async def test_reschedule_between_different_contracts_is_400(planner: Planner, admin: Caller) -> None:
    [a] = await chain(planner, 1)
    other = await planner.planned(typ="montaz_kuchni", contractId=await planner.add_contract(), data=on(5))
    made = await admin.post("/customers/companies", {"displayName": "Kos"})
    visit = await planner.planned(typ="pomiar", customerId=planner.customer_id, data=on(6))
    elsewhere = await planner.planned(typ="pomiar", customerId=made.json()["id"], data=on(7))
    for before, after in ((a, other), (visit, elsewhere), (a, visit)):
        refused = await planner.reschedule(before, after)
        assert (refused.status_code, refused.json()["details"][0]["code"]) == (400, "different_contracts")
    later = await planner.planned(typ="pomiar", customerId=planner.customer_id, data=on(8))
    assert (await planner.reschedule(visit, later)).status_code == 201


async def test_both_events_of_a_reschedule_must_be_there(planner: Planner) -> None:
    [event] = await chain(planner, 1)
    nobody = "00000000-0000-4000-8000-000000000000"
    for before, after, field in ((nobody, event, "fromEventId"), (event, nobody, "toEventId")):
        refused = await planner.reschedule(before, after)
        assert refused.status_code == 400
        assert refused.json()["details"][0]["path"] == [field]


async def test_delete_event_that_is_part_of_a_reschedule_is_409(planner: Planner) -> None:
    a, b = await chain(planner, 2)
    made = await planner.reschedule(a, b)
    for event in (a, b):
        refused = await planner.me.delete(EVENTS, {"id": event})
        assert (refused.status_code, refused.json()["code"]) == (409, "in_use")
        assert refused.json()["used"] == {"calendar:reschedule": 1}
    assert (await planner.me.delete(RESCHEDULES, {"id": made.json()["id"]})).status_code == 200
    for event in (a, b):
        assert (await planner.me.delete(EVENTS, {"id": event})).status_code == 200


async def test_br_21_taking_a_reschedule_back_restores_the_event_if_its_slot_is_free(planner: Planner) -> None:
    a, b = await chain(planner, 2)
    link = (await planner.reschedule(a, b)).json()["id"]
    taken = await planner.planned(data=on(0))
    refused = await planner.me.delete(RESCHEDULES, {"id": link})
    assert (refused.status_code, refused.json()["code"]) == (409, "worker_busy")
    assert refused.json()["konflikty"] == [taken]
    assert len(await links(planner)) == 1
    assert (await planner.me.delete(EVENTS, {"id": taken})).status_code == 200
    assert (await planner.me.delete(RESCHEDULES, params={"id": link})).status_code == 200
    busy = await planner.plan(data=on(0))
    assert (busy.status_code, busy.json()["konflikty"]) == (409, [a])


async def test_a_replaced_event_stays_where_it_was(planner: Planner) -> None:
    a, b = await chain(planner, 2)
    assert (await planner.reschedule(a, b)).status_code == 201
    refused = await planner.me.put(EVENTS, {"id": a, "data": on(9)})
    assert (refused.status_code, refused.json()["code"]) == (409, "event_rescheduled")
    assert (await planner.me.put(EVENTS, {"id": a, "opis": "Klient chory"})).status_code == 200


async def test_moving_an_event_is_one_step_and_its_own_slot_is_no_obstacle(planner: Planner) -> None:
    [event] = await chain(planner, 1, opcje={"dni": 3, "brygada": "A"})
    moved = await planner.me.post(f"{EVENTS}/{event}/reschedule", {"data": on(1), "powod": "Deszcz"})
    assert moved.status_code == 201, moved.text
    after = await planner.shown(moved.json()["eventId"])
    assert after["opcje"] == {"dni": 3, "brygada": "A"}
    assert (after["contract_id"], after["przelozono"]) == (planner.contract_id, 1)
    [link] = await links(planner)
    assert (link["id"], link["from_event_id"], link["powod"]) == (moved.json()["id"], event, "Deszcz")
    again = await planner.me.post(f"{EVENTS}/{event}/reschedule", {"data": on(8)})
    assert (again.status_code, again.json()["code"]) == (409, "already_rescheduled")
    nowhere = await planner.me.post(f"{EVENTS}/00000000-0000-4000-8000-000000000000/reschedule", {"data": on(8)})
    assert nowhere.status_code == 404


async def test_an_event_is_not_moved_onto_somebody_elses_time(planner: Planner) -> None:
    [event] = await chain(planner, 1)
    busy = await planner.planned(data=on(4), pracownikId=str(planner.other.user_id))
    move = {"data": on(4), "pracownikId": str(planner.other.user_id)}
    refused = await planner.me.post(f"{EVENTS}/{event}/reschedule", move)
    assert (refused.status_code, refused.json()["konflikty"]) == (409, [busy])
    assert await links(planner) == []
    assert len(await planner.listed()) == 2
    forced = await planner.me.post(
        f"{EVENTS}/{event}/reschedule", {**move, "powod": "We dwóch"}, params={"force": "true"}
    )
    assert forced.status_code == 201, forced.text
    assert (await planner.shown(forced.json()["eventId"]))["konflikt"] is True


async def test_a_reschedule_is_taken_back_by_deleting_it_and_not_by_undo(planner: Planner) -> None:
    a, b = await chain(planner, 2)
    made = await planner.reschedule(a, b)
    assert "x-om-operation" not in made.headers


async def test_two_reschedules_at_once_close_no_circle(planner: Planner) -> None:
    for _ in range(4):
        a, b, c, d = await chain(planner, 4, pracownikId=str((await planner.invite()).user_id))
        assert (await planner.reschedule(a, b)).status_code == 201
        assert (await planner.reschedule(c, d)).status_code == 201
        answers = await asyncio.gather(planner.reschedule(b, c), planner.reschedule(d, a))
        assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_an_event_is_rescheduled_or_deleted_at_once_but_not_both(planner: Planner) -> None:
    for days in range(0, 12, 2):
        install = {"typ": "montaz_kuchni", "contractId": planner.contract_id}
        a, b = [await planner.planned(**install, data=on(20 + days + n)) for n in (0, 1)]
        linked, gone = await asyncio.gather(planner.reschedule(a, b), planner.me.delete(EVENTS, {"id": b}))
        assert (linked.status_code, gone.status_code) in ((201, 409), (400, 200))


async def test_only_who_may_reschedule_does(planner: Planner, caller: Invite) -> None:
    clerk = await caller("calendar.view", "calendar.create", "calendar.edit", "calendar.delete")
    [event] = await chain(planner, 1)
    refused = await clerk.post(f"{EVENTS}/{event}/reschedule", {"data": on(3)})
    assert refused.json()["requiredFeatures"] == ["calendar.reschedules.manage"]
