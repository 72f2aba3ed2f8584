"""The profit of a contract (BR-24): every part of it by hand, and the sums by kind and designer."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bottega.business.controlling.profit import Profit, together
from callers import Caller, Invite

FEATURES = ("controlling.*", "contracts.*", "customers.*", "finance.*", "warehouse.*", "documents.*")


def profit(revenue: str, *costs: str) -> Profit:
    """A result of these amounts."""
    return Profit(Decimal(revenue), *(Decimal(cost) for cost in costs))


@pytest.mark.parametrize(
    ("found", "result", "margin", "low"),
    [
        (profit("10000", "3000", "2000", "1000"), "4000", "40.0", False),
        (profit("10000", "5000", "2000", "1000"), "2000", "20.0", False),
        (profit("10000", "5000", "2000", "1001"), "1999", "20.0", False),
        (profit("10000", "6000", "2000", "1000"), "1000", "10.0", True),
        (profit("10000", "9000", "2000", "1000"), "-2000", "-20.0", True),
        (profit("0", "0", "0", "0"), "0", None, False),
        (profit("0", "100", "0", "0"), "-100", None, True),
    ],
)
def test_br_24_a_low_margin_is_flagged(found: Profit, result: str, margin: str | None, low: bool) -> None:
    assert found.result == Decimal(result)
    assert found.margin == (None if margin is None else Decimal(margin))
    assert found.low is low


def test_results_add_up() -> None:
    both = together([profit("100", "10", "5", "1"), profit("200", "20", "10", "2")])
    assert both == profit("300", "30", "15", "3")


async def made(me: Caller, path: str, **body: Any) -> str:
    """Create something; answers its id."""
    answer = await me.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def contract(me: Caller, numer: str, typ: str, meble: str) -> str:
    """A signed contract at 23 per cent."""
    customer = await made(me, "/customers/people", firstName="Ewa", lastName="Mazur", displayName="Ewa Mazur")
    day = datetime.now(UTC).date().isoformat()
    one = await made(
        me,
        "/contracts/contracts",
        numer=numer,
        typ=typ,
        customerId=customer,
        dataPodpisania=day,
        vatTryb="stawka_23",
    )
    await made(me, "/contracts/valuations", contractId=one, meble=meble)
    return one


async def spent(me: Caller, one: str, kwota: int, **more: Any) -> None:
    """An expense of a contract, booked."""
    await made(
        me, "/finance/transactions", nazwa="Okucia", kwota=kwota, typ="rozchod", rodzaj="przelew", contractId=one,
        data=datetime.now(UTC).isoformat(), **more,
    )  # fmt: skip


async def test_br_24_expenses_goods_and_work_are_taken_from_the_net_revenue(caller: Invite) -> None:
    me, fitter = await caller(*FEATURES), await caller()
    one = await contract(me, "K/1", "szafa", "12300.00")
    await spent(me, one, 2000)
    shelf = await made(me, "/warehouse/locations", nazwa="Regał")
    await made(
        me, "/warehouse/goods_issues", contractId=one, nr="AUTO", data=datetime.now(UTC).date().isoformat(),
        kwota="1500.00", locationId=shelf,
    )  # fmt: skip
    rating = await made(
        me, "/contracts/work_ratings", contractId=one, uzytkownikId=str(fitter.user_id), kwota=900, ocena=5,
        typPracownika="montazysta",
    )  # fmt: skip
    found = (await me.get(f"/controlling/contracts/{one}/profit")).json()
    figures = ("przychodNetto", "wydatki", "material", "robocizna", "wynik", "marza", "niskaMarza")
    assert [found[name] for name in figures] == [10000, 2000, 1500, 900, 5600, 56, False]
    # What is paid for the work takes the place of what was agreed: it is not counted twice.
    await spent(me, one, 950, linkedEntityType="work_rating", linkedEntityId=rating)
    found = (await me.get(f"/controlling/contracts/{one}/profit")).json()
    assert [found[name] for name in figures[:5]] == [10000, 2000, 1500, 950, 5550]


async def test_the_worst_come_first_and_groups_add_up(caller: Invite) -> None:
    me = await caller(*FEATURES)
    good, poor, kitchen = [
        await contract(me, numer, typ, meble)
        for numer, typ, meble in (
            ("K/1", "szafa", "1230.00"), ("K/2", "szafa", "1230.00"), ("K/3", "kuchnia", "12300.00"),
        )
    ]  # fmt: skip
    await spent(me, poor, 900)
    await spent(me, kitchen, 5000)
    listed = (await me.get("/controlling/profit")).json()
    assert [one["id"] for one in listed["items"]] == [poor, kitchen, good]
    groups = (await me.get("/controlling/profit/groups", params={"wedlug": "typ"})).json()["items"]
    assert [(one["grupa"], one["umowy"], one["przychodNetto"], one["wynik"]) for one in groups] == [
        ("kuchnia", 1, 10000, 5000), ("szafa", 2, 2000, 1100),
    ]  # fmt: skip
    assert (await me.get("/controlling/profit", params={"dateTo": "2020-01-01"})).json()["total"] == 0
    nosy = await caller("controlling.view", "contracts.view")
    assert (await nosy.get("/controlling/profit")).status_code == 403
