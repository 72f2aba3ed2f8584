"""An office to test contracts in: somebody who may do everything with them, and quick ways to what belongs to one."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from bottega.kernel.local_time import LOCAL_ZONE

Json = dict[str, Any]
EVERYTHING = (
    "contracts.*",
    "customers.*",
    "finance.*",
    "warehouse.*",
    "calendar.*",
    "audit_logs.undo_self",
    "audit_logs.redo_self",
)
UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"
_numbers = count(1)


@dataclass
class Office:
    """Somebody who works with contracts."""

    me: Any

    @property
    def today(self) -> date:
        """The day it is in Warsaw."""
        return datetime.now(LOCAL_ZONE).date()

    def day(self, days: int) -> str:
        """So many days from today."""
        return (self.today + timedelta(days=days)).isoformat()

    async def add(self, part: str, **values: Any) -> str:
        """A new row of ``/contracts/<part>``; answers its id."""
        made = await self.me.post(f"/contracts/{part}", values)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def customer(self, name: str = "Anna Nowak", **values: Any) -> str:
        """A new person."""
        first, _, last = name.partition(" ")
        body = {"firstName": first, "lastName": last, "displayName": name, **values}
        made = await self.me.post("/customers/people", body)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def company(self, name: str = "Biuro Dąb") -> str:
        """A new company."""
        made = await self.me.post("/customers/companies", {"displayName": name})
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def address(self, customer: str, street: str = "ul. Stolarska 1") -> str:
        """A new address of a customer."""
        made = await self.me.post("/customers/addresses", {"entityId": customer, "addressLine1": street})
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def contract(self, **values: Any) -> str:
        """A new contract of a new customer."""
        if "customerId" not in values:
            values["customerId"] = await self.customer()
        return await self.add("contracts", **{"numer": f"K/2026/{next(_numbers):03}", "typ": "kuchnia", **values})

    async def quote(self, contract: str, meble: str = "100.00", **values: Any) -> str:
        """A valuation."""
        return await self.add("valuations", contractId=contract, meble=meble, **values)

    async def pay(self, contract: str, cena: Any = "100.00", **values: Any) -> str:
        """A payment, confirmed unless told otherwise."""
        body = {"typ": "Zaliczka", "rodzaj": "przelew", "data": self.day(-1), "potwierdzona": True, **values}
        return await self.add("payment_methods", contractId=contract, cena=cena, **body)

    async def paid_up(self, amount: str = "100.00") -> str:
        """A contract whose balance is zero, and not because it costs nothing."""
        contract = await self.contract()
        await self.quote(contract, amount)
        await self.pay(contract, amount)
        return contract

    async def settled(self) -> str:
        """A contract that is settled."""
        contract = await self.paid_up()
        answer = await self.settle(contract)
        assert answer.status_code == 200, answer.text
        return contract

    async def settle(self, contract: str) -> httpx.Response:
        """Settle a contract."""
        return await self.me.post(f"/contracts/contracts/{contract}/settle")

    async def balance(self, contract: str) -> Json:
        """What is owed and paid."""
        answer = await self.me.get(f"/contracts/contracts/{contract}/balance")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def items(self, part: str, **query: Any) -> list[Json]:
        """The items of a list."""
        answer = await self.me.get(f"/contracts/{part}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def shown(self, contract: str) -> Json:
        """A contract with all its fields."""
        [item] = await self.items("contracts", id=contract)
        return item

    async def undo(self, answer: httpx.Response) -> httpx.Response:
        """Undo what an answer says was done."""
        operation = json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))
        return await self.me.post(UNDO, {"undoToken": operation["undoToken"]})


Open = Callable[..., Awaitable[Office]]


@pytest.fixture
async def office(caller: Any) -> Office:
    """Somebody with everything that contracts need, in the test's tenant."""
    return Office(await caller(*EVERYTHING))


@pytest.fixture
async def office_of(caller: Any) -> Open:
    """An office of somebody with other features, in the same tenant."""

    async def open_for(*features: str) -> Office:
        return Office(await caller(*features))

    return open_for
