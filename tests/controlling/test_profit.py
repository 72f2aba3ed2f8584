"""The profit of a contract (BR-24): every part of it by hand, and the sums by kind and designer."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bottega.business.controlling.profit import Cost, Profit
from bottega.kernel.schemas import today
from callers import Caller, Invite

FEATURES = ("controlling.*", "contracts.*", "customers.*", "finance.*", "warehouse.*", "documents.*")


def profit(revenue: str, *costs: str) -> Profit:
    """A result of these net amounts."""
    return Profit(Decimal(revenue), *(Cost(Decimal(cost), Decimal(cost)) for cost in costs))


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
        # What a studio pays on top when it withdraws is no revenue that a margin could be of.
        (profit("-8000.33"), "-8000.33", None, True),
        (profit("-8000.33", "500"), "-8500.33", None, True),
    ],
)
def test_br_24_a_low_margin_is_flagged(found: Profit, result: str, margin: str | None, low: bool) -> None:
    assert found.result == Decimal(result)
    assert found.margin == (None if margin is None else Decimal(margin))
    assert found.low is low


def test_losses_without_revenue_come_first_and_what_has_neither_comes_last() -> None:
    order = [profit("-8000"), profit("0", "100"), profit("10", "1000"), profit("100", "90"), profit("100"), profit("0")]
    mixed = [order[place] for place in (5, 1, 4, 0, 3, 2)]
    assert sorted(mixed, key=lambda one: one.rank) == order


def test_results_add_up() -> None:
    both = sum([profit("100", "10", "5", "1"), profit("200", "20", "10", "2")], Profit())
    assert both == profit("300", "30", "15", "3")


@given(brutto=st.decimals(0, 10**9, places=2), share=st.decimals(0, 1, places=4), told=st.decimals(0, 1, places=4))
def test_the_vat_that_is_not_known_is_that_of_the_basic_rate(brutto: Decimal, share: Decimal, told: Decimal) -> None:
    known = (brutto * share).quantize(Decimal("0.01"))
    vat = (known * told).quantize(Decimal("0.01"))
    rest = brutto - known
    # 23/123 in whole grosze, half up, without a Decimal.
    grosze = int(rest * 100) * 23
    estimated = Decimal((2 * grosze + 123) // 246) / 100
    active = Cost.of(brutto, vat, rest, czynny=True)
    assert (active.netto, active.szacowany) == (brutto - vat - estimated, estimated)
    assert Cost.of(brutto, vat, rest, czynny=False) == Cost(brutto, brutto)


async def made(me: Caller, path: str, **body: Any) -> str:
    """Create something; answers its id."""
    answer = await me.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def contract(me: Caller, numer: str, typ: str, meble: str) -> str:
    """A signed contract at 23 per cent."""
    customer = await made(me, "/customers/people", firstName="Ewa", lastName="Mazur", displayName="Ewa Mazur")
    day = today().isoformat()
    one = await made(
        me, "/contracts/contracts", numer=numer, typ=typ, customerId=customer, dataPodpisania=day, vatTryb="stawka_23"
    )
    await made(me, "/contracts/valuations", contractId=one, meble=meble)
    return one


async def spent(me: Caller, one: str, kwota: int, **more: Any) -> None:
    """An expense of a contract, booked."""
    await made(
        me,
        "/finance/transactions",
        nazwa="Okucia",
        kwota=kwota,
        typ="rozchod",
        rodzaj="przelew",
        contractId=one,
        data=datetime.now(UTC).isoformat(),
        **more,
    )


async def test_br_24_expenses_goods_and_work_are_taken_from_the_net_revenue(caller: Invite) -> None:
    me, fitter = await caller(*FEATURES), await caller()
    one = await contract(me, "K/1", "szafa", "12300.00")
    await spent(me, one, 2460)
    await spent(me, one, 1080, kwotaNetto="1000.00")
    await spent(me, one, 300, kategoria="robocizna")
    shelf = await made(me, "/warehouse/locations", nazwa="Regał")
    line = {"nazwa": "Płyta", "ilosc": 2, "cena": "100.00", "cenaNetto": "90.00"}
    await made(
        me,
        "/warehouse/goods_issues",
        contractId=one,
        nr="AUTO",
        data=today().isoformat(),
        kwota="1430.00",
        locationId=shelf,
        pozycje=[line],
    )
    rating = await made(
        me,
        "/contracts/work_ratings",
        contractId=one,
        uzytkownikId=str(fitter.user_id),
        kwota=900,
        ocena=5,
        typPracownika="montazysta",
    )
    found = (await me.get(f"/controlling/contracts/{one}/profit", headers={"Accept-Language": "pl"})).json()
    figures = ("przychodNetto", "wydatki", "material", "robocizna", "wynik", "marza", "niskaMarza")
    assert [found[name] for name in figures] == [10000, 3300, 1180, 900, 4620, 46.2, False]
    more = ("wydatkiBrutto", "materialBrutto", "vatSzacowany", "uwagi")
    assert [found[name] for name in more] == [
        3840,
        1430,
        690,
        ["Od kosztów bez podanej kwoty netto odliczono VAT według stawki 23%: 690,00\N{NO-BREAK SPACE}zł"],
    ]
    # What is paid for the work takes the place of what was agreed: it is not counted twice.
    await spent(me, one, 950, linkedEntityType="work_rating", linkedEntityId=rating, kwotaNetto="900.00")
    found = (await me.get(f"/controlling/contracts/{one}/profit")).json()
    assert [found[name] for name in figures[:5]] == [10000, 3300, 1180, 900, 4620]
    # Who is no active payer deducts nothing.
    exempt = {"czynnyPodatnik": False, "zwolnienie": "art. 113 ust. 1"}
    assert (await me.put("/documents/seller", exempt)).status_code == 200
    found = (await me.get(f"/controlling/contracts/{one}/profit")).json()
    assert [found[name] for name in figures[:5]] == [12300, 3840, 1430, 950, 6080]
    assert (found["vatSzacowany"], found["uwagi"]) == (0, [])


async def test_br_24_a_net_amount_is_at_most_the_gross_one_and_may_be_said_later(caller: Invite) -> None:
    me = await caller(*FEATURES)
    one = await contract(me, "K/1", "szafa", "12300.00")
    entry = await made(
        me,
        "/finance/transactions",
        nazwa="Okucia",
        kwota=1230,
        typ="rozchod",
        rodzaj="przelew",
        contractId=one,
        data=datetime.now(UTC).isoformat(),
    )
    told = {"id": entry, "kwotaNetto": "1230.01"}
    refused = await me.put("/finance/transactions", told)
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["kwotaNetto"])
    assert (await me.put("/finance/transactions", {**told, "kwotaNetto": "1230.00"})).status_code == 200
    found = (await me.get(f"/controlling/contracts/{one}/profit")).json()
    assert (found["wydatki"], found["uwagi"]) == (1230, [])
    board = {
        "typ": "mdf",
        "producent": "x",
        "symbol": "x",
        "dlugosc": 1,
        "szerokosc": 1,
        "cala": True,
        "ilosc": 1,
        "cenaZakupu": 100,
        "cenaNetto": 100.01,
    }
    for wrong in (board, {**board, "cenaZakupu": None, "cenaNetto": 1}):
        refused = await me.post("/warehouse/materials", wrong)
        assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["cenaNetto"])


async def test_the_worst_come_first_and_groups_add_up(caller: Invite) -> None:
    me = await caller(*FEATURES)
    good, poor, kitchen = [
        await contract(me, numer, typ, meble)
        for numer, typ, meble in (
            ("K/1", "szafa", "1230.00"),
            ("K/2", "szafa", "1230.00"),
            ("K/3", "kuchnia", "12300.00"),
        )
    ]
    await spent(me, poor, 1107)
    await spent(me, kitchen, 6150)
    listed = (await me.get("/controlling/profit")).json()
    assert [one["id"] for one in listed["items"]] == [poor, kitchen, good]
    groups = (await me.get("/controlling/profit/groups", params={"wedlug": "typ"})).json()["items"]
    assert [(one["grupa"], one["umowy"], one["przychodNetto"], one["wynik"]) for one in groups] == [
        ("kuchnia", 1, 10000, 5000),
        ("szafa", 2, 2000, 1100),
    ]
    assert (await me.get("/controlling/profit", params={"dateTo": "2020-01-01"})).json()["total"] == 0
    nosy = await caller("controlling.view", "contracts.view")
    assert (await nosy.get("/controlling/profit")).status_code == 403
