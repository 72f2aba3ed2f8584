"""Rated work and the entry that pays it out: paid while the entry counts, to be paid again when it is taken back."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from bottega.business.contracts.tables.work import WorkRating
from bottega.kernel.application import Application
from bottega.kernel.schemas import today
from bottega.kernel.writes import changes
from callers import Caller, Invite

FEATURES = ("contracts.*", "customers.*", "finance.*", "controlling.*")


async def made(me: Caller, path: str, **body: Any) -> str:
    """Create something; answers its id."""
    answer = await me.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def rated(me: Caller, fitter: Caller) -> tuple[str, str]:
    """A contract and the rating of somebody who worked on it for 500 PLN."""
    customer = await made(me, "/customers/people", firstName="Ewa", lastName="Mazur", displayName="Ewa Mazur")
    contract = await made(me, "/contracts/contracts", numer="K/1", typ="szafa", customerId=customer)
    rating = await made(
        me,
        "/contracts/work_ratings",
        contractId=contract,
        uzytkownikId=str(fitter.user_id),
        kwota="500.00",
        ocena=5,
        typPracownika="montazysta",
    )
    return contract, rating


async def payout(me: Caller, contract: str, rating: str, **changed: Any) -> str:
    """The entry that pays a rating out."""
    return await made(
        me,
        "/finance/transactions",
        nazwa="Premia",
        kwota="500.00",
        typ="rozchod",
        rodzaj="przelew",
        data=datetime.now(UTC).isoformat(),
        contractId=contract,
        linkedEntityType="work_rating",
        linkedEntityId=rating,
        **changed,
    )


async def owed(me: Caller) -> str:
    """What is still to be paid for the work rated this month."""
    month = f"{today():%Y-%m}"
    answer = await me.get("/contracts/work_ratings/commissions", params={"month": month})
    return answer.json()["doWyplaty"]


async def taken_back(me: Caller, how: str, entry: str) -> None:
    """Let an entry count no more."""
    if how == "storno":
        answer = await me.post(f"/finance/transactions/{entry}/storno", {})
    elif how == "delete":
        answer = await me.delete("/finance/transactions", {"id": entry})
    else:
        answer = await me.post("/finance/approvals", {"transactionId": entry, "reviewerId": str(me.user_id)})
    assert answer.status_code in (200, 201), answer.text


@pytest.mark.parametrize("how", ["storno", "delete", "approval"])
async def test_a_rating_is_to_be_paid_again_when_its_payment_is_taken_back(caller: Invite, how: str) -> None:
    me, fitter = await caller(*FEATURES), await caller("contracts.view")
    contract, rating = await rated(me, fitter)
    entry = await payout(me, contract, rating)
    assert await owed(me) == "0.00"
    locked = await me.put("/contracts/work_ratings", {"id": rating, "kwota": "450.00"})
    assert (locked.status_code, locked.json()["code"]) == (409, "paid_out")
    await taken_back(me, how, entry)
    assert await owed(me) == "500.00"
    assert (await me.put("/contracts/work_ratings", {"id": rating, "kwota": "450.00"})).status_code == 200
    await payout(me, contract, rating)
    assert await owed(me) == "0.00"


async def test_a_second_payment_that_is_taken_back_leaves_the_first_one_paid(caller: Invite) -> None:
    me, fitter = await caller(*FEATURES), await caller("contracts.view")
    contract, rating = await rated(me, fitter)
    await payout(me, contract, rating)
    await taken_back(me, "storno", await payout(me, contract, rating))
    assert await owed(me) == "0.00"


async def test_wages_that_paid_several_ratings_are_taken_back_for_all_of_them(app: Application, caller: Invite) -> None:
    me, fitter = await caller(*FEATURES), await caller("contracts.view")
    contract, first = await rated(me, fitter)
    second = await made(
        me,
        "/contracts/work_ratings",
        contractId=contract,
        uzytkownikId=str(fitter.user_id),
        kwota="120.00",
        ocena=4,
        typPracownika="kierowca",
    )
    wages = await made(
        me,
        "/finance/transactions",
        nazwa="Wynagrodzenie",
        kwota="4000.00",
        typ="rozchod",
        rodzaj="przelew",
        data=datetime.now(UTC).isoformat(),
    )
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        for rating in (first, second):
            paid = {"wyplacona_at": datetime.now(UTC), "transaction_id": UUID(wages)}
            await changes.update(ctx, WorkRating, UUID(rating), paid)
    assert await owed(me) == "0.00"
    await taken_back(me, "storno", wages)
    assert await owed(me) == "620.00"


async def test_br_24_a_payment_of_rated_work_that_was_reversed_neither_costs_nor_earns(caller: Invite) -> None:
    me, fitter = await caller(*FEATURES), await caller("contracts.view")
    contract, rating = await rated(me, fitter)
    await taken_back(me, "storno", await payout(me, contract, rating))
    wrong = await made(
        me,
        "/finance/transactions",
        nazwa="Okucia",
        kwota="70.00",
        typ="rozchod",
        rodzaj="przelew",
        data=datetime.now(UTC).isoformat(),
        contractId=contract,
    )
    await taken_back(me, "storno", wrong)
    profit = (await me.get(f"/controlling/contracts/{contract}/profit")).json()
    assert (profit["wydatki"], profit["robocizna"]) == (0, 500)
