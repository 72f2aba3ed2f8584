"""The embedded PostgreSQL: one server per data folder, started and stopped with this process.

    <data>/postgres/cluster    the database files
    <data>/postgres/run        the socket (in a private temporary folder when this path is too long for a socket)
    <data>/postgres.lock       held by the process whose server it is; its note says where the socket is
    <data>/log/postgres.log    what the server has to say

It listens on a Unix socket that only its owner may open and asks for a password even there. A server that died, or
outlived a process that was killed, is cleared up by the next start. POSIX only.
"""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

import asyncpg

from bottega.kernel.postgres import stale_processes
from bottega.kernel.postgres.lock_file import Claim
from bottega.kernel.postgres.service_account import ENVIRONMENT, Account, account_for, programs_for
from bottega.kernel.postgres.socket_dir import make_socket_folder, remove_socket_folder
from bottega.kernel.startup_errors import StartError, private_folder

DATABASE: Final = "bottega"
SUPERUSER: Final = "postgres"
PORT: Final = "5432"
# Recovery after a crash reads up to max_wal_size of log, which a slow disk may take minutes for.
START_SECONDS: Final = 300.0
# How long sessions of a server that was killed may need to end: those that wait for a busy disk hear no signal.
SESSIONS_SECONDS: Final = 60.0
LOG_BYTES: Final = 10_000_000

# What the program relies on: given on the command line, where postgresql.conf cannot change it.
RELIED_ON: Final = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "cluster_name": "bottega",
    "fsync": "on",
    "full_page_writes": "on",
    "logging_collector": "off",
    "log_destination": "stderr",
    # DETAIL lines of constraint errors quote the row, which is personal data.
    "log_error_verbosity": "terse",
    "lc_messages": "C",
}
# What suits a small machine: written to postgresql.conf once, where an administrator may tune it.
TUNED: Final = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "wal_compression": "on",
    "max_wal_size": "512MB",
    "synchronous_commit": "on",
    "random_page_cost": "1.1",
    # Compiling a plan costs more than our short statements take.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
}


def _say_nothing(_: str) -> None:
    """Report to nobody."""


class EmbeddedPostgres:
    """One embedded server; start it from the main thread, because on Linux it ends with the thread that started it."""

    def __init__(self) -> None:
        """Prepare; nothing happens before ``start``."""
        self._process: subprocess.Popen[bytes] | None = None
        self._claim: Claim | None = None
        self._sockets: Path | None = None

    @property
    def running(self) -> bool:
        """Whether a server that this object started is alive."""
        return self._process is not None and self._process.poll() is None

    def start(
        self, data_folder: Path, password: str, *, join: bool = False, report: Callable[[str], None] = _say_nothing
    ) -> str:
        """Start the server of a data folder, or start it again after it died, at the same address.

        Args:
            data_folder: Where the cluster lives, in its folder ``postgres``.
            password: Of the superuser; that of an existing cluster does not change.
            join: Use the server of another process, if one runs on this folder, instead of refusing.
            report: Told what takes long.

        Returns:
            Address of the database as its superuser: a DSN with a secret in it.

        Raises:
            StartError: It does not start, or another process runs it and ``join`` is not set.
        """
        assert not self.running, "this server runs already"
        folder = data_folder.expanduser().resolve() / "postgres"
        if self._claim is None:
            claim = Claim(folder.with_name("postgres.lock"))
            if joined := _take_or_join(claim, join=join):
                return _address(Path(joined), password)
            self._claim = claim
        try:
            self._sockets = self._launch(folder, password, report)
            address = _address(self._sockets, password)
            with ThreadPoolExecutor(1) as pool:
                # In a thread of its own, since the caller may be inside an event loop.
                pool.submit(asyncio.run, _ensure_database(address)).result()
        except BaseException:
            self.stop()
            raise
        self._claim.leave_note(str(self._sockets))
        return address

    def stop(self, seconds: float = 60.0) -> None:
        """Shut the server down and wait: quickly but cleanly, and after some seconds by force, which loses nothing."""
        process, self._process = self._process, None
        if process is not None:
            for ending, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
                if process.poll() is None:
                    process.send_signal(ending)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(patience)
                    break
        if self._sockets is not None:
            remove_socket_folder(self._sockets)
            self._sockets = None
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def _launch(self, folder: Path, password: str, report: Callable[[str], None]) -> Path:
        """Bring the server up; the folder its socket is in."""
        account = account_for(folder)
        programs = programs_for(account)
        private_folder(folder)
        account.own(folder)
        cluster, log = folder / "cluster", _open_log(folder.parent / "log")
        try:
            if not cluster.exists():
                report("Creating the database")
                _make_cluster(programs / "initdb", account, cluster, password)
            sockets = make_socket_folder(folder / "run", account)
            stale_processes.stop_server(cluster)
            stale_processes.clear_sockets(sockets)
            patience = time.monotonic() + SESSIONS_SECONDS
            while True:
                log_end = os.fstat(log).st_size
                self._process = _spawn(programs / "postgres", account, cluster, sockets, log)
                if _becomes_ready(self._process, cluster):
                    return sockets
                reason = _last_complaint(folder.parent / "log" / "postgres.log", log_end)
                # Sessions of a server that was killed need a moment to notice; until they are gone nobody may start.
                if "still in use" not in reason or time.monotonic() > patience:
                    raise StartError(f"PostgreSQL does not start: {reason}")
                time.sleep(0.2)
                stale_processes.end_sessions(cluster)
        finally:
            os.close(log)


def _take_or_join(claim: Claim, *, join: bool) -> str:
    """Claim the server, or learn where the socket of the one that runs already is."""
    deadline = time.monotonic() + START_SECONDS
    while not claim.take():
        if not join:
            raise StartError("Another Bottega command is using the database of this data folder: wait for it to end.")
        if note := claim.read_note():
            return note
        if time.monotonic() > deadline:
            raise StartError("Another Bottega command has been starting the database of this data folder for too long.")
        time.sleep(0.1)
    return ""


def _address(sockets: Path, password: str) -> str:
    return f"postgresql://{SUPERUSER}:{quote(password, safe='')}@/{DATABASE}?host={quote(str(sockets))}&port={PORT}"


def _open_log(folder: Path) -> int:
    private_folder(folder)
    path = folder / "postgres.log"
    try:
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StartError(f"The file {path} cannot be written: {error.strerror}.") from error


def _place(account: Account, cluster: Path) -> str:
    """How PostgreSQL, started inside its cluster, names it: see ``unprivileged``."""
    return str(cluster) if account.is_ours else "/proc/self/cwd"


def _make_cluster(initdb: Path, account: Account, cluster: Path, password: str) -> None:
    """Create the cluster beside its place and move it there when complete, so that a half-made one is never used."""
    draft, secret = (stale_processes.empty_folder(cluster.with_name("cluster.new")), cluster.with_name("password.new"))
    secret.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(password + "\n")
        account.own(secret)
        account.own(draft)
        options = ("--auth=scram-sha-256", "--pwfile=../password.new", "--encoding=UTF8", "--locale=C")
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        tuned = (f"--set={name}={value}" for name, value in TUNED.items())
        arguments = ("-D", _place(account, draft), f"--username={SUPERUSER}", *options, *locale, *tuned)
        done = subprocess.run(
            account.command(initdb, *arguments), check=False, capture_output=True, cwd=draft, env=ENVIRONMENT
        )
        if done.returncode != 0:
            complaint = done.stderr.decode(errors="replace").strip() or "it does not say why"
            raise StartError(f"The database cannot be created: {complaint.splitlines()[-1]}")
        draft.rename(cluster)
    finally:
        secret.unlink(missing_ok=True)


def _spawn(postgres: Path, account: Account, cluster: Path, sockets: Path, log: int) -> subprocess.Popen[bytes]:
    where = "../run" if sockets.parent == cluster.parent else str(sockets)
    settings = [f"--{name}={value}" for name, value in {**RELIED_ON, "unix_socket_directories": where}.items()]
    return subprocess.Popen(
        account.command(postgres, "-D", _place(account, cluster), *settings),
        cwd=cluster,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        # Ctrl-C in a terminal reaches every process of the group, but PostgreSQL has to be the last to go.
        start_new_session=True,
    )


def _becomes_ready(process: subprocess.Popen[bytes], cluster: Path) -> bool:
    """Wait until the server accepts connections, or has ended instead."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None:
        if time.monotonic() > deadline:
            raise StartError(f"PostgreSQL has not become ready within {START_SECONDS:.0f} seconds.")
        if stale_processes.read_status(cluster) == (process.pid, "ready"):
            return True
        time.sleep(0.02)
    return False


def _last_complaint(log: Path, start: int) -> str:
    with log.open("rb") as file:
        file.seek(start)
        lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
    fatal = [line.split("FATAL:")[1].strip() for line in lines if "FATAL:" in line]
    return f"{(fatal or lines or ['it does not say why'])[-1]} (see {log})"


async def _ensure_database(address: str) -> None:
    try:
        connection = await asyncpg.connect(address, timeout=30)
    except asyncpg.InvalidCatalogNameError:
        connection = await asyncpg.connect(address, timeout=30, database=SUPERUSER)
        await connection.execute(f"CREATE DATABASE {DATABASE}")
    except asyncpg.InvalidPasswordError:
        raise StartError(
            "The database was made with another master key: put the old secrets/master.key back, or, if"
            " `bottega keys rewrap` was interrupted, run it again."
        ) from None
    await connection.close()
