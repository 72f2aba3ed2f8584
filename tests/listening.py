"""A listener of the live stream within the tests' process: a browser as the application sees it, over ASGI."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

SECONDS = 10


@dataclass
class Heard:
    """An event of a stream."""

    name: str
    id: str
    data: dict[str, Any]


class Listening:
    """A connection on which events come, or a refusal."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.events: list[Heard] = []
        self.raw = b""
        self.reading = asyncio.Event()
        self.reading.set()
        self.over = asyncio.Event()
        self._news = asyncio.Event()
        self._left = asyncio.Event()
        self._asked = False

    async def receive(self) -> dict[str, Any]:
        """The end of the request, and in time that the client has left."""
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Mapping[str, Any]) -> None:
        """Take what the application sends, once the client reads."""
        await self.reading.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.raw += message.get("body", b"")
            if not message.get("more_body"):
                self.over.set()
            *whole, _ = self.raw.split(b"\n\n")
            self.events = [read(one) for one in whole if b"data:" in one]
        self._news.set()

    async def until(self, happens: Callable[[], Any], seconds: float = SECONDS) -> Any:
        """Wait until something is so; what it is."""
        async with asyncio.timeout(seconds):
            while not (found := happens()):
                self._news.clear()
                await self._news.wait()
        return found

    async def heard(self, name: str, **data: Any) -> Heard:
        """Wait for an event with these data."""
        return await self.until(lambda: next(iter(self.among(name, **data)), None))

    def among(self, name: str, **data: Any) -> list[Heard]:
        """The events so far with these data."""
        return [one for one in self.events if one.name == name and data.items() <= one.data.items()]

    def leave(self) -> None:
        """Close the connection."""
        self._left.set()


def read(text: bytes) -> Heard:
    """An event of the format text/event-stream."""
    fields = dict(line.split(": ", 1) for line in text.decode().splitlines() if not line.startswith(":"))
    return Heard(fields["event"], fields["id"], json.loads(fields["data"]))


@contextlib.asynccontextmanager
async def listening(
    asgi: Any, headers: Mapping[str, str], *, method: str = "GET", query: str = "", ready: bool = True
) -> AsyncIterator[Listening]:
    """Listen as somebody; leave at the end of the block, and see that the application lets go."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": "/api/ui/live",
        "raw_path": b"/api/ui/live",
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    one = Listening()
    task = asyncio.create_task(asgi(scope, one.receive, one.send))
    try:
        if ready:
            await one.heard("ready")
        yield one
    finally:
        one.reading.set()
        one.leave()
        async with asyncio.timeout(SECONDS):
            await task
