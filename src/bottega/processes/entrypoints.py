"""Entry points of the processes of ``bottega serve``: web server and worker."""

import asyncio
import gc
import signal
import socket
import sys
from functools import partial
from typing import Any, cast

import uvicorn
import uvloop

from bottega.kernel.http.responses import STOPPING
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.logs import configure_logging
from bottega.kernel.startup_errors import CANNOT_START, StartError
from bottega.processes.connection_limits import KEEP_ALIVE_SECONDS, LimitedConnection, Limits, allow_descriptors
from bottega.processes.console import Screen
from bottega.processes.control_channel import GRACE_SECONDS, Line
from bottega.processes.database_provisioning import prepare, provided, reach
from bottega.processes.lazy_imports import load_part
from bottega.settings import Settings

OBJECTS_BETWEEN_COLLECTIONS = 10_000


def spare_the_collector() -> None:
    """What a process has imported stays; and most of what requests make is gone before it could be collected.

    By itself Python goes through all of its objects again and again: a tenth of the time of a list that is new.
    """
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


class _Announcing(uvicorn.Server):
    """A server that tells its parent when it accepts requests."""

    def __init__(self, config: uvicorn.Config, line: Line) -> None:
        super().__init__(config)
        self._line = line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        spare_the_collector()
        if self.started:
            self._line.tell("ready")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End streams at once, and everything else when it is answered."""
        stopping = self.lifespan.state.get(STOPPING)
        if stopping is not None:
            stopping.set()
        await super().shutdown(sockets)


def http_config(application: Any, settings: Settings) -> uvicorn.Config:
    """How a web server serves the application."""
    limits = Limits(settings.max_connections, settings.request_seconds)
    return uvicorn.Config(
        application,
        loop="uvloop",
        http=cast("type[asyncio.Protocol]", partial(LimitedConnection, limits=limits)),
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        # The application knows how many proxies it may trust; uvicorn would trust every one on this machine.
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=int(GRACE_SECONDS),
    )


def answer_http(descriptor: int, stand_in: str | None) -> None:
    """Serve the application on a listening socket that the parent opened."""
    line = Line()
    # Imported while the parent is still starting the database.
    create_app = load_part("create_app", stand_in)
    orders = line.receive()
    configure_logging(orders.settings)
    allow_descriptors(orders.settings.max_connections)
    config = http_config(create_app(orders.settings, orders.dsn, orders.secrets), orders.settings)
    _Announcing(config, line).run(sockets=[socket.socket(fileno=descriptor)])


def work_off_jobs(stand_in: str | None) -> None:
    """Prepare the database if that is ordered, and run the job worker of a serving Bottega.

    The parent leaves the preparing to this process, which has everything imported for it, and so stays small itself.
    """
    line = Line()
    run_worker = load_part("run_worker", stand_in)
    orders = line.receive()
    configure_logging(orders.settings)
    settings, dsn, secrets = orders.settings, orders.dsn, orders.secrets

    async def work() -> None:
        if orders.prepare:
            report = partial(line.tell, "step")
            async for credentials in prepare(
                settings, dsn, secrets, report, demo=orders.demo, prepared=orders.prepared, stand_in=stand_in
            ):
                shown = [[one.role, one.email, one.password, one.public, one.sees] for one in credentials]
                line.tell("credentials", shown)
            line.tell("prepared")
        await run_worker(settings, dsn, secrets, _stop_on_signals(), partial(line.tell, "job"))

    try:
        uvloop.run(work())
    except StartError as reason:
        line.tell("refused", str(reason))
        sys.exit(CANNOT_START)


def work_alone(settings: Settings, screen: Screen, stand_in: str | None) -> None:
    """Run a job worker of its own, beside a serving Bottega or on another machine, until it is asked to stop."""
    run_worker = load_part("run_worker", stand_in)

    async def work(dsn: str, secrets: Secrets) -> None:
        stop = _stop_on_signals()
        await reach(dsn)
        screen.say("Working jobs off; Ctrl-C stops.")
        await run_worker(settings, dsn, secrets, stop, screen.show_job)

    with provided(settings, screen) as (dsn, secrets):
        uvloop.run(work(dsn, secrets))


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(asked, stop.set)
    return stop
