"""Documents made from what other modules keep: goods issues, orders to suppliers, and the contract with its texts."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from test_print_operations import text_of

from bottega.kernel.database.identifiers import new_id
from conftest import Studio

TODAY = datetime.now(ZoneInfo("Europe/Warsaw")).date()


async def made(studio: Studio, path: str, body: dict[str, Any]) -> str:
    """A new record of another module."""
    answer: httpx.Response = await studio.me.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def goods_issue(studio: Studio, contract: str, nr: str = "AUTO") -> str:
    """A goods issue with a line."""
    place = await made(studio, "/warehouse/locations", {"nazwa": f"Regał {new_id().hex[-6:]}"})
    line = {"nazwa": "Zawias Blum 110°", "ilosc": 24, "jednostka": "szt.", "cena": "12.50"}
    return await made(
        studio,
        "/warehouse/goods_issues",
        {
            "contractId": contract,
            "nr": nr,
            "data": TODAY.isoformat(),
            "kwota": "300.00",
            "locationId": place,
            "odebral": "Damian Kowal",
            "srodekTransportu": "PO 4K512",
            "pozycje": [line],
        },
    )


async def test_a_goods_issue_is_printed_under_its_own_number_and_once(studio: Studio) -> None:
    contract = await studio.contract()
    issue = await goods_issue(studio, contract)
    document = await studio.issue("WZ", None, goodsIssueId=issue)
    assert document["numer"] == f"WZ/{TODAY:%Y/%m}/001"
    text = text_of((await studio.file(document["id"])).content)
    for part in ("Zawias Blum 110°", "24", "300,00", "Damian Kowal", "PO 4K512", "Żaneta Zalewska"):
        assert part in text
    again = await studio.issue("WZ", None, 409, goodsIssueId=issue)
    assert (again["code"], again["numer"]) == ("juz_wystawiony", document["numer"])
    kept = await studio.me.delete("/warehouse/goods_issues", {"id": issue})
    assert kept.status_code == 409
    assert kept.json()["used"] == {"documents:document": 1}
    await studio.me.post(f"/documents/documents/{document['id']}/cancel", {"przyczyna": "zła liczba zawiasów"})
    anew = await studio.issue("WZ", None, goodsIssueId=issue)
    assert anew["numer"] == document["numer"]


async def test_goods_issues_are_named_on_the_invoice(studio: Studio) -> None:
    contract = await studio.contract()
    await goods_issue(studio, contract, "WZ-ręczne-7")
    invoice = await studio.model((await studio.issue("FV", contract))["id"])
    assert invoice["wz"] == ["WZ-ręczne-7"]


async def test_an_order_goes_to_its_supplier_without_the_customers_address(studio: Studio) -> None:
    contract = await studio.contract()
    order = {"contractId": contract, "nazwa": "Blat kwarcowy 20 mm", "ilosc": 3.2, "jednostka": "mb"}
    nobody = await made(studio, "/contracts/purchase_orders", order)
    refused = await studio.issue("PO", contract, 409, purchaseOrderId=nobody)
    assert refused["code"] == "brak_dostawcy"
    known = await made(studio, "/contracts/purchase_orders", {**order, "dostawca": "Blaty Granex"})
    document = await studio.issue("PO", contract, purchaseOrderId=known)
    assert document["numer"] == f"ZD/{TODAY:%Y}/001"
    text = text_of((await studio.file(document["id"])).content)
    assert "Blaty Granex" in text
    assert "3,2" in text
    assert "Źródlana" not in text
    other = await studio.contract()
    wrong = await studio.issue("PO", other, 400, purchaseOrderId=known)
    assert wrong["details"][0]["path"] == ["purchaseOrderId"]


async def test_an_order_names_its_contract_itself(studio: Studio) -> None:
    contract = await studio.contract()
    order = {"contractId": contract, "nazwa": "Blat", "ilosc": 1, "jednostka": "szt", "dostawca": "Blaty Granex"}
    known = await made(studio, "/contracts/purchase_orders", order)
    document = await studio.issue("PO", None, purchaseOrderId=known)
    assert document["numer"] == f"ZD/{TODAY:%Y}/001"
    await studio.issue("PO", None, 404, purchaseOrderId=contract)


@pytest.mark.parametrize(
    ("kind", "field", "sentence"),
    [
        ("PO", "purchaseOrderId", "Wskaż zamówienie do wydrukowania"),
        ("WZ", "goodsIssueId", "Wskaż wydanie (WZ) do wydrukowania"),
        ("FV", "contractId", "Wskaż umowę, której dotyczy dokument"),
        ("PRP", "measurementId", "Wskaż pomiar do wydrukowania"),
        ("RK", "cashReportId", "Wskaż raport kasowy do wydrukowania"),
    ],
)
async def test_what_is_to_be_printed_is_asked_for_by_its_name(
    studio: Studio, kind: str, field: str, sentence: str
) -> None:
    studio.me.client.headers["accept-language"] = "pl"
    refused = await studio.issue(kind, None, 400)
    assert [(one["path"], one["message"]) for one in refused["details"]] == [([field], sentence)]


async def test_the_contract_is_printed_with_its_texts_which_then_stay(studio: Studio) -> None:
    contract = await studio.contract()
    tresc = "Umowa {{umowa.numer}}, klient {{klient.nazwa}}, wynagrodzenie {{suma}} ({{slownie}})."
    template = await made(studio, "/contracts/text_templates", {"nazwa": "OWU", "tresc": tresc})
    await made(studio, "/contracts/text_attachments", {"contractId": contract, "templateId": template})
    document = await studio.issue("UM", contract)
    text = text_of((await studio.file(document["id"])).content)
    assert document["numer"].startswith("K/2026/")
    assert "OWU" in text
    assert f"Umowa {document['numer']}, klient Żaneta Zalewska" in " ".join(text.split())
    assert "trzydzieści tysięcy złotych zero groszy" in " ".join(text.split())
    changed = await studio.me.put("/contracts/text_templates", {"id": template, "tresc": "Inne warunki"})
    assert changed.status_code == 200, changed.text
    preview = await studio.me.get("/documents/preview", params={"rodzaj": "UM", "contractId": contract})
    assert "Inne warunki" not in text_of(preview.content)


async def test_a_contract_that_is_settled_can_still_be_invoiced_and_printed(studio: Studio) -> None:
    contract = await studio.contract()
    await studio.payment(contract, 30000, typ="Wpłata końcowa")
    await studio.complete(contract)
    settled = await studio.me.post(f"/contracts/contracts/{contract}/settle", {})
    assert settled.status_code == 200, settled.text
    invoice = await studio.model((await studio.issue("FV", contract))["id"])
    assert invoice["platnosc"]["do_zaplaty"] == "0.00"
    assert (await studio.issue("GW", contract))["numer"] == f"GW/{TODAY:%Y}/001"


async def test_a_supplier_gets_one_sheet_with_prices_and_where_it_goes(studio: Studio) -> None:
    contract = await studio.contract()
    supplier = {
        "contractId": contract,
        "dostawca": "Blaty Granex",
        "dostawcaNip": "9991158384",
        "dostawcaAdres": "ul. Kamienna 3\n61-001 Poznań",
    }
    blat = {**supplier, "nazwa": "Blat kwarcowy", "ilosc": "2.5", "jednostka": "mb", "cena": "400.00"}
    first = await made(studio, "/contracts/purchase_orders", blat)
    zlew = {**supplier, "dostawca": "blaty granex", "nazwa": "Zlew pod blat", "ilosc": 1, "cena": "350.10"}
    second = await made(studio, "/contracts/purchase_orders", zlew)
    await made(studio, "/contracts/purchase_orders", {**zlew, "dostawca": "Szkło-Art", "nazwa": "Szkło"})
    sent = {**zlew, "nazwa": "Próbki", "dataWyslania": TODAY.isoformat()}
    await made(studio, "/contracts/purchase_orders", sent)
    document = await studio.issue("PO", contract, purchaseOrderId=second)
    text = text_of((await studio.file(document["id"])).content)
    for part in ("Blat kwarcowy", "Zlew pod blat", "1 000,00", "350,10", "1 350,10", "9991158384", "ul. Kamienna 3"):
        assert part in text.replace("\N{NO-BREAK SPACE}", " "), part
    assert "Szkło" not in text
    assert "Próbki" not in text
    again = await studio.issue("PO", contract, 409, purchaseOrderId=first)
    assert (again["code"], again["numer"], again["dokumentId"]) == ("juz_zamowione", document["numer"], document["id"])


async def test_under_the_lines_of_a_goods_issue_stands_their_sum(studio: Studio) -> None:
    contract = await studio.contract()
    place = await made(studio, "/warehouse/locations", {"nazwa": "Rampa suma"})
    lines = [{"nazwa": "Zawias", "ilosc": 3, "cena": "125.87"}, {"nazwa": "Kołki", "ilosc": 1}]
    body = {
        "contractId": contract,
        "nr": "AUTO",
        "data": TODAY.isoformat(),
        "kwota": "1150.40",
        "locationId": place,
        "pozycje": lines,
    }
    issue = await made(studio, "/warehouse/goods_issues", body)
    document = await studio.issue("WZ", contract, goodsIssueId=issue)
    text = text_of((await studio.file(document["id"])).content).replace("\N{NO-BREAK SPACE}", " ")
    assert "377,61" in text
    assert "1 150,40" not in text
    assert "Bez ceny, poza wartością: poz. 2" in text
