"""A running ``bottega serve`` for tests: started as a person would, read, asked and ended from outside.

Nothing here imports the program. What it says goes to files, so that whoever did not start it can read it too.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import httpx
import psutil

SECONDS = 60
STAND_INS = Path(__file__).parent / "running"


def wait_until(happens: Callable[[], Any], seconds: float = SECONDS, pause: float = 0.02) -> Any:
    """Poll until something is true; what it was."""
    deadline = time.monotonic() + seconds
    while not (result := happens()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(pause)
    return result


def environment(**settings: str) -> dict[str, str]:
    """An environment without anybody's settings, in which the stand-ins can be imported."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BOTTEGA_", "PG"))}
    for name in (
        "DATABASE_URL",
        "JWT_SECRET",
        "APP_URL",
        "OPENAI_API_KEY",
        "ANTHROPIC_API_KEY",
        "GOOGLE_GENERATIVE_AI_API_KEY",
    ):
        plain.pop(name, None)
    return {**plain, "PYTHONPATH": str(STAND_INS), "PYTHONUNBUFFERED": "1", **settings}


def bottega(
    data: Path, *arguments: str, given: str = "", seconds: float = 2 * SECONDS, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "bottega", "--data", str(data), *arguments],
        check=False,
        capture_output=True,
        text=True,
        input=given,
        timeout=seconds,
        env=environment(**settings),
    )


class Served:
    """A serving Bottega, as anybody sees it who knows its process, its data folder and where its output goes."""

    def __init__(self, pid: int, data: Path, output: Path) -> None:
        """Look at one that runs."""
        self.pid = pid
        self.data = data
        self.output = output

    @property
    def out(self) -> list[str]:
        """The lines it has written to standard output."""
        return _whole_lines(self.output / "out")

    @property
    def errors(self) -> list[str]:
        """The lines it has written to standard error, where the log goes too."""
        return _whole_lines(self.output / "errors")

    def last_words(self, lines: int = 40) -> str:
        """The end of what it has said, for a failure that has to be understood later."""
        return "".join(["standard output:\n", *self.out[-lines:], "standard error:\n", *self.errors[-lines:]])

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
        return psutil.Process(self.pid).children(recursive=True)

    def process_of(self, *words: str) -> psutil.Process:
        """One of the processes, by words of its command line."""
        for child in psutil.Process(self.pid).children():
            if all(any(word in part for part in command_line(child)) for word in words):
                return child
        message = f"there is no process {words}"
        raise AssertionError(message)


def command_line(process: psutil.Process) -> list[str]:
    """How a process was started; nothing of one that has ended meanwhile, as sessions of the database do."""
    with suppress(psutil.NoSuchProcess):
        return process.cmdline()
    return []


def _whole_lines(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    return lines if not lines or lines[-1].endswith("\n") else lines[:-1]


class Serving(Served):
    """A serving Bottega of one's own; at the end of the block it is stopped, or killed if that does not help."""

    def __init__(
        self,
        data: Path,
        *arguments: str,
        stand_in: str | None = "stand_in",
        cwd: Path | None = None,
        patience: float = SECONDS,
        **settings: str,
    ) -> None:
        """Start it on a free port; ``patience`` is how many seconds it may take until it serves."""
        self._patience = patience
        output = Path(tempfile.mkdtemp(prefix="bottega-output-"))
        weakref.finalize(self, shutil.rmtree, output)
        command = [sys.executable, "-P", "-m", "bottega", "--data", str(data), "serve"]
        with (output / "out").open("wb") as out, (output / "errors").open("wb") as errors:
            self.process = subprocess.Popen(
                [*command, "--port", "0", *(["--stand-in", stand_in] if stand_in else []), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
                cwd=cwd,
                env=environment(**settings),
            )
        super().__init__(self.process.pid, data, output)

    def __enter__(self) -> Self:
        """Wait until it serves."""
        try:
            wait_until(lambda: self.says("Bottega runs at") or self.process.poll() is not None, self._patience)
            assert self.process.poll() is None, "".join(self.errors)
        except BaseException as error:
            error.add_note(self.last_words())
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever state it is in."""
        try:
            self.process.terminate()
            self.process.wait(15)
        finally:
            self.process.kill()
            self.process.wait(15)

    def wait(self, seconds: float = 15) -> int:
        """Wait for its end; the exit code."""
        return self.process.wait(seconds)
