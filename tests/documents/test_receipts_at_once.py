"""Receipts (KP) the moment cash is taken: by whoever keeps the box, before the office confirms it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from cash_desk import CashDesk, day, open_desk

from bottega.business.documents import give_voucher, take_cash
from bottega.kernel.application import Application, finish
from bottega.kernel.errors import Conflict, Invalid, NotFound
from callers import Invite


@pytest.fixture
async def desk(app: Application, caller: Invite) -> CashDesk:
    """A cash desk whose main box the office manager keeps."""
    desk = await open_desk(app, caller)
    await desk.entry(nazwa="Zasilenie kasy")
    await desk.keep_main_box(desk.office)
    return desk


async def approve(desk: CashDesk, transaction: str, decision: str = "approve") -> None:
    await desk.made(desk.accountant, f"/finance/transactions/{transaction}/{decision}")


async def test_who_keeps_the_till_gives_the_receipt_at_once_and_the_accountant_confirms_it_later(
    desk: CashDesk,
) -> None:
    payment = await desk.pay()
    receipt = await desk.voucher(desk.office, "KP", contractId=desk.contract)
    assert receipt["numer"].startswith("KP/KG/")
    shown = await desk.document(receipt["id"])
    assert shown["tresc"]["wystawil"] == desk.office.email
    assert (shown["tresc"]["kwota"], shown["tresc"]["pozycja"]) == ("1200.00", None)
    transaction = await desk.entry_of(payment)
    waiting = await desk.transaction(transaction)
    assert (waiting["stan"], waiting["dowod"]) == ("oczekuje", receipt["numer"])
    await approve(desk, transaction)
    booked = await desk.transaction(transaction)
    assert (booked["stan"], booked["dokument_id"]) == ("zaksiegowana", receipt["id"])
    again = await desk.voucher(desk.office, "KP", contractId=desk.contract, paymentId=payment)
    assert again == receipt


async def test_nobody_else_gives_a_receipt_for_cash_that_waits(desk: CashDesk) -> None:
    payment = await desk.pay()
    refused = await desk.voucher(desk.accountant, "KP", 409, contractId=desk.contract)
    assert refused["code"] == "brak_wplaty_gotowka"
    transaction = await desk.entry_of(payment)
    assert (await desk.voucher(desk.accountant, "KP", 409, transactionId=transaction))["code"] == "oczekuje"
    into_the_fitters_box = await desk.pay(uzytkownikId=str(desk.fitter.user_id))
    entry = await desk.entry_of(into_the_fitters_box)
    assert (await desk.voucher(desk.office, "KP", 409, transactionId=entry))["code"] == "oczekuje"
    assert (await desk.transaction(entry))["dowod"] is None


async def test_the_receipt_of_cash_that_is_refused_is_cancelled_and_says_why(desk: CashDesk) -> None:
    payment = await desk.pay()
    receipt = await desk.voucher(desk.office, "KP", contractId=desk.contract, paymentId=payment)
    transaction = await desk.entry_of(payment)
    await approve(desk, transaction, "reject")
    shown = await desk.document(receipt["id"])
    assert shown["stan"] == "anulowany"
    assert shown["przyczyna"]
    refused = await desk.transaction(transaction)
    assert (refused["stan"], refused["dowod"], refused["dokument_id"]) == ("odrzucona", None, None)
    changed = await desk.office.put("/contracts/payment_methods", {"id": payment, "cena": "1100.00"})
    assert changed.status_code == 200, changed.text
    second = await desk.voucher(desk.office, "KP", contractId=desk.contract, paymentId=payment)
    assert (await desk.document(second["id"]))["brutto"] == "1100.00"
    assert second["numer"] != receipt["numer"]


async def test_what_a_receipt_says_does_not_change_under_it(desk: CashDesk) -> None:
    payment = await desk.pay()
    receipt = await desk.voucher(desk.office, "KP", contractId=desk.contract)
    for change in ({"cena": "1300.00"}, {"data": day(-1)}, {"typ": "Zadatek"}, {"rodzaj": "przelew"}):
        answer = await desk.office.put("/contracts/payment_methods", {"id": payment, **change})
        assert (answer.status_code, answer.json()["code"]) == (409, "ma_dowod_kasowy"), change
        assert answer.json()["numer"] == receipt["numer"]
    removed = await desk.office.delete("/contracts/payment_methods", {"id": payment})
    assert (removed.status_code, removed.json()["code"]) == (409, "in_use")
    noted = await desk.office.put("/contracts/payment_methods", {"id": payment, "opis": "przy podpisaniu"})
    assert noted.status_code == 200, noted.text


async def test_a_fitter_takes_cash_at_the_door_with_its_receipt_and_the_office_books_it(desk: CashDesk) -> None:
    ctx = await desk.acting(desk.fitter)
    taken = await take_cash(ctx, UUID(desk.contract), kwota=Decimal("1500.00"), nr_paragonu="12/2026")
    await finish(ctx)
    await ctx.close()
    box = await desk.box(desk.fitter)
    assert taken.numer.startswith(f"KP/{box['kod']}/")
    shown = await desk.document(str(taken.dokument_id))
    assert shown["tresc"]["wystawil"] == desk.fitter.email
    assert shown["tresc"]["za_co"].startswith("Wpłata końcowa do umowy")
    await approve(desk, str(taken.transaction_id))
    held = (await desk.accountant.get("/finance/cash")).json()["items"]
    assert [one["gotowka"] for one in held if one["uzytkownikId"] == str(desk.fitter.user_id)] == [1500]


async def test_the_keeper_gets_the_file_of_their_own_vouchers_and_of_no_others(desk: CashDesk) -> None:
    ctx = await desk.acting(desk.fitter)
    taken = await take_cash(ctx, UUID(desk.contract), kwota=Decimal("1500.00"))
    await finish(ctx)
    await ctx.close()
    await desk.pay()
    other = await desk.voucher(desk.office, "KP", contractId=desk.contract)
    ctx = await desk.acting(desk.fitter)
    reply = await give_voucher(ctx, taken.dokument_id)
    assert reply.content.startswith(b"%PDF")
    with pytest.raises(NotFound):
        await give_voucher(ctx, UUID(other["id"]))
    await ctx.close()


async def test_cash_is_not_taken_for_the_contracts_of_others_nor_ahead_of_its_day(desk: CashDesk) -> None:
    ctx = await desk.acting(desk.fitter)
    with pytest.raises(NotFound):
        await take_cash(ctx, UUID(await desk.studio.contract()), kwota=Decimal(1))
    with pytest.raises(ValueError, match="Zwrot"):
        await take_cash(ctx, UUID(desk.contract), kwota=Decimal(1), typ="Zwrot")
    with pytest.raises(Invalid) as refused:
        await take_cash(ctx, UUID(desk.contract), kwota=Decimal(1), data=date(2999, 1, 1))
    assert refused.value.details["code"] == "brak_daty_wplaty"
    await ctx.close()
    listed = await desk.office.get("/contracts/payment_methods", params={"contractId": desk.contract})
    assert listed.json()["total"] == 0


async def test_cash_is_not_taken_for_a_settled_contract(desk: CashDesk) -> None:
    await desk.studio.change(desk.contract, rozliczona=True)
    ctx = await desk.acting(desk.fitter)
    with pytest.raises(Conflict) as refused:
        await take_cash(ctx, UUID(desk.contract), kwota=Decimal(1))
    assert refused.value.details["code"] == "contract_settled"
    await ctx.close()
