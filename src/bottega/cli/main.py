"""The command line: built-in commands and those that modules add."""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from bottega.kernel.command_context import CommandContext, command_context
from bottega.kernel.startup_errors import CANNOT_START, StartError
from bottega.processes.console import Screen

if TYPE_CHECKING:
    from bottega.kernel.keys.secrets import Secrets
    from bottega.kernel.modules import Module
    from bottega.settings import Settings

MODULE_FOLDERS: Final = ("bottega.platform", "bottega.business")


class Commands(TyperGroup):
    """Our own commands and those of modules, which are looked for only when somebody may mean one.

    A module adds commands with a file ``commands.py``: ``groups = {"import": typer.Typer()}`` makes its commands appear
    under ``bottega import``, beside those that other modules put there.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  Typer's signature
        """Every command there is."""
        self._add_groups_of_modules()
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  Typer's signature
        """A command by its name."""
        if cmd_name not in self.commands:
            self._add_groups_of_modules()
        return self.commands.get(cmd_name)

    def _add_groups_of_modules(self) -> None:
        for name, group in groups_of_modules(*MODULE_FOLDERS).items():
            if name not in self.commands:
                self.add_command(typer.main.get_group(group), name)


def groups_of_modules(*folders: str) -> dict[str, typer.Typer]:
    """The command groups of all modules in some packages by name; groups of one name become one.

    A group that does something without a further word is a command of one module, and stays as it is.
    """
    merged: dict[str, typer.Typer] = {}
    for folder in folders:
        package = import_module(folder)
        for module in iter_modules(package.__path__, f"{folder}."):
            if module.ispkg and any(found.name == "commands" for found in iter_modules([_folder_of(module)])):
                groups: dict[str, typer.Typer] = import_module(f"{module.name}.commands").groups
                for name, group in groups.items():
                    if group.info.invoke_without_command is True:
                        merged[name] = group
                        continue
                    target = merged.setdefault(name, typer.Typer(no_args_is_help=True, help=group.info.help))
                    target.registered_commands.extend(group.registered_commands)
    return merged


def _folder_of(module: Any) -> str:
    return str(Path(module.module_finder.path) / module.name.rpartition(".")[2])


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    # A pretty traceback would print local variables, and secrets are among them.
    pretty_exceptions_enable=False,
    help="Bottega, the back office for people who make things to measure.",
)

Data = Annotated[Path | None, typer.Option("--data", help="Folder of everything that must survive a restart.")]
StandIn = Annotated[str | None, typer.Option("--stand-in", hidden=True)]
Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 picks one.", min=0, max=65_535)]
Workers = Annotated[int | None, typer.Option(help="Number of HTTP processes.", min=1, max=64)]


@app.callback()
def remember(ctx: typer.Context, data: Data = None) -> None:
    """Bottega, the back office for people who make things to measure."""
    screen = Screen()
    ctx.obj = CommandContext(
        read_settings=partial(_read_settings, data=data),
        console=screen,
        modules=_modules,
        provide=partial(_provided, screen),
        provide_alone=partial(_provided_alone, screen),
    )


def _modules() -> "Sequence[Module]":
    from bottega.app import modules

    return modules()


def _provided(screen: Screen, settings: "Settings") -> "AbstractContextManager[tuple[str, Secrets]]":
    from bottega.processes.database_provisioning import provided

    return provided(settings, screen)


def _provided_alone(
    screen: Screen, settings: "Settings", secrets: "Sequence[Secrets]"
) -> "AbstractContextManager[str]":
    from bottega.processes.database_provisioning import provided_alone

    return provided_alone(settings, screen, secrets)


def _read_settings(**given: object) -> "Settings":
    """The settings, with what the command line says put on top; the process logs by them from here on.

    Raises:
        StartError: The environment holds something that cannot be used.
    """
    from pydantic import ValidationError

    from bottega.kernel.logs import configure_logging
    from bottega.settings import Settings

    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # pyright: ignore[reportArgumentType]
    except ValidationError as wrong:
        sentences = [f"{_name_of(str(one['loc'][0]))}: {one['msg']}." for one in wrong.errors()]
        raise StartError("A setting cannot be used. " + " ".join(sentences)) from None
    configure_logging(settings)
    return settings


def _name_of(field: str) -> str:
    return field if field.isupper() else f"BOTTEGA_{field.upper()}"


@app.command()
def serve(
    ctx: typer.Context,
    host: Host = None,
    port: Port = None,
    workers: Workers = None,
    demo: Annotated[bool, typer.Option("--demo", help="Set up the demo studio first.")] = False,
    stand_in: StandIn = None,
) -> None:
    """Run everything: database, web server and job worker."""
    from bottega.processes.supervisor import serve

    settings = command_context(ctx).read_settings(host=host, port=port, workers=workers)
    serve(settings, Screen(), demo=demo, stand_in=stand_in)


@app.command()
def work(ctx: typer.Context, stand_in: StandIn = None) -> None:
    """Run one more job worker, here or on another machine that has the same DATABASE_URL and secrets."""
    from bottega.processes.entrypoints import work_alone

    work_alone(command_context(ctx).settings, Screen(), stand_in)


@app.command()
def migrate(ctx: typer.Context, stand_in: StandIn = None) -> None:
    """Bring the database up to date; `serve` does so by itself."""
    from bottega.processes.database_provisioning import provided, reach
    from bottega.processes.lazy_imports import load_part

    screen = Screen()

    async def run(dsn: str, secrets: "Secrets") -> None:
        await reach(dsn)
        await load_part("migrate", stand_in)(dsn, secrets, screen.report)

    with provided(command_context(ctx).settings, screen) as (dsn, secrets):
        asyncio.run(run(dsn, secrets))
        screen.say("The database is up to date.")


@app.command()
def init(ctx: typer.Context, stand_in: StandIn = None) -> None:
    """Bring the database up to date and make the first users; `serve` does so by itself."""
    _prepare(ctx, stand_in, demo=False)


@app.command()
def demo(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Only say whether the demo studio's records agree.")] = False,
    stand_in: StandIn = None,
) -> None:
    """Set up the demo studio: customers, contracts, a warehouse, and people to sign in as."""
    if check:
        _check_demo(ctx, stand_in)
    else:
        _prepare(ctx, stand_in, demo=True)


def _check_demo(ctx: typer.Context, stand_in: str | None) -> None:
    from bottega.processes.database_provisioning import provided
    from bottega.processes.lazy_imports import load_part

    settings, screen = command_context(ctx).settings, Screen()
    with provided(settings, screen) as (dsn, secrets):
        wrong: list[str] = asyncio.run(load_part("check_demo", stand_in)(settings, dsn, secrets))
    for sentence in wrong:
        screen.complain(sentence)
    if wrong:
        raise typer.Exit(1)
    screen.say("The records of the demo studio agree.")


def _prepare(ctx: typer.Context, stand_in: str | None, *, demo: bool) -> None:
    from bottega.processes.database_provisioning import prepare, provided

    settings, screen = command_context(ctx).settings, Screen()

    async def run(dsn: str, secrets: "Secrets") -> None:
        async for credentials in prepare(settings, dsn, secrets, screen.report, demo=demo, stand_in=stand_in):
            screen.show_credentials(credentials, settings.data_folder / "secrets")

    with provided(settings, screen) as (dsn, secrets):
        asyncio.run(run(dsn, secrets))
        screen.say("The database is ready.")


@app.command()
def openapi(
    check: Annotated[bool, typer.Option("--check", help="Only say whether the stored document is current.")] = False,
    output: Annotated[Path | None, typer.Option(help="Another file than docs/openapi.json.")] = None,
) -> None:
    """Write the description of the API to docs/openapi.json."""
    raise typer.Exit(import_module("bottega.cli.openapi").run(check=check, output=output))


@app.command()
def shell(ctx: typer.Context) -> None:
    """Open a Python prompt with a connection to the database; `await` works in it."""
    from bottega.cli.shell import converse
    from bottega.processes.database_provisioning import provided

    settings, screen = command_context(ctx).settings, Screen()
    with provided(settings, screen) as (dsn, secrets):
        screen.settle()
        converse(settings, dsn, secrets)


@app.command("http-process", hidden=True)
def http_process(descriptor: Annotated[int, typer.Option()], stand_in: StandIn = None) -> None:
    """One HTTP process of a serving Bottega."""
    from bottega.processes.entrypoints import answer_http

    answer_http(descriptor, stand_in)


@app.command("worker-process", hidden=True)
def worker_process(stand_in: StandIn = None) -> None:
    """The job worker of a serving Bottega."""
    from bottega.processes.entrypoints import work_off_jobs

    work_off_jobs(stand_in)


def main() -> None:
    """Run a command; what keeps it from running is one sentence and exit code 2, a fault of ours a line of the log."""
    screen = Screen()
    if sys.platform == "win32":
        screen.complain("Bottega runs on Linux and macOS; on Windows, run it inside WSL.")
        sys.exit(CANNOT_START)
    try:
        app()
    except StartError as reason:
        screen.complain(str(reason))
        sys.exit(CANNOT_START)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the edge of the program: Python would print the text of the exception
        from bottega.kernel.logs import log_unexpected

        log_unexpected(error)
        sys.exit(1)
