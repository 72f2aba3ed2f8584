"""Sums of lists whose rows are found or ordered in memory, and of lists that are limited in every other way."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bottega.business.finance.ledger import Transaction
from bottega.kernel.application import Application
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import Founded
from callers import Caller, Invite

ENTRIES = (
    ("Fronty", "100.10", "Anna Kowalska", "dąb"),
    ("Blat", "0.05", "Ewa Kowalska", "dąb"),
    ("Zawiasy", "9999999999.99", "Jan Nowak", "buk"),
    ("Uchwyty", "7.00", None, None),
)
LIST = "/finance/transactions"


@pytest.fixture
async def ledger(app: Application, tenant: Founded, caller: Invite) -> Caller:
    """Somebody with four entries: their names, amounts, whom they are about (encrypted), and a custom field."""
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        for nazwa, kwota, about, wood in ENTRIES:
            row = {
                "nazwa": nazwa,
                "kwota": Decimal(kwota),
                "typ": "przychod",
                "rodzaj": "przelew",
                "stan": "zaksiegowana",
                "kategoria": "materialy" if wood else None,
                "data": datetime(2026, 5, 1, 10, tzinfo=UTC),
                "dotyczy": about,
                "custom": {"drewno": wood} if wood else {},
                "organization_id": tenant.organization_id,
            }
            await changes.insert(ctx, Transaction, row)
    return await caller("*")


@pytest.mark.parametrize(
    ("query", "sum_"),
    [
        ({}, "10000000107.14"),
        ({"sortField": "dotyczy", "pageSize": "1"}, "10000000107.14"),
        ({"sortField": "cf_drewno", "sortDir": "desc"}, "10000000107.14"),
        ({"search": "kowalska"}, "100.15"),
        ({"search": "kowalska", "sortField": "dotyczy"}, "100.15"),
        ({"search": "fronty"}, "100.10"),
        ({"search": "nobody"}, "0.00"),
        ({"cf_drewno": "dąb"}, "100.15"),
        ({"cf_drewnoIn": "dąb,buk", "sortField": "cf_drewno"}, "10000000100.14"),
        ({"kategoriaEmpty": "true"}, "7.00"),
        ({"kategoriaNot": "materialy"}, "7.00"),
        ({"kategoriaIn": "materialy,inne", "search": "nowak"}, "9999999999.99"),
        ({"dateFrom": "2026-05-02"}, "0.00"),
        ({"dateTo": "2026-05-01", "search": "kowalska", "cf_drewno": "dąb"}, "100.15"),
    ],
)
async def test_the_sum_is_that_of_the_rows_of_all_pages(ledger: Caller, query: dict[str, str], sum_: str) -> None:
    answer = (await ledger.get(LIST, params={"totals": "kwota", **query})).json()
    assert answer["totals"] == {"kwota": sum_}
    everything = (await ledger.get(LIST, params={**query, "pageSize": "100"})).json()
    assert len(everything["items"]) == everything["total"] == answer["total"]
    assert sum((Decimal(item["kwota"]) for item in everything["items"]), Decimal(0)) == Decimal(sum_)


async def test_sums_leave_out_what_is_deleted_unless_the_list_has_it(caller: Invite) -> None:
    me = await caller("*")
    customer = (await me.post("/customers/companies", {"displayName": "Dąb"})).json()["id"]
    made: list[Any] = []
    for kwota in ("1.00", "2.00"):
        body = {"customerId": customer, "kwota": kwota, "data": "2026-05-01", "adres": "x", "typ": "kuchnia"}
        answer = await me.post("/measurements/measurements", body)
        assert answer.status_code == 201, answer.text
        made.append(answer.json()["id"])
    await me.delete("/measurements/measurements", {"id": made[0]})
    for query, sum_ in (({}, "2.00"), ({"withDeleted": "true"}, "3.00")):
        found = await me.get("/measurements/measurements", params={"totals": "kwota", **query})
        assert found.json()["totals"] == {"kwota": sum_}


async def test_a_list_says_what_can_be_added_up(ledger: Caller) -> None:
    refused = await ledger.get(LIST, params={"totals": "kwota,nazwa"}, headers={"accept-language": "pl"})
    [issue] = refused.json()["details"]
    assert issue["path"] == ["totals", 1]
    assert issue["label"] == "Sumy"
    assert issue["message"] == "Wybierz jedną z wartości: kwota"
    none = await ledger.get("/warehouse/locations", params={"totals": "nazwa"})
    assert none.json()["details"][0]["message"] == "This list has no amounts to add up"
