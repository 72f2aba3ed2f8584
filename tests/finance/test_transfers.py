"""Transfers of cash from person to person, and moves between cash boxes (BR-13, BR-14)."""

from typing import Any
from uuid import uuid4

import pytest

from bottega.kernel.writes import changes
from bottega.platform.auth import found_tenant
from bottega.platform.auth.tables import User
from callers import Caller, Invite

NOTHING = {"income": 0.0, "expense": 0.0, "balance": 0.0}


@pytest.fixture
async def other(caller: Invite) -> Caller:
    """Somebody else who hands cash over."""
    return await caller("finance.transfer")


async def send(person: Caller, to: Caller, kwota: float = 40, **more: Any) -> Any:
    return await person.post("/finance/transfer", {"odbiorcaId": str(to.user_id), "kwota": kwota, **more})


async def sent(person: Caller, to: Caller, kwota: float = 40, **more: Any) -> dict[str, Any]:
    made = await send(person, to, kwota, **more)
    assert made.status_code == 201, made.text
    return made.json()


async def answer(person: Caller, transfer_id: str, verb: str) -> Any:
    return await person.post(f"/finance/transfer/{transfer_id}/{verb}", {})


@pytest.fixture
async def paid(office: Any, fitter: Caller) -> Caller:
    """A fitter who holds 100 in cash."""
    await office.entered(kwota=100, uzytkownikId=str(fitter.user_id))
    return fitter


async def test_br_13_a_transfer_is_two_waiting_entries_until_the_recipient_accepts(
    office: Any, paid: Caller, other: Caller
):
    made = await sent(paid, other, 40)
    assert made["status"] == "oczekuje"
    going, coming = [await office.shown(one) for one in made["transactionIds"]]
    assert (going["typ"], coming["typ"]) == ("rozchod", "przychod")
    assert (going["uzytkownik_id"], coming["uzytkownik_id"]) == (str(paid.user_id), str(other.user_id))
    assert {going["stan"], coming["stan"]} == {"oczekuje"}
    assert (await office.cash(paid))["dostepne"] == 60.0
    assert (await office.cash(other))["nadchodzi"] == 40.0

    accepted = await answer(other, made["id"], "accept")
    assert accepted.status_code == 201, accepted.text
    assert accepted.json() == {"id": made["id"], "status": "zaakceptowany"}
    assert [await office.held(one) for one in (paid, other)] == [60.0, 40.0]
    assert (await office.stats())["income"] == 100.0
    assert await office.audited() == []


async def test_accept_transfer_twice_changes_nothing_and_shows_the_status(office: Any, paid: Caller, other: Caller):
    made = await sent(paid, other)
    await answer(other, made["id"], "accept")
    again = await answer(other, made["id"], "accept")
    assert again.status_code == 409
    assert again.json()["status"] == "zaakceptowany"
    assert await office.held(other) == 40.0


@pytest.mark.parametrize(("first", "then"), [("accept", "reject"), ("reject", "accept")])
async def test_reject_after_accept_and_accept_after_reject_are_refused(
    office: Any, paid: Caller, other: Caller, first: str, then: str
):
    made = await sent(paid, other)
    assert (await answer(other, made["id"], first)).status_code == 201
    before = [await office.held(one) for one in (paid, other)]
    assert (await answer(other, made["id"], then)).status_code == 409
    assert [await office.held(one) for one in (paid, other)] == before
    assert await office.audited() == []


async def test_accept_by_sender_or_third_person_is_forbidden(office: Any, paid: Caller, other: Caller):
    made = await sent(paid, other)
    assert (await answer(paid, made["id"], "accept")).status_code == 403
    assert (await answer(office.me, made["id"], "accept")).status_code == 403
    assert (await answer(office.me, made["id"], "reject")).status_code == 403
    assert await office.held(other) == 0.0


@pytest.mark.parametrize("who", ["sender", "recipient"])
async def test_sender_and_recipient_may_call_a_transfer_off(office: Any, paid: Caller, other: Caller, who: str):
    made = await sent(paid, other)
    called_off = await answer(paid if who == "sender" else other, made["transactionIds"][1], "reject")
    assert called_off.json() == {"id": made["id"], "status": "odrzucony"}
    assert {(await office.shown(one))["stan"] for one in made["transactionIds"]} == {"anulowana"}
    assert (await office.cash(paid))["dostepne"] == 100.0
    assert await office.audited() == []


async def test_transfer_to_self_is_refused_and_to_an_inactive_user_and_to_another_organization(
    office: Any, app: Any, paid: Caller, other: Caller, caller: Invite
):
    to_self = await send(paid, paid)
    assert (to_self.status_code, to_self.json()["details"][0]["path"]) == (400, ["odbiorcaId"])
    stranger = await caller("finance.transfer", within=await found_tenant(app, "Elsewhere"))
    assert (await send(paid, stranger)).status_code == 404
    assert (await paid.post("/finance/transfer", {"odbiorcaId": str(uuid4()), "kwota": 1})).status_code == 404
    async with office.acting() as ctx:
        await changes.update(ctx, User, other.user_id, {"is_confirmed": False})
    inactive = await send(paid, other)
    assert (inactive.status_code, inactive.json()["details"][0]["path"]) == (400, ["odbiorcaId"])
    assert (await office.stats())["pendingApprovals"] == 0


async def test_transfer_to_somebody_of_another_organization_of_the_same_firm_finds_nobody(
    admin: Caller, office: Any, paid: Caller, caller: Invite
):
    made = await admin.post("/directory/organizations", {"name": "Oddział"})
    branch = made.json()["id"]
    neighbour = await caller("finance.transfer", organizations=[branch], organization_id=branch)
    limited = await caller("finance.transfer", organizations=[office.me.organization_id])
    await office.entered(kwota=100, uzytkownikId=str(limited.user_id))
    assert (await send(limited, neighbour)).status_code == 404


async def test_transfer_of_more_cash_than_the_sender_holds_is_refused(office: Any, paid: Caller, other: Caller):
    assert (await send(paid, other, 100.01)).json()["code"] == "brak_srodkow"
    await sent(paid, other, 60)
    refused = await send(paid, other, 40.01)
    assert (refused.status_code, refused.json()["dostepne"]) == (409, 40.0)
    assert (await send(paid, other, 5000, rodzaj="przelew")).status_code == 201


async def test_the_senders_cash_is_reserved_while_a_transfer_waits(office: Any, paid: Caller, other: Caller):
    made = await sent(paid, other, 80)
    refused = await office.spend(21, uzytkownikId=str(paid.user_id))
    assert (refused.status_code, refused.json()["code"]) == (409, "brak_srodkow")
    assert (await office.spend(20, uzytkownikId=str(paid.user_id))).status_code == 201
    assert (await answer(other, made["id"], "accept")).status_code == 201
    assert await office.held(paid) == 0.0


async def test_accepting_when_the_cash_is_gone_all_the_same_is_refused(office: Any, paid: Caller, other: Caller):
    made = await sent(paid, other, 80)
    async with office.acting() as ctx:
        # Past every check, as only a mistake of ours could.
        await ctx.query(
            "UPDATE finance_transactions SET kwota = 10 WHERE uzytkownik_id = $1 AND stan = 'zaksiegowana'",
            paid.user_id,
        )
    refused = await answer(other, made["id"], "accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "brak_srodkow")
    assert {(await office.shown(one))["stan"] for one in made["transactionIds"]} == {"oczekuje"}


async def test_approving_a_transfer_leg_is_refused_because_its_recipient_accepts_it(
    office: Any, paid: Caller, other: Caller
):
    made = await sent(paid, other)
    refused = await office.me.post(f"/finance/transactions/{made['transactionIds'][0]}/approve", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "uzyj_accept")
    assert (await office.me.delete("/finance/transactions", {"id": made["transactionIds"][0]})).status_code == 409


async def test_transfers_are_listed_for_the_two_and_for_those_who_see_the_ledger(
    office: Any, paid: Caller, other: Caller, caller: Invite
):
    made = await sent(paid, other)
    stranger = await caller("finance.transfer")
    for person, count in ((paid, 1), (other, 1), (office.me, 1), (stranger, 0)):
        listed = (await person.get("/finance/transfers?status=oczekuje")).json()
        assert [one["id"] for one in listed["items"]] == [made["id"]] * count
        assert listed["total"] == count
    assert listed["items"] == []
    [item] = (await paid.get("/finance/transfers")).json()["items"]
    assert (item["odbiorca"], item["kwota"]) == (other.email, "40.00")
    own = (await other.get("/finance/cash/own")).json()
    assert (own["gotowka"], own["nadchodzi"]) == (0.0, 40.0)


async def test_a_transfer_cannot_be_undone_but_sent_back(office: Any, caller: Invite, other: Caller):
    sender = await caller("finance.transfer", "audit_logs.undo_self")
    await office.entered(kwota=100, uzytkownikId=str(sender.user_id))
    office.me = sender
    await sent(sender, other)
    refused = await office.undo_entry()
    assert (refused.status_code, refused.json()["code"]) == (409, "not_undoable")
    assert "Accept or reject the transfer" in refused.json()["error"]


async def test_br_14_a_move_is_booked_at_once_on_both_sides_and_adds_up_to_nothing(office: Any, paid: Caller):
    await office.entered(kwota=500)
    moved = await office.me.post(
        "/finance/inter_cash_transfer",
        {"zRodzaju": "gotowka", "doRodzaju": "przelew", "kwota": 200, "data": office.noon(), "nazwa": "Do banku"},
    )
    assert moved.status_code == 201, moved.text
    going, coming = [await office.shown(one) for one in moved.json()["transactionIds"]]
    assert moved.json()["id"] == going["id"]
    assert (going["linked_entity_id"], coming["linked_entity_id"]) == (coming["id"], going["id"])
    assert {going["kategoria"], coming["kategoria"]} == {"przesuniecie"}
    cash = (await office.me.get("/finance/cash")).json()
    assert {one["rodzaj"]: one["saldo"] for one in cash["razem"]} == {"gotowka": 400.0, "przelew": 200.0}
    assert (await office.stats())["income"] == 600.0
    assert await office.audited() == []


async def test_inter_cash_same_source_and_target_is_refused(office: Any, paid: Caller):
    same = {"zRodzaju": "gotowka", "doRodzaju": "gotowka", "kwota": 1, "data": office.noon()}
    assert (await office.me.post("/finance/inter_cash_transfer", same)).status_code == 400
    person = {"zUzytkownikId": str(paid.user_id), "doUzytkownikId": str(paid.user_id)}
    assert (await office.me.post("/finance/inter_cash_transfer", {**same, **person})).status_code == 400
    fine = await office.me.post("/finance/inter_cash_transfer", {**same, "zUzytkownikId": str(paid.user_id)})
    assert fine.status_code == 201, fine.text
    assert await office.held() == 1.0


async def test_a_move_of_more_cash_than_there_is_is_refused(office: Any, paid: Caller):
    body = {
        "zUzytkownikId": str(paid.user_id),
        "zRodzaju": "gotowka",
        "doRodzaju": "przelew",
        "kwota": 101,
        "data": office.noon(),
    }
    refused = await office.me.post("/finance/inter_cash_transfer", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "brak_srodkow")
    assert len(await office.listed()) == 1
