"""Somebody who plans in a calendar, and quick ways to events, blocked days and reschedules."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx

from callers import Caller, Invite

EVENTS = "/calendar/events"
MONDAY = date(2027, 3, 1)


def on(days: int = 0) -> str:
    """A day after the Monday most tests begin with, as clients send it."""
    return f"{MONDAY + timedelta(days=days)}T00:00:00.000Z"


@dataclass
class Planner:
    """Somebody who plans."""

    me: Caller
    fitter: Caller
    other: Caller
    customer_id: str
    contract_id: str
    add_contract: Callable[..., Awaitable[str]]
    invite: Invite

    def body(self, **changed: Any) -> dict[str, Any]:
        """An event of the fitter, all day Monday."""
        return {
            "pracownikId": str(self.fitter.user_id),
            "data": on(),
            "typ": "inne",
            "opis": None,
            "opcje": None,
            "contractId": None,
            "customerId": None,
            **changed,
        }

    async def plan(self, *, force: Any = False, **changed: Any) -> httpx.Response:
        """Plan an event."""
        params = {"force": "true"} if force else {}
        return await self.me.post(EVENTS, self.body(**changed), params=params)

    async def planned(self, *, force: Any = False, **changed: Any) -> str:
        """An event that was planned; answers its id."""
        made = await self.plan(force=force, **changed)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def listed(self, **query: Any) -> list[dict[str, Any]]:
        """Events."""
        answer = await self.me.get(EVENTS, params=query)
        assert answer.status_code == 200, answer.text
        assert answer.json()["total"] == len(answer.json()["items"])
        return answer.json()["items"]

    async def shown(self, event_id: str) -> dict[str, Any]:
        """One event."""
        [item] = await self.listed(id=event_id)
        return item

    async def blocked(self, days: int = 0) -> dict[str, Any]:
        """Block a day."""
        made = await self.me.post("/calendar/blocked_days", {"dzien": on(days)})
        assert made.status_code == 201, made.text
        return made.json()

    async def reschedule(self, before: str, after: str, **more: Any) -> httpx.Response:
        """Note that one event was replaced by another."""
        return await self.me.post("/calendar/reschedules", {"fromEventId": before, "toEventId": after, **more})
