"""Multipart forms with large files: read piece by piece, files go to disk as they come.

However large a file is, what is in memory of it is one piece; what is no file is bounded like any other form.
"""

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from multipart import MultipartError, PushMultipartParser, parse_options_header
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from bottega.kernel.errors import Invalid, TooLarge
from bottega.kernel.http.requests import INVALID_FORM, MAX_FIELDS, Request
from bottega.kernel.i18n import T
from bottega.kernel.text.folding import composed

# Enough that a thread is worth its while, and little enough to hold for everybody who uploads.
PIECE_BYTES: Final = 1 << 20
FILE_TOO_LARGE: Final = T(
    en="The file exceeds the maximum upload size of {most:g} MB", pl="Plik przekracza największy rozmiar {most:g} MB"
)


class SpooledUpload:
    """A file that came with a form and lies in a temporary file that no folder shows; it ends with the request."""

    def __init__(self, name: str, media: str, file: BinaryIO) -> None:
        """Nothing of it has come yet."""
        self.name = name
        self.media = media
        self.file = file
        self.size = 0
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The hash of its content, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, pieces: list[bytes]) -> None:
        """Add what has come; blocks."""
        for piece in pieces:
            self.file.write(piece)
            self._digest.update(piece)
            self.size += len(piece)

    def read(self, start: int, size: int) -> bytes:
        """Some bytes of it; blocks."""
        self.file.seek(start)
        return self.file.read(size)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Nothing but a file is one."""
        return core_schema.is_instance_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Bytes."""
        return {"type": "string", "format": "binary"}


async def read_spooled_form(
    request: Request, temporary: Callable[[], BinaryIO], *, most_file: int, most_text: int
) -> dict[str, Any]:
    """The fields of a multipart form, files as ``SpooledUpload``; a repeated field keeps its last value.

    Args:
        request: The request, whose body nobody has read; the files end with it.
        temporary: What makes a temporary file.
        most_file: The most bytes of files.
        most_text: The most bytes of everything else.

    Raises:
        Invalid: It is no form, or breaks off.
        TooLarge: There is more of it than is allowed, or than was declared.
    """
    options = parse_options_header(request.headers.get("content-type", ""))[1]
    reading = _Reading(lambda: request.keep(temporary()), most_text)
    too_large = TooLarge(FILE_TOO_LARGE.given(most=most_file / 1_000_000))
    try:
        parser = PushMultipartParser(options.get("boundary", ""), max_segment_count=MAX_FIELDS)
        with parser:
            async for piece in request.pieces(most_file + most_text):
                for event in parser.parse(piece) if piece else ():
                    reading.take(event)
                if reading.waiting >= PIECE_BYTES:
                    await reading.flush()
                if reading.file_bytes > most_file:
                    raise too_large
        await reading.flush()
        await reading.written()
    except TooLarge as error:
        raise (too_large if error.error is TooLarge.text else error) from None
    except (MultipartError, UnicodeDecodeError, ValueError):
        raise Invalid(INVALID_FORM) from None
    finally:
        # Its files are about to be closed.
        await reading.stop()
    return reading.fields


class _Reading:
    """What has been read of a form."""

    def __init__(self, temporary: Callable[[], BinaryIO], most_text: int) -> None:
        self.fields: dict[str, Any] = {}
        self.file_bytes = 0
        # Bytes of the current file that are not on disk yet.
        self.waiting = 0
        self._temporary = temporary
        self._text_left = most_text
        self._name = ""
        self._upload: SpooledUpload | None = None
        self._pieces: list[bytes] = []
        self._pending: list[tuple[SpooledUpload, list[bytes]]] = []
        self._writing: asyncio.Task[None] | None = None

    def take(self, event: Any) -> None:
        """Take what the parser has found: the head of a part, a piece of it, or its end."""
        if event is None:
            self._end()
        elif isinstance(event, bytes | bytearray):
            self._piece(bytes(event))
        else:
            self._begin(event)

    def _begin(self, part: Any) -> None:
        self._name, self._pieces, self._upload = part.name, [], None
        if part.filename:
            media = part.content_type or "application/octet-stream"
            self._upload = SpooledUpload(composed(part.filename), media, self._temporary())

    def _piece(self, piece: bytes) -> None:
        self._pieces.append(piece)
        if self._upload is None:
            self._text_left -= len(piece)
            if self._text_left < 0:
                raise TooLarge
        else:
            self.file_bytes += len(piece)
            self.waiting += len(piece)

    def _end(self) -> None:
        if self._upload is None:
            self.fields[self._name] = b"".join(self._pieces).decode()
            return
        self.fields[self._name] = self._upload
        self._pending.append((self._upload, self._pieces))
        self._upload, self._pieces = None, []

    async def flush(self) -> None:
        """Write what waits, in a thread, while more is read: a disk may be slow, and hashing takes a moment."""
        pending, self._pending = self._pending, []
        if self._upload is not None:
            pending.append((self._upload, self._pieces))
            self._pieces = []
        self.waiting = 0
        await self.written()
        self._writing = asyncio.create_task(asyncio.to_thread(_write, pending))

    async def written(self) -> None:
        """Wait until what was flushed is on disk."""
        writing, self._writing = self._writing, None
        if writing is not None:
            await writing

    async def stop(self) -> None:
        """Wait for what is being written, whatever becomes of it."""
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)


def _write(pending: list[tuple[SpooledUpload, list[bytes]]]) -> None:
    for upload, pieces in pending:
        upload.write(pieces)
