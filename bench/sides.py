"""The two sides of a comparison as processes under load, in turns: a figure is the median of rounds side by side."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

import psutil

from bench.load import Outcome, http, load

Request = Callable[[], bytes]


@dataclass(frozen=True)
class Comparison:
    """One line of the table; ``target`` is the least ratio of requests a second."""

    name: str
    ours: Request
    theirs: Request
    target: float | None = None


class Side:
    """A server under load: one process, or several on one port."""

    def __init__(self, name: str, environment: Mapping[str, str], processes: int = 1) -> None:
        """Start it on a free port."""
        listener = socket.create_server(("127.0.0.1", 0))
        listener.set_inheritable(True)
        self.port = listener.getsockname()[1]
        command = [sys.executable, "-m", "bench.server", name, str(listener.fileno())]
        self._processes = [
            subprocess.Popen(command, env={**os.environ, **environment}, pass_fds=(listener.fileno(),))
            for _ in range(processes)
        ]
        self._watched = [psutil.Process(process.pid) for process in self._processes]
        listener.close()

    async def ready(self) -> None:
        """Wait until it answers."""
        for _ in range(100):
            try:
                await load(self.port, lambda: http("GET", "/one"), connections=1, seconds=0.05)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                return

    async def round(self, request: Request, seconds: float, connections: int = 16) -> Outcome:
        """Load it for a while."""
        before = self._cpu()
        outcome = await load(self.port, request, connections=connections, seconds=seconds)
        outcome.cpu = self._cpu() - before
        if outcome.failures:
            print(f"  {outcome.failures} of {len(outcome.times)} answers were failures", file=sys.stderr)
        return outcome

    def _cpu(self) -> float:
        return sum(sum(process.cpu_times()[:2]) for process in self._watched)

    @property
    def memory(self) -> float:
        """Resident megabytes of the largest process."""
        return max(process.memory_info().rss for process in self._watched) / 1e6

    def stop(self) -> None:
        """End it."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(15)


HEAD = (
    "| what | requests/s | yardstick | ratio | target | p50 ms | yardstick | CPU µs | yardstick |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Rounds:
    """How long everything is loaded, and what alone is wanted."""

    ours: Side
    theirs: Side
    rounds: int
    seconds: float
    only: str | None = None

    def wants(self, name: str) -> bool:
        """Whether a line of this name was asked for."""
        return not self.only or self.only in name

    async def compare(self, case: Comparison) -> float:
        """Print a line of the table; our median time of an answer in milliseconds."""
        results: list[tuple[Outcome, Outcome]] = []
        for turn in range(self.rounds + 1):
            mine = await self.ours.round(case.ours, self.seconds)
            bare = await self.theirs.round(case.theirs, self.seconds)
            if turn:  # the first turn warms up
                results.append((mine, bare))
        mine, bare = [self._middle(side) for side in zip(*results, strict=True)]
        ratio = median(a.rate / b.rate for a, b in results)
        target = "" if case.target is None else f"{case.target:.2f}"
        print(
            f"| {case.name} | {mine.rate:.0f} | {bare.rate:.0f} | **{ratio:.2f}** | {target} | {mine.p50:.1f} |"
            f" {bare.p50:.1f} | {mine.cpu_each:.0f} | {bare.cpu_each:.0f} |",
            flush=True,
        )
        return mine.p50

    @staticmethod
    def _middle(outcomes: tuple[Outcome, ...]) -> Outcome:
        return sorted(outcomes, key=lambda one: one.rate)[len(outcomes) // 2]


def get(path: str, who: Mapping[str, str] | None = None) -> Request:
    """The same GET every time."""
    request = http("GET", path, dict(who or {}))
    return lambda: request


def sending(method: str, path: str, body: bytes, who: Mapping[str, str] | None = None) -> Request:
    """The same body every time."""
    request = http(method, path, dict(who or {}), body)
    return lambda: request
