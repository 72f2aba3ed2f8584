"""What modules above ask (docs/decisions/0050): facts and figures of many contracts, and money they know already."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from bottega.business.contracts import (
    NewPayment,
    add_payment,
    balances,
    confirm_payment,
    contract_facts,
    contracts_in_view,
    link_payment,
    orders_of,
    payments_of,
    ratings_of,
    require_contract,
    specification,
    valuations,
)
from bottega.kernel.errors import Conflict, Invalid, NotFound


async def test_figures_of_many_contracts_take_one_statement(office: Any, app: Any) -> None:
    first, second = UUID(await office.contract()), UUID(await office.contract())
    await office.quote(str(first), "100.10")
    await office.pay(str(first), "70.00", typ="Zadatek")
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        before = ctx.asked
        found = await balances(ctx, [first, second])
        quotes = await valuations(ctx, [first, second])
        assert ctx.asked == before + 2
    assert (found[first].suma, found[first].zaplacono, found[first].do_zaplaty, found[first].zadatki) == (
        Decimal("100.10"),
        Decimal("70.00"),
        Decimal("30.10"),
        Decimal("70.00"),
    )
    assert found[second].do_zaplaty == 0
    assert (quotes[first].suma, quotes[second].suma) == (Decimal("100.10"), 0)


async def test_a_contract_is_known_with_what_is_built_paid_ordered_and_earned(
    office: Any, app: Any, caller: Any
) -> None:
    contract = await office.contract(numer="F/1")
    await office.add("fronts", contractId=contract, typ="ramkowy")
    await office.add("appliances", contractId=contract, rodzaj="okap", cena=100)
    await office.pay(contract, "5.00")
    for days in (
        {},
        {"dataWyslania": office.day(-30)},
        {"dataWyslania": office.day(-9), "dataOdbioru": office.day(-1)},
    ):
        await office.add("purchase_orders", contractId=contract, nazwa="Blat", ilosc=1, **days)
    person = await caller("contracts.view")
    rating = await office.add(
        "work_ratings",
        contractId=contract,
        uzytkownikId=str(person.user_id),
        kwota="12.50",
        ocena=5,
        typPracownika="stolarz",
    )
    known = UUID(contract)
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        assert (await contract_facts(ctx, [known]))[known]["numer"] == "F/1"
        built = await specification(ctx, known)
        assert {name: len(rows) for name, rows in built.items()} == {
            "furniture": 0,
            "fronts": 1,
            "handles": 0,
            "vitrines": 0,
            "appliances": 1,
        }
        assert [row["cena"] for row in await payments_of(ctx, known)] == [5]
        found = await orders_of(ctx, [known])
        assert found[known] == {"robocze": 1, "wyslane": 1, "odebrane": 1, "opoznione": 1}
        assert await ratings_of(ctx, [known, uuid4()]) == {known: {UUID(rating): Decimal("12.50")}}
        assert await contracts_in_view(ctx, [known, uuid4()]) == {known}
        with pytest.raises(NotFound):
            await require_contract(ctx, uuid4())


async def test_br_11_money_the_ledger_knows_is_credited_without_a_second_entry(office: Any, app: Any) -> None:
    contract = UUID(await office.contract())
    entry = uuid4()
    fee = NewPayment(typ="Zaliczka", rodzaj="gotowka", cena=Decimal("300.00"), data=office.today)
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        await add_payment(ctx, contract, replace(fee, opis="opłata pomiarowa"), transaction_id=entry)
        [payment] = await payments_of(ctx, contract)
        assert (payment["transaction_id"], payment["potwierdzona"]) == (entry, True)
        await link_payment(ctx, payment["id"], None)
        # Confirming what is confirmed changes nothing.
        await confirm_payment(ctx, payment["id"])
    assert (await office.balance(str(contract)))["zaplacono"] == 300


async def test_br_11_a_settled_contract_is_credited_nothing(office: Any, app: Any) -> None:
    contract = UUID(await office.settled())
    fee = NewPayment(typ="Zaliczka", rodzaj="gotowka", cena=Decimal(1), data=office.today)
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        with pytest.raises(Conflict):
            await add_payment(ctx, contract, fee, transaction_id=uuid4())


async def test_a_payment_without_a_day_is_not_confirmed_by_the_books_either(office: Any, app: Any) -> None:
    waiting = UUID(await office.pay(await office.contract(), potwierdzona=False, data=None))
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        with pytest.raises(Invalid) as refused:
            await confirm_payment(ctx, waiting)
    assert refused.value.details["code"] == "brak_daty_wplaty"
