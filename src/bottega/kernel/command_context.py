"""Command context: settings, console and database for the commands that modules add to the command line.

The command line puts one into ``typer.Context.obj``. What lies above the modules, the composition and the processes,
comes in as functions, so a module's command imports nothing from there.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

from bottega.kernel.startup_errors import StartError

if TYPE_CHECKING:
    from bottega.kernel.application import Application
    from bottega.kernel.errors import Problem
    from bottega.kernel.keys.secrets import Secrets
    from bottega.kernel.modules import Module
    from bottega.settings import Settings

Found = TypeVar("Found")


class CommandConsole(Protocol):
    """Where a command reports."""

    def report(self, step: str) -> None:
        """Name the step that takes long; it ends with the next step or with ``say``."""
        ...

    def say(self, sentence: str) -> None:
        """Print a line that stays."""
        ...

    def settle(self) -> None:
        """End the step that was reported last."""
        ...

    def complain(self, sentence: str) -> None:
        """Say on standard error why something cannot be done."""
        ...


@dataclass(frozen=True)
class CommandContext:
    """What a command works with; nothing is read, imported or started before it is asked for."""

    # The settings, with what the command line says put on top, by field name.
    read_settings: Callable[..., "Settings"]
    console: CommandConsole
    # Every module of this installation.
    modules: Callable[[], Sequence["Module"]]
    # The database's address and the secrets, beside whatever else runs.
    provide: Callable[["Settings"], AbstractContextManager[tuple[str, "Secrets"]]]
    # The database's address while nothing else runs; the first secrets that open it are used.
    provide_alone: Callable[["Settings", Sequence["Secrets"]], AbstractContextManager[str]]

    @cached_property
    def settings(self) -> "Settings":
        """The settings in force.

        Raises:
            StartError: The environment holds something that cannot be used.
        """
        return self.read_settings()

    def run(self, work: Callable[["Application"], Awaitable[Found]]) -> Found:
        """Work on the installation's database, which may be serving meanwhile.

        Raises:
            StartError: The database cannot be reached or is empty, or the work was refused with a ``Problem``.
        """

        async def perform(dsn: str, secrets: "Secrets") -> Found:
            async with self.application(dsn, secrets) as app:
                return await work(app)

        with self.provide(self.settings) as (dsn, secrets):
            self.console.settle()
            return asyncio.run(perform(dsn, secrets))

    @asynccontextmanager
    async def application(self, dsn: str, secrets: "Secrets") -> AsyncGenerator["Application"]:
        """The application of this process, connected to a database; errors are those of ``run``."""
        # `bottega serve --help` must not wait for what commands need.
        from asyncpg import InvalidPasswordError, UndefinedTableError  # noqa: PLC0415

        from bottega.kernel.application import Application  # noqa: PLC0415
        from bottega.kernel.errors import Problem  # noqa: PLC0415

        app = Application(self.settings, dsn, secrets, self.modules())
        try:
            await app.database.open()
            yield app
        except (UndefinedTableError, InvalidPasswordError):
            raise StartError("The database is empty yet: run `bottega init` first.") from None
        except Problem as problem:
            raise StartError(sentence_of(problem)) from None
        finally:
            await app.database.close()


def command_context(ctx: typer.Context) -> CommandContext:
    """The context that the command line gave a command."""
    found = ctx.find_object(CommandContext)
    assert found is not None
    return found


def sentence_of(problem: "Problem", locale: str = "en") -> str:
    """What went wrong, with what each field lacks, as one sentence for a terminal."""
    body = problem.body(locale)
    details = body.get("details")
    reasons = [one.get("requirements") or one["message"] for one in details] if isinstance(details, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] - JSON
    return ": ".join(str(part).rstrip(".") for part in (body["error"], *reasons)) + "."  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
