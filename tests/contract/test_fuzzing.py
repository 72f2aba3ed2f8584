"""Whatever is thrown at an operation, it answers with a documented status and shape, and never with a fault of ours.

The inputs are made from the OpenAPI document, the same ones on every run.
"""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, Self

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bottega.app import create_application, modules
from bottega.kernel.application import Application
from bottega.kernel.http import health, routing
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.openapi.document import document
from bottega.platform.auth.tenant_setup import found_tenant
from bottega.settings import Settings
from callers import Caller, introduce

EXAMPLES = 3
# Long enough to find faults; the address of a request has a limit of its own.
LONGEST = 200
SECONDS = 30
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def described() -> dict[str, Any]:
    """The document, with parameters short enough for an address."""
    found = document(modules(), "http://127.0.0.1")
    for item in found["paths"].values():
        for operation in item.values():
            for parameter in operation["parameters"]:
                schema = parameter["schema"]
                if "maxLength" in schema:
                    parameter["schema"] = {**schema, "maxLength": min(schema["maxLength"], LONGEST)}
    return found


# The live stream has no end: tests/ui/test_live.py listens to it.
SCHEMA = schemathesis.openapi.from_dict(described()).exclude(path="/ui/live")
QUIET = [
    HealthCheck.filter_too_much,
    HealthCheck.too_slow,
    HealthCheck.function_scoped_fixture,
    HealthCheck.data_too_large,
]


class Server:
    """The application behind a real server, in a thread and an event loop of its own."""

    def __init__(self, application: Application) -> None:
        """Serve on a free port of loopback."""
        self.application = application
        self.asgi = routing.build(application, health.PAGES)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}/api"
        self._server = uvicorn.Server(uvicorn.Config(self.asgi, lifespan="off", log_level="critical"))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do something in the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        self.run(self.application.open())
        self._serving = asyncio.run_coroutine_threadsafe(self._server.serve([self._listener]), self._loop)
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop, and wait until it has."""
        self._server.should_exit = True
        self._serving.result(SECONDS)
        self.run(self.application.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()
        self._listener.close()

    def somebody(self, *, super_admin: bool) -> Caller:
        """Somebody new in a tenant of their own, so that nothing they break is missed by anybody."""

        async def make() -> Caller:
            home = await found_tenant(self.application, "Fuzzed")
            found = await introduce(self.application, self.asgi, home, "*", super_admin=super_admin)
            await found.client.aclose()
            return found

        return self.run(make())


@pytest.fixture(scope="module")
def server(dsn: str, settings: Settings, data_folder: Path) -> Iterator[Server]:
    """The server of this module; sign-in may be tried as often as it takes."""
    patient = settings.model_copy(update={"rate_limit_enabled": False})
    with Server(create_application(patient, dsn, Secrets.load(Settings(data=data_folder)))) as running:
        yield running


@pytest.fixture(params=["super admin", "ordinary user"])
def somebody(request: pytest.FixtureRequest, server: Server) -> Caller:
    """Somebody new, for each operation."""
    return server.somebody(super_admin=request.param == "super admin")


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=QUIET,
)
def test_it_answers_as_documented(case: Any, somebody: Caller, server: Server) -> None:
    headers = {"authorization": f"Bearer {somebody.token}"}
    case.call_and_validate(base_url=server.address, headers=headers, checks=CHECKS, timeout=SECONDS)
