"""A tiny Bottega that reads bodies and pours out answers, for clients that send or read slowly."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from stand_in import Receive, Scope, Send, initialise, migrate, run_worker, seed
from stand_in import create_app as create_plain_app

from bottega.settings import Settings

__all__ = ["create_app", "initialise", "migrate", "run_worker", "seed"]

# Longer than a client may be silent.
LATE_SECONDS = 8


async def read(receive: Receive) -> bytes:
    """The whole body; how many bytes it had."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        size += len(message["body"])
        more = message["more_body"]
    return json.dumps({"read": size}).encode()


async def pour(send: Send) -> None:
    """More than fits into any buffer."""
    for _ in range(1000):
        await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})


def create_app(settings: Settings, *others: Any) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The plain one with three more paths."""
    plain = create_plain_app(settings, *others)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path")
        if path not in ("/read", "/read-late", "/pour"):
            await plain(scope, receive, send)
            return
        if path == "/read-late":
            await asyncio.sleep(LATE_SECONDS)
        content = b"" if path == "/pour" else await read(receive)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if path == "/pour":
            (settings.data_folder / "pouring").touch()
            await pour(send)
            (settings.data_folder / "poured").touch()
        await send({"type": "http.response.body", "body": content})

    return application
