"""A Bottega that serves as people start it, in a folder of its own, for benchmarks that need more than one process."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import httpx
import psutil

EMAIL: Final = "superadmin@example.com"
# Of a server that lives for some minutes and is reached from this machine only.
PASSWORD: Final = "Bench-Streams-2026!"  # noqa: S105 - no secret of anybody's
PATIENCE: Final = 120


@dataclass(frozen=True)
class Served:
    """A serving Bottega: where it is, and the process that leads it."""

    folder: Path
    port: int
    pid: int

    @classmethod
    @contextmanager
    def begun(cls, folder: Path, **settings: str) -> Generator[Self]:
        """Serve from an empty folder, and stop at the end."""
        given = {
            "BOTTEGA_DATA": str(folder),
            "BOTTEGA_INIT_SUPERADMIN_PASSWORD": PASSWORD,
            "RATE_LIMIT_ENABLED": "false",
            **settings,
        }
        out = folder / "out"
        with out.open("w") as file:
            command = [sys.executable, "-m", "bottega", "serve", "--port", "0"]
            server = subprocess.Popen(command, env={**os.environ, **given}, stdout=file, stderr=subprocess.STDOUT)
        try:
            yield cls(folder, _port(server, out), server.pid)
        finally:
            began = time.monotonic()
            server.send_signal(signal.SIGTERM)
            server.wait(30)
            print(f"stopped within {time.monotonic() - began:.1f} s")

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://127.0.0.1:{self.port}/api"

    def http_process(self) -> psutil.Process:
        """The process that answers requests."""
        return next(one for one in psutil.Process(self.pid).children() if "http-process" in one.cmdline())

    def dsn(self) -> str:
        """Its database, as an operator's shell is told."""
        command = [sys.executable, "-m", "bottega", "--data", str(self.folder), "shell"]
        said = subprocess.run(
            command, input="print(dsn)\n", capture_output=True, text=True, check=True, timeout=PATIENCE
        )
        [found] = re.findall(r"postgres\w*://\S+", said.stdout)
        return found


async def sign_in(client: httpx.AsyncClient) -> None:
    """Sign the client in as the administrator of everything."""
    answer = await client.post("/auth/login", data={"email": EMAIL, "password": PASSWORD})
    client.headers["authorization"] = f"Bearer {answer.raise_for_status().json()['token']}"


def _port(server: "subprocess.Popen[str] | subprocess.Popen[bytes]", out: Path) -> int:
    deadline = time.monotonic() + PATIENCE
    while not (found := re.search(r"runs at http://127\.0\.0\.1:(\d+)", out.read_text())):
        assert server.poll() is None, out.read_text()
        assert time.monotonic() < deadline, "it does not start"
        time.sleep(0.2)
    return int(found[1])
