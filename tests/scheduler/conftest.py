"""Fixtures of the scheduler: somebody who looks after schedules, and the product's own code that runs them."""

import pytest

from bottega.kernel.application import Application
from bottega.platform.scheduler.claiming import claim
from callers import Caller, Invite
from scheduling import ALL, Fire, make_due
from working import work_off


@pytest.fixture
async def keeper(caller: Invite) -> Caller:
    """Somebody who looks after the schedules of their organization."""
    return await caller(*ALL)


@pytest.fixture
def fire(app: Application) -> Fire:
    """Let schedules come due, claim them, and work the queue off."""

    async def run(*schedules: str, by: str = "1 second") -> None:
        await make_due(app, *schedules, by=by)
        await claim(app)
        await work_off(app)

    return run
