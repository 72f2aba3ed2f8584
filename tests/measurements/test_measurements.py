"""Measurements and what the ledger holds fast of them (BR-10, BR-25)."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

from measuring import MEASUREMENTS, Office

from bottega.business.measurements import measured
from bottega.kernel.application import Application
from callers import Invite

NOBODY = "00000000-0000-4000-8000-000000000000"


def blamed(answer: Any) -> list[tuple[str, str]]:
    """Fields and codes of a 400."""
    assert answer.status_code == 400, answer.text
    return [(issue["path"][0], issue["code"]) for issue in answer.json()["details"]]


async def test_a_measurement_is_listed_with_its_fee_as_text(office: Office) -> None:
    measurement = await office.measured(kwota="150.5")
    item = await office.shown(measurement)
    assert item["kwota"] == "150.50"
    assert (item["customer_id"], item["adres_id"]) == (office.customer_id, office.address_id)
    assert (item["zatwierdzony_at"], item["transaction_id"]) == (None, None)


async def test_address_of_another_customer_is_400_adres_nie_nalezy_do_klienta(office: Office) -> None:
    other = await office.add_customer("Jan", "Kos")
    wrong = [("adresId", "adres_nie_nalezy_do_klienta")]
    assert blamed(await office.measure(customerId=other)) == wrong
    measurement = await office.measured()
    assert blamed(await office.me.put(MEASUREMENTS, {"id": measurement, "customerId": other})) == wrong
    moved = {"id": measurement, "customerId": other, "adresId": None}
    assert (await office.me.put(MEASUREMENTS, moved)).status_code == 200


async def test_who_and_where_must_be_there(office: Office) -> None:
    assert blamed(await office.measure(customerId=NOBODY))[0][0] == "customerId"
    assert blamed(await office.measure(uzytkownikId=NOBODY)) == [("uzytkownikId", "not_found")]
    assert blamed(await office.measure(adresId=NOBODY))[0][0] == "adresId"
    for fee in (-1, "12,50", 1.234, None):
        assert blamed(await office.measure(kwota=fee))[0][0] == "kwota"


async def test_search_finds_measurements_by_the_name_of_the_customer(office: Office) -> None:
    other = await office.add_customer("Ludwik", "Łoś")
    measurement = await office.measured()
    await office.measured(customerId=other, adresId=None)
    for typed, expected in (("zak", [measurement]), ("nikt", [])):
        answer = await office.me.get(MEASUREMENTS, params={"search": typed})
        assert [item["id"] for item in answer.json()["items"]] == expected


async def test_br_10_approving_books_the_fee_as_cash_of_whoever_measured(office: Office) -> None:
    measurement = await office.measured()
    transaction = await office.approved(measurement)
    [entry] = await office.ledger(id=transaction)
    expected = {
        "nazwa": "Pomiar – Anna Żak",  # noqa: RUF001 - as people write it
        "kwota": "150.00",
        "typ": "przychod",
        "rodzaj": "gotowka",
        "kategoria": "pomiar",
        "uzytkownik_id": str(office.surveyor.user_id),
    }
    assert {name: entry[name] for name in expected} == expected
    item = await office.shown(measurement)
    assert item["transaction_id"] == transaction
    assert item["zatwierdzil_id"] == str(office.me.user_id)
    assert item["zatwierdzony_at"] is not None


async def test_the_ledger_finds_the_entry_of_a_fee_and_its_reversal_by_the_name_of_the_customer(office: Office) -> None:
    other = await office.add_customer("Ludwik", "Łoś")
    await office.approved(await office.measured(customerId=other, adresId=None))
    fee = await office.approved(await office.measured())
    assert [entry["id"] for entry in await office.ledger(search="anna zak")] == [fee]
    assert (await office.reverse(fee)).status_code == 201
    found = await office.ledger(search="Żak")
    assert {entry["nazwa"] for entry in found} == {"Pomiar – Anna Żak", "Storno: Pomiar – Anna Żak"}  # noqa: RUF001
    assert len(await office.ledger(search="pomiar")) == 3
    assert await office.ledger(search="nikt") == []


async def test_measurement_approve_twice_answers_the_same_transaction(office: Office) -> None:
    measurement = await office.measured()
    first = await office.approved(measurement)
    before = await office.shown(measurement)
    assert await office.approved(measurement) == first
    assert await office.shown(measurement) == before
    assert len(await office.ledger()) == 1


async def test_br_10_many_who_approve_at_once_book_one_entry(office: Office) -> None:
    measurement = await office.measured()
    answers = await asyncio.gather(*(office.approve(measurement) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["transactionId"] for answer in answers}) == 1
    assert len(await office.ledger()) == 1


async def test_measurement_kwota_0_approve_books_an_entry_of_nothing(office: Office) -> None:
    measurement = await office.measured(kwota=0)
    [entry] = await office.ledger(id=await office.approved(measurement))
    assert Decimal(entry["kwota"]) == 0


async def test_br_10_after_its_entry_was_reversed_approving_books_a_new_one(office: Office) -> None:
    measurement = await office.measured()
    first = await office.approved(measurement)
    assert (await office.reverse(first)).status_code == 201
    second = await office.approved(measurement)
    assert second != first
    assert await office.approved(measurement) == second
    assert (await office.shown(measurement))["transaction_id"] == second


async def test_br_10_fee_and_customer_are_locked_while_the_fee_is_in_the_ledger(office: Office) -> None:
    other = await office.add_customer("Jan", "Kos")
    measurement = await office.measured()
    transaction = await office.approved(measurement)
    for change in ({"kwota": 200}, {"customerId": other, "adresId": None}):
        refused = await office.me.put(MEASUREMENTS, {"id": measurement, **change})
        assert (refused.status_code, refused.json()["code"]) == (409, "measurement_approved")
    allowed = {"id": measurement, "kwota": 150, "uzytkownikId": None, "adresId": None}
    assert (await office.me.put(MEASUREMENTS, allowed)).status_code == 200
    assert (await office.reverse(transaction)).status_code == 201
    assert (await office.me.put(MEASUREMENTS, {"id": measurement, "kwota": 200})).status_code == 200
    [entry] = await office.ledger(id=await office.approved(measurement))
    assert entry["kwota"] == "200.00"


async def test_the_fee_is_changed_or_approved_at_once_but_the_ledger_says_what_it_is(office: Office) -> None:
    for fee in range(200, 205):
        measurement = await office.measured()
        changed, approved = await asyncio.gather(
            office.me.put(MEASUREMENTS, {"id": measurement, "kwota": fee}), office.approve(measurement)
        )
        assert (changed.status_code, changed.json().get("code")) in ((200, None), (409, "measurement_approved"))
        [entry] = await office.ledger(id=approved.json()["transactionId"])
        assert entry["kwota"] == (await office.shown(measurement))["kwota"]


async def test_measurement_delete_after_approve_is_409(office: Office) -> None:
    measurement, open_one = await office.measured(), await office.measured()
    await office.approved(measurement)
    refused = await office.me.delete(MEASUREMENTS, {"id": measurement})
    assert (refused.status_code, refused.json()["code"]) == (409, "measurement_approved")
    assert (await office.me.delete(MEASUREMENTS, {"id": open_one})).status_code == 200
    assert (await office.approve(open_one)).status_code == 404


async def test_an_approval_is_not_undone_but_reversed(office: Office) -> None:
    answer = await office.approve(await office.measured())
    assert "x-om-operation" not in answer.headers


async def test_approve_unknown_is_404_and_nonsense_400(office: Office, caller: Invite) -> None:
    assert (await office.approve(NOBODY)).status_code == 404
    assert (await office.approve("nonsense")).status_code == 400
    clerk = await caller("measurements.view", "measurements.create", "measurements.edit")
    refused = await clerk.post(f"{MEASUREMENTS}/{await office.measured()}/approve")
    assert refused.json()["requiredFeatures"] == ["measurements.approve"]


async def test_br_25_a_customer_or_address_with_a_measurement_is_not_deleted(office: Office) -> None:
    await office.measured()
    for path, row in (("people", office.customer_id), ("addresses", office.address_id)):
        refused = await office.me.delete(f"/customers/{path}", {"id": row})
        assert refused.status_code == 409, refused.text
        assert refused.json()["used"] == {"measurements:measurement": 1}


async def test_other_modules_can_ask_who_was_measured(office: Office, app: Application) -> None:
    other = await office.add_customer("Jan", "Kos")
    await office.measured(customerId=other, adresId=None)
    await office.approved(await office.measured())
    async with app.acting(office.me.tenant_id) as ctx:
        asked = [UUID(office.customer_id), UUID(other)]
        assert await measured(ctx, asked) == {UUID(office.customer_id)}


async def test_a_forgotten_customer_keeps_only_measurements_the_ledger_relies_on(office: Office) -> None:
    kept, gone = await office.measured(), await office.measured()
    transaction = await office.approved(kept)
    export = await office.me.get(f"/privacy/people/{office.customer_id}/export")
    assert export.status_code == 200
    erased = await office.me.post(f"/privacy/people/{office.customer_id}/erase", {})
    assert erased.status_code == 200, erased.text
    assert erased.json()["erased"]["measurements:measurement"] == 1
    assert "Approved measurements" in [one["what"] for one in erased.json()["kept"]]
    assert (await office.shown(kept))["transaction_id"] == transaction
    assert (await office.me.get(MEASUREMENTS, params={"id": gone})).json()["items"] == []
