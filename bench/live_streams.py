"""Measures a thousand open live streams of one HTTP process: memory, and how soon a change is seen by all of them.

``python -m bench.live_streams [STREAMS]``: a serving Bottega of its own in a temporary folder, on loopback only, asked
for five minutes at most. It fails when memory grows by more than 150 MB, or a change takes longer than 2 seconds.
"""

import asyncio
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import httpx

from bench.serving import Served, sign_in

STREAMS_A_PERSON: Final = 8
CHANGES: Final = 5
MOST_BYTES: Final = 150 * 2**20
MOST_SECONDS: Final = 2.0
# A look a second is the mechanism; how long the last of all waits for it is what is measured.
LONGEST: Final = 300.0


class Stream:
    """One open stream, read as a browser reads it."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.heard: dict[bytes, float] = {}
        self.tail = b""

    async def listen(self, port: int, key: str, ready: asyncio.Event) -> None:
        """Read events until cancelled, and note when each id came."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(f"GET /api/ui/live HTTP/1.1\r\nHost: x\r\nX-Api-Key: {key}\r\n\r\n".encode())
            while piece := await reader.read(65_536):
                self.tail = (self.tail + piece)[-4096:]
                if b"event: ready" in self.tail:
                    ready.set()
                for found in re.findall(rb'"id":"([0-9a-f-]{36})"', self.tail):
                    self.heard.setdefault(found, time.monotonic())
        finally:
            writer.close()


async def measure(served: Served, streams: int) -> bool:
    """Open the streams, make some changes, and say what it cost; whether that was little enough."""
    process = served.http_process()
    async with httpx.AsyncClient(base_url=served.url, timeout=60) as client:
        await sign_in(client)
        keys = [await _key(client, number) for number in range(-(-streams // STREAMS_A_PERSON))]
        await _add(client)
        before = process.memory_info().rss
        opened = [Stream() for _ in range(streams)]
        tasks = await _open(opened, served.port, keys)
        slowest = 0.0
        try:
            for _ in range(CHANGES):
                place = await _add(client)
                changed = time.monotonic()
                while not all(place in one.heard for one in opened):
                    await asyncio.sleep(0.02)
                    assert time.monotonic() - changed < LONGEST / 10, "some have not heard of it"
                slowest = max(slowest, *(one.heard[place] - changed for one in opened))
            grown, cpu = process.memory_info().rss - before, process.cpu_times()
            await asyncio.sleep(10)
            idle = (sum(process.cpu_times()[:2]) - sum(cpu[:2])) / 10
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    print(f"{streams} streams: {grown / 2**20:.0f} MB more, {grown / streams / 1024:.0f} kB each")
    print(f"a change is seen by all of them within {slowest:.2f} s; {idle:.1%} of a core while nothing happens")
    return grown <= MOST_BYTES and slowest <= MOST_SECONDS


async def _open(streams: list[Stream], port: int, keys: list[str]) -> list[asyncio.Task[None]]:
    """Connect all of them, some at a time."""
    tasks: list[asyncio.Task[None]] = []
    for start in range(0, len(streams), 50):
        ready = [asyncio.Event() for _ in streams[start : start + 50]]
        for place, event in enumerate(ready, start):
            listening = streams[place].listen(port, keys[place // STREAMS_A_PERSON], event)
            tasks.append(asyncio.create_task(listening))
        await asyncio.wait_for(asyncio.gather(*(event.wait() for event in ready)), 60)
    return tasks


async def _key(client: httpx.AsyncClient, number: int) -> str:
    """Somebody who listens: a program with the rights of an administrator."""
    body: dict[str, Any] = {"name": f"Stream {number}", "roles": ["admin"]}
    return (await client.post("/api_keys/keys", json=body)).raise_for_status().json()["secret"]


async def _add(client: httpx.AsyncClient) -> bytes:
    body = {"nazwa": f"Rack {time.monotonic_ns()}", "typ": "regal"}
    return (await client.post("/warehouse/locations", json=body)).raise_for_status().json()["id"].encode()


def main() -> None:
    """Serve, measure, stop."""
    streams = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with (
        tempfile.TemporaryDirectory(prefix="bottega-streams-") as folder,
        Served.begun(Path(folder), BOTTEGA_MAX_CONNECTIONS=str(streams * 3 // 2)) as served,
    ):
        good = asyncio.run(asyncio.wait_for(measure(served, streams), LONGEST))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
