"""A fee that becomes an advance of a contract, without a second entry in the ledger (BR-11)."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from measuring import Office

from bottega.business.contracts import balances, payments_of
from bottega.kernel.application import Application
from bottega.kernel.local_time import LOCAL_ZONE
from callers import Invite


def refused(answer: Any, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (409, code), answer.text


async def _paid(app: Application, office: Office, contract: str) -> list[dict[str, Any]]:
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        return await payments_of(ctx, UUID(contract))


async def test_br_11_the_fee_becomes_a_confirmed_advance_and_nothing_new_is_booked(
    office: Office, app: Application
) -> None:
    measurement, contract = await office.measured(), await office.add_contract()
    transaction = await office.approved(measurement)
    answer = await office.credit(measurement, contract)
    assert answer.status_code == 201, answer.text
    assert answer.json()["transactionId"] == transaction
    [payment] = await _paid(app, office, contract)
    assert (str(payment["id"]), str(payment["transaction_id"])) == (answer.json()["paymentId"], transaction)
    assert (payment["typ"], payment["rodzaj"], payment["potwierdzona"]) == ("Zaliczka", "gotowka", True)
    assert (str(payment["cena"]), payment["opis"]) == ("150.00", "opłata pomiarowa")
    assert len(await office.ledger()) == 1
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        balance = (await balances(ctx, [UUID(contract)]))[UUID(contract)]
        assert balance.zaplacono == 150
    assert (await office.shown(measurement))["contract_id"] == contract


async def test_br_11_a_fee_is_credited_once_even_by_two_at_once(office: Office, app: Application) -> None:
    measurement, contract = await office.measured(), await office.add_contract()
    await office.approved(measurement)
    answers = await asyncio.gather(*(office.credit(measurement, contract) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    refused(await office.credit(measurement, await office.add_contract()), "already_credited")
    assert len(await _paid(app, office, contract)) == 1


async def test_br_11_only_approved_fees_of_the_same_customer_are_credited(office: Office) -> None:
    measurement, contract = await office.measured(), await office.add_contract()
    refused(await office.credit(measurement, contract), "not_approved")
    transaction = await office.approved(measurement)
    stranger = await office.add_contract(await office.add_customer("Jan", "Kos"))
    for other, code in ((stranger, "inny_klient"), ("00000000-0000-4000-8000-000000000000", "not_found")):
        answer = await office.credit(measurement, other)
        assert answer.status_code == 400
        assert [(one["path"], one["code"]) for one in answer.json()["details"]] == [(["contractId"], code)]
    assert (await office.reverse(transaction)).status_code == 201
    refused(await office.credit(measurement, contract), "not_approved")
    free = await office.measured(kwota=0)
    await office.approved(free)
    refused(await office.credit(free, contract), "no_fee")


async def test_br_11_a_contract_made_more_than_90_days_later_gets_no_fee(office: Office) -> None:
    today = datetime.now(LOCAL_ZONE).date()
    measurement = await office.measured()
    await office.approved(measurement)
    late = await office.add_contract(data_podpisania=today + timedelta(days=91))
    refused(await office.credit(measurement, late), "too_late")
    last = await office.add_contract(data_podpisania=today + timedelta(days=90))
    assert (await office.credit(measurement, last)).status_code == 201


async def test_br_11_a_settled_contract_gets_no_fee(office: Office) -> None:
    measurement = await office.measured()
    await office.approved(measurement)
    refused(await office.credit(measurement, await office.add_contract(rozliczona=True)), "contract_settled")
    assert (await office.shown(measurement))["contract_id"] is None


async def test_a_credited_fee_is_not_reversed_in_the_ledger(office: Office) -> None:
    measurement = await office.measured()
    transaction = await office.approved(measurement)
    assert (await office.credit(measurement, await office.add_contract())).status_code == 201
    refused(await office.reverse(transaction), "oplata_zaliczona")
    assert await office.approved(measurement) == transaction
    assert len(await office.ledger()) == 1


async def test_a_fee_is_credited_or_reversed_at_once_but_not_both(office: Office, app: Application) -> None:
    for _ in range(5):
        measurement, contract = await office.measured(), await office.add_contract()
        transaction = await office.approved(measurement)
        credited, reversed_ = await asyncio.gather(office.credit(measurement, contract), office.reverse(transaction))
        assert sorted((credited.status_code, reversed_.status_code)) == [201, 409]
        assert len(await _paid(app, office, contract)) == (credited.status_code == 201)


async def test_br_11_a_contract_is_offered_the_fees_it_may_get(office: Office) -> None:
    measurement, open_one = await office.measured(), await office.measured()
    contract = await office.add_contract()
    await office.approved(measurement)
    await office.approved(await office.measured(kwota=0))
    offer = await office.me.get("/measurements/credits", params={"contractId": contract})
    [item] = offer.json()["items"]
    assert (item["measurementId"], item["kwota"]) == (measurement, "150.00")
    assert open_one != measurement
    assert (await office.credit(measurement, contract)).status_code == 201
    again = await office.me.get("/measurements/credits", params={"contractId": contract})
    assert again.json()["items"] == []


async def test_a_measurement_whose_fee_went_to_a_contract_is_seen_with_it(office: Office, caller: Invite) -> None:
    measurement, contract = await office.measured(), await office.add_contract()
    await office.approved(measurement)
    assert (await office.credit(measurement, contract)).status_code == 201
    path = "/measurements/measurements"
    limited = await caller(
        "measurements.view", "measurements.edit", "measurements.delete", "contracts.view", "contracts.only_assigned"
    )
    assert (await limited.get(path)).json()["total"] == 0
    assert (await limited.get(path, params={"id": measurement})).json()["items"] == []
    assert (await limited.put(path, {"id": measurement, "adresId": None})).status_code == 404
    assert (await limited.delete(path, {"id": measurement})).status_code == 404
    assert (await office.me.get(path)).json()["total"] == 1
