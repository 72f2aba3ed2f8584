"""Transactions: what may be entered, what may still be changed, and what takes them back."""

from typing import Any
from uuid import uuid4

import pytest

from bottega.platform.auth import found_tenant
from callers import Caller, Invite


async def test_a_transaction_is_booked_at_once_and_shown_as_the_reference_shows_it(office: Any):
    made = await office.entered(kwota="1234.50", kategoria="materialy", komentarz="paragon", rodzaj="przelew")
    [item] = await office.listed()
    assert item["id"] == made
    assert (item["kwota"], item["typ"], item["rodzaj"]) == ("1234.50", "przychod", "przelew")
    assert (item["stan"], item["oczekuje"]) == ("zaksiegowana", False)
    assert "komentarz" not in item
    assert (await office.shown(made))["komentarz"] == "paragon"


async def test_a_negative_amount_is_refused_because_the_kind_is_the_direction(office: Any):
    refused = await office.enter(kwota=-5)
    assert refused.status_code == 400
    assert [(one["path"], one["code"]) for one in refused.json()["details"]] == [(["kwota"], "kwota_ujemna")]


@pytest.mark.parametrize("kwota", [0, "12,50", 1.005, "NaN", True])
async def test_an_amount_is_more_than_zero_with_two_decimals(office: Any, kwota: Any):
    refused = await office.enter(kwota=kwota)
    assert refused.status_code == 400
    assert refused.json()["details"][0]["path"] == ["kwota"]


@pytest.mark.parametrize("field", ["linkedEntityType", "linkedEntityId"])
async def test_linked_entity_type_without_id_is_refused_and_the_other_way_round(office: Any, field: str):
    value = "faktura" if field == "linkedEntityType" else str(uuid4())
    refused = await office.enter(**{field: value})
    assert refused.status_code == 400
    assert await office.listed() == []


@pytest.mark.parametrize("kind", ["payment_method", "transfer", "inter_cash_transfer", "transaction"])
async def test_links_that_the_ledger_itself_makes_are_not_made_by_hand(office: Any, kind: str):
    refused = await office.enter(linkedEntityType=kind, linkedEntityId=str(uuid4()))
    assert refused.status_code == 400
    assert refused.json()["details"][0]["path"] == ["linkedEntityType"]


async def test_any_other_link_is_open(office: Any):
    linked = str(uuid4())
    made = await office.entered(linkedEntityType="purchase_order", linkedEntityId=linked)
    assert (await office.shown(made))["linked_entity_id"] == linked


async def test_wydatek_is_understood_as_rozchod_and_unknown_values_are_refused(office: Any):
    made = await office.entered(typ="wydatek", rodzaj="przelew")
    assert (await office.shown(made))["typ"] == "rozchod"
    for field, choices in (
        ("typ", "przychod or rozchod"),
        ("rodzaj", "gotowka, przelew, karta, blik, raty or kompensata"),
    ):
        refused = await office.enter(**{field: "Gotówka"})
        assert refused.status_code == 400
        [issue] = refused.json()["details"]
        assert (issue["path"], issue["message"]) == ([field], f"Choose one of these values: {choices}")


async def test_cash_is_dated_at_most_one_day_ahead(office: Any):
    assert (await office.enter(data=office.noon(2))).status_code == 400
    assert (await office.enter(data=office.noon(1))).status_code == 201
    assert (await office.enter(data=office.noon(2), rodzaj="przelew")).status_code == 201


async def test_the_days_of_a_list_are_those_of_warsaw(office: Any):
    late = await office.entered(data="2026-03-10T22:30:00Z")
    early = await office.entered(data="2026-03-10T23:30:00Z")
    assert [one["id"] for one in await office.listed(dateFrom="2026-03-10", dateTo="2026-03-10")] == [late]
    assert [one["id"] for one in await office.listed(dateFrom="2026-03-11", dateTo="2026-03-11")] == [early]
    refused = await office.me.get("/finance/transactions?dateFrom=2026-03-11&dateTo=2026-03-10")
    assert refused.status_code == 400


async def test_a_person_of_another_tenant_is_nobody_here(office: Any, app: Any, caller: Invite):
    stranger = await caller(within=await found_tenant(app, "Elsewhere"))
    refused = await office.enter(uzytkownikId=str(stranger.user_id))
    assert refused.status_code == 400
    assert refused.json()["details"][0]["path"] == ["uzytkownikId"]


@pytest.mark.parametrize(
    "change",
    [{"kwota": 50}, {"typ": "rozchod"}, {"rodzaj": "karta"}, {"data": "2026-01-01T00:00:00Z"}, {"uzytkownikId": "me"}],
)
async def test_editing_the_amount_of_a_booked_transaction_is_refused_with_storno(office: Any, change: dict[str, Any]):
    made = await office.entered()
    if change.get("uzytkownikId") == "me":
        change = {"uzytkownikId": str(office.me.user_id)}
    refused = await office.me.put("/finance/transactions", {"id": made, **change})
    assert refused.status_code == 409, refused.text
    assert refused.json()["code"] == "storno"
    assert list(refused.json()["fieldErrors"]) == list(change)
    assert (await office.shown(made))["kwota"] == "100.00"


async def test_a_booked_transaction_takes_a_name_a_category_and_a_comment(office: Any):
    made = await office.entered()
    words = {"nazwa": "Zaliczka", "kategoria": "okucia", "komentarz": "faktura 7"}
    # What is the same as before changes nothing, so a form may send the whole row.
    changed = await office.me.put(
        "/finance/transactions", {"id": made, "kwota": "100.00", "rodzaj": "gotowka", **words}
    )
    assert changed.status_code == 200, changed.text
    assert words.items() <= (await office.shown(made)).items()


async def test_a_waiting_transaction_may_be_changed_and_does_not_count(office: Any):
    made = await office.entered(oczekuje=True)
    changed = await office.me.put("/finance/transactions", {"id": made, "kwota": 70, "rodzaj": "karta"})
    assert changed.status_code == 200, changed.text
    assert (await office.stats()) == {"income": 0.0, "expense": 0.0, "balance": 0.0, "pendingApprovals": 1}
    assert [one["id"] for one in await office.listed(oczekuje="true")] == [made]
    assert await office.listed(oczekuje="no") == []


async def test_waiting_is_not_ended_by_an_update(office: Any):
    made = await office.entered(oczekuje=True)
    await office.me.put("/finance/transactions", {"id": made, "oczekuje": False, "nazwa": "Inna"})
    assert (await office.shown(made))["stan"] == "oczekuje"


async def test_nothing_on_money_is_undone_and_the_answer_says_what_reverses_it(office: Any):
    made = await office.enter()
    assert "x-om-operation" not in made.headers
    refused = await office.undo_entry()
    assert refused.status_code == 409, refused.text
    assert refused.json()["code"] == "not_undoable"
    assert refused.json()["error"].endswith("Reverse the entry of the ledger")
    await office.me.delete("/finance/transactions", {"id": made.json()["id"]})
    refused = await office.undo_entry()
    assert refused.status_code == 409
    assert refused.json()["error"].endswith("Enter the transaction again")


async def test_a_storno_books_the_opposite_and_leaves_the_original_in_its_day(office: Any):
    made = await office.entered(kwota=300, data=office.noon(-5))
    answer = await office.me.post(f"/finance/transactions/{made}/storno", {"komentarz": "pomyłka"})
    assert answer.status_code == 201, answer.text
    reversal = await office.shown(answer.json()["id"])
    assert (reversal["typ"], reversal["kwota"], reversal["rodzaj"]) == ("rozchod", "300.00", "gotowka")
    assert reversal["linked_entity_id"] == made
    original = await office.shown(made)
    assert (original["stan"], original["storno_id"]) == ("zaksiegowana", reversal["id"])
    assert await office.held() == 0.0
    assert await office.held(date=office.noon(-5)[:10]) == 300.0
    # It was no income, so it is no expense either.
    assert (await office.stats())["income"] == 0.0
    assert (await office.stats())["expense"] == 0.0
    assert await office.audited() == []


async def test_what_is_reversed_is_neither_reversed_again_nor_deleted(office: Any):
    made = await office.entered()
    first = await office.me.post(f"/finance/transactions/{made}/storno", {})
    again = await office.me.post(f"/finance/transactions/{made}/storno", {})
    assert (again.status_code, again.json()["code"]) == (409, "storno_jest")
    assert (await office.me.delete("/finance/transactions", {"id": made})).status_code == 409
    of_storno = await office.me.post(f"/finance/transactions/{first.json()['id']}/storno", {})
    assert (of_storno.status_code, of_storno.json()["code"]) == (409, "powiazana")


async def test_a_storno_of_cash_that_was_spent_is_refused(office: Any):
    made = await office.entered(kwota=100)
    assert (await office.spend(60)).status_code == 201
    refused = await office.me.post(f"/finance/transactions/{made}/storno", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "brak_srodkow")
    assert (await office.shown(made))["storno_id"] is None
    assert len(await office.listed()) == 2


async def test_a_waiting_transaction_is_not_reversed(office: Any):
    made = await office.entered(oczekuje=True)
    refused = await office.me.post(f"/finance/transactions/{made}/storno", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "oczekuje")


async def test_a_deleted_transaction_stays_as_cancelled_and_counts_no_more(office: Any):
    made = await office.entered(kwota=80)
    gone = await office.me.delete("/finance/transactions", {"id": made})
    assert gone.json() == {"ok": True}
    assert await office.listed() == []
    assert (await office.shown(made, withDeleted="true"))["stan"] == "anulowana"
    assert await office.held() == 0.0
    assert await office.audited() == []


async def test_what_a_cash_box_lacks_is_said_as_money_is_written(office: Any):
    await office.entered(kwota=1040)
    body = {"nazwa": "Paliwo", "kwota": "1240.5", "typ": "rozchod", "rodzaj": "gotowka", "data": "2026-03-15T10:00:00Z"}
    said = [
        (await office.me.post("/finance/transactions", body, headers={"accept-language": language})).json()["error"]
        for language in ("pl", "en")
    ]
    assert said[0].replace("\N{NO-BREAK SPACE}", " ").endswith("dostępne 1 040,00 zł, potrzebne 1 240,50 zł")
    assert said[1].endswith("available PLN 1,040.00, needed PLN 1,240.50")


async def test_cash_that_was_spent_is_not_deleted(office: Any):
    made = await office.entered(kwota=80)
    await office.spend(80)
    refused = await office.me.delete("/finance/transactions", {"id": made})
    assert (refused.status_code, refused.json()["code"]) == (409, "brak_srodkow")
    assert (await office.shown(made))["stan"] == "zaksiegowana"


async def test_a_cash_box_spends_only_what_it_holds(office: Any, fitter: Caller):
    await office.entered(kwota=50)
    await office.entered(kwota=30, uzytkownikId=str(fitter.user_id))
    refused = await office.spend(31, uzytkownikId=str(fitter.user_id))
    assert refused.status_code == 409
    assert refused.json()["code"] == "brak_srodkow"
    assert (refused.json()["dostepne"], refused.json()["potrzebne"]) == (30.0, 31.0)
    assert (await office.spend(30, uzytkownikId=str(fitter.user_id))).status_code == 201
    assert (await office.spend(1000, rodzaj="przelew")).status_code == 201
    assert await office.held() == 50.0
    assert await office.held(fitter) == 0.0


async def test_a_measurement_has_one_entry_that_counts(office: Any):
    linked = {"linkedEntityType": "measurement", "linkedEntityId": str(uuid4())}
    made = await office.entered(**linked)
    assert (await office.enter(**linked)).status_code == 409
    refused = await office.me.put("/finance/transactions", {"id": made, "nazwa": "Inna"})
    assert (refused.status_code, refused.json()["code"]) == (409, "powiazana")
    assert (await office.me.delete("/finance/transactions", {"id": made})).status_code == 409
    assert (await office.me.post(f"/finance/transactions/{made}/storno", {})).status_code == 201
    assert (await office.enter(**linked)).status_code == 201
