"""A customer file to test in: quick ways to people, companies and deals, and to undo and redo."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import httpx

from callers import Caller

Json = dict[str, Any]
FEATURES = ("customers.*", "dashboards.view", "contacts.view", "audit_logs.undo_self", "audit_logs.redo_self")


def operation(answer: httpx.Response) -> Json:
    """What a write says about how to undo it."""
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))


def unstamped(value: Any) -> Any:
    """A part of an answer less the moments of the last changes: that something is put back is a change too."""
    if isinstance(value, dict):
        return {name: unstamped(item) for name, item in value.items() if name not in ("updated_at", "updatedAt")}
    return [unstamped(item) for item in value] if isinstance(value, list) else value


@dataclass
class Crm:
    """Somebody who works with customers."""

    me: Caller

    async def made(self, path: str, body: Json) -> Json:
        """What was created."""
        answer = await self.me.post(f"/customers/{path}", body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def person(self, name: str = "Ewa Nowak", **more: Any) -> str:
        """A new person; answers the id."""
        first, _, last = name.partition(" ")
        body = {"firstName": first, "lastName": last or "X", "displayName": name, **more}
        return (await self.made("people", body))["id"]

    async def company(self, name: str = "Dąb i Syn", **more: Any) -> str:
        """A new company; answers the id."""
        return (await self.made("companies", {"displayName": name, **more}))["id"]

    async def deal(self, title: str = "Kuchnia dębowa", **more: Any) -> str:
        """A new deal; answers the id."""
        return (await self.made("deals", {"title": title, **more}))["id"]

    async def items(self, path: str, **query: Any) -> list[Json]:
        """The items of a list."""
        answer = await self.me.get(f"/customers/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def item(self, path: str, record_id: str) -> Json:
        """One record as the list shows it."""
        [found] = await self.items(path, id=record_id)
        return found

    async def put(self, path: str, **body: Any) -> httpx.Response:
        """A change that succeeds."""
        answer = await self.me.put(f"/customers/{path}", body)
        assert answer.status_code == 200, answer.text
        return answer

    async def drop(self, path: str, record_id: str) -> httpx.Response:
        """A deletion that succeeds."""
        answer = await self.me.delete(f"/customers/{path}", {"id": record_id})
        assert answer.status_code == 200, answer.text
        return answer

    async def undo(self, answer: httpx.Response) -> httpx.Response:
        """Undo what an answer says was done."""
        token = operation(answer)["undoToken"]
        return await self.me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})

    async def undone(self, answer: httpx.Response) -> httpx.Response:
        """Undo it successfully."""
        found = await self.undo(answer)
        assert found.status_code == 200, found.text
        return found

    async def redone(self, undone: httpx.Response) -> httpx.Response:
        """Do again what was undone, successfully."""
        again = await self.me.post("/audit_logs/audit-logs/actions/redo", {"logId": undone.json()["logId"]})
        assert again.status_code == 200, again.text
        return again


async def neighbour(caller: Any, *features: str) -> Caller:
    """Somebody of another organization of the same tenant, who sees nothing of the first."""
    boss = await caller(super_admin=True)
    made = await boss.post("/directory/organizations", {"name": f"Obok {uuid4()}"})
    assert made.status_code == 201, made.text
    organization = made.json()["id"]
    return await caller(*(features or FEATURES), organizations=[organization], organization_id=organization)
