"""Balance, valuation and settlement: BR-1 to BR-6, and what contradicts them."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from bottega.platform.auth.tenant_setup import found_tenant


async def test_br_1_a_contract_without_a_valuation_costs_nothing_in_words_too(office: Any) -> None:
    contract = await office.contract()
    answer = await office.me.get(f"/contracts/contracts/{contract}/valuation")
    assert answer.json() == {"meble": 0, "dodatki": 0, "sprzet": 0, "suma": 0, "slownie": "zero złotych zero groszy"}


async def test_br_1_the_newest_valuation_counts_and_its_deletion_brings_the_one_before_back(office: Any) -> None:
    contract = await office.contract()
    await office.quote(contract, "1000.10", dodatki="200.20", sprzet="300.30")
    newest = await office.quote(contract, "25432.10")
    figures = (await office.me.get(f"/contracts/contracts/{contract}/valuation")).json()
    assert figures["suma"] == 25432.1
    assert figures["slownie"].endswith("czterysta trzydzieści dwa złote dziesięć groszy")
    assert (await office.me.delete("/contracts/valuations", {"id": newest})).status_code == 200
    assert (await office.balance(contract))["suma"] == 1500.6


@pytest.mark.parametrize("what", ["balance", "valuation"])
async def test_figures_of_a_contract_that_is_not_there_are_404_and_of_nonsense_400(office: Any, what: str) -> None:
    assert (await office.me.get(f"/contracts/contracts/{uuid4()}/{what}")).status_code == 404
    assert (await office.me.get(f"/contracts/contracts/umowa/{what}")).status_code == 400


async def test_br_2_only_confirmed_payments_count_refunds_subtract_and_plans_never_do(office: Any) -> None:
    contract = await office.contract()
    await office.quote(contract, "1000.00")
    await office.pay(contract, "300.30")
    await office.pay(contract, "100.10", typ="Zwrot")
    await office.pay(contract, "500.00", potwierdzona=False)
    await office.add("planned_payments", contractId=contract, typ="Rata", rodzaj="przelew", cena=700)
    assert await office.balance(contract) == {"suma": 1000, "zaplacono": 200.2, "doZaplaty": 799.8, "doZwrotu": 0}


async def test_br_3_an_overpaid_contract_has_a_negative_balance(office: Any) -> None:
    contract = await office.contract()
    await office.quote(contract, "0.10")
    await office.pay(contract, "0.30")
    assert await office.balance(contract) == {"suma": 0.1, "zaplacono": 0.3, "doZaplaty": -0.2, "doZwrotu": 0.2}


async def test_br_4_settling_stamps_who_and_when_and_a_second_time_is_refused(office: Any) -> None:
    contract = await office.paid_up("0.30")
    settled = await office.settle(contract)
    assert (settled.status_code, settled.json()) == (200, {"ok": True, "warnings": []})
    shown = await office.shown(contract)
    assert shown["rozliczona"] is True
    assert shown["rozliczona_przez"] == str(office.me.user_id)
    assert shown["rozliczona_at"].endswith("Z")
    again = await office.settle(contract)
    assert (again.status_code, again.json()["code"]) == (400, "already_settled")


@pytest.mark.parametrize(("paid", "left"), [("99.99", 0.01), ("100.01", -0.01)])
async def test_br_4_a_grosz_left_or_too_much_is_refused_with_the_figures(office: Any, paid: str, left: float) -> None:
    contract = await office.contract()
    await office.quote(contract, "100.00")
    await office.pay(contract, paid)
    refused = await office.settle(contract)
    assert refused.status_code == 400
    body = refused.json()
    assert (body["code"], body["suma"], body["zaplacono"], body["doZaplaty"]) == (
        "balance_not_zero",
        100,
        float(paid),
        left,
    )
    assert (await office.shown(contract))["rozliczona"] is False


async def test_br_4_a_contract_that_costs_nothing_may_be_settled(office: Any) -> None:
    assert (await office.settle(await office.contract())).status_code == 200


async def test_br_4_settling_what_is_not_there_or_not_ones_own_is_404(office: Any, app: Any, caller: Any) -> None:
    contract = await office.paid_up()
    stranger = await caller("contracts.*", within=await found_tenant(app, "Elsewhere"))
    assert (await stranger.post(f"/contracts/contracts/{contract}/settle")).status_code == 404
    assert (await office.settle(str(uuid4()))).status_code == 404
    assert (await office.settle("umowa")).status_code == 400
    assert (await office.shown(contract))["rozliczona"] is False


async def test_br_4_a_settlement_is_not_undone_but_taken_back(office: Any) -> None:
    contract = await office.paid_up()
    settled = await office.settle(contract)
    assert "x-om-operation" not in settled.headers


GUARDED = {
    "valuations": {"meble": 1},
    "payment_methods": {"typ": "Rata", "rodzaj": "karta", "cena": 1},
    "furniture": {"korpus": "Egger"},
    "fronts": {"typ": "gładki"},
    "handles": {"typ": "gola"},
    "vitrines": {"szyba": "float 4 mm"},
    "appliances": {"cena": 1},
    "planned_payments": {"typ": "Rata", "rodzaj": "karta", "cena": 1},
}


@pytest.mark.parametrize(("part", "body"), GUARDED.items())
async def test_br_5_a_settled_contract_gets_nothing_new_and_keeps_what_it_has(
    office: Any, part: str, body: dict[str, Any]
) -> None:
    contract = await office.contract()
    if part == "payment_methods":
        await office.quote(contract, "5.00")
        row = await office.pay(contract, "5.00")
    else:
        row = await office.add(part, contractId=contract, **body)
    if part == "valuations":
        await office.pay(contract, "1.00")
    assert (await office.settle(contract)).status_code == 200
    attempts = [
        await office.me.post(f"/contracts/{part}", {"contractId": contract, **body}),
        await office.me.put(f"/contracts/{part}", {"id": row, **body}),
        await office.me.delete(f"/contracts/{part}", {"id": row}),
    ]
    for refused in attempts:
        assert (refused.status_code, refused.json()["code"]) == (409, "contract_settled"), refused.text
    assert len(await office.items(part, contractId=contract)) == 1


async def test_br_5_a_payment_that_waits_can_be_deleted_after_settlement_but_not_confirmed(office: Any) -> None:
    contract = await office.paid_up()
    waiting = await office.pay(contract, "50.00", potwierdzona=False)
    assert (await office.settle(contract)).status_code == 200
    refused = await office.me.put(
        "/contracts/payment_methods", {"id": waiting, "potwierdzona": True}, headers={"accept-language": "pl"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "contract_settled")
    assert refused.json()["error"] == ("Umowa jest już rozliczona: usuń oczekującą wpłatę albo cofnij rozliczenie")
    assert (await office.me.delete("/contracts/payment_methods", {"id": waiting})).status_code == 200
    assert [item["cena"] for item in await office.items("payment_methods", contractId=contract)] == ["100.00"]
    assert (await office.balance(contract))["doZaplaty"] == 0


@pytest.mark.parametrize(
    "change", [{"typ": "szafa"}, {"numer": "Inny/1"}, {"dataPodpisania": "2026-01-01"}, {"zakonczona": False}], ids=str
)
async def test_br_5_and_br_23_a_settled_contract_keeps_its_terms_and_stays_finished(
    office: Any, change: dict[str, Any]
) -> None:
    contract = await office.paid_up()
    await office.me.put("/contracts/contracts", {"id": contract, "zakonczona": True})
    await office.settle(contract)
    before = await office.shown(contract)
    refused = await office.me.put("/contracts/contracts", {"id": contract, **change})
    assert (refused.status_code, refused.json()["code"]) == (409, "contract_settled")
    assert await office.shown(contract) == before


async def test_br_5_a_settled_contract_keeps_its_customer(office: Any) -> None:
    contract = await office.contract()
    await office.settle(contract)
    refused = await office.me.put(
        "/contracts/contracts", {"id": contract, "customerId": await office.customer("Inny Klient")}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "contract_settled")


async def test_br_5_notes_ratings_descriptions_and_the_end_of_the_works_go_on_after_settlement(
    office: Any, caller: Any
) -> None:
    contract = await office.settled()
    fitter = await caller("contracts.view")
    await office.add("assembly_notes", contractId=contract, uwagi="Serwis: regulacja zawiasów")
    await office.add(
        "work_ratings",
        contractId=contract,
        uzytkownikId=str(fitter.user_id),
        kwota=500,
        ocena=5,
        typPracownika="montazysta",
    )
    same = (await office.shown(contract))["numer"]
    changed = await office.me.put(
        "/contracts/contracts", {"id": contract, "numer": same, "opis": "x", "uwagi": "y", "zakonczona": True}
    )
    assert changed.status_code == 200, changed.text


async def test_br_5_undo_does_not_change_the_price_of_a_settled_contract(office: Any) -> None:
    contract = await office.contract()
    made = await office.me.post("/contracts/valuations", {"contractId": contract, "meble": 5})
    await office.pay(contract, "5.00")
    dropped = await office.add("furniture", contractId=contract, korpus="Egger")
    gone = await office.me.delete("/contracts/furniture", {"id": dropped})
    await office.settle(contract)
    for answer in (made, gone):
        refused = await office.undo(answer)
        assert (refused.status_code, refused.json()["code"]) == (409, "contract_settled"), refused.text
    assert (await office.balance(contract))["suma"] == 5
    assert await office.items("furniture", contractId=contract) == []


async def test_br_5_a_settlement_is_taken_back_with_a_reason_by_who_may(office: Any, office_of: Any) -> None:
    contract = await office.settled()
    path = f"/contracts/contracts/{contract}/unsettle"
    accountant = await office_of("contracts.view", "contracts.rozlicz_umowa")
    assert (await accountant.me.post(path, {"powod": "pomyłka"})).status_code == 403
    assert (await office.me.post(path, {})).status_code == 400
    assert (await office.me.post(path, {"powod": "Reklamacja frontów"})).status_code == 200
    shown = await office.shown(contract)
    assert (shown["rozliczona"], shown["rozliczona_at"], shown["rozliczona_przez"]) == (False, None, None)
    again = await office.me.post(path, {"powod": "Reklamacja frontów"})
    assert (again.status_code, again.json()["code"]) == (409, "not_settled")
    await office.quote(contract, "120.00")


async def test_br_5_the_reason_of_taking_back_stays_in_the_history(office: Any, app: Any) -> None:
    contract = await office.settled()
    await office.me.post(f"/contracts/contracts/{contract}/unsettle", {"powod": "Reklamacja frontów"})
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        labels = await ctx.query(
            "SELECT action_label FROM action_logs WHERE tenant_id = $1 AND command_id = 'contracts.contracts.unsettle'",
            ctx.tenant_id,
        )
    assert [row["action_label"] for row in labels] == ["Settlement undone: Reklamacja frontów"]


async def test_br_6_statistics_count_by_independent_flags(office: Any) -> None:
    assert (await office.me.get("/contracts/stats")).json() == {"total": 0, "active": 0, "completed": 0, "settled": 0}
    await office.contract()
    finished = await office.contract()
    await office.me.put("/contracts/contracts", {"id": finished, "zakonczona": True})
    await office.settle(await office.contract())
    both = await office.contract()
    await office.me.put("/contracts/contracts", {"id": both, "zakonczona": True})
    await office.settle(both)
    gone = await office.contract()
    await office.me.delete("/contracts/contracts", {"id": gone})
    assert (await office.me.get("/contracts/stats")).json() == {"total": 4, "active": 1, "completed": 2, "settled": 2}


async def test_br_6_statistics_read_the_kept_counts_and_never_the_contracts(office: Any, app: Any) -> None:
    for _ in range(3):
        await office.contract()
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        await ctx.begin()
        await ctx.query("LOCK TABLE contracts_contracts IN ACCESS EXCLUSIVE MODE")
        # A statement that touched the table would wait here for ever.
        assert (await office.me.get("/contracts/stats")).json()["total"] == 3


async def test_br_6_statistics_are_of_the_organizations_in_view(office: Any, caller: Any, app: Any) -> None:
    await office.contract()
    stranger = await caller("contracts.view", within=await found_tenant(app, "Elsewhere"))
    assert (await stranger.get("/contracts/stats")).json()["total"] == 0
    closed = await caller("contracts.view", organizations=[])
    answer = await closed.get("/contracts/stats")
    assert (answer.status_code, set(answer.json().values())) == (200, {0})


@pytest.mark.parametrize("figures", [{"meble": -1}, {"dodatki": "-0.01"}, {"sprzet": "1.001"}, {"meble": "12,50"}])
async def test_9_a_valuation_refuses_what_is_no_amount(office: Any, figures: dict[str, Any]) -> None:
    contract = await office.contract()
    refused = await office.me.post("/contracts/valuations", {"contractId": contract, **figures})
    assert refused.status_code == 400
    assert [issue["path"] for issue in refused.json()["details"]] == [list(figures)]
    assert await office.items("valuations", contractId=contract) == []


async def test_9_a_valuation_below_what_was_paid_is_made_with_a_warning(office: Any) -> None:
    contract = await office.paid_up("100.00")
    made = await office.me.post("/contracts/valuations", {"contractId": contract, "meble": "80.00"})
    assert (made.status_code, made.json()["warnings"]) == (201, ["nadplata"])
    changed = await office.me.put("/contracts/valuations", {"id": made.json()["id"], "meble": "100.00"})
    assert changed.json() == {"ok": True, "warnings": []}


async def test_1_4_the_only_valuation_stays_while_there_are_confirmed_payments(office: Any) -> None:
    contract = await office.contract()
    first = await office.quote(contract, "100.00")
    await office.pay(contract, "40.00")
    refused = await office.me.delete("/contracts/valuations", {"id": first})
    assert (refused.status_code, refused.json()["code"]) == (409, "only_valuation")
    await office.quote(contract, "120.00")
    assert (await office.me.delete("/contracts/valuations", {"id": first})).status_code == 200


async def test_1_3_appliances_that_cost_something_else_than_the_valuation_says_are_a_warning(office: Any) -> None:
    contract = await office.contract()
    await office.add("appliances", contractId=contract, rodzaj="okap", cena="999.99", rabat="12.5")
    [item] = await office.items("appliances", contractId=contract)
    assert (item["cena"], item["rabat"], item["cena_po_rabacie"]) == ("999.99", "12.50", "874.99")
    made = await office.me.post("/contracts/valuations", {"contractId": contract, "meble": 1, "sprzet": "874.00"})
    assert made.json()["warnings"] == ["sprzet_rozni_sie_od_agd"]
    made = await office.me.post("/contracts/valuations", {"contractId": contract, "meble": 1, "sprzet": "874.99"})
    assert made.json()["warnings"] == []


async def test_lists_show_amounts_as_text_and_figures_as_numbers(office: Any) -> None:
    contract = await office.contract()
    await office.quote(contract, "1234.5")
    [item] = await office.items("valuations", contractId=contract)
    assert (item["meble"], item["dodatki"], Decimal(item["sprzet"])) == ("1234.50", "0.00", 0)


async def test_an_organization_may_settle_completed_contracts_only(office: Any) -> None:
    contract = await office.paid_up("100.00")
    assert (await office.me.put("/contracts/settings", {"wymagajZakonczenia": True})).status_code == 200
    refused = await office.settle(contract)
    assert (refused.status_code, refused.json()["code"]) == (400, "not_completed")
    assert (await office.shown(contract))["rozliczona"] is False
    assert (await office.me.put("/contracts/settings", {"wymagajZakonczenia": False})).status_code == 200
    assert (await office.settle(contract)).status_code == 200
