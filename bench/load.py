"""A load generator that stays out of the way: keep-alive connections, raw bytes, every answer's status and time."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Outcome:
    """What a round of load gave."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    failures: int = 0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    @property
    def p50(self) -> float:
        """Median milliseconds a request."""
        return median(self.times) * 1000

    @property
    def cpu_each(self) -> float:
        """Server CPU, microseconds a request."""
        return self.cpu / max(1, len(self.times)) * 1e6


class _Talker(asyncio.Protocol):
    """One connection: sends the next request when the answer to the last is whole."""

    def __init__(
        self, request: Callable[[], bytes], outcome: Outcome, until: float, done: asyncio.Future[None]
    ) -> None:
        self._request, self._outcome, self._until, self._done = request, outcome, until, done
        self._buffer = b""
        self._started = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        now = time.perf_counter()
        if now >= self._until:
            self._transport.close()
            if not self._done.done():
                self._done.set_result(None)
            return
        self._started = now
        self._transport.write(self._request())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, split, body = self._buffer.partition(b"\r\n\r\n")
        if not split:
            return
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 : head.find(b"\r", at) if head.find(b"\r", at) > 0 else None])
        if len(body) < length:
            return
        self._buffer = b""
        self._outcome.times.append(time.perf_counter() - self._started)
        if head[9:10] != b"2":
            self._outcome.failures += 1
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if not self._done.done():
            self._done.set_result(None)


async def load(port: int, request: Callable[[], bytes], *, connections: int, seconds: float) -> Outcome:
    """Load a server for a while."""
    outcome = Outcome()
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    until = started + seconds
    waits: list[asyncio.Future[None]] = []
    for _ in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        waits.append(done)
        await loop.create_connection(lambda d=done: _Talker(request, outcome, until, d), "127.0.0.1", port)
    await asyncio.gather(*waits)
    outcome.seconds = time.perf_counter() - started
    return outcome


def http(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """A request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    if body:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
