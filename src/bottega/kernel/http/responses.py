"""Response types of operations: status, cookies, redirect, file, stream."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, Final, Literal, Self

import msgspec
from pydantic import BaseModel

# Browsers neither guess what an answer is nor show it inside other pages.
SAFE: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
)
# Where the state of a server's lifespan has the event that it sets when it begins to stop: endless replies end then.
STOPPING: Final = "stopping"
# A page is complete in itself: it loads and runs nothing unless it brings a policy of its own.
_PAGE_POLICY: Final = (
    b"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    b" frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Cookie:
    """A cookie to set; ``max_age`` 0 clears it."""

    name: str
    value: str
    max_age: int | None = None
    http_only: bool = True
    secure: bool = False
    same_site: Literal["Lax", "Strict"] = "Lax"

    def header(self) -> str:
        """The value of a Set-Cookie header."""
        jar: SimpleCookie = SimpleCookie()
        jar[self.name] = self.value
        morsel = jar[self.name]
        morsel["path"] = "/"
        morsel["samesite"] = self.same_site
        if self.max_age is not None:
            morsel["max-age"] = str(self.max_age)
        if self.http_only:
            morsel["httponly"] = True
        if self.secure:
            morsel["secure"] = True
        return morsel.OutputString()


@dataclass
class Reply:
    """An answer in full; a handler that returns anything else gets status and JSON from its declaration."""

    content: Any = None
    status: int | None = None
    media: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cookies: list[Cookie] = field(default_factory=list[Cookie])
    stream: AsyncIterator[bytes] | None = None
    # A stream that ends when its client leaves; it asks the database nothing over the connection of its request.
    endless: bool = False

    def body(self) -> bytes:
        """The bytes to send, when they are not streamed."""
        if isinstance(self.content, bytes):
            return self.content
        if self.status == 204:  # noqa: PLR2004 - No Content
            return b""
        if isinstance(self.content, str) and not self.media.startswith("application/json"):
            return self.content.encode()
        return encode(self.content)

    async def first_piece(self) -> bytes:
        """What is sent first: of a stream its first piece, else everything."""
        return self.body() if self.stream is None else await anext(self.stream, b"")

    async def end(self) -> None:
        """Let a stream that is not read to its end give back what it holds."""
        close = getattr(self.stream, "aclose", None)
        if close is not None:
            await close()

    def raw_headers(self, length: int) -> list[tuple[bytes, bytes]]:
        """The headers as they are sent, for a body of that length when it is not streamed."""
        raw = [*SAFE, *((n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in self.headers.items())]
        if self.media.startswith("text/html") and "content-security-policy" not in self.headers:
            raw.append((b"content-security-policy", _PAGE_POLICY))
        if "cache-control" not in self.headers:
            raw.append((b"cache-control", b"no-store"))
        raw += [(b"set-cookie", cookie.header().encode("latin-1")) for cookie in self.cookies]
        if self.status != 204:  # noqa: PLR2004 - No Content
            raw.append((b"content-type", self.media.encode()))
        if self.stream is None:
            raw.append((b"content-length", str(length).encode()))
        return raw

    def with_cookie(self, cookie: Cookie) -> Self:
        """The same reply, setting one more cookie."""
        self.cookies.append(cookie)
        return self

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> "Reply":
        """Send the browser elsewhere."""
        return cls(content=b"", status=status, media="text/html", headers={"location": location})


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True)
    if isinstance(value, frozenset | Mapping):
        return list(value) if isinstance(value, frozenset) else dict(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    message = f"cannot encode {type(value).__name__}"
    raise TypeError(message)


_encoder = msgspec.json.Encoder(enc_hook=_plain)


def encode(value: Any) -> bytes:
    """JSON bytes of rows, models and plain values; decimals become strings."""
    return _encoder.encode(value)
