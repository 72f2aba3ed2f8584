"""Lock file: held by one process, with a note on who holds it.

The lock is the operating system's and ends with the process, however it ends; the file itself may stay behind.
"""

import fcntl
import os
from pathlib import Path

from bottega.kernel.startup_errors import StartError, private_folder


class Claim:
    """An exclusive claim on a path, held from ``take`` until ``release`` or the end of the process."""

    def __init__(self, path: Path) -> None:
        """Prepare a claim; nothing is touched yet."""
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Claim the path unless somebody else holds it; an old note is forgotten.

        Raises:
            StartError: The file cannot be made.
        """
        private_folder(self._path.parent)
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StartError(f"The file {self._path} cannot be written: {error.strerror}.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        self._descriptor = descriptor
        return True

    def leave_note(self, text: str) -> None:
        """Tell the others something; only the holder may."""
        assert self._descriptor is not None, "a note needs a claim"
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def read_note(self) -> str:
        """What the holder wants known; empty while it has said nothing."""
        try:
            return self._path.read_text(encoding="utf-8")
        except OSError:
            return ""

    def release(self) -> None:
        """Give the claim up, and the note with it; harmless when there is none."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
