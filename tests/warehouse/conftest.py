"""A warehouse to test in: somebody who may do everything there, a location, and quick ways to boards and documents."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest

WARSAW = ZoneInfo("Europe/Warsaw")
BOARD = {
    "typ": "plyta_laminowana",
    "producent": "Egger",
    "symbol": "H1180 ST37",
    "dlugosc": 2800,
    "szerokosc": 2070,
    "grubosc": 18,
    "cala": True,
    "ilosc": 5,
}


@dataclass
class Warehouse:
    """Somebody in a warehouse with one location."""

    me: Any
    location_id: str
    # Somebody of the same tenant who enters contracts.
    office: Any

    @property
    def today(self) -> date:
        """The day it is in Warsaw."""
        return datetime.now(WARSAW).date()

    async def contract(self) -> str:
        """A new contract; answers its id."""
        person = {"firstName": "Anna", "lastName": "Nowak", "displayName": "Anna Nowak"}
        customer = await self.office.post("/customers/people", person)
        assert customer.status_code == 201, customer.text
        body = {"numer": f"U/{uuid4()}", "typ": "kuchnia", "customerId": customer.json()["id"]}
        made = await self.office.post("/contracts/contracts", body)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def board(self, **changed: Any) -> str:
        """A new material; answers its id."""
        made = await self.me.post("/warehouse/materials", {**BOARD, **changed})
        assert made.status_code == 201, made.text
        return made.json()["id"]

    def document(self, *lines: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """The body of a goods issue, less its contract."""
        return {
            "nr": "AUTO",
            "data": self.today.isoformat(),
            "kwota": "100.00",
            "locationId": self.location_id,
            "pozycje": list(lines),
            **changed,
        }

    async def issue(self, *lines: dict[str, Any], **changed: Any) -> httpx.Response:
        """Issue goods, for a new contract unless one is named."""
        if "contractId" not in changed:
            changed["contractId"] = await self.contract()
        return await self.me.post("/warehouse/goods_issues", self.document(*lines, **changed))

    async def issued(self, *lines: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """A goods issue, as it is shown."""
        made = await self.issue(*lines, **changed)
        assert made.status_code == 201, made.text
        return await self.shown(made.json()["id"])

    async def shown(self, document_id: str, **query: Any) -> dict[str, Any]:
        """A goods issue with its lines."""
        listed = await self.me.get("/warehouse/goods_issues", params={"id": document_id, **query})
        assert listed.json()["total"] == 1, listed.text
        return listed.json()["items"][0]

    async def material(self, material_id: str) -> dict[str, Any]:
        """A material as lists show it."""
        listed = await self.me.get("/warehouse/materials", params={"id": material_id})
        assert listed.json()["total"] == 1, listed.text
        return listed.json()["items"][0]

    async def undo(self, answer: httpx.Response) -> httpx.Response:
        """Undo what an answer says was done."""
        operation = json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))
        return await self.me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": operation["undoToken"]})

    async def redo(self, undone: httpx.Response) -> httpx.Response:
        """Do again what was undone."""
        return await self.me.post("/audit_logs/audit-logs/actions/redo", {"logId": undone.json()["logId"]})

    async def in_stock(self, material_id: str) -> int:
        """How many pieces there are."""
        return (await self.material(material_id))["ilosc"]


Open = Callable[..., Awaitable[Warehouse]]


@pytest.fixture
async def opened(caller: Any) -> Open:
    """Open a warehouse: for a new caller with everything a storekeeper may do, or for one that is given."""

    async def open_for(me: Any = None, within: Any = None) -> Warehouse:
        me = me or await caller("warehouse.*", "audit_logs.undo_self", "audit_logs.redo_self")
        made = await me.post("/warehouse/locations", {"nazwa": f"Regał {uuid4()}"})
        assert made.status_code == 201, made.text
        office = await caller("contracts.*", "customers.*", within=within)
        return Warehouse(me, made.json()["id"], office)

    return open_for


@pytest.fixture
async def warehouse(opened: Open) -> Warehouse:
    """A warehouse of the test's tenant."""
    return await opened()
