"""An office that looks after measurements."""

from typing import Any
from uuid import UUID

import pytest
from measuring import Office

from bottega.business.contracts.tables.contract import Contract
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from callers import Caller, Invite


@pytest.fixture
async def office(app: Application, caller: Invite, admin: Caller) -> Office:
    async def add_customer(first: str, last: str) -> str:
        body = {"firstName": first, "lastName": last, "displayName": f"{first} {last}"}
        made = await admin.post("/customers/people", body)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    customer = await add_customer("Anna", "Żak")
    made = await admin.post("/customers/addresses", {"entityId": customer, "addressLine1": "Stolarska 1"})
    assert made.status_code == 201, made.text

    async def add_contract(customer_id: str = customer, **values: Any) -> str:
        async with app.acting(admin.tenant_id, admin.organization_id) as ctx:
            row = {
                "organization_id": admin.organization_id,
                "numer": f"K/{new_id()}"[:40],
                "typ": "kuchnia",
                "customer_id": UUID(customer_id),
                **values,
            }
            return str(await changes.insert(ctx, Contract, row))

    return Office(admin, await caller(), customer, made.json()["id"], add_customer, add_contract)
