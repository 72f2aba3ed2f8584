"""Files: bytes under a key of their tenant, in a local folder or wherever a URL points.

A path always begins with the tenant, which is given apart from the key, so no key reaches another tenant's files. Access to
S3, Google or Azure is configured by the environment variables of those services, which the storage library reads itself.
"""

import re
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.starting import StartError, private_folder
from bottega.settings import Settings

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import ObjectStore

BAD_KEY = T(en="Invalid file key", pl="Nieprawidłowy klucz pliku")
FOLDER: Final = "files"
PIECE_BYTES: Final = 262_144

_SEGMENT: Final = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}"
_KEY: Final = re.compile(f"{_SEGMENT}(?:/{_SEGMENT}){{0,7}}")


class Storage:
    """Puts, gets and deletes the files of tenants; a key is like ``attachments/<uuid>/photo.jpg``."""

    def __init__(self, settings: Settings) -> None:
        """Open the storage.

        Raises:
            StartError: The URL makes no sense, or the folder cannot be made.
        """
        self._store = _opened(settings)

    async def put(
        self,
        tenant_id: UUID,
        key: str,
        content: bytes | AsyncIterable[bytes],
        content_type: str = "application/octet-stream",
    ) -> int:
        """Store a file as a whole or, when the chunks break off, not at all; a file of that key is replaced.

        The type is kept where the storage has a place for it; a local folder has none.

        Returns:
            How many bytes it has.
        """
        path = _path(tenant_id, key)
        attributes = None if isinstance(self._store, LocalStore) else {"Content-Type": content_type}
        if isinstance(content, bytes):
            await obstore.put_async(self._store, path, content, attributes=attributes)
            return len(content)
        counted = _Counted(content)
        await obstore.put_async(self._store, path, counted, attributes=attributes)
        return counted.size

    async def get(self, tenant_id: UUID, key: str) -> AsyncIterator[bytes]:
        """The content of a file, piece by piece.

        Raises:
            NotFound: There is no such file; said before the first piece.
        """
        try:
            return _pieces(await obstore.get_async(self._store, _path(tenant_id, key)))
        except FileNotFoundError:
            raise NotFound from None

    async def size(self, tenant_id: UUID, key: str) -> int:
        """How many bytes a file has.

        Raises:
            NotFound: There is no such file.
        """
        try:
            return (await obstore.head_async(self._store, _path(tenant_id, key)))["size"]
        except FileNotFoundError:
            raise NotFound from None

    async def exists(self, tenant_id: UUID, key: str) -> bool:
        """Whether there is such a file."""
        try:
            await obstore.head_async(self._store, _path(tenant_id, key))
        except FileNotFoundError:
            return False
        return True

    async def delete(self, tenant_id: UUID, key: str) -> None:
        """Delete a file, if it is there."""
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._store, _path(tenant_id, key))


class _Counted:
    """Chunks on their way, and how many bytes they were."""

    def __init__(self, chunks: AsyncIterable[bytes]) -> None:
        self.size = 0
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            self.size += len(chunk)
            yield chunk


def _opened(settings: Settings) -> "ObjectStore":
    url = settings.storage_url
    if url is None:
        return LocalStore(private_folder(settings.data_folder / FOLDER))
    try:
        return from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)
    except (BaseError, ValueError) as error:
        # The library's message shows the whole URL, which may hold a key.
        reason = f"BOTTEGA_STORAGE_URL cannot be used ({type(error).__name__}): its form is file:///folder, "
        raise StartError(
            f"{reason}s3://bucket/folder, gs://bucket/folder or az://account/container."
        ) from None


def _path(tenant_id: UUID, key: str) -> str:
    """Where a file lies; segments begin with a letter or digit, so none of them leads upwards."""
    if not _KEY.fullmatch(key):
        raise Invalid(BAD_KEY)
    return f"{tenant_id}/{key}"


async def _pieces(found: "GetResult") -> AsyncIterator[bytes]:
    async for piece in found.stream(min_chunk_size=PIECE_BYTES):
        yield piece
