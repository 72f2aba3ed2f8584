"""A full disk: a write is refused with a sentence and the advice to come back, and changes nothing."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.constraint_errors import translate
from bottega.kernel.errors import NoRoom, Unavailable

# PostgreSQL itself raises what it raises when the disk is full, for the rows of one tenant.
TRIGGER = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.tenant_id = '{tenant}' THEN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {name} BEFORE INSERT ON warehouse_locations FOR EACH ROW EXECUTE FUNCTION {name}();
"""
# A file system of 300 kB, of this process alone.
ON_A_SMALL_DISK = """
import asyncio, errno, subprocess, sys
from pathlib import Path
from uuid import UUID
folder = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder], check=True)
from bottega.kernel.errors import NoRoom
from bottega.kernel.database.constraint_errors import translate
from bottega.kernel.file_storage import Storage
from bottega.settings import Settings

async def main():
    storage = Storage(Settings(data=folder))
    async def pieces():
        for _ in range(10):
            yield b"x" * 100_000
    for content in (b"x" * 1_000_000, pieces()):
        try:
            await storage.put(UUID(int=1), "attachments/large", content)
        except OSError as error:
            assert error.errno == errno.ENOSPC
            assert isinstance(translate(error), NoRoom)
        else:
            raise AssertionError("it was stored")
        assert not await storage.exists(UUID(int=1), "attachments/large")
    assert await storage.put(UUID(int=1), "attachments/small", b"x") == 1
    print("done")

asyncio.run(main())
"""


@pytest.fixture
async def full(app: Application, dsn: str, tenant: Any) -> AsyncIterator[None]:
    """The test's tenant has a full disk; what this process remembers of that is forgotten afterwards."""
    name = f"full_{uuid4().hex}"
    owner = await asyncpg.connect(dsn)
    await owner.execute(TRIGGER.format(name=name, tenant=tenant.tenant_id))
    yield
    await owner.execute(f"DROP FUNCTION {name} CASCADE")
    await owner.close()
    app.no_room_at = float("-inf")


async def test_a_write_is_refused_with_a_sentence_and_changes_nothing(full: None, admin: Any, app: Application) -> None:
    answer = await admin.post("/warehouse/locations", {"nazwa": "Regał"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    assert answer.json() == {
        "error": "The server has run out of disk space; nothing was saved. Please try again later."
    }
    polish = await admin.post("/warehouse/locations", {"nazwa": "Regał"}, headers={"accept-language": "pl"})
    assert "zabrakło miejsca" in polish.json()["error"]
    assert (await admin.get("/warehouse/locations")).json()["total"] == 0
    ready = await admin.client.get("http://testserver/readyz")
    assert ready.status_code == 503
    assert ready.json()["checks"]["disk"] is False
    app.no_room_at = time.monotonic() - 61
    assert (await admin.client.get("http://testserver/readyz")).json()["checks"]["disk"] is True


async def test_a_lack_of_anything_else_is_for_now(dsn: str) -> None:
    owner = await asyncpg.connect(dsn)
    try:
        # More of the disk than one session may take for sorting: PostgreSQL's own error of the same class.
        await owner.execute("SET temp_file_limit = '64kB'; SET work_mem = '64kB'")
        with pytest.raises(asyncpg.ConfigurationLimitExceededError) as refused:
            await owner.fetch("SELECT n FROM generate_series(1, 200000) AS n ORDER BY md5(n::text)")
    finally:
        await owner.close()
    problem = translate(refused.value)
    assert isinstance(problem, Unavailable)
    assert not isinstance(problem, NoRoom)


def test_a_file_that_does_not_fit_is_refused_and_leaves_nothing(tmp_path: Any) -> None:
    own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    mount = ["mount", "-t", "tmpfs", "tmpfs", str(tmp_path)]
    if not shutil.which("unshare") or subprocess.run([*own, *mount], check=False, capture_output=True).returncode:
        pytest.skip("this machine allows no file system of one's own")
    done = subprocess.run(
        [*own, sys.executable, "-c", ON_A_SMALL_DISK, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "done\n", done.stderr
