"""The demo studio for acceptance tests, which know it as its users do: over HTTP, its data folder and its commands."""

from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from demo_servers import common_server, own_server, set_up, shared_folder
from demo_studio import Demo
from playwright.async_api import Browser

from screens import chromium


@pytest.fixture(scope="session")
def common_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Path]:
    """A folder that all processes of the run have in common."""
    base = tmp_path_factory.getbasetemp()
    with shared_folder(base if worker_id == "master" else base.parent) as folder:
        yield folder


@pytest.fixture(scope="session")
def demo(common_folder: Path) -> Iterator[Demo]:
    """The demo studio that all tests share: who uses it makes what they need and leaves the rest as it was."""
    with common_server(common_folder) as served:
        studio = Demo(served)
        studio.wait_until_ready()
        yield studio
        studio.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser of the test's own."""
    async with chromium() as opened:
        yield opened


@pytest.fixture
def own_demo(common_folder: Path, tmp_path: Path) -> Iterator[Demo]:
    """A demo studio of the test's own, where everything may be killed; failed jobs are tried again in a hurry."""
    settings = {"BOTTEGA_JOB_RETRY_SECONDS": "0.2"}
    with own_server(set_up(common_folder), tmp_path / "data", **settings) as serving:
        studio = Demo(serving)
        studio.wait_until_ready()
        yield studio
        studio.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Show what the server said last when a test fails."""
    report = yield
    if report.failed:
        for name, value in getattr(item, "funcargs", {}).items():
            if isinstance(value, Demo):
                report.sections.append((f"last lines of {name}", value.served.last_words()))
    return report
