"""Files to attach, and the requests of tests about them."""

import io
import json
import zipfile
from typing import Any
from urllib.parse import unquote

import httpx

from callers import Caller
from pictures import png

LIBRARY = "attachments:library"
PNG = png(120, 40)
MANAGER = ("attachments.view", "attachments.manage", "audit_logs.undo_self", "audit_logs.redo_self")


async def upload(
    me: Caller,
    content: bytes = PNG,
    name: str = "photo.png",
    *,
    entity: str = LIBRARY,
    record: str = "all",
    **form: Any,
) -> httpx.Response:
    fields = {"entityId": entity, "recordId": record, **form}
    return await me.client.post("/attachments", data=fields, files={"file": (name, content, "text/html")})


async def uploaded(me: Caller, content: bytes = PNG, name: str = "photo.png", **more: Any) -> dict[str, Any]:
    answer = await upload(me, content, name, **more)
    assert answer.status_code == 200, answer.text
    return {**answer.json()["item"], "token": token_of(answer)}


def token_of(answer: httpx.Response) -> str:
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]


async def undo(me: Caller, token: str) -> httpx.Response:
    return await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})


async def listed(me: Caller, entity: str = LIBRARY, record: str = "all") -> list[dict[str, Any]]:
    answer = await me.get("/attachments", params={"entityId": entity, "recordId": record})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return file.getvalue()
