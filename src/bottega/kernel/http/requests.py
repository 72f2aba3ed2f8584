"""The parsed HTTP request: head, lazily read query and cookies, size-limited body."""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from typing import Any, BinaryIO, Final
from urllib.parse import parse_qsl, unquote

from multipart import MultipartError, MultipartParser, parse_options_header
from pydantic_core import from_json

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, TooLarge
from bottega.kernel.i18n import T
from bottega.kernel.text.folding import composed

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

INVALID_JSON: Final = T(en="Invalid JSON payload.", pl="Nieprawidłowy JSON.")
INVALID_FORM: Final = T(en="Invalid form payload.", pl="Nieprawidłowy formularz.")
MAX_FIELDS: Final = 1000


@dataclass(frozen=True)
class Upload:
    """A file that came with a form."""

    name: str
    media: str
    content: bytes


class Request:
    """One request; it knows nothing of any framework."""

    def __init__(self, scope: MutableMapping[str, Any], receive: Receive) -> None:
        """Take the head; the body stays unread."""
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.raw_query: bytes = scope.get("query_string", b"")
        self.headers: dict[str, str] = {}
        for raw_name, raw_value in scope["headers"]:
            name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
            known = self.headers.get(name)
            # Repeated headers are one list (RFC 9110 §5.2); for cookies the separator differs.
            self.headers[name] = value if known is None else f"{known}{'; ' if name == 'cookie' else ', '}{value}"
        client = scope.get("client")
        self.peer: str | None = client[0] if client else None
        # What the log and the answer call it.
        self.id: str = scope.get("request_id", "")
        # Whether all texts of the body are ASCII without control characters; said by whoever reads it.
        self.plain_body = False
        self._receive = receive
        self._files: list[BinaryIO] = []

    def keep(self, file: BinaryIO) -> BinaryIO:
        """Keep a temporary file open as long as the request lasts."""
        self._files.append(file)
        return file

    def close(self) -> None:
        """End its temporary files; what of them cannot be written any more is wanted by nobody."""
        for file in self._files:
            with suppress(OSError):
                file.close()

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """The query string's pairs, in order, repetitions kept, texts composed."""
        if not self.raw_query:
            return []
        try:
            pairs = parse_qsl(self.raw_query.decode("latin-1"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
        except ValueError:
            raise Invalid from None
        if self.plain_query:
            return pairs
        return [(composed(name), composed(value)) for name, value in pairs]

    @property
    def plain_query(self) -> bool:
        """Whether the query string is ASCII without control characters, to be seen without decoding it."""
        return b"%" not in self.raw_query and self.raw_query.isascii()

    @cached_property
    def cookies(self) -> dict[str, str]:
        """Cookies by name; garbage is no cookie."""
        header = self.headers.get("cookie")
        if not header:
            return {}
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(header)
        except CookieError:
            return {}
        return {name: unquote(morsel.value) for name, morsel in jar.items()}

    async def gone(self) -> None:
        """Wait until the client has left, or its answer is complete."""
        while (await self._receive())["type"] != "http.disconnect":
            continue

    async def body(self, limit: int) -> bytes:
        """The whole body, or 413 as soon as it is longer than the limit."""
        parts = [part async for part in self.pieces(limit)]
        return parts[0] if len(parts) == 1 else b"".join(parts)

    async def pieces(self, limit: int) -> AsyncIterator[bytes]:
        """The body as it comes, or 413 as soon as it is longer than the limit, or says that it will be.

        Raises:
            Invalid: It breaks off.
            TooLarge: It is too long.
        """
        declared = self.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            raise TooLarge
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Invalid
            part = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise TooLarge
            yield part
            if not message.get("more_body"):
                return


# What says who is calling, by its headers and cookies: a request, or the context of one that has not ended.
Credentials = Request | Context


def parse_json(raw: bytes) -> Any:
    """A JSON body; an empty one counts as an empty object."""
    if not raw.strip():
        return {}
    try:
        return from_json(raw, allow_inf_nan=False)
    except (ValueError, RecursionError):
        raise Invalid(INVALID_JSON) from None


def parse_form(raw: bytes, content_type: str, most_text: int) -> dict[str, Any]:
    """A form body, urlencoded or multipart; files become ``Upload``, a repeated field keeps its last value.

    Raises:
        Invalid: It is no form.
        TooLarge: What is no file has more than ``most_text`` bytes: it will be looked at letter by letter.
    """
    media, options = parse_options_header(content_type)
    try:
        if media == "multipart/form-data":
            parser = MultipartParser(
                BytesIO(raw),
                options.get("boundary", ""),
                disk_limit=len(raw),  # pyright: ignore[reportCallIssue] - see the import
                memory_limit=len(raw),  # pyright: ignore[reportCallIssue] - see the import
                part_limit=MAX_FIELDS,  # pyright: ignore[reportCallIssue] - see the import
            )
            fields: dict[str, Any] = {}
            text = 0
            for part in parser:
                text += 0 if part.filename else part.size
                if text > most_text:
                    raise TooLarge
                fields[part.name] = (
                    Upload(composed(part.filename), part.content_type, part.raw) if part.filename else part.value
                )
                # A large part lies in a temporary file.
                part.close()
            return fields
        if len(raw) > most_text:
            raise TooLarge
        return dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except (MultipartError, ValueError):
        raise Invalid(INVALID_FORM) from None
