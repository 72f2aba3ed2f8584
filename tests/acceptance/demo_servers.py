"""Servers of the demo studio, started as ``make run`` starts them: one for all who only use it, copies for who kills.

The demo takes a minute to set up, so that is done once in a run, by whichever process of pytest-xdist comes first. Its
data folder, stopped as a person would stop it, is what every server starts from.
"""

import fcntl
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from serving import Served, Serving

# On a machine that runs the other tests at the same time.
FIRST_START = 300
NEXT_START = 120


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keep the other processes of the run out of the block."""
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def shared_folder(base: Path) -> Iterator[Path]:
    """A folder that all processes of the run use; whoever leaves last removes it, because demo studios are large."""
    folder = base / "acceptance"
    with (base / "acceptance.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        folder.mkdir(exist_ok=True)
        try:
            yield folder
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            if _nobody_else(users):
                shutil.rmtree(folder, ignore_errors=True)


def set_up(folder: Path) -> Path:
    """The data folder of a demo studio that was served once and stopped; made by whoever asks first."""
    made, said = folder / "made", folder / "first_start.json"
    with alone(folder / "made.lock"):
        if not said.exists():
            said.write_text("[]")
            with Serving(made, "--demo", stand_in=None, patience=FIRST_START) as first:
                lines = first.out
            said.write_text(json.dumps([*lines, f"stopped with {first.wait()}"]))
        assert said.read_text() != "[]", "the first start failed, in another process of this run"
    return made


@contextmanager
def own_server(made: Path, data: Path, **settings: str) -> Iterator[Serving]:
    """A server on a copy, which may be killed."""
    # The files of the database belong to an account of its own where the tests run as root.
    subprocess.run(["cp", "-a", str(made), str(data)], check=True)
    try:
        with Serving(data, "--demo", stand_in=None, patience=NEXT_START, **settings) as serving:
            yield serving
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def common_server(folder: Path) -> Iterator[Served]:
    """The one server of the run: the first who comes starts it, the others join, and it ends after the last."""
    made, note = set_up(folder), folder / "common.json"
    with (folder / "users.lock").open("a") as users:
        starter = None
        with alone(folder / "common.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            if not note.exists():
                starter = own_server(made, folder / "common", SELF_SERVICE_ONBOARDING_ENABLED="true")
                serving = starter.__enter__()
                note.write_text(json.dumps([serving.pid, str(serving.data), str(serving.output)]))
        pid, data, output = json.loads(note.read_text())
        try:
            yield Served(pid, Path(data), Path(output))
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            while starter is not None:
                with alone(folder / "common.lock"):
                    if _nobody_else(users):
                        note.unlink()
                        starter.__exit__(None, None, None)
                        starter = None
                time.sleep(0.1)


def _nobody_else(users: object) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # pyright: ignore[reportArgumentType] - an open file
    except BlockingIOError:
        return False
    return True
