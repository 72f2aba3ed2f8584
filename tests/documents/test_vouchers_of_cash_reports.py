"""Cash reports and their vouchers: one order everywhere, what has none is named, and the rest comes in one go."""

import asyncio
from typing import Any

import pytest
from cash_desk import DOCUMENTS, CashDesk, open_desk

from bottega.kernel.application import Application
from callers import Caller, Invite

MARCH = {"dzienOd": "2026-03-01", "dzienDo": "2026-03-31"}


def noon(month: int, day: int) -> str:
    """Noon of a day of 2026 in Warsaw."""
    return f"2026-{month:02d}-{day:02d}T12:00:00+01:00"


@pytest.fixture
async def desk(app: Application, caller: Invite) -> CashDesk:
    """A cash desk whose entries of March were booked out of order: the 27th before the 16th."""
    desk = await open_desk(app, caller)
    await desk.entry(nazwa="Zasilenie kasy", kwota="1000.00", data=noon(2, 10))
    await desk.entry(nazwa="Próbki", kwota="70.00", data=noon(3, 27))
    await desk.entry(nazwa="Paliwo", kwota="210.00", typ="rozchod", data=noon(3, 16))
    await desk.pay(desk.accountant, cena="400.00", data="2026-03-16", potwierdzona=True)
    await desk.keep_main_box(desk.office)
    return desk


async def open_march(desk: CashDesk) -> str:
    box = await desk.box()
    made = await desk.made(desk.accountant, "/finance/cash_reports", cashBoxId=box["id"], **MARCH)
    return made["id"]


async def shown(desk: CashDesk, report: str) -> dict[str, Any]:
    answer = await desk.accountant.get(f"/finance/cash_reports/{report}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def on_paper(desk: CashDesk, report: str) -> dict[str, Any]:
    query = {"rodzaj": "RK", "cashReportId": report, "format": "json"}
    answer = await desk.accountant.get("/documents/preview", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def issue_missing(desk: CashDesk, report: str, who: Caller | None = None, **body: Any) -> dict[str, Any]:
    return await desk.made(who or desk.accountant, f"/documents/cash_reports/{report}/vouchers", **body)


async def test_a_report_has_one_order_and_one_running_balance_on_the_screen_and_on_paper(desk: CashDesk) -> None:
    report = await open_march(desk)
    lines = (await shown(desk, report))["pozycje"]
    expected = [(1, 3, "2026-03-16", 790.0), (2, 4, "2026-03-16", 1190.0), (3, 2, "2026-03-27", 1260.0)]
    assert [(one["lp"], one["pozycja"], one["data"][:10], one["saldo"]) for one in lines][::2] == expected[::2]
    assert [(one["lp"], one["pozycja"], one["saldo"]) for one in lines] == [
        (lp, place, held) for lp, place, _, held in expected
    ]
    paper = await on_paper(desk, report)
    assert [(one["lp"], one["pozycja"], one["data"], float(one["saldo"])) for one in paper["pozycje"]] == expected


async def test_the_missing_vouchers_of_a_report_come_in_one_go_in_its_order_with_its_days(desk: CashDesk) -> None:
    report = await open_march(desk)
    made = await issue_missing(desk, report, desk.office)
    assert [(one["rodzaj"], one["numer"], one["dataWystawienia"]) for one in made["wystawione"]] == [
        ("KW", "KW/KG/2026/03/001", "2026-03-16"),
        ("KP", "KP/KG/2026/03/001", "2026-03-16"),
        ("KP", "KP/KG/2026/03/002", "2026-03-27"),
    ]
    assert (made["liczbaDowodow"], made["pozostalo"], made["pominiete"]) == (3, 0, [])
    again = await issue_missing(desk, report)
    assert (again["wystawione"], again["liczbaDowodow"]) == ([], 3)
    lines = (await shown(desk, report))["pozycje"]
    assert [one["dowod"] for one in lines] == [one["numer"] for one in made["wystawione"]]
    assert [one["dokumentId"] for one in lines] == [one["id"] for one in made["wystawione"]]
    paper = await on_paper(desk, report)
    assert [one["dowod"] for one in paper["pozycje"]] == [one["numer"] for one in made["wystawione"]]
    assert (paper["zalaczniki"], paper["bez_dowodu"]) == (3, 0)
    first = (await desk.document(made["wystawione"][0]["id"]))["tresc"]
    assert (first["raport"], first["pozycja"], first["wystawil"]) == ("RK/KG/2026/03", 3, desk.office.email)
    assert (await desk.accountant.get("/finance/ledger/audit")).json()["zgodna"] is True


async def test_a_voucher_that_was_late_has_the_day_of_the_last_one_of_its_month(desk: CashDesk) -> None:
    report = await open_march(desk)
    late = (await shown(desk, report))["bezDowodu"][-1]
    await desk.voucher(desk.office, "KP", transactionId=late, dataWystawienia="2026-03-27")
    made = await issue_missing(desk, report)
    assert [(one["numer"], one["dataWystawienia"]) for one in made["wystawione"]] == [
        ("KW/KG/2026/03/001", "2026-03-16"),
        ("KP/KG/2026/03/002", "2026-03-27"),
    ]


async def test_the_missing_vouchers_are_issued_once_however_many_ask_at_once_and_a_few_at_a_time(
    desk: CashDesk,
) -> None:
    report = await open_march(desk)
    some = await issue_missing(desk, report, limit=1)
    assert (len(some["wystawione"]), some["pozostalo"]) == (1, 2)
    path = f"/documents/cash_reports/{report}/vouchers"
    answers = await asyncio.gather(*(who.post(path, {}) for who in (desk.office, desk.accountant, desk.owner)))
    assert [one.status_code for one in answers] == [201] * 3
    assert sorted(len(one.json()["wystawione"]) for one in answers) == [0, 0, 2]
    listed = await desk.accountant.get(DOCUMENTS, params={"transactionId": some["wystawione"][0]["transactionId"]})
    assert listed.json()["total"] == 1
    assert (await shown(desk, report))["liczbaDowodow"] == 3


async def test_a_customer_without_an_address_holds_up_only_their_own_voucher(desk: CashDesk) -> None:
    report = await open_march(desk)
    [address] = (await desk.owner.get("/customers/addresses", params={"entityId": desk.customer})).json()["items"]
    assert (await desk.owner.delete("/customers/addresses", {"id": address["id"]})).status_code == 200
    made = await issue_missing(desk, report)
    assert (len(made["wystawione"]), made["pozostalo"]) == (2, 1)
    [left_out] = made["pominiete"]
    assert [one["pole"] for one in left_out["braki"]] == ["nabywca.adres"]


async def test_closing_says_which_entries_have_no_voucher_and_is_refused_where_the_studio_wants_all(
    desk: CashDesk,
) -> None:
    report = await open_march(desk)
    missing = (await shown(desk, report))["bezDowodu"]
    assert len(missing) == 3
    strict = await desk.owner.put("/finance/settings", {"wymagajDowodow": True})
    assert strict.json()["wymagajDowodow"] is True
    close = f"/finance/cash_reports/{report}/close"
    refused = await desk.made(desk.accountant, close, 409)
    assert (refused["code"], refused["transactionIds"]) == ("brak_dowodow", missing)
    lax = await desk.owner.put("/finance/settings", {"wymagajDowodow": False})
    assert lax.status_code == 200, lax.text
    closed = await desk.made(desk.accountant, close)
    assert (closed["warnings"], closed["bezDowodu"], closed["liczbaDowodow"]) == (["pozycje_bez_dowodu"], missing, 0)
    # What is missing may still be drawn up before the report is printed.
    assert len((await issue_missing(desk, report))["wystawione"]) == 3
    printed = await desk.voucher(desk.accountant, "RK", cashReportId=report)
    assert (await desk.document(printed["id"]))["tresc"]["zalaczniki"] == 3


async def test_a_report_with_all_its_vouchers_closes_without_a_word(desk: CashDesk) -> None:
    report = await open_march(desk)
    await issue_missing(desk, report)
    await desk.owner.put("/finance/settings", {"wymagajDowodow": True})
    closed = await desk.made(desk.accountant, f"/finance/cash_reports/{report}/close")
    assert (closed["warnings"], closed["bezDowodu"], closed["liczbaDowodow"]) == ([], [], 3)
    cancelled = await desk.accountant.get(DOCUMENTS, params={"rodzaj": "KP"})
    [kept, *_] = cancelled.json()["items"]
    refused = await desk.made(desk.accountant, f"{DOCUMENTS}/{kept['id']}/cancel", 409, przyczyna="pomyłka")
    assert refused["code"] == "raport_zamkniety"


async def test_only_those_who_see_the_ledger_and_print_receipts_issue_the_vouchers_of_a_report(
    desk: CashDesk, caller: Invite
) -> None:
    report = await open_march(desk)
    path = f"/documents/cash_reports/{report}/vouchers"
    for features in (("finance.*", "documents.*"), ("contracts.drukuj_kp", "documents.view")):
        await desk.made(await caller(*features), path, 403)
    await desk.made(desk.fitter, path, 403)
    unknown = "/documents/cash_reports/00000000-0000-4000-8000-000000000000/vouchers"
    await desk.made(desk.accountant, unknown, 404)
    wrong = await desk.made(desk.accountant, path, 400, limit=0)
    assert wrong["details"][0]["path"] == ["limit"]
