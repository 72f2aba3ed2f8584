"""Rows made over the API from nothing but the schema of a resource's input, references included."""

import json
from collections.abc import Mapping
from itertools import count
from typing import Any

import httpx
from examples import EXAMPLES, TARGETS
from installed import BY_TABLE, Mounted
from values import good

from callers import Caller

Json = dict[str, Any]
SCOPE = ("organizationId", "tenantId")
REFUSALS = (400, 409)
# Rows that are only pointed at have numbers of their own, so that their names are new.
_targets = count(1000)


async def send(me: Caller, method: str, path: str, body: Any = None) -> httpx.Response:
    """A request whose body may hold what proper encoders refuse to write."""
    content = None if body is None else json.dumps(body, ensure_ascii=True)
    return await me.client.request(method, path, content=content, headers={"content-type": "application/json"})


async def body_of(me: Caller, mounted: Mounted, n: int, *, full: bool = True) -> Json:
    """A body for row number ``n``; ``full`` gives optional fields a value too."""
    required = mounted.required("POST")
    hook = EXAMPLES.get(mounted.entity)
    given = await hook(me, n) if hook else {}
    body: Json = {}
    for name, schema in mounted.fields("POST").items():
        if name in SCOPE or name in given or not (full or name in required):
            continue
        target = mounted.target(name)
        if target is None:
            body[name] = good(schema, n, mounted.schemas.resolve)
        elif target != mounted.table or name in required:
            body[name] = await target_of(me, target)
    return body | given


async def target_of(me: Caller, table: str) -> str:
    """The id of a row that a reference may point at."""
    if table in TARGETS:
        return await TARGETS[table](me)
    assert table in BY_TABLE, f"say in examples.TARGETS how to get a row of {table}"
    made, _body = await make(me, BY_TABLE[table], next(_targets), full=False)
    return made


async def make(me: Caller, mounted: Mounted, n: int, *, full: bool = True) -> tuple[str, Json]:
    """A new row and the body it was made from; optional fields that a rule refuses are left out."""
    body = await body_of(me, mounted, n, full=full)
    required = mounted.required("POST")
    while True:
        answer = await send(me, "POST", mounted.path, body)
        if answer.status_code == mounted.operations["POST"].status:
            return answer.json()["id"], body
        blamed = fields_blamed(answer) & set(body) - required if answer.status_code in REFUSALS else set[str]()
        assert blamed, f"say in examples.EXAMPLES how to make a {mounted.entity}: {answer.text}\n{body}"
        body = {name: value for name, value in body.items() if name not in blamed}


def fields_blamed(answer: httpx.Response) -> set[str]:
    """The fields that a refusal names."""
    said: Mapping[str, Any] = answer.json()
    details = said.get("details")
    named = {str(issue["path"][0]) for issue in details if issue["path"]} if isinstance(details, list) else set[str]()
    return named | set(said.get("fieldErrors", {})) | set(said.get("fields", {}))


async def items(me: Caller, mounted: Mounted, **query: Any) -> list[Json]:
    """The items of a list."""
    answer = await me.get(mounted.path, params={"pageSize": 100, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]
