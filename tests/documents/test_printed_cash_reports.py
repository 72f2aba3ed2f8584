"""Cash reports on paper: period, balances, every KP and KW in order, turnover, signatures."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import dossiers
import pytest
from test_document_texts import has, pages_of

from bottega.business.documents.compose.cash_reports import cash_report
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.issuer import Desk
from bottega.business.finance import ReportSheet, SheetEntry
from bottega.kernel.errors import InvalidInput
from callers import Invite
from conftest import Studio

VOUCHER = "KP/KG/2026/03/001"
PREVIEW = "/documents/preview"
DESK = Desk(UUID(int=4), dossiers.PROFILE, "Alicja Rachuba", today=date(2026, 4, 2))


def sheet(count: int = 0, **changed: Any) -> ReportSheet:
    """March of the main box: a deposit, screws, an entry that was cancelled, and as many more as are wanted."""
    entries = [
        SheetEntry(1, date(2026, 3, 2), "Zadatek K/2026/017", "przychod", Decimal("9840.00"), True, VOUCHER),
        SheetEntry(3, date(2026, 3, 3), "Wkręty i kleje", "rozchod", Decimal("230.50"), True, None),
        SheetEntry(2, date(2026, 3, 4), "Pomyłka", "przychod", Decimal("70.00"), False, None),
        *(
            SheetEntry(n, date(2026, 3, 5), f"Wpłata {n}", "przychod", Decimal("10.00"), True, None)
            for n in range(4, count + 4)
        ),
    ]
    income = Decimal("9840.00") + 10 * count
    values: dict[str, Any] = {
        "id": UUID(int=9),
        "organization_id": UUID(int=4),
        "numer": "RK/KG/2026/03",
        "kod": "KG",
        "kasa": "Kasa główna",
        "dzien_od": date(2026, 3, 1),
        "dzien_do": date(2026, 3, 31),
        "zamkniety": date(2026, 4, 1),
        "saldo_poczatkowe": Decimal("500.00"),
        "przychody": income,
        "rozchody": Decimal("230.50"),
        "saldo_koncowe": Decimal("500.00") + income - Decimal("230.50"),
        "liczba_dowodow": 1,
        "bez_dowodu": (UUID(int=12), *(UUID(int=100 + n) for n in range(count))),
        "pozycje": tuple(entries),
        **changed,
    }
    return ReportSheet(**values)


def test_a_cash_report_has_everything_the_brief_lists() -> None:
    paper = cash_report(sheet(), DESK, Wishes())
    has(
        paper,
        "Raport kasowy",
        "nr RK/KG/2026/03",
        "Kasa KG – Kasa główna",
        "Okres 01.03.2026 – 31.03.2026",
        "Data sporządzenia 01.04.2026",
        "Stan początkowy na 01.03.2026 500,00",
        "1 02.03.2026 KP/KG/2026/03/001 1 Zadatek K/2026/017 9 840,00 10 340,00",
        "2 03.03.2026 KW (brak) 3 Wkręty i kleje 230,50 10 109,50",
        "3 04.03.2026 KP 2 Pomyłka (anulowano) 10 109,50",
        "Obroty: przychód 9 840,00 zł",
        "Obroty: rozchód 230,50 zł",
        "Liczba załączników (dowodów KP i KW) 1",
        "Pozycje bez dowodu 1",
        "Stan końcowy na 31.03.2026",
        "10 109,50 zł",
        "Alicja Rachuba",
        "sporządził(a)",
        "kasjer",
        "sprawdził(a) / zatwierdził(a)",
        "Studio Mebli JESION sp. z o.o.",
    )


def test_a_long_report_repeats_its_heads_and_keeps_its_sums_with_the_signatures() -> None:
    pages = pages_of(cash_report(sheet(90), DESK, Wishes()))
    assert len(pages) == 3
    for number, text in enumerate(pages[:2], 1):
        assert "Przychód Rozchód" in text
        assert f"strona {number} z 3" in text
    assert "Stan końcowy na" in pages[-1]
    assert "kasjer" in pages[-1]


def test_an_empty_report_says_so() -> None:
    has(cash_report(sheet(pozycje=()), DESK, Wishes()), "nie przeszła żadna gotówka")


def test_a_report_is_not_dated_before_its_last_day() -> None:
    with pytest.raises(InvalidInput):
        cash_report(sheet(), DESK, Wishes(day=date(2026, 3, 30)))


@pytest.fixture
async def march(studio: Studio) -> str:
    """The open report of March: a payment of a contract, and something that was bought, entered in reverse order."""
    bought = {
        "nazwa": "Wkręty",
        "kwota": "30.50",
        "typ": "rozchod",
        "rodzaj": "gotowka",
        "data": "2026-03-09T12:00:00+01:00",
    }
    before = {**bought, "nazwa": "Zasilenie", "kwota": 100, "typ": "przychod", "data": "2026-02-10T12:00:00+01:00"}
    for body in (before, bought):
        made = await studio.me.post("/finance/transactions", body)
        assert made.status_code == 201, made.text
    paid = {"contractId": await studio.contract(), "typ": "Rata", "rodzaj": "gotowka", "cena": 1200}
    payment = await studio.me.post("/contracts/payment_methods", {**paid, "data": "2026-03-05", "potwierdzona": True})
    assert payment.status_code == 201, payment.text
    [box] = (await studio.me.get("/finance/cash_boxes")).json()["items"]
    opened = await studio.me.post(
        "/finance/cash_reports", {"cashBoxId": box["id"], "dzienOd": "2026-03-01", "dzienDo": "2026-03-31"}
    )
    assert opened.status_code == 201, opened.text
    return opened.json()["id"]


async def close(studio: Studio, report: str) -> None:
    answer = await studio.me.post(f"/finance/cash_reports/{report}/close", {})
    assert answer.status_code == 201, answer.text


async def issue(studio: Studio, report: str | None, status: int = 201, **more: Any) -> dict[str, Any]:
    return await studio.issue("RK", more.pop("contract", None), status, cashReportId=report, **more)


async def test_an_open_report_is_looked_at_and_a_closed_one_is_issued_under_the_number_of_finance(
    studio: Studio, march: str
) -> None:
    query = {"rodzaj": "RK", "cashReportId": march}
    for format in ("pdf", "html", "json"):
        preview = await studio.me.get(PREVIEW, params={**query, "format": format})
        assert preview.status_code == 200, preview.text
    assert (await issue(studio, march, 409))["code"] == "raport_otwarty"
    await close(studio, march)
    made = await issue(studio, march)
    assert made["numer"] == "RK/KG/2026/03"
    model = await studio.model(made["id"])
    assert [(one["data"], one["dowod"], one["saldo"]) for one in model["pozycje"]] == [
        ("2026-03-05", "KP", "1300.00"),
        ("2026-03-09", "KW", "1269.50"),
    ]
    figures = ("stan_poczatkowy", "przychody", "rozchody", "stan_koncowy", "zalaczniki")
    assert [model[name] for name in figures] == ["100.00", "1200.00", "30.50", "1269.50", 0]
    assert model["bez_dowodu"] == 2
    assert model["pozycje"][0]["pozycja"] == 3
    file = await studio.file(made["id"])
    assert file.headers["content-disposition"] == 'inline; filename="RK_KG_2026_03.pdf"'
    [item] = (await studio.me.get("/documents/documents", params={"rodzaj": "RK"})).json()["items"]
    assert (item["nabywca"], item["contract_id"], item["customer_id"]) == ("KG – Kasa główna", None, None)


async def test_a_report_names_the_vouchers_that_were_issued_for_its_entries(studio: Studio, march: str) -> None:
    entry = (await studio.me.get(f"/finance/cash_reports/{march}")).json()["pozycje"][0]
    receipt = await studio.issue("KP", entry["contractId"], dataWystawienia="2026-03-05")
    model = (await studio.me.get(PREVIEW, params={"rodzaj": "RK", "cashReportId": march, "format": "json"})).json()
    assert model["pozycje"][0]["dowod"] == receipt["numer"]
    told = await studio.model(receipt["id"])
    assert (told["raport"], told["pozycja"]) == (model["numer"], 3)


async def test_a_report_is_issued_once_and_again_after_it_was_cancelled(studio: Studio, march: str) -> None:
    await close(studio, march)
    body = {"rodzaj": "RK", "cashReportId": march}
    answers = await asyncio.gather(*(studio.me.post("/documents/documents", body) for _ in range(3)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409]
    made = next(one.json() for one in answers if one.status_code == 201)
    cancelled = await studio.me.post(f"/documents/documents/{made['id']}/cancel", {"przyczyna": "zła nazwa kasy"})
    assert cancelled.status_code == 200, cancelled.text
    assert (await issue(studio, march))["numer"] == made["numer"]


async def test_reports_ask_for_the_features_of_finance(studio: Studio, caller: Invite, march: str) -> None:
    await close(studio, march)
    made = await issue(studio, march)
    body = {"rodzaj": "RK", "cashReportId": march}
    blind = await caller("documents.view", "documents.issue", "contracts.view")
    assert (await blind.get("/documents/documents")).json()["items"] == []
    for answer in (
        await blind.get(f"/documents/documents/{made['id']}"),
        await blind.get(PREVIEW, params=body),
        await blind.post("/documents/documents", body),
    ):
        assert answer.status_code == 403
        assert "finance.view" in answer.json()["requiredFeatures"]
    looking = await caller("documents.view", "finance.view")
    assert (await looking.get(f"/documents/documents/{made['id']}/file")).status_code == 200
    assert (await looking.post("/documents/documents", body)).status_code == 403


async def test_what_a_report_is_of_must_be_said_be_there_and_be_of_no_contract(studio: Studio, march: str) -> None:
    assert (await issue(studio, None, 400))["details"][0]["path"] == ["cashReportId"]
    await issue(studio, str(UUID(int=5)), 404)
    wrong = await issue(studio, march, 400, contract=await studio.contract())
    assert [one["path"] for one in wrong["details"]] == [["contractId"]]
