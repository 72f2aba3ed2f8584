"""What the person at the keyboard sees: a spinner while something takes long, plain lines without a terminal."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol, TextIO

from rich.console import Console
from rich.panel import Panel
from rich.status import Status
from rich.table import Table


class Credential(Protocol):
    """How somebody signs in; shown once and never stored readably."""

    @property
    def role(self) -> str:
        """What they may do."""
        ...

    @property
    def email(self) -> str:
        """Whom they sign in as."""
        ...

    @property
    def password(self) -> str:
        """What proves it."""
        ...


class ShownCredential(NamedTuple):
    """A credential that another process told."""

    role: str
    email: str
    password: str


class Screen:
    """Standard output, and standard error for what went wrong."""

    def __init__(self) -> None:
        """Find out whether somebody is watching."""
        # Reports hold paths and addresses: nothing in them is markup.
        self._out = Console(markup=False, highlight=False, emoji=False)
        self._status: Status | None = None

    def report(self, step: str) -> None:
        """Name the step that takes long; it ends with the next step or with ``say``."""
        if not self._out.is_terminal:
            _print(f"{step} …")
        elif self._status is None:
            self._status = self._out.status(f"{step} …")
            self._status.start()
        else:
            self._status.update(f"{step} …")

    def say(self, sentence: str) -> None:
        """Print a line that stays."""
        self.settle()
        _print(sentence)

    def settle(self) -> None:
        """End the step that was reported last."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def show_credentials(self, credentials: Sequence[Credential]) -> None:
        """Show how to sign in, once."""
        self.settle()
        if not credentials:
            return
        if not self._out.is_terminal:
            for one in credentials:
                _print(f"Sign in as {one.role}: {one.email} with the password {one.password}")
            return
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for one in credentials:
            table.add_row(one.role, one.email, one.password)
        self._out.print(
            Panel(table, title="Sign in", subtitle="shown once: write it down", expand=False, padding=(1, 2))
        )

    def complain(self, sentence: str) -> None:
        """Say on standard error why something cannot be done."""
        self.settle()
        _print(sentence, sys.stderr)


def _print(sentence: str, stream: TextIO | None = None) -> None:
    # A terminal that was closed, or a pipe that nobody reads, is no reason to stop serving.
    with suppress(OSError):
        print(sentence, file=stream or sys.stdout, flush=True)
