"""A second start of the same program finds the database prepared, and one of another program, or key, does not."""

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bottega.kernel.database.guards import APP_ROLE, SYSTEM_ROLE
from bottega.kernel.keys.secrets import Secrets
from bottega.processes.prepared_marker import ROLES, digest_of, is_prepared, note_prepared
from bottega.settings import Settings
from serving import Serving, bottega, wait_until

PREPARING = "Bringing the database up to date"


def test_what_is_prepared_is_not_prepared_again_and_everything_works(tmp_path: Path) -> None:
    with Serving(tmp_path, stand_in=None) as first:
        assert first.says(PREPARING)
    with Serving(tmp_path, stand_in=None) as second:
        assert not second.says(PREPARING)
        wait_until(lambda: second.get("/readyz")["ready"])
    assert not second.says("password")


async def test_a_database_knows_the_program_that_prepared_it(own_dsn: str, data_folder: Path) -> None:
    secrets = Secrets.load(Settings(data=data_folder))
    assert not await is_prepared(own_dsn, secrets)
    await note_prepared(own_dsn, secrets)
    assert await is_prepared(own_dsn, secrets)


@pytest.mark.parametrize("change", [b"# another comment\n", None])
def test_another_program_has_another_digest(tmp_path: Path, change: bytes | None) -> None:
    secrets = Secrets(b"x" * 32, b"y" * 32)
    file = tmp_path / "migrations" / "0001.py"
    file.parent.mkdir()
    file.write_bytes(b"# a comment\n")
    before = digest_of(secrets, tmp_path)
    if change is None:
        file.rename(file.with_name("0002.py"))
    else:
        file.write_bytes(change)
    assert digest_of(secrets, tmp_path) != before
    assert digest_of(Secrets(b"x" * 32, b"z" * 32), tmp_path) != digest_of(secrets, tmp_path)


@pytest.mark.parametrize(("made_by", "says"), [("0032", "an older version"), ("9999", "a newer version")])
async def test_data_of_a_version_that_this_one_cannot_open_is_a_sentence(
    own_dsn: str, data_folder: Path, tmp_path: Path, made_by: str, says: str
) -> None:
    shutil.copytree(data_folder / "secrets", tmp_path / "secrets")
    owner = await asyncpg.connect(own_dsn)
    try:
        await owner.execute("UPDATE alembic_version SET version_num = $1", made_by)
        refused = await asyncio.to_thread(bottega, tmp_path, "init", DATABASE_URL=own_dsn)
        left = await owner.fetchval("SELECT version_num FROM alembic_version")
        founded = await owner.fetchval("SELECT count(*) FROM directory_tenants")
    finally:
        await owner.close()
    told = " ".join(refused.stderr.split())
    assert (refused.returncode, left, founded) == (2, made_by, 0)
    assert f"{says} of Bottega" in told
    assert "Traceback" not in told


async def _forget(owner: asyncpg.Connection) -> None:
    await owner.execute("DELETE FROM installation WHERE key = 'prepared'")


async def _by_another(owner: asyncpg.Connection) -> None:
    await owner.execute("UPDATE installation SET value = $1 WHERE key = 'prepared'", json.dumps({"digest": "other"}))


async def _without_grants(owner: asyncpg.Connection) -> None:
    await owner.execute(f"REVOKE ALL ON installation FROM {APP_ROLE}")


@pytest.mark.parametrize("damage", [_forget, _by_another, _without_grants])
async def test_a_database_that_is_not_as_it_was_left_is_prepared(
    own_dsn: str, data_folder: Path, damage: Callable[[Any], Any]
) -> None:
    secrets = Secrets.load(Settings(data=data_folder))
    await note_prepared(own_dsn, secrets)
    owner = await asyncpg.connect(own_dsn)
    await damage(owner)
    await owner.close()
    assert not await is_prepared(own_dsn, secrets)


async def test_a_server_with_other_passwords_or_none_at_all_is_not_prepared(own_dsn: str, data_folder: Path) -> None:
    secrets = Secrets.load(Settings(data=data_folder))
    await note_prepared(own_dsn, secrets)
    assert not await is_prepared(own_dsn, Secrets(secrets.jwt, bytes(32)))
    async with asyncio.timeout(10):
        assert not await is_prepared("postgresql://postgres@127.0.0.1:1/nothing", secrets)


def test_the_roles_are_those_that_the_guards_know() -> None:
    assert set(ROLES) == {APP_ROLE, SYSTEM_ROLE}
