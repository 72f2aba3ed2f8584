"""Contracts themselves: numbers, kinds, customers, addresses, days, and what a search finds."""

from typing import Any
from uuid import uuid4

import pytest

PATH = "/contracts/contracts"
KINDS = (
    "kuchnia",
    "szafa",
    "garderoba",
    "lazienka",
    "salon",
    "sypialnia",
    "pokoj_dzieciecy",
    "przedpokoj",
    "biuro",
    "lokal_uslugowy",
    "inne",
)


async def body(office: Any, **changed: Any) -> dict[str, Any]:
    """The body of a contract."""
    return {"numer": "K/1", "typ": "kuchnia", "customerId": await office.customer(), **changed}


@pytest.mark.parametrize("typ", ["kuhcnia", "Kuchnia", "łazienka", "KUCHNIA", ""])
async def test_9_an_unknown_kind_is_refused_with_those_allowed(office: Any, typ: str) -> None:
    refused = await office.me.post(PATH, await body(office, typ=typ))
    assert refused.status_code == 400
    [issue] = refused.json()["details"]
    assert issue["path"] == ["typ"]
    assert all(kind in issue["message"] for kind in KINDS)


@pytest.mark.parametrize("again", ["K/2026/041", "k/2026/041", "  K/2026/041 ", "K / 2026 / 041"])
async def test_9_a_number_is_taken_whatever_its_case_and_spaces(office: Any, again: str) -> None:
    await office.contract(numer="K/2026/041")
    refused = await office.me.post(PATH, await body(office, numer=again))
    assert refused.status_code == 409, refused.text
    other = await office.contract(numer="K/2026/042")
    refused = await office.me.put(PATH, {"id": other, "numer": again})
    assert refused.status_code == 409
    assert (await office.shown(other))["numer"] == "K/2026/042"


async def test_1_1_the_number_of_a_deleted_contract_is_free_again(office: Any) -> None:
    contract = await office.contract(numer="K/7")
    await office.me.delete(PATH, {"id": contract})
    await office.contract(numer="K/7")


async def test_1_1_an_automatic_number_follows_the_year_of_signing_and_stays(office: Any) -> None:
    first = await office.contract(numer="AUTO", dataPodpisania="2024-05-06")
    draft = await office.contract(numer="auto")
    assert (await office.shown(first))["numer"] == "K/2024/001"
    assert (await office.shown(draft))["numer"] == f"K/{office.today.year}/001"
    assert (await office.me.put(PATH, {"id": first, "numer": "AUTO"})).status_code == 200
    assert (await office.shown(first))["numer"] == "K/2024/001"


async def test_1_1_a_customer_who_is_not_there_is_refused_by_name(office: Any) -> None:
    refused = await office.me.post(PATH, await body(office, customerId=str(uuid4())))
    assert refused.status_code == 400
    [issue] = refused.json()["details"]
    assert (issue["path"], issue["code"]) == (["customerId"], "customer_not_found")


async def test_9_an_address_of_somebody_else_is_refused_by_name(office: Any) -> None:
    mine, other = await office.customer(), await office.customer("Jan Inny")
    home, foreign = await office.address(mine), await office.address(other)
    refused = await office.me.post(
        PATH, await body(office, customerId=mine, adresZamieszkaniaId=home, adresMontazuId=foreign)
    )
    assert refused.status_code == 400
    [issue] = refused.json()["details"]
    assert (issue["path"], issue["code"]) == (["adresMontazuId"], "adres_nie_nalezy_do_klienta")
    contract = await office.contract(customerId=mine, adresZamieszkaniaId=home)
    refused = await office.me.put(PATH, {"id": contract, "adresFakturyId": foreign})
    assert [issue["path"] for issue in refused.json()["details"]] == [["adresFakturyId"]]
    # With another customer the addresses that stay must be theirs, too.
    refused = await office.me.put(PATH, {"id": contract, "customerId": other})
    assert [issue["path"] for issue in refused.json()["details"]] == [["adresZamieszkaniaId"]]
    changed = {"id": contract, "customerId": other, "adresZamieszkaniaId": foreign}
    assert (await office.me.put(PATH, changed)).status_code == 200


async def test_1_1_the_customer_stays_once_there_are_payments(office: Any) -> None:
    contract = await office.contract()
    await office.pay(contract, potwierdzona=False)
    refused = await office.me.put(PATH, {"id": contract, "customerId": await office.customer("Jan Inny")})
    assert (refused.status_code, refused.json()["code"]) == (409, "has_payments")
    assert refused.json()["used"] == {"contracts:payment_method": 1}


async def test_br_25_a_customer_and_an_address_of_a_contract_are_not_deleted(office: Any) -> None:
    customer = await office.customer()
    address = await office.address(customer)
    contract = await office.contract(customerId=customer, adresMontazuId=address)
    refused = await office.me.delete("/customers/addresses", {"id": address})
    assert refused.status_code == 409
    refused = await office.me.delete(f"/customers/people?id={customer}")
    assert refused.status_code == 409
    assert refused.json()["used"] == {"contracts:contract": 1}
    assert (await office.shown(contract))["customer_id"] == customer


@pytest.mark.parametrize(("data", "status"), [("1999-12-31", 400), ("2000-01-01", 201), (30, 201), (31, 400)])
async def test_1_1_a_contract_is_signed_between_2000_and_a_month_ahead(office: Any, data: Any, status: int) -> None:
    day = office.day(data) if isinstance(data, int) else data
    answer = await office.me.post(PATH, await body(office, dataPodpisania=day))
    assert answer.status_code == status, answer.text


async def test_0_2_a_day_is_that_of_the_moment_in_warsaw(office: Any) -> None:
    contract = await office.contract(dataPodpisania="2026-03-04T23:30:00.000Z")
    assert (await office.shown(contract))["data_podpisania"] == "2026-03-05"


async def test_9_nobody_settles_a_contract_by_changing_it(office: Any) -> None:
    contract = await office.contract()
    for value in (True, False):
        refused = await office.me.put(PATH, {"id": contract, "rozliczona": value, "opis": "x"})
        assert refused.status_code == 400
        [issue] = refused.json()["details"]
        assert issue["path"] == ["rozliczona"]
        assert "action “Settle”" in issue["message"]
    shown = await office.shown(contract)
    assert (shown["rozliczona"], shown["opis"]) == (False, None)


async def test_9_a_change_of_nothing_leaves_no_trace(office: Any) -> None:
    contract = await office.contract()
    answer = await office.me.put(PATH, {"id": contract})
    assert (answer.status_code, answer.json()["ok"]) == (200, True)
    assert "x-om-operation" not in answer.headers


async def test_9_an_organization_of_others_is_forbidden(office: Any) -> None:
    refused = await office.me.post(PATH, await body(office, organizationId=str(uuid4())))
    assert (refused.status_code, refused.json()) == (403, {"error": "Forbidden"})


async def test_br_23_a_finished_contract_says_what_it_still_wants(office: Any, caller: Any) -> None:
    customer = await office.customer(primaryPhone="+48600100200")
    contract = await office.contract(customerId=customer)
    await office.quote(contract)
    fitter = await caller("contracts.view")
    await office.add("worker_assignments", contractId=contract, uzytkownikId=str(fitter.user_id))
    answer = await office.me.put(PATH, {"id": contract, "zakonczona": True})
    assert answer.json() == {
        "ok": True,
        "propozycje": ["faktura_koncowa", "karta_gwarancyjna", "oceny_pracy", "sms_do_klienta"],
        "warnings": ["stawka_vat_niepewna"],
    }
    assert (await office.shown(contract))["zakonczona_at"] is not None
    assert (await office.me.put(PATH, {"id": contract, "zakonczona": True})).json()["propozycje"] == []
    await office.me.put(PATH, {"id": contract, "zakonczona": False})
    shown = await office.shown(contract)
    assert (shown["zakonczona"], shown["zakonczona_at"]) == (False, None)


async def test_filters_of_flags_find_what_actions_have_set(office: Any) -> None:
    settled = await office.settled()
    finished = await office.contract()
    await office.me.put(PATH, {"id": finished, "zakonczona": True})
    for query, found in (
        ({"rozliczona": "true"}, [settled]),
        ({"rozliczona": "no"}, [finished]),
        ({"zakonczona": "1"}, [finished]),
        ({"zakonczona": "false"}, [settled]),
        ({"rozliczona": "true", "zakonczona": "true"}, []),
    ):
        assert [item["id"] for item in await office.items("contracts", **query)] == found
    assert (await office.me.get(PATH, params={"rozliczona": "może"})).status_code == 400


async def test_1_1_a_search_finds_numbers_descriptions_and_customers(office: Any) -> None:
    anna = await office.contract(customerId=await office.customer("Anna Żółć"), opis="Wyspa z blatem")
    jan = await office.contract(customerId=await office.customer("Jan Łoza"), numer="Ż/77", opis="dla Anny Żółć")
    for typed, found in (
        ("zolc", {anna, jan}),
        ("łoza", {jan}),
        ("wyspa", {anna}),
        ("ż/77", {jan}),
        ("nikt", set()),
        ("%", set()),
    ):
        assert {item["id"] for item in await office.items("contracts", search=typed)} == found, typed
    assert [item["id"] for item in await office.items("contracts", search="zolc", typ="szafa")] == []
    assert [item["id"] for item in await office.items("contracts", search="zolc", id=jan)] == [jan]
    assert await office.items("contracts", search="łoza", id=anna) == []


async def test_lists_show_the_columns_of_the_reference_and_an_id_shows_all(office: Any) -> None:
    contract = await office.contract(uwagi="klucz u sąsiadki", powierzchniaUzytkowaM2="72.5", montazTrwaly=True)
    [item] = await office.items("contracts")
    assert list(item) == [
        "id",
        "numer",
        "typ",
        "customer_id",
        "uzytkownik_id",
        "data_podpisania",
        "created_at",
        "updated_at",
    ]
    shown = await office.shown(contract)
    assert (shown["uwagi"], shown["powierzchnia_uzytkowa_m2"], shown["montaz_trwaly"]) == (
        "klucz u sąsiadki",
        72.5,
        True,
    )
    assert (shown["rozliczona"], shown["termin_montazu"], shown["przelozono"]) == (False, None, 0)


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("furniture", {"grupaMeblowa": "wyspa"}),
        ("fronts", {"material": "fornir"}),
        ("handles", {"dlugosc": "128.5", "sztuk": "4"}),
        ("vitrines", {"kolorSzyby": "grafit"}),
    ],
)
async def test_1_2_a_row_of_step_1_says_at_least_one_thing(office: Any, part: str, row: dict[str, Any]) -> None:
    contract = await office.contract()
    for nothing in ({}, dict.fromkeys(row), dict.fromkeys(row, " ")):
        refused = await office.me.post(f"/contracts/{part}", {"contractId": contract, **nothing})
        assert refused.status_code == 400, refused.text
        if part == "handles" and " " in nothing.values():
            # Lengths and counts are numbers: a blank is none, and is refused before the row is looked at.
            assert [one["code"] for one in refused.json()["details"]] == ["invalid_type"] * 2
        else:
            assert refused.json()["code"] == "empty_row"
    made = await office.add(part, contractId=contract, **row)
    refused = await office.me.put(f"/contracts/{part}", {"id": made, **dict.fromkeys(row)})
    assert (refused.status_code, refused.json()["code"]) == (400, "empty_row")
    assert len(await office.items(part, contractId=contract)) == 1


async def test_9_unknown_words_of_open_sets_are_kept(office: Any) -> None:
    contract = await office.contract()
    await office.add("fronts", contractId=contract, typ="zupełnie nowy", uslojenie="skośne")
    [item] = await office.items("fronts", contractId=contract)
    assert (item["typ"], item["uslojenie"]) == ("zupełnie nowy", "skośne")


@pytest.mark.parametrize(
    "wrong", [{"dlugosc": -1}, {"dlugosc": 3001}, {"sztuk": -1}, {"sztuk": 1000}, {"dlugosc": "12,5"}], ids=str
)
async def test_1_2_measures_of_handles_have_limits(office: Any, wrong: dict[str, Any]) -> None:
    refused = await office.me.post("/contracts/handles", {"contractId": await office.contract(), **wrong})
    assert refused.status_code == 400
    assert [issue["path"] for issue in refused.json()["details"]] == [list(wrong)]


async def test_9_a_part_of_a_contract_that_is_not_there_is_404(office: Any) -> None:
    made = await office.me.post("/contracts/fronts", {"contractId": str(uuid4()), "typ": "gładki"})
    assert made.status_code == 404
    front = await office.add("fronts", contractId=await office.contract(), typ="gładki")
    moved = await office.me.put("/contracts/fronts", {"id": front, "contractId": await office.contract(), "typ": "x"})
    assert moved.status_code == 404
