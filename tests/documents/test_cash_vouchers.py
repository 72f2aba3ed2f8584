"""A voucher (KP, KW) for every entry of cash, on the box the money went through, signed by its keeper."""

import asyncio
from typing import Any

import pytest
from cash_desk import DOCUMENTS, CashDesk, day, moment, open_desk

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Invite


@pytest.fixture
async def desk(app: Application, caller: Invite) -> CashDesk:
    """A cash desk with 5 000 PLN in the main box, which the office manager keeps."""
    desk = await open_desk(app, caller)
    await desk.entry(nazwa="Zasilenie kasy", kwota="5000.00")
    await desk.keep_main_box(desk.office)
    return desk


async def paper_of(desk: CashDesk, rodzaj: str, transaction: str, who: Caller | None = None) -> dict[str, Any]:
    """Issue the voucher of an entry; answers what stands on it, with its number."""
    made = await desk.voucher(who or desk.accountant, rodzaj, transactionId=transaction)
    shown = await desk.document(made["id"])
    return shown["tresc"]


async def measured(desk: CashDesk) -> str:
    """A fee the surveyor took at the customer's, approved by the office; answers the id of the measurement."""
    made = await desk.made(
        desk.surveyor,
        "/measurements/measurements",
        customerId=desk.customer,
        kwota="250.00",
        uzytkownikId=str(desk.surveyor.user_id),
    )
    approved = await desk.office.post(f"/measurements/measurements/{made['id']}/approve")
    assert approved.status_code == 200, approved.text
    return made["id"]


async def test_what_is_bought_and_what_goes_to_the_bank_has_its_kw(desk: CashDesk) -> None:
    fuel = await desk.entry(nazwa="Paliwo", kwota="310.40", typ="rozchod", kategoria="paliwo")
    paper = await paper_of(desk, "KW", fuel)
    assert paper["numer"].startswith("KW/KG/")
    assert (paper["za_co"], paper["strona"], paper["kwota"]) == ("Paliwo", None, "310.40")
    assert paper["wystawil"] == desk.office.email
    move = await desk.made(
        desk.accountant,
        "/finance/inter_cash_transfer",
        zRodzaju="gotowka",
        doRodzaju="przelew",
        kwota="2000.00",
        data=moment(),
    )
    paid_in = await paper_of(desk, "KW", move["transactionIds"][0])
    assert paid_in["za_co"] == "Wpłata gotówki na rachunek bankowy"
    not_cash = await desk.voucher(desk.accountant, "KP", 409, transactionId=move["transactionIds"][1])
    assert not_cash["code"] == "nie_gotowka"


async def test_who_was_paid_is_named_where_the_ledger_does_not_know_it(desk: CashDesk) -> None:
    fuel = await desk.entry(nazwa="Paliwo", kwota="100.00", typ="rozchod")
    made = await desk.voucher(desk.office, "KW", transactionId=fuel, strona="Stacja paliw Zawady")
    assert (await desk.document(made["id"]))["tresc"]["strona"]["nazwa"] == "Stacja paliw Zawady"
    payment = await desk.pay(desk.accountant, potwierdzona=True)
    refused = await desk.voucher(
        desk.accountant, "KP", 400, transactionId=await desk.entry_of(payment), strona="Ktoś inny"
    )
    assert refused["details"][0]["path"] == ["strona"]


async def test_a_hand_over_has_a_kw_of_who_gives_and_a_kp_of_who_receives(desk: CashDesk) -> None:
    await desk.pay(desk.accountant, cena="900.00", potwierdzona=True, uzytkownikId=str(desk.fitter.user_id))
    transfer = await desk.made(desk.fitter, "/finance/transfer", odbiorcaId=str(desk.office.user_id), kwota="900.00")
    out, into = transfer["transactionIds"]
    early = await desk.voucher(desk.office, "KP", 409, transactionId=into)
    assert early["code"] == "oczekuje"
    await desk.made(desk.office, f"/finance/transfer/{transfer['id']}/accept")
    given, received = await paper_of(desk, "KW", out), await paper_of(desk, "KP", into)
    fitters, offices = await desk.box(desk.fitter), await desk.box(desk.office)
    assert given["numer"].startswith(f"KW/{fitters['kod']}/")
    assert received["numer"].startswith(f"KP/{offices['kod']}/")
    assert (given["wystawil"], given["strona"]["nazwa"]) == (desk.fitter.email, desk.office.email)
    assert (received["wystawil"], received["strona"]["nazwa"]) == (desk.office.email, desk.fitter.email)
    assert given["za_co"] == f"Przekazanie gotówki do kasy {offices['kod']} – {offices['nazwa']}"
    assert received["za_co"] == f"Przyjęcie gotówki z kasy {fitters['kod']} – {fitters['nazwa']}"


async def test_a_fee_has_its_kp_from_the_surveyors_box_and_no_second_one_when_it_is_credited(desk: CashDesk) -> None:
    measurement = await measured(desk)
    credited = await desk.made(
        desk.office, f"/measurements/measurements/{measurement}/credit", contractId=desk.contract
    )
    receipt = await desk.voucher(desk.office, "KP", contractId=desk.contract)
    box = await desk.box(desk.surveyor)
    paper = (await desk.document(receipt["id"]))["tresc"]
    assert paper["numer"].startswith(f"KP/{box['kod']}/")
    assert paper["kasa"] == f"{box['kod']} – {box['nazwa']}"
    assert (paper["wystawil"], paper["pozycja"], paper["kwota"]) == (desk.surveyor.email, 1, "250.00")
    assert paper["za_co"].startswith("Zaliczka do umowy")
    again = await desk.voucher(desk.accountant, "KP", transactionId=credited["transactionId"])
    assert again["id"] == receipt["id"]


async def test_a_fee_at_the_door_has_its_kp_before_anybody_thinks_of_a_contract(desk: CashDesk) -> None:
    measurement = await measured(desk)
    listed = await desk.accountant.get("/finance/transactions", params={"kategoria": "pomiar"})
    [entry] = listed.json()["items"]
    paper = await paper_of(desk, "KP", entry["id"])
    assert paper["strona"]["nazwa"] == "Żaneta Zalewska"
    await desk.made(desk.office, f"/measurements/measurements/{measurement}/credit", contractId=desk.contract)
    refused = await desk.voucher(desk.office, "KP", 409, contractId=desk.contract)
    assert refused["code"] == "brak_wplaty_gotowka"
    printed = await desk.office.get(f"/contracts/contracts/{desk.contract}/print/kp", params={"format": "json"})
    assert printed.json()["numer"] == paper["numer"]


async def test_a_storno_has_a_voucher_of_its_own_for_whom_the_first_one_was(desk: CashDesk) -> None:
    entry = await desk.entry(nazwa="Wpłata za próbki", kwota="80.00")
    made = await desk.voucher(desk.accountant, "KP", transactionId=entry, strona="Jan Próbny")
    back = await desk.made(desk.accountant, f"/finance/transactions/{entry}/storno")
    paper = await paper_of(desk, "KW", back["id"])
    assert (paper["za_co"], paper["kwota"]) == ("Storno: Wpłata za próbki", "80.00")
    assert (await desk.document(made["id"]))["stan"] == "wystawiony"


async def test_a_voucher_is_given_back_and_after_it_is_cancelled_there_is_a_new_one(desk: CashDesk) -> None:
    entry = await desk.entry(nazwa="Zwrot za materiał")
    first = await desk.voucher(desk.office, "KP", transactionId=entry)
    assert await desk.voucher(desk.accountant, "KP", transactionId=entry) == first
    held = await desk.accountant.delete("/finance/transactions", {"id": entry})
    assert (held.status_code, held.json()["requiredFeatures"]) == (403, ["finance.delete"])
    removed = await desk.owner.delete("/finance/transactions", {"id": entry})
    assert (removed.status_code, removed.json()["code"]) == (409, "ma_dowod_kasowy")
    cancelled = await desk.accountant.post(f"{DOCUMENTS}/{first['id']}/cancel", {"przyczyna": "zła nazwa"})
    assert cancelled.status_code == 200, cancelled.text
    assert (await desk.transaction(entry))["dowod"] is None
    second = await desk.voucher(desk.office, "KP", transactionId=entry)
    assert (second["id"] == first["id"], second["numer"] == first["numer"]) == (False, False)


async def test_of_callers_who_ask_for_the_voucher_of_one_entry_at_once_all_get_the_same_one(desk: CashDesk) -> None:
    entry = await desk.entry(nazwa="Paliwo", kwota="50.00", typ="rozchod")
    body = {"rodzaj": "KW", "transactionId": entry}
    callers = [desk.office, desk.accountant, desk.owner, desk.office]
    answers = await asyncio.gather(*(who.post(DOCUMENTS, body) for who in callers))
    assert [one.status_code for one in answers] == [201] * 4
    assert len({one.json()["id"] for one in answers}) == 1
    listed = await desk.accountant.get(DOCUMENTS, params={"rodzaj": "KW", "transactionId": entry})
    assert listed.json()["total"] == 1


async def test_a_voucher_is_of_the_kind_its_entry_needs_and_of_nobody_elses_entry(
    desk: CashDesk, caller: Invite
) -> None:
    entry = await desk.entry()
    refused = await desk.voucher(desk.office, "KW", 400, transactionId=entry)
    assert refused["details"][0]["path"] == ["rodzaj"]
    nothing = await desk.voucher(desk.office, "KP", 400)
    assert nothing["details"][0]["path"] == ["transactionId"]
    wrong = await desk.made(desk.office, DOCUMENTS, 400, rodzaj="FV", contractId=desk.contract, transactionId=entry)
    assert wrong["details"][0]["path"] == ["transactionId"]
    await desk.voucher(desk.fitter, "KP", 403, transactionId=entry)
    stranger = await caller(
        "documents.*", "contracts.*", "finance.*", within=await found_tenant(desk.app, f"Other {new_id()}")
    )
    await desk.voucher(stranger, "KP", 404, transactionId=entry)
    prints_receipts = await caller("documents.view", "contracts.view", "contracts.drukuj_kp")
    await desk.voucher(prints_receipts, "KP", 404, transactionId=entry)


async def test_the_cashier_is_somebody_of_the_studio_and_only_the_main_box_needs_one(desk: CashDesk) -> None:
    box = await desk.box()
    unknown = await desk.owner.put(
        "/finance/cash_boxes", {"id": box["id"], "kasjerId": "00000000-0000-4000-8000-000000000000"}
    )
    assert (unknown.status_code, unknown.json()["details"][0]["path"]) == (400, ["kasjerId"])
    own = await desk.owner.post(
        "/finance/cash_boxes",
        {
            "nazwa": "Kasa montażysty",
            "kod": "MM",
            "uzytkownikId": str(desk.fitter.user_id),
            "kasjerId": str(desk.office.user_id),
        },
    )
    assert (own.status_code, [one["path"] for one in own.json()["details"]]) == (400, [["kasjerId"]])


async def test_the_audit_finds_vouchers_that_do_not_fit_their_entries(desk: CashDesk) -> None:
    entry = await desk.entry(kwota="70.00")
    made = await desk.voucher(desk.office, "KP", transactionId=entry, dataWystawienia=day())
    assert (await desk.accountant.get("/finance/ledger/audit")).json()["zgodna"] is True
    spoilt = {
        "dowod_inny_niz_pozycja": "UPDATE documents_documents SET brutto = brutto + 1 WHERE id = $1",
        "dowod_pozycji": "UPDATE finance_transactions SET dowod = 'KP/KG/1' WHERE dokument_id = $1",
        "dowod_bez_pozycji": "UPDATE documents_documents SET transaction_id = NULL WHERE id = $1",
    }
    for code, sql in spoilt.items():
        async with desk.app.acting(desk.owner.tenant_id) as ctx:
            await ctx.query(sql, made["id"])
        found = (await desk.accountant.get("/finance/ledger/audit")).json()["niezgodnosci"]
        assert code in {one["kod"] for one in found}
