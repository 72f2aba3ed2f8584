"""The yardstick: the least a server can do for the same answer, on the same server, driver, database and SQL.

No sign-in, no permissions, no validation, no audit: a raw ASGI function that runs one statement and encodes its rows.
"""

import os
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import asyncpg
import msgspec

from bench import bare_people, bare_studio, files, notices
from bench.statements import BARE_INSERT, ONE_ROW, list_statement

_encode = msgspec.json.Encoder().encode
_kept: dict[str, Any] = {}
_tenants: dict[str, tuple[UUID, UUID]] = {}


async def _start() -> None:
    _kept["pool"] = await asyncpg.create_pool(os.environ["BENCH_DSN"], min_size=10, max_size=10, reset=_keep)
    for part in os.environ["BENCH_TENANTS"].split(";"):
        name, tenant, organization = part.split(",")
        _tenants[name] = UUID(tenant), UUID(organization)


async def _keep(_connection: object) -> None:
    """Do not reset: what is measured does not either."""


async def _list(query: dict[str, list[str]]) -> Any:
    tenant, organization = _tenants[query["tenant"][0]]
    wanted = query.get("id")
    sql, args = list_statement(tenant, organization, UUID(wanted[0]) if wanted else None)
    async with _kept["pool"].acquire() as connection:
        rows = await connection.fetch(sql, *args)
    return {"items": [dict(row) for row in rows], "total": rows[0]["total"] if rows else 0}


async def _one(_query: dict[str, list[str]]) -> Any:
    async with _kept["pool"].acquire() as connection:
        return dict(await connection.fetchrow(ONE_ROW, _tenants["small"][0]))


async def _insert(body: bytes) -> Any:
    tenant, organization = _tenants["small"]
    row = msgspec.json.decode(body)
    new = uuid4()
    async with _kept["pool"].acquire() as connection:
        await connection.execute(
            BARE_INSERT,
            tenant,
            new,
            organization,
            row["typ"],
            row["producent"],
            row["symbol"],
            row["dlugosc"],
            row["szerokosc"],
            row["cala"],
            row["ilosc"],
        )
    return {"id": new}


async def _people(query: dict[str, list[str]]) -> Any:
    sql, args = bare_people.page(*_tenants["small"], query)
    async with _kept["pool"].acquire() as connection:
        rows = await connection.fetch(sql, *args)
    return {"items": [dict(row) for row in rows], "total": rows[0]["total"] if rows else 0}


async def _studio(query: dict[str, list[str]]) -> Any:
    tenant, organization = _tenants["studio"]
    answers: list[Any] = []
    async with _kept["pool"].acquire() as connection:
        for sql, args in bare_studio.asked(query["what"][0], tenant, organization):
            answers.append([dict(row) for row in await connection.fetch(sql, *args)])
    return answers


async def _notices(query: dict[str, list[str]]) -> Any:
    async with _kept["pool"].acquire() as connection:
        return await notices.bare(connection, _tenants["small"][0], query["what"][0])


async def _write_person(method: str, body: bytes) -> Any:
    tenant, organization = _tenants["small"]
    sent = msgspec.json.decode(body)
    written = bare_people.create(tenant, organization, sent) if method == "POST" else bare_people.update(tenant, sent)
    async with _kept["pool"].acquire() as connection:
        await connection.execute(written[0], *written[1])
    return {"ok": True}


async def _answer(scope: Any, receive: Any) -> Any:
    method, path = scope["method"], scope["path"]
    if method != "GET":
        body = (await receive())["body"]
        return await (_write_person(method, body) if path == "/people" else _insert(body))
    query = parse_qs(scope["query_string"].decode())
    answers = {"/one": _one, "/people": _people, "/studio": _studio, "/notices": _notices}
    return await answers.get(path, _list)(query)


async def app(scope: Any, receive: Any, send: Any) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await receive()
        await _start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await _kept["pool"].close()
        await send({"type": "lifespan.shutdown.complete"})
        return
    if scope["path"] in ("/file", "/picture"):
        await files.bare(scope["path"], send)
        return
    answer = await _answer(scope, receive)
    content = _encode(answer)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})
