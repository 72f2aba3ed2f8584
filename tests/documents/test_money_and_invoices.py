"""Where money and invoices of a contract disagree somebody says so: paid and not invoiced, owed, charged in vain."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd

from bottega.business.documents.reports.invoice_differences import due_after, works_due_after
from bottega.kernel.schemas import today
from callers import Invite
from conftest import Studio

SHOP = {"typ": "lokal_uslugowy"}


async def state(studio: Studio) -> dict[str, Any]:
    """What is to be invoiced, paid back and corrected."""
    found = await studio.me.get("/documents/invoicing")
    assert found.status_code == 200, found.text
    return found.json()


async def settle(studio: Studio, contract: str) -> list[str]:
    """Settle a contract; its warnings."""
    answer = await studio.me.post(f"/contracts/contracts/{contract}/settle")
    assert answer.status_code == 200, answer.text
    return answer.json()["warnings"]


async def balance(studio: Studio, contract: str) -> tuple[float, float]:
    """What is to be paid, and what to be paid back."""
    found = (await studio.me.get(f"/contracts/contracts/{contract}/balance")).json()
    return found["doZaplaty"], found["doZwrotu"]


async def correct(studio: Studio, document: dict[str, Any], **data: Any) -> dict[str, Any]:
    """Correct an invoice."""
    path = f"/documents/documents/{document['id']}/correct"
    made = await studio.me.post(path, {"przyczyna": "rabat za opóźnienie", **data})
    assert made.status_code == 201, made.text
    return made.json()


async def dissolve(studio: Studio, contract: str, strona: str = "klient", status: int = 200) -> dict[str, Any]:
    """Dissolve a contract."""
    body = {"strona": strona, "powod": "Rezygnacja"}
    answer = await studio.me.post(f"/contracts/contracts/{contract}/rozwiaz", body)
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 1, 1), date(2026, 2, 15)),
        (date(2026, 11, 30), date(2026, 12, 15)),
        (date(2026, 12, 31), date(2027, 1, 15)),
    ],
)
def test_an_invoice_is_due_on_the_15th_of_the_next_month(day: date, due: date) -> None:
    assert due_after(day) == due
    assert works_due_after(day, installed=False) == due
    assert works_due_after(day, installed=True) == day + timedelta(days=30)


async def test_payments_of_businesses_are_listed_until_they_are_invoiced(studio: Studio) -> None:
    contract = await studio.contract(await studio.company(), meble=3000, sprzet=0, **SHOP)
    payment = await studio.payment(contract, 1000, data=date(2026, 5, 11))
    consumers = await studio.contract(meble=3000, sprzet=0)
    await studio.payment(consumers, 1000)
    found = await state(studio)
    [row] = found["niezafakturowane"]
    assert (row["contractId"], row["paymentId"], row["co"], row["rodzaj"]) == (contract, payment, "wplata", "FZ")
    assert (row["kwota"], row["data"], row["termin"]) == ("1000.00", "2026-05-11", "2026-06-15")
    assert row["dniPoTerminie"] == (today() - date(2026, 6, 15)).days
    assert (row["klient"], found["kwotaNiezafakturowana"]) == ("Dentysta Ratajczaka", "1000.00")
    await studio.issue("FZ", contract)
    assert (await state(studio))["niezafakturowane"] == []
    await studio.complete(contract)
    [row] = (await state(studio))["niezafakturowane"]
    assert (row["co"], row["rodzaj"], row["kwota"]) == ("sprzedaz", "FK", "2000.00")
    assert (row["data"], row["termin"]) == ("2026-07-17", "2026-08-16")
    await studio.issue("FK", contract)
    assert (await state(studio))["niezafakturowane"] == []


async def test_settling_what_a_business_paid_without_an_invoice_warns(studio: Studio) -> None:
    company, trader = await studio.company(), await studio.person(nip="9991079199")
    for customer, warned in ((company, True), (trader, True), (await studio.person(), False)):
        contract = await studio.contract(customer, meble=1000, sprzet=0, **SHOP)
        await studio.payment(contract, 1000)
        assert await settle(studio, contract) == (["niezafakturowane"] if warned else [])
    invoiced = await studio.contract(company, meble=1000, sprzet=0, **SHOP)
    await studio.payment(invoiced, 600)
    await studio.issue("FZ", invoiced)
    await studio.payment(invoiced, 400)
    await studio.issue("FK", invoiced)
    assert await settle(studio, invoiced) == []


async def test_what_a_correction_takes_off_is_owed_until_the_refund_is_paid(studio: Studio) -> None:
    contract = await studio.contract(meble=10000, sprzet=0)
    await studio.payment(contract, 10000)
    invoice = await studio.issue("FV", contract)
    assert await balance(studio, contract) == (0, 0)
    corrected = await correct(studio, invoice, pozycje=[{"lp": 1, "cena": "9531.73"}])
    assert corrected["doZwrotu"] == "468.27"
    assert corrected["warnings"] == ["zwrot_do_wyplaty", "wycena_rozni_sie_od_faktur"]
    assert await balance(studio, contract) == (0, 468.27)
    found = await state(studio)
    [row] = found["doZwrotu"]
    assert (row["contractId"], row["kwota"], row["korekta"]) == (contract, "468.27", corrected["numer"])
    assert found["kwotaDoZwrotu"] == "468.27"
    # The price follows the invoice, the refund is recorded, and counts once it is confirmed.
    quote = {"contractId": contract, "meble": "9531.73"}
    assert (await studio.me.post("/contracts/valuations", quote)).json()["warnings"] == ["nadplata"]
    assert await balance(studio, contract) == (-468.27, 468.27)
    await studio.payment(contract, "468.27", typ="Zwrot")
    assert await balance(studio, contract) == (0, 0)
    assert (await state(studio))["doZwrotu"] == []
    assert await settle(studio, contract) == []


async def test_settling_warns_of_what_is_owed(studio: Studio) -> None:
    contract = await studio.contract(meble=10000, sprzet=0)
    await studio.payment(contract, 10000)
    invoice = await studio.issue("FV", contract)
    await correct(studio, invoice, pozycje=[{"lp": 1, "cena": 9000}])
    assert await settle(studio, contract) == ["zwrot_do_wyplaty", "wycena_rozni_sie_od_faktur"]


async def test_part_of_an_advance_that_was_corrected_is_owed(studio: Studio) -> None:
    contract = await studio.contract(meble=10000, sprzet=0)
    await studio.payment(contract, 4000)
    advance = await studio.issue("FZ", contract)
    assert (await correct(studio, advance, kwota=3000))["doZwrotu"] == "1000.00"
    assert (await balance(studio, contract))[1] == 1000
    await studio.payment(contract, 1000, typ="Zwrot")
    assert (await balance(studio, contract))[1] == 0


async def test_a_price_nobody_has_said_yet_owes_nothing(studio: Studio) -> None:
    contract = await studio.contract(meble=0, sprzet=0)
    await studio.payment(contract, 500)
    assert await balance(studio, contract) == (-500, 0)
    paid = await studio.contract(meble=400, sprzet=0)
    await studio.payment(paid, 500)
    assert await balance(studio, paid) == (-100, 100)
    assert [one["contractId"] for one in (await state(studio))["doZwrotu"]] == [paid]


async def test_forfeited_earnest_money_proposes_the_correction_of_its_invoice(studio: Studio) -> None:
    await studio.me.put("/documents/seller", {"ksefKonsumenci": True})
    contract = await studio.contract(meble=24000, sprzet=0)
    await studio.payment(contract, 8000, typ="Zadatek")
    earnest = await studio.issue("FZ", contract)
    await studio.payment(contract, 2000, typ="Zaliczka")
    advance = await studio.issue("FZ", contract)
    dissolved = await dissolve(studio, contract)
    assert (dissolved["zatrzymano"], dissolved["warnings"]) == (8000, ["zaliczki_do_korekty"])
    first, second = dissolved["korekty"]
    assert (first["dokumentId"], first["numer"], first["rodzaj"]) == (earnest["id"], earnest["numer"], "KOR_ZAL")
    assert (first["kwota"], second["kwota"]) == ("8000.00", "2000.00")
    assert "C-277/05" in first["podstawa"]
    assert (second["dokumentId"], "C-277/05" in second["podstawa"]) == (advance["id"], False)
    [refund] = dissolved["zwroty"]
    confirmed = await studio.me.put("/contracts/payment_methods", {"id": refund, "potwierdzona": True})
    assert confirmed.status_code == 200, confirmed.text
    assert await settle(studio, contract) == ["zaliczki_do_korekty"]
    [case] = (await state(studio))["doKorekty"]
    assert (case["contractId"], case["korekty"]) == (contract, dissolved["korekty"])
    # What is proposed is a request: it is sent as it is.
    for one in dissolved["korekty"]:
        made = await studio.me.post(one["sciezka"].removeprefix("/api"), one["tresc"])
        assert made.status_code == 201, made.text
        await studio.enter_number(one["dokumentId"])
        xml = (await studio.file(made.json()["id"], format="xml")).content
        validate_fa3_xml_xsd(xml)
        assert b"<RodzajFaktury>KOR_ZAL<" in xml
    assert made.json()["warnings"] == []
    found = await state(studio)
    assert (found["doKorekty"], found["doZwrotu"]) == ([], [])


async def test_a_studio_that_withdraws_corrects_its_advances_because_they_are_paid_back(studio: Studio) -> None:
    contract = await studio.contract(meble=24000, sprzet=0)
    await studio.payment(contract, 8000, typ="Zadatek")
    await studio.issue("FZ", contract)
    dissolved = await dissolve(studio, contract, "studio")
    assert ["C-277/05" in one["podstawa"] for one in dissolved["korekty"]] == [False]
    assert (await balance(studio, contract))[1] == 16000


async def test_a_finished_or_invoiced_contract_is_not_dissolved(studio: Studio) -> None:
    contract = await studio.contract(meble=1000, sprzet=0)
    await studio.complete(contract)
    assert (await dissolve(studio, contract, status=409))["code"] == "umowa_zakonczona"
    reopened = await studio.me.put("/contracts/contracts", {"id": contract, "zakonczona": False})
    assert reopened.status_code == 200, reopened.text
    invoice = await studio.issue("FV", contract)
    refused = await dissolve(studio, contract, status=409)
    assert (refused["code"], refused["numer"]) == ("zafakturowana", invoice["numer"])
    await correct(studio, invoice, doZera=True)
    assert (await dissolve(studio, contract))["korekty"] == []


async def test_only_who_invoices_and_sees_amounts_sees_the_lists(studio: Studio, caller: Invite) -> None:
    contract = await studio.contract(await studio.company(), meble=3000, sprzet=0, **SHOP)
    await studio.payment(contract, 1000)
    reader = await caller("contracts.view", "documents.view")
    assert (await reader.get("/documents/invoicing")).status_code == 403
    own = await caller("contracts.drukuj_faktura", "contracts.view", "contracts.only_assigned", "contracts.prices")
    assert (await own.get("/documents/invoicing")).json()["niezafakturowane"] == []
    blind = await caller("contracts.drukuj_faktura", "contracts.view", "contracts.only_assigned")
    assert (await blind.get("/documents/invoicing")).status_code == 403
    assert Decimal((await state(studio))["kwotaNiezafakturowana"]) == 1000
