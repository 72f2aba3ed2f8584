"""Somebody in an office with a ledger: quick ways to entries, transfers and cash reports."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from bottega.kernel.application import Application
from bottega.kernel.context import Context, system_context
from bottega.kernel.local_time import LOCAL_ZONE
from callers import Caller, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"


@dataclass
class Office:
    """Somebody who works with the ledger."""

    me: Caller
    app: Application

    @property
    def today(self) -> date:
        """The day it is in Warsaw."""
        return datetime.now(LOCAL_ZONE).date()

    def noon(self, days: int = 0) -> str:
        """Noon in Warsaw, some days from today."""
        day = self.today + timedelta(days=days)
        return datetime(day.year, day.month, day.day, 12, tzinfo=LOCAL_ZONE).isoformat()

    async def enter(self, **changed: Any) -> httpx.Response:
        """Enter a transaction: cash that came in just now, unless said otherwise."""
        body = {
            "nazwa": "Wpłata",
            "kwota": 100,
            "typ": "przychod",
            "rodzaj": "gotowka",
            "data": datetime.now(UTC).isoformat(),
            **changed,
        }
        return await self.me.post("/finance/transactions", body)

    async def entered(self, **changed: Any) -> str:
        """The id of a new transaction."""
        made = await self.enter(**changed)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def spend(self, kwota: float, **changed: Any) -> httpx.Response:
        """Spend cash."""
        return await self.enter(nazwa="Wydatek", kwota=kwota, typ="rozchod", **changed)

    async def shown(self, transaction_id: str, **query: Any) -> dict[str, Any]:
        """A transaction with everything known of it."""
        listed = await self.me.get("/finance/transactions", params={"id": transaction_id, **query})
        assert listed.json()["total"] == 1, listed.text
        return listed.json()["items"][0]

    async def listed(self, **query: Any) -> list[dict[str, Any]]:
        """Transactions."""
        answer = await self.me.get("/finance/transactions", params={"pageSize": 100, **query})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def stats(self, **query: Any) -> dict[str, Any]:
        """Income, expense, balance and what waits."""
        answer = await self.me.get("/finance/stats", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def cash(self, person: Caller | None = None, **query: Any) -> dict[str, Any]:
        """What somebody holds; nobody: the main cash box."""
        answer = await self.me.get("/finance/cash", params=query)
        assert answer.status_code == 200, answer.text
        wanted = str(person.user_id) if person else None
        return next((one for one in answer.json()["items"] if one["uzytkownikId"] == wanted), {"gotowka": 0.0})

    async def held(self, person: Caller | None = None, **query: Any) -> float:
        """The cash somebody holds."""
        return (await self.cash(person, **query))["gotowka"]

    async def box(self, person: Caller | None = None) -> str:
        """The id of somebody's cash box."""
        listed = await self.me.get("/finance/cash_boxes")
        wanted = str(person.user_id) if person else None
        return next(box["id"] for box in listed.json()["items"] if box["uzytkownik_id"] == wanted)

    async def report(self, box: str, **days: Any) -> str:
        """Open a cash report."""
        made = await self.me.post("/finance/cash_reports", {"cashBoxId": box, **days})
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def audited(self) -> list[dict[str, Any]]:
        """What an audit of the ledger finds to be off."""
        answer = await self.me.get("/finance/ledger/audit")
        assert answer.status_code == 200, answer.text
        assert answer.json()["zgodna"] == (not answer.json()["niezgodnosci"])
        return answer.json()["niezgodnosci"]

    async def undo_entry(self) -> httpx.Response:
        """Ask for the last command to be undone, by its entry in the action log."""
        async with self.acting() as ctx:
            log_id = await ctx.query_value(
                "SELECT id FROM action_logs WHERE actor_id = $1 ORDER BY id DESC LIMIT 1", self.me.user_id
            )
        return await self.me.post(UNDO, {"undoToken": str(log_id)})

    def acting(self) -> Any:
        """The system at work in the office's organization."""
        return self.app.acting(self.me.tenant_id, self.me.organization_id)


Open = Callable[..., Awaitable[Office]]


@pytest.fixture
async def office(app: Application, caller: Invite) -> Office:
    """An office whose only worker may do everything with money."""
    return Office(await caller("finance.*", "audit_logs.undo_self"), app)


@pytest.fixture
async def fitter(caller: Invite) -> Caller:
    """Somebody who hands cash over."""
    return await caller("finance.transfer")


@pytest.fixture
async def ctx(app: Application, office: Office) -> Any:
    """The system in the office's organization, to look and not to write."""
    context: Context = system_context(app, office.me.tenant_id, office.me.organization_id)
    yield context
    await context.close()
