"""Agreed days of installation (BR-21): the newest counts, and the calendar takes part."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from bottega.kernel.modules import Participant


@pytest.fixture
def agreed(app: Any) -> Any:
    """What the calendar is told, as long as the test lasts."""
    module = next(module for module in app.modules if module.name == "contracts")
    before = list(module.participants)
    told: list[dict[str, Any]] = []

    async def hear(_ctx: Any, **facts: Any) -> None:
        told.append(facts)

    module.participants.append(Participant("contracts.installation.agreed", hear))
    yield told
    module.participants[:] = before


async def test_1_11_the_newest_date_counts_and_older_ones_are_history(office: Any) -> None:
    contract = await office.contract()
    for day in ("2026-12-10T08:00:00.000Z", "2026-12-01T08:00:00.000Z"):
        await office.add("installation_dates", contractId=contract, data=day)
    assert (await office.shown(contract))["termin_montazu"] == "2026-12-01T08:00:00.000Z"
    newest = (await office.items("installation_dates", contractId=contract, sortDir="desc"))[0]
    assert (await office.me.delete("/contracts/installation_dates", {"id": newest["id"]})).status_code == 200
    assert (await office.shown(contract))["termin_montazu"] == "2026-12-10T08:00:00.000Z"


async def test_1_11_a_time_without_a_zone_is_meant_in_warsaw(office: Any) -> None:
    contract = await office.contract()
    await office.add("installation_dates", contractId=contract, data="2026-12-01T08:00:00")
    [item] = await office.items("installation_dates", contractId=contract)
    assert item["data"] == "2026-12-01T07:00:00.000Z"


async def test_1_11_the_calendar_hears_of_it_unless_nobody_wants_an_event(office: Any, agreed: Any) -> None:
    contract = await office.contract()
    body = {"contractId": contract, "data": "2026-12-01T08:00:00.000Z"}
    await office.add("installation_dates", **body, opcje={"brygada": "A"})
    await office.add("installation_dates", **body, opcje={"utworzWydarzenie": False})
    assert [(facts["installation"]["contract_id"], facts["options"]) for facts in agreed] == [
        (UUID(contract), {"brygada": "A"})
    ]


async def test_br_21_what_the_calendar_puts_off_is_agreed_anew_until_that_is_taken_back(office: Any, app: Any) -> None:
    contract = await office.contract()
    first = datetime(2026, 12, 1, 8, tzinfo=UTC)
    await office.add("installation_dates", contractId=contract, data=first.isoformat())
    before: dict[str, Any] = {
        "id": uuid4(),
        "contract_id": UUID(contract),
        "organization_id": office.me.organization_id,
        "typ": "montaz_kuchni",
        "data": first,
    }
    after = before | {"id": uuid4(), "data": first + timedelta(days=7)}
    for undone, shown in ((False, ("2026-12-08T08:00:00.000Z", 1)), (True, ("2026-12-01T08:00:00.000Z", 0))):
        async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
            await ctx.tell("calendar.event.rescheduled", before=before, after=after, undone=undone)
        found = await office.shown(contract)
        assert (found["termin_montazu"], found["przelozono"]) == shown


async def test_br_21_a_delivery_that_is_put_off_does_not_move_the_installation(office: Any, app: Any) -> None:
    contract = await office.contract()
    event = {
        "id": uuid4(),
        "contract_id": UUID(contract),
        "organization_id": office.me.organization_id,
        "typ": "dostawa",
        "data": datetime.now(UTC),
    }
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        await ctx.tell("calendar.event.rescheduled", before=event, after=event | {"id": uuid4()}, undone=False)
    assert (await office.shown(contract))["termin_montazu"] is None
