"""A running ``bottega serve`` for tests: started as a person would, read, asked and ended from outside."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx
import psutil

SECONDS = 60


def wait_until(happens: Callable[[], Any], seconds: float = SECONDS) -> Any:
    """Poll until something is true; what it was."""
    deadline = time.monotonic() + seconds
    while not (result := happens()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return result


def environment(**settings: str) -> dict[str, str]:
    """An environment without anybody's settings, in which the stand-ins can be imported."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BOTTEGA_", "PG"))}
    for name in ("DATABASE_URL", "JWT_SECRET", "APP_URL"):
        plain.pop(name, None)
    return {**plain, "PYTHONPATH": str(Path(__file__).parent), "PYTHONUNBUFFERED": "1", **settings}


def bottega(
    data: Path, *arguments: str, given: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "bottega", "--data", str(data), *arguments],
        check=False,
        capture_output=True,
        text=True,
        input=given,
        timeout=SECONDS,
        env=environment(**settings),
    )


class Serving:
    """A serving Bottega; at the end of the block it is stopped, or killed if that does not help."""

    def __init__(
        self,
        data: Path,
        *arguments: str,
        stand_in: str | None = "stand_in",
        cwd: Path | None = None,
        **settings: str,
    ) -> None:
        """Start it on a free port."""
        self.data = data
        self.out: list[str] = []
        self.errors: list[str] = []
        command = [sys.executable, "-P", "-m", "bottega", "--data", str(data), "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", "0", *(["--stand-in", stand_in] if stand_in else []), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd,
            env=environment(**settings),
        )
        self._readers = [
            threading.Thread(target=lines.extend, args=(stream,))
            for stream, lines in ((self.process.stdout, self.out), (self.process.stderr, self.errors))
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        """Wait until it serves."""
        wait_until(lambda: self.says("Bottega runs at") or self.process.poll() is not None)
        assert self.process.poll() is None, "".join(self.errors)
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever state it is in."""
        try:
            self.process.terminate()
            self.process.wait(15)
        finally:
            self.process.kill()
            self.wait()

    def wait(self, seconds: float = 15) -> int:
        """Wait for its end and read the rest of what it says; the exit code."""
        code = self.process.wait(seconds)
        for reader in self._readers:
            reader.join(5)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return code

    def says(self, text: str) -> bool:
        """Whether it has said something on standard output."""
        return any(text in line for line in self.out)

    @property
    def address(self) -> str:
        """Where it answers."""
        found = re.search(r"http://\S+", "".join(self.out))
        assert found
        return found[0]

    def get(self, path: str) -> Any:
        """Ask it something on a fresh connection."""
        return httpx.get(self.address + path, timeout=SECONDS).raise_for_status().json()

    def processes(self) -> list[psutil.Process]:
        """Everything it started, PostgreSQL's own processes included."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def process_of(self, *words: str) -> psutil.Process:
        """One of the processes, by words of its command line."""
        for child in psutil.Process(self.process.pid).children():
            if all(any(word in part for part in child.cmdline()) for word in words):
                return child
        message = f"there is no process {words}"
        raise AssertionError(message)
