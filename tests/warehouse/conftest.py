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
    "typ": "plyta_laminowana", "producent": "Egger", "symbol": "H1180 ST37", "dlugosc": 2800, "szerokosc": 2070,
    "grubosc": 18, "cala": True, "ilosc": 5,
}  # fmt: skip


@dataclass
class Warehouse:
    """Somebody in a warehouse with one location."""

    me: Any
    location_id: str

    @property
    def today(self) -> date:
        """The day it is in Warsaw."""
        return datetime.now(WARSAW).date()

    async def board(self, **changed: Any) -> str:
        """A new material; answers its id."""
        made = await self.me.post("/warehouse/materials", {**BOARD, **changed})
        assert made.status_code == 201, made.text
        return made.json()["id"]

    def document(self, *lines: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """The body of a goods issue."""
        return {
            "contractId": str(uuid4()), "nr": "AUTO", "data": self.today.isoformat(), "kwota": "100.00",
            "locationId": self.location_id, "pozycje": list(lines), **changed,
        }  # fmt: skip

    async def issue(self, *lines: dict[str, Any], **changed: Any) -> httpx.Response:
        """Issue goods."""
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
        return await self.me.post(
            "/audit_logs/audit-logs/actions/undo", {"undoToken": operation["undoToken"]}
        )

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

    async def open_for(me: Any = None) -> Warehouse:
        me = me or await caller("warehouse.*", "audit_logs.undo_self", "audit_logs.redo_self")
        made = await me.post("/warehouse/locations", {"nazwa": f"Regał {uuid4()}"})
        assert made.status_code == 201, made.text
        return Warehouse(me, made.json()["id"])

    return open_for


@pytest.fixture
async def warehouse(opened: Open) -> Warehouse:
    """A warehouse of the test's tenant."""
    return await opened()
