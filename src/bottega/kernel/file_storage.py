"""File storage: bytes by tenant and key, in a local folder or at a URL.

A path always begins with the tenant, which is given apart from the key, so no key reaches another tenant's files.
Access to S3, Google or Azure is configured by the environment variables of those services: the library reads them.

The library's blocking calls run in threads: its asynchronous ones abort the process now and then when it ends right
after one, because their runtime still calls back into the interpreter.
"""

import asyncio
import errno
import os
import re
import sys
from collections.abc import AsyncIterable, AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.startup_errors import StartError, private_folder
from bottega.settings import Settings

if TYPE_CHECKING:
    from obstore import BytesStream, GetOptions
    from obstore.store import ObjectStore

BAD_KEY = T(en="Invalid file key", pl="Nieprawidłowy klucz pliku")
FOLDER: Final = "files"
SPOOL: Final = "incoming"
PIECE_BYTES: Final = 262_144
IN_MEMORY_BYTES: Final = 1_048_576

_SEGMENT: Final = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}"
_KEY: Final = re.compile(f"{_SEGMENT}(?:/{_SEGMENT}){{0,7}}")


class Storage:
    """Puts, gets and deletes the files of tenants; a key is like ``attachments/<uuid>/photo.jpg``."""

    def __init__(self, settings: Settings, url: str | None = None) -> None:
        """Open the storage of the installation, or another one at a ``url``.

        Raises:
            StartError: The URL makes no sense, or the folder cannot be made.
        """
        self._settings = settings
        self._store = _opened(settings, url or settings.storage_url)

    @cached_property
    def spool(self) -> Path:
        """The private folder of files that are on their way into the storage, on a disk and not in memory."""
        return private_folder(self._settings.data_folder / SPOOL)

    def temporary_file(self) -> BinaryIO:
        """A file without a name on its way into the storage, which ``put`` takes over without copying where it can."""
        return _nameless(self.spool)

    async def put(
        self,
        tenant_id: UUID,
        key: str,
        content: bytes | BinaryIO | AsyncIterable[bytes],
        content_type: str = "application/octet-stream",
    ) -> int:
        """Store a file as a whole, or not at all when the chunks break off; a file of that key is replaced.

        The type is kept where the storage has a place for it; a local folder has none.

        Returns:
            How many bytes it has.

        Raises:
            OSError: There is no room for it (``ENOSPC``).
        """
        path = _path(tenant_id, key)
        attributes = None if isinstance(self._store, LocalStore) else {"Content-Type": content_type}
        put = partial(obstore.put, self._store, path, attributes=attributes)
        if isinstance(content, bytes):
            await asyncio.to_thread(_stored, put, content)
            return len(content)
        if not isinstance(content, AsyncIterable):
            size = content.seek(0, os.SEEK_END)
            content.seek(0)
            if not await asyncio.to_thread(self._take_over, content, path):
                await asyncio.to_thread(_stored, put, content)
            return size
        # Collected first: an upload that breaks off would leave paid-for parts in a bucket.
        with SpooledTemporaryFile[bytes](max_size=IN_MEMORY_BYTES) as spool:
            async for chunk in content:
                await asyncio.to_thread(spool.write, chunk)
            size = spool.tell()
            spool.seek(0)
            await asyncio.to_thread(_stored, put, spool)
        return size

    async def get(self, tenant_id: UUID, key: str, part: tuple[int, int] | None = None) -> AsyncIterator[bytes]:
        """The content of a file, or the ``part`` from one byte to before another, piece by piece.

        Raises:
            NotFound: There is no such file; said before the first piece.
        """
        if (local := self._file(_path(tenant_id, key))) is not None:
            return await _opened_file(local, part)
        options: GetOptions | None = None if part is None else {"range": part}
        try:
            found = await asyncio.to_thread(obstore.get, self._store, _path(tenant_id, key), options=options)
        except FileNotFoundError:
            raise NotFound from None
        return _pieces(found.stream(min_chunk_size=PIECE_BYTES))

    def _file(self, path: str) -> Path | None:
        """Where a file lies in a local folder: read from there, for the library reads it in small pieces."""
        prefix = self._store.prefix if isinstance(self._store, LocalStore) else None
        return None if prefix is None else Path(prefix) / path

    def _take_over(self, content: BinaryIO, path: str) -> bool:
        """Give a file without a name its place in a local folder; whether the system can do that. Blocks."""
        file = self._file(path)
        if file is None or not hasattr(os, "O_TMPFILE") or file.exists():
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            # The folder is named by a descriptor: only so the system is asked to follow the link in /proc.
            os.link(f"/proc/self/fd/{content.fileno()}", file.name, dst_dir_fd=folder)
        except OSError:
            return False
        finally:
            os.close(folder)
        return True

    async def size(self, tenant_id: UUID, key: str) -> int:
        """How many bytes a file has.

        Raises:
            NotFound: There is no such file.
        """
        try:
            return (await asyncio.to_thread(obstore.head, self._store, _path(tenant_id, key)))["size"]
        except FileNotFoundError:
            raise NotFound from None

    async def exists(self, tenant_id: UUID, key: str) -> bool:
        """Whether there is such a file."""
        try:
            await self.size(tenant_id, key)
        except NotFound:
            return False
        return True

    async def delete(self, tenant_id: UUID, key: str) -> None:
        """Delete a file, if it is there."""
        with suppress(FileNotFoundError):
            await asyncio.to_thread(obstore.delete, self._store, _path(tenant_id, key))

    async def keys(self, tenant_id: UUID, folder: str) -> list[tuple[str, datetime]]:
        """The keys of a tenant's files in a folder, and when each was last written."""
        root = f"{tenant_id}/"
        listing = obstore.list(self._store, root + folder)  # pyright: ignore[reportUnknownMemberType] - of a type that is not installed
        listed = await asyncio.to_thread(listing.collect)
        return [(one["path"].removeprefix(root), one["last_modified"]) for one in listed]


def _opened(settings: Settings, url: str | None) -> "ObjectStore":
    if url is None:
        return LocalStore(private_folder(settings.data_folder / FOLDER))
    try:
        return from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)
    except (BaseError, OSError, ValueError) as error:
        # The library's message shows the whole URL, which may hold a secret.
        reason = f"BOTTEGA_STORAGE_URL cannot be used ({type(error).__name__}); it looks like file:///folder, "
        raise StartError(f"{reason}s3://bucket/folder, gs://bucket/folder or az://account/container.") from None


def _stored(put: Callable[[Any], object], content: object) -> None:
    """Put a file; what the library says of a full disk only in words is the error of the system again."""
    try:
        put(content)
    except BaseError as error:
        if f"(os error {errno.ENOSPC})" in str(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
        raise


def _path(tenant_id: UUID, key: str) -> str:
    """Where a file lies; segments begin with a letter or digit, so none of them leads upwards."""
    if not _KEY.fullmatch(key):
        raise Invalid(BAD_KEY)
    return f"{tenant_id}/{key}"


def _nameless(folder: Path) -> BinaryIO:
    """A file that no folder shows, and that can be given a place where the system has such files."""
    try:
        return os.fdopen(os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600), "w+b")
    except (AttributeError, OSError):
        return cast("BinaryIO", TemporaryFile(dir=folder))


async def _opened_file(path: Path, part: tuple[int, int] | None) -> AsyncIterator[bytes]:
    """A local file from one byte to before another, opened before anything is said about it."""
    try:
        file = await asyncio.to_thread(path.open, "rb")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise NotFound from None
    return _pieces_of(file, part)


async def _pieces_of(file: BinaryIO, part: tuple[int, int] | None) -> AsyncIterator[bytes]:
    with file:
        left = sys.maxsize
        if part is not None:
            file.seek(part[0])
            left = part[1] - part[0]
        while left and (piece := await asyncio.to_thread(file.read, min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece


async def _pieces(stream: "BytesStream") -> AsyncIterator[bytes]:
    while (piece := await asyncio.to_thread(next, stream, None)) is not None:
        yield bytes(piece)
