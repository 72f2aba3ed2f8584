"""What waits and who decides on it: approvals, four eyes, and the house's settings (BR-12)."""

from typing import Any
from uuid import uuid4

import pytest

from callers import Caller, Invite


@pytest.fixture
async def boss(caller: Invite) -> Caller:
    """Somebody who may approve."""
    return await caller("finance.*")


async def approve(person: Caller, transaction_id: str, **body: Any) -> Any:
    return await person.post(f"/finance/transactions/{transaction_id}/approve", body)


async def ask(person: Caller, transaction_id: str, reviewer: Caller) -> Any:
    return await person.post(
        "/finance/approvals", {"transactionId": transaction_id, "reviewerId": str(reviewer.user_id)}
    )


async def test_approving_books_a_transaction(office: Any):
    made = await office.entered(oczekuje=True)
    answer = await approve(office.me, made, komentarz="zgadza się")
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"ok": True, "id": made, "oczekuje": False}
    shown = await office.shown(made)
    assert (shown["stan"], shown["zatwierdzil_id"]) == ("zaksiegowana", str(office.me.user_id))
    assert await office.held() == 100.0
    assert (await office.stats())["pendingApprovals"] == 0


async def test_approve_a_booked_transaction_again_is_refused_as_already_booked(office: Any):
    made = await office.entered(oczekuje=True)
    await approve(office.me, made)
    again = await approve(office.me, made)
    assert (again.status_code, again.json()["code"]) == (409, "already_booked")
    assert await office.held() == 100.0


async def test_approve_ones_own_above_threshold_needs_four_eyes(office: Any, boss: Caller):
    made = await office.entered(oczekuje=True, kwota=2000.01)
    refused = await approve(office.me, made)
    assert (refused.status_code, refused.json()["code"]) == (403, "four_eyes")
    assert (await office.shown(made))["stan"] == "oczekuje"
    assert (await approve(boss, made)).status_code == 201
    at_threshold = await office.entered(oczekuje=True, kwota=2000)
    assert (await approve(office.me, at_threshold)).status_code == 201


async def test_the_threshold_is_the_houses(office: Any, boss: Caller):
    assert (await office.me.get("/finance/settings")).json() == {
        "progCzterechOczu": 2000.0,
        "domyslnyRecenzentId": None,
        "wymagajDowodow": False,
    }
    changed = await office.me.put(
        "/finance/settings", {"progCzterechOczu": 50, "domyslnyRecenzentId": str(boss.user_id)}
    )
    assert changed.json() == {
        "progCzterechOczu": 50.0,
        "domyslnyRecenzentId": str(boss.user_id),
        "wymagajDowodow": False,
    }
    await office.me.put("/finance/settings", {"progCzterechOczu": 60})
    assert (await office.me.get("/finance/settings")).json()["domyslnyRecenzentId"] == str(boss.user_id)
    made = await office.entered(oczekuje=True, kwota=61)
    assert (await approve(office.me, made)).status_code == 403


async def test_a_default_reviewer_may_approve(office: Any, fitter: Caller):
    refused = await office.me.put("/finance/settings", {"domyslnyRecenzentId": str(fitter.user_id)})
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["domyslnyRecenzentId"])


async def test_who_approves_does_not_change_the_settings(caller: Invite):
    accountant = await caller("finance.view", "finance.approve")
    assert (await accountant.put("/finance/settings", {"progCzterechOczu": 1})).status_code == 403


async def test_a_rejected_transaction_is_over(office: Any):
    made = await office.entered(oczekuje=True)
    rejected = await office.me.post(f"/finance/transactions/{made}/reject", {"komentarz": "nie nasze"})
    assert rejected.json() == {"ok": True, "id": made, "stan": "odrzucona"}
    refused = await approve(office.me, made)
    assert (refused.status_code, refused.json()["code"]) == (409, "odrzucona")
    assert (await office.me.put("/finance/transactions", {"id": made, "nazwa": "x"})).status_code == 409
    assert (await office.stats())["pendingApprovals"] == 0


async def test_a_waiting_expense_is_approved_only_while_the_cash_is_there(office: Any):
    await office.entered(kwota=100)
    made = await office.entered(oczekuje=True, typ="rozchod", kwota=80)
    await office.spend(50)
    refused = await approve(office.me, made)
    assert (refused.status_code, refused.json()["code"]) == (409, "brak_srodkow")
    assert (await office.shown(made))["stan"] == "oczekuje"


async def test_br_12_pending_approvals_are_transactions_not_rows_of_reviewers(office: Any, boss: Caller):
    made = await office.entered(oczekuje=True)
    for reviewer in (office.me, boss):
        assert (await ask(office.me, made, reviewer)).status_code == 201
    assert (await office.stats())["pendingApprovals"] == 1


async def test_asking_the_same_reviewer_twice_is_refused(office: Any, boss: Caller):
    made = await office.entered(oczekuje=True)
    await ask(office.me, made, boss)
    assert (await ask(office.me, made, boss)).status_code == 409
    listed = (await office.me.get("/finance/approvals", params={"transactionId": made})).json()
    assert [one["reviewer_id"] for one in listed["items"]] == [str(boss.user_id)]


async def test_a_reviewer_must_hold_the_right_to_approve(office: Any, fitter: Caller):
    made = await office.entered(oczekuje=True)
    refused = await ask(office.me, made, fitter)
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["reviewerId"])
    missing = await office.me.post(
        "/finance/approvals", {"transactionId": str(uuid4()), "reviewerId": str(office.me.user_id)}
    )
    assert (missing.status_code, missing.json()["details"][0]["path"]) == (400, ["transactionId"])


async def test_asking_about_a_transaction_that_nobody_approved_lets_it_wait(office: Any, boss: Caller):
    made = await office.entered(kwota=70)
    assert (await ask(office.me, made, boss)).status_code == 201
    assert (await office.shown(made))["stan"] == "oczekuje"
    assert await office.held() == 0.0
    # It was in the cash box once, so it keeps what stands on a cash document.
    assert (await office.me.put("/finance/transactions", {"id": made, "kwota": 90})).status_code == 409
    assert (await approve(boss, made)).status_code == 201
    assert await office.held() == 70.0
    assert await office.audited() == []
    again = await ask(office.me, made, boss)
    assert (again.status_code, again.json()["code"]) == (409, "already_booked")


async def test_asking_about_cash_that_was_spent_is_refused(office: Any, boss: Caller):
    made = await office.entered(kwota=70)
    await office.spend(70)
    assert (await ask(office.me, made, boss)).json()["code"] == "brak_srodkow"
    assert (await office.shown(made))["stan"] == "zaksiegowana"


async def test_br_12_deleting_the_last_approval_books_nothing(office: Any, boss: Caller):
    made = await office.entered(oczekuje=True)
    asked = (await ask(office.me, made, boss)).json()["id"]
    gone = await office.me.delete("/finance/approvals", {"id": asked})
    assert gone.json() == {"ok": True}
    assert (await office.shown(made))["stan"] == "oczekuje"
    assert (await office.stats())["pendingApprovals"] == 1


async def test_a_decision_closes_every_place_in_the_queue_and_stays(office: Any, boss: Caller):
    made = await office.entered(oczekuje=True)
    for reviewer in (office.me, boss):
        await ask(office.me, made, reviewer)
    await approve(boss, made, komentarz="ok")
    listed = (await office.me.get("/finance/approvals", params={"transactionId": made})).json()["items"]
    assert [one["decyzja"] for one in listed] == ["zatwierdzono"] * 2
    refused = await office.me.delete("/finance/approvals", {"id": listed[0]["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "decyzja_zapadla")


async def test_a_question_about_a_deleted_transaction_is_gone_too(office: Any, boss: Caller):
    made = await office.entered(oczekuje=True)
    await ask(office.me, made, boss)
    assert (await office.me.delete("/finance/transactions", {"id": made})).status_code == 200
    assert (await office.me.get("/finance/approvals")).json()["total"] == 0


async def test_the_queue_is_found_by_the_name_of_the_transaction(office: Any, boss: Caller):
    made = await office.entered(oczekuje=True, nazwa="Zaliczka Łódzka")
    await ask(office.me, made, boss)
    assert (await office.me.get("/finance/approvals?search=lodzka")).json()["total"] == 1
    assert (await office.me.get("/finance/approvals?search=wroclaw")).json()["total"] == 0
