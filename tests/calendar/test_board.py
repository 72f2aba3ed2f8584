"""The board of people by days, and the warning before an installation without its parts."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from planning import MONDAY, Planner, on

from bottega.business.calendar import ABSENCES, Absence
from bottega.business.contracts.tables.work import PurchaseOrder
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.modules import Module
from bottega.kernel.writes import changes
from bottega.platform.auth import found_tenant
from callers import Invite

BOARD = "/calendar/board"


async def board(planner: Planner, first: int = 0, last: int = 6) -> dict[str, Any]:
    period = {"dateFrom": on(first)[:10], "dateTo": on(last)[:10]}
    answer = await planner.me.get(BOARD, params=period)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def away(other: Module, planner: Planner) -> None:
    @other.within(ABSENCES)
    async def tell(_ctx: Context, *, found: list[Absence], **_asked: object) -> None:
        found.append(Absence(planner.other.user_id, MONDAY + timedelta(days=4), MONDAY + timedelta(days=9)))


@pytest.mark.usefixtures("away")
async def test_the_board_says_who_does_what_on_which_day_and_how_much_of_it(planner: Planner) -> None:
    contract = {"typ": "montaz_kuchni", "contractId": planner.contract_id}
    long = await planner.planned(**contract, data=on(-1), opcje={"dni": 3})
    hours: list[str] = [
        await planner.planned(
            pracownikId=str(planner.other.user_id), data=on(2), opcje={"godzinaOd": od, "godzinaDo": do}
        )
        for od, do in (("08:00", "09:30"), ("10:00", "12:00"))
    ]
    await planner.planned(data=on(5), opcje={"status": "odwolane"})
    await planner.blocked(6)
    seen = await board(planner)
    assert [one["id"] for one in seen["wydarzenia"]] == [long, *hours]
    rows = {one["pracownikId"]: one for one in seen["pracownicy"]}
    fitter, other = rows[str(planner.fitter.user_id)], rows[str(planner.other.user_id)]
    assert fitter["nazwa"] == planner.fitter.email
    assert fitter["dni"] == [{"dzien": on(day)[:10], "minuty": 480, "wydarzenia": [long]} for day in (0, 1)]
    assert other["dni"] == [{"dzien": on(2)[:10], "minuty": 210, "wydarzenia": hours}]
    assert (fitter["nieobecnosci"], len(other["nieobecnosci"])) == ([], 1)
    assert seen["zablokowane"] == [on(6)[:10]]


async def test_a_board_shows_two_weeks_unless_told_otherwise_and_62_days_at_most(planner: Planner) -> None:
    usual = (await planner.me.get(BOARD)).json()
    assert date.fromisoformat(usual["dateTo"]) - date.fromisoformat(usual["dateFrom"]) == timedelta(days=13)
    back = (await planner.me.get(BOARD, params={"dateTo": "2027-03-14"})).json()
    assert back["dateFrom"] == "2027-03-01"
    for period in (
        {"dateFrom": "2027-03-01", "dateTo": "2027-05-02"},
        {"dateFrom": "2027-03-02", "dateTo": "2027-03-01"},
        {"dateFrom": "x"},
    ):
        assert (await planner.me.get(BOARD, params=period)).status_code == 400
    assert (await planner.me.get(BOARD, params={"dateFrom": "2200-01-01"})).status_code == 200


async def test_strangers_see_an_empty_board(planner: Planner, app: Application, caller: Invite) -> None:
    await planner.planned()
    stranger = await caller("calendar.view", within=await found_tenant(app, "Elsewhere"))
    period = {"dateFrom": on()[:10], "dateTo": on(6)[:10]}
    assert (await stranger.get(BOARD, params=period)).json()["pracownicy"] == []


async def test_an_installation_before_its_parts_have_come_is_planned_with_a_warning(
    planner: Planner, app: Application
) -> None:
    install = {"typ": "montaz_kuchni", "contractId": planner.contract_id}
    assert (await planner.plan(**install)).json()["warnings"] == []
    async with app.acting(planner.me.tenant_id, planner.me.organization_id) as ctx:
        order = {
            "organization_id": planner.me.organization_id,
            "contract_id": UUID(planner.contract_id),
            "nazwa": "Blat",
            "ilosc": 1,
            "data_wyslania": date(2027, 2, 1),
        }
        await changes.insert(ctx, PurchaseOrder, order)
    made = await planner.plan(**install, data=on(3))
    assert (made.status_code, made.json()["warnings"]) == (201, ["zamowienia_niekompletne"])
    service = await planner.plan(typ="serwis", contractId=planner.contract_id, data=on(5))
    assert service.json()["warnings"] == []
