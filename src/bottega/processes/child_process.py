"""Child processes of the server: start, commands, stop, and counting of crashes."""

import asyncio
import json
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from bottega.kernel.http.process_report import PartReport
from bottega.processes.control_channel import GRACE_SECONDS

# Longer than a process takes when all is well, and early enough to leave PostgreSQL its share of the ten seconds.
KILL_AFTER_SECONDS: Final = GRACE_SECONDS + 1
QUICK_DEATH_SECONDS: Final = 30.0
MOST_QUICK_DEATHS: Final = 5
FIRST_PAUSE_SECONDS: Final = 0.2
LONGEST_PAUSE_SECONDS: Final = 60.0


class Child:
    """One process, which may be started again and again."""

    def __init__(
        self, name: str, arguments: list[str], hear: Callable[[str, Any], None], descriptors: tuple[int, ...] = ()
    ) -> None:
        """Describe it; ``spawn`` starts it.

        Args:
            name: What people know it as.
            arguments: The command that it runs.
            hear: Called with the news it tells.
            descriptors: Open files it needs.
        """
        self.name = name
        self._on_news = hear
        self._arguments = arguments
        self._descriptors = descriptors
        self._process: asyncio.subprocess.Process | None = None
        self._line: socket.socket | None = None

    async def spawn(self) -> None:
        """Start the process, which waits for its orders then."""
        ours, theirs = socket.socketpair()
        ours.settimeout(0)
        with theirs:
            # -P: a folder that happens to be called bottega where we were started is not the program.
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "bottega",
                *self._arguments,
                stdin=theirs.fileno(),
                pass_fds=self._descriptors,
                start_new_session=True,
            )
        self._line = ours

    async def run(self, orders: bytes) -> int:
        """Give the process its orders and wait for its end; its exit code, negative for a signal."""
        if self._process is None:
            await self.spawn()
        assert self._process is not None
        assert self._line is not None
        hearing = asyncio.create_task(self._hear(self._line, orders))
        try:
            code = await self._process.wait()
            # Its last words; the line may stay open in the hands of a process that it started.
            await asyncio.wait((hearing,), timeout=1)
        finally:
            hearing.cancel()
            await asyncio.wait((hearing,))
        return code

    async def _hear(self, line: socket.socket, orders: bytes) -> None:
        loop = asyncio.get_running_loop()
        heard = b""
        with suppress(OSError):
            await loop.sock_sendall(line, orders)
            while piece := await loop.sock_recv(line, 65_536):
                *whole, heard = (heard + piece).split(b"\n")
                for news in whole:
                    for name, content in json.loads(news).items():
                        self._on_news(name, content)

    def forget(self) -> None:
        """Let go of a process that ended."""
        if self._line is not None:
            self._line.close()
        self._line = self._process = None

    async def end(self, hurry: asyncio.Event) -> None:
        """Ask the process to end and wait; kill it when it takes too long, or when there is a hurry."""
        if self._process is not None:
            self._signal(signal.SIGTERM)
            waits = [asyncio.create_task(self._process.wait()), asyncio.create_task(hurry.wait())]
            await asyncio.wait(waits, timeout=KILL_AFTER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            self._signal(signal.SIGKILL)
            waits[1].cancel()
            await waits[0]
        self.forget()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)


class Restarts:
    """How often a part was started again, and how long to wait before the next time."""

    def __init__(self, name: str) -> None:
        """Count from zero, with the clock running."""
        self.name = name
        self._restarts = self._quick = 0
        self._began = time.time()
        self._running = True

    def count(self) -> float:
        """Count a death; the seconds to wait before the next life, twice as many after each quick death."""
        quick = time.time() - self._began < QUICK_DEATH_SECONDS
        self._quick = self._quick + 1 if quick else 1
        self._restarts += 1
        self._running = False
        return min(FIRST_PAUSE_SECONDS * 2 ** min(self._quick - 1, 20), LONGEST_PAUSE_SECONDS)

    @property
    def keeps_dying(self) -> bool:
        """Whether it died again and again soon after its start."""
        return self._quick >= MOST_QUICK_DEATHS

    def begin_again(self) -> None:
        """A new life begins."""
        self._began, self._running = time.time(), True

    def report(self) -> PartReport:
        """How it fares."""
        return PartReport(self._restarts, self._quick, self._running, self._began)

    def farewell(self) -> str:
        """Why serving never began: one part of it does not live."""
        return (
            f"The {self.name} ended {self._quick} times within {QUICK_DEATH_SECONDS:.0f} seconds of its start: "
            "Bottega gives up. Its last messages are above."
        )


def together(parts: Sequence[PartReport]) -> PartReport:
    """How several processes of one kind fare: their restarts added up, otherwise the worst of them."""
    return PartReport(
        sum(part.restarts for part in parts),
        max(part.quick_deaths for part in parts),
        all(part.running for part in parts),
        max(part.started_at for part in parts),
    )
