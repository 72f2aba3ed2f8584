"""A row that somebody points at stays: also when they begin to point at it while it is being deleted."""

import asyncio

from bottega.business.warehouse.locations import Location
from bottega.business.warehouse.materials import Material
from bottega.kernel.application import Application
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import hold
from callers import Caller, Invite

BOARD = {
    "typ": "mdf",
    "producent": "Egger",
    "symbol": "W1000",
    "dlugosc": 2800,
    "szerokosc": 2070,
    "cala": True,
    "ilosc": 1,
}


async def _shelf(me: Caller) -> str:
    return (await me.post("/warehouse/locations", {"nazwa": "Regał"})).json()["id"]


async def test_a_delete_waits_for_whoever_holds_the_row_and_then_sees_their_reference(
    app: Application, caller: Invite
) -> None:
    me = await caller("warehouse.*")
    shelf = await _shelf(me)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        held = await hold(ctx, Location, shelf, field="locationId")
        deleting = asyncio.create_task(me.delete("/warehouse/locations", {"id": shelf}))
        await asyncio.sleep(0.3)
        assert not deleting.done()
        await changes.insert(ctx, Material, {**BOARD, "organization_id": me.organization_id, "location_id": held["id"]})
    answer = await deleting
    assert (answer.status_code, answer.json()["used"]) == (409, {"warehouse:material": 1})


async def test_what_is_being_deleted_cannot_be_pointed_at(caller: Invite) -> None:
    me = await caller("warehouse.*")
    for _ in range(5):
        shelf = await _shelf(me)
        made, gone = await asyncio.gather(
            me.post("/warehouse/materials", {**BOARD, "locationId": shelf}),
            me.delete("/warehouse/locations", {"id": shelf}),
        )
        assert (made.status_code, gone.status_code) in {(201, 409), (400, 200)}
        if made.status_code == 201:
            await me.delete("/warehouse/materials", {"id": made.json()["id"]})
            assert (await me.delete("/warehouse/locations", {"id": shelf})).status_code == 200
