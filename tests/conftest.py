"""One PostgreSQL for the whole run, one database a worker, and callers: a test says who it is by features.

Every test that writes makes its own tenant, so nothing it does can meet another test: nothing is rolled back,
nothing is mocked.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import hypothesis
import pytest

from bottega.app import create_application, modules
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.http import health, routing
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.modules import Module
from bottega.kernel.postgres.server import EmbeddedPostgres
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.processes.installation import migrate
from bottega.settings import Settings
from callers import Caller, Client, Invite, introduce
from screens import build
from working import begin

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("bottega", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("bottega")

TEMPLATE = "bottega"
# Variables without our prefix; a key of somebody's would let tests speak with the provider it is for.
OF_INSTALLATION = {
    "DATABASE_URL",
    "JWT_SECRET",
    "APP_URL",
    "ANTHROPIC_API_KEY",
    "OPENAI_API_KEY",
    "GOOGLE_GENERATIVE_AI_API_KEY",
}
_server: EmbeddedPostgres | None = None
_folder: tempfile.TemporaryDirectory[str] | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, in the process that leads the run, and migrate the database the others are copied from."""
    global _server, _folder  # noqa: PLW0603 - pytest's hooks have no other place that lives as long as the run
    for name in list(os.environ):
        if name.startswith("BOTTEGA_") or name in OF_INSTALLATION:
            del os.environ[name]
    # Before any test imports a file of a module: operations are documented in the order in which files are found.
    modules()
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    _folder = tempfile.TemporaryDirectory(prefix="bottega-tests-")
    settings = Settings(data=Path(_folder.name))
    secrets = Secrets.load(settings)
    _server = EmbeddedPostgres()
    dsn = _server.start(Path(_folder.name), secrets.database_password("postgres"))
    asyncio.run(migrate(dsn, secrets, lambda _step: None))
    config.stash[DSN], config.stash[FOLDER] = dsn, _folder.name


def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the database is."""
    node.workerinput["dsn"] = node.config.stash[DSN]
    node.workerinput["folder"] = node.config.stash[FOLDER]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop PostgreSQL and remove every file of the run."""
    if hasattr(config, "workerinput") or _server is None or _folder is None:
        return
    _server.stop()
    _folder.cleanup()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tell the worker of tests which file's jobs are its own."""
    begin(item.nodeid.partition("::")[0])


DSN = pytest.StashKey[str]()
FOLDER = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def data_folder(request: pytest.FixtureRequest) -> Path:
    """The folder whose secrets the database was made with."""
    given = getattr(request.config, "workerinput", None)
    return Path(given["folder"] if given else request.config.stash[FOLDER])


@pytest.fixture(scope="session")
async def dsn(request: pytest.FixtureRequest, worker_id: str) -> str:
    """A migrated database of this worker's own, as its owner."""
    return await copy_database(_template(request.config), f"tests_{worker_id}")


@pytest.fixture
async def own_dsn(request: pytest.FixtureRequest, worker_id: str) -> str:
    """A migrated database of one test's own, for what has to find it empty."""
    return await copy_database(_template(request.config), f"own_{worker_id}")


def _template(config: pytest.Config) -> str:
    given = getattr(config, "workerinput", None)
    return given["dsn"] if given else config.stash[DSN]


async def copy_database(template: str, name: str) -> str:
    """A fresh copy of the migrated database; answers its address."""
    owner = await asyncpg.connect(template.replace(f"/{TEMPLATE}?", "/postgres?"))
    try:
        for attempt in range(50):
            try:
                await owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                await owner.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE}')
                break
            except asyncpg.ObjectInUseError:
                # Another worker is copying the template at this moment.
                await asyncio.sleep(0.1 * (attempt + 1))
    finally:
        await owner.close()
    return template.replace(f"/{TEMPLATE}?", f"/{name}?")


@pytest.fixture(scope="session")
def settings(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a quiet installation; mails and files go to a folder of this worker."""
    return Settings(
        data=tmp_path_factory.mktemp("data"),
        rate_limit_enabled=True,
        pool_size=10,
        job_retry_seconds=0.01,
        app_url="http://testserver",
    )


@pytest.fixture(scope="session")
async def app(dsn: str, settings: Settings, data_folder: Path) -> AsyncIterator[Application]:
    """The application, connected."""
    application = create_application(settings, dsn, Secrets.load(Settings(data=data_folder)))
    await application.open()
    yield application
    await application.close()


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of the web application as it was built; skips, loudly, where that is impossible."""
    return build()


@pytest.fixture
def other(app: Application) -> Iterator[Module]:
    """A module that takes part in more than it does, as long as the test lasts."""
    module = app.modules[-1]
    before = list(module.participants)
    yield module
    module.participants[:] = before


@pytest.fixture(scope="session")
def asgi(app: Application) -> Any:
    """The ASGI application around it."""
    return routing.build(app, health.PAGES)


@pytest.fixture
async def nobody(asgi: Any) -> AsyncIterator[Client]:
    """A client that is not signed in."""
    async with Client(asgi) as client:
        yield client


@pytest.fixture
async def tenant(app: Application) -> Founded:
    """A new tenant with its first organization and the default roles."""
    return await found_tenant(app, f"Studio {new_id()}")


@pytest.fixture
async def caller(app: Application, asgi: Any, tenant: Founded) -> AsyncIterator[Invite]:
    """Invite a new user with exactly the named features into the test's tenant.

    ``within=`` another founded tenant, ``organizations=`` restricts the grant, ``super_admin=True`` lifts every limit.
    """
    clients: list[Client] = []

    async def invite(*features: str, within: Founded | None = None, **options: Any) -> Caller:
        invited = await introduce(app, asgi, within or tenant, *features, **options)
        clients.append(invited.client)
        return invited

    yield invite
    for client in clients:
        await client.aclose()


@pytest.fixture
async def admin(caller: Invite) -> Caller:
    """Somebody who may do everything in the test's tenant."""
    return await caller(super_admin=True)
