"""The payment schedule (BR-9): payments cover it in the order of days, and what is late is known by how long."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from bottega.business.contracts import planned_payments
from bottega.platform.auth.tenant_setup import found_tenant


async def plan(office: Any, contract: str, *lines: tuple[int, int | None]) -> list[str]:
    """A schedule: amounts, and days from today."""
    return [
        await office.add(
            "planned_payments",
            contractId=contract,
            typ="Rata",
            rodzaj="przelew",
            cena=cena,
            data=None if days is None else office.day(days),
        )
        for cena, days in lines
    ]


async def test_br_9_payments_cover_the_schedule_in_the_order_of_days_those_without_a_day_last(office: Any) -> None:
    contract = await office.contract()
    late, undated, early = await plan(office, contract, (300, -3), (400, None), (200, -40))
    await office.pay(contract, "250.00")
    await office.pay(contract, "999.00", potwierdzona=False)
    rows = {item["id"]: item for item in await office.items("planned_payments", contractId=contract)}
    found = {one: (rows[one]["pokryto"], rows[one]["reszta"], rows[one]["przedzial"]) for one in rows}
    assert found == {
        early: ("200.00", "0.00", None),
        late: ("50.00", "250.00", "1-7"),
        undated: ("0.00", "400.00", "nieprzeterminowane"),
    }


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (5, "nieprzeterminowane"),
        (0, "nieprzeterminowane"),
        (-1, "1-7"),
        (-7, "1-7"),
        (-8, "8-30"),
        (-30, "8-30"),
        (-31, "31-60"),
        (-60, "31-60"),
        (-61, "60+"),
    ],
)
async def test_br_9_what_is_late_is_sorted_by_days(office: Any, days: int, bucket: str) -> None:
    contract = await office.contract()
    await plan(office, contract, (10, days))
    [item] = await office.items("planned_payments", contractId=contract)
    assert item["przedzial"] == bucket


async def test_br_9_a_refund_uncovers_the_schedule_again(office: Any, app: Any) -> None:
    contract = await office.contract()
    await plan(office, contract, (100, -10), (100, -5))
    await office.pay(contract, "200.00")
    await office.pay(contract, "150.00", typ="Zwrot")
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        found = await planned_payments(ctx, [UUID(contract)], office.today)
    assert [(row["pokryto"], row["reszta"], row["dni"]) for row in found[UUID(contract)]] == [(50, 50, 10), (0, 100, 5)]


async def test_1_6_a_schedule_that_does_not_add_up_is_a_warning(office: Any) -> None:
    contract = await office.contract()
    await office.quote(contract, "100.00")
    body = {"contractId": contract, "typ": "Rata", "rodzaj": "przelew", "cena": 60}
    first = await office.me.post("/contracts/planned_payments", body)
    assert first.json()["warnings"] == ["harmonogram_rozni_sie_od_sumy"]
    second = await office.me.post("/contracts/planned_payments", body | {"cena": 40})
    assert second.json()["warnings"] == []


async def test_the_money_panel_sets_what_came_in_against_what_was_planned(office: Any) -> None:
    first = await office.contract(customerId=await office.customer("Ewa Dłużna"), numer="D/1")
    await plan(office, first, (100, -70), (200, -20), (300, 10))
    await office.pay(first, "150.00")
    await office.pay(first, "70.00", potwierdzona=False)
    second = await office.contract(numer="D/2")
    await plan(office, second, (50, -2))
    paid = await office.contract()
    await plan(office, paid, (10, -2))
    await office.pay(paid, "10.00")
    panel = (await office.me.get("/contracts/money")).json()
    assert (panel["plan"], panel["pokryto"]) == ("660.00", "160.00")
    assert (panel["wplacono"], panel["oczekuje"], panel["przeterminowane"]) == ("160.00", "70.00", "200.00")
    assert [(one["przedzial"], one["kwota"], one["pozycje"]) for one in panel["przedzialy"]] == [
        ("nieprzeterminowane", "300.00", 1),
        ("1-7", "50.00", 1),
        ("8-30", "150.00", 1),
        ("31-60", "0.00", 0),
        ("60+", "0.00", 0),
    ]
    assert panel["zalegleUmowy"] == 2
    late = [(one["numer"], one["klient"], one["kwota"], one["dni"]) for one in panel["zalegle"]]
    assert late == [("D/1", "Ewa Dłużna", "150.00", 20), ("D/2", "Anna Nowak", "50.00", 2)]


async def test_the_money_panel_says_of_all_contracts_what_their_schedules_say_one_by_one(office: Any, app: Any) -> None:
    shapes: list[tuple[list[tuple[int, int | None]], list[tuple[str, str]]]] = [
        ([(100, -70), (200, -20), (300, 10), (50, None)], [("150.00", "Rata")]),
        ([(100, -5), (100, None)], [("200.00", "Zadatek")]),
        ([(100, -31)], [("250.00", "Rata")]),
        ([(100, -40), (70, 0)], [("80.00", "Rata"), ("75.50", "Zwrot")]),
        ([(90, -8), (10, -8)], []),
        ([], [("40.00", "Rata")]),
    ]
    contracts = [await office.contract() for _ in shapes]
    for contract, (lines, payments) in zip(contracts, shapes, strict=True):
        await plan(office, contract, *lines)
        for cena, typ in payments:
            await office.pay(contract, cena, typ=typ)
    # Settled, and its schedule asked for more than it cost in the end.
    settled = await office.contract()
    await plan(office, settled, (120, -15))
    await office.quote(settled, "100.00")
    await office.pay(settled, "100.00")
    assert (await office.settle(settled)).status_code == 200
    contracts.append(settled)
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        found = await planned_payments(ctx, map(UUID, contracts), office.today)
    rows = [row for lines in found.values() for row in lines]
    late = {
        str(one): sum(row["reszta"] for row in lines if row["przedzial"] != "nieprzeterminowane")
        for one, lines in found.items()
    }
    panel = (await office.me.get("/contracts/money")).json()
    assert (panel["plan"], panel["pokryto"]) == (
        str(sum(row["cena"] for row in rows)),
        str(sum(row["pokryto"] for row in rows)),
    )
    assert panel["plan"] == "1340.00"
    for bucket in panel["przedzialy"]:
        of = [row["reszta"] for row in rows if row["przedzial"] == bucket["przedzial"]]
        assert (Decimal(bucket["kwota"]), bucket["pozycje"]) == (sum(of), sum(rest > 0 for rest in of))
    assert {one["contractId"]: Decimal(one["kwota"]) for one in panel["zalegle"]} == {
        one: kwota for one, kwota in late.items() if kwota
    }
    assert [one["dni"] for one in panel["zalegle"]] == [40, 20, 15, 8]


async def test_the_money_panel_forgets_what_is_dissolved_and_shows_nothing_of_others(
    office: Any, caller: Any, app: Any
) -> None:
    contract = await office.contract()
    await plan(office, contract, (100, -10))
    stranger = await caller("contracts.view", within=await found_tenant(app, "Elsewhere"))
    assert (await stranger.get("/contracts/money")).json()["plan"] == "0.00"
    await office.me.post(f"/contracts/contracts/{contract}/rozwiaz", {"strona": "klient", "powod": "Rezygnacja"})
    panel = (await office.me.get("/contracts/money")).json()
    assert (panel["plan"], panel["zalegle"]) == ("0.00", [])


async def test_the_money_panel_takes_as_many_statements_whatever_it_shows(office: Any) -> None:
    from bottega.kernel.http import metrics  # noqa: PLC0415 - counted here only

    taken: set[int] = set()
    for _ in range(3):
        contract = await office.contract()
        await plan(office, contract, (10, -5))
        before = metrics.statements("GET /contracts/money")
        await office.me.get("/contracts/money")
        taken.add(metrics.statements("GET /contracts/money") - before)
    assert len(taken) == 1


async def test_a_refused_payment_is_not_expected_until_it_is_changed(office: Any) -> None:
    contract = await office.contract()
    await office.quote(contract, "600.00")
    await office.pay(contract, "70.00", potwierdzona=False)
    payment = await office.pay(contract, "500.00", potwierdzona=False)
    row = next(one for one in await office.items("payment_methods", contractId=contract) if one["id"] == payment)
    refused = await office.me.post(
        f"/finance/transactions/{row['transaction_id']}/reject", {"komentarz": "banknoty fałszywe"}
    )
    assert refused.status_code == 201, refused.text
    assert (await office.me.get("/contracts/money")).json()["oczekuje"] == "70.00"
    listed = await office.items("payment_methods", contractId=contract)
    assert {one["id"]: one["odrzucona"] for one in listed}[payment] is True
    body = {"contractId": contract, "typ": "Rata", "rodzaj": "przelew", "cena": 530, "data": office.day(0)}
    assert (await office.me.post("/contracts/payment_methods", body)).json()["warnings"] == []
    changed = await office.me.put("/contracts/payment_methods", {"id": payment, "cena": 510})
    assert changed.status_code == 200, changed.text
    assert (await office.me.get("/contracts/money")).json()["oczekuje"] == "1110.00"
