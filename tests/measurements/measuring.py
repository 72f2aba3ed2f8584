"""Somebody who looks after measurements, and quick ways to measurements, contracts and the ledger."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from callers import Caller

MEASUREMENTS = "/measurements/measurements"


@dataclass
class Office:
    """The office of a studio: who approves, who measures, and a customer with an address."""

    me: Caller
    surveyor: Caller
    customer_id: str
    address_id: str
    add_customer: Callable[..., Awaitable[str]]
    add_contract: Callable[..., Awaitable[str]]

    async def measure(self, **changed: Any) -> httpx.Response:
        """Enter a measurement."""
        body = {
            "customerId": self.customer_id,
            "uzytkownikId": str(self.surveyor.user_id),
            "adresId": self.address_id,
            "kwota": 150,
            **changed,
        }
        return await self.me.post(MEASUREMENTS, body)

    async def measured(self, **changed: Any) -> str:
        """A measurement; answers its id."""
        made = await self.measure(**changed)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def approve(self, measurement: str) -> httpx.Response:
        """Approve a measurement."""
        return await self.me.post(f"{MEASUREMENTS}/{measurement}/approve")

    async def approved(self, measurement: str) -> str:
        """Approve a measurement; answers the id of its transaction."""
        answer = await self.approve(measurement)
        assert answer.status_code == 200, answer.text
        return answer.json()["transactionId"]

    async def credit(self, measurement: str, contract: str) -> httpx.Response:
        """Credit the fee of a measurement to a contract."""
        return await self.me.post(f"{MEASUREMENTS}/{measurement}/credit", {"contractId": contract})

    async def shown(self, measurement: str) -> dict[str, Any]:
        """A measurement as it is listed."""
        [item] = (await self.me.get(MEASUREMENTS, params={"id": measurement})).json()["items"]
        return item

    async def ledger(self, **query: Any) -> list[dict[str, Any]]:
        """Entries of the ledger."""
        answer = await self.me.get("/finance/transactions", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def reverse(self, transaction: str) -> httpx.Response:
        """Reverse an entry of the ledger."""
        return await self.me.post(f"/finance/transactions/{transaction}/storno", {})
