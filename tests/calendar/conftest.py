"""A calendar to plan in: somebody who may do everything there, two fitters, a customer and a contract."""

from typing import Any
from uuid import UUID

import pytest
from planning import Planner

from bottega.business.contracts.tables.contract import Contract
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from callers import Caller, Invite


@pytest.fixture
async def planner(app: Application, caller: Invite, admin: Caller) -> Planner:
    made = await admin.post("/customers/people", {"firstName": "Anna", "lastName": "Żak", "displayName": "Anna Żak"})
    assert made.status_code == 201, made.text
    customer = made.json()["id"]

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

    return Planner(admin, await caller(), await caller(), customer, await add_contract(), add_contract, caller)
