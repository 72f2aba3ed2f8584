"""Published content: bytes that stay the same as long as they are served, with their compressed forms."""

import gzip
import hashlib
from dataclasses import dataclass

from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Reply


@dataclass(frozen=True)
class Published:
    """Bytes that stay the same, and the same bytes compressed."""

    content: bytes
    packed: bytes
    tag: str
    # Compressed with brotli, where whoever made the content did so.
    brotli: bytes | None = None

    @classmethod
    def of(cls, content: bytes, *, packed: bytes | None = None, brotli: bytes | None = None) -> "Published":
        """Compress once, unless that was done before."""
        packed = gzip.compress(content, mtime=0) if packed is None else packed
        return cls(content, packed, f'"{hashlib.sha256(content).hexdigest()[:32]}"', brotli)

    def reply(self, request: Request, media: str, cache: str = "no-cache", vary: str = "accept-encoding") -> Reply:
        """The bytes, compressed for those who understand it; 304 for those who have them."""
        headers = {"cache-control": cache, "etag": self.tag, "vary": vary}
        if request.headers.get("if-none-match") == self.tag:
            return Reply(b"", 304, media, headers)
        accepted = request.headers.get("accept-encoding", "")
        if self.brotli is not None and "br" in accepted:
            return Reply(self.brotli, media=media, headers=headers | {"content-encoding": "br"})
        if "gzip" in accepted:
            return Reply(self.packed, media=media, headers=headers | {"content-encoding": "gzip"})
        return Reply(self.content, media=media, headers=headers)
