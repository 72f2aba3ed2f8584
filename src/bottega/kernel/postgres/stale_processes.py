"""Stale PostgreSQL state in a data folder: a running server, an old pid file, an unfinished cluster."""

import shutil
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

from bottega.kernel.startup_errors import StartError, private_folder

# Of postmaster.pid; the lines appear one by one while the server starts.
STATE_LINE: Final = 7
# Above every limit on process numbers.
NOBODY: Final = 2**30


def read_status(cluster: Path) -> tuple[int, str] | None:
    """Process id and state ("starting", "ready", …) that a server wrote down; None when there is nothing to read."""
    with suppress(OSError, ValueError):
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        if lines:
            return int(lines[0]), "".join(lines[STATE_LINE : STATE_LINE + 1]).strip()
    return None


def stop_server(cluster: Path) -> None:
    """End a server that outlived its Bottega; call this only while holding the claim on the cluster.

    Raises:
        StartError: It does not end.
    """
    status = read_status(cluster)
    if status is None:
        return
    try:
        process = psutil.Process(status[0])
        is_ours = process.name() == "postgres" and Path(process.cwd()) == cluster
    except psutil.ZombieProcess:
        is_ours = False
    except psutil.NoSuchProcess:
        return
    except psutil.AccessDenied:
        is_ours = False
    else:
        for ending, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 10)) if is_ours else ():
            with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
                process.send_signal(ending)
                process.wait(patience)
            if not process.is_running():
                return
    if is_ours:
        raise StartError(f"An old PostgreSQL (process {status[0]}) keeps the database and does not end.")
    # The number was given to another program since, or nobody has buried the dead server yet, as happens in containers.
    _name_nobody(cluster / "postmaster.pid")


def end_sessions(cluster: Path) -> None:
    """Kill the processes that a dead server left behind; call this only while holding the claim on the cluster.

    As a rule they notice its death by themselves. One that is stopped, or waits for its disk, does not, and keeps the
    next server from starting. Nothing is lost: recovery begins after them, as after any other crash.
    """
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error):
            if process.info["name"] == "postgres" and Path(process.cwd()) == cluster:
                process.kill()


def _name_nobody(status_file: Path) -> None:
    """Let a status file name a process that cannot exist, or PostgreSQL would take the number for a living server.

    The rest of the file stays: by it PostgreSQL finds sessions of the dead server that have not noticed yet, and waits.
    """
    _, _, rest = status_file.read_text(encoding="utf-8", errors="replace").partition("\n")
    status_file.write_text(f"{NOBODY}\n{rest}", encoding="utf-8")


def clear_sockets(folder: Path) -> None:
    """Remove the sockets of a dead server, and the locks beside them that name its process."""
    for left in folder.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def empty_folder(path: Path) -> Path:
    """A private folder with nothing in it, whatever was there."""
    shutil.rmtree(path, ignore_errors=True)
    return private_folder(path)
