"""Paying the commission of a month: one entry of the ledger for all ratings of a worker, in cash with its KW."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from cash_desk import CashDesk, open_desk

from bottega.kernel.application import Application
from bottega.kernel.local_time import LOCAL_ZONE
from callers import Caller, Invite

PAYOUTS = "/controlling/commissions/payouts"
RATINGS = "/contracts/work_ratings"


def month() -> str:
    """This month in Warsaw."""
    return f"{datetime.now(LOCAL_ZONE):%Y-%m}"


@pytest.fixture
async def desk(app: Application, caller: Invite) -> CashDesk:
    """A cash desk with 5 000 PLN, and a fitter who earned 500 and 120 PLN this month."""
    desk = await open_desk(app, caller)
    await desk.entry(nazwa="Zasilenie kasy", kwota="5000.00")
    await desk.keep_main_box(desk.office)
    await rate(desk, desk.fitter, "500.00", "montazysta")
    await rate(desk, desk.fitter, "120.00", "kierowca")
    return desk


async def rate(desk: CashDesk, worker: Caller, kwota: str, kind: str) -> str:
    made = await desk.made(
        desk.office,
        RATINGS,
        contractId=desk.contract,
        uzytkownikId=str(worker.user_id),
        kwota=kwota,
        ocena=5,
        typPracownika=kind,
    )
    return made["id"]


async def pay(desk: CashDesk, status: int = 201, who: Caller | None = None, **body: Any) -> dict[str, Any]:
    told = {"month": month(), "uzytkownikId": str(desk.fitter.user_id), **body}
    return await desk.made(who or desk.accountant, PAYOUTS, status, **told)


async def owed(desk: CashDesk) -> tuple[str, str]:
    """What was paid for the ratings of this month, and what is still to be paid."""
    answer = await desk.accountant.get(f"{RATINGS}/commissions", params={"month": month()})
    return answer.json()["wyplacono"], answer.json()["doWyplaty"]


async def test_a_month_is_paid_as_one_entry_with_its_kw_and_made_unpaid_by_its_storno(desk: CashDesk) -> None:
    paid = await pay(desk, rodzaj="gotowka")
    assert (paid["kwota"], paid["liczba"]) == ("620.00", 2)
    entry = await desk.transaction(paid["transactionId"])
    assert (entry["kwota"], entry["typ"], entry["stan"], entry["kategoria"]) == (
        "620.00",
        "rozchod",
        "zaksiegowana",
        "wynagrodzenia",
    )
    assert entry["dowod"] == paid["dowod"]["numer"]
    paper = (await desk.document(paid["dowod"]["id"]))["tresc"]
    assert (paper["strona"]["nazwa"], paper["kwota"]) == (desk.fitter.email, "620.00")
    assert paper["za_co"] == f"Prowizja za {month()[5:]}.{month()[:4]}"
    assert await owed(desk) == ("620.00", "0.00")
    assert (await pay(desk, 409))["code"] == "nic_do_wyplaty"
    back = await desk.made(desk.accountant, f"/finance/transactions/{paid['transactionId']}/storno")
    assert await owed(desk) == ("0.00", "620.00")
    receipt = await desk.voucher(desk.accountant, "KP", transactionId=back["id"])
    assert (await desk.document(receipt["id"]))["tresc"]["strona"]["nazwa"] == desk.fitter.email
    assert (await desk.accountant.get("/finance/ledger/audit")).json()["zgodna"] is True


async def test_a_transfer_has_no_voucher_and_only_what_came_later_is_paid_later(desk: CashDesk) -> None:
    first = await pay(desk)
    assert (first["kwota"], first["dowod"]) == ("620.00", None)
    await rate(desk, desk.fitter, "80.00", "pomocnik")
    assert (await pay(desk))["kwota"] == "80.00"


async def test_of_two_who_pay_at_once_one_does(desk: CashDesk) -> None:
    body = {"month": month(), "uzytkownikId": str(desk.fitter.user_id), "rodzaj": "gotowka"}
    answers = await asyncio.gather(*(who.post(PAYOUTS, body) for who in (desk.accountant, desk.owner)))
    assert sorted(one.status_code for one in answers) == [201, 409]
    listed = await desk.accountant.get("/finance/transactions", params={"kategoria": "wynagrodzenia"})
    assert listed.json()["total"] == 1


async def test_a_payout_is_refused_to_those_who_may_not_and_without_the_cash(desk: CashDesk) -> None:
    await pay(desk, 403, desk.fitter)
    await pay(desk, 403, desk.surveyor)
    await rate(desk, desk.accountant, "10.00", "pomocnik")
    await pay(desk, 403, uzytkownikId=str(desk.accountant.user_id))
    await rate(desk, desk.surveyor, "90000.00", "pomiarowiec")
    short = await pay(desk, 409, uzytkownikId=str(desk.surveyor.user_id), rodzaj="gotowka")
    assert short["code"] == "brak_srodkow"
    wrong = await pay(desk, 400, month="2026-13")
    assert wrong["details"][0]["path"] == ["month"]
    unknown = await pay(desk, 400, uzytkownikId="00000000-0000-4000-8000-000000000000")
    assert unknown["details"][0]["path"] == ["uzytkownikId"]
    assert await owed(desk) == ("0.00", "90630.00")


async def test_a_fitter_sees_their_own_pay_and_none_of_a_colleagues(desk: CashDesk) -> None:
    await rate(desk, desk.surveyor, "250.00", "pomiarowiec")
    listed = (await desk.fitter.get(RATINGS, params={"contractId": desk.contract})).json()["items"]
    seen = {one["uzytkownik_id"]: one["kwota"] for one in listed if one["typ_pracownika"] != "kierowca"}
    assert seen == {str(desk.fitter.user_id): "500.00", str(desk.surveyor.user_id): None}
    own = (await desk.fitter.get(f"{RATINGS}/commissions", params={"month": month()})).json()
    assert {one["uzytkownikId"] for one in own["items"]} == {str(desk.fitter.user_id)}
