"""Who holds ``contracts.only_assigned`` by name sees the contracts they are assigned to, and nothing of others."""

from typing import Any

import pytest

RESTRICTED = (
    "contracts.view",
    "contracts.edit",
    "contracts.delete",
    "contracts.change_krok1",
    "contracts.change_krok6",
    "contracts.change_krok7",
    "contracts.rozlicz_umowa",
    "contracts.purchase_orders.manage",
    "contracts.only_assigned",
    "contracts.prices",
)
ROWS: dict[str, dict[str, Any]] = {
    "furniture": {"korpus": "Egger"},
    "assembly_notes": {"uwagi": "x"},
    "valuations": {"meble": 1},
    "purchase_orders": {"nazwa": "Blat", "ilosc": 1, "dataWyslania": "2020-01-01"},
}


@pytest.fixture
async def fitter(office: Any, office_of: Any) -> Any:
    """A fitter who is assigned to one of two contracts: the office of theirs, the own contract, and the other."""
    theirs = await office_of(*RESTRICTED)
    own, other = await office.contract(numer="M/1"), await office.contract(numer="M/2")
    await office.add("worker_assignments", contractId=own, uzytkownikId=str(theirs.me.user_id))
    return theirs, own, other


async def test_0_3_a_fitter_sees_and_counts_only_their_own_contracts(office: Any, fitter: Any) -> None:
    theirs, own, other = fitter
    assert [item["id"] for item in await theirs.items("contracts")] == [own]
    assert await theirs.items("contracts", id=other) == []
    assert [item["id"] for item in await theirs.items("contracts", search="M/")] == [own]
    exported = await theirs.me.get("/contracts/contracts", params={"format": "json", "exportScope": "full"})
    assert [row["Id"] for row in exported.json()] == [own]
    assert (await theirs.me.get("/contracts/stats")).json()["total"] == 1
    assert len(await office.items("contracts")) == 2


@pytest.mark.parametrize("part", ROWS)
async def test_0_3_parts_of_other_contracts_are_not_there_for_a_fitter(office: Any, fitter: Any, part: str) -> None:
    theirs, own, other = fitter
    mine, foreign = [await office.add(part, contractId=one, **ROWS[part]) for one in (own, other)]
    assert [item["id"] for item in await theirs.items(part)] == [mine]
    for attempt in (
        theirs.me.post(f"/contracts/{part}", {"contractId": other, **ROWS[part]}),
        theirs.me.put(f"/contracts/{part}", {"id": foreign, **ROWS[part]}),
        theirs.me.put(f"/contracts/{part}", {"id": foreign}),
        theirs.me.delete(f"/contracts/{part}", {"id": foreign}),
    ):
        assert (await attempt).status_code == 404
    assert len(await office.items(part)) == 2


async def test_0_3_what_a_fitter_does_with_a_contract_of_others_is_404(fitter: Any) -> None:
    theirs, own, other = fitter
    for contract, status in ((own, 200), (other, 404)):
        assert (await theirs.me.get(f"/contracts/contracts/{contract}/balance")).status_code == status
        assert (await theirs.me.get(f"/contracts/contracts/{contract}/texts")).status_code == status
        changed = await theirs.me.put("/contracts/contracts", {"id": contract, "opis": "x"})
        assert changed.status_code == status
    assert (await theirs.settle(other)).status_code == 404
    assert (await theirs.me.delete("/contracts/contracts", {"id": other})).status_code == 404


async def test_0_3_reports_of_a_fitter_are_of_their_own_contracts(office: Any, fitter: Any) -> None:
    theirs, own, other = fitter
    for contract in (own, other):
        await office.add("purchase_orders", contractId=contract, **ROWS["purchase_orders"])
        await office.add(
            "planned_payments", contractId=contract, typ="Rata", rodzaj="przelew", cena=10, data="2020-01-01"
        )
    assert (await theirs.me.get("/contracts/purchase_orders/late")).json()["total"] == 1
    panel = (await theirs.me.get("/contracts/money")).json()
    assert (panel["plan"], [one["numer"] for one in panel["zalegle"]]) == ("10.00", ["M/1"])


async def test_0_3_a_wildcard_does_not_restrict_and_nor_does_it_restrict_a_super_administrator(
    office: Any, office_of: Any, fitter: Any, admin: Any
) -> None:
    _theirs, own, other = fitter
    everything = await office_of("contracts.*")
    assert {item["id"] for item in await everything.items("contracts")} == {own, other}
    assert (await admin.get("/contracts/contracts")).json()["total"] == 2
