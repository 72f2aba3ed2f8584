"""Database provisioning: ``DATABASE_URL`` or the embedded server, upgraded and seeded."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import asyncpg

from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.startup_errors import StartError
from bottega.processes.console import Credential, Screen
from bottega.processes.lazy_imports import load_part
from bottega.processes.prepared_marker import DEMO_IS_OPEN, note_prepared
from bottega.settings import Settings

if TYPE_CHECKING:
    from bottega.kernel.postgres.server import EmbeddedPostgres

# A database that is started at the same time as we, as in a compose file, gets this long.
PATIENCE_SECONDS: Final = 5.0
NOT_NOW: Final = (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError)


class Provision:
    """The database of this installation while a command uses it."""

    def __init__(self, settings: Settings, secrets: Secrets, screen: Screen, *, join: bool) -> None:
        """Prepare; ``join`` allows to use the embedded server of another process."""
        self._settings = settings
        self._secrets = secrets
        self._screen = screen
        self._join = join
        self._embedded: EmbeddedPostgres | None = None

    @property
    def is_down(self) -> bool:
        """Whether the embedded server ended without being asked to."""
        return self._embedded is not None and not self._embedded.running

    def start(self) -> str:
        """Start the embedded server unless another database is configured; the address of the database.

        Raises:
            StartError: It does not start.
        """
        if self._settings.database_url:
            return self._settings.database_url
        from bottega.kernel.postgres.server import EmbeddedPostgres  # noqa: PLC0415  POSIX only, and often not needed

        self._embedded = self._embedded or EmbeddedPostgres()
        password = self._secrets.database_password("postgres")
        self._screen.report("Starting PostgreSQL")
        return self._embedded.start(self._settings.data_folder, password, join=self._join, report=self._screen.report)

    def stop(self, seconds: float = 60.0) -> None:
        """Stop what was started; safe to repeat."""
        if self._embedded is not None:
            self._embedded.stop(seconds)

    def __enter__(self) -> str:
        """Start."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.end()

    def end(self) -> None:
        """Stop, and leave the screen tidy."""
        self.stop()
        self._screen.settle()


@contextmanager
def provided(settings: Settings, screen: Screen) -> Generator[tuple[str, Secrets]]:
    """The database's address and the secrets, for a command that may run while Bottega serves."""
    secrets = Secrets.load(settings)
    with Provision(settings, secrets, screen, join=True) as dsn:
        yield dsn, secrets


@contextmanager
def provided_alone(settings: Settings, screen: Screen, secrets: Sequence[Secrets]) -> Generator[str]:
    """The database's address, for a command that must be the only one, by the first secrets that open it.

    Raises:
        StartError: None of them does, for the reason that the first ones were refused with; or it does not answer.
    """
    provision, dsn = _started_alone(settings, screen, secrets)
    try:
        asyncio.run(reach(dsn))
        yield dsn
    finally:
        provision.end()


def _started_alone(settings: Settings, screen: Screen, secrets: Sequence[Secrets]) -> tuple[Provision, str]:
    refusals: list[StartError] = []
    for tried in secrets:
        provision = Provision(settings, tried, screen, join=False)
        try:
            return provision, provision.start()
        except StartError as refused:
            refusals.append(refused)
    raise refusals[0]


async def prepare(
    settings: Settings,
    dsn: str,
    secrets: Secrets,
    report: Callable[[str], None],
    *,
    demo: bool = False,
    prepared: bool = False,
    stand_in: str | None = None,
) -> AsyncGenerator[Sequence[Credential]]:
    """Bring a database up to date and give a new one its first users, unless it is ``prepared`` but for the demo.

    Yields:
        Whom that lets in, as soon as they exist: a later step may fail, and they are told only once.

    Raises:
        StartError: The database cannot be used.
    """
    if demo:
        refuse_open_demo(settings)
    await reach(dsn)
    if not prepared:
        report("Bringing the database up to date")
        await load_part("migrate", stand_in)(dsn, secrets, report)
        yield await load_part("initialise", stand_in)(settings, dsn, secrets)
        if stand_in is None:
            await note_prepared(dsn, secrets)
    if demo:
        report("Setting up the demo studio")
        yield await load_part("seed", stand_in)(settings, dsn, secrets, report)


def refuse_open_demo(settings: Settings) -> None:
    """Keep users with a published password out of an installation that is meant seriously, or that others reach.

    Raises:
        StartError: The settings allow others to sign in as the people of the demo, or their password is too simple.
    """
    if settings.production:
        raise StartError("Demo users have known passwords: BOTTEGA_PRODUCTION refuses them.")
    if settings.demo_password is not None:
        from bottega.kernel.passwords import check_policy, joined  # noqa: PLC0415  often not needed

        if missing := check_policy(settings.demo_password, settings):
            raise StartError(f"BOTTEGA_DEMO_PASSWORD is too simple: {joined(missing).en}.")
    if settings.demo_password is None and not _is_private(settings.host):
        raise StartError(
            f"Everybody who reaches {settings.host} could sign in with the published password of the demo: "
            "set BOTTEGA_DEMO_PASSWORD to one of your own, or listen on 127.0.0.1."
        )


async def warn_of_open_demo(settings: Settings, dsn: str, screen: Screen) -> None:
    """Say so if the demo that was set up before is served to others with its published password."""
    if _is_private(settings.host) and not settings.production:
        return
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        if await connection.fetchval("SELECT EXISTS (SELECT FROM installation WHERE key = $1)", DEMO_IS_OPEN):
            screen.say(
                "Beware: the people of the demo have a published password, and others may reach this address. "
                "`bottega demo` with BOTTEGA_DEMO_PASSWORD gives them another one."
            )
    finally:
        await connection.close()


def _is_private(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


async def reach(dsn: str, patience: float = PATIENCE_SECONDS) -> None:
    """Wait until a database answers.

    Raises:
        StartError: It does not, or not to us; the sentence never holds the password.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            connection = await asyncpg.connect(dsn, timeout=5)
        except NOT_NOW as error:
            if time.monotonic() > deadline:
                raise StartError(f"The database at {_place(dsn)} cannot be reached: {_reason(error)}.") from error
            await asyncio.sleep(0.2)
        except asyncpg.PostgresError as error:
            raise StartError(f"The database at {_place(dsn)} refuses us: {_reason(error)}.") from error
        except (ValueError, asyncpg.InterfaceError) as error:
            raise StartError("DATABASE_URL must read postgresql://user:password@host:port/database.") from error
        else:
            await connection.close()
            return


def _place(dsn: str) -> str:
    parts = urlsplit(dsn)
    return f"{parts.hostname}:{parts.port or 5432}" if parts.hostname else "the socket of DATABASE_URL"


def _reason(error: Exception) -> str:
    return str(error).rstrip(".").splitlines()[0] if str(error) else "it does not answer"
