"""Step 7: notes that stay, people who are assigned, ratings that are pay, and notebooks."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from bottega.business.contracts.tables.work import AssemblyNote
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.writes import changes

RATINGS = "/contracts/work_ratings"
FITTER = ("contracts.view", "contracts.change_krok7")


def rating(contract: str, person: Any, **changed: Any) -> dict[str, Any]:
    """The body of a rating."""
    return {
        "contractId": contract,
        "uzytkownikId": str(person.user_id),
        "kwota": "500.00",
        "ocena": 5,
        "typPracownika": "montazysta",
        **changed,
    }


async def test_1_8_a_fitter_corrects_their_own_note_for_a_day(office: Any, office_of: Any, app: Any) -> None:
    contract = await office.contract()
    fitter, other = await office_of(*FITTER), await office_of(*FITTER)
    note = await fitter.add("assembly_notes", contractId=contract, uwagi="Ściana krzywa")
    change = {"id": note, "uwagi": "Ściana krzywa o 2 cm"}
    assert (await fitter.me.put("/contracts/assembly_notes", change)).status_code == 200
    for attempt in (other.me.put, other.me.delete):
        assert (await attempt("/contracts/assembly_notes", {"id": note, "uwagi": "x"})).status_code == 403
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        yesterday = (await changes.one(ctx, AssemblyNote, UUID(note)))["created_at"].replace(year=2025)
        await changes.update(ctx, AssemblyNote, UUID(note), {"created_at": yesterday})
    for attempt in (fitter.me.put, fitter.me.delete):
        assert (await attempt("/contracts/assembly_notes", {"id": note, "uwagi": "x"})).status_code == 403
    assert [item["uwagi"] for item in await office.items("assembly_notes")] == ["Ściana krzywa o 2 cm"]
    assert (await office.me.delete("/contracts/assembly_notes", {"id": note})).status_code == 200


async def test_1_8_somebody_is_assigned_once_even_at_the_same_moment(office: Any, caller: Any) -> None:
    contract = await office.contract()
    fitter = await caller("contracts.view")
    body = {"contractId": contract, "uzytkownikId": str(fitter.user_id)}
    answers = await asyncio.gather(*(office.me.post("/contracts/worker_assignments", body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len(await office.items("worker_assignments", contractId=contract)) == 1


async def test_1_8_who_has_no_profile_is_assigned_with_a_warning(office: Any, caller: Any) -> None:
    fitter = await caller("contracts.view")
    assign = {"uzytkownikId": str(fitter.user_id)}
    for warnings in (["brak_profilu_pracownika"], []):
        body = {**assign, "contractId": await office.contract()}
        assert (await office.me.post("/contracts/worker_assignments", body)).json()["warnings"] == warnings
        if warnings:
            await office.add("worker_profiles", userId=str(fitter.user_id))


@pytest.mark.parametrize("ocena", [0, 6, 3.5])
async def test_9_a_rating_is_one_to_five(office: Any, caller: Any, ocena: Any) -> None:
    person = await caller("contracts.view")
    refused = await office.me.post(RATINGS, rating(await office.contract(), person, ocena=ocena))
    assert refused.status_code == 400
    assert [issue["path"] for issue in refused.json()["details"]] == [["ocena"]]


async def test_9_nobody_rates_themselves(office: Any, office_of: Any) -> None:
    contract = await office.contract()
    designer = await office_of(*FITTER)
    assert (await designer.me.post(RATINGS, rating(contract, designer.me))).status_code == 403
    mine = await office.add("work_ratings", **rating(contract, designer.me))
    assert (await designer.me.put(RATINGS, {"id": mine, "kwota": 9999})).status_code == 403
    assert (await designer.me.delete(RATINGS, {"id": mine})).status_code == 403


async def test_9_a_person_is_rated_once_in_a_role(office: Any, caller: Any) -> None:
    contract = await office.contract()
    person = await caller("contracts.view")
    await office.add("work_ratings", **rating(contract, person))
    assert (await office.me.post(RATINGS, rating(contract, person))).status_code == 409
    await office.add("work_ratings", **rating(contract, person, typPracownika="kierowca"))
    refused = await office.me.post(RATINGS, rating(contract, person, typPracownika="szef"))
    assert refused.status_code == 400
    assert "pomocnik" in refused.json()["details"][0]["message"]


async def test_1_8_what_was_paid_out_stays(office: Any, caller: Any, app: Any) -> None:
    contract = await office.contract()
    person = await caller("contracts.view")
    made = await office.add("work_ratings", **rating(contract, person))
    entry = {"id": UUID(contract), "linked_entity_type": "work_rating", "linked_entity_id": UUID(made)}
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        await ctx.tell("finance.transaction.booked", transaction=entry)
    refused = await office.me.put(RATINGS, {"id": made, "kwota": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "paid_out")
    assert (await office.me.delete(RATINGS, {"id": made})).status_code == 409
    assert (await office.me.put(RATINGS, {"id": made, "kwota": "500.00", "komentarz": "ok"})).status_code == 200


async def test_commissions_of_a_month_add_up_by_person_and_role(office: Any, caller: Any, app: Any) -> None:
    first, second = await caller("contracts.view"), await caller("contracts.view")
    paid = await office.add("work_ratings", **rating(await office.contract(), first, kwota="300.50", ocena=4))
    await office.add("work_ratings", **rating(await office.contract(), first, kwota="200.25"))
    await office.add("work_ratings", **rating(await office.contract(), second, typPracownika="kierowca", kwota=100))
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        entry = {"id": UUID(paid), "linked_entity_type": "work_rating", "linked_entity_id": UUID(paid)}
        await ctx.tell("finance.transaction.booked", transaction=entry)
    month = f"{datetime.now(LOCAL_ZONE):%Y-%m}"
    found = (await office.me.get("/contracts/work_ratings/commissions", params={"month": month})).json()
    assert (found["kwota"], found["wyplacono"], found["doWyplaty"]) == ("600.75", "300.50", "300.25")
    assert [(one["uzytkownikId"], one["liczba"], one["sredniaOcena"], one["doWyplaty"]) for one in found["items"]] == [
        (str(first.user_id), 2, 4.5, "200.25"),
        (str(second.user_id), 1, 5, "100.00"),
    ]
    assert [one["nazwa"] for one in found["items"]] == [first.email, second.email]
    before = (await office.me.get("/contracts/work_ratings/commissions", params={"month": "2020-12"})).json()
    assert (before["items"], before["kwota"]) == ([], "0.00")
    for wrong in ("2026-13", "2026", "x"):
        assert (await office.me.get("/contracts/work_ratings/commissions", params={"month": wrong})).status_code == 400


async def test_1_9_a_notebook_is_read_by_its_owner_and_by_who_manages_workers(office: Any, office_of: Any) -> None:
    owner, other = await office_of("contracts.view"), await office_of("contracts.view")
    await office.add("worker_profiles", userId=str(owner.me.user_id), notatnik="nie wysyłać na wysokości")
    assert [item["notatnik"] for item in await owner.items("worker_profiles")] == ["nie wysyłać na wysokości"]
    assert [item["notatnik"] for item in await office.items("worker_profiles")] == ["nie wysyłać na wysokości"]
    assert [item["notatnik"] for item in await other.items("worker_profiles")] == [None]
    for query in ({"format": "csv"}, {"format": "json", "exportScope": "full"}):
        exported = await other.me.get("/contracts/worker_profiles", params=query)
        assert exported.status_code == 200
        assert "wysyłać" not in exported.text
    again = await office.me.post("/contracts/worker_profiles", {"userId": str(owner.me.user_id)})
    assert again.status_code == 409
