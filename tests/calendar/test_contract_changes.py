"""What contracts do to the calendar: agreed days, deleted and dissolved contracts (BR-21)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from planning import MONDAY, Planner, on

from bottega.business.contracts.tables.work import WorkerAssignment
from bottega.kernel.application import Application
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.schemas import midnight
from bottega.kernel.writes import changes
from callers import Caller


async def assign(app: Application, planner: Planner, *people: Caller) -> None:
    """Fitters of the contract, in this order."""
    async with app.acting(planner.me.tenant_id, planner.me.organization_id) as ctx:
        for person in people:
            row = {
                "organization_id": planner.me.organization_id,
                "contract_id": UUID(planner.contract_id),
                "uzytkownik_id": person.user_id,
            }
            await changes.insert(ctx, WorkerAssignment, row)


async def agree(app: Application, planner: Planner, days: int = 0, **options: Any) -> None:
    """Say that a day was agreed, as contracts do."""
    async with app.acting(planner.me.tenant_id, planner.me.organization_id) as ctx:
        installation = {
            "contract_id": UUID(planner.contract_id),
            "data": midnight(MONDAY + timedelta(days=days)),
            "organization_id": planner.me.organization_id,
        }
        await ctx.tell("contracts.installation.agreed", installation=installation, options=options)


async def test_an_agreed_day_becomes_the_installation_of_the_first_fitter(app: Application, planner: Planner) -> None:
    await assign(app, planner, planner.other, planner.fitter)
    await agree(app, planner, dni=2, winda="brak", utworzWydarzenie=True)
    [event] = await planner.listed()
    assert event["typ"] == "montaz_kuchni"
    assert event["pracownik_id"] == str(planner.other.user_id)
    assert (event["contract_id"], event["customer_id"]) == (planner.contract_id, planner.customer_id)
    assert event["opcje"] == {"dni": 2, "winda": "brak"}
    assert [one["id"] for one in await planner.listed(dateFrom="2027-03-01", dateTo="2027-03-01")] == [event["id"]]


async def test_without_a_fitter_an_agreed_day_makes_no_event(app: Application, planner: Planner) -> None:
    await agree(app, planner)
    assert await planner.listed() == []
    await agree(app, planner, pracownikId=str(planner.fitter.user_id))
    assert len(await planner.listed()) == 1


async def test_a_day_the_fitter_has_no_time_for_is_not_agreed(app: Application, planner: Planner) -> None:
    busy = await planner.planned(data=on())
    fitter = str(planner.fitter.user_id)
    with pytest.raises(Conflict) as refused:
        await agree(app, planner, pracownikId=fitter)
    assert refused.value.details["konflikty"] == [busy]
    assert len(await planner.listed()) == 1
    await agree(app, planner, pracownikId=fitter, force=True, powod="Pomoże szef")
    assert [one["powod"] for one in await planner.listed(konflikt="true")] == ["Pomoże szef"]


async def test_an_installation_that_is_planned_already_is_not_planned_twice(app: Application, planner: Planner) -> None:
    await assign(app, planner, planner.fitter)
    await agree(app, planner)
    await agree(app, planner)
    assert len(await planner.listed()) == 1


async def test_options_of_an_agreed_day_that_make_no_sense_are_refused(app: Application, planner: Planner) -> None:
    wrong: list[dict[str, Any]] = [{"dni": 0}, {"pracownikId": "x"}, {"godzinaOd": "nine"}]
    for options in wrong:
        with pytest.raises(InvalidInput) as refused:
            await agree(app, planner, **options)
        assert refused.value.details["details"][0]["path"] == ["opcje", *options]


async def test_what_is_to_come_for_a_dissolved_contract_is_called_off(app: Application, planner: Planner) -> None:
    today = datetime.now(LOCAL_ZONE).date()
    past, future, service = [
        await planner.planned(typ=kind, contractId=planner.contract_id, data=(today + timedelta(days=days)).isoformat())
        for kind, days in (("montaz_kuchni", -3), ("montaz_blatu", 3), ("serwis", 4))
    ]
    async with app.acting(planner.me.tenant_id, planner.me.organization_id) as ctx:
        contract = {"id": UUID(planner.contract_id)}
        await ctx.tell("contracts.contract.dissolved", contract=contract, forfeited=[])
    states = [(await planner.shown(event))["opcje"] for event in (past, future, service)]
    assert states == [None, {"status": "odwolane"}, None]
    await planner.planned(data=(today + timedelta(days=3)).isoformat())
