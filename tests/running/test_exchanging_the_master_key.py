"""``bottega keys rewrap``: another master key, and all that hung on the old one goes on; whatever happens between."""

import asyncio
import subprocess
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bottega.app import create_application, modules
from bottega.business.customers.tables import Entity
from bottega.kernel.application import Application
from bottega.kernel.database.guards import APP_ROLE, SYSTEM_ROLE
from bottega.kernel.encryption import sealing
from bottega.kernel.keys import master_key
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.postgres.server import SUPERUSER, EmbeddedPostgres
from bottega.kernel.startup_errors import StartError
from bottega.platform.api_keys.secrets import hash_secret
from bottega.platform.auth.accounts import find_accounts
from bottega.platform.auth.tokens import hash_opaque
from bottega.settings import Settings
from serving import bottega

LASTING = [purpose for module in modules() for purpose in module.lasting_keys]

EMAIL, SECRET, DSN = "superadmin@example.com", "omk_00000000.0000", "tests.dsn"
PLACE = "customers_entities.display_name"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its own database, of which each test takes a copy."""
    data = tmp_path_factory.mktemp("made")
    assert bottega(data, "init").returncode == 0
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    # The files of the database belong to an account of its own where the tests run as root.
    subprocess.run(["cp", "-a", str(made), str(tmp_path / "data")], check=True)
    return tmp_path / "data"


@asynccontextmanager
async def database(data: Path, secrets: Secrets) -> AsyncIterator[str]:
    """The embedded server of a data folder."""
    server = EmbeddedPostgres()
    dsn = server.start(data, secrets.database_password(SUPERUSER))
    try:
        yield dsn
    finally:
        server.stop()


@asynccontextmanager
async def opened(data: Path) -> AsyncIterator[Application]:
    """The application on it, as it would serve."""
    settings = Settings(data=data)
    secrets = Secrets.load(settings)
    async with database(data, secrets) as dsn:
        app = create_application(settings, dsn, secrets)
        app.kept[DSN] = dsn
        await app.database.open()
        try:
            yield app
        finally:
            await app.database.close()


async def remembered(app: Application) -> dict[str, Any]:
    """What was made with keys that followed from the first master key, and must go on."""
    [account] = await find_accounts(app, app.vault.digest(EMAIL))
    async with app.acting(account.tenant_id) as ctx:
        keys = await sealing.keys_of(ctx)
    return {
        "user": account.user_id,
        "api key": hash_secret(app, SECRET),
        "session": hash_opaque(app, "token"),
        "keys": keys,
    }


async def exchanged(data: Path) -> None:
    """Just what the transaction does: as if the process died right after it, before the file was renamed."""
    settings = Settings(data=data)
    old = Secrets.load(settings)
    new = old.successor(settings)
    async with database(data, old) as dsn:
        owner: Any = await asyncpg.connect(dsn)
        roles = {role: new.database_password(role) for role in (APP_ROLE, SYSTEM_ROLE, SUPERUSER)}
        assert await master_key.exchange(owner, old, new, roles, LASTING) == 1
        await owner.close()


async def seal_something(data: Path) -> tuple[str, dict[str, Any]]:
    async with opened(data) as app:
        before = await remembered(app)
        return before["keys"].seal("Ewa Żółkiewska", PLACE), before


async def assert_all_goes_on(data: Path, sealed: str, before: dict[str, Any]) -> None:
    async with opened(data) as app:
        after = await remembered(app)
        assert after["keys"].open(sealed, PLACE) == "Ewa Żółkiewska"
        assert sealing.place(Entity, "display_name") == PLACE
    assert {**after, "keys": None} == {**before, "keys": None}


async def test_everything_opens_and_everybody_signs_in_as_before(data: Path) -> None:
    sealed, before = await seal_something(data)
    old = (data / "secrets" / "master.key").read_text()
    done = bottega(data, "keys", "rewrap")
    assert done.returncode == 0, done.stderr
    assert "The keys of 1 tenants are wrapped anew." in done.stdout
    assert (data / "secrets" / "master.key").read_text() != old
    [kept] = [path for path in (data / "secrets").iterdir() if path.name.startswith("master.key.")]
    assert kept.read_text() == old
    assert kept.name in done.stdout.replace("\n", "")
    assert {path.stat().st_mode & 0o777 for path in (data / "secrets").iterdir()} == {0o600}
    await assert_all_goes_on(data, sealed, before)


async def test_a_second_exchange_carries_the_first_ones_keys_along(data: Path) -> None:
    sealed, before = await seal_something(data)
    for _ in range(2):
        assert bottega(data, "keys", "rewrap").returncode == 0
    await assert_all_goes_on(data, sealed, before)


async def test_who_died_before_the_file_was_renamed_calls_it_again(data: Path) -> None:
    sealed, before = await seal_something(data)
    await exchanged(data)
    refused = bottega(data, "migrate")
    assert refused.returncode == 2
    assert "run it again" in refused.stderr.replace("\n", " ")
    done = bottega(data, "keys", "rewrap")
    assert done.returncode == 0, done.stderr
    assert "wrapped already" in done.stdout
    await assert_all_goes_on(data, sealed, before)


async def test_who_died_within_the_transaction_has_changed_nothing(data: Path) -> None:
    sealed, before = await seal_something(data)
    settings = Settings(data=data)
    old = Secrets.load(settings)
    new = old.successor(settings)
    async with database(data, old) as dsn:
        holder: Any = await asyncpg.connect(dsn)
        owner: Any = await asyncpg.connect(dsn)
        hold = holder.transaction()
        await hold.start()
        # What is written last but the passwords.
        await holder.execute("SELECT FROM installation WHERE key = 'master_key' FOR UPDATE")
        wrapped = await holder.fetch("SELECT * FROM tenant_keys")
        dying = asyncio.create_task(master_key.exchange(owner, old, new, {APP_ROLE: "x"}, LASTING))
        await asyncio.sleep(0.5)
        assert not dying.done()
        owner.terminate()
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await dying
        await hold.rollback()
        assert await holder.fetch("SELECT * FROM tenant_keys") == wrapped
        await holder.close()
    await assert_all_goes_on(data, sealed, before)


async def test_nobody_exchanges_it_under_a_running_bottega(data: Path) -> None:
    async with opened(data) as app:
        refused = await asyncio.to_thread(bottega, data, "keys", "rewrap")
        assert refused.returncode == 2
        settings = Settings(data=data)
        old = Secrets.load(settings)
        owner: Any = await asyncpg.connect(app.kept[DSN])
        with pytest.raises(StartError, match="still using"):
            await master_key.exchange(owner, old, old.successor(settings), {APP_ROLE: "x", SYSTEM_ROLE: "y"}, LASTING)
        await owner.close()
        assert (await remembered(app))["user"]


async def test_a_key_that_is_a_setting_gets_its_successor_from_a_setting(data: Path) -> None:
    first = (data / "secrets" / "master.key").read_text().strip()
    second = b64encode(bytes(range(32))).decode()
    sealed, before = await seal_something(data)
    (data / "secrets" / "master.key").unlink()
    run: Callable[..., Any] = bottega
    lonely = run(data, "keys", "rewrap", BOTTEGA_MASTER_KEY=first)
    assert lonely.returncode == 2
    assert "BOTTEGA_NEW_MASTER_KEY" in lonely.stderr
    for said in ("of 1 tenants", "wrapped already"):
        done = run(data, "keys", "rewrap", BOTTEGA_MASTER_KEY=first, BOTTEGA_NEW_MASTER_KEY=second)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout
        assert "into BOTTEGA_MASTER_KEY" in done.stdout.replace("\n", " ")
        assert second not in done.stdout + done.stderr
    same = run(data, "keys", "rewrap", BOTTEGA_MASTER_KEY=second, BOTTEGA_NEW_MASTER_KEY=second)
    assert same.returncode == 2
    (data / "secrets" / "master.key").write_text(second)
    await assert_all_goes_on(data, sealed, before)


async def test_a_wrong_master_key_is_refused_before_anything_is_written(data: Path) -> None:
    async with opened(data) as app:
        owner: Any = await asyncpg.connect(app.kept[DSN])
        wrong = Secrets(jwt=b"x" * 32, master=bytes(32))
        with pytest.raises(StartError, match="another master key"):
            await master_key.check(owner, wrong)
        await master_key.check(owner, app.secrets)
        await owner.close()
