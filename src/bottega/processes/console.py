"""Console output: a spinner on terminals, plain lines elsewhere.

Without a terminal the lines end in a log that others read, so no secret password is among them.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, Protocol, TextIO

from rich.console import Console
from rich.panel import Panel
from rich.status import Status
from rich.table import Table

from bottega.kernel.startup_errors import StartError, private_folder
from bottega.processes.job_bars import JobBars, Shown

SIGN_IN_FILE: Final = "first-sign-in.txt"


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

    @property
    def public(self) -> bool:
        """Whether everybody may see that password: it is published, or only says who knows it."""
        ...

    @property
    def sees(self) -> str:
        """What there is to be seen as them; empty where that is plain."""
        ...


class ShownCredential(NamedTuple):
    """A credential that another process told."""

    role: str
    email: str
    password: str
    public: bool
    sees: str = ""


class Screen:
    """Standard output, and standard error for what went wrong."""

    def __init__(self) -> None:
        """Find out whether somebody is watching."""
        # Reports hold paths and addresses: nothing in them is markup.
        self._out = Console(markup=False, highlight=False, emoji=False)
        self._status: Status | None = None
        self._bars = JobBars(self._out, self.say)

    def show_job(self, one: Shown) -> None:
        """Show how far a background job is."""
        self._bars.show(one)

    def report(self, step: str) -> None:
        """Name the step that takes long; it ends with the next step or with ``say``."""
        if not self._out.is_terminal:
            _print(f"{step} …")
        elif self._status is None:
            self._bars.settle()
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
        self._bars.settle()

    def show_credentials(self, credentials: Sequence[Credential], folder: Path) -> None:
        """Show how to sign in, once; where nobody watches, secret passwords go to a file of that folder."""
        self.settle()
        if not credentials:
            return
        if not self._out.is_terminal:
            for one in credentials:
                sees = f" (sees {one.sees})" if one.sees else ""
                _print(f"Sign in as {one.role}: {one.email} {self._where_told(one, folder)}{sees}")
            return
        told = any(one.sees for one in credentials)
        table = Table("Role", "E-mail", "Password", *(["Sees"] if told else []), box=None, padding=(0, 2, 0, 0))
        for one in credentials:
            table.add_row(one.role, one.email, one.password, *([one.sees] if told else []))
        self._out.print(
            Panel(table, title="Sign in", subtitle="shown once: write it down", expand=False, padding=(1, 2))
        )

    @staticmethod
    def _where_told(one: Credential, folder: Path) -> str:
        if one.public:
            return f"with the password {one.password}"
        try:
            path = private_folder(folder) / SIGN_IN_FILE
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
                file.write(f"{one.role}: {one.email} with the password {one.password}\n")
        except (OSError, StartError):
            return "with a password that could not be kept: `bottega auth set-password` makes another"
        return f"with the password in {path}: read it, then delete the file"

    def complain(self, sentence: str) -> None:
        """Say on standard error why something cannot be done."""
        self.settle()
        _print(sentence, sys.stderr)


def _print(sentence: str, stream: TextIO | None = None) -> None:
    # A terminal that was closed, or a pipe that nobody reads, is no reason to stop serving.
    with suppress(OSError):
        print(sentence, file=stream or sys.stdout, flush=True)
