"""The directory of PostgreSQL's socket: the data folder, or a temporary one when the path is too long.

The operating system allows a socket about 100 bytes of path, and a data folder may well lie deeper.
"""

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from bottega.kernel.postgres.service_account import Account
from bottega.kernel.startup_errors import StartError

# macOS allows 104 bytes with the closing zero, Linux 108; "/.s.PGSQL.5432" is 14 of them.
LONGEST_FOLDER: Final = 104 - 1 - 14
SOCKET: Final = ".s.PGSQL.5432"


def make_socket_folder(beside: Path, account: Account) -> Path:
    """Make the folder for the socket of a cluster, which only its account may open.

    Args:
        beside: The folder to use if its path is short enough.
        account: Whom PostgreSQL runs as.
    """
    if _fits(beside):
        beside.mkdir(mode=0o700, exist_ok=True)
        account.own(beside)
        return beside
    name = "bottega-" + hashlib.sha256(os.fsencode(beside)).hexdigest()[:16]
    for place in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108  made private below
        folder = place / name
        if _fits(folder):
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
                account.own(folder)
            # Others may write in /tmp: a folder of that name is only trusted when nobody else can have made it.
            found = folder.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077:
                return folder
            raise StartError(f"{folder} belongs to somebody else, but Bottega needs it for a socket.")
    raise StartError(f"There is no place for a socket: {beside} and the folder for temporary files are too deep.")


def remove_socket_folder(folder: Path) -> None:
    """Leave nothing behind in a shared temporary folder; a folder beside the database stays."""
    if folder.name.startswith("bottega-"):
        with suppress(OSError):
            for name in (SOCKET, f"{SOCKET}.lock"):
                (folder / name).unlink(missing_ok=True)
            folder.rmdir()


def _fits(folder: Path) -> bool:
    # A comma would be read as a list of addresses.
    return len(os.fsencode(folder)) <= LONGEST_FOLDER and "," not in str(folder)
