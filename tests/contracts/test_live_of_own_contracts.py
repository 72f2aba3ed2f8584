"""The live stream of somebody who sees only some contracts: they hear nothing of the others."""

from typing import Any

from listening import listening


async def test_0_3_who_sees_only_their_contracts_hears_nothing_of_others(
    asgi: Any, office: Any, office_of: Any
) -> None:
    theirs = await office_of("contracts.view", "contracts.only_assigned")
    own, other = await office.contract(), await office.contract()
    await office.add("worker_assignments", contractId=own, uzytkownikId=str(theirs.me.user_id))
    async with listening(asgi, {"authorization": f"Bearer {theirs.me.token}"}) as stream:
        hidden = await office.add("furniture", contractId=other, korpus="Egger")
        assert (await office.me.put("/contracts/contracts", {"id": other, "opis": "x"})).status_code == 200
        shown = await office.add("furniture", contractId=own, korpus="Egger")
        assert (await office.me.put("/contracts/contracts", {"id": own, "opis": "x"})).status_code == 200
        await stream.heard("changed", kind="contracts.furniture", id=shown, action="create")
        await stream.heard("changed", kind="contracts.contract", id=own, action="update")
        last = await office.add("furniture", contractId=own, korpus="Egger")
        await stream.heard("changed", id=last)
        assert {one.data["id"] for one in stream.among("changed")}.isdisjoint({hidden, other})
