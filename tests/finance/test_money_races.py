"""Two at once: where two rules meet the database decides, and afterwards the ledger adds up all the same."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from callers import Caller, Invite

ROUNDS = 6


@pytest.fixture
async def other(caller: Invite) -> Caller:
    """Somebody else who hands cash over."""
    return await caller("finance.transfer")


async def send(person: Caller, to: Caller, kwota: float) -> Any:
    return await person.post("/finance/transfer", {"odbiorcaId": str(to.user_id), "kwota": kwota})


async def statuses(*calls: Any) -> Counter[int]:
    """How often each status was answered."""
    return Counter(answer.status_code for answer in await asyncio.gather(*calls))


async def test_accept_transfer_twice_at_once_books_it_once(office: Any, fitter: Caller, other: Caller):
    await office.entered(kwota=1000, uzytkownikId=str(fitter.user_id))
    for n in range(1, ROUNDS):
        made = (await send(fitter, other, 10)).json()["id"]
        calls = (other.post(f"/finance/transfer/{made}/accept", {}) for _ in range(4))
        assert await statuses(*calls) == {201: 1, 409: 3}
        assert await office.held(other) == 10.0 * n
    assert await office.audited() == []


async def test_accept_against_reject_leaves_one_winner(office: Any, fitter: Caller, other: Caller):
    await office.entered(kwota=1000, uzytkownikId=str(fitter.user_id))
    accepted = 0
    for _ in range(ROUNDS):
        made = (await send(fitter, other, 10)).json()["id"]
        first, second = await asyncio.gather(
            other.post(f"/finance/transfer/{made}/accept", {}), fitter.post(f"/finance/transfer/{made}/reject", {})
        )
        assert {first.status_code, second.status_code} == {201, 409}
        accepted += first.status_code == 201
    assert await office.held(other) == 10.0 * accepted
    assert await office.held(fitter) == 1000 - 10.0 * accepted
    assert await office.audited() == []


async def test_two_expenses_from_the_same_cash_box_do_not_spend_the_same_cash(office: Any):
    for _ in range(ROUNDS):
        await office.entered(kwota=100)
        assert await statuses(*(office.spend(60) for _ in range(5))) == {201: 1, 409: 4}
        assert await statuses(office.spend(40)) == {201: 1}
    assert await office.held() == 0.0
    assert await office.audited() == []


async def test_an_expense_against_a_pending_transfer_does_not_spend_what_is_promised(
    office: Any, fitter: Caller, other: Caller
):
    for _ in range(ROUNDS):
        await office.entered(kwota=100, uzytkownikId=str(fitter.user_id))
        spent, sent = await asyncio.gather(office.spend(70, uzytkownikId=str(fitter.user_id)), send(fitter, other, 70))
        assert {spent.status_code, sent.status_code} == {201, 409}
        cash = await office.cash(fitter)
        assert cash["dostepne"] == 30.0
        if sent.status_code == 201:
            await fitter.post(f"/finance/transfer/{sent.json()['id']}/reject", {})
        await office.spend((await office.cash(fitter))["dostepne"], uzytkownikId=str(fitter.user_id))
    assert await office.audited() == []


async def test_approve_twice_at_once_books_it_once(office: Any, caller: Invite):
    second = await caller("finance.*")
    for n in range(1, ROUNDS):
        made = await office.entered(oczekuje=True, kwota=10)
        calls = (who.post(f"/finance/transactions/{made}/approve", {}) for who in (office.me, second) * 2)
        assert await statuses(*calls) == {201: 1, 409: 3}
        assert await office.held() == 10.0 * n
    assert await office.audited() == []


async def test_approve_against_reject_and_delete_leaves_one_winner(office: Any, caller: Invite):
    second = await caller("finance.*")
    for _ in range(ROUNDS):
        made = await office.entered(oczekuje=True, kwota=10)
        path = f"/finance/transactions/{made}"
        done = await statuses(
            office.me.post(f"{path}/approve", {}),
            second.post(f"{path}/reject", {}),
            office.me.delete("/finance/transactions", {"id": made}),
        )
        # What was approved or rejected first may be deleted afterwards; what was deleted first is gone.
        assert done[200] + done[201] in (1, 2)
        assert (await office.shown(made, withDeleted="true"))["stan"] != "oczekuje"
    assert await office.audited() == []


async def test_two_moves_of_the_same_cash_happen_once(office: Any, fitter: Caller):
    body = {"zRodzaju": "gotowka", "doRodzaju": "przelew", "kwota": 80, "data": office.noon()}
    to_fitter = {**body, "doRodzaju": "gotowka", "doUzytkownikId": str(fitter.user_id)}
    for _ in range(ROUNDS):
        await office.entered(kwota=100)
        calls = (office.me.post("/finance/inter_cash_transfer", one) for one in (body, to_fitter, body))
        assert await statuses(*calls) == {201: 1, 409: 2}
        await office.spend(20)
    assert await office.held() == 0.0
    assert await office.audited() == []


async def test_moves_in_opposite_directions_do_not_wait_for_each_other_in_a_circle(office: Any, fitter: Caller):
    await office.entered(kwota=500)
    await office.entered(kwota=500, uzytkownikId=str(fitter.user_id))
    there = {
        "zRodzaju": "gotowka",
        "doRodzaju": "gotowka",
        "kwota": 5,
        "data": office.noon(),
        "doUzytkownikId": str(fitter.user_id),
    }
    back = {**there, "doUzytkownikId": None, "zUzytkownikId": str(fitter.user_id)}
    calls = (office.me.post("/finance/inter_cash_transfer", one) for one in (there, back) * ROUNDS)
    assert await statuses(*calls) == {201: 2 * ROUNDS}
    assert [await office.held(), await office.held(fitter)] == [500.0, 500.0]


async def test_closing_a_report_against_a_new_cash_entry_has_it_or_refuses_it(office: Any):
    await office.entered(kwota=100, data="2026-03-01T12:00:00+01:00")
    box = await office.box()
    for month in (3, 4, 5, 6):
        report = await office.report(box, **({"dzienOd": "2026-03-01"} if month == 3 else {}))
        entries = [office.enter(kwota=1, data=f"2026-{month:02}-15T12:00:00Z") for _ in range(4)]
        *made, closing = await asyncio.gather(*entries, office.me.post(f"/finance/cash_reports/{report}/close", {}))
        assert closing.status_code == 201, closing.text
        booked = sum(answer.status_code == 201 for answer in made)
        assert {answer.status_code for answer in made} <= {201, 409}
        assert closing.json()["przychody"] == booked + (100 if month == 3 else 0)
        shown = (await office.me.get(f"/finance/cash_reports/{report}")).json()
        assert shown["saldoKoncowe"] == closing.json()["saldoKoncowe"]
    assert await office.audited() == []


async def test_a_report_is_opened_and_closed_once(office: Any):
    await office.entered(kwota=100)
    box = await office.box()
    opened = [office.me.post("/finance/cash_reports", {"cashBoxId": box}) for _ in range(4)]
    assert await statuses(*opened) == {201: 1, 409: 3}
    [report] = (await office.me.get("/finance/cash_reports")).json()["items"]
    calls = (office.me.post(f"/finance/cash_reports/{report['id']}/close", {}) for _ in range(4))
    assert await statuses(*calls) == {201: 1, 409: 3}


async def test_a_transaction_is_reversed_once(office: Any):
    made = await office.entered(kwota=100)
    calls = (office.me.post(f"/finance/transactions/{made}/storno", {}) for _ in range(4))
    assert await statuses(*calls) == {201: 1, 409: 3}
    assert await office.held() == 0.0


async def test_many_first_entries_at_once_open_one_cash_box(office: Any, fitter: Caller):
    calls = (office.enter(kwota=1, uzytkownikId=str(fitter.user_id)) for _ in range(8))
    assert await statuses(*calls) == {201: 8}
    assert (await office.me.get("/finance/cash_boxes")).json()["total"] == 1
    assert await office.held(fitter) == 8.0


async def test_the_settings_are_made_once(office: Any):
    calls = (office.me.put("/finance/settings", {"progCzterechOczu": n}) for n in range(5))
    assert await statuses(*calls) == {200: 5}
