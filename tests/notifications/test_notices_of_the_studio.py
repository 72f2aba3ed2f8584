"""Events of the studio: whom each tells, once, and nobody who must not know of the contract."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from inboxes import Json, listed

from bottega.business.contracts.notices import remind
from bottega.business.controlling.notices import warn_installations
from bottega.business.documents.notices import remind_warranties
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.events import drain
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.schemas import midnight, today
from callers import Caller, Invite

NUMBER = "UM/7/2026"


@pytest.fixture
async def boss(caller: Invite) -> Caller:
    """Somebody who looks after everything."""
    return await caller("*")


@pytest.fixture
async def limited(caller: Invite) -> Caller:
    """Somebody who may as much, and sees only contracts they are assigned to."""
    return await caller("contracts.*", "controlling.*", "contracts.only_assigned")


async def row(app: Application, who: Caller, table: str, **values: Any) -> UUID:
    """A row that a test needs."""
    values = {"tenant_id": who.tenant_id, "organization_id": who.organization_id, "id": new_id(), **values}
    async with app.database.tenant(who.tenant_id) as connection:
        places = ", ".join(f"${n}" for n in range(1, len(values) + 1))
        await connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", *values.values())
    return values["id"]


async def contract(app: Application, boss: Caller, **values: Any) -> UUID:
    person = {"firstName": "Anna", "lastName": "Nowak", "displayName": "Anna Nowak"}
    made = await boss.post("/customers/people", person)
    assert made.status_code == 201, made.text
    customer = UUID(made.json()["id"])
    known = {"numer": NUMBER, "typ": "kuchnia", "customer_id": customer, **values}
    return await row(app, boss, "contracts_contracts", **known)


async def of_type(who: Caller, name: str, **headers: str) -> list[Json]:
    answer = await who.get("/notifications", params={"type": name}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_an_overdue_instalment_and_a_late_order_are_told_once_to_who_looks_after_them(
    app: Application, boss: Caller, limited: Caller, caller: Invite
) -> None:
    looker, one = await caller("contracts.view"), await contract(app, boss)
    day = today()
    plan = {"contract_id": one, "typ": "zadatek", "rodzaj": "przelew", "cena": 1000}
    await row(app, boss, "contracts_planned_payments", **plan, data=day - timedelta(days=2))
    await row(app, boss, "contracts_planned_payments", **plan, data=day)
    await row(app, boss, "contracts_planned_payments", **plan, data=day - timedelta(days=60))
    order = {"contract_id": one, "nazwa": "Blaty", "ilosc": 1, "data_wyslania": day - timedelta(days=9)}
    await row(app, boss, "contracts_purchase_orders", **order, data_obiecana=day - timedelta(days=1))
    await row(app, boss, "contracts_purchase_orders", **order, data_obiecana=day + timedelta(days=1))
    for _ in range(2):
        await remind(app, {})
    [overdue] = await of_type(boss, "contracts.instalment.overdue", **{"accept-language": "pl"})
    assert overdue["title"] == f"Umowa {NUMBER}: rata po terminie"
    assert f"{day - timedelta(days=2):%d.%m.%Y}" in overdue["body"]
    assert "1000" not in str(overdue), "not everybody may see amounts"
    assert overdue["linkHref"] == f"/backend/contracts/contracts/{one}"
    [late] = await of_type(boss, "contracts.purchase_order.late")
    assert "Blaty" in late["body"]
    assert await listed(limited) == await listed(looker) == []
    await boss.put(f"/notifications/{overdue['id']}/dismiss")
    await remind(app, {})
    assert await of_type(boss, "contracts.instalment.overdue") == []


async def test_an_installation_of_tomorrow_with_a_closed_gate_is_told_and_no_other(
    app: Application, boss: Caller, limited: Caller
) -> None:
    one, later = await contract(app, boss), await contract(app, boss, numer="UM/8")
    tomorrow = midnight(today() + timedelta(days=1)) + timedelta(hours=9)
    await row(app, boss, "contracts_installation_dates", contract_id=one, data=tomorrow)
    await row(app, boss, "contracts_installation_dates", contract_id=later, data=tomorrow + timedelta(days=1))
    for _ in range(2):
        await warn_installations(app, {})
    [told] = await of_type(boss, "controlling.installation.not_ready", **{"accept-language": "pl"})
    assert told["severity"] == "error"
    assert told["sourceEntityId"] == str(one)
    assert told["body"] == "Pomiar: brak zatwierdzonego pomiaru u klienta"
    assert await listed(limited) == []


async def test_a_warranty_is_told_a_month_before_it_ends(app: Application, boss: Caller) -> None:
    saved = await boss.put("/documents/seller", {"nazwa": "Studio Dąb", "gwarancjaMiesiace": 24})
    assert saved.status_code == 200, saved.text
    day = today()
    two_years = datetime(day.year - 2, day.month, min(day.day, 28), 12, tzinfo=LOCAL_ZONE)
    soon = await contract(app, boss, zakonczona=True, zakonczona_at=two_years + timedelta(days=10))
    for number, days in (("UM/8", 60), ("UM/9", -10)):
        ended = two_years + timedelta(days=days)
        await contract(app, boss, numer=number, zakonczona=True, zakonczona_at=ended)
    for _ in range(2):
        await remind_warranties(app, {})
    [told] = await of_type(boss, "documents.warranty.ending")
    assert told["sourceEntityId"] == str(soon)


async def test_money_that_is_handed_over_is_told_to_its_recipient(
    app: Application, boss: Caller, caller: Invite
) -> None:
    fitter = await caller("finance.transfer")
    body = {
        "odbiorcaId": str(fitter.user_id),
        "kwota": 100,
        "rodzaj": "przelew",
        "data": datetime.now(LOCAL_ZONE).isoformat(),
        "nazwa": "Zaliczka",
    }
    sent = await boss.post("/finance/transfer", body)
    assert sent.status_code == 201, sent.text
    await drain(app)
    [told] = await listed(fitter)
    assert (told["type"], told["sourceEntityId"]) == ("finance.transfer.waiting", sent.json()["id"])
    assert boss.email in told["title"]
    assert await listed(boss) == []


async def test_who_is_asked_to_approve_is_told(app: Application, boss: Caller, caller: Invite) -> None:
    reviewer = await caller("finance.view", "finance.approve")
    now = datetime.now(LOCAL_ZONE).isoformat()
    entry = await boss.post(
        "/finance/transactions", {"nazwa": "Okucia", "kwota": 50, "typ": "przychod", "rodzaj": "przelew", "data": now}
    )
    assert entry.status_code == 201, entry.text
    asked = {"transactionId": entry.json()["id"], "reviewerId": str(reviewer.user_id)}
    made = await boss.post("/finance/approvals", asked)
    assert made.status_code == 201, made.text
    await drain(app)
    [told] = await listed(reviewer)
    assert told["sourceEntityId"] == made.json()["id"]


async def test_measurements_that_wait_are_told_to_who_approves_them(
    app: Application, boss: Caller, caller: Invite
) -> None:
    measurer = await caller("measurements.view", "measurements.create", "customers.people.view")
    person = {"firstName": "Anna", "lastName": "Nowak", "displayName": "Anna Nowak"}
    customer = (await boss.post("/customers/people", person)).json()["id"]
    made = await measurer.post("/measurements/measurements", {"customerId": customer, "kwota": 0})
    assert made.status_code == 201, made.text
    await drain(app)
    assert [one["sourceEntityId"] for one in await of_type(boss, "measurements.measurement.waiting")] == [
        made.json()["id"]
    ]
    assert await listed(measurer) == []


async def test_those_who_work_on_a_contract_are_told_that_it_is_settled_but_not_who_settled_it(
    app: Application, boss: Caller, limited: Caller, caller: Invite
) -> None:
    stranger, one = await caller("contracts.*"), await contract(app, boss, uzytkownik_id=boss.user_id)
    for person in (limited, boss):
        await row(app, boss, "contracts_worker_assignments", contract_id=one, uzytkownik_id=person.user_id)
    settled = await boss.post(f"/contracts/contracts/{one}/settle")
    assert settled.status_code == 200, settled.text
    await drain(app)
    [told] = await of_type(limited, "contracts.contract.settled", **{"accept-language": "pl"})
    assert told["title"] == f"Umowa {NUMBER} jest rozliczona"
    assert await listed(stranger) == await listed(boss) == []


async def test_users_are_told_what_becomes_of_their_account(app: Application, admin: Caller, caller: Invite) -> None:
    reader = await caller()
    made = await admin.post("/auth/roles", {"name": f"Fitter {new_id()}"})
    name = next(
        one["name"]
        for one in (await admin.get("/auth/roles", params={"pageSize": 100})).json()["items"]
        if one["id"] == made.json()["id"]
    )
    changed = await admin.put("/auth/users", {"id": str(reader.user_id), "roles": [name]})
    assert changed.status_code == 200, changed.text
    async with app.acting(reader.tenant_id) as ctx:
        await ctx.emit("auth.password.reset.completed", record_id=reader.user_id)
        await ctx.emit("auth.password.reset.requested", record_id=reader.user_id)
    await drain(app)
    told = {one["type"]: one["title"] for one in await listed(reader)}
    assert told.keys() == {
        "auth.role.assigned",
        "auth.role.revoked",
        "auth.password_reset.requested",
        "auth.password_reset.completed",
    }
    assert told["auth.role.assigned"] == f"You have a new role: {name}"


async def test_the_owner_of_a_deal_is_told_that_somebody_else_has_ended_it(
    app: Application, admin: Caller, caller: Invite
) -> None:
    seller = await caller("customers.*")
    for who, status in ((admin, "win"), (admin, "loose"), (seller, "win")):
        body = {"title": "Kuchnia Nowaków", "ownerUserId": str(seller.user_id)}
        made = await admin.post("/customers/deals", body)
        assert made.status_code == 201, made.text
        changed = await who.put("/customers/deals", {"id": made.json()["id"], "status": status})
        assert changed.status_code == 200, changed.text
    await drain(app)
    told = await listed(seller)
    assert sorted(one["type"] for one in told) == ["customers.deal.lost", "customers.deal.won"]
    assert "Nowak" not in str(told), "titles of deals are encrypted"
