"""Cash goes into the box of whoever took it, and forfeited earnest money becomes income of a kind of its own."""

from datetime import datetime
from typing import Any

from bottega.kernel.local_time import LOCAL_ZONE
from callers import Caller, Invite

FEATURES = ("contracts.*", "customers.*", "finance.*")


async def made(me: Caller, path: str, **body: Any) -> str:
    """Create something; answers its id."""
    answer = await me.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def paid(me: Caller, **payment: Any) -> str:
    """A contract with a confirmed payment in cash; answers the id of the contract."""
    customer = await made(me, "/customers/people", firstName="Ewa", lastName="Mazur", displayName="Ewa Mazur")
    contract = await made(me, "/contracts/contracts", numer="K/1", typ="szafa", customerId=customer)
    await made(me, "/contracts/valuations", contractId=contract, meble="5000.00")
    day = datetime.now(LOCAL_ZONE).date().isoformat()
    await made(
        me,
        "/contracts/payment_methods",
        contractId=contract,
        typ="Zadatek",
        rodzaj="gotowka",
        cena="2000.00",
        data=day,
        potwierdzona=True,
        **payment,
    )
    return contract


async def held(me: Caller) -> dict[str | None, float]:
    """Cash by person; None is the main box."""
    answer = await me.get("/finance/cash")
    assert answer.status_code == 200, answer.text
    return {one["uzytkownikId"]: one["gotowka"] for one in answer.json()["items"] if one["gotowka"]}


async def test_cash_lies_with_who_took_it_until_they_hand_it_over(caller: Invite) -> None:
    me, fitter = await caller(*FEATURES), await caller("finance.transfer")
    await paid(me, uzytkownikId=str(fitter.user_id))
    assert await held(me) == {str(fitter.user_id): 2000}
    transfer = await fitter.post("/finance/transfer", {"odbiorcaId": str(me.user_id), "kwota": "2000.00"})
    assert (await me.post(f"/finance/transfer/{transfer.json()['id']}/accept")).status_code == 201
    assert (await held(me))[str(me.user_id)] == 2000


async def test_nobody_of_another_studio_takes_money(caller: Invite) -> None:
    me = await caller(*FEATURES)
    answer = await me.post(
        "/contracts/payment_methods",
        {
            "contractId": await paid(me),
            "typ": "Rata",
            "rodzaj": "gotowka",
            "cena": "1.00",
            "uzytkownikId": "00000000-0000-4000-8000-000000000000",
        },
    )
    assert (answer.status_code, answer.json()["details"][0]["path"]) == (400, ["uzytkownikId"])


async def test_br_8_forfeited_earnest_money_is_income_of_its_own_kind(caller: Invite) -> None:
    me = await caller(*FEATURES)
    contract = await paid(me)
    before = (await me.get("/finance/stats")).json()
    answer = await me.post(
        f"/contracts/contracts/{contract}/rozwiaz", {"strona": "klient", "powod": "Rezygnacja klienta"}
    )
    assert answer.status_code == 200, answer.text
    entries = (await me.get("/finance/transactions", params={"contractId": contract})).json()["items"]
    assert [(one["kategoria"], one["kwota"]) for one in entries] == [("zadatek_zatrzymany", "2000.00")]
    assert (await me.get("/finance/stats")).json() == before
