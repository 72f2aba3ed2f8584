"""Before an installation: overdue instalments, missing orders and days off warn, or hold it up."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from planning import EVENTS, Planner, on

from bottega.business.calendar.lead_time import days_left
from bottega.kernel.schemas import today

DATES = "/contracts/installation_dates"
SETTINGS = "/contracts/settings"
REASON = {"powod": "Klient zapłaci na miejscu"}


def install(planner: Planner, **more: Any) -> dict[str, Any]:
    return {"typ": "montaz_kuchni", "contractId": planner.contract_id, **more}


async def owe(planner: Planner, day: str = "2020-01-07") -> str:
    """An instalment that should have been paid long ago."""
    body = {"contractId": planner.contract_id, "typ": "Rata", "rodzaj": "przelew", "cena": 500, "data": day}
    made = await planner.me.post("/contracts/planned_payments", body)
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def order(planner: Planner, **more: Any) -> None:
    body = {"contractId": planner.contract_id, "nazwa": "Blat", "ilosc": 1, **more}
    assert (await planner.me.post("/contracts/purchase_orders", body)).status_code == 201


async def rules(planner: Planner, **changed: bool) -> dict[str, bool]:
    answer = await planner.me.put(SETTINGS, changed)
    assert answer.status_code == 200, answer.text
    return answer.json()


def held_up(answer: Any, *gates: str) -> list[str]:
    """The gates that hold an installation up; answers what they miss."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "montaz_niegotowy"), answer.text
    assert [gate["kod"] for gate in body["bramki"]] == list(gates)
    return [text for gate in body["bramki"] for text in gate["brakuje"]]


async def test_no_installation_while_an_instalment_is_overdue_unless_somebody_says_why(planner: Planner) -> None:
    planner.me.client.headers["accept-language"] = "pl"
    instalment = await owe(planner)
    said = held_up(await planner.plan(**install(planner)), "raty")
    assert said == ["Rata z 07.01.2020: do zapłaty 500,00\N{NO-BREAK SPACE}zł"]
    silent = await planner.plan(**install(planner), force=True)
    assert (silent.status_code, silent.json()["details"][0]["code"]) == (400, "powod_required")
    forced = await planner.plan(**install(planner), **REASON, force=True)
    assert (forced.status_code, forced.json()["warnings"]) == (201, ["raty_niezaplacone"])
    shown = await planner.shown(forced.json()["id"])
    assert (shown["konflikt"], shown["powod"]) == (False, REASON["powod"])
    assert (await planner.plan(typ="serwis", contractId=planner.contract_id, data=on(2))).status_code == 201
    assert (await planner.me.delete("/contracts/planned_payments", {"id": instalment})).status_code == 200
    assert (await planner.plan(**install(planner), data=on(3))).json()["warnings"] == []


async def test_what_falls_due_before_the_installation_may_still_come(planner: Planner) -> None:
    await owe(planner, today().isoformat())
    await owe(planner, on(-3)[:10])
    made = await planner.plan(**install(planner))
    assert (made.status_code, made.json()["warnings"]) == (201, [])


async def test_whoever_may_not_pass_gates_is_refused(planner: Planner) -> None:
    await owe(planner)
    clerk = await planner.invite("calendar.*", "contracts.view", "contracts.create")
    body = planner.body(**install(planner), **REASON, force=True)
    answer = await clerk.post(EVENTS, body)
    assert (answer.status_code, answer.json()["requiredFeatures"]) == (403, ["contracts.gates.manage"])
    assert (await clerk.put(SETTINGS, {"wymagajRat": False})).status_code == 403
    assert (await clerk.get(SETTINGS)).json()["wymagajRat"] is True


async def test_an_organization_says_which_gates_hold_up(planner: Planner) -> None:
    await owe(planner)
    await order(planner)
    held_up(await planner.plan(**install(planner)), "raty")
    changed = await rules(planner, wymagajRat=False)
    assert changed == {
        "wymagajRat": False,
        "wymagajDostaw": False,
        "wymagajDnia": False,
        "wyprzedzenieDni": 0,
        "wymagajWyprzedzenia": False,
        "wymagajZakonczenia": False,
        "limitGotowki": 15000,
        "wymagajLimitu": False,
    }
    made = await planner.plan(**install(planner))
    assert made.json()["warnings"] == ["zamowienia_niekompletne", "raty_niezaplacone"]
    await rules(planner, wymagajDostaw=True, wymagajRat=True)
    held_up(await planner.plan(**install(planner), data=on(5)), "dostawy", "raty")


@pytest.mark.parametrize(("promised", "refused"), [(on(-1)[:10], False), (on(1)[:10], True)])
async def test_an_order_that_is_promised_for_later_holds_an_installation_up(
    planner: Planner, promised: str, refused: bool
) -> None:
    await rules(planner, wymagajDostaw=True)
    await order(planner, dataWyslania=today().isoformat(), dataObiecana=promised)
    answer = await planner.plan(**install(planner))
    if refused:
        held_up(answer, "dostawy")
    else:
        assert (answer.status_code, answer.json()["warnings"]) == (201, ["zamowienia_niekompletne"])


async def test_moving_an_installation_asks_again(planner: Planner) -> None:
    event = await planner.planned(**install(planner))
    await owe(planner)
    moved = {"id": event, "data": on(1)}
    held_up(await planner.me.put(EVENTS, moved), "raty")
    assert (await planner.me.put(EVENTS, {"id": event, "opis": "Dzwonek nie działa"})).status_code == 200
    called_off = await planner.me.put(EVENTS, {"id": event, "opcje": {"status": "odwolane"}})
    assert (called_off.status_code, called_off.json()["warnings"]) == (200, [])
    assert (await planner.me.put(EVENTS, {"id": event, "opcje": None, **REASON, "force": True})).status_code == 200
    again = await planner.me.post(f"{EVENTS}/{event}/reschedule", {"data": on(2)})
    held_up(again, "raty")
    forced = await planner.me.post(f"{EVENTS}/{event}/reschedule", {"data": on(2), **REASON, "force": True})
    assert (forced.status_code, forced.json()["warnings"]) == (201, ["raty_niezaplacone"])
    assert (await planner.shown(forced.json()["eventId"]))["powod"] == REASON["powod"]


async def test_an_event_that_becomes_an_installation_is_asked(planner: Planner) -> None:
    await owe(planner)
    event = await planner.planned(typ="dostawa", contractId=planner.contract_id)
    held_up(await planner.me.put(EVENTS, {"id": event, "typ": "montaz_kuchni"}), "raty")


async def test_an_agreed_day_is_asked_with_and_without_a_fitter(planner: Planner) -> None:
    await owe(planner)
    agreed = {"contractId": planner.contract_id, "data": on()}
    held_up(await planner.me.post(DATES, agreed), "raty")
    assert (await planner.me.get(DATES)).json()["total"] == 0
    made = await planner.me.post(DATES, {**agreed, **REASON, "force": True})
    assert (made.status_code, made.json()["warnings"]) == (201, ["raty_niezaplacone"])
    [kept] = (await planner.me.get(DATES)).json()["items"]
    assert kept["powod_wymuszenia"] == REASON["powod"]
    options = {"pracownikId": str(planner.fitter.user_id), "force": True, **REASON}
    assert (await planner.me.post(DATES, {**agreed, "data": on(1), "opcje": options})).status_code == 201
    [event] = await planner.listed()
    assert (event["konflikt"], event["powod"]) == (False, REASON["powod"])


async def test_an_agreed_day_on_a_holiday_or_a_blocked_day_warns_without_a_fitter(planner: Planner) -> None:
    await planner.blocked()
    blocked = await planner.me.post(DATES, {"contractId": planner.contract_id, "data": on()})
    assert (blocked.status_code, blocked.json()["warnings"]) == (201, ["dzien_wolny"])
    eve = {"contractId": planner.contract_id, "data": "2027-12-24T08:00:00.000Z"}
    assert (await planner.me.post(DATES, eve)).json()["warnings"] == ["dzien_wolny"]
    assert (await planner.plan(**install(planner), data=eve["data"])).json()["warnings"] == ["dzien_wolny"]
    await rules(planner, wymagajDnia=True)
    held_up(await planner.me.post(DATES, eve), "dzien")
    assert (await planner.me.post(DATES, {**eve, "data": on(1)})).json()["warnings"] == []


async def test_settings_that_are_changed_by_several_at_once_stay_one(planner: Planner) -> None:
    names = ("wymagajRat", "wymagajDostaw", "wymagajDnia")
    answers = await asyncio.gather(*(planner.me.put(SETTINGS, {name: True}) for name in names))
    assert [answer.status_code for answer in answers] == [200] * 3
    stored = (await planner.me.get(SETTINGS)).json()
    assert {name: stored[name] for name in names} == dict.fromkeys(names, True)


async def test_the_lead_time_warns_and_holds_up_where_the_organization_asks_for_it(planner: Planner) -> None:
    await rules(planner, wyprzedzenieDni=60)
    soon = {"contractId": planner.contract_id, "data": f"{today() + timedelta(days=7)}T08:00:00.000Z"}
    warned = await planner.me.post(DATES, soon)
    assert (warned.status_code, "za_wczesnie" in warned.json()["warnings"]) == (201, True)
    await rules(planner, wymagajWyprzedzenia=True)
    held_up(
        await planner.me.post(DATES, {**soon, "data": f"{today() + timedelta(days=8)}T08:00:00.000Z"}), "wyprzedzenie"
    )
    await rules(planner, wyprzedzenieDni=1)
    enough = await planner.me.post(DATES, {**soon, "data": f"{today() + timedelta(days=9)}T08:00:00.000Z"})
    assert (enough.status_code, "za_wczesnie" in enough.json()["warnings"]) == (201, False)
    assert (await planner.me.put(SETTINGS, {"wyprzedzenieDni": 61})).status_code == 400


def test_working_days_are_counted_without_weekends_holidays_and_blocked_days() -> None:
    # Thursday to the Thursday a week later; Friday the 1st and Sunday the 3rd of May 2026 are public holidays.
    assert days_left(date(2026, 4, 30), date(2026, 5, 7), set()) == 3
    assert days_left(date(2026, 4, 30), date(2026, 5, 7), {date(2026, 5, 5)}) == 2
    assert days_left(date(2026, 4, 30), date(2026, 4, 30), set()) == 0
    assert days_left(date(2026, 4, 30), date(2026, 4, 20), set()) == 0
