"""The four print operations of contracts: what they answer, and in which format."""

import io

import pytest
from pypdf import PdfReader

from conftest import PDF, Studio

PRINTS = ("invoice", "proforma", "kp", "warranty")


def text_of(content: bytes) -> str:
    """The text of all pages of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.fixture
async def contract(studio: Studio) -> str:
    """A contract that every print operation has something for."""
    made = await studio.contract()
    await studio.payment(made, 9840, rodzaj="gotowka")
    return made


@pytest.mark.parametrize("what", PRINTS)
async def test_pdf_is_the_default_and_json_and_html_come_on_request(studio: Studio, contract: str, what: str) -> None:
    pdf = await studio.print(contract, what)
    assert pdf.status_code == 200, pdf.text
    assert pdf.headers["content-type"] == PDF
    assert pdf.headers["content-disposition"].startswith("inline; filename=")
    assert pdf.content.startswith(b"%PDF-")
    model = await studio.print(contract, what, format="json")
    by_header = await studio.me.get(
        f"/contracts/contracts/{contract}/print/{what}", headers={"accept": "application/json"}
    )
    assert model.json() == by_header.json()
    page = await studio.print(contract, what, format="html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert model.json()["tytul"] in page.text
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = await studio.me.get(f"/contracts/contracts/{contract}/print/{what}", headers=browser)
    assert answer.headers["content-type"] == PDF


@pytest.mark.parametrize("what", PRINTS)
async def test_a_get_never_takes_a_number(studio: Studio, contract: str, what: str) -> None:
    for format in ("pdf", "json", "html"):
        assert (await studio.print(contract, what, format=format)).status_code == 200
    model = (await studio.print(contract, what, format="json")).json()
    assert model["numer"] is None
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        assert (
            await ctx.query_value("SELECT count(*) FROM documents_documents WHERE tenant_id = $1", ctx.tenant_id) == 0
        )
        assert await ctx.query_value("SELECT count(*) FROM number_series WHERE tenant_id = $1", ctx.tenant_id) == 0


async def test_a_preview_bears_its_watermark(studio: Studio, contract: str) -> None:
    assert "PODGLĄD" in text_of((await studio.print(contract, "proforma")).content)


async def test_the_warranty_card_is_a_sample_until_the_work_is_finished(studio: Studio, contract: str) -> None:
    assert "WZÓR" in text_of((await studio.print(contract, "warranty")).content)
    assert (await studio.issue("GW", contract, 409))["code"] == "umowa_niezakonczona"
    await studio.complete(contract)
    text = text_of((await studio.print(contract, "warranty")).content)
    assert "WZÓR" not in text
    assert "PODGLĄD" in text
    made = await studio.issue("GW", contract)
    issued = await studio.print(contract, "warranty")
    assert made["numer"] in text_of(issued.content)
    assert "24 miesiące od daty odbioru, do 17.07.2028" in text_of(issued.content)
    assert "PODGLĄD" in text_of((await studio.print(contract, "warranty", draft=1)).content)


async def test_kp_needs_a_confirmed_cash_payment(studio: Studio) -> None:
    contract = await studio.contract()
    await studio.payment(contract, 1000, rodzaj="przelew")
    answer = await studio.print(contract, "kp")
    assert answer.status_code == 409
    assert answer.json()["code"] == "brak_wplaty_gotowka"


async def test_kp_is_for_the_newest_cash_payment_without_one_or_the_one_that_is_named(studio: Studio) -> None:
    contract = await studio.contract()
    first = await studio.payment(contract, 1000, rodzaj="gotowka")
    await studio.payment(contract, 2000, rodzaj="gotowka")
    assert (await studio.print(contract, "kp", format="json")).json()["kwota"] == "2000.00"
    assert (await studio.print(contract, "kp", format="json", paymentId=first)).json()["kwota"] == "1000.00"
    made = await studio.issue("KP", contract)
    assert (await studio.model(made["id"]))["kwota"] == "2000.00"
    assert (await studio.print(contract, "kp", format="json")).json()["kwota"] == "1000.00"
    await studio.issue("KP", contract)
    assert (await studio.print(contract, "kp", format="json")).json()["numer"].endswith("/002")


async def test_a_cash_refund_has_a_kw(studio: Studio) -> None:
    contract = await studio.contract()
    await studio.payment(contract, 1500, rodzaj="gotowka")
    await studio.payment(contract, 1000, typ="Zwrot", rodzaj="gotowka")
    made = await studio.issue("KW", contract)
    assert made["numer"].startswith("KW/KG/")
    model = await studio.model(made["id"])
    assert model["za_co"].startswith("Zwrot wpłaty do umowy")


async def test_a_receipt_names_the_cash_box_the_ledger_put_the_money_into(studio: Studio) -> None:
    contract = await studio.contract()
    body = {"contractId": contract, "typ": "Rata", "rodzaj": "gotowka", "cena": 1200, "data": "2026-05-11"}
    paid = await studio.me.post("/contracts/payment_methods", {**body, "potwierdzona": True})
    assert paid.status_code == 201, paid.text
    box = (await studio.me.get("/finance/cash_boxes")).json()["items"][0]
    made = await studio.issue("KP", contract, paymentId=paid.json()["id"])
    assert made["numer"].startswith(f"KP/{box['kod']}/")
    assert (await studio.model(made["id"]))["kasa"] == f"{box['kod']} – {box['nazwa']}"


async def test_an_invoice_of_nothing_is_refused(studio: Studio) -> None:
    contract = await studio.contract(meble=0, sprzet=0)
    for what in ("invoice", "proforma"):
        answer = await studio.print(contract, what)
        assert answer.status_code == 409
        assert answer.json()["code"] == "zero_suma"


async def test_a_preview_has_no_xml(studio: Studio, contract: str) -> None:
    answer = await studio.print(contract, "invoice", format="xml")
    assert answer.status_code == 400
    assert answer.json()["code"] == "brak_xml"


async def test_a_proforma_asks_for_what_is_left_or_for_an_amount(studio: Studio, contract: str) -> None:
    rest = await studio.model((await studio.issue("PF", contract))["id"])
    assert rest["platnosc"]["do_zaplaty"] == "20160.00"
    part = await studio.model((await studio.issue("PF", contract, kwota=12000))["id"])
    assert part["platnosc"]["do_zaplaty"] == "12000.00"
    assert part["slownie"] == "dwanaście tysięcy złotych zero groszy"
    assert part["platnosc"]["tytul"].startswith("K/2026/")


@pytest.mark.parametrize("rodzaj", ["FV", "PF", "GW", "UM", "PRO", "OSW", "KP"])
async def test_every_kind_has_a_preview_that_writes_nothing(studio: Studio, contract: str, rodzaj: str) -> None:
    answer = await studio.me.get("/documents/preview", params={"rodzaj": rodzaj, "contractId": contract})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"%PDF-")
    listed = (await studio.me.get("/documents/documents")).json()
    assert listed["total"] == 0


async def test_what_a_customer_typed_is_never_taken_for_markup(studio: Studio) -> None:
    evil = '#panic("x") *bold* <script>alert(1)</script> $x$ \\ ]'
    customer = await studio.person(firstName="Ewa", lastName="Nowak")
    contract = await studio.contract(customer)
    await studio.change(contract, opis=evil)
    made = await studio.me.get("/documents/preview", params={"rodzaj": "UM", "contractId": contract})
    assert '#panic("x") *bold*' in text_of(made.content)
    page = await studio.me.get("/documents/preview", params={"rodzaj": "UM", "contractId": contract, "format": "html"})
    assert "<script>" not in page.text
