"""Where settling meets payments and valuations, the database decides: one comes first, and nothing comes in between."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

from bottega.business.contracts import confirm_payment, lock_open
from bottega.business.contracts.tables.money import Payment, Valuation
from bottega.kernel.errors import Conflict
from bottega.kernel.writes import changes

ROUNDS = range(6)


def outcome(answer: httpx.Response) -> tuple[int, str | None]:
    """The status and the code of an answer."""
    return answer.status_code, answer.json().get("code")


@pytest.mark.parametrize("_round", ROUNDS)
async def test_br_4_of_two_settlements_at_once_one_wins(office: Any, _round: int) -> None:
    contract = await office.paid_up()
    answers = await asyncio.gather(*(office.settle(contract) for _ in range(4)))
    assert sorted(map(outcome, answers), key=str) == [(200, None), *[(400, "already_settled")] * 3]


@pytest.mark.parametrize("_round", ROUNDS)
async def test_br_4_settling_and_confirming_a_payment_at_once(office: Any, _round: int) -> None:
    contract = await office.paid_up()
    pending = await office.pay(contract, "50.00", potwierdzona=False)
    settled, confirmed = await asyncio.gather(
        office.settle(contract), office.me.put("/contracts/payment_methods", {"id": pending, "potwierdzona": True})
    )
    await _agrees(office, contract, outcome(settled), outcome(confirmed))


@pytest.mark.parametrize("_round", ROUNDS)
async def test_br_4_settling_and_a_new_confirmed_payment_at_once(office: Any, _round: int) -> None:
    contract = await office.paid_up()
    body = {
        "contractId": contract,
        "typ": "Rata",
        "rodzaj": "blik",
        "cena": "0.01",
        "data": office.day(0),
        "potwierdzona": True,
    }
    settled, paid = await asyncio.gather(office.settle(contract), office.me.post("/contracts/payment_methods", body))
    await _agrees(office, contract, outcome(settled), outcome(paid))


@pytest.mark.parametrize("_round", ROUNDS)
async def test_br_4_settling_and_a_new_valuation_at_once(office: Any, _round: int) -> None:
    contract = await office.paid_up()
    settled, quoted = await asyncio.gather(
        office.settle(contract), office.me.post("/contracts/valuations", {"contractId": contract, "meble": "100.01"})
    )
    await _agrees(office, contract, outcome(settled), outcome(quoted))


async def _agrees(office: Any, contract: str, settled: tuple[int, Any], other: tuple[int, Any]) -> None:
    """Either the settlement came first and the other was refused, or the other came first and left a balance."""
    assert (settled, other[0]) in (
        ((200, None), 409),
        ((400, "balance_not_zero"), 200),
        ((400, "balance_not_zero"), 201),
    )
    closed = (await office.shown(contract))["rozliczona"]
    assert closed == (settled[0] == 200)
    assert closed == ((await office.balance(contract))["doZaplaty"] == 0)
    if closed:
        assert other[1] == "contract_settled"


async def test_br_4_a_settlement_waits_for_a_valuation_that_is_being_written(office: Any, app: Any) -> None:
    contract = await office.paid_up()
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        held = await lock_open(ctx, UUID(contract))
        settling = asyncio.create_task(office.settle(contract))
        await asyncio.sleep(0.3)
        assert not settling.done()
        values = {"organization_id": held["organization_id"], "contract_id": held["id"], "meble": Decimal("100.01")}
        await changes.insert(ctx, Valuation, values)
    assert outcome(await settling) == (400, "balance_not_zero")


async def test_br_4_a_payment_that_the_books_confirm_waits_for_a_settlement_and_is_refused(
    office: Any, app: Any
) -> None:
    contract = await office.paid_up()
    pending = await office.pay(contract, "50.00", potwierdzona=False)
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        # As far as a settlement goes before it commits.
        await ctx.begin()
        await ctx.query("SELECT FROM contracts_contracts WHERE id = $1 FOR UPDATE", UUID(contract))
        booking = asyncio.create_task(_confirm(app, office, pending))
        await asyncio.sleep(0.3)
        assert not booking.done()
        await ctx.query("UPDATE contracts_contracts SET rozliczona = true WHERE id = $1", UUID(contract))
    with pytest.raises(Conflict) as refused:
        await booking
    assert refused.value.details["code"] == "contract_settled"
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        assert (await changes.one(ctx, Payment, UUID(pending)))["potwierdzona"] is False


async def _confirm(app: Any, office: Any, payment: str) -> None:
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        await confirm_payment(ctx, UUID(payment))


async def test_9_two_refunds_at_once_never_give_back_more_than_was_paid(office: Any) -> None:
    contract = await office.contract()
    await office.pay(contract, "100.00")
    body = {
        "contractId": contract,
        "typ": "Zwrot",
        "rodzaj": "przelew",
        "cena": 60,
        "data": office.day(0),
        "potwierdzona": True,
    }
    answers = await asyncio.gather(*(office.me.post("/contracts/payment_methods", body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert (await office.balance(contract))["zaplacono"] == 40


async def test_9_two_contracts_with_one_number_at_once_leave_one(office: Any) -> None:
    customer = await office.customer()
    bodies = [
        {"numer": numer, "typ": "szafa", "customerId": customer} for numer in ("U/7/2026", "u/7/2026", " U/7 /2026 ")
    ]
    answers = await asyncio.gather(*(office.me.post("/contracts/contracts", body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


async def test_numbers_given_automatically_have_no_gaps_and_no_doubles(office: Any) -> None:
    customer = await office.customer()
    body = {"numer": "auto", "typ": "szafa", "customerId": customer, "dataPodpisania": "2025-03-01"}
    await office.contract(numer="k / 2025/002")
    answers = await asyncio.gather(*(office.me.post("/contracts/contracts", body) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    numbers = {item["numer"] for item in await office.items("contracts")}
    assert numbers == {"k / 2025/002", *(f"K/2025/{n:03}" for n in (1, 3, 4, 5, 6))}
