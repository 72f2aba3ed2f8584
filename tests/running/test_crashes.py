"""Killed under write load: every acknowledged write is there with its audit entry, and no half of one."""

import asyncio
import itertools
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import psutil
import pytest

from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.postgres.server import EmbeddedPostgres
from bottega.settings import Settings
from serving import Serving, wait_until

PASSWORD = "Correct-Horse-1"
USER = "owner@example.com"
SETTINGS = {"BOTTEGA_INIT_SUPERADMIN_EMAIL": USER, "BOTTEGA_INIT_SUPERADMIN_PASSWORD": PASSWORD, "BOTTEGA_WORKERS": "2"}


class Writers:
    """Clients that keep creating locations and remember which ones were acknowledged."""

    def __init__(self, address: str) -> None:
        """Sign in."""
        self._address = address
        signed = httpx.post(f"{address}/api/auth/login", data={"email": USER, "password": PASSWORD}, timeout=60)
        self._headers = {"authorization": f"Bearer {signed.raise_for_status().json()['token']}"}
        self.acknowledged: set[UUID] = set()
        self.refused = 0
        self._numbers = itertools.count()

    async def write(self, until: Callable[[], bool]) -> None:
        """Write from several connections until told to stop; a broken connection is simply opened anew."""
        await asyncio.gather(*(self._one(until) for _ in range(6)))

    async def _one(self, until: Callable[[], bool]) -> None:
        while not until():
            try:
                async with httpx.AsyncClient(base_url=self._address, headers=self._headers, timeout=10) as client:
                    while not until():
                        body = {"nazwa": f"Regał {os.getpid()} {next(self._numbers)}"}
                        answer = await client.post("/api/warehouse/locations", json=body)
                        if answer.status_code == 201:
                            self.acknowledged.add(UUID(answer.json()["id"]))
                        else:
                            assert answer.status_code == 503, answer.text
                            self.refused += 1
            except httpx.TransportError:
                await asyncio.sleep(0.05)


def load_and_kill(serving: Serving, kill: Callable[[], None], *, comes_back: bool) -> Writers:
    """Write, kill in the middle of it, and go on writing if what was killed is expected to come back."""
    writers = Writers(serving.address)
    killed_at: list[float] = []

    def done() -> bool:
        if not killed_at and len(writers.acknowledged) > 60:
            killed_at.append(time.monotonic())
            before.update(writers.acknowledged)
            kill()
        if not killed_at:
            return False
        if comes_back and len(writers.acknowledged) > len(before) + 60:
            return True
        return time.monotonic() - killed_at[0] > (45 if comes_back else 0.3)

    before = set[UUID]()
    asyncio.run(writers.write(done))
    assert len(before) > 60
    if comes_back:
        assert len(writers.acknowledged) > len(before) + 60, "it did not come back"
    return writers


async def look(data: Path, acknowledged: set[UUID]) -> None:
    """The stored rows: all that were acknowledged, each with one audit entry, one image, and a search row."""
    secrets = Secrets.load(Settings(data=data))
    server = EmbeddedPostgres()
    dsn = server.start(data, secrets.database_password("postgres"), join=True)
    try:
        owner = await asyncpg.connect(dsn)
        stored = {r[0] for r in await owner.fetch("SELECT id FROM warehouse_locations")}
        entries = await owner.fetch("SELECT resource_id FROM action_logs WHERE resource_kind = 'warehouse.location'")
        images = await owner.fetch("SELECT record_id FROM action_changes WHERE table_name = 'warehouse_locations'")
        searched = await owner.fetch("SELECT record_id FROM search_rows WHERE entity = 'warehouse:location'")
        counted = await owner.fetchval("SELECT sum(n) FROM row_counts WHERE entity = 'warehouse:location'")
        await owner.close()
    finally:
        server.stop()
    assert acknowledged <= stored
    assert sorted(str(i) for i in stored) == sorted(r[0] for r in entries)
    assert sorted(stored) == sorted(r[0] for r in images)
    assert sorted(stored) == sorted(r[0] for r in searched)
    assert counted == len(stored)


def postgres_of(serving: Serving) -> psutil.Process:
    """The database server's main process."""
    return serving.process_of("postgres")


@pytest.mark.parametrize("victim", ["http-process", "worker-process", "postgres"])
def test_nothing_acknowledged_is_lost_when_one_process_is_killed(tmp_path: Path, victim: str) -> None:
    with Serving(tmp_path, stand_in=None, **SETTINGS) as serving:
        wait_until(lambda: httpx.get(f"{serving.address}/readyz", timeout=60).status_code == 200)
        try:
            writers = load_and_kill(serving, lambda: serving.process_of(victim).kill(), comes_back=True)
        except AssertionError as error:
            error.add_note("".join(serving.out[-60:]))
            raise
    asyncio.run(look(tmp_path, writers.acknowledged))


def test_nothing_acknowledged_is_lost_when_everything_is_killed_at_once(tmp_path: Path) -> None:
    serving = Serving(tmp_path, stand_in=None, **SETTINGS)
    with serving:
        wait_until(lambda: httpx.get(f"{serving.address}/readyz", timeout=60).status_code == 200)
        family = [psutil.Process(serving.process.pid), *serving.processes()]

        def kill_all() -> None:
            for process in family:
                if process.is_running():
                    process.send_signal(signal.SIGKILL)

        writers = load_and_kill(serving, kill_all, comes_back=False)
        serving.process.wait(10)
    asyncio.run(look(tmp_path, writers.acknowledged))
