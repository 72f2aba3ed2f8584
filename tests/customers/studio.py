"""A studio's customers: somebody who may do everything with them, and quick ways to people, companies and undo."""

import json
from typing import Any
from urllib.parse import unquote

import httpx

Json = dict[str, Any]
EVERYTHING = ("customers.*", "audit_logs.undo_self", "audit_logs.redo_self")
UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"


async def person(me: Any, name: str = "Jan Kowalski", **changed: Any) -> str:
    """A new person; answers the id."""
    first, _, last = name.partition(" ")
    body = {"firstName": first, "lastName": last or "X", "displayName": name, **changed}
    made = await me.post("/customers/people", body)
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def company(me: Any, name: str = "Meble Nowak", **changed: Any) -> str:
    """A new company; answers the id."""
    made = await me.post("/customers/companies", {"displayName": name, **changed})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def tag(me: Any, slug: str, label: str | None = None) -> str:
    """A new tag; answers the id."""
    made = await me.post("/customers/tags", {"slug": slug, "label": label or slug.upper()})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def listed(me: Any, path: str = "/customers/people", **query: Any) -> list[Json]:
    """The items of a list."""
    answer = await me.get(path, params=query)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["total"] == len(body["items"]) or body["totalPages"] > 1 or body["page"] > 1
    return body["items"]


async def names(me: Any, path: str = "/customers/people", **query: Any) -> list[str]:
    """What the items of a list are called."""
    return [item["display_name"] for item in await listed(me, path, **query)]


async def shown(me: Any, kind: str, record_id: str, *include: str) -> Json:
    """The page of a customer."""
    path = {"person": "people", "company": "companies"}[kind]
    answer = await me.get(f"/customers/{path}/{record_id}", params={"include": ",".join(include)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def operation(answer: httpx.Response) -> Json:
    """What an answer says was done."""
    assert answer.is_success, answer.text
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))


async def undo(me: Any, answer: httpx.Response) -> str:
    """Undo what an answer says was done; answers the log id."""
    undone = await me.post(UNDO, {"undoToken": operation(answer)["undoToken"]})
    assert undone.status_code == 200, undone.text
    return undone.json()["logId"]


async def redo(me: Any, log_id: str) -> None:
    """Do again what was undone."""
    redone = await me.post(REDO, {"logId": log_id})
    assert redone.status_code == 200, redone.text
