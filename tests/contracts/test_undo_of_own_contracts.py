"""Undo and redo reach no contract that the caller does not see by now, and no row that is not theirs to change."""

from typing import Any

import pytest

REDO = "/audit_logs/audit-logs/actions/redo"
FITS = ("contracts.view", "contracts.change_krok7", "contracts.only_assigned", "audit_logs.*")
GONE = (400, {"error": "Undo token not available"})
NO_REDO = (400, {"error": "Redo target not available"})


@pytest.fixture
async def fitter(office: Any, office_of: Any) -> Any:
    """A fitter, the contract they are assigned to, and the assignment."""
    theirs = await office_of(*FITS)
    contract = await office.contract()
    assignment = await office.add("worker_assignments", contractId=contract, uzytkownikId=str(theirs.me.user_id))
    return theirs, contract, assignment


async def test_a_note_cannot_be_undone_after_the_assignment_is_lost(office: Any, fitter: Any) -> None:
    theirs, contract, assignment = fitter
    made = await theirs.me.post("/contracts/assembly_notes", {"contractId": contract, "uwagi": "Ściana krzywa"})
    assert (await office.me.delete("/contracts/worker_assignments", {"id": assignment})).status_code == 200
    refused = await theirs.undo(made)
    assert (refused.status_code, refused.json()) == GONE
    assert len(await office.items("assembly_notes")) == 1


async def test_a_note_cannot_be_redone_after_the_assignment_is_lost(office: Any, fitter: Any) -> None:
    theirs, contract, assignment = fitter
    made = await theirs.me.post("/contracts/assembly_notes", {"contractId": contract, "uwagi": "Ściana krzywa"})
    undone = await theirs.undo(made)
    assert undone.status_code == 200, undone.text
    assert (await office.me.delete("/contracts/worker_assignments", {"id": assignment})).status_code == 200
    refused = await theirs.me.post(REDO, {"logId": undone.json()["logId"]})
    assert (refused.status_code, refused.json()) == NO_REDO
    assert await office.items("assembly_notes") == []


async def test_nobody_assigns_themselves_again_by_undo(office: Any, fitter: Any) -> None:
    theirs, _contract, assignment = fitter
    taken = await office.me.delete("/contracts/worker_assignments", {"id": assignment})
    refused = await theirs.undo(taken)
    assert (refused.status_code, refused.json()) == GONE
    assert await office.items("worker_assignments") == []


async def test_a_colleague_s_note_is_not_undone_by_who_could_not_change_it(
    office: Any, office_of: Any, fitter: Any
) -> None:
    theirs, contract, _assignment = fitter
    colleague = await office_of(*FITS)
    await office.add("worker_assignments", contractId=contract, uzytkownikId=str(colleague.me.user_id))
    made = await theirs.me.post("/contracts/assembly_notes", {"contractId": contract, "uwagi": "Ściana krzywa"})
    refused = await colleague.undo(made)
    assert (refused.status_code, refused.json()) == GONE
    assert (await theirs.undo(made)).status_code == 200


async def test_nobody_gets_a_rating_of_their_own_work_back(office: Any, office_of: Any) -> None:
    rated = await office_of("contracts.*", "audit_logs.*")
    contract = await office.contract()
    rating = {
        "contractId": contract,
        "uzytkownikId": str(rated.me.user_id),
        "kwota": 100,
        "ocena": 5,
        "typPracownika": "montazysta",
    }
    made = await office.add("work_ratings", **rating)
    lowered = await office.me.put("/contracts/work_ratings", {"id": made, "ocena": 2})
    refused = await rated.undo(lowered)
    assert (refused.status_code, refused.json()) == GONE
    assert [item["ocena"] for item in await office.items("work_ratings")] == [2]
    # With the contract it comes back whoever it is about: that is no rating.
    deleted = await rated.me.delete("/contracts/contracts", {"id": contract})
    undone = await rated.undo(deleted)
    assert undone.status_code == 200, undone.text
    assert [item["ocena"] for item in await office.items("work_ratings")] == [2]


async def test_a_part_does_not_come_back_to_a_dissolved_contract(office: Any) -> None:
    contract = await office.contract()
    made = await office.me.post("/contracts/furniture", {"contractId": contract, "korpus": "Egger"})
    gone = await office.me.delete("/contracts/furniture", {"id": made.json()["id"]})
    dissolved = await office.me.post(
        f"/contracts/contracts/{contract}/rozwiaz", {"powod": "Klient zrezygnował", "strona": "klient"}
    )
    assert dissolved.is_success, dissolved.text
    refused = await office.undo(gone)
    assert (refused.status_code, refused.json()["code"]) == (409, "contract_dissolved")


async def test_the_only_valuation_of_a_paid_contract_is_not_undone(office: Any) -> None:
    contract = await office.contract()
    quoted = await office.me.post("/contracts/valuations", {"contractId": contract, "meble": "100.00"})
    await office.pay(contract)
    refused = await office.undo(quoted)
    assert (refused.status_code, refused.json()["code"]) == (409, "only_valuation")
    assert len(await office.items("valuations")) == 1


async def test_a_contract_does_not_go_back_to_a_customer_after_another_one_paid(office: Any) -> None:
    contract = await office.contract()
    moved = await office.me.put(
        "/contracts/contracts", {"id": contract, "customerId": await office.customer("Jan Lis")}
    )
    await office.quote(contract)
    await office.pay(contract)
    refused = await office.undo(moved)
    assert (refused.status_code, refused.json()["code"]) == (409, "has_payments")
