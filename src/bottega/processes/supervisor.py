"""The supervisor of ``bottega serve``: opens the port, starts the processes and restarts them.

    bottega serve ── PostgreSQL (embedded)
                  ├─ HTTP process, as many as are wanted, on one listening socket
                  └─ job worker

A process that dies is started again, after growing pauses if it keeps dying, and never takes the others with it: once
Bottega serves, it serves until somebody stops it. Asked to stop, everything in flight is finished first and PostgreSQL
goes last.
"""

import asyncio
import errno
import signal
import socket
import time
from typing import Any, Final

from bottega.kernel.http import process_report
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.postgres.lock_file import Claim
from bottega.kernel.startup_errors import StartError
from bottega.processes.child_process import Child, Restarts, together
from bottega.processes.console import Screen, ShownCredential
from bottega.processes.control_channel import Orders
from bottega.processes.database_provisioning import Provision, reach, refuse_open_demo, warn_of_open_demo
from bottega.processes.job_bars import Shown
from bottega.processes.prepared_marker import is_prepared
from bottega.settings import Settings

# Docker kills what has not stopped by then.
STOP_SECONDS: Final = 10.0
BACKLOG: Final = 2048
# Pauses from here on are worth a word.
LONG_PAUSE_SECONDS: Final = 3.0


def serve(settings: Settings, screen: Screen, *, demo: bool = False, stand_in: str | None = None) -> None:
    """Serve until asked to stop.

    Raises:
        StartError: It cannot start.
    """
    if demo:
        refuse_open_demo(settings)
    claim = Claim(settings.data_folder / "bottega.lock")
    if not claim.take():
        where = claim.read_note()
        raise StartError(
            f"Bottega already serves the data folder {settings.data_folder}{where and f' at {where}'}: stop it first."
        )
    try:
        secrets = Secrets.load(settings)
        with listen(settings.host, settings.port) as listener:
            settings = settings.model_copy(update={"port": listener.getsockname()[1]})
            claim.leave_note(address_of(settings))
            supervisor = Supervisor(settings, secrets, screen, listener, demo=demo, stand_in=stand_in)
            try:
                asyncio.run(supervisor.run())
            finally:
                supervisor.provision.end()
    finally:
        claim.release()


def listen(host: str, port: int) -> socket.socket:
    """Open the port all HTTP processes share; a request that comes before they are there waits.

    Raises:
        StartError: The port cannot be opened.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise StartError(f"{host} is not an address to listen on: {error.strerror}.") from error
    family, kind, protocol, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise StartError(
                f"Port {port} of {host} is in use: stop the other program or choose a port with --port."
            ) from error
        raise StartError(f"Port {port} of {host} cannot be opened: {error.strerror}.") from error
    return listener


def address_of(settings: Settings) -> str:
    """Where a browser on this machine finds us."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104  only compared
    return f"http://{f'[{host}]' if ':' in host and host[0] != '[' else host}:{settings.port}"


class Supervisor:
    """Everything that runs while Bottega serves."""

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets,
        screen: Screen,
        listener: socket.socket,
        *,
        demo: bool,
        stand_in: str | None,
    ) -> None:
        """Describe what will run; ``run`` runs it."""
        self._settings = settings
        self._secrets = secrets
        self._screen = screen
        self._listener = listener
        self._demo = demo
        self._stand_in = stand_in
        self.provision = Provision(settings, secrets, screen, join=False)
        self._stop, self._hurry = asyncio.Event(), asyncio.Event()
        self._prepared = asyncio.Event()
        # Nothing but perhaps the demo is left to prepare: this program has done the rest before.
        self._known = False
        self._ready = asyncio.Semaphore(0)
        self._credentials: list[ShownCredential] = []
        self._refusal = ""
        # Until everything has run once, what does not live is a reason to give up.
        self._serving = False
        options = ["--stand-in", stand_in] if stand_in else []
        number = listener.fileno()
        http = ["http-process", "--descriptor", str(number), *options]
        self._http = [Child("HTTP process", http, self._hear, (number,)) for _ in range(settings.workers)]
        self._worker = Child("job worker", ["worker-process", *options], self._hear)
        self._children = [*self._http, self._worker]
        self._restarts = {child: Restarts(child.name) for child in self._children}
        self._database_restarts = Restarts("database")

    async def run(self) -> None:
        """Serve until a signal asks to stop.

        Raises:
            StartError: It cannot start.
        """
        loop = asyncio.get_running_loop()
        # nohup says that closing the terminal is no reason to stop.
        hangs_up = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
        for asked in (signal.SIGTERM, signal.SIGINT, *((signal.SIGHUP,) if hangs_up else ())):
            loop.add_signal_handler(asked, self._ask_to_stop)
        serving, asked_to_stop = loop.create_task(self._serve()), loop.create_task(self._stop.wait())
        try:
            await asyncio.wait((serving, asked_to_stop), return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                await serving
        except BaseExceptionGroup as failures:
            raise failures.exceptions[0] from None
        finally:
            asked_to_stop.cancel()
            await self._end(serving)

    def _ask_to_stop(self) -> None:
        """Stop; and at once, for somebody who asks twice."""
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()

    async def _serve(self) -> None:
        # All of them import what they need while the database starts, and the worker brings it up to date.
        self._report()
        for child in self._children:
            await child.spawn()
        # Blocks the loop on purpose: on Linux PostgreSQL is bound to the life of the thread that starts it.
        dsn = self.provision.start()
        self._known = await is_prepared(dsn, self._secrets)
        if self._known and not self._demo:
            self._prepared.set()
            await warn_of_open_demo(self._settings, dsn, self._screen)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_database())
            group.create_task(self._keep(self._worker, dsn))
            await self._prepared.wait()
            self._screen.report("Starting the web server")
            for child in self._http:
                group.create_task(self._keep(child, dsn))
            for _ in self._http:
                await self._ready.acquire()
            self._serving = True
            self._screen.say(f"Bottega runs at {address_of(self._settings)} (Ctrl-C stops it).")
            self._show_credentials()

    def _show_credentials(self) -> None:
        self._screen.show_credentials(self._credentials, self._settings.data_folder / "secrets")
        self._credentials.clear()

    def _hear(self, news: str, content: Any) -> None:
        """Take in what a process tells."""
        match news:
            case "step":
                self._screen.report(content)
            case "credentials":
                self._credentials += [ShownCredential(*one) for one in content]
            case "prepared":
                self._prepared.set()
            case "job":
                self._screen.show_job(Shown(*content))
            case "refused":
                self._refusal = content
            case _:
                self._ready.release()

    async def _keep(self, child: Child, dsn: str) -> None:
        """Start a process again whenever it ends."""
        restarts = self._restarts[child]
        while True:
            prepare = child is self._worker and not self._prepared.is_set()
            orders = Orders(self._settings, dsn, self._secrets, prepare=prepare, prepared=self._known, demo=self._demo)
            try:
                ended = f"ended unexpectedly (code {await child.run(orders.encode())})"
            except OSError as error:
                ended = f"cannot be started ({error.strerror})"
            child.forget()
            if self._refusal:
                ended, self._refusal = self._refused(child), ""
            await self._wait_after(restarts, f"The {child.name} {ended}")
            # While the database is away nothing can live: that is not held against the process.
            await self._reach(dsn)
            restarts.begin_again()
            self._report()

    def _refused(self, child: Child) -> str:
        """What a process said that cannot work; before Bottega serves, that is the end."""
        if not self._serving:
            raise StartError(self._refusal)
        self._screen.complain(f"The {child.name} cannot work: {self._refusal}")
        return "ended"

    async def _wait_after(self, restarts: Restarts, sentence: str) -> None:
        """Say that a part ended, and wait before it is started again; what never lived ends the start instead."""
        pause = restarts.count()
        self._report()
        if restarts.keeps_dying and not self._serving:
            raise StartError(restarts.farewell())
        when = "" if pause < LONG_PAUSE_SECONDS else f" in {pause:.0f} seconds; everything else goes on"
        self._screen.say(f"{sentence}; starting it again{when}.")
        await asyncio.sleep(pause)

    async def _reach(self, dsn: str) -> None:
        """Wait until the database answers, and lets us in."""
        while True:
            try:
                await reach(dsn, patience=float("inf"))
            except StartError as error:
                self._screen.complain(str(error))
                await asyncio.sleep(LONG_PAUSE_SECONDS)
            else:
                return

    async def _keep_database(self) -> None:
        """Start PostgreSQL again whenever it ends."""
        while True:
            await asyncio.sleep(0.2)
            if self.provision.is_down:
                await self._wait_after(self._database_restarts, "PostgreSQL ended unexpectedly")
                try:
                    # Blocks the loop on purpose: on Linux PostgreSQL is bound to the life of the thread that starts it.
                    self.provision.start()
                except StartError as error:
                    self._screen.complain(str(error))
                    continue
                finally:
                    self._screen.settle()
                self._database_restarts.begin_again()
                self._report()

    def _report(self) -> None:
        """Leave word of how the parts fare, for the pages that others watch."""
        parts = {
            "http": together([self._restarts[child].report() for child in self._http]),
            "worker": self._restarts[self._worker].report(),
            "database": self._database_restarts.report(),
        }
        process_report.write(self._settings.data_folder, parts)

    async def _end(self, serving: asyncio.Task[None]) -> None:
        """End the processes, then the database."""
        began = time.monotonic()
        serving.cancel()
        await asyncio.wait((serving,))
        self._listener.close()
        # They exist and are told only once, even if serving never came about.
        self._show_credentials()
        if self._stop.is_set():
            self._screen.say("Stopping: requests in flight are being finished.")
        await asyncio.gather(*(child.end(self._hurry) for child in self._children))
        self.provision.stop(STOP_SECONDS - (time.monotonic() - began))
