"""An invoice at the wrong rate: what refuses to go on names the rate and the way out, and the way out works."""

from decimal import Decimal
from typing import Any

from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd

from conftest import REDUCED, Studio

POLISH = {"accept-language": "pl"}
AT_23 = {"typ": "kuchnia", "vat_tryb": "stawka_23", "vat_powod": "nie wiadomo, czy lokal jest mieszkalny"}


async def correct(studio: Studio, document: str, status: int = 201, **data: Any) -> dict[str, Any]:
    """Correct a document."""
    body = {"przyczyna": "błędna stawka VAT", **data}
    made = await studio.me.post(f"/documents/documents/{document}/correct", body, headers=POLISH)
    assert made.status_code == status, made.text
    return made.json()


async def issue(studio: Studio, kind: str, contract: str) -> dict[str, Any]:
    """Try to issue a document; the refusal in Polish."""
    body = {"rodzaj": kind, "contractId": contract}
    refused = await studio.me.post("/documents/documents", body, headers=POLISH)
    assert refused.status_code == 409, refused.text
    return refused.json()


async def advanced_at_23(studio: Studio) -> tuple[str, dict[str, Any]]:
    """A kitchen of 10 000 with an advance invoice of 4 000 at 23 %, which then turns out to be in a flat."""
    contract = await studio.contract(meble=10000, sprzet=0, **AT_23)
    await studio.payment(contract, 4000)
    advance = await studio.issue("FZ", contract)
    await studio.change(contract, vat_tryb=None, vat_powod=None, **REDUCED)
    return contract, advance


def plain(text: str) -> str:
    """A sentence with spaces that break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


async def test_the_refusal_names_the_rate_the_amounts_and_the_invoice_to_correct(studio: Studio) -> None:
    contract, advance = await advanced_at_23(studio)
    await studio.complete(contract)
    refused = await issue(studio, "FK", contract)
    assert refused["code"] == "zaliczki_ponad_umowe"
    assert refused["stawki"] == [{"stawka": "23", "zafakturowano": 4000.0, "umowa": 0.0}]
    assert (refused["numer"], refused["dokumentId"]) == (advance["numer"], advance["id"])
    assert plain(refused["error"]).startswith(
        "Faktury zaliczkowe obejmują 4 000,00 zł przy stawce 23%, a umowa ma przy niej 0,00 zł: najpierw skoryguj"
        f" {advance['numer']} do stawek umowy"
    )


async def test_an_advance_is_corrected_to_the_rate_of_the_contract_by_one_plain_request(studio: Studio) -> None:
    await studio.me.put("/documents/seller", {"ksefKonsumenci": True})
    contract, advance = await advanced_at_23(studio)
    made = await correct(studio, advance["id"], stawka="8")
    model = await studio.model(made["id"])
    assert [(one["stawka"], one["brutto"]) for one in model["stawki"]] == [("8", "4000.00"), ("23", "-4000.00")]
    assert [one["stawka"] for one in model["pozycje"]] == ["8"]
    await studio.enter_number(advance["id"])
    validate_fa3_xml_xsd((await studio.file(made["id"], format="xml")).content)
    await studio.complete(contract)
    final = await studio.model((await studio.issue("FK", contract))["id"])
    assert [(one["stawka"], one["brutto"]) for one in final["stawki"]] == [("8", "6000.00")]
    # Once it is right there is nothing to correct.
    other, again = await advanced_at_23(studio)
    await correct(studio, again["id"], stawka="8")
    await correct(studio, again["id"], 400, stawka="8")
    assert (await studio.me.get(f"/documents/contracts/{other}/vat")).json()["braki"] == []


async def test_part_of_an_advance_stays_at_the_right_rate(studio: Studio) -> None:
    _contract, advance = await advanced_at_23(studio)
    model = await studio.model((await correct(studio, advance["id"], stawka="8", kwota=1000))["id"])
    assert [(one["stawka"], one["brutto"]) for one in model["stawki"]] == [("8", "1000.00"), ("23", "-4000.00")]


async def test_a_rate_the_contract_does_not_have_or_is_not_sure_of_is_refused(studio: Studio) -> None:
    contract = await studio.contract(meble=10000, sprzet=2000)
    await studio.payment(contract, 4000)
    advance = await studio.issue("FZ", contract)
    refused = await correct(studio, advance["id"], 409, stawka="23")
    assert (refused["code"], refused["pozostalo"]) == ("zaliczki_ponad_umowe", 2000.0)
    assert "2 000,00 zł" in plain(refused["error"])
    assert "„Nowy podział na stawki VAT”" in refused["error"]
    await studio.change(contract, obiekt_rodzaj=None)
    assert (await correct(studio, advance["id"], 409, stawka="23"))["code"] == "stawka_niepewna"
    wrong = await correct(studio, advance["id"], 400, stawka="8", nowyPodzial=True)
    assert [one["path"] for one in wrong["details"]] == [["stawka"]]


async def test_lines_of_other_invoices_have_rates_of_their_own(studio: Studio) -> None:
    contract = await studio.contract(meble=10000, sprzet=0, **AT_23)
    invoice = await studio.issue("FV", contract)
    await studio.change(contract, vat_tryb=None, vat_powod=None, **REDUCED)
    refused = await correct(studio, invoice["id"], 400, stawka="8")
    assert refused["details"][0]["path"] == ["stawka"]
    assert "pozycji" in refused["details"][0]["message"]
    made = await correct(studio, invoice["id"], pozycje=[{"lp": 1, "stawka": "8"}])
    model = await studio.model(made["id"])
    assert [one["brutto"] for one in model["stawki"]] == ["10000.00", "-10000.00"]


async def test_advances_above_the_price_say_so_and_name_both(studio: Studio) -> None:
    contract = await studio.contract(meble=10000, sprzet=0)
    await studio.payment(contract, 9000)
    advance = await studio.issue("FZ", contract)
    added = await studio.me.post("/contracts/valuations", {"contractId": contract, "meble": 5000})
    assert added.status_code == 201, added.text
    refused = await issue(studio, "FK", contract)
    assert refused["pozostalo"] == -4000.0
    assert plain(refused["error"]) == (
        "Faktury zaliczkowe obejmują 9 000,00 zł, a umowa kosztuje 5 000,00 zł: najpierw skoryguj kwotę"
        f" {advance['numer']} albo wycenę"
    )


async def test_a_payment_above_what_is_left_says_both_amounts(studio: Studio) -> None:
    contract = await studio.contract(meble=10000, sprzet=0)
    await studio.payment(contract, Decimal("10000.01"))
    refused = await issue(studio, "FZ", contract)
    assert (refused["code"], refused["pozostalo"]) == ("zaliczki_ponad_umowe", 10000.0)
    assert "10 000,01 zł" in plain(refused["error"])
