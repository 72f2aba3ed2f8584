"""``bottega shell``: a Python prompt with ``await`` and a database context."""

import ast
import asyncio
import inspect
from code import InteractiveConsole
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from types import CodeType, FunctionType

import asyncpg

from bottega.kernel.keys.secrets import Secrets
from bottega.settings import Settings


class AwaitingConsole(InteractiveConsole):
    """A console whose statements may await; they run on one event loop that stands still in between."""

    def __init__(self, names: Mapping[str, object], runner: asyncio.Runner) -> None:
        """Start with some names defined."""
        super().__init__(dict(names))
        self.compile.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._runner = runner

    def runcode(self, code: CodeType) -> None:
        """Run a statement, waiting for what it awaits."""

        async def run() -> None:
            result = FunctionType(code, self.locals)()  # pyright: ignore[reportArgumentType]
            if inspect.iscoroutine(result):
                await result

        try:
            self._runner.run(run())
        except SystemExit:
            raise
        except BaseException:  # noqa: BLE001  whatever somebody types is shown to them, an interruption included
            self.showtraceback()


def converse(settings: Settings, dsn: str, secrets: Secrets) -> None:
    """Talk until the end of the input."""
    with suppress(ImportError):
        import_module("readline")  # its presence gives the prompt a history
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(dsn))
        names = {"settings": settings, "dsn": dsn, "secrets": secrets, "connection": connection}
        try:
            AwaitingConsole(names, runner).interact(
                banner='Try: await connection.fetch("SELECT version()")\nThere are: ' + ", ".join(names), exitmsg=""
            )
        finally:
            runner.run(connection.close())
