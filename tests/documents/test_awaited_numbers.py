"""KSeF files of corrections and final invoices: made when the numbers they name are known, and never with a lie."""

from typing import Any

from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd

from conftest import Studio

OUTSIDE = "<NrKSeFN>1</NrKSeFN>"


async def corrected(studio: Studio, document: str, cena: int = 20000) -> dict[str, Any]:
    """A correction of an invoice."""
    body = {"przyczyna": "rabat", "pozycje": [{"lp": 1, "cena": cena}]}
    answer = await studio.me.post(f"/documents/documents/{document}/correct", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def of_a_business(studio: Studio) -> str:
    """A contract whose invoices go to KSeF."""
    return await studio.contract(await studio.company(), typ="biuro")


async def test_a_correction_waits_for_the_number_of_what_it_corrects(studio: Studio) -> None:
    invoice = await studio.issue("FV", await of_a_business(studio))
    correction = await corrected(studio, invoice["id"])
    for waiting in (
        await studio.file(correction["id"], format="xml"),
        await studio.me.get(f"/documents/documents/{correction['id']}/ksef"),
        await studio.me.post(f"/documents/documents/{correction['id']}/ksef/send"),
    ):
        assert (waiting.status_code, waiting.json()["code"]) == (409, "czeka_na_numer_ksef")
        assert waiting.json()["numery"] == [invoice["numer"]]
    number = await studio.enter_number(invoice["id"])
    xml = await studio.file(correction["id"], format="xml")
    validate_fa3_xml_xsd(xml.content)
    assert f"<NrKSeFFaKorygowanej>{number}</NrKSeFFaKorygowanej>" in xml.text
    assert OUTSIDE not in xml.text
    assert (await studio.me.get(f"/documents/documents/{correction['id']}/ksef")).status_code == 200


async def test_a_final_invoice_waits_for_the_numbers_of_all_its_advances(studio: Studio) -> None:
    contract = await of_a_business(studio)
    advances = []
    for _each in range(2):
        await studio.payment(contract, 5000)
        advances.append((await studio.issue("FZ", contract))["id"])
    await studio.complete(contract)
    final = (await studio.issue("FK", contract))["id"]
    numbers = [await studio.enter_number(advances[0])]
    assert (await studio.file(final, format="xml")).json()["code"] == "czeka_na_numer_ksef"
    numbers.append(await studio.enter_number(advances[1]))
    xml = await studio.file(final, format="xml")
    validate_fa3_xml_xsd(xml.content)
    assert [number in xml.text for number in numbers] == [True, True]
    assert "NrKSeFZN" not in xml.text


async def test_only_what_was_issued_outside_is_said_to_be(studio: Studio) -> None:
    invoice = await studio.issue("FV", await of_a_business(studio))
    correction = await corrected(studio, invoice["id"])
    path = f"/documents/documents/{invoice['id']}/ksef"
    for _again in range(2):
        assert (await studio.me.post(f"{path}/outside")).status_code == 200
    xml = await studio.file(correction["id"], format="xml")
    validate_fa3_xml_xsd(xml.content)
    assert OUTSIDE in xml.text
    await studio.enter_number(invoice["id"])
    assert (await studio.me.post(f"{path}/outside")).json()["code"] == "juz_w_ksef"


async def test_papers_of_a_consumer_go_where_the_first_one_went(studio: Studio) -> None:
    outside, inside = await studio.contract(), await studio.contract()
    papers = [await studio.issue("FV", outside)]
    await studio.me.put("/documents/seller", {"ksefKonsumenci": True})
    papers.append(await studio.issue("FV", inside))
    later = await corrected(studio, papers[0]["id"])
    assert (await studio.file(later["id"], format="xml")).status_code == 404
    await studio.me.put("/documents/seller", {"ksefKonsumenci": False})
    correction = await corrected(studio, papers[1]["id"])
    number = await studio.enter_number(papers[1]["id"])
    assert number in (await studio.file(correction["id"], format="xml")).text
