"""A tiny Bottega for the tests of serving: every path is something that may happen to a process."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from bottega.kernel.keys.secrets import Secrets
from bottega.settings import Settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass
class Credential:
    """Somebody who can sign in."""

    role: str
    email: str
    password: str
    public: bool = False
    sees: str = ""


async def migrate(dsn: str, secrets: Secrets, report: Callable[[str], None]) -> None:
    """Make a table that shows whether the database is still the same one."""
    assert len(secrets.master) == 32
    report("Migrating")
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE TABLE IF NOT EXISTS users (email text)")
    await connection.close()


async def initialise(settings: Settings, dsn: str, secrets: Secrets) -> list[Credential]:
    """Let the first user in, once."""
    assert secrets.jwt
    connection = await asyncpg.connect(dsn)
    try:
        if await connection.fetchval("SELECT count(*) FROM users"):
            return []
        await connection.execute("INSERT INTO users VALUES ($1)", settings.init_superadmin_email)
        return [Credential("superadmin", settings.init_superadmin_email, "shown-once")]
    finally:
        await connection.close()


async def seed(settings: Settings, dsn: str, secrets: Secrets, report: Callable[[str], None]) -> list[Credential]:
    """Let a demo user in."""
    assert settings.data_folder.is_dir()
    assert dsn
    assert secrets.jwt
    report("Seeding")
    return [Credential("owner", "owner@demo.example", "demo-password", public=True)]


def create_app(settings: Settings, dsn: str, secrets: Secrets) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """An application that says who it is, waits, fails or dies, as the path says."""
    assert secrets.jwt

    async def facts() -> dict[str, Any]:
        return {"pid": os.getpid(), "parent": os.getppid(), "argv": sys.argv, "workers": settings.workers}

    async def query() -> dict[str, Any]:
        connection = await asyncpg.connect(dsn)
        try:
            return {"users": await connection.fetchval("SELECT count(*) FROM users")}
        finally:
            await connection.close()

    async def wait() -> dict[str, Any]:
        (settings.data_folder / "waiting").touch()
        await asyncio.sleep(2)
        return {"waited": 2}

    async def hang() -> dict[str, Any]:
        (settings.data_folder / "hanging").touch()
        await asyncio.sleep(600)
        return {}

    paths = {"/": facts, "/query": query, "/wait": wait, "/hang": hang}

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            while True:
                kind = (await receive())["type"]
                await send({"type": f"{kind}.complete"})
                if kind == "lifespan.shutdown":
                    return
        body = json.dumps(await paths[scope["path"]]()).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    return application


async def run_worker(
    settings: Settings, dsn: str, secrets: Secrets, stop: asyncio.Event, show: Callable[[Any], None]
) -> None:
    """Leave a trace of working and one of having been asked to stop."""
    assert secrets.jwt
    connection = await asyncpg.connect(dsn)
    await connection.close()
    trace = Path(settings.data_folder / "worker")
    trace.write_text(str(os.getpid()))
    await stop.wait()
    trace.write_text("stopped")
