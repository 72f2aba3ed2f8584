"""A contract that is not carried out (BR-8): earnest money is kept or doubled, everything else goes back."""

from decimal import Decimal
from typing import Any

import pytest

from bottega.business.contracts.money.balances import Balance
from bottega.business.contracts.money.dissolution import DOUBLED, RETURNED, shares


async def paid(office: Any) -> str:
    """A contract with earnest money of 3000, an advance of 2000, and 500 that went back."""
    contract = await office.contract()
    await office.quote(contract, "20000.00")
    await office.pay(contract, "3000.00", typ="Zadatek")
    await office.pay(contract, "2000.00", typ="Zaliczka")
    await office.pay(contract, "500.00", typ="Zwrot")
    return contract


async def dissolve(office: Any, contract: str, strona: str, **more: Any) -> Any:
    """Dissolve a contract."""
    body = {"strona": strona, "powod": "Rezygnacja", **more}
    return await office.me.post(f"/contracts/contracts/{contract}/rozwiaz", body)


@pytest.mark.parametrize(
    ("strona", "kept", "refunds"), [("klient", 3000, ["1500.00"]), ("studio", -3000, ["4500.00", "3000.00"])]
)
async def test_br_8_earnest_money_is_kept_from_the_customer_and_doubled_by_the_studio(
    office: Any, strona: str, kept: float, refunds: list[str]
) -> None:
    contract = await paid(office)
    answer = await dissolve(office, contract, strona, rodzaj="blik")
    assert answer.status_code == 200, answer.text
    assert answer.json()["zatrzymano"] == kept
    rows = {item["id"]: item for item in await office.items("payment_methods", contractId=contract)}
    promised = [rows[one] for one in answer.json()["zwroty"]]
    assert [row["cena"] for row in promised] == refunds
    assert {(row["typ"], row["rodzaj"], row["potwierdzona"]) for row in promised} == {("Zwrot", "blik", False)}
    balance = await office.balance(contract)
    assert (balance["suma"], balance["zaplacono"]) == (kept, 4500)
    # Once the refunds are paid nothing is owed, and the contract can be closed.
    for row in promised:
        confirmed = await office.me.put("/contracts/payment_methods", {"id": row["id"], "potwierdzona": True})
        assert confirmed.status_code == 200, confirmed.text
    assert (await office.balance(contract))["doZaplaty"] == 0
    assert (await office.settle(contract)).status_code == 200


async def test_br_8_a_dissolved_contract_gets_nothing_but_refunds(office: Any) -> None:
    contract = await paid(office)
    await dissolve(office, contract, "klient")
    body = {"contractId": contract, "typ": "Rata", "rodzaj": "karta", "cena": 1}
    for path, sent in (
        ("payment_methods", body),
        ("valuations", {"contractId": contract}),
        ("furniture", {"contractId": contract, "korpus": "x"}),
    ):
        refused = await office.me.post(f"/contracts/{path}", sent)
        assert (refused.status_code, refused.json()["code"]) == (409, "contract_dissolved")
    again = await dissolve(office, contract, "studio")
    assert (again.status_code, again.json()["code"]) == (409, "contract_dissolved")
    assert (await office.me.get("/contracts/stats")).json()["active"] == 0


async def test_br_8_payments_that_wait_are_decided_first(office: Any) -> None:
    contract = await paid(office)
    waiting = await office.pay(contract, "1.00", potwierdzona=False)
    refused = await dissolve(office, contract, "klient")
    assert (refused.status_code, refused.json()["code"]) == (409, "wplaty_oczekuja")
    assert (await office.shown(contract))["rozwiazana"] is False
    await office.me.delete("/contracts/payment_methods", {"id": waiting})
    assert (await dissolve(office, contract, "klient")).status_code == 200


@pytest.mark.parametrize("body", [{}, {"strona": "bank", "powod": "x y z"}, {"strona": "klient", "powod": ""}], ids=str)
async def test_br_8_who_and_why_have_to_be_said(office: Any, body: dict[str, Any]) -> None:
    contract = await office.contract()
    refused = await office.me.post(f"/contracts/contracts/{contract}/rozwiaz", body)
    assert refused.status_code == 400


def balance(zaplacono: int, zadatki: int) -> Balance:
    """What was paid, and how much of it as earnest money."""
    return Balance(Decimal(1000), Decimal(zaplacono), Decimal(zadatki))


@pytest.mark.parametrize(
    ("state", "strona", "kept", "amounts"),
    [
        (balance(0, 0), "klient", 0, {}),
        (balance(0, 0), "studio", 0, {}),
        (balance(100, 0), "studio", 0, {RETURNED: 100}),
        # Part of the earnest money went back already: only what is left of it is kept, or doubled.
        (balance(60, 100), "klient", 60, {}),
        (balance(60, 100), "studio", -60, {RETURNED: 60, DOUBLED: 60}),
    ],
)
def test_br_8_shares_follow_what_is_left_of_the_earnest_money(
    state: Balance, strona: str, kept: int, amounts: dict[str, int]
) -> None:
    assert shares(state, strona) == (kept, amounts)
